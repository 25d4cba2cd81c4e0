use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::html::escape::visible;
use super::{Material, Places};
use crate::graph::{Times, times};
use crate::plan::{FeatureIx, Place, SubtaskIx};
use crate::schedule::{Execution, Mode, Slot, Step};
use crate::source::{FileIx, SourceFile};
use crate::syntax::Minutes;

/// What both pages and all pictures look up again and again, worked out once.
pub(super) struct PageFacts<'a> {
    /// What the page is made of.
    pub(super) material: &'a Material<'a>,
    /// The execution that the page follows, if any can run.
    pub(super) execution: Option<&'a Execution>,
    /// Earliest starts and slack over the needs alone.
    pub(super) times: Times,
    slots: Vec<Option<&'a Slot>>,
    sequences: Vec<Option<FeatureIx>>,
    ordinals: Vec<usize>,
    critical: Vec<bool>,
    places: Places<'a>,
    /// Bytes of each path up to the folder that holds all files.
    folder: usize,
    anchors: Vec<String>,
    by_name: BTreeMap<&'a str, SubtaskIx>,
}

impl<'a> PageFacts<'a> {
    /// Looks at everything once, and follows the execution that was asked for.
    pub(super) fn new(material: &'a Material<'a>) -> PageFacts<'a> {
        PageFacts::following(material, chosen(material))
    }

    /// The same for one execution.
    pub(super) fn following(material: &'a Material<'a>, execution: Option<&'a Execution>) -> PageFacts<'a> {
        let plan = material.plan;
        let mut slots = vec![None; plan.subtasks.len()];
        let mut critical = vec![false; plan.subtasks.len()];
        if let Some(execution) = execution {
            for slot in &execution.slots {
                slots[slot.subtask.index()] = Some(slot);
            }
            for ix in &execution.critical_path {
                critical[ix.index()] = true;
            }
        }
        let (mut sequences, mut ordinals) = (Vec::new(), Vec::new());
        let steps = execution.map_or(&[][..], |execution| &execution.steps);
        for (at, step) in steps.iter().enumerate() {
            ordinals.push(steps[..at].iter().filter(|other| other.feature == step.feature).count());
            if !sequences.contains(&step.feature) {
                sequences.push(step.feature);
            }
        }
        let likely: Vec<Minutes> = material.estimates.iter().map(|estimate| estimate.likely).collect();
        let anchors = plan.subtasks.iter().map(|subtask| anchor(&subtask.key)).collect();
        let mut by_name = BTreeMap::new();
        for ix in plan.indices() {
            by_name.insert(plan.name(ix), ix);
        }
        for ix in plan.indices() {
            by_name.insert(&plan.subtask(ix).key, ix);
        }
        let times = times(material.graph, &likely);
        PageFacts {
            material,
            execution,
            times,
            slots,
            sequences,
            ordinals,
            critical,
            places: Places::new(material.sources),
            folder: folder(material.sources),
            anchors,
            by_name,
        }
    }

    /// How many subtasks there are.
    pub(super) fn len(&self) -> usize {
        self.material.plan.subtasks.len()
    }

    /// How a subtask is named: its id, or its key where the id is not unique.
    pub(super) fn name(&self, ix: SubtaskIx) -> &'a str {
        self.material.plan.name(ix)
    }

    /// The title of a subtask with hidden characters shown; empty where none is stated.
    pub(super) fn title(&self, ix: SubtaskIx) -> Cow<'a, str> {
        visible(&self.material.plan.subtask(ix).title)
    }

    /// The title without backticks, for pictures.
    pub(super) fn plain_title(&self, ix: SubtaskIx) -> String {
        self.title(ix).replace('`', "")
    }

    /// `F1-1.1.6`, with every character that an id may not hold written as `_` and its number.
    pub(super) fn anchor(&self, ix: SubtaskIx) -> &str {
        &self.anchors[ix.index()]
    }

    /// `#t-F1-1.1.6`.
    pub(super) fn link(&self, ix: SubtaskIx) -> String {
        format!("#t-{}", self.anchor(ix))
    }

    /// The subtask with a key or name.
    pub(super) fn find(&self, name: &str) -> Option<SubtaskIx> {
        self.by_name.get(name).copied()
    }

    /// When and where a subtask runs.
    pub(super) fn slot(&self, ix: SubtaskIx) -> Option<&'a Slot> {
        self.slots[ix.index()]
    }

    /// What a slot's subtask runs in, between two barriers.
    pub(super) fn step(&self, slot: &Slot) -> Option<&'a Step> {
        self.execution?.steps.get(slot.step as usize)
    }

    /// `Phase 2a`; with the feature before it where several features have phases of their own; empty where
    /// one step holds everything.
    pub(super) fn step_label(&self, step: &Step) -> String {
        match step.feature {
            _ if step.name.is_empty() => String::new(),
            Some(feature) if self.sequences.len() > 1 => {
                format!("{} phase {}", self.material.plan.feature(feature).prefix, step.name)
            }
            _ => format!("Phase {}", step.name),
        }
    }

    /// The features whose steps run independently of each other; one entry where one sequence holds all.
    pub(super) fn sequences(&self) -> &[Option<FeatureIx>] {
        &self.sequences
    }

    /// The position of a step in its own sequence.
    pub(super) fn ordinal(&self, step: u32) -> usize {
        self.ordinals.get(step as usize).copied().unwrap_or(0)
    }

    /// Whether a subtask determines the makespan of the page's execution.
    pub(super) fn is_critical(&self, ix: SubtaskIx) -> bool {
        self.critical[ix.index()]
    }

    /// Whether one subtask follows another on that path.
    pub(super) fn is_critical_step(&self, first: SubtaskIx, next: SubtaskIx) -> bool {
        let path = self.execution.map_or(&[][..], |execution| &execution.critical_path);
        path.windows(2).any(|pair| pair == [first, next])
    }

    /// The minutes that a subtask is planned to take.
    pub(super) fn likely(&self, ix: SubtaskIx) -> Minutes {
        self.material.estimates[ix.index()].likely
    }

    /// `10`, or `≈6.67` where the minutes were derived.
    pub(super) fn minutes(&self, ix: SubtaskIx) -> String {
        let estimate = &self.material.estimates[ix.index()];
        let mark = if estimate.is_derived() { "≈" } else { "" };
        format!("{mark}{}", estimate.likely)
    }

    /// Whether any minutes were derived.
    pub(super) fn any_derived(&self) -> bool {
        self.material.estimates.iter().any(crate::graph::Estimate::is_derived)
    }

    /// `path:line`.
    pub(super) fn place(&self, place: Place) -> String {
        format!("{}:{}", self.path(place.file), self.line(place))
    }

    /// The path of a file, from the folder on that holds all files.
    pub(super) fn path(&self, file: FileIx) -> &'a str {
        let path = self.places.path(file);
        path.get(self.folder..).unwrap_or(path)
    }

    /// The line on which a place begins, from 1.
    pub(super) fn line(&self, place: Place) -> u32 {
        self.places.line(place)
    }

    /// The prompt of a subtask: its bytes as they are on disk.
    pub(super) fn prompt(&self, ix: SubtaskIx) -> Option<String> {
        let prompt = self.material.plan.subtask(ix).prompt.as_ref()?;
        Some(String::from_utf8_lossy(prompt.bytes(self.material.sources)).into_owned())
    }

    /// A small number for the colour of a subtask: its feature, or its track where there is one feature.
    pub(super) fn hue(&self, ix: SubtaskIx) -> usize {
        let plan = self.material.plan;
        let subtask = plan.subtask(ix);
        if plan.features.len() > 1 {
            return subtask.feature.index() % HUES;
        }
        let tracks = &plan.feature(subtask.feature).tracks;
        subtask
            .group
            .as_ref()
            .and_then(|group| tracks.iter().position(|t| &t.id == group))
            .map_or(0, |at| at % HUES)
    }
}

