//! Needs clauses to needs: operands are looked up, sets stay sets.

use rustc_hash::FxHashMap;

use super::feature::FeatureIx;
use super::lower::{Index, Lookup};
use super::model::Plan;
use super::named::{Named, Names};
use super::names::{natural_cmp, nearest};
use super::need::{Members, Need, NeedTarget, Origin, SetIx, SubtaskSet};
use super::problem::{PlanProblem, PlanProblemKind};
use super::relate;
use super::scope::Scopes;
use super::subtask::{Place, SubtaskIx};
use crate::source::Span;
use crate::syntax::{Document, Form, NeedOperand, StatedId, StatedSubtask};

/// With more candidates than this, only ids that sort near the wanted one are compared with it.
const NEIGHBOURS: usize = 400;
/// Members that all uses of `all above` together may list.
const ABOVE: usize = 200_000;

pub(super) struct Resolver<'a> {
    pub(super) plan: &'a mut Plan,
    scopes: &'a Scopes<'a>,
    index: &'a Index,
    lookup: &'a Lookup<'a>,
    /// Groups and second names; see [`Names`].
    names: Names,
    sets: FxHashMap<(FeatureIx, Members), SetIx>,
    pub(super) needs: Vec<Need>,
    /// Documents whose ids are told apart by their list.
    listed: Vec<bool>,
    /// How many members `all above` may still list.
    above: usize,
    /// Whether it had to leave one out.
    above_cut: bool,
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
    let mut resolver = Resolver {
        names: Names::new(plan, documents),
        plan,
        scopes,
        index,
        lookup,
        sets: FxHashMap::default(),
        needs: Vec::new(),
        listed: (0..documents.len()).map(|at| scopes.has_lists(at)).collect(),
        above: ABOVE,
        above_cut: false,
        ranges,
    };
    for (at, document) in documents.iter().enumerate() {
        for (index, statement) in document.subtasks.iter().enumerate() {
            if let Some(subtask) = resolver.plan.documents[at].subtasks[index] {
                resolver.statement(at, document, statement, subtask);
            }
        }
    }
    for (at, document) in documents.iter().enumerate() {
        relate::groups(&mut resolver, at, document);
        relate::relations(&mut resolver, at, document);
    }
    resolver.implied();
    relate::conflicts(&mut resolver, documents);
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
            if let NeedOperand::Above = need.operand {
                let target = self.above(at, document, statement, subtask, place);
                self.needs.extend(target.map(|target| Need { subtask, target, origin, place }));
            } else if let Some(target) = self.target(at, document, &need.operand, Some(subtask), place) {
                self.needs.push(Need { subtask, target, origin, place });
            } else if let NeedOperand::Name(name) = &need.operand {
                let mut text = name.text.clone();
                text.extend(need.note.iter().flat_map(|note| [" ", note.as_str()]));
                self.plan.subtasks[subtask.index()].prerequisites.push(text);
            }
        }
    }

    /// What an operand names. `subtask` is who needs it; problems are stated about it.
    pub(super) fn target(
        &mut self,
        at: usize,
        document: &Document,
        operand: &NeedOperand,
        subtask: Option<SubtaskIx>,
        place: Place,
    ) -> Option<NeedTarget> {
        let owner = subtask.map_or_else(|| self.home(at), |ix| Some(self.plan.subtask(ix).feature))?;
        match operand {
            NeedOperand::Id(id) => self.one(at, id, owner, subtask, place),
            NeedOperand::Name(id) => {
                let found = self
                    .find(at, id, owner)
                    .map(NeedTarget::One)
                    .or_else(|| self.named(owner, &id.text, false));
                let story = document.phases.iter().find(|phase| phase.alias.as_ref() == Some(&id.text));
                let found = found.or_else(|| {
                    let name = story?.name.clone();
                    self.phase(at, document, &name, owner).map(NeedTarget::Wildcard)
                });
                found.filter(|target| *target != NeedTarget::One(subtask.unwrap_or(SubtaskIx(u32::MAX))))
            }
            NeedOperand::Range(from, to) => self.range(at, from, to, owner, subtask, place),
            NeedOperand::Wildcard(prefix) => {
                let found = self.prefix(at, prefix, owner, true);
                self.or_empty(found, &format!("{}.*", prefix.text), subtask, place)
            }
            NeedOperand::Phase(name) => {
                let as_unit = self.named(owner, &format!("phase {name}"), false);
                if as_unit.is_some() {
                    return as_unit;
                }
                let found = self.phase(at, document, name, owner);
                self.or_empty(found, &format!("phase {name}"), subtask, place)
            }
            NeedOperand::Everything => {
                let (lo, hi) = self.ranges[owner.index()];
                let set = self.set(owner, Members::Interval(lo, hi), "everything");
                Some(NeedTarget::Wildcard(set))
            }
            NeedOperand::Except(of, left_out) => {
                let target = self.target(at, document, of, subtask, place)?;
                let (NeedTarget::Wildcard(set) | NeedTarget::Range(set)) = target else {
                    return Some(target);
                };
                let mut list = self.plan.members(set).to_vec();
                for id in left_out {
                    match self.find(at, id, owner) {
                        Some(found) => list.retain(|ix| *ix != found),
                        None => self.unknown(at, id, &id.text, subtask, place),
                    }
                }
                list.sort_unstable();
                let label = format!("{} without some", self.plan.sets[set.index()].label);
                let members = Members::List(list);
                Some(NeedTarget::Wildcard(self.set(owner, members, &label)))
            }
            NeedOperand::Above => None,
        }
    }

    /// What a story stands for whose tasks are a list of their own.
    pub(super) fn story(&mut self, at: usize, operand: &NeedOperand) -> Option<NeedTarget> {
        let (NeedOperand::Id(id) | NeedOperand::Name(id)) = operand else { return None };
        let members = self.names.story(at, &id.text)?.clone();
        let feature = self.plan.subtask(*members.first()?).feature;
        Some(NeedTarget::Wildcard(self.set(feature, Members::List(members), &id.text)))
    }

    /// The feature of the first subtask that a document states.
    fn home(&self, at: usize) -> Option<FeatureIx> {
        let first = self.plan.documents[at].subtasks.iter().flatten().next()?;
        Some(self.plan.subtask(*first).feature)
    }

    /// What a second name, a group or a name spelled differently stands for.
    /// An id may also be `loose`: `Task 1` for `T001`.
    fn named(&mut self, feature: FeatureIx, text: &str, loose: bool) -> Option<NeedTarget> {
        let named = self.names.find(feature, text, loose)?;
        Some(match named {
            Named::One(ix) => NeedTarget::One(*ix),
            Named::Group(members) => {
                let members = Members::List(members.clone());
                NeedTarget::Wildcard(self.set(feature, members, text))
            }
        })
    }

    /// `all above`: the rows of the same phase before a row; else all that the document states before a subtask.
    fn above(
        &mut self,
        at: usize,
        document: &Document,
        statement: &StatedSubtask,
        subtask: SubtaskIx,
        place: Place,
    ) -> Option<NeedTarget> {
        let links = &self.plan.documents[at].subtasks;
        let list: Vec<SubtaskIx> = document
            .subtasks
            .iter()
            .zip(links)
            .take_while(|(other, _)| other.span.start < statement.span.start)
            .filter(|(other, _)| other.form == statement.form)
            .filter(|(other, _)| other.phase == statement.phase || statement.form != Form::TableRow)
            .filter_map(|(_, link)| *link)
            .filter(|ix| *ix != subtask)
            .collect();
        self.earlier(list, subtask, place)
    }

    /// `all previous tasks` in a sentence: what the document states before the first of `who`.
    pub(super) fn before(
        &mut self,
        at: usize,
        document: &Document,
        who: &[SubtaskIx],
        place: Place,
    ) -> Option<NeedTarget> {
        if self.above_cut {
            return None;
        }
        let links = &self.plan.documents[at].subtasks;
        let stated = document.subtasks.iter().zip(links).filter_map(|(_, link)| *link);
        let list = stated.take_while(|ix| !who.contains(ix)).collect();
        self.earlier(list, *who.first()?, place)
    }

    /// The set of what stands above a subtask, as long as the budget for such sets lasts.
    fn earlier(&mut self, mut list: Vec<SubtaskIx>, subtask: SubtaskIx, place: Place) -> Option<NeedTarget> {
        list.sort_unstable();
        list.dedup();
        let Some(left) = self.above.checked_sub(list.len()) else {
            if !std::mem::replace(&mut self.above_cut, true) {
                self.problem(PlanProblemKind::TooManyAbove { subtask, kept: ABOVE }, place);
            }
            return None;
        };
        self.above = left;
        let feature = self.plan.subtask(subtask).feature;
        (!list.is_empty()).then(|| NeedTarget::Range(self.set(feature, Members::List(list), "all above")))
    }

    fn one(
        &mut self,
        at: usize,
        id: &StatedId,
        owner: FeatureIx,
        subtask: Option<SubtaskIx>,
        place: Place,
    ) -> Option<NeedTarget> {
        let Some(needed) = self.find(at, id, owner) else {
            if let Some(set) = self.prefix(at, id, owner, true) {
                return Some(NeedTarget::Wildcard(set));
            }
            let named = self.named(owner, &id.text, true);
            if named.is_none() {
                self.unknown(at, id, &id.text, subtask, place);
            }
            return named;
        };
        if Some(needed) == subtask {
            let subtask = needed;
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
        owner: FeatureIx,
        subtask: Option<SubtaskIx>,
        place: Place,
    ) -> Option<NeedTarget> {
        let both = self.find(at, from, owner).is_some() && self.find(at, to, owner).is_some();
        if !both && let Some(members) = self.names.range(owner, &from.text, &to.text) {
            let label = format!("{}-{}", from.text, to.text);
            return Some(NeedTarget::Wildcard(self.set(owner, Members::List(members), &label)));
        }
        if natural_cmp(&from.text, &to.text).is_gt() {
            if let Some(subtask) = subtask {
                let (from, to) = (from.text.clone(), to.text.clone());
                self.problem(PlanProblemKind::ReversedRange { subtask, from, to }, place);
            }
            return None;
        }
        let feature = match self.find(at, from, owner).or_else(|| self.find(at, to, owner)) {
            Some(end) => self.plan.subtask(end).feature,
            None => self.feature(at, from).unwrap_or(owner),
        };
        let (lo, hi) = self.ranges[feature.index()];
        let ids = |ix: &SubtaskIx| self.plan.subtask(*ix).id.as_str();
        let sorted = &self.plan.sorted[lo as usize..hi as usize];
        let start = lo + sorted.partition_point(|ix| natural_cmp(ids(ix), &from.text).is_lt()) as u32;
        let end = lo + sorted.partition_point(|ix| natural_cmp(ids(ix), &to.text).is_le()) as u32;
        for id in [from, to] {
            if self.find(at, id, owner).is_none() {
                self.unknown(at, id, &id.text, subtask, place);
            }
        }
        if start >= end {
            return None;
        }
        let label = format!("{}-{}", from.text, to.text);
        if let Some(subtask) = subtask
            && (start..end).contains(&self.plan.position(subtask))
        {
            self.problem(PlanProblemKind::SelfNeed { subtask, range: Some(label.clone()) }, place);
        }
        Some(NeedTarget::Range(self.set(feature, Members::Interval(start, end), &label)))
    }

    /// The subtasks below a prefix; `exact` ids of their own are no prefix.
    fn prefix(&mut self, at: usize, prefix: &StatedId, owner: FeatureIx, dotted: bool) -> Option<SetIx> {
        let key = self.scopes.of_prefix(at, prefix);
        let own = self.scopes.own(at);
        let found = || self.index.get(&key).or_else(|| self.index.get(&own)).copied();
        let feature = if self.listed[at] { owner } else { found()? };
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
    fn phase(&mut self, at: usize, document: &Document, name: &str, feature: FeatureIx) -> Option<SetIx> {
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
    pub(super) fn find(&self, at: usize, id: &StatedId, owner: FeatureIx) -> Option<SubtaskIx> {
        let named = self.feature(at, id).and_then(|feature| self.lookup.get(&(feature, id.text.as_str())));
        let own = || {
            if id.feature.is_some() { None } else { self.lookup.get(&(owner, id.text.as_str())) }
        };
        if self.listed[at] { own().or(named) } else { named.or_else(own) }.copied()
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
        subtask: Option<SubtaskIx>,
        place: Place,
    ) -> Option<NeedTarget> {
        if set.is_none()
            && let Some(subtask) = subtask
        {
            self.problem(PlanProblemKind::EmptyWildcard { subtask, text: text.to_owned() }, place);
        }
        set.map(NeedTarget::Wildcard)
    }

    fn unknown(&mut self, at: usize, id: &StatedId, text: &str, subtask: Option<SubtaskIx>, place: Place) {
        let Some(subtask) = subtask else { return };
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
