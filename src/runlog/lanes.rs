use std::collections::BTreeSet;

use super::Run;
use crate::plan::Plan;
use crate::schedule::{WindowPools, window_groups};

/// The windows of a run for those that are to work there: `windows` for all; where `grouped`, kept for features if the
/// plan says so, there are as many, and the run so far kept to it. No pool has more than its subtasks can use.
pub(super) fn lanes(plan: &Plan, run: &Run, over: &[bool], windows: u32, grouped: bool) -> WindowPools {
    let groups = if grouped { window_groups(plan) } else { Vec::new() };
    let mut pool_of_feature = vec![0; plan.features.len()];
    for (pool, group) in (0_u32..).zip(&groups) {
        group.features.iter().for_each(|feature| pool_of_feature[feature.index()] = pool);
    }
    let of: Vec<u32> = plan.subtasks.iter().map(|subtask| pool_of_feature[subtask.feature.index()]).collect();
    let ends = |group: &crate::schedule::WindowGroup| group.first.saturating_add(group.windows);
    let kept = |pool: u32, window: u32| {
        groups.get(pool as usize).is_some_and(|group| (group.first..ends(group)).contains(&window))
    };
    let ran = run.subtasks.iter().zip(&of);
    let mut ran =
        ran.flat_map(|(own, &pool)| own.attempts.iter().filter_map(move |a| Some((pool, a.window?))));
    let fits = groups.iter().all(|group| ends(group) <= windows.saturating_add(1));
    let (of, ranges): (Vec<u32>, Vec<(u32, u32)>) =
        if fits && !groups.is_empty() && ran.all(|(pool, window)| kept(pool, window)) {
            (of, groups.iter().map(|group| (group.first, ends(group))).collect())
        } else {
            (vec![0; over.len()], vec![(1, windows.max(1).saturating_add(1))])
        };
    let mut left = vec![0_usize; ranges.len()];
    of.iter().zip(over).filter(|(_, over)| !**over).for_each(|(&pool, _)| left[pool as usize] += 1);
    let wished = |pool: usize| {
        let own = plan.subtasks.iter().zip(&of).filter(move |(_, of)| **of as usize == pool);
        own.filter_map(|(subtask, _)| subtask.window)
    };
    let numbers = |(pool, &(first, end)): (usize, &(u32, u32))| {
        let mut numbers: BTreeSet<u32> =
            wished(pool).filter(|window| (first..end).contains(window)).collect();
        for window in first..end {
            if numbers.len() >= left[pool].max(1) {
                break;
            }
            numbers.insert(window);
        }
        numbers
    };
    let mut pools: Vec<BTreeSet<u32>> = ranges.iter().enumerate().map(numbers).collect();
    // Somebody opened these, whatever the plan says.
    for (own, &pool) in run.subtasks.iter().zip(&of).filter(|(own, _)| own.is_running()) {
        let window = own.last().and_then(|attempt| attempt.window);
        let known = window.is_none_or(|window| pools.iter().any(|numbers| numbers.contains(&window)));
        pools[pool as usize].extend(window.filter(|_| !known));
    }
    WindowPools { windows: pools, of }
}
