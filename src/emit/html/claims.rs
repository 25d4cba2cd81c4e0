use std::collections::{BTreeMap, BTreeSet};

use super::Markup;
use super::parts::{counted, end_table, table};
use crate::diag::Severity;
use crate::emit::claim_findings::ClaimFindings;
use crate::emit::page_facts::PageFacts;
use crate::plan::Place;
use crate::source::FileIx;
use crate::syntax::{Claim, Quantity};

/// Claims without a finding that are listed.
const LISTED: usize = 100;

/// Claims about one quantity.
#[derive(Default)]
struct Tally {
    all: usize,
    wrong: usize,
    rules: BTreeSet<(&'static str, Severity)>,
}

/// What the documents state about the plan: by what they count, how many claims there are and which findings
/// contradict them; then those that nothing contradicts, folded.
pub(super) fn claims(facts: &PageFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let against = ClaimFindings::new(facts.material.findings);
    let mut tallies: BTreeMap<Quantity, Tally> = BTreeMap::new();
    let mut rest: Vec<(FileIx, &Claim)> = Vec::new();
    for document in facts.material.documents {
        for claim in &document.claims {
            let found = against.at(document.file, claim.span);
            let tally = tallies.entry(claim.quantity).or_default();
            tally.all += 1;
            tally.wrong += usize::from(!found.is_empty());
            tally.rules.extend(found.iter().map(|finding| (finding.code, finding.severity)));
            if found.is_empty() {
                rest.push((document.file, claim));
            }
        }
    }
    if tallies.is_empty() {
        return out;
    }
    let heads = ["What is stated", "#Claims", "#Contradicted", "By"];
    table(&mut out, "claim-table", "Claims by what they state", &heads);
    for (quantity, tally) in &tallies {
        out.raw("<tr><th>").text(words(*quantity)).raw("<td>").value(tally.all);
        out.raw("<td>").value(tally.wrong).raw("<td>");
        for (at, (code, severity)) in tally.rules.iter().enumerate() {
            let link = format!("#r-{code}-{}", severity.name());
            out.raw(if at > 0 { ", " } else { "" }).element("a", &[("href", &link)], code);
        }
        out.raw(if tally.rules.is_empty() { "<span class=\"ok\">✓ nothing</span>" } else { "" }).line();
    }
    end_table(&mut out);
    unchallenged(&mut out, facts, &rest);
    out
}

/// Claims that no finding is about, by file, with their lines.
fn unchallenged(out: &mut Markup, facts: &PageFacts<'_>, rest: &[(FileIx, &Claim)]) {
    if rest.is_empty() {
        return;
    }
    out.raw("<details><summary>").text(&counted(rest.len(), "claim")).raw(" without a finding</summary>");
    let shown = &rest[..rest.len().min(LISTED)];
    for of_file in shown.chunk_by(|(a, _), (b, _)| a == b) {
        let file = of_file[0].0;
        out.raw("<p>").text(facts.path(file)).raw(", by line: ");
        for (at, (_, claim)) in of_file.iter().enumerate() {
            out.raw(if at > 0 { ", " } else { "" }).raw("<small>");
            out.value(facts.line(Place { file, span: claim.span })).raw("</small> ").text(&claim.text);
        }
        out.raw("</p>").line();
    }
    if shown.len() < rest.len() {
        out.raw("<p>")
            .value(rest.len() - shown.len())
            .raw(" more; planc plan --format json lists them all.</p>");
    }
    out.raw("</details>").line();
}

fn words(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Subtasks => "subtasks",
        Quantity::Phases => "phases",
        Quantity::Windows => "windows at once",
        Quantity::ParallelMinutes => "minutes in parallel",
        Quantity::SequentialMinutes => "minutes in one window",
        Quantity::TrackMinutes => "minutes with a window per track",
        Quantity::TotalMinutes => "minutes of all phases",
        Quantity::OtherMinutes => "minutes of another way to work",
        Quantity::ExampleMinutes => "minutes of an example",
        Quantity::ElapsedMinutes => "minutes up to the end of a phase",
        Quantity::OpenedWindows => "windows opened",
        Quantity::WindowLimit => "windows at most",
        Quantity::Speedup => "speedup",
        Quantity::SavedMinutes => "minutes saved",
        Quantity::SavedPercent => "percent saved",
        Quantity::Total => "rows of totals",
    }
}
