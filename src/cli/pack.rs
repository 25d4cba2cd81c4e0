use super::args::{Global, Pack};
use super::exit::{Exit, Failure};
use super::write;
use crate::emit::{PackOptions, pack};

/// `planc pack`.
pub(super) fn run(args: &Pack, _global: &Global) -> Result<Exit, Failure> {
    write::run(&args.paths, &args.output, |material| Ok(pack::pack(material, &PackOptions::default())?))
}
