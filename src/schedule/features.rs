use rustc_hash::FxHashMap;

use super::assemble::Shared;
use super::engine::{self, Effort, Problem, WindowGroups};
use super::{Makespan, Mode, Schedules, repair};
use crate::graph::Csr;
use crate::plan::FeatureIx;
use crate::syntax::Minutes;

/// A feature on its own: what it takes if nothing else runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeatureTimes {
    /// The feature.
    pub feature: FeatureIx,
    /// How many subtasks take part.
    pub subtasks: usize,
    /// How many windows it may use; `u32::MAX` for no limit.
    pub windows: u32,
    /// The most subtasks that run at once in its phases.
    pub most_at_once: u32,
    /// How many phases it falls into, repaired.
    pub phases: u32,
    /// Its phases one after the other.
    pub parallel: Makespan,
    /// Without barriers.
    pub dataflow: Makespan,
    /// One window per track.
    pub track: Minutes,
    /// How many tracks it has.
    pub tracks: u32,
    /// One window.
    pub sequential: Minutes,
}

/// Each feature with subtasks that take part, in plan order. Needs of other features count as met.
pub(super) fn features(shared: &Shared<'_>, schedules: &Schedules, effort: &Effort) -> Vec<FeatureTimes> {
    if shared.plan.features.len() == 1 {
        return only(shared, schedules).into_iter().collect();
    }
    let stepping = repair::repaired(shared.plan, shared.graph);
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); shared.plan.features.len()];
    for (at, subtask) in shared.plan.subtasks.iter().enumerate().filter(|&(at, _)| !shared.is_left_out(at)) {
        members[subtask.feature.index()].push(at as u32);
    }
    let locks = locks_by_feature(shared);
    let mut place = vec![u32::MAX; shared.graph.needs().len()];
    let mut found = Vec::new();
    for (feature, members) in (0..).map(FeatureIx).zip(&members).filter(|(_, members)| !members.is_empty()) {
        let mut problem = part(shared, members, &mut place);
        problem.windows = windows(shared, feature);
        problem.locks = lock_members(&locks[feature.index()], members);
        let dataflow = makespan(&problem, effort);
        let step = |&at: &u32| stepping.of[at as usize].unwrap_or(0);
        let mut steps: Vec<u32> = members.iter().map(step).collect();
        let barriers = steps.clone();
        steps.sort_unstable();
        steps.dedup();
        let (track, tracks) = track(shared, &problem, members, effort);
        problem.barriers = Some(joint_barriers(&problem, barriers));
        let Ok(solution) = engine::solve(&problem, effort) else { continue };
        let parallel = Makespan {
            found: Minutes::from_parts(solution.makespan),
            lower_bound: Minutes::from_parts(solution.lower_bound),
        };
        found.push(FeatureTimes {
            feature,
            subtasks: members.len(),
            windows: problem.windows,
            most_at_once: most_at_once(
                (0..problem.len()).map(|v| (solution.starts[v], solution.starts[v] + problem.durations[v])),
            ),
            phases: steps.len() as u32,
            parallel,
            dataflow,
            track,
            tracks,
            sequential: Minutes::from_parts(problem.work()),
        });
    }
    found
}

/// The only feature: what is known about the whole plan.
fn only(shared: &Shared<'_>, schedules: &Schedules) -> Option<FeatureTimes> {
    let phases = schedules.execution(Mode::Phases)?;
    Some(FeatureTimes {
        feature: FeatureIx(0),
        subtasks: phases.slots.len(),
        windows: shared.windows,
        most_at_once: most_at_once(phases.slots.iter().map(|slot| (slot.start.parts(), slot.end.parts()))),
        phases: phases.steps.len() as u32,
        parallel: phases.best()?,
        dataflow: schedules.execution(Mode::Dataflow)?.best()?,
        track: schedules.track,
        tracks: schedules.tracks,
        sequential: schedules.sequential,
    })
}

/// Barrier numbers of the subtasks, and of joints the latest of what they stand for.
fn joint_barriers(problem: &Problem, mut barriers: Vec<u32>) -> Vec<u32> {
    let subtasks = barriers.len();
    barriers.resize(problem.len(), 0);
    for node in engine::topological_order(&problem.needs).unwrap_or_default() {
        if node as usize >= subtasks {
            let needs = problem.needs.row(node as usize).iter();
            barriers[node as usize] = needs.map(|&need| barriers[need as usize]).max().unwrap_or(0);
        }
    }
    barriers
}

