use super::args::{Global, Pack};
use super::exit::{Exit, Failure};
use super::{launch, write};
use crate::emit::{launchers, pack};

/// `planc pack`.
pub(super) fn run(args: &Pack, _global: &Global) -> Result<Exit, Failure> {
    let launch = launch::launch(&args.paths, &args.output)?;
    write::run(&args.paths, &args.output, |material| {
        let mut artifacts = pack::pack(material);
        artifacts.extend(launchers(material, &launch));
        Ok(artifacts)
    })
}
