use super::args::{Global, Pack};
use super::exit::{Exit, Failure};
use super::project::project;
use super::write;
use crate::emit::pack;

/// `planc pack`.
pub(super) fn run(args: &Pack, global: &Global) -> Result<Exit, Failure> {
    let project = project(global, &args.paths, None)?;
    let out = project.settings.pack.out.value.as_ref().map(|out| project.path(&out.0));
    let out = args.output.out.clone().or(out);
    write::run(project, &args.paths, &args.output, out, |material| Ok(pack::pack(material)))
}
