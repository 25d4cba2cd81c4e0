use std::collections::BTreeMap;

use super::args::{Build, Global};
use super::exit::{Exit, Failure};
use super::project::project;
use super::{launch, write};
use crate::emit::{Engine, html, json_files, launchers, pack};

/// `planc build`.
pub(super) fn run(args: &Build, global: &Global) -> Result<Exit, Failure> {
    let project = project(global, &args.paths, None)?;
    let expanded = project.settings.limits.expanded_needs.value.0 as usize;
    let out = args.output.out.clone();
    let launch = launch::launch(&project, &args.paths, &args.output, out.as_deref())?;
    write::run(project, &args.paths, &args.output, out, |material| {
        let mut artifacts = pack::pack(material);
        artifacts.extend(launchers(material, &launch));
        artifacts.extend(json_files(material, expanded));
        artifacts.push(html::index(material)?);
        artifacts.extend(html::prompt_pages(&Engine::new(&BTreeMap::new())?, material)?);
        Ok(artifacts)
    })
}
