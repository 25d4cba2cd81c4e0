//! Which window runs which task.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::graph::Csr;

use super::Problem;
use super::lane::Lanes;

/// What a task looks for in a free window; without any preference it takes the lowest free number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowPreference {
    /// A window that ran one of the task's needs, the latest first.
    pub warm_context: bool,
    /// The window of its only need, if the task is that need's only follower.
    pub keep_chains: bool,
}

impl Default for WindowPreference {
    fn default() -> Self {
        Self { warm_context: true, keep_chains: true }
    }
}

/// Gives each task of a valid schedule a window, counted from 1, so that no two running tasks share one.
///
/// Colours the intervals from left to right (interval graphs need no more colours than tasks run at a time),
/// so there are never more windows than the problem has.
/// A task of length 0 gets the window of a need, or 1.
/// With groups that fit into the problem's windows side by side, every group has windows of its own:
/// those of group 0 come first.
pub fn assign_windows(problem: &Problem, starts: &[u64], prefer: &WindowPreference) -> Vec<u32> {
    let ancestry = Ancestry::of(problem, starts);
    let mut lanes = Lanes::of(problem, starts);
    let mut window = vec![0_u32; problem.len()];
    let mut order: Vec<u32> =
        (0..problem.len() as u32).filter(|&i| problem.durations[i as usize] > 0).collect();
    order.sort_unstable_by_key(|&task| (starts[task as usize], task));
    let mut running: BinaryHeap<Reverse<(u64, u32)>> = BinaryHeap::new();
    for together in order.chunk_by(|&a, &b| starts[a as usize] == starts[b as usize]) {
        let now = starts[together[0] as usize];
        while let Some(&Reverse((_, task))) = running.peek().filter(|ended| ended.0.0 <= now) {
            running.pop();
            let reserved = prefer.keep_chains && ancestry.has_chain_follower[task as usize];
            lanes.free(task, window[task as usize], reserved);
        }
        let mut rest = together.to_vec();
        if prefer.keep_chains {
            rest.retain(|&task| {
                let before = ancestry.chain_need[task as usize];
                before.is_none_or(|need| !lanes.take(task, window[need as usize], true, &mut window))
            });
        }
        if prefer.warm_context {
            rest.retain(|&task| {
                let warm = ancestry.needs_by_end(task, problem, starts);
                !warm.into_iter().any(|need| lanes.take(task, window[need as usize], false, &mut window))
            });
        }
        for task in rest {
            lanes.take_any(task, &mut window);
        }
        running.extend(
            together
                .iter()
                .map(|&task| Reverse((starts[task as usize] + problem.durations[task as usize], task))),
        );
    }
    for task in 0..problem.len() {
        if problem.durations[task] == 0 {
            window[task] = ancestry.stand_in[task].map_or(1, |need| window[need as usize]);
        }
    }
    window
}

/// Needs as seen through tasks of length 0.
struct Ancestry<'a> {
    needs: &'a Csr,
    /// The task itself, or for a joint the task of positive length behind it that ends last.
    stand_in: Vec<Option<u32>>,
    /// The need that the task follows in a strict chain.
    chain_need: Vec<Option<u32>>,
    has_chain_follower: Vec<bool>,
}

impl<'a> Ancestry<'a> {
    fn of(problem: &'a Problem, starts: &[u64]) -> Self {
        let followers = problem.needs.reversed();
        let is_joint = |task: u32| problem.durations[task as usize] == 0;
        let end = |task: u32| starts[task as usize] + problem.durations[task as usize];
        let mut stand_in: Vec<Option<u32>> =
            (0..problem.len() as u32).map(|task| (!is_joint(task)).then_some(task)).collect();
        let mut chain_need = vec![None; problem.len()];
        let mut has_chain_follower = vec![false; problem.len()];
        for task in super::topological::sorted_part(&problem.needs) {
            let needs = problem.needs.row(task as usize);
            if is_joint(task) {
                let behind = needs.iter().filter_map(|&need| stand_in[need as usize]);
                stand_in[task as usize] = behind.max_by_key(|&need| (end(need), Reverse(need)));
            }
            if let [need] = *needs
                && followers.row(need as usize).len() == 1
            {
                chain_need[task as usize] =
                    if is_joint(need) { chain_need[need as usize] } else { Some(need) };
            }
            if let Some(need) = chain_need[task as usize].filter(|_| !is_joint(task)) {
                has_chain_follower[need as usize] = true;
            }
        }
        Self { needs: &problem.needs, stand_in, chain_need, has_chain_follower }
    }

    /// Needs of positive length, the last to end first, ties by index.
    fn needs_by_end(&self, task: u32, problem: &Problem, starts: &[u64]) -> Vec<u32> {
        let needs = self.needs.row(task as usize).iter();
        let mut needs: Vec<u32> = needs.filter_map(|&need| self.stand_in[need as usize]).collect();
        needs.sort_unstable_by_key(|&need| {
            (Reverse(starts[need as usize] + problem.durations[need as usize]), need)
        });
        needs.dedup();
        needs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::engine::WindowGroups;

    fn assign(durations: &[u64], needs: &[Vec<u32>], windows: u32, starts: &[u64]) -> Vec<u32> {
        let problem = Problem::new(durations.to_vec(), Csr::from_rows(needs), windows);
        assign_windows(&problem, starts, &WindowPreference::default())
    }

    #[test]
    fn a_task_goes_where_its_latest_need_ran() {
        // 2 needs 0 and 1; 1 ended last, on window 2.
        let needs = [vec![], vec![], vec![0, 1]];
        assert_eq!(assign(&[2, 3, 1], &needs, 2, &[0, 0, 3]), [1, 2, 2]);
    }

    #[test]
    fn a_chain_keeps_its_window_although_another_could_take_it() {
        // 0 then 2 is a strict chain with a pause; 1 and 3 are free; windows suffice.
        let needs = [vec![], vec![], vec![0], vec![]];
        assert_eq!(assign(&[2, 9, 2, 3], &needs, 3, &[0, 0, 4, 2]), [1, 2, 1, 3]);
        // With two windows the pause must be used by 3, and 2 follows where it can.
        assert_eq!(assign(&[2, 5, 2, 3], &needs, 2, &[0, 0, 5, 2]), [1, 2, 1, 1]);
    }

    #[test]
    fn joints_take_the_window_of_a_need() {
        let needs = [vec![], vec![], vec![0, 1], vec![2], vec![]];
        assert_eq!(assign(&[2, 3, 0, 1, 0], &needs, 2, &[0, 0, 3, 3, 0]), [1, 2, 2, 2, 1]);
    }

    #[test]
    fn groups_have_windows_of_their_own() {
        let mut problem = Problem::new(vec![2, 2, 2], Csr::from_rows::<[u32; 0]>(&[[], [], []]), u32::MAX);
        problem.groups = Some(WindowGroups { of: vec![1, 0, 1], windows: vec![1, 2] });
        assert_eq!(assign_windows(&problem, &[0, 0, 0], &WindowPreference::default()), [2, 1, 3]);
    }
}
