use super::args::{Build, Global};
use super::exit::{Exit, Failure};
use super::pack_args::{Form, PartFlags, Screens};
use super::project::project;
use super::replayed::{Recorded, Replayed, recorded};
use super::rerun::{self, RunState};
use super::settings::Limits;
use super::write::{self, Work};
use super::{launch, load, pack, template};
use crate::emit::{self, Artifact, Engine, Launch, PackOptions, html, json_files, launchers};
use crate::runlog::Gate;

/// `planc build`.
pub(super) fn run(args: &Build, global: &Global) -> Result<Exit, Failure> {
    let recorded = recorded(&args.run)?;
    let project = project(global, &args.paths, None)?;
    let launch = launch::launch(&project, &args.paths, &args.launch, args.output.out.as_deref())?;
    let limits = project.settings.limits.clone();
    let asked = Asked {
        launch: &launch,
        form: &args.form,
        screens: &args.screens,
        recorded: recorded.as_ref(),
        logs: &args.run.logs,
        gate: project.log_gate(),
        limits: &limits,
    };
    let mut work = write::compiled(project, &args.paths, &args.output, Some(&args.form), None)?;
    let (artifacts, settings) = artifacts(&mut work, &asked)?;
    work.write(&args.output, &artifacts, &work.options(&args.output, &settings))
}

/// What flags and configuration say about what is built.
pub(super) struct Asked<'a> {
    /// What launchers are to do.
    pub(super) launch: &'a Launch,
    pub(super) form: &'a Form,
    pub(super) screens: &'a Screens,
    /// The run that pages show beside the plan.
    pub(super) recorded: Option<&'a Recorded>,
    /// The logs of that run.
    pub(super) logs: &'a [std::path::PathBuf],
    pub(super) gate: Option<Gate>,
    /// How much may be written.
    pub(super) limits: &'a Limits,
}

/// Everything that is built of a plan, and what it was made with besides the schedule.
pub(super) fn artifacts(work: &mut Work, asked: &Asked<'_>) -> Result<(Vec<Artifact>, String), Failure> {
    let template = template::read(work.template.as_deref(), asked.limits)?;
    let engine = Engine::with(template::limited(asked.limits))?;
    let mut artifacts = pages(&engine, work, asked)?;
    artifacts.extend(json_files(
        &load::material(&work.compilation, work.mode),
        asked.limits.expanded_needs.value.0 as usize,
    ));
    // Pages compare the run with the whole plan; packs follow what is left of it.
    let run = rerun::state(asked.logs, None, &PartFlags::default(), &work.compilation)?;
    if let Some(run) = &run {
        rerun::resume(&mut work.compilation, run, work.mode);
    }
    let material = load::material(&work.compilation, work.mode);
    let monitors = asked.screens.monitors;
    let options = PackOptions {
        template: template.as_ref(),
        style: asked.form.style.style(),
        monitors,
        chains: asked.screens.bundle_chains,
        run: run.as_ref().map(RunState::stand),
        ..PackOptions::default()
    };
    artifacts.extend(emit::pack(&material, &options).map_err(template::failure)?);
    artifacts.extend(launchers(&material, asked.launch));
    artifacts.extend(html::prompt_pages_on(&engine, &material, monitors, run.as_ref().map(RunState::stand))?);
    Ok((artifacts, pack::settings(&options, run.as_ref())?))
}

/// index.html, and run.html where there is a log.
fn pages(engine: &Engine, work: &Work, asked: &Asked<'_>) -> Result<Vec<Artifact>, Failure> {
    let material = load::material(&work.compilation, work.mode);
    let beside = html::Beside { run: asked.recorded.is_some(), prompts: true, files: true };
    let mut pages = vec![html::index_with(engine, &material, beside)?];
    if let Some(recorded) = asked.recorded {
        let replayed = Replayed::new(recorded, &material, asked.gate);
        pages.push(html::run_with(engine, &material, &replayed.material())?);
    }
    Ok(pages)
}
