use std::collections::BTreeMap;

use super::args::{Build, Global};
use super::exit::{Exit, Failure};
use super::pack_args::PartFlags;
use super::project::project;
use super::replayed::{Recorded, Replayed, recorded};
use super::rerun::{self, RunState};
use super::write::{self, Work};
use super::{load, pack, template};
use crate::emit::{self, Artifact, Engine, PackOptions, html, json_files};
use crate::runlog::Gate;

/// `planc build`.
pub(super) fn run(args: &Build, global: &Global) -> Result<Exit, Failure> {
    let recorded = recorded(&args.run)?;
    let project = project(global, &args.paths, None)?;
    let gate = project.log_gate();
    let expanded = project.settings.limits.expanded_needs.value.0 as usize;
    let mut work = write::compiled(project, &args.paths, &args.output, Some(&args.form), None)?;
    let template = template::read(work.template.as_deref())?;
    let engine = Engine::new(&BTreeMap::new())?;
    let mut artifacts = pages(&engine, &work, recorded.as_ref(), gate)?;
    artifacts.extend(json_files(&load::material(&work.compilation, work.mode), expanded));
    // Pages compare the run with the whole plan; packs follow what is left of it.
    let run = rerun::state(&args.run.logs, &PartFlags::default(), &work.compilation)?;
    if let Some(run) = &run {
        rerun::resume(&mut work.compilation, run, work.mode);
    }
    let material = load::material(&work.compilation, work.mode);
    let monitors = args.screens.monitors;
    let options = PackOptions {
        template: template.as_ref(),
        style: args.form.style.style(),
        monitors,
        chains: args.screens.bundle_chains,
        run: run.as_ref().map(RunState::stand),
        ..PackOptions::default()
    };
    artifacts.extend(emit::pack(&material, &options).map_err(template::failure)?);
    artifacts.extend(html::prompt_pages_on(&engine, &material, monitors)?);
    let settings = pack::settings(&options, run.as_ref())?;
    work.write(&args.output, &artifacts, &work.options(&args.output, &settings))
}

/// index.html, and run.html where there is a log.
fn pages(
    engine: &Engine,
    work: &Work,
    recorded: Option<&Recorded>,
    gate: Option<Gate>,
) -> Result<Vec<Artifact>, Failure> {
    let material = load::material(&work.compilation, work.mode);
    let beside = html::Beside { run: recorded.is_some(), prompts: true };
    let mut pages = vec![html::index_with(engine, &material, beside)?];
    if let Some(recorded) = recorded {
        let replayed = Replayed::new(recorded, &material, gate);
        pages.push(html::run_with(engine, &material, &replayed.material())?);
    }
    Ok(pages)
}
