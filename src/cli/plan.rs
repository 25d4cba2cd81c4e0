use super::args::{Global, Plan, TextFormat};
use super::exit::{Exit, Failure};
use super::{explain, load, output};
use crate::emit::terminal;
use crate::emit::view::{EXPANDED_NEEDS, PlanView, to_json};
use crate::schedule::Mode;

/// `planc plan`.
pub(super) fn run(args: &Plan, global: &Global) -> Result<Exit, Failure> {
    if let Some(asked) = &args.explain {
        return explain::run(asked, args, global);
    }
    let compilation = load::compile_plan(&args.paths, &load::unscheduled(args.needs.needs))?;
    let material = load::material(&compilation, Mode::Phases);
    let text = match args.format {
        TextFormat::Text => terminal::plan(&material, output::look(global)),
        TextFormat::Json => to_json(&PlanView::new(&material, EXPANDED_NEEDS)),
    };
    output::print(&text)?;
    Ok(Exit::Clean)
}