/// How many fills the style sheet has.
pub(super) const HUES: usize = 8;

/// The execution of the wanted mode, or the next one that can run.
fn chosen<'a>(material: &Material<'a>) -> Option<&'a Execution> {
    let schedules = material.schedules?;
    [material.mode, Mode::Phases, Mode::Dataflow]
        .into_iter()
        .filter_map(|mode| schedules.execution(mode))
        .find(|execution| execution.feasible())
}

/// How many bytes the paths of all files share, up to the end of a folder's name.
fn folder(sources: &[SourceFile]) -> usize {
    let Some((first, rest)) = sources.split_first() else { return 0 };
    let folder = first.path().rfind('/').map_or("", |at| &first.path()[..=at]);
    let ends = folder.match_indices('/').map(|(at, _)| at + 1).rev();
    ends.into_iter().find(|&end| rest.iter().all(|s| s.path().starts_with(&folder[..end]))).unwrap_or(0)
}

/// An id made of letters, digits, `.` and `-` only; different keys give different ids.
fn anchor(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for c in key.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') {
            out.push(c);
        } else {
            let _ = write!(out, "_{:x}_", c as u32);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{anchor, folder};
    use crate::source::SourceFile;

    #[test]
    fn paths_are_shown_from_the_folder_that_holds_all_files() {
        let of = |paths: &[&str]| {
            let read = |path: &&str| SourceFile::new(*path, Vec::new()).expect("a file");
            folder(&paths.iter().map(read).collect::<Vec<_>>())
        };
        assert_eq!(of(&["plans/a/x.md", "plans/ab/y.md"]), "plans/".len());
        assert_eq!(of(&["plans/x.md"]), "plans/".len());
        assert_eq!([of(&["x.md", "plans/y.md"]), of(&[])], [0, 0]);
    }

    #[test]
    fn anchors_are_plain_and_distinct() {
        assert_eq!(anchor("F1-1.1.6"), "F1-1.1.6");
        assert_eq!(anchor("a b\""), "a_20_b_22_");
        assert_ne!(anchor("a b"), anchor("a_20_b"));
    }
}
