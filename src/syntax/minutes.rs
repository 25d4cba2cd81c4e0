use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

/// A stretch of time, exact: an integer number of 1/5040 minutes.
///
/// 5040 is divisible by 1 to 10, so a phase's minutes can be shared by any chain of up to ten subtasks
/// without rounding. People and contracts see minutes; see [`Minutes::as_f64`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minutes(u64);

/// Parts of a minute that a [`Minutes`] counts.
const PARTS: u64 = 5040;

impl Minutes {
    /// No time at all.
    pub const ZERO: Minutes = Minutes(0);

    /// `minutes` whole minutes.
    pub const fn new(minutes: u64) -> Minutes {
        Minutes(minutes.saturating_mul(PARTS))
    }

    /// `parts` parts of 1/5040 minute, the unit that schedulers count in.
    pub const fn from_parts(parts: u64) -> Minutes {
        Minutes(parts)
    }

    /// The length in parts of 1/5040 minute.
    pub const fn parts(self) -> u64 {
        self.0
    }

    /// The nearest representable length; negative and non-finite input gives zero.
    #[expect(clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "clamped to the range before")]
    pub fn from_f64(minutes: f64) -> Minutes {
        let parts = (minutes * PARTS as f64).round();
        if parts.is_finite() && parts > 0.0 { Minutes(parts.min(1e18) as u64) } else { Minutes(0) }
    }

    /// The length in minutes.
    #[expect(clippy::cast_precision_loss, reason = "plans are shorter than 2^52 parts")]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / PARTS as f64
    }

    /// The length in whole minutes, rounded.
    pub const fn rounded(self) -> u64 {
        self.0.saturating_add(PARTS / 2) / PARTS
    }

    /// The middle of two lengths.
    #[must_use]
    pub fn middle(self, other: Minutes) -> Minutes {
        Minutes(u64::midpoint(self.0, other.0))
    }

    /// The `n`th part of it; the whole where `n` is zero.
    #[must_use]
    pub fn divided_by(self, n: u64) -> Minutes {
        Minutes(self.0 / n.max(1))
    }

    /// Whether it is no time at all.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl Add for Minutes {
    type Output = Minutes;
    fn add(self, other: Minutes) -> Minutes {
        Minutes(self.0.saturating_add(other.0))
    }
}

impl Sub for Minutes {
    type Output = Minutes;
    fn sub(self, other: Minutes) -> Minutes {
        Minutes(self.0.saturating_sub(other.0))
    }
}

impl Sum for Minutes {
    fn sum<I: Iterator<Item = Minutes>>(lengths: I) -> Minutes {
        lengths.fold(Minutes::ZERO, Add::add)
    }
}

/// `88`, `7.5`, `6.67`: at most two decimals and no trailing zeros, without a unit.
impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = (u128::from(self.0) * 100 + u128::from(PARTS / 2)) / u128::from(PARTS);
        let (whole, part) = (hundredths / 100, hundredths % 100);
        let text = match part {
            0 => whole.to_string(),
            p if p % 10 == 0 => format!("{whole}.{}", p / 10),
            p => format!("{whole}.{p:02}"),
        };
        f.pad(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_of_twenty_minutes_times_three_is_twenty() {
        let third = Minutes::new(20).divided_by(3);
        assert_eq!(third + third + third, Minutes::new(20));
        assert_eq!(third.to_string(), "6.67");
        assert_eq!(Minutes::from_f64(7.5).to_string(), "7.5");
        assert_eq!(Minutes::new(88).to_string(), "88");
    }
}
