use std::path::PathBuf;

use super::args::Output;
use super::exit::{Exit, Failure};
use super::{load, output};
use crate::compile::Compilation;
use crate::emit::{Artifact, fingerprint};
use crate::io::{self, WriteOptions, WriteReport};
use crate::schedule::Mode;

/// Compiles a plan whose execution can run.
pub(super) fn compiled(paths: &[PathBuf], args: &Output) -> Result<Compilation, Failure> {
    let mode = args.mode.mode();
    let compilation = load::compile_plan(paths, &load::options(&args.limits, mode))?;
    runnable(&compilation, mode)?;
    Ok(compilation)
}

/// How to write; `more` says what the settings of the output do not.
pub(super) fn options(compilation: &Compilation, args: &Output, more: &str) -> WriteOptions {
    let windows = args.limits.windows.map_or("plan".to_owned(), |windows| windows.to_string());
    let locks = if args.limits.no_file_locks { "off" } else { "on" };
    let needs = args.limits.needs.needs.mode();
    WriteOptions {
        force: args.force,
        dry_run: args.dry_run,
        plan: fingerprint(&compilation.sources),
        sources: compilation
            .sources
            .iter()
            .map(|source| io::Entry::of(source.path(), source.bytes()))
            .collect(),
        settings: format!(
            "mode={} windows={windows} needs={} file-locks={locks}{more}",
            args.mode.mode().name(),
            needs.name()
        ),
        part: None,
    }
}

/// Writes artifacts and says what was written.
pub(super) fn write(
    compilation: &Compilation,
    args: &Output,
    artifacts: &[Artifact],
    options: &WriteOptions,
) -> Result<Exit, Failure> {
    let report = io::write(&args.out, artifacts, options)?;
    output::print(&words(&report, args))?;
    Ok(Exit::findings(compilation.findings.iter().any(|finding| args.fail_on.fails(finding.severity))))
}

/// Refuses a plan whose execution cannot run.
pub(super) fn runnable(compilation: &Compilation, mode: Mode) -> Result<(), Failure> {
    let Some(schedules) = &compilation.schedules else {
        return Err(load::cyclic(compilation));
    };
    match schedules.execution(mode) {
        Some(execution) if !execution.feasible() => Err(blocked(compilation, execution)),
        None if mode == Mode::AsWritten => Err(Failure(
            "the plan states no phases, so there is nothing to follow as written; leave out --mode"
                .to_owned(),
        )),
        _ => Ok(()),
    }
}

/// Phases that cannot run are never packed.
fn blocked(compilation: &Compilation, execution: &crate::schedule::Execution) -> Failure {
    let plan = &compilation.plan;
    let needs: Vec<String> = execution
        .blocked
        .iter()
        .take(3)
        .map(|b| format!("{} needs {}", plan.name(b.subtask), plan.name(b.needed)))
        .collect();
    let why =
        if needs.is_empty() { "features wait for each other's phases".to_owned() } else { needs.join(", ") };
    Failure(format!(
        "the phases cannot run as written, because a later phase holds what is needed ({why}); use --mode phases, which repairs them"
    ))
}

fn words(report: &WriteReport, args: &Output) -> String {
    let out = crate::emit::tty::line(&args.out.display().to_string()).into_owned();
    if args.dry_run {
        let list = |mark: &str, paths: &[String]| {
            paths.iter().flat_map(|path| [mark, " ", path, "\n"]).collect::<String>()
        };
        let text = list("+", &report.created) + &list("~", &report.replaced) + &list("-", &report.removed);
        return if text.is_empty() { format!("{out} is up to date\n") } else { text };
    }
    if report.is_unchanged() {
        return format!("{out} is up to date, {} files\n", report.kept.len());
    }
    format!(
        "{out}: {} new, {} changed, {} equal, {} removed\n",
        report.created.len(),
        report.replaced.len(),
        report.kept.len(),
        report.removed.len()
    )
}
