use std::fmt::Write;

use super::layout::Layout;
use super::stand::Stand;
use super::text::{code, counted, inline};
use crate::emit::Material;
use crate::plan::SubtaskIx;
use crate::schedule::Execution;

/// Subtasks to run again after a failure.
#[derive(Clone, Copy, Debug)]
pub struct Rerun<'a> {
    /// Where the run has got to.
    pub stand: Stand<'a>,
    /// What failed, in plan order.
    pub failed: &'a [SubtaskIx],
    /// What cannot go on before that is mended, in plan order; empty where it is not packed.
    pub blocked: &'a [SubtaskIx],
}

/// `RERUN.md`: what failed with what was said of it, and what waits for it, both in the order of their starts.
pub(super) fn rerun(material: &Material, execution: &Execution, layout: &Layout, rerun: &Rerun) -> Vec<u8> {
    let mut text = format!("# Run again\n\n{} failed", counted(rerun.failed.len(), "subtask"));
    if rerun.blocked.is_empty() {
        text.push_str(". Let the other windows end their work, then run these again.\n");
    } else {
        let _ = writeln!(
            text,
            ", and {} cannot go on before. Pause the windows of those, mend first what failed, then go on in this order.",
            counted(rerun.blocked.len(), "subtask")
        );
    }
    section(&mut text, material, execution, layout, rerun, "Mend", rerun.failed);
    section(&mut text, material, execution, layout, rerun, "Then go on", rerun.blocked);
    text.into_bytes()
}

fn section(
    text: &mut String,
    material: &Material,
    execution: &Execution,
    layout: &Layout,
    rerun: &Rerun,
    title: &str,
    subtasks: &[SubtaskIx],
) {
    if subtasks.is_empty() {
        return;
    }
    let _ = write!(text, "\n## {title}\n\n");
    for slot in execution.slots.iter().filter(|slot| subtasks.binary_search(&slot.subtask).is_ok()) {
        let subtask = material.plan.subtask(slot.subtask);
        let path = layout.prompt(slot.subtask).unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or("");
        let what = format!("{} {}", code(&subtask.key), inline(&subtask.title));
        let _ =
            writeln!(text, "- [ ] Window {}: {} [{}]({path})", slot.window, what.trim_end(), inline(name));
        for line in rerun.stand.failures(slot.subtask) {
            let _ = writeln!(text, "  - {line}");
        }
    }
}
