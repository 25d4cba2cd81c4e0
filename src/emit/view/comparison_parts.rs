use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::number::Number;
use crate::syntax::Minutes;

#[derive(Clone, Debug, Serialize)]
pub(super) struct VersionView<'a> {
    pub(super) name: &'a str,
    pub(super) subtasks: usize,
    pub(super) needs: usize,
    pub(super) locks: usize,
    pub(super) work_minutes: Number,
    /// Null where the plan cannot be scheduled, and so the next.
    pub(super) windows: Option<u32>,
    pub(super) worthwhile_windows: Option<u32>,
    /// A circle of needs; empty where there is none.
    pub(super) circle: Vec<&'a str>,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct ExecutionPair {
    pub(super) mode: &'static str,
    pub(super) old: Option<ExecutionView>,
    pub(super) new: Option<ExecutionView>,
    pub(super) change_minutes: Option<Change>,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct ExecutionView {
    pub(super) feasible: bool,
    pub(super) makespan_minutes: Option<Number>,
    pub(super) lower_bound_minutes: Option<Number>,
    pub(super) optimal: bool,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct SubtaskView<'a> {
    pub(super) id: &'a str,
    pub(super) key: &'a str,
    pub(super) title: Cow<'a, str>,
    pub(super) duration_minutes: DurationView,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct NameView<'a> {
    pub(super) id: &'a str,
    pub(super) key: &'a str,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Renumbered<'a> {
    pub(super) old: NameView<'a>,
    pub(super) new: NameView<'a>,
    pub(super) title: Cow<'a, str>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Retitled<'a> {
    pub(super) id: &'a str,
    pub(super) key: &'a str,
    pub(super) old: Cow<'a, str>,
    pub(super) new: Cow<'a, str>,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct NeedView<'a> {
    pub(super) subtask: &'a str,
    pub(super) needs: &'a str,
    pub(super) sources: &'static [&'static str],
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct LockView<'a> {
    pub(super) path: Option<&'a str>,
    pub(super) old_writers: Vec<&'a str>,
    pub(super) new_writers: Vec<&'a str>,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct DurationView {
    pub(super) min: Number,
    pub(super) likely: Number,
    pub(super) max: Number,
    pub(super) source: &'static str,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct MinutesView<'a> {
    pub(super) id: &'a str,
    pub(super) key: &'a str,
    pub(super) old: DurationView,
    pub(super) new: DurationView,
    pub(super) change_minutes: Change,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct MovedView<'a> {
    pub(super) id: &'a str,
    pub(super) key: &'a str,
    pub(super) old: PlaceView<'a>,
    pub(super) new: PlaceView<'a>,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct PlaceView<'a> {
    pub(super) phase: Option<&'a str>,
    pub(super) sub_phase: Option<&'a str>,
    pub(super) window: Option<u32>,
}

/// New minus old.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    pub(super) old: Minutes,
    pub(super) new: Minutes,
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let minute = Minutes::new(1).parts();
        let less = self.old - self.new;
        match i64::try_from(less.parts() / minute) {
            Ok(_) if less.is_zero() => Number(self.new - self.old).serialize(serializer),
            Ok(whole) if less.parts().is_multiple_of(minute) => serializer.serialize_i64(-whole),
            _ => serializer.serialize_f64((-less.as_f64() * 1e4).round() / 1e4),
        }
    }
}
