//! The command line: one file per subcommand, thin; the only place that looks at arguments, environment and
//! terminal.

mod args;
mod build;
mod check;
mod exit;
mod fix;
mod load;
mod map;
mod output;
mod pack;
mod plan;
mod rule;
mod schedule;
mod write;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use exit::Exit;

/// Runs the command of this process and returns how it went.
pub fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return exit::usage(&error),
    };
    let done = match &args.command {
        Command::Check(check) => check::run(check, &args.global),
        Command::Fix(fix) => fix::run(fix, &args.global),
        Command::Rule(rule) => rule::run(rule, &args.global),
        Command::Plan(plan) => plan::run(plan, &args.global),
        Command::Schedule(schedule) => schedule::run(schedule, &args.global),
        Command::Map(map) => map::run(map, &args.global),
        Command::Pack(pack) => pack::run(pack, &args.global),
        Command::Build(build) => build::run(build, &args.global),
    };
    match done {
        Ok(exit) => exit.code(),
        Err(failure) => {
            output::complain(&failure.to_string());
            Exit::Failed.code()
        }
    }
}
