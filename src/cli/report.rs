use std::collections::BTreeMap;

use super::args::Global;
use super::exit::{Exit, Failure};
use super::project::{Project, project};
use super::replayed::{Recorded, Replayed, recorded};
use super::run_args::Report;
use super::{load, redact, template, write};
use crate::emit::{Engine, EngineOptions, html};

/// `planc report`.
pub(super) fn run(args: &Report, global: &Global) -> Result<Exit, Failure> {
    let mut recorded = recorded(&args.run)?;
    let nothing = Recorded::default();
    let mut project = project(global, &args.paths, None)?;
    let mut options = options(&project)?;
    redact::masked(&mut project, recorded.as_mut(), &mut options);
    let gate = project.log_gate();
    let out = project.settings.report.out.value.as_ref().map(|out| project.path(&out.0));
    let work = write::compiled(project, &args.paths, &args.output, None, out)?;
    let material = load::material(&work.compilation, work.mode);
    let engine = Engine::with(options).map_err(template::failure)?;
    let beside = html::Beside { run: recorded.is_some(), prompts: args.with_prompts, files: false };
    let replayed = Replayed::new(recorded.as_ref().unwrap_or(&nothing), &material, gate);
    let index = html::index_with(&engine, &material, beside).map_err(template::failure)?;
    let mut artifacts = vec![index, replayed.status(&material)];
    if recorded.is_some() {
        artifacts.push(html::run_with(&engine, &material, &replayed.material())?);
    }
    if args.with_prompts {
        artifacts.extend(html::prompt_pages(&engine, &material)?);
    }
    work.write(&args.output, &artifacts, &work.options(&args.output, ""))
}

/// What `[report]` and `[limits]` say about pages.
fn options(project: &Project) -> Result<EngineOptions, Failure> {
    let report = &project.settings.report;
    let mut overrides = BTreeMap::new();
    if let Some(path) = &report.template.value.0 {
        overrides.insert("index.html".to_owned(), template::text(&project.path(&path.0))?);
    }
    Ok(EngineOptions {
        overrides,
        title: report.title.value.as_ref().map(|title| title.0.clone()),
        scripts: report.script.value,
        ..template::limited(&project.settings.limits)
    })
}
