//! Work that no placement keeps out of an interval.

use super::instance::Time;

/// Between which times a task runs, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// Earliest start.
    pub(super) start: Time,
    /// Latest end.
    pub(super) end: Time,
    pub(super) length: Time,
}

/// Compares the least work in every interval with what the windows can do there.
///
/// For a fixed left end the least work of a task is a ramp in the right end: it grows by one from
/// max(latest start, left end) on, for min(length, earliest end - left end) units. Sums of ramps over
/// all right ends cost one sweep (energetic reasoning: Erschler, Lopez, Thuillier 1991;
/// Baptiste, Le Pape, Nuijten 1999). From one left end to the next only the ramps of tasks that may have
/// begun change. Keeps its memory between calls.
#[derive(Debug, Default)]
pub(super) struct EnergyTest {
    lefts: Vec<Time>,
    /// Changes of slope by time, where times are few.
    slope: Slopes,
    by_start: Vec<u32>,
    /// Ramps of tasks whose earliest start has passed.
    begun: Vec<Ramp>,
    /// Changes of slope as events, where times are many.
    events: Vec<(Time, i32)>,
}

/// Up to this many times a task all of them are walked through; beyond that only those with a change.
const DENSE: usize = 6;
/// Beyond this many times a task changes are not kept by time.
const SPARSE: usize = 500;

/// Changes of slope by time, and where there are any.
#[derive(Debug, Default)]
struct Slopes {
    changes: Vec<i32>,
    /// A bit per time.
    marks: Vec<u64>,
}

#[derive(Clone, Copy, Debug)]
struct Ramp {
    slot: u32,
    begin: Time,
    end: Time,
}

impl EnergyTest {
    /// The largest excess of least work over capacity in any interval; 0 when all fits.
    ///
    /// Left ends are all earliest starts and latest starts of the tasks. No time may be negative.
    pub(super) fn excess(&mut self, slots: &[Slot], windows: usize) -> Time {
        self.run(slots, windows, Time::MAX)
    }

    /// Whether some interval cannot hold its work.
    pub(super) fn overflows(&mut self, slots: &[Slot], windows: usize) -> bool {
        self.run(slots, windows, 0) > 0
    }

    /// Stops at the first excess above `enough`.
    fn run(&mut self, slots: &[Slot], windows: usize, enough: Time) -> Time {
        self.lefts.clear();
        self.lefts.extend(slots.iter().map(|slot| slot.start));
        self.lefts.extend(slots.iter().map(|slot| slot.end - slot.length));
        self.lefts.sort_unstable();
        self.lefts.dedup();
        let horizon = slots.iter().map(|slot| slot.end).max().unwrap_or(0);
        if horizon as usize <= SPARSE * (slots.len() + 1) {
            return self.sweep_times(slots, windows, horizon, enough);
        }
        let lefts = std::mem::take(&mut self.lefts);
        let mut worst = 0;
        for &left in &lefts {
            worst = worst.max(self.sweep_events(slots, windows, left));
            if worst > enough {
                break;
            }
        }
        self.lefts = lefts;
        worst
    }

    fn sweep_times(&mut self, slots: &[Slot], windows: usize, horizon: Time, enough: Time) -> Time {
        self.slope.reset(horizon as usize + 1);
        let is_dense = horizon as usize <= DENSE * slots.len();
        let mut work = 0;
        for slot in slots {
            self.slope.add(slot.end - slot.length, 1);
            self.slope.add(slot.end, -1);
            work += slot.length;
        }
        self.by_start.clear();
        self.by_start.extend(0..slots.len() as u32);
        self.by_start.sort_unstable_by_key(|&slot| slots[slot as usize].start);
        self.begun.clear();
        let mut next = 0;
        let mut worst = 0;
        for &left in &self.lefts {
            while let Some(&slot) = self.by_start.get(next).filter(|&&slot| slots[slot as usize].start < left)
            {
                let Slot { end, length, .. } = slots[slot as usize];
                self.begun.push(Ramp { slot, begin: end - length, end });
                next += 1;
            }
            let slope = &mut self.slope;
            self.begun.retain_mut(|old| {
                let (begin, end) = ramp(&slots[old.slot as usize], left);
                slope.add(old.begin, -1);
                slope.add(old.end, 1);
                work -= old.end - old.begin;
                if begin >= end {
                    return false;
                }
                slope.add(begin, 1);
                slope.add(end, -1);
                work += end - begin;
                (old.begin, old.end) = (begin, end);
                true
            });
            // Further right the windows hold all the work there is.
            let last = horizon.min(left + work / windows as Time + 1).max(left);
            let highest = if is_dense {
                self.slope.highest_by_time(left, last, windows)
            } else {
                self.slope.highest_by_change(left, last, windows)
            };
            worst = worst.max(highest);
            if worst > enough {
                break;
            }
        }
        worst
    }

