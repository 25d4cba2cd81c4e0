use super::{Moment, Run};
use crate::syntax::Minutes;

/// A run of which nothing is logged for so long, pauses left out, has a wrong time somewhere: thirty days.
const LONGEST: Minutes = Minutes::new(30 * 24 * 60);

/// Stretches that are looked at; there are more in no log that anybody wrote.
const MOST: usize = 100;

/// The longest stretch between two of these moments, one after the other, where it is more than [`LONGEST`].
pub(super) fn gap(run: &Run, mut moments: Vec<Moment>) -> Option<(Moment, Moment)> {
    moments.sort_unstable();
    let pairs = moments.windows(2).map(|pair| (pair[0], pair[1]));
    let far = pairs.filter(|(from, until)| until.since(*from) > LONGEST).take(MOST);
    let worked = far.map(|(from, until)| (until.since(from) - run.paused(from, until), (from, until)));
    worked.filter(|(length, _)| *length > LONGEST).max().map(|(_, pair)| pair)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_month_without_a_word_is_one() {
        let at = |text: &str| Moment::parse(&format!("{text}T00:00:00Z")).expect(text);
        let gap = |run: &Run, days: &[&str]| gap(run, days.iter().map(|day| at(day)).collect());
        let run = Run::default();
        let (old, new) = (at("1970-01-01"), at("2026-03-02"));
        assert_eq!(gap(&run, &["2026-03-02", "2026-03-31", "2026-03-02"]), None);
        assert_eq!(gap(&run, &["2026-03-31", "2026-03-02", "1970-01-01"]), Some((old, new)));
        let paused = Run { pauses: vec![(at("2026-03-03"), Some(at("2026-06-01")))], ..Run::default() };
        assert_eq!(gap(&paused, &["2026-03-02", "2026-06-02"]), None);
    }
}
