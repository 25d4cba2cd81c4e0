use std::collections::BTreeMap;

use super::{Cause, Timeline, WindowFigures};
use crate::syntax::Minutes;

/// How many windows worked, and how many waited, in a stretch of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// From.
    pub from: Minutes,
    /// To.
    pub to: Minutes,
    /// Minutes that windows worked in it, all together.
    pub busy: Minutes,
    /// Minutes that windows did nothing and something was left for them.
    pub waiting: Minutes,
}

/// More stretches than this are told as so many of equal length.
const MOST: u64 = 120;

/// The stretches of a run, each as long as nothing changed; of a run with many changes, stretches of equal length.
/// Tries of which nobody logged the window are left out.
pub(super) fn load(timeline: &Timeline, windows: &[WindowFigures]) -> Vec<Load> {
    let mut changes: BTreeMap<Minutes, (i64, i64)> = BTreeMap::new();
    let mut change = |at: Minutes, busy: i64, waiting: i64| {
        let known = changes.entry(at).or_default();
        *known = (known.0 + busy, known.1 + waiting);
    };
    for own in windows.iter().filter(|own| own.window.is_some() && own.tries > 0) {
        change(Minutes::ZERO, 1, 0);
        change(timeline.end, -1, 0);
        for idle in &own.idle {
            let waits = i64::from(idle.cause() != Cause::Nothing);
            change(idle.from, -1, waits);
            change(idle.to, 1, -waits);
        }
    }
    changes.retain(|_, change| *change != (0, 0));
    let (mut stretches, mut now) = (Vec::new(), (0, 0));
    let mut last = Minutes::ZERO;
    for (at, (busy, waiting)) in changes {
        if at > last {
            stretches.push(stretch(last, at, now));
        }
        last = at;
        now = (now.0 + busy, now.1 + waiting);
    }
    if stretches.len() as u64 <= MOST { stretches } else { slices(&stretches, last) }
}

/// The stretch in which so many windows worked and waited.
fn stretch(from: Minutes, to: Minutes, (busy, waiting): (i64, i64)) -> Load {
    let minutes = |windows: i64| {
        let windows = u64::try_from(windows).unwrap_or_default();
        Minutes::from_parts((to - from).parts().saturating_mul(windows))
    };
    Load { from, to, busy: minutes(busy), waiting: minutes(waiting) }
}

/// The same as stretches of equal length.
fn slices(stretches: &[Load], end: Minutes) -> Vec<Load> {
    let edge =
        |at: u64| Minutes::from_parts((u128::from(end.parts()) * u128::from(at) / u128::from(MOST)) as u64);
    let mut first = 0;
    let slice = |at: u64| {
        let (from, to) = (edge(at), edge(at + 1));
        let (mut busy, mut waiting) = (0, 0);
        while stretches.get(first).is_some_and(|own| own.to <= from) {
            first += 1;
        }
        for own in stretches[first..].iter().take_while(|own| own.from < to) {
            let length = u128::from((own.to - own.from).parts());
            let inside = u128::from((own.to.min(to) - own.from.max(from)).parts());
            busy += u128::from(own.busy.parts()) * inside / length;
            waiting += u128::from(own.waiting.parts()) * inside / length;
        }
        Load {
            from,
            to,
            busy: Minutes::from_parts(busy as u64),
            waiting: Minutes::from_parts(waiting as u64),
        }
    };
    (0..MOST).map(slice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_hold_what_the_stretches_hold() {
        let minutes = Minutes::new;
        let stretches: Vec<Load> = (0..500_u32)
            .map(|at| {
                let from = minutes(u64::from(at) * 3);
                stretch(from, from + minutes(3), (i64::from(at % 7 != 0), i64::from(at % 3)))
            })
            .collect();
        let found = slices(&stretches, minutes(1_500));
        assert_eq!((found.len() as u64, found[0].from, found[119].to), (MOST, Minutes::ZERO, minutes(1_500)));
        let sum = |loads: &[Load]| -> (u64, u64) {
            (
                loads.iter().map(|own| own.busy).sum::<Minutes>().rounded(),
                loads.iter().map(|own| own.waiting).sum::<Minutes>().rounded(),
            )
        };
        assert_eq!(sum(&found), sum(&stretches));
    }
}
