use super::Graph;
use crate::plan::{Need, NeedTarget, Origin, Plan, SubtaskIx};

/// How many needs are listed one by one before outputs turn to sets, unless the configuration says otherwise.
pub const EXPANDED_NEEDS: usize = 1_000_000;

/// Where a need is stated: in maps, in the subtask's own section, or in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// Whether a map states it.
    pub map: bool,
    /// Whether the subtask's own section states it.
    pub spec: bool,
}

impl Sources {
    /// The words of the contracts.
    pub fn names(self) -> &'static [&'static str] {
        match (self.map, self.spec) {
            (true, true) => &["map", "spec"],
            (true, false) => &["map"],
            (false, true) => &["spec"],
            (false, false) => &[],
        }
    }
}

/// All stated needs of a plan as pairs: every set expanded, each pair once, in plan order.
pub struct Pairs {
    starts: Vec<u32>,
    pairs: Vec<(SubtaskIx, Sources)>,
}

/// How many pairs the stated needs are at most: members of sets that overlap count more than once.
pub fn most_pairs(plan: &Plan) -> usize {
    plan.needs().iter().fold(0, |sum: usize, need| sum.saturating_add(size(plan, need)))
}

/// Members of what a need names.
fn size(plan: &Plan, need: &Need) -> usize {
    match need.target {
        _ if need.origin == Origin::Implied => 0,
        NeedTarget::One(_) => 1,
        NeedTarget::Range(set) | NeedTarget::Wildcard(set) => plan.members(set).len(),
    }
}

impl Pairs {
    /// Expands every stated need; `None` where there are more than `limit` of them.
    ///
    /// Needs that nobody states (an integration test's) are left out.
    pub fn expand(plan: &Plan, graph: &Graph, limit: usize) -> Option<Pairs> {
        let mut starts = Vec::with_capacity(plan.subtasks.len() + 1);
        let mut pairs: Vec<(SubtaskIx, Sources)> = Vec::new();
        let mut here: Vec<(SubtaskIx, Sources)> = Vec::new();
        // Sets that overlap cost time although they add no pair.
        let mut looks = limit.saturating_mul(4).saturating_add(plan.needs().len());
        starts.push(0);
        for ix in plan.indices() {
            here.clear();
            for need in plan.needs_of(ix) {
                let sources = match need.origin {
                    Origin::Map => Sources { map: true, spec: false },
                    Origin::Spec => Sources { map: false, spec: true },
                    Origin::Implied => continue,
                };
                looks = looks.checked_sub(size(plan, need))?;
                here.extend(graph.targets(plan, need).map(|target| (target, sources)));
            }
            here.sort_unstable_by_key(|&(target, _)| target);
            here.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same {
                    kept.1 = Sources { map: kept.1.map | next.1.map, spec: kept.1.spec | next.1.spec };
                }
                same
            });
            pairs.extend_from_slice(&here);
            if pairs.len() > limit {
                return None;
            }
            starts.push(u32::try_from(pairs.len()).ok()?);
        }
        Some(Pairs { starts, pairs })
    }

    /// What a subtask needs, in plan order, and where that is stated.
    pub fn of(&self, ix: SubtaskIx) -> &[(SubtaskIx, Sources)] {
        match (self.starts.get(ix.index()), self.starts.get(ix.index() + 1)) {
            (Some(&start), Some(&end)) => &self.pairs[start as usize..end as usize],
            _ => &[],
        }
    }

    /// How many pairs there are.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether nothing needs anything.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}
