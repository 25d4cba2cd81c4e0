use std::path::{Path, PathBuf};

use super::args::Output;
use super::exit::{Exit, Failure};
use super::project::Project;
use super::{load, output};
use crate::compile::{Compilation, Options};
use crate::emit::{Artifact, Material, fingerprint};
use crate::io::{self, WriteOptions, WriteReport};
use crate::schedule::Mode;

/// Compiles, makes artifacts of the plan with `make`, and writes them to the output folder.
pub(super) fn run(
    project: Project,
    paths: &[PathBuf],
    args: &Output,
    out: Option<PathBuf>,
    make: impl Fn(&Material<'_>) -> Result<Vec<Artifact>, Failure>,
) -> Result<Exit, Failure> {
    let out = out.ok_or_else(|| Failure("name the folder to write to with -o".to_owned()))?;
    let options = options(&project, args);
    let compilation = load::compile_plan(project.inputs, paths, &options)?;
    put(&compilation, options.mode, args, &out, make)?;
    Ok(Exit::findings(compilation.findings.iter().any(|finding| args.fail_on.fails(finding.severity))))
}

/// What flags and configuration say about outputs.
pub(super) fn options(project: &Project, args: &Output) -> Options {
    let pack = &project.settings.pack;
    let scheduled = project.scheduled(&args.limits, args.mode.unwrap_or(pack.mode.value.0).mode());
    let windows = args.limits.windows.or(pack.windows.value.map(|windows| windows.0)).or(scheduled.windows);
    Options { windows, ..scheduled }
}

/// Makes artifacts of a compiled plan with `make`, writes them to the output folder and says what changed there.
pub(super) fn put(
    compilation: &Compilation,
    mode: Mode,
    args: &Output,
    out: &Path,
    make: impl Fn(&Material<'_>) -> Result<Vec<Artifact>, Failure>,
) -> Result<(), Failure> {
    let Some(schedules) = &compilation.schedules else {
        return Err(load::cyclic(compilation));
    };
    if let Some(execution) = schedules.execution(mode)
        && !execution.feasible()
    {
        return Err(blocked(compilation, execution));
    }
    if mode == Mode::AsWritten && schedules.execution(mode).is_none() {
        return Err(Failure(
            "the plan states no phases, so there is nothing to follow as written; leave out --mode"
                .to_owned(),
        ));
    }
    let material = load::material(compilation, mode);
    let artifacts = make(&material)?;
    let options =
        WriteOptions { force: args.force, dry_run: args.dry_run, plan: fingerprint(&compilation.sources) };
    let report = io::write(out, &artifacts, &options)?;
    output::print(&words(&report, out, args.dry_run))
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

fn words(report: &WriteReport, out: &Path, dry_run: bool) -> String {
    let out = crate::emit::tty::line(&out.display().to_string()).into_owned();
    if dry_run {
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
