use serde::Serialize;

use super::number::Number;
use crate::emit::Material;
use crate::plan::SubtaskIx;
use crate::runlog::{Progress, Run};
use crate::syntax::Minutes;

/// `planc.next/1`: what may start now and what runs.
#[derive(Debug, Serialize)]
pub struct NextView<'a> {
    schema: &'static str,
    /// The most urgent first.
    pub(in crate::emit) ready: Vec<Ready<'a>>,
    /// In plan order.
    pub(in crate::emit) running: Vec<Running<'a>>,
}

/// A subtask that may start.
#[derive(Debug, Serialize)]
pub(in crate::emit) struct Ready<'a> {
    pub(in crate::emit) id: &'a str,
    pub(in crate::emit) key: &'a str,
    pub(in crate::emit) title: &'a str,
    /// The plan's window.
    pub(in crate::emit) window: Option<u32>,
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
    pub(in crate::emit) since: Option<String>,
}

impl<'a> NextView<'a> {
    /// The view of where a run stands; `tails` as for [`crate::runlog::progress`].
    pub fn new(material: &Material<'a>, run: &Run, progress: &Progress, tails: &[Minutes]) -> NextView<'a> {
        let plan = material.plan;
        let ready = progress.ready.iter().map(|&ix| {
            let subtask = plan.subtask(ix);
            Ready {
                id: &subtask.id,
                key: &subtask.key,
                title: &subtask.title,
                window: subtask.window,
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
                since: last.and_then(|attempt| attempt.started).map(|at| at.to_string()),
            }
        });
        NextView { schema: "planc.next/1", ready: ready.collect(), running: running.collect() }
    }
}
