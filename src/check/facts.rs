use super::said::Said;
use super::{DocumentMap, Record, RuleSet, RuleSettings, Settings};
use crate::graph::{Estimate, Graph};
use crate::plan::{Need, Place, Plan, SubtaskIx};
use crate::source::{FileIx, SourceFile};
use crate::syntax::Document;

/// What rules may look at. Everything is borrowed; nothing is worked out twice.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The files, in the order of their indices.
    pub sources: &'a [SourceFile],
    /// What each file states, in the same order.
    pub documents: &'a [Document],
    /// The plan that the documents join to.
    pub plan: &'a Plan,
    /// The graph over the union of all stated needs.
    pub graph: &'a Graph,
    /// Minutes per subtask, stated or derived, in plan order.
    pub estimates: &'a [Estimate],
    /// Files whose paths were given by name, not found in a folder.
    pub named: &'a [bool],
    /// The plan root of each file. Roots never join.
    pub roots: &'a [u32],
    /// Each document's own phases; [`run`](super::run) works them out, so callers leave them empty.
    pub maps: &'a [DocumentMap],
    /// What the configuration tells the rules.
    pub settings: &'a Settings,
    /// The log of a run, where one is to be judged beside the plan.
    pub record: Option<&'a Record>,
}

impl Facts<'_> {
    /// What the configuration of a file's root tells the rules.
    pub fn rules(&self, file: FileIx) -> &RuleSettings {
        self.roots.get(file.index()).map_or(&self.settings.otherwise, |&root| self.settings.of_root(root))
    }

    /// Whether findings of a rule in a file may be mended.
    pub(super) fn is_fixable(&self, file: FileIx, code: &str) -> bool {
        let left = |rules: &RuleSet| rules.contains(code);
        !self.rules(file).unfixable.contains(code)
            && !self.settings.unfixable.get(file.index()).is_some_and(left)
    }

    /// A number that a file states, judged as the configuration of its root asks for.
    pub(super) fn said(&self, file: FileIx, number: impl Into<Said>) -> Said {
        number.into().under(self.rules(file))
    }

    /// A need as its author wrote it: `all 1.1.*`.
    pub fn need_words(&self, need: &Need) -> &str {
        let words = self.sources[need.place.file.index()].slice(need.place.span);
        words.lines().next().unwrap_or_default().trim()
    }

    /// Where it is stated that `subtask` needs `needed`; the subtask's own place if no single need says so.
    pub fn need_place(&self, subtask: SubtaskIx, needed: SubtaskIx) -> Place {
        let needs = self.plan.needs_of(subtask);
        let stated =
            needs.iter().find(|need| self.graph.targets(self.plan, need).any(|target| target == needed));
        stated.map_or(self.plan.subtask(subtask).place, |need| need.place)
    }
}
