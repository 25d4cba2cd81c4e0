//! The command line: one file per subcommand, thin; the only place that looks at arguments, environment and
//! terminal.

mod adopt;
mod args;
mod build;
mod check;
mod clock;
mod completions;
mod config;
mod configuration;
mod diff;
mod exit;
mod explain;
mod fix;
mod groups;
mod import;
mod init;
mod load;
mod log;
mod log_args;
mod man;
mod map;
mod next;
mod output;
mod pack;
mod plan;
mod project;
mod question;
mod root_settings;
mod rule;
mod schedule;
mod schema;
mod session;
mod settings;
mod sieve;
mod targets;
mod undo;
mod write;

use std::process::ExitCode;

use clap::FromArgMatches;

use args::{Args, Command};
use exit::Exit;

/// Runs the command of this process and returns how it went.
pub fn run() -> ExitCode {
    let matches = groups::command().try_get_matches();
    let args = match matches.and_then(|matches| Args::from_arg_matches(&matches)) {
        Ok(args) => args,
        Err(error) => return exit::usage(&error),
    };
    let done = match &args.command {
        Command::Check(check) => check::run(check, &args.global),
        Command::Fix(fix) => fix::run(fix, &args.global),
        Command::Rule(rule) => rule::run(rule, &args.global),
        Command::Diff(diff) => diff::run(diff, &args.global),
        Command::Plan(plan) => plan::run(plan, &args.global),
        Command::Schedule(schedule) => schedule::run(schedule, &args.global),
        Command::Map(map) => map::run(map, &args.global),
        Command::Pack(pack) => pack::run(pack, &args.global),
        Command::Build(build) => build::run(build, &args.global),
        Command::Log(log) => log::run(log, &args.global),
        Command::Import(import) => import::run(import, &args.global),
        Command::Next(next) => next::run(next, &args.global),
        Command::Schema(schema) => schema::run(schema),
        Command::Completions(completions) => completions::run(completions),
        Command::Man(man) => man::run(man),
        Command::Config(config) => config::run(config, &args.global),
        Command::Init(init) => init::run(init),
    };
    match done {
        Ok(exit) => exit.code(),
        Err(failure) => {
            output::complain(&failure.to_string());
            Exit::Failed.code()
        }
    }
}
