use super::Markup;
use super::breakdown::breakdown;
use super::parts::{counted, end_table, needs, subtask, table};
use crate::emit::page_facts::PageFacts;
use crate::schedule::{Execution, Slot, Step};

/// Above this many subtasks a step is one row of totals.
const ROWS: usize = 1000;

/// What runs between barriers, window by window; totals per step for large plans.
pub(super) fn phases(facts: &PageFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let Some(execution) = facts.execution else { return out };
    let mut by_step: Vec<Vec<&Slot>> = vec![Vec::new(); execution.steps.len()];
    for slot in &execution.slots {
        if let Some(slots) = by_step.get_mut(slot.step as usize) {
            slots.push(slot);
        }
    }
    for slots in &mut by_step {
        slots.sort_by_key(|slot| (slot.window, slot.start, slot.subtask));
    }
    if facts.len() > ROWS {
        totals(&mut out, facts, execution, &by_step);
        return out;
    }
    breakdown(&mut out, facts, execution, &by_step);
    let heads = ["#Window", "Subtask", "Title", "Needs", "#Start", "#Minutes"];
    table(&mut out, "by-phase", "Phase, window, subtask", &heads);
    let filled = execution.steps.iter().zip(&by_step).filter(|(_, slots)| !slots.is_empty());
    for (at, (step, slots)) in filled.enumerate() {
        out.raw(if at > 0 { "<tbody>" } else { "" });
        heading(&mut out, facts, step, slots);
        for slot in slots {
            let ix = slot.subtask;
            out.raw("<tr><td>").value(slot.window).raw("<th>");
            subtask(&mut out, facts, ix);
            out.raw("<td>").prose(&facts.title(ix)).raw("<td>");
            needs(&mut out, facts, ix, false);
            out.raw("<td>").value(slot.start).raw("<td>").text(&facts.minutes(ix)).line();
        }
    }
    end_table(&mut out);
    out
}

/// A row above the windows of a step.
fn heading(out: &mut Markup, facts: &PageFacts<'_>, step: &Step, slots: &[&Slot]) {
    let windows = windows(slots);
    let label = facts.step_label(step);
    out.raw("<tr class=\"group\"><th colspan=\"6\">").text(if label.is_empty() { "All" } else { &label });
    if !step.title.is_empty() {
        out.raw(" · ").text(&step.title);
    }
    out.raw(" <small>").text(&counted(slots.len(), "subtask")).raw(", ").text(&counted(windows, "window"));
    out.raw(", minute ").value(step.start).raw(" to ").value(step.end).raw("</small>").line();
}

fn totals(out: &mut Markup, facts: &PageFacts<'_>, execution: &Execution, by_step: &[Vec<&Slot>]) {
    let heads = ["Step", "Title", "#Subtasks", "#Windows", "#Start", "#End", "#Work"];
    table(out, "by-phase", "Steps; each subtask's step stands in the table of all subtasks", &heads);
    for (step, slots) in execution.steps.iter().zip(by_step) {
        let work: crate::syntax::Minutes = slots.iter().map(|slot| slot.end - slot.start).sum();
        out.raw("<tr>").raw("<th>").text(&facts.step_label(step)).raw("<td>").text(&step.title);
        out.raw("<td>").value(slots.len()).raw("<td>").value(windows(slots));
        out.raw("<td>").value(step.start).raw("<td>").value(step.end);
        out.raw("<td>").value(work).line();
    }
    end_table(out);
}

fn windows(slots: &[&Slot]) -> usize {
    let mut windows: Vec<u32> = slots.iter().map(|slot| slot.window).collect();
    windows.sort_unstable();
    windows.dedup();
    windows.len()
}
