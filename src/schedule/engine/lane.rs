//! Windows that are free.

use std::collections::BTreeSet;

use super::{Problem, WindowGroups};

/// Free windows; with groups of their own windows, one stock per group.
#[derive(Debug)]
pub(super) struct Lanes<'a> {
    groups: Option<&'a WindowGroups>,
    stocks: Vec<Stock>,
}

/// Windows with numbers above `base`, opened one by one.
#[derive(Debug)]
struct Stock {
    base: u32,
    used: u32,
    /// How many tasks run at a time: that many windows are enough.
    limit: u32,
    free: BTreeSet<u32>,
    /// Free, but a task will follow here that belongs to the one before.
    reserved: BTreeSet<u32>,
}

impl<'a> Lanes<'a> {
    pub(super) fn of(problem: &'a Problem, starts: &[u64]) -> Self {
        let stock =
            |base, limit| Stock { base, used: 0, limit, free: BTreeSet::new(), reserved: BTreeSet::new() };
        let all = 0..problem.len() as u32;
        if let Some(groups) = &problem.groups {
            let mut members: Vec<Vec<u32>> = groups.windows.iter().map(|_| Vec::new()).collect();
            for task in all.clone() {
                members[groups.of[task as usize] as usize].push(task);
            }
            let mut stocks = Vec::with_capacity(members.len());
            let mut total = 0_u32;
            for (members, &windows) in members.iter().zip(&groups.windows) {
                stocks.push(stock(total, peak(problem, starts, members)));
                // A group without a limit takes as many numbers as it can use.
                let own = if windows == u32::MAX { members.len() as u32 } else { windows.max(1) };
                total = total.saturating_add(own);
            }
            if total <= problem.windows {
                return Self { groups: Some(groups), stocks };
            }
        }
        let all: Vec<u32> = all.collect();
        Self { groups: None, stocks: vec![stock(0, peak(problem, starts, &all))] }
    }

    fn stock(&mut self, task: u32) -> &mut Stock {
        let index = self.groups.map_or(0, |groups| groups.of[task as usize] as usize);
        &mut self.stocks[index]
    }

    pub(super) fn free(&mut self, task: u32, window: u32, reserved: bool) {
        let stock = self.stock(task);
        let set = if reserved { &mut stock.reserved } else { &mut stock.free };
        set.insert(window);
    }

    /// Takes a certain window if it is free in the task's stock; a reserved one only if asked to.
    pub(super) fn take(&mut self, task: u32, wanted: u32, reserved: bool, window: &mut [u32]) -> bool {
        let stock = self.stock(task);
        let taken = stock.free.remove(&wanted) || (reserved && stock.reserved.remove(&wanted));
        if taken {
            window[task as usize] = wanted;
        }
        taken
    }

    pub(super) fn take_any(&mut self, task: u32, window: &mut [u32]) {
        let stock = self.stock(task);
        let mut found = stock.free.pop_first();
        if found.is_none() && stock.used < stock.limit {
            stock.used += 1;
            found = Some(stock.base + stock.used);
        }
        window[task as usize] = found.or_else(|| stock.reserved.pop_first()).unwrap_or(stock.base + 1);
    }
}

/// The largest number of tasks that run at a time.
fn peak(problem: &Problem, starts: &[u64], tasks: &[u32]) -> u32 {
    let real = tasks.iter().map(|&task| task as usize).filter(|&task| problem.durations[task] > 0);
    let mut begins: Vec<u64> = real.clone().map(|task| starts[task]).collect();
    let mut ends: Vec<u64> = real.map(|task| starts[task] + problem.durations[task]).collect();
    begins.sort_unstable();
    ends.sort_unstable();
    let (mut ended, mut peak) = (0, 0);
    for (begun, &begin) in begins.iter().enumerate() {
        while ends[ended] <= begin {
            ended += 1;
        }
        peak = peak.max(begun + 1 - ended);
    }
    peak as u32
}
