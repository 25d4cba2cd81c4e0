//! The planc command.

use std::process::ExitCode;

fn main() -> ExitCode {
    planc::cli::run()
}
