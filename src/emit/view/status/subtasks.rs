use std::borrow::Cow;

use serde::Serialize;

use super::super::number::Number;
use super::super::time::Time;
use super::{between, later};
use crate::plan::SubtaskIx;
use crate::runlog::{Forecast, Hold, Standing, State};
use crate::source::Mask;
use crate::syntax::Minutes;

/// As many keys are listed.
const MOST: usize = 20;

/// Where a subtask stands.
#[derive(Debug, Serialize)]
pub(in crate::emit) struct SubtaskStatus<'a> {
    pub(in crate::emit) id: &'a str,
    pub(in crate::emit) key: &'a str,
    pub(in crate::emit) title: Cow<'a, str>,
    pub(in crate::emit) phase: Option<&'a str>,
    #[serde(serialize_with = "name")]
    pub(in crate::emit) state: State,
    /// The window that it ran in last, else the plan's.
    pub(in crate::emit) window: Option<u32>,
    /// Of the last try.
    pub(in crate::emit) started: Option<Time>,
    pub(in crate::emit) ended: Option<Time>,
    pub(in crate::emit) tries: usize,
    pub(in crate::emit) planned_minutes: Number,
    /// Of the last try, until now if it runs, without pauses.
    pub(in crate::emit) actual_minutes: Option<Number>,
    /// How far one that runs is beyond the most that its estimate says.
    pub(in crate::emit) late_minutes: Option<Number>,
    pub(in crate::emit) validated: Option<String>,
    /// The words that came with its end, or with its wait; else the last ones about it.
    pub(in crate::emit) note: Option<Cow<'a, str>>,
    /// Keys of what it needs and is not done, at most 20 in plan order.
    pub(in crate::emit) waits_for: Vec<&'a str>,
    /// A file that somebody else writes now.
    pub(in crate::emit) file: Option<FileHold<'a>>,
    /// Where it failed or waits: keys of what cannot go on, at most 20 in plan order.
    pub(in crate::emit) blocks: Vec<&'a str>,
    /// How many these are.
    pub(in crate::emit) blocks_count: usize,
    /// Whether the end of the run hangs on it, as the forecast has it.
    pub(in crate::emit) critical: bool,
    /// In how many of a hundred samples it does.
    pub(in crate::emit) critical_percent: Option<u32>,
    pub(in crate::emit) forecast_start: Option<Time>,
    pub(in crate::emit) forecast_end: Option<Time>,
}

/// A file that keeps a subtask from starting.
#[derive(Debug, Serialize)]
pub(in crate::emit) struct FileHold<'a> {
    /// Null for a conflict that the plan states without a file.
    pub(in crate::emit) path: Option<&'a str>,
    pub(in crate::emit) held_by: &'a str,
}

impl<'a> SubtaskStatus<'a> {
    pub(super) fn new(
        standing: &Standing<'a>,
        forecast: Option<&Forecast>,
        ix: SubtaskIx,
    ) -> SubtaskStatus<'a> {
        let Standing { plan, graph, locks, run, progress, .. } = *standing;
        let (subtask, own, state) = (plan.subtask(ix), run.of(ix), progress.state(ix));
        let key = |ix: &SubtaskIx| plan.subtask(*ix).key.as_str();
        let last = own.last();
        let running = own.is_running();
        let until = if running { standing.now } else { last.and_then(|last| last.ended) };
        let actual = last.and_then(|last| between(standing, last.started, until));
        let estimate = &standing.estimates[ix.index()];
        let late = |actual: Minutes| running && actual > estimate.max;
        let stopped = matches!(state, State::Blocked | State::Held);
        let holds = if stopped { progress.holds(graph, ix, MOST) } else { Vec::new() };
        let stuck = match state {
            State::Failed | State::Waiting => progress.stuck(graph, &[ix]),
            _ => Vec::new(),
        };
        let slot = forecast.and_then(|forecast| forecast.course.slots[ix.index()]);
        let share = |forecast: &Forecast| {
            let samples = u64::from(forecast.samples).max(1);
            (u64::from(forecast.critical[ix.index()]) * 100 / samples) as u32
        };
        let waiting = own.waiting.as_ref().and_then(|(_, why)| why.as_deref());
        let ending = last.and_then(|last| last.note.as_deref());
        let words = || own.notes.last().map(|(_, note)| note.as_str());
        SubtaskStatus {
            id: &subtask.id,
            key: &subtask.key,
            title: Mask::text(&subtask.title),
            phase: subtask.phase.map(|phase| plan.phase(phase).name.as_str()),
            state,
            window: last.and_then(|last| last.window).or(subtask.window),
            started: last.and_then(|last| last.started).map(Time),
            ended: last.and_then(|last| last.ended).map(Time),
            tries: own.attempts.len(),
            planned_minutes: Number(estimate.likely),
            actual_minutes: actual.map(Number),
            late_minutes: actual.filter(|&actual| late(actual)).map(|actual| Number(actual - estimate.max)),
            validated: last.and_then(|last| last.validated).map(|result| result.to_string()),
            note: waiting.or(ending).or_else(words).map(Mask::text),
            waits_for: holds
                .iter()
                .filter_map(|hold| match hold {
                    Hold::Need(need) => Some(key(need)),
                    Hold::File(..) => None,
                })
                .collect(),
            file: holds.iter().find_map(|hold| match hold {
                Hold::Need(_) => None,
                Hold::File(lock, holder) => {
                    Some(FileHold { path: locks[*lock].path.as_deref(), held_by: key(holder) })
                }
            }),
            blocks: stuck.iter().take(MOST).map(key).collect(),
            blocks_count: stuck.len(),
            critical: forecast.is_some_and(|forecast| forecast.course.critical.contains(&ix)),
            critical_percent: forecast.filter(|f| f.samples > 0 && slot.is_some()).map(share),
            forecast_start: slot.filter(|_| !running).and_then(|slot| later(standing, slot.start)),
            forecast_end: slot.and_then(|slot| later(standing, slot.end)),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn name<S: serde::Serializer>(state: &State, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(state.name())
}
