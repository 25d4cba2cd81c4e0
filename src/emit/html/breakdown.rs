use super::Markup;
use super::parts::{end_table, table};
use crate::emit::page_facts::PageFacts;
use crate::plan::Phase;
use crate::schedule::{Execution, Slot, Step};
use crate::syntax::Minutes;

/// What one phase of the author takes, whatever steps it is split into.
struct Row<'a> {
    /// The author's phase; `None` for a step that no phase of the plan stands behind.
    phase: Option<&'a Phase>,
    steps: Vec<&'a Step>,
    subtasks: usize,
    windows: Vec<u32>,
}

/// More rows than this are folded.
const FOLDED: usize = 40;

/// A row per phase: its sub-phases, its windows, how long it takes against what the plan says, and how long windows
/// wait in it. Nothing where there are no phases.
pub(super) fn breakdown(
    out: &mut Markup,
    facts: &PageFacts<'_>,
    execution: &Execution,
    by_step: &[Vec<&Slot>],
) {
    let rows = rows(facts, execution, by_step);
    if rows.is_empty() {
        return;
    }
    let heads =
        ["Phase", "Title", "Sub-phases", "#Subtasks", "#Windows", "#Minutes", "#Plan says", "#Waiting"];
    if rows.len() > FOLDED {
        out.raw("<details><summary>Time of each phase</summary>").line();
    }
    table(out, "breakdown", "Time of each phase", &heads);
    for row in &rows {
        let first = row.steps[0];
        let start = row.steps.iter().map(|step| step.start).min().unwrap_or_default();
        let length = row.steps.iter().map(|step| step.end).max().unwrap_or_default() - start;
        let name = row.phase.map_or(first.name.as_str(), |phase| &phase.name);
        let label = facts.step_label(&Step { name: name.to_owned(), ..first.clone() });
        out.raw("<tr><th>").text(&label).raw("<td>");
        out.text(row.phase.map_or(&first.title, |phase| &phase.title)).raw("<td>");
        for (at, step) in row.steps.iter().enumerate().filter(|_| row.steps.len() > 1) {
            out.raw(if at > 0 { ", " } else { "" }).text(&step.name);
        }
        out.raw("<td>").value(row.subtasks).raw("<td>").value(row.windows.len()).raw("<td>").value(length);
        out.raw("<td>");
        match row.phase.and_then(|phase| phase.estimate.as_ref()) {
            Some(said) if said.min == said.max => out.value(said.min),
            Some(said) => out.value(said.min).raw("–").value(said.max),
            None => out.raw("–"),
        };
        let open = Minutes::from_parts(length.parts() * row.windows.len() as u64);
        out.raw("<td>").value(open - busy(execution, &row.windows, start, start + length)).line();
    }
    end_table(out);
    out.raw(if rows.len() > FOLDED { "</details>" } else { "" });
    out.raw("<p><small>Waiting is how long the windows of a phase have nothing to do while it runs, in minutes of all of them.</small></p>")
        .line();
}

fn rows<'a>(facts: &PageFacts<'a>, execution: &'a Execution, by_step: &[Vec<&Slot>]) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    let filled = execution
        .steps
        .iter()
        .zip(by_step)
        .filter(|(step, slots)| !step.name.is_empty() && !slots.is_empty());
    for (step, slots) in filled {
        let phase = stated(facts, step);
        let at = rows.iter().position(|row| {
            row.steps[0].feature == step.feature
                && phase.is_some()
                && row.phase.map(|p| &p.name) == phase.map(|p| &p.name)
        });
        let at = at.unwrap_or_else(|| {
            rows.push(Row { phase, steps: Vec::new(), subtasks: 0, windows: Vec::new() });
            rows.len() - 1
        });
        let row = &mut rows[at];
        row.steps.push(step);
        row.subtasks += slots.len();
        row.windows.extend(slots.iter().map(|slot| slot.window));
        row.windows.sort_unstable();
        row.windows.dedup();
    }
    rows
}

/// How long some windows work between two times, for whatever phase.
fn busy(execution: &Execution, windows: &[u32], start: Minutes, end: Minutes) -> Minutes {
    let slots = execution.slots.iter().filter(|slot| windows.binary_search(&slot.window).is_ok());
    slots
        .filter(|slot| slot.start < end && start < slot.end)
        .map(|slot| slot.end.min(end) - slot.start.max(start))
        .sum()
}

/// The top-level phase of the plan that a step is, or is a part of: `2` for `2` and for `2a`.
fn stated<'a>(facts: &PageFacts<'a>, step: &Step) -> Option<&'a Phase> {
    let phases = &facts.material.plan.phases;
    let named = |name: &str| {
        phases.iter().find(|phase| phase.name == name && step.feature.is_none_or(|of| phase.feature == of))
    };
    let whole = step.name.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let phase = named(&step.name).or_else(|| named(whole))?;
    Some(phase.parent.map_or(phase, |parent| &phases[parent.index()]))
}
