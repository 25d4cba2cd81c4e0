use std::cell::OnceCell;

use super::{DocumentMap, Facts, phase_groups, windows};
use crate::graph::widest_antichain;
use crate::plan::SubtaskIx;
use crate::syntax::ClaimEntity;

/// The phase of a plan that opens the most windows.
#[derive(Clone, Debug)]
pub(super) struct Widest {
    /// The first phase with the most windows in use.
    pub(super) name: String,
    /// The most windows in use.
    pub(super) used: usize,
    /// The most windows, buffers included.
    pub(super) all: usize,
    /// The most subtasks.
    members: usize,
}

impl Widest {
    /// Windows in use, with buffers, and subtasks: an author may count any of them.
    pub(super) fn values(&self) -> [usize; 3] {
        [self.used, self.all, self.members]
    }
}

/// How many subtasks of a plan or feature run at once.
pub(super) struct Width {
    /// Whose they are.
    pub(super) who: String,
    /// By its phases, if they hold every subtask and follow each other.
    pub(super) widest: Option<Widest>,
    /// The widest level: at once if each starts as early as it can.
    pub(super) wave: usize,
    members: Vec<SubtaskIx>,
    /// The largest antichain, once it was asked for.
    most: OnceCell<Option<Vec<SubtaskIx>>>,
}

impl Width {
    /// The width of what a claim of a document is about; `None` for less than two subtasks.
    pub(super) fn of(facts: &Facts<'_>, map: &DocumentMap, entity: &ClaimEntity) -> Option<Width> {
        let (who, members) = subject(facts, map, entity)?;
        let mut waves: Vec<usize> = Vec::new();
        for &ix in &members {
            let level = facts.graph.level(ix) as usize;
            waves.resize(waves.len().max(level + 1), 0);
            waves[level] += 1;
        }
        let wave = waves.into_iter().max().unwrap_or(0);
        let widest = widest(facts, map, entity);
        (members.len() > 1).then_some(Width { who, widest, wave, members, most: OnceCell::new() })
    }

    /// The most that needs let run at once, if that is less than `claimed`; `None`, too, where `steps` do not suffice
    /// to know.
    pub(super) fn beyond_needs(
        &self,
        facts: &Facts<'_>,
        claimed: f64,
        steps: &mut u64,
    ) -> Option<Vec<SubtaskIx>> {
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        let more_than = |count: usize| claimed - 1e-6 > count as f64;
        // No level is wider than the largest antichain.
        if !more_than(self.wave) {
            return None;
        }
        let most = self.most.get_or_init(|| widest_antichain(facts.graph, &self.members, steps));
        most.clone().filter(|most| more_than(most.len()))
    }
}

/// Whose windows are claimed: words, and the subtasks.
fn subject(facts: &Facts<'_>, map: &DocumentMap, entity: &ClaimEntity) -> Option<(String, Vec<SubtaskIx>)> {
    let plan = facts.plan;
    match entity {
        ClaimEntity::Feature(id) => {
            let feature = phase_groups::feature(facts, map, id)?;
            let start = plan.sorted.partition_point(|&ix| plan.subtask(ix).feature < feature);
            let end = plan.sorted.partition_point(|&ix| plan.subtask(ix).feature <= feature);
            Some((format!("feature {id}"), plan.sorted[start..end].to_vec()))
        }
        ClaimEntity::Plan => {
            let links = plan.documents.get(map.file.index())?;
            let mut members: Vec<SubtaskIx> = links.subtasks.iter().copied().flatten().collect();
            members.sort_unstable();
            members.dedup();
            Some(("the plan of this file".to_owned(), members))
        }
        _ => None,
    }
}

fn widest(facts: &Facts<'_>, map: &DocumentMap, entity: &ClaimEntity) -> Option<Widest> {
    let (map, groups) = match entity {
        ClaimEntity::Feature(id) => phase_groups::of_feature(facts, map, id)?,
        _ => (map, phase_groups::scopes(map)),
    };
    let ([phases], true) = (&groups[..], phase_groups::covers(facts, map, &groups)) else { return None };
    let widths = phases.iter().map(|&phase| {
        let windows = windows::of_phase(facts, map, phase);
        let members = map.phases[phase].members.len();
        let used = if windows.is_numbered() { windows.count() - windows.buffers() } else { members };
        Widest { name: map.phases[phase].name.clone(), used, all: used + windows.buffers(), members }
    });
    widths.reduce(|most, other| Widest {
        name: if other.used > most.used { other.name } else { most.name },
        used: most.used.max(other.used),
        all: most.all.max(other.all),
        members: most.members.max(other.members),
    })
}
