use super::args::{Global, Schedule, TextFormat};
use super::exit::{Exit, Failure};
use super::{calibrate, load, output, question};
use crate::compile::{Compilation, Options};
use crate::emit::terminal::{self, Parts};
use crate::emit::view::{ScheduleView, to_json};
use crate::emit::{Material, ScheduleReport};
use crate::schedule::{Limits, Mode, Schedules, WhatIf, answers, changed, schedules};

/// `planc schedule`.
pub(super) fn run(args: &Schedule, global: &Global) -> Result<Exit, Failure> {
    let calibration = args.calibration.as_deref().map(calibrate::factors).transpose()?.unwrap_or_default();
    let options = Options { schedule_up_to: 0, calibration, ..load::options(&args.limits, Mode::Phases) };
    let compilation = load::compile_plan(&args.paths, &options)?;
    let plan = &compilation.plan;
    let what_if = asked(args, &compilation)?;
    let changes = what_if.as_ref().map_or(&[][..], |asked| &asked.changes);
    let estimates = changed(&compilation.estimates, changes);
    let limits = Limits {
        without_locks: what_if.as_ref().map_or_else(Vec::new, |asked| asked.without_locks.clone()),
        ..limits(args, &compilation)?
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

fn limits(args: &Schedule, compilation: &Compilation) -> Result<Limits, Failure> {
    Ok(Limits {
        windows: args.limits.windows,
        needs: args.limits.needs.needs.mode(),
        file_locks: !args.limits.no_file_locks,
        curve: args.curve.filter(|&most| most > 0),
        remaining: args.remaining,
        groups: question::groups(args, &compilation.plan)?,
        ..Limits::default()
    })
}

/// What was asked, and the schedules without it; `None` where nothing was asked.
fn asked(args: &Schedule, compilation: &Compilation) -> Result<Option<WhatIf>, Failure> {
    if !question::is_asked(args) {
        return Ok(None);
    }
    let changes = question::changes(args, &compilation.plan)?;
    let without_locks = question::without_locks(args, &compilation.plan)?;
    let before: Schedules = schedules(
        &compilation.plan,
        compilation.graph(),
        &compilation.estimates,
        &limits(args, compilation)?,
    )
    .map_err(|error| question::failed(compilation, &error))?;
    Ok(Some(WhatIf { changes, without_locks, before }))
}
