#![doc = include_str!("../../../docs/rules/P705-unportable-id.md")]

use std::collections::BTreeMap;

use crate::check::lookalike::{digit_like, skeleton};
use crate::check::rule::label;
use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::{FeatureIx, Place, SubtaskIx};
use crate::source::Span;
use crate::syntax::{Document, NeedOperand, StatedId};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P705",
    name: "unportable-id",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P705-unportable-id.md"),
    check,
};

/// Longest key whose files every system can hold, in bytes.
const LONGEST: usize = 100;
/// Names of devices, which Windows keeps for itself with any ending.
const DEVICES: [&str; 6] = ["aux", "con", "conin$", "conout$", "nul", "prn"];

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for document in facts.documents {
        cut_short(rule, facts, document, found);
    }
    let mut twins: BTreeMap<(FeatureIx, String), SubtaskIx> = BTreeMap::new();
    for (ix, subtask) in facts.plan.indices().zip(&facts.plan.subtasks) {
        let id = subtask.id.as_str();
        if let Some((what, help)) = unportable(id, &subtask.key) {
            let mut finding = rule.finding(
                format!("`{}` {what}", short(id)),
                subtask.place,
                "no file of every system can be called so",
                help,
            );
            finding.subject.insert("subtask", short(id));
            found.push(finding);
        }
        let first = *twins.entry((subtask.feature, skeleton(id))).or_insert(ix);
        if first != ix {
            let other = facts.plan.subtask(first);
            let case = other.id.eq_ignore_ascii_case(id);
            let what = if case { "differ only in capital letters" } else { "look alike, but are two ids" };
            let mut finding = rule.finding(
                format!("`{}` and `{}` {what}", short(&other.id), short(id)),
                subtask.place,
                format!("`{}` is here", short(id)),
                "give one of them another id; file systems, fonts and people take them for one",
            );
            finding.related.push(label(other.place, format!("`{}` is here", short(&other.id))));
            finding.subject.insert("subtask", short(id));
            finding.subject.insert("twin", short(&other.id));
            found.push(finding);
        }
    }
}

/// Ids that end earlier than their author meant, because a letter stands for a digit: `1.1.l` is read as `1.1`.
fn cut_short(rule: &Rule, facts: &Facts<'_>, document: &Document, found: &mut Vec<Diagnostic>) {
    let text = facts.sources[document.file.index()].text();
    let units = document.subtasks.iter().chain(document.groups.iter().map(|group| &group.unit));
    let mut ids: Vec<&StatedId> = units.clone().map(|unit| &unit.id).collect();
    let related = document.relations.iter().flat_map(|relation| &relation.needs);
    ids.extend(units.flat_map(|unit| &unit.needs).chain(related).flat_map(|need| {
        match &need.operand {
            NeedOperand::Id(id) | NeedOperand::Name(id) => [Some(id), None],
            NeedOperand::Range(first, last) => [Some(first), Some(last)],
            _ => [None, None],
        }
        .into_iter()
        .flatten()
    }));
    ids.sort_by_key(|id| id.span);
    ids.dedup_by_key(|id| id.span);
    for id in ids {
        let Some(behind) = text.get(id.span.end as usize..) else { continue };
        let mut chars = behind.chars();
        let (Some('.'), Some(letter)) = (chars.next(), chars.next()) else { continue };
        let Some(digit) = digit_like(letter) else { continue };
        if chars.next().is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let meant = format!("{}.{letter}", id.text);
        let end = id.span.end as usize + 1 + letter.len_utf8();
        let mut finding = rule.finding(
            format!("`{meant}` ends in a letter that looks like a digit; it is read as `{}`", id.text),
            Place { file: document.file, span: Span::new(id.span.start as usize, end) },
            format!("the last character is the letter `{letter}`"),
            format!("write `{}.{digit}`", id.text),
        );
        finding.subject.insert("subtask", meant);
        found.push(finding);
    }
}

/// What is wrong with an id as the name of a file, and what to do.
fn unportable(id: &str, key: &str) -> Option<(&'static str, &'static str)> {
    let stem = id.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let port = |name: &str| {
        stem.strip_prefix(name).is_some_and(|n| {
            matches!(
                n,
                "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "\u{b9}" | "\u{b2}" | "\u{b3}"
            )
        })
    };
    Some(if id.contains("..") {
        ("has two dots in a row, which leave a folder", "part its numbers by one dot each")
    } else if id.contains(['/', '\\']) {
        ("has a slash in it, which parts folders", "use `-` or `.` in its place")
    } else if id.contains([':', '*', '?', '"', '<', '>', '|']) {
        ("has a character that names of files cannot have", "use letters, digits, `.`, `_` and `-`")
    } else if DEVICES.contains(&stem.as_str()) || port("com") || port("lpt") {
        ("is the name of a device on Windows", "add a word or a number to it")
    } else if id.starts_with('-') || id.ends_with(['.', ' ']) {
        ("begins with `-` or ends in a dot, which commands and systems read otherwise", "take the sign away")
    } else if key.len() > LONGEST {
        ("is longer than 100 bytes with its feature", "choose a shorter one; the title can say the rest")
    } else {
        return None;
    })
}

/// An id of which messages show the beginning, where it is long.
fn short(id: &str) -> String {
    const SHOWN: usize = 60;
    let mut chars = id.chars();
    let head: String = chars.by_ref().take(SHOWN).collect();
    if chars.next().is_some() { head + "…" } else { head }
}
