use std::path::Path;

use super::args::{Global, TextFormat};
use super::exit::{Exit, Failure};
use super::log_args::{Calibrate, RunPlace};
use super::{load, output, session};
use crate::emit::terminal;
use crate::emit::view::{CalibrationView, read_calibration, to_json};
use crate::graph::Factors;
use crate::io::{self, Input, InputOrigin};
use crate::runlog::{learn, samples};

/// `planc calibrate`.
pub(super) fn run(args: &Calibrate, global: &Global) -> Result<Exit, Failure> {
    let place = RunPlace { logs: args.logs.clone(), plan: args.paths.clone() };
    let session = session::open(&place, &load::unscheduled(super::args::NeedsKind::Union))?;
    let compilation = &session.compilation;
    let samples = samples(&compilation.plan, &compilation.estimates, session.read_each()?);
    let found = learn(&compilation.plan, &samples.samples);
    if samples.samples.is_empty() {
        output::notice(
            "note: no finished try with a start and an end is logged, so there is nothing to learn from",
        );
    }
    let view = CalibrationView::new(&found, &samples);
    output::print(&match args.format {
        TextFormat::Text => terminal::calibration(&view, &samples, output::look(global)),
        TextFormat::Json => to_json(&view),
    })?;
    Ok(Exit::Clean)
}

/// The factors in a file that `planc calibrate --format json` wrote.
pub(super) fn factors(path: &Path) -> Result<Factors, Failure> {
    let display = path.display().to_string();
    let input = Input { display: display.clone(), origin: InputOrigin::File(path.to_owned()) };
    let bytes = io::read(&[input])?.concat();
    read_calibration(&bytes).map_err(|reason| Failure(format!("cannot use {display}: {reason}")))
}