    fn sweep_events(&mut self, slots: &[Slot], windows: usize, left: Time) -> Time {
        self.events.clear();
        for slot in slots {
            let (begin, end) = ramp(slot, left);
            if begin < end {
                self.events.push((begin, 1));
                self.events.push((end, -1));
            }
        }
        self.events.sort_unstable();
        let (mut slope, mut excess, mut worst, mut at) = (-(windows as Time), 0, 0, left);
        for &(time, change) in &self.events {
            excess += slope * (time - at);
            worst = worst.max(excess);
            slope += Time::from(change);
            at = time;
        }
        worst
    }
}

impl Slopes {
    fn reset(&mut self, times: usize) {
        self.changes.clear();
        self.changes.resize(times, 0);
        self.marks.clear();
        self.marks.resize(times.div_ceil(64), 0);
    }

    fn add(&mut self, time: Time, change: i32) {
        let at = time as usize;
        self.changes[at] += change;
        let bit = 1 << (at % 64);
        if self.changes[at] == 0 {
            self.marks[at / 64] &= !bit;
        } else {
            self.marks[at / 64] |= bit;
        }
    }

    /// The largest excess of work over capacity from `left` to any time up to `last`.
    fn highest_by_time(&self, left: Time, last: Time, windows: usize) -> Time {
        let (mut slope, mut excess, mut highest) = (-(windows as i32), 0_i32, 0);
        for change in &self.changes[left as usize..last as usize] {
            slope += change;
            excess += slope;
            highest = highest.max(excess);
        }
        Time::from(highest)
    }

    /// The same: between two changes the excess has no peak.
    fn highest_by_change(&self, left: Time, last: Time, windows: usize) -> Time {
        let (mut slope, mut excess, mut highest, mut at) = (-(windows as Time), 0, 0, left);
        let mut place = left as usize / 64;
        let mut word = self.marks.get(place).map_or(0, |word| word & (u64::MAX << (left as usize % 64)));
        loop {
            while word == 0 {
                place += 1;
                match self.marks.get(place) {
                    Some(&next) if place * 64 < last as usize => word = next,
                    _ => return highest.max(excess + slope * (last - at)),
                }
            }
            let time = (place * 64) as Time + Time::from(word.trailing_zeros());
            word &= word - 1;
            if time >= last {
                return highest.max(excess + slope * (last - at));
            }
            excess += slope * (time - at);
            highest = highest.max(excess);
            slope += Time::from(self.changes[time as usize]);
            at = time;
        }
    }
}

/// Where the least work of a task right of `left` begins and stops growing.
fn ramp(slot: &Slot, left: Time) -> (Time, Time) {
    let begin = (slot.end - slot.length).max(left);
    let size = slot.length.min(slot.start + slot.length - left);
    (begin, begin + size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::engine::random::Random;

    /// Least work of one task in `[left, right)`: shifted fully left or fully right.
    fn least(slot: &Slot, left: Time, right: Time) -> Time {
        let overlap = |start: Time| ((start + slot.length).min(right) - start.max(left)).max(0);
        overlap(slot.start).min(overlap(slot.end - slot.length))
    }

    #[test]
    fn both_sweeps_equal_the_plain_definition() {
        let mut random = Random::new(5);
        for _ in 0..300 {
            let slots: Vec<Slot> = (0..=random.below(7))
                .map(|_| {
                    let (start, length) = (random.below(12) as Time, 1 + random.below(6) as Time);
                    Slot { start, length, end: start + length + random.below(8) as Time }
                })
                .collect();
            let horizon = slots.iter().map(|slot| slot.end).max().unwrap_or(0);
            for windows in 1..3 {
                let mut test = EnergyTest::default();
                let mut all = 0;
                for left in slots.iter().flat_map(|slot| [slot.start, slot.end - slot.length]) {
                    let plain = (left..=horizon).map(|right| {
                        let work: Time = slots.iter().map(|slot| least(slot, left, right)).sum();
                        work - windows as Time * (right - left)
                    });
                    let plain = plain.max().unwrap_or(0);
                    assert_eq!(test.sweep_events(&slots, windows, left), plain);
                    all = all.max(plain);
                }
                assert_eq!(test.excess(&slots, windows), all, "{slots:?} {windows}");
                // The same plan a hundred times as long: changes are few among its times.
                let stretch = |slot: &Slot| Slot {
                    start: slot.start * 100,
                    end: slot.end * 100,
                    length: slot.length * 100,
                };
                let long: Vec<Slot> = slots.iter().map(stretch).collect();
                assert_eq!(test.excess(&long, windows), all * 100, "{slots:?} {windows}");
                assert_eq!(test.overflows(&slots, windows), all > 0);
            }
        }
    }
}
