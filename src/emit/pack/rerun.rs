use std::fmt::Write;

use super::layout::Layout;
use super::stand::Stand;
use super::text::{code, counted, inline};
use crate::emit::Material;
use crate::plan::SubtaskIx;
use crate::schedule::Slot;

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

/// `RERUN.md`: what failed with what was said of it, and what waits for it; `slots` are what is packed, by start.
pub(super) fn rerun(material: &Material, slots: &[Slot], layout: &Layout, rerun: &Rerun) -> Vec<u8> {
    let of = |subtasks: &[SubtaskIx]| -> Vec<Slot> {
        slots.iter().filter(|slot| subtasks.binary_search(&slot.subtask).is_ok()).copied().collect()
    };
    let (failed, blocked) = (of(rerun.failed), of(rerun.blocked));
    let mut text = format!("# Run again\n\n{} failed", counted(failed.len(), "subtask"));
    if blocked.is_empty() {
        text.push_str(". Let the other windows end their work, then run these again.\n");
    } else {
        let _ = writeln!(
            text,
            ", and {} cannot go on before. Pause the windows of those, mend first what failed, then go on in this order.",
            counted(blocked.len(), "subtask")
        );
    }
    for (title, slots) in [("Mend", &failed), ("Then go on", &blocked)] {
        if !slots.is_empty() {
            let _ = write!(text, "\n## {title}\n\n");
        }
        for slot in slots {
            line(&mut text, material, layout, rerun, slot);
        }
    }
    text.into_bytes()
}

fn line(text: &mut String, material: &Material, layout: &Layout, rerun: &Rerun, slot: &Slot) {
    let subtask = material.plan.subtask(slot.subtask);
    let path = layout.prompt(slot.subtask).unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or("");
    let what = format!("{} {}", code(&subtask.key), inline(&subtask.title));
    let _ = writeln!(text, "- [ ] Window {}: {} [{}]({path})", slot.window, what.trim_end(), inline(name));
    for line in rerun.stand.failures(slot.subtask) {
        let _ = writeln!(text, "  - {line}");
    }
}
