use super::args::Completions;
use super::exit::{Exit, Failure};
use super::{groups, output};

/// `planc completions`.
pub(super) fn run(args: &Completions) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut groups::command(), "planc", &mut script);
    output::print_bytes(&script)?;
    Ok(Exit::Clean)
}
