use std::collections::BTreeMap;

use serde::Serialize;

use super::super::number::Number;
use super::super::time::Time;
use super::{between, later};
use crate::plan::SubtaskIx;
use crate::runlog::{Forecast, Outcome, Standing};
use crate::syntax::Minutes;

/// A window of the plan or of the log.
#[derive(Debug, Serialize)]
pub(in crate::emit) struct WindowStatus<'a> {
    pub(in crate::emit) window: u32,
    /// Keys of what it works on.
    pub(in crate::emit) running: Vec<&'a str>,
    /// How many subtasks ended done in it.
    pub(in crate::emit) done: usize,
    /// Minutes that it worked, without pauses.
    pub(in crate::emit) worked_minutes: Number,
    /// When it ended something last.
    pub(in crate::emit) last_ended: Option<Time>,
    /// Key of what the forecast gives it next.
    pub(in crate::emit) next: Option<&'a str>,
    /// When that is to start.
    pub(in crate::emit) next_start: Option<Time>,
}

pub(super) fn windows<'a>(standing: &Standing<'a>, forecast: Option<&Forecast>) -> Vec<WindowStatus<'a>> {
    let Standing { plan, run, now, .. } = *standing;
    let mut windows: BTreeMap<u32, WindowStatus<'a>> = BTreeMap::new();
    let of =
        |windows: &mut BTreeMap<u32, WindowStatus<'a>>, window: u32, add: &dyn Fn(&mut WindowStatus<'a>)| {
            add(windows.entry(window).or_insert_with(|| WindowStatus {
                window,
                running: Vec::new(),
                done: 0,
                worked_minutes: Number(Minutes::ZERO),
                last_ended: None,
                next: None,
                next_start: None,
            }));
        };
    for subtask in &plan.subtasks {
        if let Some(window) = subtask.window {
            of(&mut windows, window, &|_| {});
        }
    }
    for ix in plan.indices() {
        let key = plan.subtask(ix).key.as_str();
        for attempt in &run.of(ix).attempts {
            let Some(window) = attempt.window else { continue };
            let worked = between(standing, attempt.started, attempt.ended.or(now)).unwrap_or_default();
            of(&mut windows, window, &|status| {
                status.worked_minutes.0 = status.worked_minutes.0 + worked;
                match attempt.outcome {
                    Outcome::Running => status.running.push(key),
                    Outcome::Done => status.done += 1,
                    Outcome::Failed | Outcome::Abandoned => {}
                }
                let ended = status.last_ended.map(|Time(at)| at).max(attempt.ended);
                status.last_ended = ended.map(Time);
            });
        }
    }
    let Some(forecast) = forecast else { return windows.into_values().collect() };
    let mut next: BTreeMap<u32, (u64, SubtaskIx)> = BTreeMap::new();
    for ix in plan.indices().filter(|&ix| !run.of(ix).is_running()) {
        if let Some(slot) = forecast.course.slots[ix.index()] {
            let first = next.entry(slot.window).or_insert((slot.start, ix));
            *first = (*first).min((slot.start, ix));
        }
    }
    for (window, (start, ix)) in next {
        of(&mut windows, window, &|status| {
            status.next = Some(plan.subtask(ix).key.as_str());
            status.next_start = later(standing, start);
        });
    }
    windows.into_values().collect()
}
