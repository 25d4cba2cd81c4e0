//! The command line: one file per subcommand, thin; the only place that looks at arguments, environment and
//! terminal.

mod adopt;
mod args;
mod build;
mod calibrate;
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
mod launch;
mod live;
mod load;
mod log;
mod log_args;
mod man;
mod map;
mod next;
mod notify;
mod objections;
mod output;
mod pack;
mod pack_args;
mod part;
mod plan;
mod project;
mod prompt;
mod question;
mod redact;
mod replayed;
mod report;
mod require;
mod rerun;
mod root_settings;
mod rule;
mod run_args;
mod schedule;
mod schema;
mod session;
mod settings;
mod sieve;
mod stale;
mod status;
mod status_args;
mod targets;
mod template;
mod undo;
mod watch;
mod watch_args;
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
        Command::Prompt(prompt) => prompt::run(prompt, &args.global),
        Command::Build(build) => build::run(build, &args.global),
        Command::Report(report) => report::run(report, &args.global),
        Command::Log(log) => log::run(log, &args.global),
        Command::Import(import) => import::run(import, &args.global),
        Command::Next(next) => next::run(next, &args.global),
        Command::Status(status) => status::run(status, &args.global),
        Command::Calibrate(calibrate) => calibrate::run(calibrate, &args.global),
        Command::Notify(notify) => notify::run(notify, &args.global),
        Command::Watch(watch) => live::run(watch, &args.global),
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
