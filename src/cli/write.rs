use std::path::{Path, PathBuf};

use super::args::Output;
use super::exit::{Exit, Failure};
use super::project::Project;
use super::{load, output};
use crate::compile::Compilation;
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
    let pack = &project.settings.pack;
    let mode = args.mode.unwrap_or(pack.mode.value.0).mode();
    let mut limits = project.scheduled(&args.limits, mode);
    limits.windows = args.limits.windows.or(pack.windows.value.map(|windows| windows.0)).or(limits.windows);
    let compilation = load::compile_plan(project.inputs, paths, &limits)?;
    let Some(schedules) = &compilation.schedules else {
        return Err(load::cyclic(&compilation));
    };
    if let Some(execution) = schedules.execution(mode)
        && !execution.feasible()
    {
        return Err(blocked(&compilation, execution));
    }
    if mode == Mode::AsWritten && schedules.execution(mode).is_none() {
        return Err(Failure(
            "the plan states no phases, so there is nothing to follow as written; leave out --mode"
                .to_owned(),
        ));
    }
    let material = load::material(&compilation, mode);
    let artifacts = make(&material)?;
    let options =
        WriteOptions { force: args.force, dry_run: args.dry_run, plan: fingerprint(&compilation.sources) };
    let report = io::write(&out, &artifacts, &options)?;
    output::print(&words(&report, &out, args.dry_run))?;
    Ok(Exit::findings(compilation.findings.iter().any(|finding| args.fail_on.fails(finding.severity))))
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
