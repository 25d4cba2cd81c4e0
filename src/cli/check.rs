use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::args::{Check, CheckFormat, Global, Limits, PackMode};
use super::exit::{Exit, Failure};
use super::project::project;
use super::sieve::Sieve;
use super::{adopt, load, output, replayed};
use crate::compile::{self, Options};
use crate::diag::Diagnostic;
use crate::emit::finding::{
    Omitted, concise, full, github, github_group, gitlab, grouped, junit, markdown, sarif, summary,
};
use crate::emit::terminal::Look;
use crate::emit::view::{FindingsOptions, FindingsView, baseline, finding_lines, to_json};
use crate::emit::{Ink, Material, Places};
use crate::graph::Factors;
use crate::io::{self, InputOrigin};
use crate::schedule::Mode;

/// With more subtasks the verdict says nothing about schedules: a check stays fast.
const SCHEDULED: usize = 2_000;

/// A step summary may have less than 1 MiB.
const SUMMARY_BYTES: u64 = 1_000_000;

/// How files are written for people.
const PLAIN: Look = Look { ink: Ink::PLAIN, width: output::COLUMNS };

/// `planc check`.
pub(super) fn run(args: &Check, global: &Global) -> Result<Exit, Failure> {
    refuse_twice(&args.report)?;
    let mut project = project(global, &args.paths, args.files.stdin_filename.as_deref())?;
    project.choose(&args.rules);
    let format = args.format.unwrap_or(project.settings.top.format.value.0);
    let fail_on = args.fail_on.unwrap_or(project.settings.top.fail_on.value.0);
    let step_summary = output::variable("GITHUB_STEP_SUMMARY");
    let mut formats = args.report.iter().map(|(format, _)| *format).chain([format]);
    let people = formats.any(CheckFormat::has_verdict) || step_summary.is_some();
    let options = Options {
        schedule_up_to: if people { SCHEDULED } else { 0 },
        rough: true,
        // A check judges what the author wrote.
        calibration: Factors::default(),
        ..project.scheduled(&Limits::default(), Mode::Phases)
    };
    let baseline_path = args.baseline.clone().or_else(|| {
        let set = project.settings.baseline.path.value.as_ref().filter(|_| args.write_baseline.is_none());
        let path = project.path(&set?.0);
        if !path.exists() {
            let shown = path.display();
            output::notice(&format!("note: {shown} does not exist; write it with --write-baseline {shown}"));
        }
        path.exists().then_some(path)
    });
    let barriers = project.settings.pack.mode.value.0 != PackMode::Dataflow;
    let record = replayed::judged(&args.logs, args.now.as_deref(), project.log_gate(), barriers)?;
    let options = Options { record, ..options };
    let (inputs, mut origins) = (project.inputs, project.origins);
    let sieve = Sieve::new(args, &origins, baseline_path.as_deref())?;
    let mut compilation = match &args.add_ignore {
        None => compile::compile(inputs, &options)?,
        Some(reason) => {
            adopt::refuse(&args.paths)?;
            let before = compile::compile(inputs.clone(), &options)?;
            adopt::adopt((inputs, &origins), before, &options, &sieve, reason)?
        }
    };
    load::apart(&compilation);
    let sifted = sieve.sift(&mut compilation);
    // A report must not replace a log either.
    origins.extend(args.logs.iter().filter_map(|log| log.canonicalize().ok()).map(InputOrigin::File));
    if let Some(path) = &args.write_baseline {
        refuse_sources(path, &origins)?;
        io::write_file(path, baseline(&compilation.sources, &compilation.findings).as_bytes())?;
        let count = compilation.findings.len();
        output::notice(&format!("{}: {count} findings are known from now on", path.display()));
        compilation.findings.clear();
    }
    let left_out = std::mem::take(&mut compilation.left_out);
    if let Some(known) = &sieve.known
        && sifted.stale > 0
    {
        output::notice(&format!(
            "note: {} of {} entries of the baseline match nothing any more; write it anew with --write-baseline",
            sifted.stale,
            known.len()
        ));
    }
    let is_stale = project.settings.baseline.fail_on_stale.value && sifted.stale > 0;
    let material = load::material(&compilation, Mode::Phases);
    let shown = Shown {
        material: &material,
        places: &Places::new(&compilation.sources),
        everything: sifted.everything.as_deref().unwrap_or(&compilation.findings),
        omitted: Omitted { comments: &left_out, known: sifted.known },
        suppressed: args.show_suppressed,
        options: FindingsOptions {
            baseline: sieve.known.as_ref(),
            pages: output::pages(),
            left_out: if args.show_suppressed { &left_out } else { &[] },
        },
    };
    for (format, path) in &args.report {
        refuse_sources(path, &origins)?;
        io::write_file(path, shown.text(*format, PLAIN).as_bytes())?;
    }
    if let Some(path) = step_summary
        && !io::append(Path::new(&path), &shown.text(CheckFormat::Markdown, PLAIN), SUMMARY_BYTES)?
    {
        output::notice("note: the step summary is full; nothing was added to it");
    }
    let silent = args.files.only_plans && compilation.plan.subtasks.is_empty() && format.has_verdict();
    if !silent {
        output::print(&shown.text(format, output::look(global)))?;
    }
    Ok(Exit::findings(is_stale || compilation.findings.iter().any(|finding| fail_on.fails(finding.severity))))
}

