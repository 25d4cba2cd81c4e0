use super::neighbour::neighbours;
use super::text::visible;
use crate::emit::Material;
use crate::plan::{FeatureIx, NeedTarget, Plan, SubtaskIx};
use crate::syntax::components;

/// Writes needs for map lines, as long as the plan has fewer than a million of them.
pub(super) struct MapNeeds<'a> {
    material: Material<'a>,
    left: usize,
}

/// How many pairs are written one by one before sets keep their names.
const PAIRS: usize = 1_000_000;

impl<'a> MapNeeds<'a> {
    pub(super) fn new(material: &Material<'a>) -> MapNeeds<'a> {
        MapNeeds { material: *material, left: PAIRS }
    }

    /// What stands in the brackets: `1.1.1-1.1.5, 1.2.3`; empty where nothing is needed.
    ///
    /// Wildcards are written out: what they mean depends on the other lines, and a map that holds should not.
    pub(super) fn of(&mut self, ix: SubtaskIx) -> String {
        let plan = self.material.plan;
        let subtask = plan.subtask(ix);
        if subtask.integration {
            return "everything".to_owned();
        }
        let (mut needed, more) = neighbours(self.material.graph.needs(), plan.subtasks.len(), ix, self.left);
        if more {
            return self.as_stated(ix);
        }
        self.left -= needed.len();
        needed.sort_unstable_by_key(|need| plan.position(*need));
        let mut operands: Vec<String> = Vec::new();
        for run in needed.chunk_by(|a, b| follows(plan, *a, *b)) {
            let name = |ix: &SubtaskIx| id_in(plan, *ix, Some(subtask.feature));
            match run {
                [first, _, .., last] => operands.push(format!("{}-{}", name(first), name(last))),
                few => operands.extend(few.iter().map(name)),
            }
        }
        operands.join(", ")
    }

    fn as_stated(&self, ix: SubtaskIx) -> String {
        let plan = self.material.plan;
        let mut operands: Vec<String> = plan
            .needs_of(ix)
            .iter()
            .map(|need| match need.target {
                NeedTarget::One(one) => id_in(plan, one, Some(plan.subtask(ix).feature)),
                NeedTarget::Range(set) | NeedTarget::Wildcard(set) => visible(&plan.sets[set.index()].label),
            })
            .collect();
        operands.sort();
        operands.dedup();
        operands.join(", ")
    }
}

/// Whether `b` comes right after `a` and a range may hold both.
fn follows(plan: &Plan, a: SubtaskIx, b: SubtaskIx) -> bool {
    let (first, second) = (plan.subtask(a), plan.subtask(b));
    let stem = |id: &str| id.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let ends_in_digit = |id: &str| id.ends_with(|c: char| c.is_ascii_digit());
    plan.position(a) + 1 == plan.position(b)
        && first.feature == second.feature
        && ends_in_digit(&first.id)
        && ends_in_digit(&second.id)
        && stem(&first.id) == stem(&second.id)
}

/// An id as a map writes it: with the feature's number where the id does not begin with it.
pub(super) fn id_in(plan: &Plan, ix: SubtaskIx, here: Option<FeatureIx>) -> String {
    let subtask = plan.subtask(ix);
    let feature = plan.feature(subtask.feature);
    let number = is_numbered(&feature.id);
    let says_feature =
        components(&subtask.id) >= 3 && subtask.id.split('.').next() == Some(feature.id.as_str());
    let own = here == Some(subtask.feature) && !number;
    if says_feature || own || !number || !subtask.id.starts_with(|c: char| c.is_ascii_digit()) {
        visible(&subtask.id)
    } else {
        visible(&format!("F{}-{}", feature.id, subtask.id))
    }
}

/// Whether a feature has a number and not a name.
pub(super) fn is_numbered(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())
}
