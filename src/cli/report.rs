use std::collections::BTreeMap;

use super::args::Global;
use super::exit::{Exit, Failure};
use super::project::project;
use super::replayed::{Recorded, Replayed, recorded};
use super::run_args::Report;
use super::{load, write};
use crate::emit::{Engine, html};

/// `planc report`.
pub(super) fn run(args: &Report, global: &Global) -> Result<Exit, Failure> {
    let recorded = recorded(&args.run)?;
    let nothing = Recorded::default();
    let project = project(global, &args.paths, None)?;
    let gate = project.log_gate();
    let work = write::compiled(project, &args.paths, &args.output, None, None)?;
    let material = load::material(&work.compilation, work.mode);
    let engine = Engine::new(&BTreeMap::new())?;
    let beside = html::Beside { run: recorded.is_some(), prompts: args.with_prompts };
    let replayed = Replayed::new(recorded.as_ref().unwrap_or(&nothing), &material, gate);
    let mut artifacts = vec![html::index_with(&engine, &material, beside)?, replayed.status(&material)];
    if recorded.is_some() {
        artifacts.push(html::run_with(&engine, &material, &replayed.material())?);
    }
    if args.with_prompts {
        artifacts.extend(html::prompt_pages(&engine, &material)?);
    }
    work.write(&args.output, &artifacts, &work.options(&args.output, ""))
}