fn windows(shared: &Shared<'_>, feature: FeatureIx) -> u32 {
    let group = shared.groups.iter().find(|group| group.features.contains(&feature));
    group.map_or(shared.windows, |group| group.windows)
}

/// Members with the needs among them, numbered by their place in `members`. `place` is all `MAX`, and is again then.
fn part(shared: &Shared<'_>, members: &[u32], place: &mut [u32]) -> Problem {
    for (own, &at) in (0..).zip(members) {
        place[at as usize] = own;
    }
    let subtasks = shared.graph.subtasks();
    let mut durations: Vec<u64> = members.iter().map(|&at| shared.durations[at as usize]).collect();
    let mut nodes = members.to_vec();
    let mut pairs = Vec::new();
    let mut next = 0;
    while next < nodes.len() {
        for &needed in shared.graph.needs().row(nodes[next] as usize) {
            // Joints come along when something needs them; subtasks of other features do not.
            if place[needed as usize] == u32::MAX && needed as usize >= subtasks {
                place[needed as usize] = nodes.len() as u32;
                nodes.push(needed);
                durations.push(0);
            }
            if place[needed as usize] != u32::MAX {
                pairs.push((next as u32, place[needed as usize]));
            }
        }
        next += 1;
    }
    for node in nodes {
        place[node as usize] = u32::MAX;
    }
    pairs.sort_unstable();
    Problem::new(durations.clone(), Csr::from_pairs(durations.len(), &pairs), u32::MAX)
}

/// Writers of each lock by feature.
fn locks_by_feature(shared: &Shared<'_>) -> Vec<Vec<Vec<u32>>> {
    let mut found = vec![Vec::new(); shared.plan.features.len()];
    for lock in &shared.locks {
        let feature = |at: u32| shared.plan.subtasks[at as usize].feature;
        let mut writers: Vec<u32> = lock.writers.iter().map(|ix| ix.0).collect();
        writers.sort_by_key(|&at| (feature(at), at));
        for own in writers.chunk_by(|&a, &b| feature(a) == feature(b)).filter(|own| own.len() > 1) {
            found[feature(own[0]).index()].push(own.to_vec());
        }
    }
    found
}

fn lock_members(locks: &[Vec<u32>], members: &[u32]) -> Vec<Vec<u32>> {
    let place = |at: &u32| members.binary_search(at).ok().map(|own| own as u32);
    locks.iter().map(|lock| lock.iter().filter_map(place).collect()).collect()
}

fn makespan(problem: &Problem, effort: &Effort) -> Makespan {
    super::pricer::makespan(problem, effort).unwrap_or_default()
}

fn track(shared: &Shared<'_>, problem: &Problem, members: &[u32], effort: &Effort) -> (Minutes, u32) {
    let mut known: FxHashMap<&str, u32> = FxHashMap::default();
    let mut of = Vec::with_capacity(problem.len());
    for &at in members {
        let track = shared.plan.subtasks[at as usize].group.as_deref().unwrap_or("");
        let next = known.len() as u32;
        of.push(*known.entry(track).or_insert(next));
    }
    of.resize(problem.len(), 0);
    let groups = Some(WindowGroups { of, windows: vec![1; known.len()] });
    let problem = Problem { windows: u32::MAX, groups, ..problem.clone() };
    (makespan(&problem, &Effort { nodes: 0, ..*effort }).found, known.len() as u32)
}

/// How many of these times, from start to end, hold one moment.
fn most_at_once(times: impl Iterator<Item = (u64, u64)>) -> u32 {
    let real = times.filter(|(start, end)| start < end);
    let mut changes: Vec<(u64, i32)> = real.flat_map(|(start, end)| [(start, 1), (end, -1)]).collect();
    changes.sort_unstable();
    let mut now = 0;
    let all = changes.iter().map(|(_, change)| {
        now += change;
        now
    });
    all.max().unwrap_or(0).unsigned_abs()
}
