use super::args::{Global, Map};
use super::exit::{Exit, Failure};
use super::project::project;
use super::{load, output};
use crate::emit::pack;

/// `planc map`.
pub(super) fn run(args: &Map, global: &Global) -> Result<Exit, Failure> {
    let mode = args.mode.mode();
    let project = project(global, &args.paths, None)?;
    let options = project.scheduled(&args.limits, mode);
    let compilation = load::compile_plan(project.inputs, &args.paths, &options)?;
    if compilation.schedules.is_none() {
        return Err(load::cyclic(&compilation));
    }
    match &pack::maps(&load::material(&compilation, mode))[..] {
        [map] => output::print_bytes(&map.bytes)?,
        [] => {
            return Err(Failure("features wait for each other's phases, so no map holds for all".to_owned()));
        }
        _ => {
            return Err(Failure(
                "several features have names and no numbers, and only the path of a map can say such a name; \
                 name one of their folders at a time, or let `planc pack` write a map for each"
                    .to_owned(),
            ));
        }
    }
    Ok(Exit::Clean)
}
