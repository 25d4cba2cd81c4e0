use std::collections::BTreeMap;

use super::slug::{Names, slug};
use crate::emit::Material;
use crate::plan::{FeatureIx, SubtaskIx};
use crate::schedule::{Execution, Mode, Slot};

/// How prompt files are called where nobody says anything else; `{id}` is the third word that can stand here.
pub const PROMPT_NAME: &str = "window-{window}-{key}";

/// What stands beside the folders of features in an output folder.
const TOP: [&str; 16] = [
    "index.html",
    "index.md",
    "rerun.md",
    "prompts.html",
    "run.html",
    "launch",
    "map.md",
    "tracking.csv",
    "tracking.md",
    "plan.json",
    "schedule.json",
    "findings.json",
    "status.json",
    "planc-manifest.json",
    "assets",
    "pages",
];

/// Where the files of a prompt pack stand. Launchers name prompts by these paths.
#[derive(Debug)]
pub struct Layout {
    /// Folder of each feature.
    features: Vec<String>,
    /// Folder of each step of the execution.
    steps: Vec<String>,
    /// File of each subtask, in plan order; empty where it has no slot.
    prompts: Vec<String>,
    width: usize,
}

impl Layout {
    /// The layout for the execution that the material says; `None` where that cannot run.
    pub fn new(material: &Material) -> Option<Layout> {
        Some(Layout::of(material, chosen(material)?))
    }

    pub(super) fn of(material: &Material, execution: &Execution) -> Layout {
        let plan = material.plan;
        let mut names = Names::with(&TOP);
        let features = plan.features.iter().map(|feature| names.unique(&feature.prefix)).collect();
        // A step belongs to one feature, or to all; names have to differ within a feature only.
        let mut names: BTreeMap<Option<FeatureIx>, Names> = BTreeMap::new();
        let steps = execution.steps.iter().map(|step| {
            let name = if step.name.trim().is_empty() { "all" } else { step.name.as_str() };
            names.entry(step.feature).or_default().unique(name)
        });
        let steps: Vec<String> = steps.collect();
        let width = execution.last_window().to_string().len().max(2);
        let mut layout = Layout { features, steps, prompts: vec![String::new(); plan.subtasks.len()], width };
        let mut taken: BTreeMap<(FeatureIx, u32), Names> = BTreeMap::new();
        for slot in &execution.slots {
            let subtask = plan.subtask(slot.subtask);
            let folder =
                taken.entry((subtask.feature, slot.step)).or_insert_with(|| Names::with(&["bundle"]));
            let window = format!("{:0width$}", slot.window, width = layout.width);
            let words = [("{window}", window), ("{id}", slug(&subtask.id)), ("{key}", slug(&subtask.key))];
            let name = words
                .iter()
                .fold(material.prompt_name.to_owned(), |name, (mark, word)| name.replace(mark, word));
            let name = folder.unique(&name);
            let step = layout.step(subtask.feature, slot.step);
            layout.prompts[slot.subtask.index()] = format!("{step}/{name}.md");
        }
        layout
    }

    /// The prompt file of a subtask; `None` where it has no slot, because it is done.
    pub fn prompt(&self, ix: SubtaskIx) -> Option<&str> {
        self.prompts.get(ix.index()).map(String::as_str).filter(|path| !path.is_empty())
    }

    /// The bundle of a feature's part of a step of the execution.
    pub fn bundle(&self, feature: FeatureIx, step: u32) -> String {
        format!("{}/bundle.md", self.step(feature, step))
    }

    /// The queue of a window, as far as it belongs to a feature.
    pub fn queue(&self, feature: FeatureIx, window: u32) -> String {
        format!("{}/windows/{}.md", self.features[feature.index()], self.window_name(window))
    }

    /// The file of a chain, beside the prompt that it begins with.
    pub(super) fn chain(&self, first: SubtaskIx) -> String {
        let (folder, name) = self.prompt(first).unwrap_or_default().rsplit_once('/').unwrap_or_default();
        format!("{folder}/chain-{}", name.strip_prefix("window-").unwrap_or(name))
    }

    /// The map of a feature that cannot stand in the common map.
    pub(super) fn own_map(&self, feature: FeatureIx) -> String {
        format!("{}/map.md", self.features[feature.index()])
    }

    fn step(&self, feature: FeatureIx, step: u32) -> String {
        format!("{}/phases/{}", self.features[feature.index()], self.steps[step as usize])
    }

    fn window_name(&self, window: u32) -> String {
        format!("window-{window:0width$}", width = self.width)
    }
}

/// The execution that packs follow.
pub(in crate::emit) fn chosen<'a>(material: &Material<'a>) -> Option<&'a Execution> {
    material.schedules?.execution(material.mode).filter(|execution| execution.feasible())
}

/// The execution that the corrected map shows.
pub(super) fn repaired<'a>(material: &Material<'a>) -> Option<&'a Execution> {
    material.schedules?.execution(Mode::Phases).filter(|execution| execution.feasible())
}

/// The slots of each feature, by step, window and start.
pub(super) fn slots_by_feature(material: &Material, execution: &Execution) -> Vec<Vec<Slot>> {
    let mut features = vec![Vec::new(); material.plan.features.len()];
    for slot in &execution.slots {
        features[material.plan.subtask(slot.subtask).feature.index()].push(*slot);
    }
    for slots in &mut features {
        slots.sort_by_key(|slot| (slot.step, slot.window, slot.start, slot.subtask));
    }
    features
}
