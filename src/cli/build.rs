use std::collections::BTreeMap;

use super::args::{Build, Global};
use super::exit::{Exit, Failure};
use super::{launch, write};
use crate::emit::{Engine, html, json_files, launchers, pack};

/// `planc build`.
pub(super) fn run(args: &Build, _global: &Global) -> Result<Exit, Failure> {
    let launch = launch::launch(&args.paths, &args.output)?;
    write::run(&args.paths, &args.output, |material| {
        let mut artifacts = pack::pack(material);
        artifacts.extend(launchers(material, &launch));
        artifacts.extend(json_files(material));
        artifacts.push(html::index(material)?);
        artifacts.extend(html::prompt_pages(&Engine::new(&BTreeMap::new())?, material)?);
        Ok(artifacts)
    })
}
