use std::fmt::Write;

use super::layout::Layout;
use super::prompt_view::minutes;
use super::text::{code_cell, counted, inline};
use crate::emit::Material;
use crate::schedule::{Execution, Slot};

/// The queue of a window, as far as it belongs to one feature; `slots` are in the order of their starts.
pub(super) fn queue(material: &Material, execution: &Execution, layout: &Layout, slots: &[Slot]) -> Vec<u8> {
    let Some(first) = slots.first() else { return Vec::new() };
    let plan = material.plan;
    let feature = plan.feature(plan.subtask(first.subtask).feature);
    let mut text = format!(
        "# Window {} of feature {}\n\n{}, one after another. Start each when what it waits for is done.\n\n",
        first.window,
        inline(&feature.id),
        counted(slots.len(), "subtask")
    );
    text.push_str("| # | Phase | From | To | Minutes | Subtask | Prompt |\n|---|---|---|---|---|---|---|\n");
    for (at, slot) in slots.iter().enumerate() {
        let subtask = plan.subtask(slot.subtask);
        let step = execution.steps.get(slot.step as usize).map_or("", |step| step.name.as_str());
        // `F1/phases/2a/x.md` seen from `F1/windows`.
        let path =
            layout.prompt(slot.subtask).and_then(|path| path.split_once('/')).map_or("", |(_, path)| path);
        let name = path.rsplit('/').next().unwrap_or("");
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} {} | [{}](../{path}) |",
            at + 1,
            inline(step),
            slot.start,
            slot.end,
            minutes(&material.estimates[slot.subtask.index()]),
            code_cell(&subtask.key),
            inline(&subtask.title),
            inline(name),
        );
    }
    text.into_bytes()
}
