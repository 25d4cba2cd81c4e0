use serde::{Serialize, Serializer};

use crate::syntax::Minutes;

/// Minutes as a JSON number: whole where they are whole, else with at most four decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number(pub Minutes);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let parts = self.0.parts();
        let minute = Minutes::new(1).parts();
        if parts.is_multiple_of(minute) {
            serializer.serialize_u64(parts / minute)
        } else {
            serializer.serialize_f64((self.0.as_f64() * 1e4).round() / 1e4)
        }
    }
}

/// A number that may be a count or a measure: whole where it is whole.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
pub(super) fn plain<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    #[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53")]
    if number.fract() == 0.0 && number.abs() < 9e15 {
        serializer.serialize_i64(*number as i64)
    } else if number.is_finite() {
        serializer.serialize_f64(*number)
    } else {
        serializer.serialize_none()
    }
}

/// `part` of `whole` with two decimals; `None` where the whole is nothing.
pub(super) fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| (part / whole * 100.0).round() / 100.0)
}
