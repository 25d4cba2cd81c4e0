use super::assemble::Shared;
use super::engine::random::Random;
use super::{Execution, engine, slack};
use crate::graph::{Csr, Estimate};
use crate::plan::SubtaskIx;
use crate::syntax::Minutes;

/// How long the executions take if subtasks take anything within their estimates.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    /// What the random numbers begin with.
    pub seed: u64,
    /// How many times lengths were drawn.
    pub samples: u32,
    /// Per execution that can run, in the order of executions.
    pub executions: Vec<Percentiles>,
    /// For each subtask, in plan order, in how many samples of dataflow it delays the end if it takes longer.
    pub criticality: Vec<(SubtaskIx, u32)>,
}

/// Makespans that a share of the samples does not exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percentiles {
    /// Of which execution.
    pub mode: super::Mode,
    /// Half of them.
    pub p50: Minutes,
    /// Four of five.
    pub p80: Minutes,
    /// Nineteen of twenty.
    pub p95: Minutes,
}

/// Nodes and needs that all samples of all executions look at.
const STEPS: usize = 6_000_000;
/// Samples where the plan is small enough; below the least, percentiles say nothing.
const SAMPLES: usize = 1_000;
const LEAST: usize = 200;

/// Draws lengths and runs each execution with them: every window works through its queue, writers of one file keep
/// their order, barriers hold. `None` where no estimate is a range, or the plan is too large.
///
/// Lengths are independent and triangular between least, likely and most (D. G. Malcolm and others, "Application
/// of a technique for research and development program evaluation", 1959, with the simpler distribution).
pub(super) fn risk(
    shared: &Shared<'_>,
    estimates: &[Estimate],
    executions: &[Execution],
    seed: u64,
) -> Option<Risk> {
    let uncertain = |at: usize| estimates[at].min < estimates[at].max && !shared.is_left_out(at);
    if !(0..estimates.len()).any(uncertain) {
        return None;
    }
    let mut found = Vec::new();
    let mut criticality = Vec::new();
    let networks: Vec<(&Execution, Network)> =
        executions.iter().filter(|e| e.feasible()).map(|e| (e, Network::of(shared, e))).collect();
    let size: usize = networks.iter().map(|(_, n)| n.needs.len() + n.needs.targets_len()).sum();
    let samples = SAMPLES.min(STEPS / (size + 1));
    if samples < LEAST {
        return None;
    }
    for (execution, network) in networks {
        let mut random = Random::new(seed);
        let mut ends: Vec<u64> = Vec::with_capacity(samples);
        let is_flow = execution.mode == super::Mode::Dataflow;
        let mut critical = vec![0; if is_flow { estimates.len() } else { 0 }];
        let mut lengths = vec![0; network.needs.len()];
        for _ in 0..samples {
            for (at, (length, estimate)) in lengths.iter_mut().zip(estimates).enumerate() {
                *length = if shared.is_left_out(at) { 0 } else { draw(estimate, &mut random) };
            }
            ends.push(network.run(&lengths, &mut critical));
        }
        ends.sort_unstable();
        let percentile = |share: usize| Minutes::from_parts(ends[(samples * share).div_ceil(100) - 1]);
        let (p50, p80, p95) = (percentile(50), percentile(80), percentile(95));
        found.push(Percentiles { mode: execution.mode, p50, p80, p95 });
        if is_flow {
            let open = (0..estimates.len()).filter(|&at| !shared.is_left_out(at));
            criticality = open.map(|at| (SubtaskIx(at as u32), critical[at])).collect();
        }
    }
    Some(Risk { seed, samples: samples as u32, executions: found, criticality })
}

