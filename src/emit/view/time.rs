use serde::{Serialize, Serializer};

use crate::runlog::Moment;

/// A point in time as RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::emit) struct Time(pub(in crate::emit) Moment);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}
