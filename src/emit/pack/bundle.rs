use std::fmt::Write;

use super::layout::Layout;
use super::prompt_view::minutes;
use super::text::{code, counted, fence, inline};
use crate::emit::Material;
use crate::schedule::{Execution, Slot};

/// Everything to paste in a feature's part of a phase: per window, the whole prompt file of each of its subtasks.
///
/// `slots` are those of the part, by window and start; `files` are their prompt files.
pub(super) fn bundle(
    material: &Material,
    execution: &Execution,
    layout: &Layout,
    slots: &[Slot],
    files: &[Vec<u8>],
) -> Vec<u8> {
    let Some(first) = slots.first() else { return Vec::new() };
    let plan = material.plan;
    let feature = plan.feature(plan.subtask(first.subtask).feature);
    let mut text = format!("# Feature {}", inline(&feature.id));
    if let Some(step) = execution.steps.get(first.step as usize).filter(|step| !step.name.is_empty()) {
        let _ = write!(text, ", phase {}", inline(&step.name));
        if !step.title.is_empty() {
            let _ = write!(text, ": {}", inline(&step.title));
        }
    }
    let windows = slots.chunk_by(|a, b| a.window == b.window).count();
    let _ = write!(
        text,
        "\n\n{} in {}. Open a window for each and paste its prompts in this order.\n\n",
        counted(slots.len(), "subtask"),
        counted(windows, "window")
    );
    text.push_str("| Window | Subtask | Minutes | Prompt |\n|---|---|---|---|\n");
    for slot in slots {
        let subtask = plan.subtask(slot.subtask);
        let name = layout.prompt(slot.subtask).and_then(|path| path.rsplit('/').next()).unwrap_or("");
        let _ = writeln!(
            text,
            "| {} | {} {} | {} | [{}]({name}) |",
            slot.window,
            super::text::code_cell(&subtask.key),
            inline(&subtask.title),
            minutes(&material.estimates[slot.subtask.index()]),
            inline(name),
        );
    }
    let mut bytes = text.into_bytes();
    for (slot, file) in slots.iter().zip(files) {
        let subtask = plan.subtask(slot.subtask);
        let fence = fence(file);
        let heading =
            format!("\n## Window {}: {} {}", slot.window, code(&subtask.key), inline(&subtask.title));
        bytes.extend_from_slice(heading.trim_end().as_bytes());
        bytes.extend_from_slice(format!("\n\n{fence}markdown\n").as_bytes());
        bytes.extend_from_slice(file);
        bytes.extend_from_slice(format!("{fence}\n").as_bytes());
    }
    bytes
}
