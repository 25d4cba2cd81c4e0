//! The optimum by trying everything, and small random problems.

use crate::graph::Csr;
use crate::schedule::engine::random::Random;
use crate::schedule::engine::{Problem, WindowGroups};

/// A random problem of up to `most` tasks, with the features switched on by the seed.
pub(in crate::schedule::engine) fn random_problem(random: &mut Random, most: u64) -> Problem {
    let tasks = 1 + random.below(most) as usize;
    let longest = [1, 3, 9][random.below(3) as usize];
    let joints = random.below(3) == 0;
    let durations: Vec<u64> = (0..tasks)
        .map(|_| if joints && random.below(4) == 0 { 0 } else { 1 + random.below(longest) })
        .collect();
    let density = 1 + random.below(5);
    let mut numbers: Vec<u32> = (0..tasks as u32).collect();
    for i in (1..tasks).rev() {
        numbers.swap(i, random.below(i as u64 + 1) as usize);
    }
    let mut pairs = Vec::new();
    for later in 1..tasks {
        for earlier in 0..later {
            if random.below(10) < density {
                pairs.push((numbers[later], numbers[earlier]));
            }
        }
    }
    let windows = if random.below(8) == 0 { u32::MAX } else { 1 + random.below(4) as u32 };
    let mut problem = Problem::new(durations, Csr::from_pairs(tasks, &pairs), windows);
    if random.below(2) == 0 {
        let locks = 1 + random.below(3);
        problem.locks =
            (0..locks).map(|_| (0..tasks as u32).filter(|_| random.below(3) == 0).collect()).collect();
    }
    if random.below(4) == 0 {
        let groups = 1 + random.below(3);
        problem.groups = Some(WindowGroups {
            of: (0..tasks).map(|_| random.below(groups) as u32).collect(),
            windows: (0..groups).map(|_| 1 + random.below(3) as u32).collect(),
        });
    }
    if random.below(5) == 0 {
        // Numbers that grow along the needs.
        let mut barriers = vec![0; tasks];
        for (place, &task) in numbers.iter().enumerate() {
            barriers[task as usize] = (place as u64 * 3 / tasks as u64) as u32;
        }
        problem.barriers = Some(barriers);
    }
    problem
}

/// The optimum: all orders of the tasks, each placed at its earliest fitting start (serial schedules
/// contain an optimal one).
pub(in crate::schedule::engine) fn optimum(problem: &Problem) -> u64 {
    let mut search = Search { problem, starts: vec![None; problem.len()], best: problem.work() };
    search.place_next();
    search.best
}

struct Search<'a> {
    problem: &'a Problem,
    starts: Vec<Option<u64>>,
    best: u64,
}

impl Search<'_> {
    fn end(&self, task: usize) -> Option<u64> {
        self.starts[task].map(|start| start + self.problem.durations[task])
    }

    fn place_next(&mut self) {
        if self.starts.iter().all(Option::is_some) {
            let end = (0..self.starts.len()).filter_map(|task| self.end(task)).max().unwrap_or(0);
            self.best = self.best.min(end);
            return;
        }
        for task in 0..self.starts.len() {
            if self.starts[task].is_some() {
                continue;
            }
            let barriers = self.problem.barriers.as_ref();
            let behind = (0..self.starts.len())
                .filter(|&other| barriers.is_some_and(|barriers| barriers[other] < barriers[task]));
            let needs = self.problem.needs.row(task).iter().map(|&need| need as usize);
            let Some(ends) = needs.chain(behind).map(|need| self.end(need)).collect::<Option<Vec<u64>>>()
            else {
                continue;
            };
            let mut start = ends.into_iter().max().unwrap_or(0);
            while !self.fits(task, start) {
                start += 1;
            }
            if start + self.problem.durations[task] >= self.best {
                continue;
            }
            self.starts[task] = Some(start);
            self.place_next();
            self.starts[task] = None;
        }
    }

    fn fits(&self, task: usize, start: u64) -> bool {
        (start..start + self.problem.durations[task]).all(|now| {
            let runs = |other: usize| {
                other != task
                    && self.starts[other].is_some_and(|from| from <= now)
                    && self.end(other) > Some(now)
            };
            let running: Vec<u32> = (0..self.starts.len()).filter(|&i| runs(i)).map(|i| i as u32).collect();
            let locked = self.problem.locks.iter().any(|lock| {
                lock.contains(&(task as u32)) && running.iter().any(|other| lock.contains(other))
            });
            let crowded = self.problem.groups.as_ref().is_some_and(|groups| {
                let group = groups.of[task];
                let inside = running.iter().filter(|&&other| groups.of[other as usize] == group).count();
                inside >= groups.windows[group as usize] as usize
            });
            !locked && !crowded && running.len() < self.problem.windows as usize
        })
    }
}
