use super::Markup;
use super::parts::{end_table, subtask, table};
use crate::emit::page_facts::PageFacts;
use crate::schedule::Slot;

/// Rows at most.
const ROWS: usize = 500;

/// The subtasks that determine the makespan, first to last, with a running total; then the chain of needs alone.
pub(super) fn critical(facts: &PageFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let Some(execution) = facts.execution else { return out };
    let heads = ["#No.", "Subtask", "Title", "#Window", "#Minutes", "#Running total", "Why it starts then"];
    table(&mut out, "critical-path", "Critical path of the execution shown", &heads);
    for (at, &ix) in execution.critical_path.iter().enumerate().take(ROWS) {
        out.raw("<tr><td>").value(at + 1).raw("<th>");
        subtask(&mut out, facts, ix);
        out.raw("<td>").prose(&facts.title(ix)).raw("<td>");
        let slot = facts.slot(ix);
        out.value(slot.map_or(0, |slot| slot.window)).raw("<td>").text(&facts.minutes(ix));
        out.raw("<td>").value(slot.map(|slot| slot.end).unwrap_or_default()).raw("<td>");
        let before = at.checked_sub(1).map(|before| execution.critical_path[before]);
        match before.map(|before| (before, facts.slot(before))) {
            None => out.raw("nothing comes before"),
            Some((before, _)) if facts.direct(ix, 400).first.contains(&before) => {
                out.raw("needs ");
                subtask(&mut out, facts, before);
                &mut out
            }
            Some((_, before)) if follows(facts, before, slot) => out.raw("the phase before must end"),
            Some((_, before)) if before.map(|b| b.window) == slot.map(|s| s.window) => {
                out.raw("its window was busy")
            }
            Some(_) => out.raw("no window was free, or one file has two writers"),
        };
        out.line();
    }
    end_table(&mut out);
    if execution.critical_path.len() > ROWS {
        out.raw("<p>").value(execution.critical_path.len() - ROWS).raw(" more follow.</p>");
    }
    out.raw("<p>By needs alone, with any number of windows, ").value(facts.times.length);
    out.raw(" minutes: ").append(&chain(facts)).raw(".</p>").line();
    out
}

/// Whether a barrier lies between two slots: they are in different steps of the same sequence.
fn follows(facts: &PageFacts<'_>, before: Option<&Slot>, slot: Option<&Slot>) -> bool {
    let (Some(before), Some(slot)) = (before, slot) else { return false };
    let feature = |slot: &Slot| facts.step(slot).map(|step| step.feature);
    before.step != slot.step && feature(before) == feature(slot)
}

/// The longest chain of needs, first to last.
fn chain(facts: &PageFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let shown = facts.times.critical.len().min(40);
    for (at, &ix) in facts.times.critical[..shown].iter().enumerate() {
        out.raw(if at > 0 { " → " } else { "" }).text(facts.name(ix));
    }
    if shown < facts.times.critical.len() {
        out.raw(" → … ").value(facts.times.critical.len() - shown).raw(" more");
    }
    out
}
