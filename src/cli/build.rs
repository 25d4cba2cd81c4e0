use std::collections::BTreeMap;

use super::args::{Build, Global};
use super::exit::{Exit, Failure};
use super::project::project;
use super::replayed::{Replayed, recorded};
use super::write;
use crate::emit::{Engine, html, json_files, pack};

/// `planc build`.
pub(super) fn run(args: &Build, global: &Global) -> Result<Exit, Failure> {
    let recorded = recorded(&args.run)?;
    let project = project(global, &args.paths, None)?;
    let gate = project.log_gate();
    let expanded = project.settings.limits.expanded_needs.value.0 as usize;
    write::run(project, &args.paths, &args.output, args.output.out.clone(), |material| {
        let mut artifacts = pack::pack(material);
        artifacts.extend(json_files(material, expanded));
        let engine = Engine::new(&BTreeMap::new())?;
        let beside = html::Beside { run: recorded.is_some(), prompts: true };
        artifacts.push(html::index_with(&engine, material, beside)?);
        artifacts.extend(html::prompt_pages(&engine, material)?);
        if let Some(recorded) = &recorded {
            let replayed = Replayed::new(recorded, material, gate);
            artifacts.push(html::run_with(&engine, material, &replayed.material())?);
        }
        Ok(artifacts)
    })
}
