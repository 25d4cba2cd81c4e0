use crate::syntax::Minutes;

/// Stretches of time that do not touch, by time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spans(Vec<(Minutes, Minutes)>);

/// No time at all.
pub(super) static NEVER: Spans = Spans(Vec::new());

impl Spans {
    /// Joins stretches that touch; empty ones vanish.
    pub(super) fn new(mut spans: Vec<(Minutes, Minutes)>) -> Spans {
        spans.retain(|(from, to)| from < to);
        spans.sort_unstable();
        let mut joined: Vec<(Minutes, Minutes)> = Vec::with_capacity(spans.len());
        for (from, to) in spans {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        Spans(joined)
    }

    /// Those parts that lie between two times.
    pub(super) fn within(&self, from: Minutes, to: Minutes) -> impl Iterator<Item = (Minutes, Minutes)> + '_ {
        let first = self.0.partition_point(|span| span.1 <= from);
        let inside = self.0[first..].iter().take_while(move |span| span.0 < to);
        inside.map(move |&(start, end)| (start.max(from), end.min(to)))
    }

    /// What lies between the stretches from `from` to `to`.
    pub(super) fn gaps(&self, from: Minutes, to: Minutes) -> Vec<(Minutes, Minutes)> {
        let mut gaps = Vec::new();
        let mut at = from;
        for (start, end) in self.within(from, to) {
            if at < start {
                gaps.push((at, start));
            }
            at = end;
        }
        if at < to {
            gaps.push((at, to));
        }
        gaps
    }

    /// All of them together.
    pub(super) fn total(&self) -> Minutes {
        self.0.iter().map(|&(from, to)| to - from).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(list: &[(u64, u64)]) -> Vec<(Minutes, Minutes)> {
        list.iter().map(|&(from, to)| (Minutes::new(from), Minutes::new(to))).collect()
    }

    #[test]
    fn gaps_and_stretches_fill_the_time() {
        let busy = Spans::new(spans(&[(7, 9), (1, 3), (2, 4), (4, 5), (6, 6)]));
        assert_eq!(busy, Spans(spans(&[(1, 5), (7, 9)])));
        assert_eq!(busy.total(), Minutes::new(6));
        assert_eq!(busy.gaps(Minutes::new(0), Minutes::new(10)), spans(&[(0, 1), (5, 7), (9, 10)]));
        assert_eq!(
            busy.within(Minutes::new(2), Minutes::new(8)).collect::<Vec<_>>(),
            spans(&[(2, 5), (7, 8)])
        );
        assert_eq!(busy.gaps(Minutes::new(2), Minutes::new(4)), []);
    }
}
