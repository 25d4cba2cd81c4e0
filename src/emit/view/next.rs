use std::borrow::Cow;

use serde::Serialize;

use super::number::Number;
use super::time::Time;
use crate::emit::Material;
use crate::plan::SubtaskIx;
use crate::runlog::{Barriers, Gate, Progress, Run, State, free_windows};
use crate::source::Mask;
use crate::syntax::Minutes;

/// `planc.next/1`: what may start now and what runs.
#[derive(Debug, Serialize)]
pub struct NextView<'a> {
    schema: &'static str,
    /// Since when the run is paused, and nothing may start.
    pub(in crate::emit) paused_since: Option<Time>,
    /// The most urgent first.
    pub(in crate::emit) ready: Vec<Ready<'a>>,
    /// In plan order.
    pub(in crate::emit) running: Vec<Running<'a>>,
    /// What failed, in plan order.
    pub(in crate::emit) failed: Vec<Stopped<'a>>,
    /// What waits for something outside of the plan, in plan order.
    pub(in crate::emit) waiting: Vec<Stopped<'a>>,
}

/// A subtask that may start.
#[derive(Debug, Serialize)]
pub(in crate::emit) struct Ready<'a> {
    pub(in crate::emit) id: &'a str,
    pub(in crate::emit) key: &'a str,
    pub(in crate::emit) title: &'a str,
    /// The plan's window.
    pub(in crate::emit) window: Option<u32>,
    /// A window to start it in: the plan's if it is free, else one that ran what it needs, else the lowest free one;
    /// those that are named before take theirs first.
    pub(in crate::emit) free_window: Option<u32>,
    /// The name of its phase.
    pub(in crate::emit) phase: Option<&'a str>,
    /// Whether everything in the phases before it is as the gate wants it.
    pub(in crate::emit) phase_open: bool,
    pub(in crate::emit) duration_minutes: Number,
    /// The longest chain of estimates that begins with it.
    pub(in crate::emit) tail_minutes: Number,
    /// Keys of what waits for nothing else.
    pub(in crate::emit) unblocks: Vec<&'a str>,
}

/// A subtask that a window works on.
#[derive(Debug, Serialize)]
pub(in crate::emit) struct Running<'a> {
    pub(in crate::emit) id: &'a str,
    pub(in crate::emit) key: &'a str,
    pub(in crate::emit) title: &'a str,
    pub(in crate::emit) window: Option<u32>,
    pub(in crate::emit) since: Option<Time>,
}

/// A subtask that failed or waits, and what hangs on it.
#[derive(Debug, Serialize)]
pub(in crate::emit) struct Stopped<'a> {
    pub(in crate::emit) id: &'a str,
    pub(in crate::emit) key: &'a str,
    pub(in crate::emit) title: &'a str,
    /// The words that came with it, secrets masked.
    pub(in crate::emit) note: Option<Cow<'a, str>>,
    /// Keys of everything that cannot go on before it is done, in plan order.
    pub(in crate::emit) blocks: Vec<&'a str>,
}

impl<'a> NextView<'a> {
    /// The view of where a run stands; `tails` as for [`crate::runlog::progress`], `gate` as for
    /// [`Barriers::open`].
    pub fn new(
        material: &Material<'a>,
        run: &'a Run,
        progress: &Progress,
        tails: &[Minutes],
        gate: Gate,
    ) -> NextView<'a> {
        let plan = material.plan;
        let open = Barriers::of(plan).open(progress, gate);
        let free = free_windows(plan, material.graph, run, &progress.ready);
        let ready = progress.ready.iter().zip(free).map(|(&ix, free_window)| {
            let subtask = plan.subtask(ix);
            Ready {
                id: &subtask.id,
                key: &subtask.key,
                title: &subtask.title,
                window: subtask.window,
                free_window,
                phase: subtask.phase.map(|phase| plan.phase(phase).name.as_str()),
                phase_open: open[ix.index()],
                duration_minutes: Number(material.estimates[ix.index()].likely),
                tail_minutes: Number(tails[ix.index()]),
                unblocks: progress
                    .unblocks(material.graph, ix)
                    .into_iter()
                    .map(|ix| plan.subtask(ix).key.as_str())
                    .collect(),
            }
        });
        let running = plan.indices().filter(|&ix| run.of(ix).is_running()).map(|ix: SubtaskIx| {
            let (subtask, last) = (plan.subtask(ix), run.of(ix).last());
            Running {
                id: &subtask.id,
                key: &subtask.key,
                title: &subtask.title,
                window: last.and_then(|attempt| attempt.window),
                since: last.and_then(|attempt| attempt.started).map(Time),
            }
        });
        let stopped = |wanted: State| -> Vec<Stopped<'a>> {
            let there = plan.indices().filter(|&ix| progress.state(ix) == wanted);
            there.map(|ix| stopped(material, run, progress, ix)).collect()
        };
        NextView {
            schema: "planc.next/1",
            paused_since: run.paused_since().map(Time),
            ready: ready.collect(),
            running: running.collect(),
            failed: stopped(State::Failed),
            waiting: stopped(State::Waiting),
        }
    }
}

fn stopped<'a>(material: &Material<'a>, run: &'a Run, progress: &Progress, ix: SubtaskIx) -> Stopped<'a> {
    let (subtask, own) = (material.plan.subtask(ix), run.of(ix));
    let waiting = own.waiting.as_ref().and_then(|(_, why)| why.as_deref());
    let ending = own.last().and_then(|last| last.note.as_deref());
    let blocks = progress.stuck(material.graph, &[ix]).into_iter();
    Stopped {
        id: &subtask.id,
        key: &subtask.key,
        title: &subtask.title,
        note: waiting.or(ending).map(Mask::text),
        blocks: blocks.map(|ix| material.plan.subtask(ix).key.as_str()).collect(),
    }
}
