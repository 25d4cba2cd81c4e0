use std::collections::BTreeSet;

use super::escape::{code_span, text};
use crate::emit::page_facts::PageFacts;
use crate::emit::{Material, tty};
use crate::schedule::{Mode, Slot};

/// Waves that are listed, and subtasks of one.
const LISTED: usize = 40;
const NAMED: usize = 20;

/// What runs between two barriers: as written where that can run, else with the phases repaired.
pub(super) fn waves(material: &Material<'_>) -> String {
    if material.schedules.is_none() {
        return String::new();
    }
    let material = Material { mode: Mode::AsWritten, ..*material };
    let facts = PageFacts::new(&material);
    let Some(execution) = facts.execution else { return String::new() };
    let mut by_step: Vec<Vec<&Slot>> = vec![Vec::new(); execution.steps.len()];
    for slot in &execution.slots {
        if let Some(slots) = by_step.get_mut(slot.step as usize) {
            slots.push(slot);
        }
    }
    let filled: Vec<_> =
        execution.steps.iter().zip(&by_step).filter(|(_, slots)| !slots.is_empty()).collect();
    let words = match execution.mode {
        Mode::AsWritten => "as written",
        Mode::Phases => "phases, repaired",
        Mode::Dataflow => "without barriers",
    };
    let mut out =
        format!("\n### Waves, {words}\n\n| wave | minutes | windows | subtasks |\n|---|---:|---:|---|\n");
    for (step, slots) in filled.iter().take(LISTED) {
        let label = facts.step_label(step);
        let label = if label.is_empty() { "All".to_owned() } else { text(&tty::fit(&label, 60)) };
        let windows: BTreeSet<u32> = slots.iter().map(|slot| slot.window).collect();
        let windows = windows.len();
        let mut named: Vec<&&Slot> = slots.iter().collect();
        named.sort_by_key(|slot| slot.subtask);
        let named: Vec<String> =
            named.iter().take(NAMED).map(|slot| code_span(&tty::fit(facts.name(slot.subtask), 40))).collect();
        let more = slots.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        tty::add(
            &mut out,
            format_args!(
                "| {label} | {} – {} | {windows} | {}{more} |\n",
                step.start,
                step.end,
                named.join(" ")
            ),
        );
    }
    if filled.len() > LISTED {
        tty::add(&mut out, format_args!("\n{} more waves are not listed here.\n", filled.len() - LISTED));
    }
    out
}