/// A length between least and most; the same numbers are drawn whatever the estimate is.
#[expect(clippy::cast_precision_loss, clippy::cast_sign_loss, reason = "lengths stay below 2^52 parts")]
pub(crate) fn draw(estimate: &Estimate, random: &mut Random) -> u64 {
    let share = (random.bits() >> 11) as f64 / (1_u64 << 53) as f64;
    let (least, likely, most) =
        (estimate.min.parts(), estimate.likely.parts().max(estimate.min.parts()), estimate.max.parts());
    if most <= least {
        return estimate.likely.parts();
    }
    let (below, all) = (likely.min(most) as f64 - least as f64, (most - least) as f64);
    let offset = if share * all < below {
        (share * all * below).sqrt()
    } else {
        all - ((1.0 - share) * all * (all - below)).sqrt()
    };
    least + (offset.round() as u64).min(most - least)
}

/// Who waits for whom in an execution, barriers as nodes of their own.
struct Network {
    needs: Csr,
    /// Needs first.
    order: Vec<u32>,
}

impl Network {
    fn of(shared: &Shared<'_>, execution: &Execution) -> Network {
        let turns = slack::turns(shared, &execution.slots, true);
        let mut pairs: Vec<(u32, u32)> = turns.pairs().collect();
        let first = turns.len() as u32;
        let steps = &execution.steps;
        let follows = |step: u32| {
            step.checked_sub(1).filter(|&b| steps[b as usize].feature == steps[step as usize].feature)
        };
        for slot in &execution.slots {
            pairs.push((first + slot.step, slot.subtask.0));
            pairs.extend(follows(slot.step).map(|before| (slot.subtask.0, first + before)));
        }
        pairs.extend((0..steps.len() as u32).filter_map(|s| Some((first + s, first + follows(s)?))));
        pairs.sort_unstable();
        let needs = Csr::from_pairs(turns.len() + steps.len(), &pairs);
        let order = engine::topological_order(&needs).unwrap_or_default();
        Network { needs, order }
    }

    /// When the last one ends; counts the nodes below `critical.len()` that lie on a longest chain.
    fn run(&self, lengths: &[u64], critical: &mut [u32]) -> u64 {
        let mut end = vec![0_u64; self.needs.len()];
        for &node in &self.order {
            let v = node as usize;
            let start = self.needs.row(v).iter().map(|&need| end[need as usize]).max().unwrap_or(0);
            end[v] = start + lengths[v];
        }
        let last = end.iter().copied().max().unwrap_or(0);
        if critical.is_empty() {
            return last;
        }
        // The latest ends, backwards: a node is critical where its end is the latest one.
        let mut latest = vec![last; self.needs.len()];
        for &node in self.order.iter().rev() {
            let v = node as usize;
            let start = latest[v] - lengths[v];
            for &need in self.needs.row(v) {
                latest[need as usize] = latest[need as usize].min(start);
            }
        }
        for (v, count) in critical.iter_mut().enumerate() {
            *count += u32::from(latest[v] == end[v] && lengths[v] > 0);
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::EstimateSource;

    #[test]
    fn draws_stay_within_and_are_triangular() {
        let minutes = Minutes::new;
        let estimate = |min, likely, max| Estimate {
            min: minutes(min),
            likely: minutes(likely),
            max: minutes(max),
            source: EstimateSource::Stated,
        };
        let mut random = Random::new(1);
        let mut draws = |estimate: Estimate| {
            let mut found: Vec<u64> = (0..4_000).map(|_| draw(&estimate, &mut random)).collect();
            found.sort_unstable();
            found
        };
        let found = draws(estimate(10, 20, 30));
        assert!(minutes(10).parts() <= found[0] && found[3_999] <= minutes(30).parts());
        // Half of a triangle's draws lie below the middle, an eighth in its first quarter.
        let below = |limit: u64| found.iter().filter(|&&draw| draw < minutes(limit).parts()).count();
        assert!((1_900..2_100).contains(&below(20)), "{}", below(20));
        assert!((430..570).contains(&below(15)), "{}", below(15));
        assert!(draws(estimate(5, 5, 5)).iter().all(|&draw| draw == minutes(5).parts()));
        let skewed = draws(estimate(10, 10, 30));
        assert!(skewed[2_000] < minutes(20).parts(), "most lie near the likely end");
    }
}
