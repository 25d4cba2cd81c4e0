use crate::runlog::{Moment, Run};
use crate::syntax::Minutes;

/// Turns moments into minutes of a run: from its first event, without its pauses.
#[derive(Clone, Debug, Default)]
pub struct RunClock {
    began: Moment,
    /// Pauses that do not touch, by time: start, end, and what all before it took.
    pauses: Vec<(Moment, Moment, Minutes)>,
}

impl RunClock {
    /// The clock of a run; a pause that is still open ends at `as_of`.
    pub fn new(run: &Run, as_of: Moment) -> RunClock {
        let mut pauses: Vec<(Moment, Moment)> =
            run.pauses.iter().map(|&(from, to)| (from, to.unwrap_or(as_of).min(as_of))).collect();
        pauses.retain(|(from, to)| from < to);
        pauses.sort_unstable();
        let mut joined: Vec<(Moment, Moment, Minutes)> = Vec::new();
        for (from, to) in pauses {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                Some(&mut (start, end, before)) => joined.push((from, to, before + end.since(start))),
                None => joined.push((from, to, Minutes::ZERO)),
            }
        }
        RunClock { began: run.began.unwrap_or(as_of), pauses: joined }
    }

    /// The minute of a moment; zero before the first event.
    pub fn minute(&self, at: Moment) -> Minutes {
        let before = self.pauses.partition_point(|pause| pause.0 < at);
        let paused = before.checked_sub(1).map_or(Minutes::ZERO, |last| {
            let (from, to, earlier) = self.pauses[last];
            earlier + to.min(at).since(from)
        });
        at.since(self.began) - paused
    }

    /// The moment of the first event.
    pub fn began(&self) -> Moment {
        self.began
    }

    /// The minute at which each pause stands, and how long it took.
    pub fn pauses(&self) -> impl Iterator<Item = (Minutes, Minutes)> + '_ {
        self.pauses.iter().map(|&(from, to, _)| (self.minute(from), to.since(from)))
    }
}
