use serde::Serialize;

use super::neighbour::neighbours;
use super::shared_file::SharedFiles;
use super::text::{code, counted, fence, inline};
use crate::emit::Material;
use crate::graph::{Csr, Estimate};
use crate::plan::{NeedTarget, SubtaskIx};
use crate::schedule::{Execution, Slot};
use crate::syntax::TouchMode;

/// Where the author's prompt goes in a rendered prompt file. Nothing else can hold it: a NUL in any other text is
/// shown as an escape.
pub(super) const PROMPT: char = '\0';

/// What a prompt file says. Every text is ready to stand in markdown; lists hold one line each.
#[derive(Debug, Serialize)]
pub(super) struct PromptView {
    /// `F1-1.1.7` as a code span.
    pub(super) label: String,
    /// `F1-1.1.7` for a command line; empty where the key has other characters than letters, digits, `.`, `_`, `-`.
    pub(super) argument: String,
    pub(super) title: String,
    pub(super) window: u32,
    /// Where the window sits: `monitor 1, row 2, column 1`; empty where nobody said.
    pub(super) monitor: String,
    /// Where a run has got to with it: `running`, `done`; empty where nothing happened yet or there is no run.
    pub(super) state: String,
    /// What the log says about tries that failed.
    pub(super) failures: Vec<String>,
    /// Name of the phase; empty where the execution has none.
    pub(super) phase: String,
    pub(super) phase_title: String,
    /// `10`, `≈ 6.67`.
    pub(super) minutes: String,
    /// Minutes from the start of the run.
    pub(super) start: String,
    pub(super) end: String,
    pub(super) waits_for: Vec<String>,
    pub(super) awaited_by: Vec<String>,
    pub(super) prerequisites: Vec<String>,
    pub(super) files: Vec<String>,
    /// Files that another window edits at the same time as this one.
    pub(super) shared_files: Vec<String>,
    /// Files that other windows edit at that time.
    pub(super) other_files: Vec<String>,
    /// A fence longer than any inside the prompt; empty where there is no prompt.
    pub(super) fence: String,
    /// [`PROMPT`], which the author's bytes replace.
    pub(super) prompt: char,
    pub(super) validation: Vec<String>,
    /// How many points the validation list has.
    pub(super) points: usize,
    /// The author's bytes.
    #[serde(skip)]
    pub(super) bytes: Vec<u8>,
}

/// How many subtasks are listed by name.
const SUBTASKS: usize = 60;
/// How many files of others are listed.
const FILES: usize = 100;

impl PromptView {
    pub(super) fn new(
        material: &Material,
        execution: &Execution,
        slot: &Slot,
        shared: &SharedFiles,
    ) -> PromptView {
        let subtask = material.plan.subtask(slot.subtask);
        let step = execution.steps.get(slot.step as usize);
        let others = shared.during(slot);
        let at = |slot: &Slot| format!("window {}, {}", slot.window, code(shared.key(slot.subtask)));
        let mut other_files: Vec<String> =
            others.keep_off.iter().map(|(path, slot)| format!("{} ({})", code(path), at(slot))).collect();
        if other_files.len() > FILES || others.more {
            let rest = other_files.len().saturating_sub(FILES);
            other_files.truncate(FILES);
            let rest = if others.more { "more files".to_owned() } else { counted(rest, "more file") };
            other_files.push(format!("{rest} of other windows"));
        }
        let files = subtask.files.iter().map(|touch| {
            let mode = if touch.mode == TouchMode::Create { "create" } else { "update" };
            format!("{} ({mode})", code(&touch.path))
        });
        let bytes =
            subtask.prompt.as_ref().map_or(Vec::new(), |prompt| prompt.bytes(material.sources).to_vec());
        let empty = bytes.iter().all(u8::is_ascii_whitespace);
        let plain = super::slug::slug(&subtask.key) == subtask.key;
        PromptView {
            label: code(&subtask.key),
            argument: if plain { subtask.key.clone() } else { String::new() },
            title: inline(&subtask.title),
            window: slot.window,
            monitor: String::new(),
            state: String::new(),
            failures: Vec::new(),
            phase: step.map_or(String::new(), |step| inline(&step.name)),
            phase_title: step.map_or(String::new(), |step| inline(&step.title)),
            minutes: minutes(&material.estimates[slot.subtask.index()]),
            start: slot.start.to_string(),
            end: slot.end.to_string(),
            waits_for: waits_for(material, execution, slot, shared),
            awaited_by: awaited_by(material, slot, shared),
            prerequisites: subtask
                .prerequisites
                .iter()
                .chain(&subtask.tools)
                .map(|text| inline(text))
                .collect(),
            files: files.collect(),
            shared_files: others
                .shared
                .iter()
                .map(|(path, slot)| format!("{} ({})", code(path), at(slot)))
                .collect(),
            other_files,
            fence: if empty { String::new() } else { fence(&bytes) },
            prompt: PROMPT,
            points: subtask.validation.as_ref().map_or(0, Vec::len),
            validation: subtask.validation.iter().flatten().map(|item| inline(item)).collect(),
            bytes: if empty { Vec::new() } else { bytes },
        }
    }
}

