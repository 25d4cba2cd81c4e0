use std::path::{Path, PathBuf};

use super::args::Global;
use super::exit::Failure;
use super::log_args::RunPlace;
use super::project::{Project, project};
use super::{load, output};
use crate::compile::{Compilation, Options};
use crate::io;
use crate::runlog::{self, RunLog};
use crate::syntax::Minutes;

/// A plan and the log of its run.
pub(super) struct Session {
    pub(super) compilation: Compilation,
    /// The logs that are read; the first one is written.
    pub(super) logs: Vec<PathBuf>,
    /// Whether the log stands where nobody said, so that its folder may be made.
    default: bool,
}

/// Reads the plan and finds the log.
///
/// `options` are those of the plan's configuration, with what `choose` makes of them.
pub(super) fn open(
    place: &RunPlace,
    global: &Global,
    choose: impl FnOnce(&Project) -> Options,
) -> Result<Session, Failure> {
    let here = std::env::current_dir().map_err(|error| Failure(format!("no current folder: {error}")))?;
    let plan = if place.plan.is_empty() { vec![io::plan_root(&here)] } else { place.plan.clone() };
    let project = project(global, &plan, None)?;
    let options = choose(&project);
    let compilation = load::compile_plan(project.inputs, &plan, &options)?;
    let named = output::variable("PLANC_LOG").map(PathBuf::from);
    let stated = if place.logs.is_empty() { named.into_iter().collect() } else { place.logs.clone() };
    let default = stated.is_empty();
    let logs = if default { vec![io::log_place(&here)] } else { stated };
    Ok(Session { compilation, logs, default })
}

impl Session {
    /// The log that is written.
    pub(super) fn log(&self) -> &Path {
        &self.logs[0]
    }

    /// How people see the log that is written: from the current folder, where it is below that.
    pub(super) fn shown(&self) -> String {
        shown(self.log())
    }

    /// Reads all logs; says how many lines could not be read.
    pub(super) fn read(&self) -> Result<RunLog, Failure> {
        let mut logs = Vec::new();
        for path in &self.logs {
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
        Ok(if logs.len() == 1 { logs.remove(0) } else { runlog::merge(logs) })
    }

    /// Makes the folder of the default log.
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

fn shown(path: &Path) -> String {
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
