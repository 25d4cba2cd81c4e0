use std::fmt;

use crate::syntax::Minutes;

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

/// Parts of [`Minutes`] in a millisecond are 5040 / 60,000 = 21 / 250.
const PARTS: (u64, u64) = (21, 250);

impl Moment {
    /// The moment that is `millis` milliseconds after 1970-01-01T00:00:00Z.
    pub const fn from_millis(millis: i64) -> Moment {
        Moment(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339 with any offset; `None` for everything else and for years that it cannot write.
    pub fn parse(text: &str) -> Option<Moment> {
        // A time without an offset is no point in time.
        let stamp: jiff::Timestamp = text.trim().parse().ok()?;
        Some(Moment(stamp.as_millisecond()))
    }

    /// Midnight of a day (`2026-01-31`) where clocks are `offset` minutes ahead of UTC; `None` for no day.
    pub fn midnight(text: &str, offset: i32) -> Option<Moment> {
        let day: jiff::civil::Date = text.trim().parse().ok()?;
        // The crate also reads `20260131` and dates with a time.
        let plain = text.trim().len() == 10 && text.matches('-').count() == 2;
        let stamp = day.to_zoned(jiff::tz::TimeZone::UTC).ok().filter(|_| plain)?.timestamp();
        Some(Moment(stamp.as_millisecond() - i64::from(offset) * 60_000))
    }

    /// The moment `seconds` later.
    #[must_use]
    pub fn plus_clock(self, seconds: i64) -> Moment {
        Moment(self.0.saturating_add(seconds.saturating_mul(1_000)))
    }

    /// How long after `earlier` it is; nothing where it is before.
    pub fn since(self, earlier: Moment) -> Minutes {
        let millis = self.0.saturating_sub(earlier.0).max(0).unsigned_abs();
        Minutes::from_parts((u128::from(millis) * u128::from(PARTS.0) / u128::from(PARTS.1)) as u64)
    }

    /// The moment `minutes` later, to the millisecond.
    #[must_use]
    pub fn after(self, minutes: Minutes) -> Moment {
        let millis = u128::from(minutes.parts()) * u128::from(PARTS.1) / u128::from(PARTS.0);
        Moment(self.0.saturating_add(i64::try_from(millis).unwrap_or(i64::MAX)))
    }

    /// `10:05`, the clock in UTC shifted by `offset` minutes.
    pub fn clock(self, offset: i32) -> String {
        let minutes = self.0.div_euclid(60_000).saturating_add(i64::from(offset)).rem_euclid(24 * 60);
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// RFC 3339 in UTC: `2026-01-31T10:05:00Z`, with milliseconds where there are some.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(stamp) => stamp.fmt(f),
            Err(_) => f.write_str("(a time that no calendar has)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_3339_goes_in_and_comes_out() {
        for (text, same) in [
            ("2026-01-31T10:05:00Z", "2026-01-31T10:05:00Z"),
            ("2026-01-31T10:05:00.25+02:00", "2026-01-31T08:05:00.25Z"),
            ("2024-02-29T23:59:59-00:30", "2024-03-01T00:29:59Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ] {
            assert_eq!(Moment::parse(text).expect(text).to_string(), same);
        }
        for text in ["", "10:05", "2026-01-31", "2026-01-31T10:05:00", "2026-02-30T10:05:00Z", "now", "1e9"] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }

    #[test]
    fn days_begin_at_midnight_of_the_zone() {
        let midnight = |text, offset| Moment::midnight(text, offset).map(|moment| moment.to_string());
        assert_eq!(midnight("2024-02-29", 120).as_deref(), Some("2024-02-28T22:00:00Z"));
        for text in ["", "20240229", "2023-02-29", "2024-02-29T10:00", "yesterday"] {
            assert_eq!(midnight(text, 0), None, "{text}");
        }
    }

    #[test]
    fn no_number_panics() {
        for millis in [i64::MIN, -1, 0, 1, 253_402_300_799_999, i64::MAX] {
            let moment = Moment::from_millis(millis);
            let _ = (moment.to_string(), moment.clock(-720), moment.clock(840));
            let _ =
                (moment.since(Moment::from_millis(i64::MIN)), moment.after(Minutes::from_parts(u64::MAX)));
        }
    }

    #[test]
    fn a_stretch_of_time_is_exact() {
        let start = Moment::parse("2026-01-31T23:55:30Z").expect("a time");
        let end = Moment::parse("2026-02-01T00:05:30Z").expect("a time");
        assert_eq!(end.since(start), Minutes::new(10));
        assert_eq!(start.since(end), Minutes::ZERO);
        assert_eq!(start.after(Minutes::new(10)), end);
        assert_eq!((end.clock(0), end.clock(-60)), ("00:05".to_owned(), "23:05".to_owned()));
    }
}
