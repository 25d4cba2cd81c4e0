use super::args::{Global, Schedule, TextFormat};
use super::exit::{Exit, Failure};
use super::project::project;
use super::{load, output, question};
use crate::compile::{Compilation, Options};
use crate::emit::terminal::{self, Parts};
use crate::emit::view::{ScheduleView, to_json};
use crate::emit::{Material, ScheduleReport};
use crate::schedule::{Limits, Mode, Schedules, WhatIf, answers, changed, schedules};

/// `planc schedule`.
pub(super) fn run(args: &Schedule, global: &Global) -> Result<Exit, Failure> {
    let project = project(global, &args.paths, None)?;
    let options = Options { schedule_up_to: 0, ..project.scheduled(&args.limits, Mode::Phases) };
    let compilation = load::compile_plan(project.inputs, &args.paths, &options)?;
    let plan = &compilation.plan;
    let stated = limits(args, &compilation, &options)?;
    let what_if = asked(args, &compilation, &stated)?;
    let changes = what_if.as_ref().map_or(&[][..], |asked| &asked.changes);
    let estimates = changed(&compilation.estimates, changes);
    let limits = Limits {
        without_locks: what_if.as_ref().map_or_else(Vec::new, |asked| asked.without_locks.clone()),
        ..stated
    };
    let graph = compilation.graph();
    let failed = |error| question::failed(&compilation, &error);
    let made = schedules(plan, graph, &estimates, &limits).map_err(failed)?;
    let graphs = [graph, &compilation.union];
    let found = answers(plan, &compilation.documents, graphs, &estimates, &limits, &made, args.seed);
    let found = found.map_err(failed)?;
    let material = Material { estimates: &estimates, ..load::material(&compilation, Mode::Phases) };
    let report = ScheduleReport { schedules: &made, answers: Some(&found), what_if: what_if.as_ref() };
    let text = match args.format {
        TextFormat::Text => {
            let features = args.features || plan.features.len() > 1;
            let parts = Parts { curve: args.curve.is_some(), features, all: args.all };
            terminal::schedule(&material, report, parts, output::look(global))
        }
        TextFormat::Json => to_json(&ScheduleView::new(&material, report)),
    };
    output::print(&text)?;
    Ok(Exit::Clean)
}

/// The limits that flags and configuration state.
fn limits(args: &Schedule, compilation: &Compilation, options: &Options) -> Result<Limits, Failure> {
    Ok(Limits {
        windows: options.windows,
        needs: options.needs,
        file_locks: options.file_locks,
        curve: args.curve.filter(|&most| most > 0),
        remaining: args.remaining,
        groups: question::groups(args, &compilation.plan)?,
        ..Limits::default()
    })
}

/// What was asked, and the schedules without it; `None` where nothing was asked.
fn asked(args: &Schedule, compilation: &Compilation, stated: &Limits) -> Result<Option<WhatIf>, Failure> {
    if !question::is_asked(args) {
        return Ok(None);
    }
    let changes = question::changes(args, &compilation.plan)?;
    let without_locks = question::without_locks(args, &compilation.plan)?;
    let before: Schedules = schedules(&compilation.plan, compilation.graph(), &compilation.estimates, stated)
        .map_err(|error| question::failed(compilation, &error))?;
    Ok(Some(WhatIf { changes, without_locks, before }))
}
