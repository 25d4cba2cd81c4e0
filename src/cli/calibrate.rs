use std::path::{Path, PathBuf};

use super::args::{Global, TextFormat};
use super::configuration::configuration;
use super::exit::{Exit, Failure};
use super::log_args::{Calibrate, RunPlace};
use super::project::Project;
use super::settings::with_factors;
use super::{output, session};
use crate::compile::Options;
use crate::emit::terminal;
use crate::emit::view::{CalibrationView, read_calibration, to_json};
use crate::graph::Factors;
use crate::io::{self, Input, InputOrigin};
use crate::runlog::{learn, samples};

/// `planc calibrate`.
pub(super) fn run(args: &Calibrate, global: &Global) -> Result<Exit, Failure> {
    let place = RunPlace { logs: args.logs.clone(), plan: args.paths.clone() };
    // What was learnt before is no estimate of the author.
    let plain = |project: &Project| Options { calibration: Factors::default(), ..project.unscheduled(None) };
    let session = session::open(&place, global, plain)?;
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
    if args.write {
        write(args, global, &found.factors)?;
    }
    Ok(Exit::Clean)
}

/// Writes factors to the configuration, at once or not at all; every other byte stays.
fn write(args: &Calibrate, global: &Global, factors: &Factors) -> Result<(), Failure> {
    if factors.is_empty() {
        return Err(Failure("three finished tries are needed before something can be written".to_owned()));
    }
    if global.isolated {
        return Err(Failure("--isolated reads no configuration, and --write would change one".to_owned()));
    }
    let here = std::env::current_dir().map_err(|error| Failure(format!("no current folder: {error}")))?;
    let paths = if args.paths.is_empty() { vec![io::plan_root(&here)] } else { args.paths.clone() };
    let known = configuration(global, &paths)?;
    let Some(shown) = &known.path else {
        let text = with_factors("", factors).map_err(Failure)?;
        io::add_file(&known.folder, io::CONFIG_NAMES[0], text.as_bytes(), false)?;
        let shown = io::relative(&here.canonicalize()?, &known.folder.join(io::CONFIG_NAMES[0]));
        output::notice(&format!("{shown} is written with the factors"));
        return Ok(());
    };
    let path = PathBuf::from(shown);
    let before = String::from_utf8(read(&path)?).map_err(|_| Failure(format!("{shown} is no UTF-8 text")))?;
    let after =
        with_factors(&before, factors).map_err(|why| Failure(format!("{shown} stays as it is: {why}")))?;
    if after == before {
        output::notice(&format!("{shown} has these factors already"));
        return Ok(());
    }
    io::replace(&path, before.as_bytes(), after.as_bytes())?;
    output::notice(&format!("{shown} has the factors now"));
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let input = Input { display: path.display().to_string(), origin: InputOrigin::File(path.to_owned()) };
    Ok(io::read(&[input], io::MAX_FILE)?.concat())
}

/// The factors in a file that `planc calibrate --format json` wrote.
pub(super) fn factors(path: &Path) -> Result<Factors, Failure> {
    read_calibration(&read(path)?)
        .map_err(|reason| Failure(format!("cannot use {}: {reason}", path.display())))
}
