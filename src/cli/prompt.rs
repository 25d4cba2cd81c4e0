use super::args::Global;
use super::exit::{Exit, Failure};
use super::pack_args::Prompt;
use super::project::project;
use super::{load, output, targets, template, write};
use crate::emit::{PackOptions, Style, pack, tty};

/// `planc prompt`: standard output carries the prompt and nothing else.
pub(super) fn run(args: &Prompt, global: &Global) -> Result<Exit, Failure> {
    let project = project(global, &args.paths, None)?;
    let limits = project.settings.limits.clone();
    let template = args.form.template.clone().or_else(|| template::configured(&project));
    let (mode, scheduled) = write::schedule(&project, args.mode, &args.limits);
    let style = args.form.style.style();
    // The author's bytes need no schedule, so that they can be had where none is possible.
    let options = match style {
        Style::Full => scheduled,
        Style::Plain => project.unscheduled(args.limits.needs.needs),
    };
    let compilation = load::compile_plan(project.inputs, &args.paths, &options)?;
    let ix = targets::known(&compilation.plan, &args.subtask)?;
    if style == Style::Plain {
        let prompt = compilation.plan.subtask(ix).prompt.as_ref();
        let bytes = prompt.map(|prompt| prompt.bytes(&compilation.sources)).ok_or_else(|| {
            Failure(format!("the plan holds no prompt for {}", tty::line(compilation.plan.name(ix))))
        })?;
        output::print_bytes(bytes)?;
        return Ok(Exit::Clean);
    }
    write::runnable(&compilation, mode)?;
    let template = template::read(template.as_deref(), &limits)?;
    let options = PackOptions { template: template.as_ref(), ..PackOptions::default() };
    let material = load::material(&compilation, mode);
    let file = pack::prompt(&material, ix, None, &options).map_err(template::failure)?;
    output::print_bytes(&file.unwrap_or_default())?;
    Ok(Exit::Clean)
}
