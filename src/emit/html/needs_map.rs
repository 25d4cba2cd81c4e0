use std::collections::BTreeMap;

use super::Markup;
use super::parts::{counted, end_table, table};
use crate::emit::page_facts::PageFacts;
use crate::emit::svg;
use crate::syntax::Minutes;

/// Rows at most.
const ROWS: usize = 60;

/// The graph of needs, or, where it would be too large to read, how many subtasks each track has in each step.
pub(super) fn needs_map(facts: &PageFacts<'_>) -> Markup {
    let mut out = Markup::new();
    if let Some(picture) = svg::graph(facts) {
        out.raw("<p>").text(&counted(picture.drawn, "arrow")).raw(" from left to right");
        if picture.implied > 0 {
            out.raw("; ").text(&counted(picture.implied, "direct need"));
            out.raw(" that other needs imply are not drawn");
        }
        out.raw(". Columns are phases; a chain inside a phase takes one column per level.</p>");
        out.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Graph of needs\">").line();
        out.append(&picture.svg).raw("</div>").line();
    } else if !facts.material.graph.cycles().is_empty() {
        out.raw("<p>Needs go in a circle, so there is no order to draw; the findings show the circle.</p>");
    } else if facts.len() <= 400 {
        out.raw("<p>No subtask needs another one.</p>");
    } else {
        cells(&mut out, facts);
    }
    out
}

/// Tracks (or features, where there are many) × steps.
fn cells(out: &mut Markup, facts: &PageFacts<'_>) {
    let plan = facts.material.plan;
    let Some(execution) = facts.execution else { return };
    let steps =
        (0..execution.steps.len() as u32).map(|step| facts.ordinal(step) + 1).max().unwrap_or(1).min(40);
    let name = |tracks: bool, ix| {
        let subtask = plan.subtask(ix);
        match subtask.group.as_deref().filter(|_| tracks) {
            Some(group) => (subtask.feature, group),
            None => (subtask.feature, plan.feature(subtask.feature).id.as_str()),
        }
    };
    let count = |tracks: bool| {
        let mut rows: BTreeMap<_, Vec<(usize, Minutes)>> = BTreeMap::new();
        for ix in plan.indices() {
            let row = rows.entry(name(tracks, ix)).or_insert_with(|| vec![(0, Minutes::ZERO); steps]);
            if let Some(cell) = facts.slot(ix).and_then(|slot| row.get_mut(facts.ordinal(slot.step))) {
                cell.0 += 1;
                cell.1 = cell.1 + facts.likely(ix);
            }
        }
        rows
    };
    let tracks = count(true);
    let (noun, rows) = if tracks.len() > ROWS { ("Feature", count(false)) } else { ("Track", tracks) };
    out.raw("<p>").value(facts.len());
    out.raw(
        " subtasks are too many to draw as boxes. This table counts them by phase, with their minutes.</p>",
    );
    let names: Vec<String> = match facts.sequences() {
        [_] => execution.steps[..steps].iter().map(|step| format!("#{}", step.name)).collect(),
        _ => (1..=steps).map(|at| format!("#{at}")).collect(),
    };
    let heads: Vec<&str> = std::iter::once(noun).chain(names.iter().map(String::as_str)).collect();
    table(out, "cells", "Subtasks and minutes by phase", &heads);
    for ((_, name), row) in rows.iter().take(ROWS) {
        out.raw("<tr>").raw("<th>").text(name);
        for (subtasks, minutes) in row {
            if *subtasks == 0 {
                out.raw("<td>·");
            } else {
                out.raw("<td>").value(subtasks).raw(" <small>").value(minutes).raw(" min</small>");
            }
        }
        out.line();
    }
    end_table(out);
    if rows.len() > ROWS {
        out.raw("<p>").value(rows.len() - ROWS).raw(" more rows are left out.</p>");
    }
}