/// `10`, or `≈ 6.67` where the author does not give it.
pub(super) fn minutes(estimate: &Estimate) -> String {
    format!("{}{}", if estimate.is_derived() { "≈ " } else { "" }, estimate.likely)
}

/// The subtasks next to `ix`, and whether there are more.
fn next_to(material: &Material, rows: &Csr, ix: SubtaskIx) -> (Vec<SubtaskIx>, bool) {
    neighbours(rows, material.plan.subtasks.len(), ix, SUBTASKS)
}

/// A subtask with its title.
fn mention(material: &Material, ix: SubtaskIx) -> String {
    let subtask = material.plan.subtask(ix);
    format!("{} {}", code(&subtask.key), inline(&subtask.title)).trim_end().to_owned()
}

/// What has to be done before: the phase before, the needs, and whoever edits the same files first.
fn waits_for(material: &Material, execution: &Execution, slot: &Slot, shared: &SharedFiles) -> Vec<String> {
    let plan = material.plan;
    let (needs, more) = next_to(material, material.graph.needs(), slot.subtask);
    let steps = execution.steps.split_at_checked(slot.step as usize);
    // Phases of one feature run one after another; features do not wait for each other.
    let barrier = steps.and_then(|(before, rest)| {
        let feature = rest.first()?.feature;
        before.iter().rfind(|step| feature.is_some() && step.feature == feature)
    });
    let mut lines: Vec<String> =
        barrier.iter().map(|step| format!("every subtask of phase {}", inline(&step.name))).collect();
    lines.extend(needs.iter().map(|need| mention(material, *need)));
    if more {
        let sets = plan.needs_of(slot.subtask).iter().filter_map(|need| match need.target {
            NeedTarget::Range(set) | NeedTarget::Wildcard(set) => Some(&plan.sets[set.index()]),
            NeedTarget::One(_) => None,
        });
        let mut rest: Vec<String> = sets
            .map(|set| {
                let feature = &plan.feature(set.feature).id;
                format!("and the rest of {} of feature {}", code(&set.label), code(feature))
            })
            .collect();
        rest.dedup();
        lines.extend(if rest.is_empty() { vec!["and more".to_owned()] } else { rest });
    }
    for (path, other) in shared.before(slot) {
        if !needs.contains(&other) {
            lines.push(format!("{}, which edits {} before", mention(material, other), code(path)));
        }
    }
    lines
}

/// Who waits for it: its dependents, and whoever edits the same files next.
fn awaited_by(material: &Material, slot: &Slot, shared: &SharedFiles) -> Vec<String> {
    let (dependents, more) = next_to(material, material.graph.dependents(), slot.subtask);
    let mut lines: Vec<String> = dependents.iter().map(|ix| mention(material, *ix)).collect();
    lines.extend(more.then(|| "and more".to_owned()));
    for (path, other) in shared.after(slot) {
        if !dependents.contains(&other) {
            lines.push(format!("{}, which edits {} next", mention(material, other), code(path)));
        }
    }
    lines
}
