use super::args::{Build, Global};
use super::exit::{Exit, Failure};
use super::write;
use crate::emit::{html, json_files, pack};

/// `planc build`.
pub(super) fn run(args: &Build, _global: &Global) -> Result<Exit, Failure> {
    write::run(&args.paths, &args.output, |material| {
        let mut artifacts = pack::pack(material);
        artifacts.extend(json_files(material));
        artifacts.push(html::index(material)?);
        artifacts.push(html::prompts(material)?);
        Ok(artifacts)
    })
}
