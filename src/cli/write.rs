use std::path::{Path, PathBuf};

use super::args::{Limits, Output, PackMode};
use super::exit::{Exit, Failure};
use super::pack_args::Form;
use super::project::Project;
use super::{load, output, template};
use crate::compile::{Compilation, Options};
use crate::emit::{Artifact, fingerprint};
use crate::io::{self, Entry, WriteOptions, WriteReport};
use crate::schedule::Mode;

/// A compiled plan whose execution can run, with what flags and configuration say about writing.
pub(super) struct Work {
    pub(super) compilation: Compilation,
    pub(super) mode: Mode,
    /// How many windows flags or configuration ask for.
    pub(super) windows: Option<u32>,
    pub(super) out: PathBuf,
    /// The template of prompt files, of the flag or the configuration.
    pub(super) template: Option<PathBuf>,
    /// What the schedule was made with, in words of the command line.
    schedule: String,
}

/// Compiles what is to be written. `out` is where the configuration says, for commands that may take it from there.
pub(super) fn compiled(
    project: Project,
    paths: &[PathBuf],
    args: &Output,
    form: Option<&Form>,
    out: Option<PathBuf>,
) -> Result<Work, Failure> {
    let out = args.out.clone().or(out);
    let out = out.ok_or_else(|| Failure("name the folder to write to with -o".to_owned()))?;
    let template = form.and_then(|form| form.template.clone().or_else(|| template::configured(&project)));
    let (_, options) = schedule(&project, args.mode, &args.limits);
    let compilation = load::compile_plan(project.inputs, paths, &options)?;
    Work::new(compilation, &options, out, template)
}

/// The execution that packs follow and the options of its schedule: flags win over `[pack]`, that over `[schedule]`.
pub(super) fn schedule(project: &Project, mode: Option<PackMode>, limits: &Limits) -> (Mode, Options) {
    let pack = &project.settings.pack;
    let mode = mode.unwrap_or(pack.mode.value.0).mode();
    let mut options = project.scheduled(limits, mode);
    options.windows = limits.windows.or(pack.windows.value.map(|windows| windows.0)).or(options.windows);
    (mode, options)
}

impl Work {
    /// What was compiled with `options`.
    ///
    /// # Errors
    /// The execution that packs follow cannot run.
    pub(super) fn new(
        compilation: Compilation,
        options: &Options,
        out: PathBuf,
        template: Option<PathBuf>,
    ) -> Result<Work, Failure> {
        let mode = options.mode;
        runnable(&compilation, mode)?;
        let windows = options.windows.map_or("plan".to_owned(), |windows| windows.to_string());
        let locks = if options.file_locks { "on" } else { "off" };
        let needs = options.needs.name();
        let schedule = format!("mode={} windows={windows} needs={needs} file-locks={locks}", mode.name());
        Ok(Work { compilation, mode, windows: options.windows, out, template, schedule })
    }

    /// How to write; `more` says what the artifacts were made with besides the schedule.
    pub(super) fn options(&self, args: &Output, more: &str) -> WriteOptions {
        let sources = self.compilation.sources.iter();
        WriteOptions {
            force: args.force,
            dry_run: args.dry_run,
            plan: fingerprint(&self.compilation.sources),
            sources: sources.map(|source| Entry::of(source.path(), source.bytes())).collect(),
            settings: format!("{}{more}", self.schedule),
            part: None,
        }
    }

    /// Writes artifacts and says what was written.
    pub(super) fn write(
        &self,
        args: &Output,
        artifacts: &[Artifact],
        options: &WriteOptions,
    ) -> Result<Exit, Failure> {
        let report = io::write(&self.out, artifacts, options)?;
        output::print(&words(&report, &self.out, args.dry_run))?;
        let findings = &self.compilation.findings;
        Ok(Exit::findings(findings.iter().any(|finding| args.fail_on.fails(finding.severity))))
    }
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
