use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::neighbour::neighbours;
use super::text::{code, counted, fence, inline};
use crate::emit::Material;
use crate::plan::{FeatureIx, Plan, SubtaskIx};
use crate::schedule::{Execution, Slot};

/// Strict chains that one window can work through without a look at the others: each subtask needs only the one before
/// it, nothing else waits for that one (an integration test aside), the window runs them in a row, and nobody else
/// writes their files. Each has at least two subtasks, in order; by window and start.
pub(super) fn chains(material: &Material, execution: &Execution) -> Vec<Vec<Slot>> {
    let plan = material.plan;
    let mut queue = execution.slots.clone();
    queue.sort_by_key(|slot| (slot.window, slot.start, slot.step, slot.subtask));
    let mut writers: BTreeMap<&str, Vec<SubtaskIx>> = BTreeMap::new();
    for ix in plan.indices() {
        for touch in &plan.subtask(ix).files {
            writers.entry(&touch.path).or_default().push(ix);
        }
    }
    let linked = |a: &Slot, b: &Slot| {
        a.window == b.window
            && feature(plan, a) == feature(plan, b)
            && follows(material, a.subtask, b.subtask)
    };
    let runs = queue.chunk_by(linked).filter(|run| run.len() > 1);
    let mut found = Vec::new();
    for run in runs {
        let members: BTreeSet<SubtaskIx> = run.iter().map(|slot| slot.subtask).collect();
        // Each file is looked at once, however many of the run write it.
        let mut own: BTreeMap<&str, bool> = BTreeMap::new();
        let paths = run.iter().flat_map(|slot| &plan.subtask(slot.subtask).files);
        for path in paths.map(|touch| touch.path.as_str()) {
            own.entry(path).or_insert_with(|| writers[path].iter().all(|ix| members.contains(ix)));
        }
        let alone =
            |slot: &Slot| plan.subtask(slot.subtask).files.iter().all(|touch| own[touch.path.as_str()]);
        let parts = run.split(|slot| !alone(slot));
        found.extend(parts.filter(|part| part.len() > 1).map(<[Slot]>::to_vec));
    }
    found
}

fn feature(plan: &Plan, slot: &Slot) -> FeatureIx {
    plan.subtask(slot.subtask).feature
}

/// Whether `b` needs `a` alone and nothing but `b` and integration tests waits for `a`.
fn follows(material: &Material, a: SubtaskIx, b: SubtaskIx) -> bool {
    let plan = material.plan;
    let count = plan.subtasks.len();
    if plan.subtask(b).integration || neighbours(material.graph.needs(), count, b, 1) != (vec![a], false) {
        return false;
    }
    // A feature has one integration test; a few more come from features joined by needs.
    let (mut waiting, more) = neighbours(material.graph.dependents(), count, a, 8);
    waiting.retain(|ix| !plan.subtask(*ix).integration);
    !more && waiting == [b]
}

/// One file with all prompts of a chain, in order.
pub(super) fn chain(material: &Material, slots: &[Slot], files: &[Vec<u8>]) -> Vec<u8> {
    let Some(first) = slots.first() else { return Vec::new() };
    let plan = material.plan;
    let names: Vec<String> = slots.iter().map(|slot| code(&plan.subtask(slot.subtask).key)).collect();
    let mut text = format!("# Window {}: {}\n\n", first.window, names.join(", "));
    let _ = writeln!(
        text,
        "{}, each of which needs only the one before it. Work through them in order; give back the report of each \
         and log it before you begin the next.",
        counted(slots.len(), "subtask")
    );
    let mut bytes = text.into_bytes();
    for (number, (slot, file)) in (1..).zip(slots.iter().zip(files)) {
        let subtask = plan.subtask(slot.subtask);
        let fence = fence(file);
        let heading = format!("\n## {number}. {} {}", code(&subtask.key), inline(&subtask.title));
        bytes.extend_from_slice(heading.trim_end().as_bytes());
        bytes.extend_from_slice(format!("\n\n{fence}markdown\n").as_bytes());
        bytes.extend_from_slice(file);
        if !file.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        bytes.extend_from_slice(format!("{fence}\n").as_bytes());
    }
    bytes
}
