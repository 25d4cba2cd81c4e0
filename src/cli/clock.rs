use std::time::{SystemTime, UNIX_EPOCH};

use super::exit::Failure;
use crate::runlog::Moment;

/// What time it is.
#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
pub(super) fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// The clock for outputs that are to be the same again: `SOURCE_DATE_EPOCH` (seconds since 1970) where that is set.
pub(super) fn reference() -> Moment {
    let stated =
        super::output::variable("SOURCE_DATE_EPOCH").and_then(|text| text.trim().parse::<i64>().ok());
    stated.map_or_else(now, |seconds| Moment::from_millis(seconds.saturating_mul(1_000)))
}

/// Reads the time of `--at`: RFC 3339, a clock in UTC (`10:05`, the last time it showed that), or how long ago
/// (`-7m`), or `now`.
pub(super) fn at(text: &str, now: Moment) -> Result<Moment, Failure> {
    if text == "now" {
        return Ok(now);
    }
    let ago = text.strip_prefix('-').and_then(minutes).map(|minutes| before(now, minutes));
    ago.or_else(|| Moment::parse(text)).or_else(|| clock(text, now)).ok_or_else(|| {
        Failure(format!(
            "--at {text}: no time; write RFC 3339 (2026-01-31T10:05:00Z), a clock in UTC (10:05) or how long ago (-7m)"
        ))
    })
}

/// Reads a length of time: `90s`, `15m`, `1h30m`.
pub(super) fn length(text: &str) -> Result<std::time::Duration, Failure> {
    let millis = minutes(text).and_then(|millis| u64::try_from(millis).ok());
    millis
        .map(std::time::Duration::from_millis)
        .ok_or_else(|| Failure(format!("{text} is no length of time; write 90s, 15m or 1h30m")))
}

/// `7m`, `1h30m`, `90s` as milliseconds.
fn minutes(text: &str) -> Option<i64> {
    let mut total: i64 = 0;
    let mut digits = String::new();
    for c in text.chars() {
        let unit = match c {
            '0'..='9' => {
                digits.push(c);
                continue;
            }
            'h' => 3_600_000,
            'm' => 60_000,
            's' => 1_000,
            _ => return None,
        };
        total = total.checked_add(digits.parse::<i64>().ok()?.checked_mul(unit)?)?;
        digits.clear();
    }
    (digits.is_empty() && !text.is_empty()).then_some(total)
}

fn before(now: Moment, millis: i64) -> Moment {
    Moment::from_millis(now.millis().saturating_sub(millis))
}

/// A day in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1_000;

/// The last time a clock in UTC showed `10:05` or `10:05:30`.
fn clock(text: &str, now: Moment) -> Option<Moment> {
    let today = now.millis() - now.millis().rem_euclid(DAY);
    let found = today + seconds(text)? * 1_000;
    Some(Moment::from_millis(if found > now.millis() { found - DAY } else { found }))
}

/// `10:05` or `10:05:30` in seconds since midnight.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let mut part = |most: i64| -> Option<i64> {
        let part = parts.next()?;
        let number = (1..=2).contains(&part.len()).then(|| part.parse::<i64>().ok())??;
        (0..=most).contains(&number).then_some(number)
    };
    let (hours, minutes) = (part(23)?, part(59)?);
    let seconds = if text.matches(':').count() == 2 { part(59)? } else { 0 };
    if parts.next().is_some() {
        return None;
    }
    Some((hours * 60 + minutes) * 60 + seconds)
}

/// How many minutes clocks are ahead of UTC: `+02:00`, `-03:30`.
pub(super) fn offset(text: &str) -> Option<i32> {
    let ahead = text.strip_prefix('+');
    let (hours, minutes) = ahead.or_else(|| text.strip_prefix('-'))?.split_once(':')?;
    let number = |part: &str| {
        let plain = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let total = hours * 60 + minutes;
    let sign = if ahead.is_some() { 1 } else { -1 };
    (minutes < 60 && total <= 14 * 60).then_some(sign * total)
}

/// The [`offset`] that `--zone` states.
pub(super) fn zone(text: &str) -> Result<i32, Failure> {
    offset(text).ok_or_else(|| {
        Failure(format!("--zone {text}: write how far clocks are ahead of UTC, such as +02:00"))
    })
}

/// Who writes to a log: host, process, start of the process.
pub(super) fn writer(now: Moment) -> String {
    format!("{}-{}-{:x}", host(), std::process::id(), now.millis())
}

#[cfg(unix)]
fn host() -> String {
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect();
    if plain.is_empty() { "host".to_owned() } else { plain }
}

#[cfg(not(unix))]
fn host() -> String {
    "host".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read() {
        assert_eq!((zone("+02:00").expect("a zone"), zone("-03:30").expect("a zone")), (120, -210));
        for text in ["", "2", "+2", "+02:60", "+15:00", "02:00", "+-2:00", "+02:00:00"] {
            assert!(zone(text).is_err(), "{text}");
        }
    }

    #[test]
    fn times_of_people_are_read() {
        let now = Moment::parse("2026-01-31T10:05:30Z").expect("a time");
        for (text, expected) in [
            ("2026-01-31T11:00:00+01:00", "2026-01-31T10:00:00Z"),
            ("10:05", "2026-01-31T10:05:00Z"),
            ("10:06", "2026-01-30T10:06:00Z"),
            ("9:00:10", "2026-01-31T09:00:10Z"),
            ("-7m", "2026-01-31T09:58:30Z"),
            ("-1h30m", "2026-01-31T08:35:30Z"),
            ("now", "2026-01-31T10:05:30Z"),
        ] {
            assert_eq!(at(text, now).expect(text).to_string(), expected, "{text}");
        }
        for text in
            ["", "-", "10", "24:00", "10:60", "10:5:5:5", "-7", "+7m", "-99999999999999999999h", "a:b"]
        {
            assert!(at(text, now).is_err(), "{text}");
        }
    }
}
