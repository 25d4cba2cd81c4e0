use std::path::{Path, PathBuf};

use super::args::Global;
use super::exit::Failure;
use super::log_args::{GateName, RunPlace};
use super::project::{Project, project};
use super::root_settings::log_place;
use super::settings::Settings;
use super::{clock, load, output};
use crate::compile::{Compilation, Options};
use crate::io;
use crate::runlog::{self, Gate, RunLog};
use crate::syntax::Minutes;

/// A plan and the log of its run.
pub(super) struct Session {
    pub(super) compilation: Compilation,
    /// The logs that are read; the first one is written.
    pub(super) logs: Vec<PathBuf>,
    /// What the configuration and the flags choose.
    pub(super) options: Options,
    /// The gate of the configuration.
    gate: Option<GateName>,
    /// The folder that paths of the plan are below.
    root: PathBuf,
    /// Whether no flag and no variable names the log, so that its folder may be made.
    default: bool,
    /// The settings of the plan's configuration.
    pub(super) settings: Settings,
}

/// Reads the plan and finds the log.
///
/// `options` are those of the plan's configuration, with what `choose` makes of them.
pub(super) fn open(
    place: &RunPlace,
    global: &Global,
    choose: impl FnOnce(&Project) -> Options,
) -> Result<Session, Failure> {
    let here = here()?;
    let plan = if place.plan.is_empty() { vec![io::plan_root(&here)] } else { place.plan.clone() };
    let project = project(global, &plan, None)?;
    let options = choose(&project);
    let (settings, configured) = (project.settings.clone(), log_place(&project.settings, &project.folder));
    let compilation = load::compile_plan(project.inputs, &plan, &options)?;
    of(compilation, options, settings, logs(&place.logs, configured)?)
}

/// The same for a plan that was compiled already, with its [`logs`].
pub(super) fn of(
    compilation: Compilation,
    options: Options,
    settings: Settings,
    (logs, default): (Vec<PathBuf>, bool),
) -> Result<Session, Failure> {
    let gate = settings.log.gate.value.map(|gate| gate.0);
    Ok(Session { compilation, logs, options, gate, root: io::plan_root(&here()?), default, settings })
}

fn here() -> Result<PathBuf, Failure> {
    std::env::current_dir().map_err(|error| Failure(format!("no current folder: {error}")))
}

/// The logs that are named, else the one of the environment, else that of the configuration or the default one; and
/// whether it is one of these two.
pub(super) fn logs(named: &[PathBuf], configured: Option<PathBuf>) -> Result<(Vec<PathBuf>, bool), Failure> {
    if !named.is_empty() {
        return Ok((named.to_vec(), false));
    }
    if let Some(path) = output::variable("PLANC_LOG") {
        return Ok((vec![PathBuf::from(path)], false));
    }
    Ok((vec![configured.map_or_else(|| Ok(io::log_place(&here()?)), Ok::<_, Failure>)?], true))
}

/// Logs with those of single writers beside them (see [`io::log_parts`]).
pub(super) fn parts(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for path in paths {
        all.extend(io::log_parts(path)?);
    }
    Ok(all)
}

/// Reads all logs as one; says how many lines could not be read.
pub(super) fn read(paths: &[PathBuf]) -> Result<RunLog, Failure> {
    Ok(joined(read_each(&parts(paths)?)?))
}

fn joined(mut logs: Vec<RunLog>) -> RunLog {
    if logs.len() == 1 { logs.remove(0) } else { runlog::merge(logs) }
}

/// Reads all logs; says how many lines could not be read.
fn read_each(paths: &[PathBuf]) -> Result<Vec<RunLog>, Failure> {
    let mut logs = Vec::new();
    for path in paths {
        let log = runlog::read(&io::read_log(path)?);
        if let Some(first) = log.bad.first() {
            let more = log.bad.len() - 1;
            let more = if more == 0 { String::new() } else { format!(", and {more} more lines") };
            output::notice(&format!(
                "note: {}:{}: {}; left out{more}",
                shown(path),
                first.line,
                first.reason
            ));
        }
        logs.push(log);
    }
    Ok(logs)
}

impl Session {
    /// When a subtask counts as done for those that need it; a flag wins over the configuration.
    pub(super) fn need_gate(&self, flag: Option<GateName>) -> Gate {
        flag.or(self.gate).map_or(Gate::Done, GateName::gate)
    }

    /// When a phase counts as done for the next one.
    pub(super) fn phase_gate(&self, flag: Option<GateName>) -> Gate {
        flag.or(self.gate).map_or(Gate::Validated, GateName::gate)
    }

    /// The folder that paths of the plan are below.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The log that is written.
    pub(super) fn log(&self) -> &Path {
        &self.logs[0]
    }

    /// Whether several logs are read.
    pub(super) fn several(&self) -> bool {
        self.logs.len() > 1
    }

    /// How people see the log that is written: from the current folder, where it is below that.
    pub(super) fn shown(&self) -> String {
        shown(self.log())
    }

    /// Says which of the logs that somebody named are not there: a wrong path looks like a run that has not begun.
    pub(super) fn tell_missing(&self) {
        for log in self.logs.iter().filter(|log| !self.default && !log.exists()) {
            output::notice(&format!("note: {} is not there yet", shown(log)));
        }
    }

    /// Whether anything was logged.
    pub(super) fn is_logged(&self) -> bool {
        self.logs.iter().any(|log| log.exists())
    }

    /// Reads all logs as one; says how many lines could not be read.
    pub(super) fn read(&self) -> Result<RunLog, Failure> {
        read(&self.logs)
    }

    /// The same without a word, for whoever looks while others are kept from writing.
    pub(super) fn look(&self) -> Result<RunLog, Failure> {
        let read = |path: &PathBuf| Ok(runlog::read(&io::read_log(path)?));
        Ok(joined(parts(&self.logs)?.iter().map(read).collect::<Result<_, Failure>>()?))
    }

    /// Reads all logs; says how many lines could not be read.
    pub(super) fn read_each(&self) -> Result<Vec<RunLog>, Failure> {
        read_each(&parts(&self.logs)?)
    }

    /// How many minutes clocks of people are ahead of UTC; a flag wins over the configuration.
    ///
    /// # Errors
    /// The flag is no such text.
    pub(super) fn offset(&self, flag: Option<&str>) -> Result<i32, Failure> {
        flag.map_or(Ok(self.settings.log.timezone.value.0), clock::zone)
    }

    /// Makes the folder of a log that no flag and no variable names.
    pub(super) fn prepare(&self) -> Result<(), Failure> {
        if self.default {
            io::prepare_log(self.log())?;
        }
        if self.logs.len() > 1 {
            return Err(Failure("several logs can only be read; name the one to write".to_owned()));
        }
        Ok(())
    }

    /// Longest chain of estimates from the start of each subtask to the end.
    pub(super) fn tails(&self) -> Vec<Minutes> {
        let likely: Vec<Minutes> =
            self.compilation.estimates.iter().map(|estimate| estimate.likely).collect();
        crate::graph::times(self.compilation.graph(), &likely).tail
    }
}

/// A path from the current folder, where it is below that.
pub(super) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}

/// The window that the environment gives to this terminal.
pub(super) fn window() -> Result<Option<u32>, Failure> {
    let Some(text) = output::variable("PLANC_WINDOW") else { return Ok(None) };
    match text.parse() {
        Ok(window) if window > 0 => Ok(Some(window)),
        _ => Err(Failure(format!("PLANC_WINDOW is `{text}`, which is no window number"))),
    }
}
