use super::args::{Global, Schedule, TextFormat};
use super::exit::{Exit, Failure};
use super::project::project;
use super::{load, output};
use crate::compile::Options;
use crate::emit::terminal;
use crate::emit::view::{ScheduleView, to_json};
use crate::schedule::Mode;

/// `planc schedule`.
pub(super) fn run(args: &Schedule, global: &Global) -> Result<Exit, Failure> {
    let project = project(global, &args.paths, None)?;
    let options = Options {
        curve: args.curve.filter(|&most| most > 0),
        ..project.scheduled(&args.limits, Mode::Phases)
    };
    let compilation = load::compile_plan(project.inputs, &args.paths, &options)?;
    let Some(schedules) = &compilation.schedules else {
        return Err(load::cyclic(&compilation));
    };
    let material = load::material(&compilation, Mode::Phases);
    let text = match args.format {
        TextFormat::Text => {
            terminal::schedule(&material, schedules, output::look(global), args.curve.is_some())
        }
        TextFormat::Json => to_json(&ScheduleView::new(&material, schedules)),
    };
    output::print(&text)?;
    Ok(Exit::Clean)
}