/// What formats are made of.
struct Shown<'a> {
    /// With the findings that are new.
    material: &'a Material<'a>,
    places: &'a Places<'a>,
    /// All findings, for programs.
    everything: &'a [Diagnostic],
    omitted: Omitted<'a>,
    /// Whether programs are told of what does not count.
    suppressed: bool,
    options: FindingsOptions<'a>,
}

impl Shown<'_> {
    fn text(&self, format: CheckFormat, look: Look) -> String {
        let (material, places) = (self.material, self.places);
        let (sources, findings) = (material.sources, material.findings);
        match format {
            CheckFormat::Auto if output::variable("GITHUB_ACTIONS").is_some_and(|value| value == "true") => {
                let group = github_group(&full(places, findings, look.ink, look.width));
                group + &summary(material, self.omitted, look.ink) + &github(places, findings)
            }
            CheckFormat::Auto | CheckFormat::Full => {
                let gap = if findings.is_empty() { "" } else { "\n" };
                full(places, findings, look.ink, look.width)
                    + gap
                    + &summary(material, self.omitted, look.ink)
            }
            CheckFormat::Concise => concise(places, findings, look.ink),
            CheckFormat::Grouped => grouped(places, findings, look.ink),
            CheckFormat::Json => to_json(&FindingsView::new(sources, self.everything, self.options)),
            CheckFormat::Jsonl => finding_lines(sources, self.everything, self.options),
            CheckFormat::Sarif => {
                let findings = if self.suppressed { self.everything } else { findings };
                sarif(places, findings, self.options)
            }
            CheckFormat::Junit => junit(places, findings),
            CheckFormat::Github => github(places, findings),
            CheckFormat::Gitlab => gitlab(places, findings),
            CheckFormat::Markdown => markdown(material, self.omitted, output::links().as_ref()),
        }
    }
}

/// Of two reports in one file the first would be lost.
fn refuse_twice(reports: &[(CheckFormat, PathBuf)]) -> Result<(), Failure> {
    let mut paths = BTreeSet::new();
    match reports.iter().find(|(_, path)| !paths.insert(path)) {
        Some((_, path)) => {
            Err(Failure(format!("{} is named for two reports; give each a file of its own", path.display())))
        }
        None => Ok(()),
    }
}

/// A slip of the pen in `--report` does not cost a plan.
fn refuse_sources(path: &Path, origins: &[InputOrigin]) -> Result<(), Failure> {
    let real = path.canonicalize().ok();
    let is_source =
        |origin: &InputOrigin| matches!(origin, InputOrigin::File(file) if Some(file) == real.as_ref());
    if origins.iter().any(is_source) {
        return Err(Failure(format!(
            "{} is a file of the plan; name another one for the report",
            path.display()
        )));
    }
    Ok(())
}
