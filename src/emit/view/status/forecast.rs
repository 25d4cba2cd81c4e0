use serde::Serialize;

use super::super::number::{Number, plain};
use super::super::time::Time;
use super::later;
use crate::runlog::{Forecast, Standing};
use crate::syntax::Minutes;

/// When the rest is likely to end.
#[derive(Debug, Serialize)]
pub(in crate::emit) struct ForecastStatus<'a> {
    /// With every subtask at its expected length.
    pub(in crate::emit) end: Option<Time>,
    pub(in crate::emit) end_minutes: Number,
    pub(in crate::emit) p50: Option<Time>,
    pub(in crate::emit) p50_minutes: Option<Number>,
    pub(in crate::emit) p80: Option<Time>,
    pub(in crate::emit) p80_minutes: Option<Number>,
    pub(in crate::emit) windows: u32,
    /// Whether phases wait for each other.
    pub(in crate::emit) barriers: bool,
    /// What estimates are multiplied with on average.
    #[serde(serialize_with = "plain")]
    pub(in crate::emit) factor: f64,
    /// How many subtasks were measured for that.
    pub(in crate::emit) measured: u32,
    pub(in crate::emit) samples: u32,
    pub(in crate::emit) seed: u64,
    /// Keys, first to last.
    pub(in crate::emit) critical_path: Vec<&'a str>,
    /// Keys of what failed or waits, and is supposed to start again now.
    pub(in crate::emit) assumed: Vec<&'a str>,
}

impl<'a> ForecastStatus<'a> {
    pub(super) fn new(standing: &Standing<'a>, forecast: &Forecast) -> ForecastStatus<'a> {
        let plan = standing.plan;
        let key = |ix: &crate::plan::SubtaskIx| plan.subtask(*ix).key.as_str();
        let at = |minutes: Option<Minutes>| minutes.and_then(|minutes| later(standing, minutes.parts()));
        let end = Minutes::from_parts(forecast.course.end);
        ForecastStatus {
            end: at(Some(end)),
            end_minutes: Number(end),
            p50: at(forecast.p50),
            p50_minutes: forecast.p50.map(Number),
            p80: at(forecast.p80),
            p80_minutes: forecast.p80.map(Number),
            windows: forecast.windows,
            barriers: forecast.barriers,
            factor: (forecast.pace.factor() * 100.0).round() / 100.0,
            measured: forecast.pace.measured,
            samples: forecast.samples,
            seed: forecast.seed,
            critical_path: forecast.course.critical.iter().map(key).collect(),
            assumed: forecast.assumed.iter().map(key).collect(),
        }
    }
}
