//! Needs clauses to needs: operands are looked up, sets stay sets.

use rustc_hash::FxHashMap;

use super::feature::FeatureIx;
use super::lower::{Index, Lookup};
use super::model::Plan;
use super::names::{natural_cmp, nearest};
use super::need::{Members, Need, NeedTarget, Origin, SetIx, SubtaskSet};
use super::problem::{PlanProblem, PlanProblemKind};
use super::scope::Scopes;
use super::subtask::{Place, SubtaskIx};
use crate::source::Span;
use crate::syntax::{Document, NeedOperand, StatedId, StatedSubtask};

/// With more candidates than this, only ids that sort near the wanted one are compared with it.
const NEIGHBOURS: usize = 400;

struct Resolver<'a> {
    plan: &'a mut Plan,
    scopes: &'a Scopes<'a>,
    index: &'a Index,
    lookup: &'a Lookup<'a>,
    sets: FxHashMap<(FeatureIx, Members), SetIx>,
    needs: Vec<Need>,
    /// Positions of each feature in the plan's sorted order, without its integration test.
    ranges: Vec<(u32, u32)>,
}

/// Resolves all needs of all statements and adds those that integration tests imply.
pub(super) fn resolve(
    plan: &mut Plan,
    documents: &[Document],
    scopes: &Scopes<'_>,
    index: &Index,
    lookup: &Lookup<'_>,
) {
    let ranges = ranges(plan);
    let mut resolver =
        Resolver { plan, scopes, index, lookup, sets: FxHashMap::default(), needs: Vec::new(), ranges };
    for (at, document) in documents.iter().enumerate() {
        for (index, statement) in document.subtasks.iter().enumerate() {
            if let Some(subtask) = resolver.plan.documents[at].subtasks[index] {
                resolver.statement(at, document, statement, subtask);
            }
        }
    }
    resolver.implied();
    let Resolver { mut needs, .. } = resolver;
    needs.sort_by_key(|need| need.subtask);
    let mut starts = vec![0u32; plan.subtasks.len() + 1];
    for need in &needs {
        starts[need.subtask.index() + 1] += 1;
    }
    for at in 0..plan.subtasks.len() {
        starts[at + 1] += starts[at];
    }
    plan.needs = needs;
    plan.need_starts = starts;
}

fn ranges(plan: &Plan) -> Vec<(u32, u32)> {
    let mut ranges = vec![(0, 0); plan.features.len()];
    let mut at = 0;
    for (feature, range) in ranges.iter_mut().enumerate() {
        let start = at;
        while at < plan.sorted.len() && plan.subtask(plan.sorted[at]).feature.index() == feature {
            at += 1;
        }
        let tests =
            plan.sorted[start..at].iter().rev().take_while(|ix| plan.subtask(**ix).integration).count();
        *range = (start as u32, (at - tests) as u32);
    }
    ranges
}

