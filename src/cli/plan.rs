use super::args::{Global, Plan, TextFormat};
use super::exit::{Exit, Failure};
use super::project::project;
use super::{explain, load, output};
use crate::emit::terminal;
use crate::emit::view::{PlanView, to_json};
use crate::schedule::Mode;

/// `planc plan`.
pub(super) fn run(args: &Plan, global: &Global) -> Result<Exit, Failure> {
    if let Some(asked) = &args.explain {
        return explain::run(asked, args, global);
    }
    let project = project(global, &args.paths, None)?;
    let options = project.unscheduled(args.needs.needs);
    let expanded = project.settings.limits.expanded_needs.value.0 as usize;
    let compilation = load::compile_plan(project.inputs, &args.paths, &options)?;
    let material = load::material(&compilation, Mode::Phases);
    let text = match args.format {
        TextFormat::Text => terminal::plan(&material, output::look(global)),
        TextFormat::Json => to_json(&PlanView::new(&material, expanded)),
    };
    output::print(&text)?;
    Ok(Exit::Clean)
}
