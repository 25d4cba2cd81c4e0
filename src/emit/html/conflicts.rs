use std::collections::BTreeMap;

use super::Markup;
use super::parts::{end_table, subtask, table};
use crate::emit::page_facts::PageFacts;
use crate::plan::SubtaskIx;
use crate::syntax::TouchMode;

/// Files that are listed; above that they are counted.
const LISTED: usize = 500;

/// Files that more than one subtask writes, with the writers in the order in which they run.
pub(super) fn conflicts(facts: &PageFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let mut writers: BTreeMap<&str, Vec<(SubtaskIx, TouchMode)>> = BTreeMap::new();
    for ix in facts.material.plan.indices() {
        for touch in &facts.material.plan.subtask(ix).files {
            writers.entry(&touch.path).or_default().push((ix, touch.mode));
        }
    }
    writers.retain(|_, of| of.len() > 1);
    if writers.is_empty() {
        return out;
    }
    table(
        &mut out,
        "shared-files",
        "Files with more than one writer",
        &["File", "#Writers", "Writers in order", "In this execution"],
    );
    for (path, of) in writers.iter_mut().take(LISTED) {
        of.sort_by_key(|&(ix, _)| (facts.slot(ix).map(|slot| slot.start), ix));
        out.raw("<tr><th><code>").text(path).raw("</code><td>").value(of.len()).raw("<td>");
        for (at, &(ix, mode)) in of.iter().enumerate() {
            if at > 0 {
                out.raw(", ");
            }
            subtask(&mut out, facts, ix);
            if mode == TouchMode::Create {
                out.raw(" <small>creates</small>");
            }
        }
        out.raw("<td>");
        match overlap(facts, of) {
            Some((a, b)) => {
                out.raw("<span class=\"bad\">✕ at once</span> ")
                    .text(facts.name(a))
                    .raw(" and ")
                    .text(facts.name(b));
            }
            None if facts.execution.is_some() => {
                out.raw("<span class=\"ok\">✓ one after another</span>");
            }
            None => {
                out.raw("–");
            }
        }
        out.line();
    }
    end_table(&mut out);
    if writers.len() > LISTED {
        out.raw("<p>").value(writers.len() - LISTED).raw(" more files have several writers.</p>");
    }
    out
}

/// The first two writers that run at the same time; the list is sorted by start.
fn overlap(facts: &PageFacts<'_>, of: &[(SubtaskIx, TouchMode)]) -> Option<(SubtaskIx, SubtaskIx)> {
    let mut last: Option<(SubtaskIx, crate::syntax::Minutes)> = None;
    for &(ix, _) in of {
        let slot = facts.slot(ix)?;
        if let Some((before, end)) = last
            && slot.start < end
        {
            return Some((before, ix));
        }
        if last.is_none_or(|(_, end)| slot.end > end) {
            last = Some((ix, slot.end));
        }
    }
    None
}
