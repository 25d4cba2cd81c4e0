use super::args::Output;
use super::exit::{Exit, Failure};
use super::{load, output};
use crate::compile::Compilation;
use crate::emit::{Artifact, Material, fingerprint};
use crate::io::{self, WriteOptions, WriteReport};
use crate::schedule::Mode;

/// Compiles, makes artifacts of the plan with `make`, and writes them to the output folder.
pub(super) fn run(
    paths: &[std::path::PathBuf],
    args: &Output,
    make: impl Fn(&Material<'_>) -> Result<Vec<Artifact>, Failure>,
) -> Result<Exit, Failure> {
    let mode = args.mode.mode();
    let compilation = load::compile_plan(paths, &load::options(&args.limits, mode))?;
    runnable(&compilation, mode)?;
    let material = load::material(&compilation, mode);
    let artifacts = make(&material)?;
    let options =
        WriteOptions { force: args.force, dry_run: args.dry_run, plan: fingerprint(&compilation.sources) };
    let report = io::write(&args.out, &artifacts, &options)?;
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
