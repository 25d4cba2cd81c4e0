//! The prompt pack: a file per subtask, bundles, window queues, the corrected map and tracking sheets.

mod bundle;
mod layout;
mod map;
mod map_need;
mod map_phase;
mod neighbour;
mod prompt_file;
mod prompt_view;
mod queue;
mod shared_file;
mod slug;
#[cfg(test)]
mod tests;
mod text;
mod tracking;

pub use layout::Layout;
pub use slug::{is_reserved, slug};

use super::{Artifact, Material};
use crate::plan::SubtaskIx;
use crate::schedule::Slot;
use layout::{chosen, repaired, slots_by_feature};
use prompt_file::prompt_file;
use prompt_view::PromptView;
use shared_file::SharedFiles;

/// All files of the pack, by path; none if the execution that packs follow cannot run.
pub fn pack(material: &Material) -> Vec<Artifact> {
    let Some(execution) = chosen(material) else { return Vec::new() };
    let layout = Layout::of(material, execution);
    let shared = SharedFiles::new(material.plan, execution);
    let mut artifacts = Vec::new();
    for slots in slots_by_feature(material, execution) {
        for part in slots.chunk_by(|a, b| a.step == b.step) {
            let feature = material.plan.subtask(part[0].subtask).feature;
            let files: Vec<Vec<u8>> = part
                .iter()
                .map(|slot| prompt_file(&PromptView::new(material, execution, slot, &shared)))
                .collect();
            let path = layout.bundle(feature, part[0].step);
            artifacts
                .push(Artifact { path, bytes: bundle::bundle(material, execution, &layout, part, &files) });
            for (slot, bytes) in part.iter().zip(files) {
                let path = layout.prompt(slot.subtask).unwrap_or_default().to_owned();
                artifacts.push(Artifact { path, bytes });
            }
        }
        let mut slots = slots;
        slots.sort_by_key(|slot| (slot.window, slot.start, slot.step, slot.subtask));
        for queue in slots.chunk_by(|a, b| a.window == b.window) {
            let path = layout.queue(material.plan.subtask(queue[0].subtask).feature, queue[0].window);
            artifacts.push(Artifact { path, bytes: queue::queue(material, execution, &layout, queue) });
        }
    }
    artifacts.push(Artifact {
        path: "tracking.csv".to_owned(),
        bytes: tracking::tracking_csv(material, execution),
    });
    artifacts
        .push(Artifact { path: "tracking.md".to_owned(), bytes: tracking::tracking_md(material, execution) });
    artifacts.extend(corrected_maps(material));
    artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    artifacts
}

/// The prompt file of one subtask; in `window`, where it is not the one of the execution that packs follow.
/// `None` where that execution cannot run or leaves the subtask out.
pub fn prompt(material: &Material, ix: SubtaskIx, window: Option<u32>) -> Option<Vec<u8>> {
    let execution = chosen(material)?;
    let slot = execution.slots.iter().find(|slot| slot.subtask == ix)?;
    let slot = Slot { window: window.unwrap_or(slot.window), ..*slot };
    let shared = SharedFiles::new(material.plan, execution);
    Some(prompt_file(&PromptView::new(material, execution, &slot, &shared)))
}

/// `map.md`, and the maps of features that cannot stand in it; none if the repaired execution cannot run.
pub fn corrected_maps(material: &Material) -> Vec<Artifact> {
    let Some(execution) = repaired(material) else { return Vec::new() };
    let layout = Layout::of(material, execution);
    map::maps(material, execution, &layout, &slots_by_feature(material, execution))
}

/// The maps of the execution that the material follows: its phases, or without barriers the rounds in which windows
/// take up work. None if it cannot run.
pub fn maps(material: &Material) -> Vec<Artifact> {
    let Some(execution) = chosen(material) else { return Vec::new() };
    let layout = Layout::of(material, execution);
    map::maps(material, execution, &layout, &slots_by_feature(material, execution))
}
