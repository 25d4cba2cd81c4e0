use std::path::{Path, PathBuf};

use super::exit::Failure;
use super::output;
use super::run_args::RunFlags;
use super::{clock, session};
use crate::compile::RecordOptions;
use crate::emit::view::{StatusView, to_json};
use crate::emit::{Artifact, Material, RunMaterial, hash};
use crate::io;
use crate::runlog::metrics::{Metrics, Observed, metrics};
use crate::runlog::{
    self, Forecast, Gate, Moment, Progress, Run, RunLog, Standing, forecast, forecast_shared, progress,
    replay,
};
use crate::schedule::{Lock, locks};
use crate::syntax::Minutes;

/// How many characters of a hash pages show.
const HASH: usize = 12;

/// Logs as they were read, up to the time that was asked for.
#[derive(Default)]
pub(super) struct Recorded {
    pub(super) log: RunLog,
    /// The time that was asked for.
    now: Option<Moment>,
    /// Events later than that.
    later: usize,
    /// Paths as people see them, and the first characters of their hashes.
    pub(super) names: Vec<(String, String)>,
}

/// Reads the logs of a command; `None` where none is named.
pub(super) fn recorded(flags: &RunFlags) -> Result<Option<Recorded>, Failure> {
    if flags.logs.is_empty() {
        return Ok(None);
    }
    let now = flags.now.as_deref().map(moment).transpose()?;
    let (mut logs, mut names) = (Vec::new(), Vec::new());
    for (name, bytes) in read(&flags.logs)? {
        logs.push(runlog::read(&bytes));
        names.push((name, hash(&bytes, HASH)));
    }
    let mut log = if logs.len() == 1 { logs.remove(0) } else { runlog::merge(logs) };
    let all = log.events.len();
    if let Some(now) = now {
        log.events.retain(|event| event.at <= now);
    }
    let later = all - log.events.len();
    if let Some(first) = log.bad.first() {
        let lines = match log.bad.len() {
            1 => "1 line of the log is left out".to_owned(),
            count => format!("{count} lines of the log are left out"),
        };
        output::notice(&format!("note: {lines}; line {}: {}", first.line, first.reason));
    }
    Ok(Some(Recorded { log, now, later, names }))
}

/// Logs that a check judges; `None` where none is named. `barriers` says whether phases wait for each other.
pub(super) fn judged(
    paths: &[PathBuf],
    now: Option<&str>,
    gate: Option<Gate>,
    barriers: bool,
) -> Result<Option<RecordOptions>, Failure> {
    if paths.is_empty() {
        return Ok(None);
    }
    let now = now.map(moment).transpose()?;
    let phase_gate = barriers.then(|| gate.unwrap_or(Gate::Validated));
    let gate = gate.unwrap_or_default();
    Ok(Some(RecordOptions { logs: read(paths)?, now, clock: clock::reference(), gate, phase_gate }))
}

/// The logs at these paths, with their names for people; one that is not there is an error.
fn read(paths: &[PathBuf]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    if let Some(path) = paths.iter().find(|path| !path.exists()) {
        return Err(Failure(format!("cannot read {}: there is no such log", path.display())));
    }
    let parts = session::parts(paths)?;
    parts.iter().map(|path| Ok((name(path), io::read_log(path)?))).collect()
}

/// The time of `--now`.
fn moment(text: &str) -> Result<Moment, Failure> {
    clock::at(text, clock::reference()).map_err(|failure| Failure(failure.0.replacen("--at", "--now", 1)))
}

/// The path from the current folder, or the name of a file elsewhere: no output names a folder of the machine.
fn name(path: &Path) -> String {
    let shown = session::shown(path);
    if Path::new(&shown).is_absolute() {
        return path.file_name().map_or(shown, |name| name.to_string_lossy().into_owned());
    }
    io::slashes(Path::new(&shown))
}

/// A log related to a plan.
pub(super) struct Replayed<'a> {
    recorded: &'a Recorded,
    run: Run,
    progress: Progress,
    locks: Vec<Lock>,
    gate: Option<Gate>,
    metrics: Metrics,
    forecast: Option<Forecast>,
}

impl<'a> Replayed<'a> {
    /// Relates a log to the plan of `material`, and compares it with the execution that its pages follow. `gate` is
    /// the one of the configuration, `windows` how many are asked for.
    pub(super) fn new(
        recorded: &'a Recorded,
        material: &Material<'_>,
        gate: Option<Gate>,
        windows: Option<u32>,
    ) -> Replayed<'a> {
        let (plan, graph) = (material.plan, material.graph);
        let run = replay(plan, &recorded.log);
        let locks: Vec<Lock> = if material.schedules.is_none_or(|schedules| schedules.file_locks) {
            locks(plan)
        } else {
            Vec::new()
        };
        let likely: Vec<Minutes> = material.estimates.iter().map(|estimate| estimate.likely).collect();
        let tails = crate::graph::times(graph, &likely).tail;
        let progress = progress(plan, graph, &locks, &run, gate.unwrap_or(Gate::Done), &tails);
        let execution = material.schedules.and_then(|schedules| schedules.execution(material.mode));
        let metrics = metrics(&Observed {
            plan,
            graph,
            estimates: material.estimates,
            locks: &locks,
            execution: execution.filter(|execution| execution.feasible()),
            run: &run,
            progress: &progress,
            as_of: recorded.now.or(run.last).unwrap_or_default(),
        });
        let mut replayed = Replayed { recorded, run, progress, locks, gate, metrics, forecast: None };
        replayed.forecast = replayed.foretold(material, windows);
        replayed
    }

    /// When the rest is likely to end, with as many windows as `planc status` takes: those that are asked for, else
    /// the plan's largest number or the schedule's, and then no fewer than ran.
    fn foretold(&self, material: &Material<'_>, asked: Option<u32>) -> Option<Forecast> {
        if let Some(windows) = asked {
            return forecast_shared(&self.standing(material), windows, None);
        }
        let stated = material.plan.largest_window();
        let planned = stated.or(material.schedules.map(|schedules| schedules.windows))?;
        forecast(&self.standing(material), planned.max(self.run.windows()), None)
    }

    fn standing<'s>(&'s self, material: &Material<'s>) -> Standing<'s> {
        Standing {
            plan: material.plan,
            graph: material.graph,
            locks: &self.locks,
            estimates: material.estimates,
            run: &self.run,
            progress: &self.progress,
            now: self.recorded.now.or(self.run.last),
        }
    }

    /// `status.json`: what `planc status --format json` prints.
    pub(super) fn status(&self, material: &Material<'_>) -> Artifact {
        let standing = self.standing(material);
        let phases = self.gate.unwrap_or(Gate::Validated);
        let view = StatusView::new(&standing, self.forecast.as_ref(), phases, None);
        let mut text = to_json(&view);
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Artifact { path: "status.json".to_owned(), bytes: text.into_bytes() }
    }

    /// What pages borrow.
    pub(super) fn material(&self) -> RunMaterial<'_> {
        RunMaterial {
            log: &self.recorded.log,
            run: &self.run,
            progress: &self.progress,
            metrics: &self.metrics,
            forecast: self.forecast.as_ref(),
            later: self.recorded.later,
            logs: &self.recorded.names,
        }
    }
}
