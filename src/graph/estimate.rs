use super::Graph;
use crate::plan::{Plan, SubtaskIx};
use crate::syntax::Minutes;

/// Where an estimate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EstimateSource {
    /// The author gives it.
    Stated,
    /// The phase's time, shared by the longest chain inside the phase.
    Phase,
    /// The track's time, shared by its subtasks.
    Track,
    /// The configured default.
    Default,
    /// Another source, times what earlier runs took by what was planned (see [`super::Factors`]).
    Calibrated,
}

impl EstimateSource {
    /// The word of the contracts.
    pub fn name(self) -> &'static str {
        match self {
            EstimateSource::Stated => "stated",
            EstimateSource::Phase => "phase",
            EstimateSource::Track => "track",
            EstimateSource::Default => "default",
            EstimateSource::Calibrated => "calibrated",
        }
    }
}

/// The minutes that a subtask is planned to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Least.
    pub min: Minutes,
    /// Middle of the range; what schedules use.
    pub likely: Minutes,
    /// Most.
    pub max: Minutes,
    /// Where it comes from.
    pub source: EstimateSource,
}

impl Estimate {
    /// Whether it was worked out rather than stated; such minutes are shown with `≈`.
    pub fn is_derived(&self) -> bool {
        self.source != EstimateSource::Stated
    }

    /// Whether earlier runs corrected it.
    pub fn is_calibrated(&self) -> bool {
        self.source == EstimateSource::Calibrated
    }
}

/// An estimate for every subtask, in plan order; `default` where nothing else is known.
pub fn estimates(plan: &Plan, graph: &Graph, default: Minutes) -> Vec<Estimate> {
    let chains = if plan.subtasks.iter().any(|s| s.estimate.is_none() && s.phase.is_some()) {
        longest_chains(plan, graph)
    } else {
        Vec::new()
    };
    let tracks = track_sizes(plan);
    plan.subtasks
        .iter()
        .map(|subtask| {
            if let Some((stated, _)) = &subtask.estimate {
                let likely = stated.likely();
                return Estimate { min: stated.min, likely, max: stated.max, source: EstimateSource::Stated };
            }
            let shared = |min: Minutes, max: Minutes, n: u64, source| {
                let (min, max) = (min.divided_by(n), max.divided_by(n));
                Estimate { min, likely: min.middle(max), max, source }
            };
            if let Some(phase) = subtask.phase
                && let Some(stated) = plan.phase(phase).estimate
            {
                let chain = chains.get(phase.index()).copied().unwrap_or(1);
                return shared(stated.min, stated.max, u64::from(chain), EstimateSource::Phase);
            }
            let feature = plan.feature(subtask.feature);
            let track = feature.tracks.iter().position(|t| subtask.group.as_ref() == Some(&t.id));
            if let Some(at) = track
                && let Some(stated) = feature.tracks[at].estimate
            {
                let size = tracks[subtask.feature.index()][at];
                return shared(stated.min, stated.max, size, EstimateSource::Track);
            }
            Estimate { min: default, likely: default, max: default, source: EstimateSource::Default }
        })
        .collect()
}

/// Subtasks per track of each feature.
fn track_sizes(plan: &Plan) -> Vec<Vec<u64>> {
    let mut sizes: Vec<Vec<u64>> = plan.features.iter().map(|f| vec![0; f.tracks.len()]).collect();
    for subtask in &plan.subtasks {
        let tracks = &plan.feature(subtask.feature).tracks;
        if let Some(at) = tracks.iter().position(|t| subtask.group.as_ref() == Some(&t.id)) {
            sizes[subtask.feature.index()][at] += 1;
        }
    }
    sizes
}

/// Per phase, the number of subtasks on the longest chain of needs inside it.
fn longest_chains(plan: &Plan, graph: &Graph) -> Vec<u32> {
    let mut longest = vec![1; plan.phases.len()];
    // For each node the longest chain that ends in it, per phase; a subtask has one entry, a joint several.
    let mut chains: Vec<Vec<(u32, u32)>> = vec![Vec::new(); graph.needs().len()];
    for &node in graph.order() {
        let v = node as usize;
        let mut here: Vec<(u32, u32)> = Vec::new();
        let own = (v < graph.subtasks()).then(|| plan.subtask(SubtaskIx(node)).phase);
        for &needed in graph.needs().row(v) {
            for &(phase, length) in &chains[needed as usize] {
                if own.is_some_and(|own| own.map(|p| p.0) != Some(phase)) {
                    continue;
                }
                match here.iter_mut().find(|(p, _)| *p == phase) {
                    Some((_, best)) => *best = length.max(*best),
                    None => here.push((phase, length)),
                }
            }
        }
        if let Some(Some(phase)) = own {
            let length = here.first().map_or(0, |&(_, length)| length) + 1;
            longest[phase.index()] = length.max(longest[phase.index()]);
            here = vec![(phase.0, length)];
        }
        chains[v] = here;
    }
    longest
}
