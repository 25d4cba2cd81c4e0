//! `planc.status/1`: where a run stands.

mod counts;
mod files;
mod forecast;
mod phases;
#[cfg(test)]
mod sample;
mod subtasks;
mod windows;

use std::borrow::Cow;

use serde::Serialize;

use super::number::Number;
use super::time::Time;
use crate::runlog::{Barriers, Forecast, Gate, Moment, Standing};
use crate::source::Mask;
use crate::syntax::Minutes;

pub(in crate::emit) use counts::Counts;
pub(in crate::emit) use files::FilesStatus;
pub(in crate::emit) use forecast::ForecastStatus;
pub(in crate::emit) use phases::PhaseStatus;
#[cfg(test)]
pub(in crate::emit) use sample::RunSample;
pub(in crate::emit) use subtasks::SubtaskStatus;
pub(in crate::emit) use windows::WindowStatus;

/// `planc.status/1`: where a run stands at a moment.
#[derive(Debug, Serialize)]
pub struct StatusView<'a> {
    schema: &'static str,
    /// The name that the run was begun with.
    pub(in crate::emit) run: Option<Cow<'a, str>>,
    pub(in crate::emit) as_of: Option<Time>,
    pub(in crate::emit) began: Option<Time>,
    /// When the last subtask ended, where nothing is left.
    pub(in crate::emit) ended: Option<Time>,
    /// From the begin to `as_of`, or to the end, without pauses.
    pub(in crate::emit) elapsed_minutes: Option<Number>,
    pub(in crate::emit) paused_minutes: Number,
    /// Whether everybody is stopped now.
    pub(in crate::emit) paused: bool,
    /// Sum of all estimates.
    pub(in crate::emit) planned_minutes: Number,
    /// Sum of the estimates of what is over.
    pub(in crate::emit) done_minutes: Number,
    pub(in crate::emit) counts: Counts,
    pub(in crate::emit) phases: Vec<PhaseStatus<'a>>,
    pub(in crate::emit) windows: Vec<WindowStatus<'a>>,
    /// In plan order.
    pub(in crate::emit) subtasks: Vec<SubtaskStatus<'a>>,
    /// A time of which the log says nothing, so long that nothing is foretold.
    pub(in crate::emit) gap: Option<Gap>,
    /// Null where nothing is left, needs go in a circle, or there is a gap.
    pub(in crate::emit) forecast: Option<ForecastStatus<'a>>,
    /// Null where nobody asked.
    pub(in crate::emit) files: Option<FilesStatus<'a>>,
    /// Names that the log has and the plan has not.
    pub(in crate::emit) unknown: Vec<Cow<'a, str>>,
}

/// A time of which a log says nothing.
#[derive(Debug, Serialize)]
pub(in crate::emit) struct Gap {
    pub(in crate::emit) from: Time,
    pub(in crate::emit) until: Time,
}

impl<'a> StatusView<'a> {
    /// The view; `phase_gate` says when a phase counts as done for the next one.
    pub fn new(
        standing: &Standing<'a>,
        forecast: Option<&Forecast>,
        phase_gate: Gate,
        files: Option<&'a crate::runlog::FilesCheck>,
    ) -> StatusView<'a> {
        let Standing { plan, run, estimates, progress, now, .. } = *standing;
        let over = plan.indices().filter(|&ix| progress.state(ix).is_over());
        let ended = run.subtasks.iter().filter_map(|own| own.last()?.ended).max();
        let ended = ended.filter(|_| progress.states.iter().all(|state| state.is_over()));
        let until = ended.or(now);
        let span = run.began.zip(until);
        let paused = span.map_or(Minutes::ZERO, |(began, until)| run.paused(began, until));
        let barriers = Barriers::of(plan);
        StatusView {
            schema: "planc.status/1",
            run: run.name.as_deref().map(Mask::text),
            as_of: now.map(Time),
            began: run.began.map(Time),
            ended: ended.map(Time),
            elapsed_minutes: span.map(|(began, until)| Number(until.since(began) - paused)),
            paused_minutes: Number(paused),
            paused: run.paused_since().is_some(),
            planned_minutes: Number(estimates.iter().map(|estimate| estimate.likely).sum()),
            done_minutes: Number(over.map(|ix| estimates[ix.index()].likely).sum()),
            counts: Counts::new(&progress.states),
            phases: phases::phases(standing, &barriers, phase_gate),
            windows: windows::windows(standing, forecast),
            subtasks: plan.indices().map(|ix| SubtaskStatus::new(standing, forecast, ix)).collect(),
            gap: standing
                .gap()
                .filter(|_| ended.is_none())
                .map(|(from, until)| Gap { from: Time(from), until: Time(until) }),
            forecast: forecast.map(|forecast| ForecastStatus::new(standing, forecast)),
            files: files.map(|files| FilesStatus::new(plan, files)),
            unknown: run.unknown.iter().map(|name| Mask::text(name)).collect(),
        }
    }
}

/// The moment some parts of a minute after that of a standing.
fn later(standing: &Standing<'_>, parts: u64) -> Option<Time> {
    standing.now.map(|now| Time(now.after(Minutes::from_parts(parts))))
}

/// Minutes between two moments without pauses.
fn between(standing: &Standing<'_>, from: Option<Moment>, to: Option<Moment>) -> Option<Minutes> {
    let (from, to) = from.zip(to)?;
    Some(to.since(from) - standing.run.paused(from, to))
}
