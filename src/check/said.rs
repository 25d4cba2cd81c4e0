use super::{Rounding, RuleSettings};
use crate::diag::{Applicability, Edit, Fix};
use crate::source::{FileIx, Span};
use crate::syntax::{Claim, Figure, Unit};

/// A number as its author wrote it, to be compared with a computed one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    pub(super) min: f64,
    pub(super) max: f64,
    pub(super) approximate: bool,
    precision: f64,
    scale: f64,
    unit: Unit,
    number: Span,
    tolerance: f64,
    rounding: Rounding,
}

/// The share by which an approximate number may be off, unless the configuration says otherwise.
pub(super) const TOLERANCE: f64 = 0.1;

impl From<&Claim> for Said {
    fn from(claim: &Claim) -> Said {
        let Claim { min, max, approximate, precision, scale, number, .. } = *claim;
        let (tolerance, rounding) = (TOLERANCE, Rounding::Either);
        Said { min, max, approximate, precision, scale, unit: Unit::Minutes, number, tolerance, rounding }
    }
}

impl From<&Figure> for Said {
    fn from(figure: &Figure) -> Said {
        let Figure { min, max, approximate, precision, scale, unit, number, .. } = *figure;
        let (tolerance, rounding) = (TOLERANCE, Rounding::Either);
        Said { min, max, approximate, precision, scale, unit, number, tolerance, rounding }
    }
}

impl Said {
    /// The same number, judged as the configuration of its file asks for.
    pub(super) fn under(self, rules: &RuleSettings) -> Said {
        Said { tolerance: rules.tolerance, rounding: rules.rounding, ..self }
    }

    /// What it measures.
    pub(super) fn unit(self) -> Unit {
        self.unit
    }

    /// The same number with another unit.
    pub(super) fn with_unit(self, unit: Unit) -> Said {
        Said { unit, ..self }
    }

    /// The same number, approximate if any of what it is made of is.
    pub(super) fn about(self, approximate: bool) -> Said {
        Said { approximate: self.approximate || approximate, ..self }
    }

    /// Whether the claim is the computed value between `least` and `most`, rounded down or to nearest as the claim
    /// is; what is approximate may be off by the tolerance.
    pub(super) fn rounds(self, least: f64, most: f64) -> bool {
        let slack = if self.approximate { self.max * self.tolerance } else { 0.0 } + 1e-6;
        let step = if self.precision > 0.0 { self.precision } else { 1.0 };
        let floor = |value: f64| (value / step + 1e-9).floor() * step;
        let nearest = |value: f64| (value / step + 1e-9).round() * step;
        // What is stated without any rounding is right in every way.
        let (down, near) = match self.rounding {
            Rounding::Either => (floor(least), nearest(most).max(most)),
            Rounding::Nearest => (nearest(least).min(least), nearest(most).max(most)),
            Rounding::Down => (floor(least), most),
        };
        down <= self.max + slack && near >= self.min - slack
    }

    /// Whether the claim is a count.
    pub(super) fn counts(self, count: usize) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        let count = count as f64;
        self.rounds(count, count)
    }

    /// Least and most of what the author may have rounded to this.
    pub(super) fn bounds(self) -> (f64, f64) {
        let slack = if self.approximate { self.tolerance } else { 0.0 };
        (self.min * (1.0 - slack) - self.precision / 2.0, self.max * (1.0 + slack) + self.precision)
    }

    /// How far the claim lies from a computed value.
    pub(super) fn distance(self, value: f64) -> f64 {
        if value < self.min { self.min - value } else { (value - self.max).max(0.0) }
    }

    /// A computed value in the author's unit: `10.75 hours`, `142`, `2.2x`, `62.5 %`.
    pub(super) fn words(self, value: f64) -> String {
        match self.unit {
            Unit::Count => short(value),
            Unit::Factor => format!("{}x", short(value)),
            Unit::Percent => format!("{} %", short(value)),
            Unit::Minutes => time_words(value, self.scale),
        }
    }

    /// A safe fix that writes a computed value as precisely as the author did; `None` for ranges and mixed times.
    pub(super) fn fix(self, file: FileIx, value: f64) -> Option<Fix> {
        if self.number.start >= self.number.end
            || self.scale <= 0.0
            || self.precision <= 0.0
            || !value.is_finite()
        {
            return None;
        }
        let step = self.precision / self.scale;
        let mut places = 0;
        while places < 3 && step * 10f64.powi(places) < 0.999 {
            places += 1;
        }
        #[expect(clippy::cast_sign_loss, reason = "counted up from zero")]
        let text = format!("{:.*}", places as usize, (value / self.scale / step).round() * step);
        let title = format!("write {text}");
        let edits = vec![Edit { file, span: self.number, text }];
        Some(Fix { applicability: Applicability::Safe, title, edits })
    }
}

/// Minutes in the unit that one step of `scale` minutes has.
pub(super) fn time_words(minutes: f64, scale: f64) -> String {
    let (scale, unit) = match scale {
        s if s >= 2399.0 => (2400.0, "week"),
        s if s >= 479.0 => (480.0, "day"),
        s if s >= 59.0 => (60.0, "hour"),
        _ => (1.0, "minute"),
    };
    let value = short(minutes / scale);
    let ending = if value == "1" { "" } else { "s" };
    format!("{value} {unit}{ending}")
}

/// At most two decimals, without trailing zeros.
pub(super) fn short(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(value: f64, unit: Unit, precision: f64, scale: f64) -> Said {
        let number = Span::new(3, 5);
        let (tolerance, rounding) = (TOLERANCE, Rounding::Either);
        Said {
            min: value,
            max: value,
            approximate: false,
            precision,
            scale,
            unit,
            number,
            tolerance,
            rounding,
        }
    }

    #[test]
    fn both_roundings_are_true() {
        let percent = |value| said(value, Unit::Percent, 1.0, 1.0).rounds(62.5, 62.5);
        assert_eq!((percent(62.0), percent(63.0), percent(64.0), percent(61.0)), (true, true, false, false));
        let hours = |value: f64| said(value * 60.0, Unit::Minutes, 60.0, 60.0).rounds(1410.0, 1410.0);
        assert_eq!((hours(23.0), hours(24.0), hours(25.0)), (true, true, false));
    }

    #[test]
    fn a_fix_is_as_precise_as_the_claim() {
        let text = |said: Said, value| said.fix(FileIx(0), value).map(|fix| fix.edits[0].text.clone());
        assert_eq!(text(said(90.0, Unit::Minutes, 6.0, 60.0), 100.0).as_deref(), Some("1.7"));
        assert_eq!(text(said(29.0, Unit::Count, 1.0, 1.0), 30.0).as_deref(), Some("30"));
        assert_eq!(text(said(2.7, Unit::Factor, 0.1, 1.0), 2.4).as_deref(), Some("2.4"));
    }

    #[test]
    fn values_have_units() {
        assert_eq!(said(0.0, Unit::Minutes, 6.0, 60.0).words(645.0), "10.75 hours");
        assert_eq!(said(0.0, Unit::Minutes, 1.0, 1.0).words(1.0), "1 minute");
        assert_eq!(said(0.0, Unit::Factor, 0.1, 1.0).words(2.1860), "2.19x");
    }
}
