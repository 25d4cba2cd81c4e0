use std::collections::BTreeMap;

use super::args::{Build, Global};
use super::exit::{Exit, Failure};
use super::write;
use crate::emit::{Engine, PackOptions, html, json_files, pack};

/// `planc build`.
pub(super) fn run(args: &Build, _global: &Global) -> Result<Exit, Failure> {
    write::run(&args.paths, &args.output, |material| {
        let mut artifacts = pack::pack(material, &PackOptions::default())?;
        artifacts.extend(json_files(material));
        artifacts.push(html::index(material)?);
        artifacts.extend(html::prompt_pages(&Engine::new(&BTreeMap::new())?, material)?);
        Ok(artifacts)
    })
}
