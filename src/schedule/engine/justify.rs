//! Double justification.

use super::instance::{Instance, Time};
use super::profile::Profile;

/// Shifts the tasks of a schedule as late as possible, then as early as possible, which often
/// shortens and never lengthens it (Wiest 1964; Valls, Ballestin, Quintanilla 2005).
///
/// Works on an instance and its mirror image; shifting late is shifting early in the mirror.
/// Keeps its memory between schedules.
#[derive(Debug)]
pub(super) struct Justifier {
    windows: Option<Profile>,
    pools: Vec<Profile>,
    order: Vec<u32>,
    turned: Vec<Time>,
}

impl Justifier {
    pub(super) fn new(instance: &Instance) -> Self {
        Self {
            windows: instance.has_scarce_windows().then(|| Profile::new(instance.windows)),
            pools: instance.pools.iter().map(|pool| Profile::new(pool.capacity)).collect(),
            order: Vec::new(),
            turned: Vec::new(),
        }
    }

    /// Repeats right and left shifts until a round gains nothing, at most `rounds` times.
    /// Returns the makespan of the improved `starts`.
    pub(super) fn improve(
        &mut self,
        instance: &Instance,
        mirror: &Instance,
        starts: &mut Vec<Time>,
        rounds: u32,
    ) -> Time {
        let mut best = instance.makespan(starts);
        for _ in 0..rounds {
            let mut turned = std::mem::take(&mut self.turned);
            turn(instance, best, starts, &mut turned);
            let length = self.shift_early(mirror, &mut turned);
            turn(mirror, length, &turned, starts);
            self.turned = turned;
            let length = self.shift_early(instance, starts);
            if length >= best {
                break;
            }
            best = length;
        }
        best
    }

    /// Starts each task, in order of its start so far, as early as needs, windows and pools allow.
    /// No task starts later than before. Returns the makespan.
    pub(super) fn shift_early(&mut self, instance: &Instance, starts: &mut [Time]) -> Time {
        self.order.clear();
        self.order.extend(0..instance.len() as u32);
        self.order.sort_unstable_by_key(|&task| (starts[task as usize], task));
        self.windows.iter_mut().for_each(Profile::clear);
        self.pools.iter_mut().for_each(Profile::clear);
        let mut makespan = 0;
        for &task in &self.order {
            let task = task as usize;
            let length = instance.durations[task];
            let needs = instance.needs.row(task).iter();
            let ends = needs.map(|&need| starts[need as usize] + instance.durations[need as usize]);
            let mut start = ends.max().unwrap_or(0);
            if length > 0 {
                let pools = instance.pools_of.row(task);
                loop {
                    let mut later = self.windows.as_ref().map_or(start, |all| all.earliest(start, length));
                    for &pool in pools {
                        later = self.pools[pool as usize].earliest(later, length);
                    }
                    if later == start || pools.is_empty() {
                        start = later;
                        break;
                    }
                    start = later;
                }
                self.windows.iter_mut().for_each(|all| all.add(start, start + length));
                for &pool in pools {
                    self.pools[pool as usize].add(start, start + length);
                }
            }
            starts[task] = start;
            makespan = makespan.max(start + length);
        }
        makespan
    }
}

/// Writes the schedule as seen with time running backwards from `makespan`.
pub(super) fn turn(instance: &Instance, makespan: Time, starts: &[Time], turned: &mut Vec<Time>) {
    turned.clear();
    let backwards = starts.iter().zip(&instance.durations).rev();
    turned.extend(backwards.map(|(start, duration)| makespan - start - duration));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Csr;

    #[test]
    fn closes_a_gap_that_a_list_schedule_left() {
        // Two windows; task 2 (long) was started last although it should start first.
        let needs = Csr::from_rows::<[u32; 0]>(&[[], [], []]);
        let instance = Instance::new(vec![2, 2, 4], needs, 2, vec![]);
        let mirror = instance.mirrored();
        let mut starts = vec![0, 0, 2];
        let makespan = Justifier::new(&instance).improve(&instance, &mirror, &mut starts, 9);
        assert_eq!((makespan, starts), (4, vec![0, 2, 0]));
    }
}
