use std::collections::BTreeMap;

use super::args::Global;
use super::exit::{Exit, Failure};
use super::project::project;
use super::replayed::{Replayed, recorded};
use super::run_args::Report;
use super::write;
use crate::emit::{Engine, html};

/// `planc report`.
pub(super) fn run(args: &Report, global: &Global) -> Result<Exit, Failure> {
    let recorded = recorded(&args.run)?;
    let project = project(global, &args.paths, None)?;
    write::run(project, &args.paths, &args.output, args.output.out.clone(), |material| {
        let engine = Engine::new(&BTreeMap::new())?;
        let beside = html::Beside { run: recorded.is_some(), prompts: args.with_prompts };
        let mut artifacts = vec![html::index_with(&engine, material, beside)?];
        if let Some(recorded) = &recorded {
            let replayed = Replayed::new(recorded, material);
            artifacts.push(html::run_with(&engine, material, &replayed.material())?);
        }
        if args.with_prompts {
            artifacts.extend(html::prompt_pages(&engine, material)?);
        }
        Ok(artifacts)
    })
}
