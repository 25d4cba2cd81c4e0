use serde::Serialize;

use super::number::Number;
use crate::schedule::{Makespan, Price};

/// What is known about the shortest way to run something.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct MakespanView {
    makespan_minutes: Number,
    lower_bound_minutes: Number,
}

/// A price lies between both ends; they are equal where it is exact.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct PriceView {
    least_minutes: Number,
    most_minutes: Number,
    /// Without what is priced.
    without: MakespanView,
}

impl MakespanView {
    pub(super) fn new(makespan: Makespan) -> MakespanView {
        MakespanView {
            makespan_minutes: Number(makespan.found),
            lower_bound_minutes: Number(makespan.lower_bound),
        }
    }
}

impl PriceView {
    pub(super) fn new(price: Price) -> PriceView {
        PriceView {
            least_minutes: Number(price.least()),
            most_minutes: Number(price.most()),
            without: MakespanView::new(price.without),
        }
    }
}
