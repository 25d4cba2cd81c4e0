//! Points in time as people read them.

use crate::runlog::Moment;
use crate::syntax::Minutes;

/// Clocks of one day where a run has one, else with their dates; all ahead of UTC by so many minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clocks {
    offset: i32,
    dated: bool,
}

/// A day in milliseconds.
const DAY: i64 = 24 * 60 * 60_000;

impl Clocks {
    /// For moments that people will read together; `offset` is how many minutes their clocks are ahead of UTC.
    pub fn new(offset: i32, moments: impl IntoIterator<Item = Moment>) -> Clocks {
        let shift = i64::from(offset) * 60_000;
        let day = |moment: Moment| moment.millis().saturating_add(shift).div_euclid(DAY);
        let mut days = moments.into_iter().map(day);
        let first = days.next();
        Clocks { offset, dated: days.any(|day| Some(day) != first) }
    }

    /// `10:05`; `2026-01-31 10:05` where there are several days.
    pub(in crate::emit) fn short(self, moment: Moment) -> String {
        if self.dated { self.date_and_clock(moment) } else { moment.clock(self.offset) }
    }

    /// `2026-01-31 10:05 UTC`, `2026-01-31 12:05 +02:00`.
    pub(in crate::emit) fn full(self, moment: Moment) -> String {
        let zone = match self.offset {
            0 => "UTC".to_owned(),
            offset => {
                let sign = if offset < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
            }
        };
        format!("{} {zone}", self.date_and_clock(moment))
    }

    fn date_and_clock(self, moment: Moment) -> String {
        let shifted = Moment::from_millis(moment.millis().saturating_add(i64::from(self.offset) * 60_000));
        let text = shifted.to_string();
        match text.split_once('T') {
            Some((date, _)) => format!("{date} {}", moment.clock(self.offset)),
            None => text,
        }
    }
}

/// `2026-01-31 10:05:07` in UTC, to the second and always as wide.
pub(in crate::emit) fn second(moment: Moment) -> String {
    let whole = Moment::from_millis(moment.millis().div_euclid(1_000).saturating_mul(1_000));
    whole.to_string().replacen('T', " ", 1).trim_end_matches('Z').to_owned()
}

/// `7 min`, `1 h 50 min`; less than a minute in seconds, and less than one of those as `< 1 s`.
pub fn length(minutes: Minutes) -> String {
    let seconds = Minutes::from_parts(minutes.parts().saturating_mul(60)).rounded();
    let whole = minutes.rounded();
    match (whole / 60, whole % 60) {
        (0, _) if minutes.is_zero() => "0 min".to_owned(),
        (0, 0 | 1) if seconds == 0 => "< 1 s".to_owned(),
        (0, 0 | 1) if seconds < 60 => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_stretches_are_told_in_seconds() {
        let seconds = |seconds: u32| length(Minutes::from_f64(f64::from(seconds) / 60.0));
        assert_eq!(
            [0, 1, 29, 59, 60, 89, 90].map(seconds),
            ["0 min", "1 s", "29 s", "59 s", "1 min", "1 min", "2 min"]
        );
        assert_eq!(
            (length(Minutes::from_parts(1)), seconds(6_600)),
            ("< 1 s".to_owned(), "1 h 50 min".to_owned())
        );
        let moment = Moment::parse("2026-01-31T10:05:07.25Z").expect("a time");
        assert_eq!(second(moment), "2026-01-31 10:05:07");
        let _ = (second(Moment::from_millis(i64::MIN)), length(Minutes::from_parts(u64::MAX)));
    }

    #[test]
    fn dates_stand_where_a_run_has_several_days() {
        let at = |text: &str| Moment::parse(text).expect(text);
        let (late, early) = (at("2026-01-31T23:30:00Z"), at("2026-01-31T22:59:00Z"));
        let one = Clocks::new(0, [early, late]);
        assert_eq!((one.short(late), one.full(late)), ("23:30".into(), "2026-01-31 23:30 UTC".into()));
        let two = Clocks::new(60, [early, late]);
        assert_eq!(
            (two.short(early), two.short(late)),
            ("2026-01-31 23:59".into(), "2026-02-01 00:30".into())
        );
        assert_eq!(Clocks::new(-90, [late]).full(late), "2026-01-31 22:00 -01:30");
        for millis in [i64::MIN, i64::MAX] {
            let moment = Moment::from_millis(millis);
            let _ = (Clocks::new(840, [moment]).full(moment), Clocks::new(-840, [moment]).short(moment));
        }
    }
}
