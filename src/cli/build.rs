use std::collections::BTreeMap;

use super::args::{Build, Global};
use super::exit::{Exit, Failure};
use super::project::project;
use super::write;
use crate::emit::{Engine, html, json_files, pack};

/// `planc build`.
pub(super) fn run(args: &Build, global: &Global) -> Result<Exit, Failure> {
    let project = project(global, &args.paths, None)?;
    let expanded = project.settings.limits.expanded_needs.value.0 as usize;
    write::run(project, &args.paths, &args.output, args.output.out.clone(), |material| {
        let mut artifacts = pack::pack(material);
        artifacts.extend(json_files(material, expanded));
        artifacts.push(html::index(material)?);
        artifacts.extend(html::prompt_pages(&Engine::new(&BTreeMap::new())?, material)?);
        Ok(artifacts)
    })
}
