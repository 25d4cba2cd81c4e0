use super::cause::{Cause, Split};
use super::opening::Opening;
use super::{Observed, Timeline};
use crate::plan::SubtaskIx;
use crate::runlog::Outcome;
use crate::schedule::Slot;
use crate::syntax::Minutes;

/// Planned against actual of one window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowFigures {
    /// Its number; `None` for tries whose window nobody logged.
    pub window: Option<u32>,
    /// How many subtasks the schedule gives it.
    pub planned: u32,
    /// Their minutes.
    pub planned_busy: Minutes,
    /// When the schedule's last one ends.
    pub planned_end: Minutes,
    /// How many tries it worked on.
    pub tries: u32,
    /// How many of them failed or were given up.
    pub failed: u32,
    /// Time in which it worked on something.
    pub busy: Minutes,
    /// When its first try started and its last one ended.
    pub span: Option<(Minutes, Minutes)>,
    /// The times in which it did nothing, in order; none where it never worked.
    pub idle: Vec<Idle>,
    /// The same by cause.
    pub causes: Split,
}

/// A stretch of time in which a window did nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Idle {
    /// From.
    pub from: Minutes,
    /// To.
    pub to: Minutes,
    /// The subtask that it waited for: the next one that it worked on, else the next one of the schedule.
    pub next: Option<SubtaskIx>,
    /// Why that one did not start.
    pub causes: Split,
}

impl Idle {
    /// The cause of most of it; of equal ones the first.
    pub fn cause(&self) -> Cause {
        let causes = Cause::ALL.into_iter().rev();
        causes.max_by_key(|&cause| self.causes.of(cause)).unwrap_or(Cause::Nothing)
    }
}

/// Figures of every window that the schedule or the log names, by number, tries without a window last.
pub(super) fn windows(observed: &Observed<'_>, timeline: &Timeline, opening: &Opening) -> Vec<WindowFigures> {
    let slots = observed.execution.map_or(&[][..], |execution| &execution.slots);
    let mut planned: std::collections::BTreeMap<u32, Vec<&Slot>> = std::collections::BTreeMap::new();
    for slot in slots {
        planned.entry(slot.window).or_default().push(slot);
    }
    let mut numbers: Vec<Option<u32>> = timeline.windows().map(|(window, _)| window).collect();
    numbers.extend(planned.keys().map(|&window| Some(window)));
    numbers.sort_unstable_by_key(|window| window.unwrap_or(u32::MAX));
    numbers.dedup();
    let none = Vec::new();
    let one = |window: Option<u32>| {
        let slots = window.and_then(|window| planned.get(&window)).unwrap_or(&none);
        figures(observed, timeline, opening, window, slots)
    };
    numbers.into_iter().map(one).collect()
}

fn figures(
    observed: &Observed<'_>,
    timeline: &Timeline,
    opening: &Opening,
    window: Option<u32>,
    slots: &[&Slot],
) -> WindowFigures {
    let indices = timeline.in_window(window);
    let tries = || indices.iter().map(|&at| &timeline.tries[at]);
    let busy = opening.busy(window);
    let mut idle = Vec::new();
    // Tries without a window ran somewhere; nothing is known about that place.
    if window.is_some() && !indices.is_empty() {
        for (from, to) in busy.gaps(Minutes::ZERO, timeline.end) {
            idle.push(gap(observed, timeline, opening, indices, slots, from, to));
        }
    }
    let mut causes = Split::default();
    for stretch in &idle {
        causes.add_all(&stretch.causes);
    }
    let failed = tries().filter(|t| matches!(t.outcome, Outcome::Failed | Outcome::Abandoned)).count();
    let first = tries().map(super::Try::from).min();
    WindowFigures {
        window,
        planned: slots.len() as u32,
        planned_busy: slots.iter().map(|slot| slot.end - slot.start).sum(),
        planned_end: slots.iter().map(|slot| slot.end).max().unwrap_or_default(),
        tries: indices.len() as u32,
        failed: failed as u32,
        busy: busy.total(),
        span: first.zip(tries().map(|attempt| attempt.until).max()),
        idle,
        causes,
    }
}

/// A gap between two tries of a window, or behind the last one.
fn gap(
    observed: &Observed<'_>,
    timeline: &Timeline,
    opening: &Opening,
    indices: &[usize],
    slots: &[&Slot],
    from: Minutes,
    to: Minutes,
) -> Idle {
    let after = indices.partition_point(|&at| timeline.tries[at].from() < to);
    let next = indices.get(after).map(|&at| timeline.tries[at].subtask);
    // Behind the last try the schedule says what should have come.
    let open = |slot: &&&Slot| {
        timeline.of(slot.subtask).is_empty() && !observed.progress.state(slot.subtask).is_over()
    };
    let next = next.or_else(|| slots.iter().find(open).map(|slot| slot.subtask));
    let causes = match next {
        Some(ix) => opening.split(ix, None, from, to),
        None => {
            let mut split = Split::default();
            split.add(Cause::Nothing, to - from);
            split
        }
    };
    Idle { from, to, next, causes }
}
