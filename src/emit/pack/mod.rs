//! The prompt pack: a file per subtask, bundles, window queues, the corrected map and tracking sheets.

mod bundle;
mod chain;
mod index;
mod layout;
mod map;
mod map_need;
mod map_phase;
mod monitors;
mod neighbour;
mod options;
mod part;
mod prompt_file;
mod prompt_files;
mod prompt_view;
mod queue;
mod rerun;
mod run_table;
mod shared_file;
mod slug;
mod stand;
#[cfg(test)]
mod tests;
mod text;
mod tool;
mod tracking;
mod wanted;

pub(in crate::emit) use layout::chosen;
pub use layout::{Layout, PROMPT_NAME};
pub use monitors::Monitors;
pub(crate) use monitors::no_room;
pub use options::{PackOptions, Style};
pub use part::{NoPart, Part};
pub use prompt_file::prompt_template;
pub use rerun::Rerun;
pub use run_table::{run_csv, run_markdown};
pub(in crate::emit) use slug::Names;
pub use slug::{is_reserved, slug};
pub use stand::Stand;

use super::{Artifact, Material, RenderError};
use crate::plan::SubtaskIx;
use crate::schedule::Slot;
use layout::{repaired, slots_by_feature};
use prompt_files::PromptFiles;

/// All files of the pack, by path; none if the execution that packs follow cannot run.
///
/// # Errors
/// A template of the user's is broken, or does not hold the prompt exactly once.
pub fn pack(material: &Material, options: &PackOptions) -> Result<Vec<Artifact>, RenderError> {
    let Some(execution) = chosen(material) else { return Ok(Vec::new()) };
    let layout = Layout::of(material, execution);
    let prompts = PromptFiles::new(material, execution, options)?;
    let inside = |slot: &Slot| options.part.is_none_or(|part| part[slot.subtask.index()]);
    let mut artifacts = Vec::new();
    let features = slots_by_feature(material, execution);
    for slots in &features {
        for part in slots.chunk_by(|a, b| a.step == b.step) {
            let feature = material.plan.subtask(part[0].subtask).feature;
            let packed: Vec<Slot> = part.iter().filter(|slot| inside(slot)).copied().collect();
            let files: Vec<Vec<u8>> =
                packed.iter().map(|slot| prompts.file(slot)).collect::<Result<_, _>>()?;
            if packed.len() == part.len() {
                let path = layout.bundle(feature, part[0].step);
                let bytes = bundle::bundle(material, execution, &layout, part, &files);
                artifacts.push(Artifact { path, bytes });
            }
            for (slot, bytes) in packed.iter().zip(files) {
                let path = layout.prompt(slot.subtask).unwrap_or_default().to_owned();
                artifacts.push(Artifact { path, bytes });
            }
        }
        let mut slots = slots.clone();
        slots.sort_by_key(|slot| (slot.window, slot.start, slot.step, slot.subtask));
        for queue in slots.chunk_by(|a, b| a.window == b.window).filter(|queue| queue.iter().all(inside)) {
            let path = layout.queue(material.plan.subtask(queue[0].subtask).feature, queue[0].window);
            artifacts.push(Artifact { path, bytes: queue::queue(material, execution, &layout, queue) });
        }
    }
    let chains = if options.chains { chain::chains(material, execution) } else { Vec::new() };
    for slots in chains.iter().filter(|slots| slots.iter().all(inside)) {
        let files: Vec<Vec<u8>> = slots.iter().map(|slot| prompts.file(slot)).collect::<Result<_, _>>()?;
        let path = layout.chain(slots[0].subtask);
        artifacts.push(Artifact { path, bytes: chain::chain(material, slots, &files) });
    }
    let mut add = |path: &str, bytes: Vec<u8>| artifacts.push(Artifact { path: path.to_owned(), bytes });
    if let Some(rerun) = &options.rerun {
        let slots: Vec<Slot> = execution.slots.iter().filter(|slot| inside(slot)).copied().collect();
        add("RERUN.md", rerun::rerun(material, &slots, &layout, rerun));
    }
    if options.part.is_none() {
        add("INDEX.md", index::index(material, execution, &layout, &features, &chains, options));
        add("tracking.csv", tracking::tracking_csv(material, execution));
        add("tracking.md", tracking::tracking_md(material, execution));
        artifacts.extend(corrected_maps(material));
    }
    artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(artifacts)
}

/// The prompt file of one subtask; in `window`, where it is not the one of the execution that packs follow.
/// `None` where that execution cannot run or leaves the subtask out.
///
/// # Errors
/// As [`pack`].
pub fn prompt(
    material: &Material,
    ix: SubtaskIx,
    window: Option<u32>,
    options: &PackOptions,
) -> Result<Option<Vec<u8>>, RenderError> {
    let Some(execution) = chosen(material) else { return Ok(None) };
    let Some(slot) = execution.slots.iter().find(|slot| slot.subtask == ix) else { return Ok(None) };
    let slot = Slot { window: window.unwrap_or(slot.window), ..*slot };
    PromptFiles::new(material, execution, options)?.file(&slot).map(Some)
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
