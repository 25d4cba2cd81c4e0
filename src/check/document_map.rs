use std::cmp::Ordering;

use super::{Facts, join_phases};
use crate::plan::{DocumentLinks, FeatureIx, Need, Origin, Place, Plan, SubtaskIx};
use crate::source::FileIx;
use crate::syntax::{Document, PhaseIx, StatedSubtask, Status};

/// The phases of one document with the subtasks that stand in them: a tree and the window lines of the
/// document are one statement, and a phase counts only if a subtask stands in it.
#[derive(Clone, Debug, Default)]
pub struct DocumentMap {
    /// The document's file.
    pub file: FileIx,
    /// Whether the document itself states needs; if not, it is judged with those of all documents.
    pub states_needs: bool,
    /// Top-level phases in order of first appearance.
    pub phases: Vec<MapPhase>,
    /// Where each subtask stands, sorted by subtask.
    pub places: Vec<MapPlace>,
    /// Per stated phase or sub-phase, the statements that stand in it: indices into the document's subtasks.
    pub by_stated: Vec<Vec<usize>>,
    /// Per stated phase or sub-phase, its buffers: indices into the document's buffers.
    pub buffers: Vec<Vec<usize>>,
    /// The same of another grouping of the document, where it has one: its waves, if its phases count.
    pub other: Option<Box<DocumentMap>>,
    /// What people call the phases of this grouping, where it is the other one.
    pub word: Option<&'static str>,
}

/// A top-level phase, joined from every statement of its name.
#[derive(Clone, Debug)]
pub struct MapPhase {
    /// `2`.
    pub name: String,
    /// Phases of one scope follow each other; features that share no phase have scopes of their own.
    pub scope: FeatureIx,
    /// The statements, in order of lines.
    pub stated: Vec<PhaseIx>,
    /// Names of its sub-phases in order of first appearance.
    pub sub_phases: Vec<String>,
    /// The subtasks that stand in it, in plan order.
    pub members: Vec<SubtaskIx>,
    /// The statements about these subtasks that stand in it: indices into the document's subtasks.
    pub statements: Vec<usize>,
}

/// Where one subtask stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapPlace {
    /// The subtask.
    pub subtask: SubtaskIx,
    /// Index into [`DocumentMap::phases`].
    pub phase: usize,
    /// Index into the phase's sub-phases.
    pub sub_phase: Option<usize>,
    /// The statement that puts it there: index into the document's subtasks.
    pub statement: usize,
}

impl DocumentMap {
    /// The maps of all documents, in their order.
    pub fn all(documents: &[Document], plan: &Plan) -> Vec<DocumentMap> {
        let mut states_needs = vec![false; documents.len()];
        for need in plan.needs().iter().filter(|need| need.origin != Origin::Implied) {
            if let Some(states) = states_needs.get_mut(need.place.file.index()) {
                *states = true;
            }
        }
        let none = DocumentLinks::default();
        documents
            .iter()
            .enumerate()
            .map(|(at, document)| {
                let links = plan.documents.get(at).unwrap_or(&none);
                let mut map = join_phases::build(document, links, plan);
                map.states_needs = states_needs[at];
                if let Some(other) = &mut map.other {
                    other.states_needs = states_needs[at];
                }
                map
            })
            .collect()
    }

    /// Its groupings: the one that counts, then the other one.
    pub fn groupings(&self) -> impl Iterator<Item = &DocumentMap> {
        std::iter::once(self).chain(self.other.as_deref())
    }

    /// Where a subtask stands in this document.
    pub fn place(&self, subtask: SubtaskIx) -> Option<&MapPlace> {
        let at = self.places.binary_search_by_key(&subtask, |place| place.subtask).ok()?;
        Some(&self.places[at])
    }

    /// Whether `a` runs before, beside or after `b`; `None` where their phases are not related.
    pub fn compare(&self, a: &MapPlace, b: &MapPlace) -> Option<Ordering> {
        if a.phase != b.phase {
            let related = self.phases[a.phase].scope == self.phases[b.phase].scope;
            return related.then(|| a.phase.cmp(&b.phase));
        }
        match (a.sub_phase, b.sub_phase) {
            (Some(a), Some(b)) => Some(a.cmp(&b)),
            _ => Some(Ordering::Equal),
        }
    }

    /// The needs that this document is judged with: its own, or all if it states none.
    pub fn needs<'a>(&self, plan: &'a Plan, subtask: SubtaskIx) -> impl Iterator<Item = &'a Need> + use<'a> {
        let only = self.states_needs.then_some(self.file);
        plan.needs_of(subtask).iter().filter(move |need| {
            need.origin != Origin::Implied && only.is_none_or(|file| need.place.file == file)
        })
    }

    /// What a subtask directly needs by the needs of [`DocumentMap::needs`], each once with the first need that
    /// states it; `steps` is used up by one for each member that is looked at.
    pub fn needed<'a>(
        &self,
        facts: &Facts<'a>,
        subtask: SubtaskIx,
        steps: &mut u64,
    ) -> Vec<(SubtaskIx, &'a Need)> {
        let mut found = Vec::new();
        for need in self.needs(facts.plan, subtask) {
            for needed in facts.graph.targets(facts.plan, need) {
                if *steps == 0 {
                    break;
                }
                *steps -= 1;
                found.push((needed, need));
            }
        }
        found.sort_by_key(|(needed, _)| *needed);
        found.dedup_by_key(|(needed, _)| *needed);
        found
    }

    /// Whether this document says that a subtask is done or left out: it runs no more.
    pub(super) fn is_over(&self, facts: &Facts<'_>, subtask: SubtaskIx) -> bool {
        let own = facts.plan.subtask(subtask).statements.iter().filter(|at| at.file == self.file);
        let mut states = own.map(|at| facts.documents[at.file.index()].subtasks[at.index as usize].status);
        states.any(|state| state.is_some_and(|state| matches!(state.status, Status::Done | Status::Skipped)))
    }

    /// The phase as people name it: `phase 2`, or `sub-phase 2a` where the subtask stands in one.
    pub fn phase_name(&self, place: &MapPlace) -> String {
        let phase = &self.phases[place.phase];
        match place.sub_phase {
            Some(at) => format!("sub-phase {}", phase.sub_phases[at]),
            None => format!("{} {}", self.word.unwrap_or("phase"), phase.name),
        }
    }

    /// The line that puts a subtask where it stands.
    pub fn line(&self, facts: &Facts<'_>, place: &MapPlace) -> Place {
        let statement = &facts.documents[self.file.index()].subtasks[place.statement];
        Place { file: self.file, span: statement.span }
    }

    /// The line that opens a phase.
    pub fn phase_line(&self, facts: &Facts<'_>, phase: usize) -> Place {
        let document = &facts.documents[self.file.index()];
        let stated = &self.phases[phase].stated;
        let lines = stated.iter().find(|ix| !document.phases[ix.index()].in_tree).or(stated.first());
        let span = lines.map_or_else(Default::default, |ix| document.phases[ix.index()].span);
        Place { file: self.file, span }
    }

    /// Statements that stand in a phase, with their subtasks, in order of lines.
    pub fn statements<'a>(
        &'a self,
        facts: &Facts<'a>,
        phase: usize,
    ) -> impl Iterator<Item = (SubtaskIx, &'a StatedSubtask)> + use<'a> {
        let at = self.file.index();
        let (plan, documents) = (facts.plan, facts.documents);
        self.phases[phase].statements.iter().filter_map(move |&at_line| {
            Some((plan.documents[at].subtasks[at_line]?, &documents[at].subtasks[at_line]))
        })
    }
}
