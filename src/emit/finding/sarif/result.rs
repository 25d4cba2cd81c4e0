use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::message::{Message, cut, plain};
use super::place::{ArtifactLocation, Location, Region, file, location, region};
use crate::check;
use crate::diag::{Diagnostic, Edit, Fix};
use crate::emit::view::{Listed, fingerprint};
use crate::emit::{Places, tty};
use crate::source::FileIx;

use super::rule::level;

/// Related places of a result; a circle of needs may have any number.
const RELATED: usize = 20;
/// Edits of a fix and bytes of their text, above which a fix is left to `planc fix`.
const EDITS: usize = 100;
const EDITED: usize = 10_000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Finding<'a> {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixEntry<'a> {
    description: Message,
    artifact_changes: Vec<Change<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Inserted<'a>,
}

#[derive(Serialize)]
struct Inserted<'a> {
    text: Cow<'a, str>,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    justification: String,
}

/// The result of a finding.
pub(super) fn result<'a>(
    places: &Places<'a>,
    listed: &Listed<'a>,
    baseline: Option<&BTreeSet<String>>,
) -> Finding<'a> {
    let finding = listed.finding;
    let fingerprint = fingerprint(places.path(finding.primary.file), finding);
    let known = baseline.map(|known| known.contains(&fingerprint));
    let related = finding.related.iter().take(RELATED).enumerate();
    Finding {
        rule_id: finding.code,
        rule_index: check::all().iter().position(|rule| rule.code == finding.code),
        level: level(finding.severity),
        message: Message { text: message(finding) },
        locations: [location(places, &finding.primary, None)],
        related_locations: related.map(|(at, label)| location(places, label, Some(at + 1))).collect(),
        partial_fingerprints: BTreeMap::from([("planc/1", fingerprint)]),
        fixes: finding.fix.iter().filter_map(|fix| fix_entry(places, fix)).collect(),
        baseline_state: known.map(|known| if known { "unchanged" } else { "new" }),
        suppressions: suppressions(listed.suppressed, known == Some(true)),
    }
}

/// The message, what to do, and links to the other ends.
fn message(finding: &Diagnostic) -> String {
    let mut text = plain(&finding.message);
    if !finding.help.is_empty() {
        text.push('\n');
        text.push_str(&plain(&finding.help));
    }
    for (at, label) in finding.related.iter().take(RELATED).enumerate() {
        let words = if label.text.is_empty() { "see here too".to_owned() } else { plain(&label.text) };
        tty::add(&mut text, format_args!("\n[{words}]({})", at + 1));
    }
    if finding.related.len() > RELATED {
        tty::add(&mut text, format_args!("\n… and {} more places", finding.related.len() - RELATED));
    }
    text
}

/// A fix with its replacements by file; nothing where they would fill pages.
fn fix_entry<'a>(places: &Places<'_>, fix: &'a Fix) -> Option<FixEntry<'a>> {
    let bytes: usize = fix.edits.iter().map(|edit| edit.text.len()).sum();
    if fix.edits.is_empty() || fix.edits.len() > EDITS || bytes > EDITED {
        return None;
    }
    let mut by_file: BTreeMap<FileIx, Vec<&Edit>> = BTreeMap::new();
    for edit in &fix.edits {
        by_file.entry(edit.file).or_default().push(edit);
    }
    let change = |(at, edits): (FileIx, Vec<&'a Edit>)| Change {
        artifact_location: file(places, at),
        replacements: edits
            .into_iter()
            .map(|edit| Replacement {
                deleted_region: region(places, at, edit.span),
                inserted_content: Inserted { text: places.mask().apply(&edit.text) },
            })
            .collect(),
    };
    Some(FixEntry {
        description: Message { text: cut(&fix.title).into_owned() },
        artifact_changes: by_file.into_iter().map(change).collect(),
    })
}

fn suppressions(comment: Option<&str>, known: bool) -> Vec<Suppression> {
    let comment =
        comment.map(|reason| Suppression { kind: "inSource", justification: cut(reason).into_owned() });
    let known =
        known.then(|| Suppression { kind: "external", justification: "the baseline knows it".to_owned() });
    comment.into_iter().chain(known).collect()
}
