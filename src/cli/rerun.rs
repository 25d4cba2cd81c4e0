use std::path::PathBuf;

use super::exit::Failure;
use super::pack_args::{PartFlags, Strategy};
use super::session;
use crate::compile::Compilation;
use crate::emit::pack::Stand;
use crate::io::{self, Entry};
use crate::plan::SubtaskIx;
use crate::runlog::{self, Gate, Progress, Run, State, past, replay};
use crate::schedule::{Mode, locks, resumed};
use crate::syntax::Minutes;

/// Where a run has got to, and what of it is run again.
pub(super) struct RunState {
    run: Run,
    progress: Progress,
    /// What the logs hold.
    pub(super) digest: String,
    /// Whether a failure is what the pack is about.
    pub(super) again: bool,
    /// What failed, in plan order.
    pub(super) failed: Vec<SubtaskIx>,
    /// What is packed because it cannot go on before that is mended.
    pub(super) blocked: Vec<SubtaskIx>,
}

impl RunState {
    pub(super) fn stand(&self) -> Stand<'_> {
        Stand { run: &self.run, progress: &self.progress }
    }

    /// What may start now.
    pub(super) fn ready(&self) -> &[SubtaskIx] {
        &self.progress.ready
    }
}

/// Reads the log, if one is named or something is asked that only a log knows; `configured` is the one of
/// the configuration.
pub(super) fn state(
    logs: &[PathBuf],
    configured: Option<PathBuf>,
    part: &PartFlags,
    compilation: &Compilation,
) -> Result<Option<RunState>, Failure> {
    let only = |word: &str| part.only.iter().any(|name| name == word);
    let again = part.strategy.is_some() || only("failed");
    if logs.is_empty() && !again && !only("ready") {
        return Ok(None);
    }
    let (paths, default) = session::logs(logs, configured)?;
    if let Some(missing) = paths.iter().find(|path| !default && !path.exists()) {
        return Err(Failure(format!("{}: there is no such log", missing.display())));
    }
    let mut bytes = Vec::new();
    for path in &session::parts(&paths)? {
        bytes.extend(io::read_log(path)?);
    }
    let (plan, graph) = (&compilation.plan, compilation.graph());
    let run = replay(plan, &session::read(&paths)?);
    let likely: Vec<Minutes> = compilation.estimates.iter().map(|estimate| estimate.likely).collect();
    let tails = crate::graph::times(graph, &likely).tail;
    let progress = runlog::progress(plan, graph, &locks(plan), &run, Gate::Done, &tails);
    let failed: Vec<SubtaskIx> = plan.indices().filter(|&ix| progress.state(ix) == State::Failed).collect();
    let mut blocked = Vec::new();
    if part.strategy == Some(Strategy::FixFirst) {
        blocked = progress.stuck(graph, &failed);
        blocked.retain(|ix| failed.binary_search(ix).is_err());
    }
    let digest = Entry::of("", &bytes).sha256[..12].to_owned();
    Ok(Some(RunState { run, progress, digest, again, failed, blocked }))
}

/// Plans what is left anew; what failed goes first if it is what the pack is about.
pub(super) fn resume(compilation: &mut Compilation, state: &RunState, mode: Mode) {
    let urgent = if state.again { state.failed.as_slice() } else { &[] };
    let past = past(&compilation.plan, &state.run, &state.progress, &compilation.estimates, urgent);
    let Some(schedules) = &compilation.schedules else { return };
    let Some(at) = schedules.executions.iter().position(|execution| execution.mode == mode) else { return };
    let before = &schedules.executions[at];
    let (plan, graph) = (&compilation.plan, compilation.graph());
    let execution = resumed(plan, graph, &compilation.estimates, schedules, before, &past);
    if let Some(schedules) = &mut compilation.schedules {
        schedules.executions[at] = execution;
    }
}
