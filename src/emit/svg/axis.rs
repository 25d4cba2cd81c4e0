use crate::syntax::Minutes;

/// A round step so that `length` minutes have at most `most` ticks.
pub(super) fn step(length: Minutes, most: u64) -> Minutes {
    const ROUND: [u64; 11] = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 960];
    let fits = |minutes: u64| length.parts() / Minutes::new(minutes).parts() <= most;
    let mut minutes = ROUND.into_iter().find(|&minutes| fits(minutes)).unwrap_or(1920);
    while !fits(minutes) {
        minutes *= 2;
    }
    Minutes::new(minutes)
}

/// All multiples of `step` up to `length`.
pub(super) fn ticks(length: Minutes, step: Minutes) -> impl Iterator<Item = Minutes> {
    (0..=length.parts() / step.parts().max(1)).map(move |n| Minutes::from_parts(n * step.parts()))
}

/// `45` below three hours, else `3:15`.
pub(super) fn clock(at: Minutes, length: Minutes) -> String {
    if length <= Minutes::new(180) {
        return at.to_string();
    }
    let minutes = at.parts() / Minutes::new(1).parts();
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        for length in [1, 7, 88, 300, 5000, 1_000_000] {
            let length = Minutes::new(length);
            assert!(ticks(length, step(length, 12)).count() <= 13);
        }
        assert_eq!(step(Minutes::new(88), 12), Minutes::new(10));
        assert_eq!(clock(Minutes::new(195), Minutes::new(300)), "3:15");
    }
}