impl Resolver<'_> {
    fn statement(&mut self, at: usize, document: &Document, statement: &StatedSubtask, subtask: SubtaskIx) {
        let origin = if statement.form.is_spec() { Origin::Spec } else { Origin::Map };
        for need in &statement.needs {
            let place = Place { file: document.file, span: need.span };
            let target = match &need.operand {
                NeedOperand::Id(id) => self.one(at, id, subtask, place),
                NeedOperand::Range(from, to) => self.range(at, from, to, subtask, place),
                NeedOperand::Wildcard(prefix) => {
                    let found = self.prefix(at, prefix, true);
                    self.or_empty(found, &format!("{}.*", prefix.text), subtask, place)
                }
                NeedOperand::Phase(name) => {
                    let found = self.phase(at, document, name, subtask);
                    self.or_empty(found, &format!("phase {name}"), subtask, place)
                }
                NeedOperand::Everything => {
                    let feature = self.plan.subtask(subtask).feature;
                    let (lo, hi) = self.ranges[feature.index()];
                    let set = self.set(feature, Members::Interval(lo, hi), "everything");
                    Some(NeedTarget::Wildcard(set))
                }
            };
            if let Some(target) = target {
                self.needs.push(Need { subtask, target, origin, place });
            }
        }
    }

    fn one(&mut self, at: usize, id: &StatedId, subtask: SubtaskIx, place: Place) -> Option<NeedTarget> {
        let Some(needed) = self.find(at, id, subtask) else {
            if let Some(set) = self.prefix(at, id, true) {
                return Some(NeedTarget::Wildcard(set));
            }
            self.unknown(at, id, &id.text, subtask, place);
            return None;
        };
        if needed == subtask {
            self.problem(PlanProblemKind::SelfNeed { subtask, range: None }, place);
            return None;
        }
        Some(NeedTarget::One(needed))
    }

    fn range(
        &mut self,
        at: usize,
        from: &StatedId,
        to: &StatedId,
        subtask: SubtaskIx,
        place: Place,
    ) -> Option<NeedTarget> {
        if natural_cmp(&from.text, &to.text).is_gt() {
            let kind =
                PlanProblemKind::ReversedRange { subtask, from: from.text.clone(), to: to.text.clone() };
            self.problem(kind, place);
            return None;
        }
        let feature = match self.find(at, from, subtask).or_else(|| self.find(at, to, subtask)) {
            Some(end) => self.plan.subtask(end).feature,
            None => self.feature(at, from).unwrap_or(self.plan.subtask(subtask).feature),
        };
        let (lo, hi) = self.ranges[feature.index()];
        let ids = |ix: &SubtaskIx| self.plan.subtask(*ix).id.as_str();
        let sorted = &self.plan.sorted[lo as usize..hi as usize];
        let start = lo + sorted.partition_point(|ix| natural_cmp(ids(ix), &from.text).is_lt()) as u32;
        let end = lo + sorted.partition_point(|ix| natural_cmp(ids(ix), &to.text).is_le()) as u32;
        for id in [from, to] {
            if self.find(at, id, subtask).is_none() {
                self.unknown(at, id, &id.text, subtask, place);
            }
        }
        if start >= end {
            return None;
        }
        let label = format!("{}-{}", from.text, to.text);
        if (start..end).contains(&self.plan.position(subtask)) {
            self.problem(PlanProblemKind::SelfNeed { subtask, range: Some(label.clone()) }, place);
        }
        Some(NeedTarget::Range(self.set(feature, Members::Interval(start, end), &label)))
    }

    /// The subtasks below a prefix; `exact` ids of their own are no prefix.
    fn prefix(&mut self, at: usize, prefix: &StatedId, dotted: bool) -> Option<SetIx> {
        let key = self.scopes.of_prefix(at, prefix);
        let own = self.scopes.own(at);
        let feature = self.index.get(&key).or_else(|| self.index.get(&own)).copied()?;
        let (lo, hi) = self.ranges[feature.index()];
        let wanted = if dotted { format!("{}.", prefix.text) } else { prefix.text.clone() };
        let ids = |ix: &SubtaskIx| self.plan.subtask(*ix).id.as_str();
        let sorted = &self.plan.sorted[lo as usize..hi as usize];
        let start = sorted.partition_point(|ix| natural_cmp(ids(ix), &wanted).is_lt());
        let length = sorted[start..].partition_point(|ix| ids(ix).starts_with(&wanted));
        let members = Members::Interval(lo + start as u32, lo + (start + length) as u32);
        (length > 0).then(|| self.set(feature, members, &format!("{}.*", prefix.text)))
    }

    /// The subtasks that the document puts into a phase or sub-phase of this name.
    fn phase(&mut self, at: usize, document: &Document, name: &str, subtask: SubtaskIx) -> Option<SetIx> {
        let feature = self.plan.subtask(subtask).feature;
        let links = &self.plan.documents[at].subtasks;
        let mut list: Vec<SubtaskIx> = document
            .subtasks
            .iter()
            .zip(links)
            .filter(|(statement, _)| {
                let phases = statement.phase.into_iter().chain(statement.sub_phase);
                phases.into_iter().any(|ix| document.phases[ix.index()].name.eq_ignore_ascii_case(name))
            })
            .filter_map(|(_, link)| *link)
            .filter(|ix| self.plan.subtask(*ix).feature == feature)
            .collect();
        list.sort_unstable();
        list.dedup();
        (!list.is_empty()).then(|| self.set(feature, Members::List(list), &format!("phase {name}")))
    }

    /// Every integration test waits for its whole feature, stated or not.
    fn implied(&mut self) {
        for at in 0..self.plan.subtasks.len() {
            let subtask = &self.plan.subtasks[at];
            if subtask.integration {
                let (feature, place) = (subtask.feature, subtask.place);
                let (lo, hi) = self.ranges[feature.index()];
                let set = self.set(feature, Members::Interval(lo, hi), "everything");
                let subtask = SubtaskIx(at as u32);
                let target = NeedTarget::Wildcard(set);
                self.needs.push(Need { subtask, target, origin: Origin::Implied, place });
            }
        }
    }

    fn feature(&self, at: usize, id: &StatedId) -> Option<FeatureIx> {
        self.index.get(&self.scopes.of_id(at, id)).copied()
    }

    /// The subtask of an id: in the feature its number names, else in that of the subtask that needs it.
    fn find(&self, at: usize, id: &StatedId, subtask: SubtaskIx) -> Option<SubtaskIx> {
        let named = self.feature(at, id).and_then(|feature| self.lookup.get(&(feature, id.text.as_str())));
        let own = || {
            let feature = self.plan.subtask(subtask).feature;
            if id.feature.is_some() { None } else { self.lookup.get(&(feature, id.text.as_str())) }
        };
        named.or_else(own).copied()
    }

    fn set(&mut self, feature: FeatureIx, members: Members, label: &str) -> SetIx {
        if let Some(&set) = self.sets.get(&(feature, members.clone())) {
            return set;
        }
        let set = SetIx(self.plan.sets.len() as u32);
        self.plan.sets.push(SubtaskSet { label: label.to_owned(), feature, members: members.clone() });
        self.sets.insert((feature, members), set);
        set
    }

    fn or_empty(
        &mut self,
        set: Option<SetIx>,
        text: &str,
        subtask: SubtaskIx,
        place: Place,
    ) -> Option<NeedTarget> {
        if set.is_none() {
            self.problem(PlanProblemKind::EmptyWildcard { subtask, text: text.to_owned() }, place);
        }
        set.map(NeedTarget::Wildcard)
    }

    fn unknown(&mut self, at: usize, id: &StatedId, text: &str, subtask: SubtaskIx, place: Place) {
        let feature = self.feature(at, id).unwrap_or(self.plan.subtask(subtask).feature);
        let (lo, hi) = self.ranges[feature.index()];
        let sorted = &self.plan.sorted[lo as usize..hi as usize];
        let ids = |ix: &SubtaskIx| self.plan.subtask(*ix).id.as_str();
        let near = if sorted.len() > NEIGHBOURS {
            let middle = sorted.partition_point(|ix| natural_cmp(ids(ix), &id.text).is_lt());
            let start = middle.saturating_sub(NEIGHBOURS / 2);
            &sorted[start..(start + NEIGHBOURS).min(sorted.len())]
        } else {
            sorted
        };
        let nearest = nearest(&id.text, near.iter().map(ids))
            .into_iter()
            .map(|at| near[at])
            .filter(|ix| *ix != subtask)
            .collect();
        let kind = PlanProblemKind::UnknownNeed { subtask, text: text.to_owned(), nearest };
        let span: Span = if id.span.is_empty() { place.span } else { id.span };
        self.problem(kind, Place { file: place.file, span });
    }

    fn problem(&mut self, kind: PlanProblemKind, place: Place) {
        self.plan.problems.push(PlanProblem { kind, place });
    }
}
