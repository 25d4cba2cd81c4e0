use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::args::{Check, CheckFormat, Global};
use super::exit::{Exit, Failure};
use super::{load, output};
use crate::compile::{self, Compilation, Options};
use crate::diag::Diagnostic;
use crate::emit::finding::{
    Omitted, concise, full, github, github_group, gitlab, grouped, junit, markdown, sarif, summary,
};
use crate::emit::terminal::Look;
use crate::emit::view::{
    FindingsOptions, FindingsView, baseline, finding_lines, fingerprint, read_baseline, to_json,
};
use crate::emit::{Ink, Material, Places};
use crate::io::{self, Input, InputOrigin};
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
    let step_summary = output::variable("GITHUB_STEP_SUMMARY");
    let mut formats = args.report.iter().map(|(format, _)| *format).chain([args.format]);
    let people = formats.any(CheckFormat::has_verdict) || step_summary.is_some();
    let options =
        Options { schedule_up_to: if people { SCHEDULED } else { 0 }, rough: true, ..Options::default() };
    let (inputs, origins) = load::read_named(&args.paths, args.files.stdin_filename.as_deref())?;
    let mut compilation = compile::compile(inputs, &options)?;
    load::apart(&compilation);
    if args.files.only_plans {
        let documents = &compilation.documents;
        compilation.findings.retain(|finding| documents[finding.primary.file.index()].is_plan());
    }
    if let Some(path) = &args.write_baseline {
        refuse_sources(path, &origins)?;
        io::write_file(path, baseline(&compilation.sources, &compilation.findings).as_bytes())?;
        let count = compilation.findings.len();
        output::notice(&format!("{}: {count} findings are known from now on", path.display()));
        compilation.findings.clear();
    }
    let left_out = std::mem::take(&mut compilation.left_out);
    let known = args.baseline.as_deref().map(known).transpose()?;
    let everything = known.as_ref().map(|_| compilation.findings.clone());
    let all = compilation.findings.len();
    if let Some(known) = &known {
        leave_out(known, &mut compilation);
    }
    let material = load::material(&compilation, Mode::Phases);
    let omitted = Omitted { comments: &left_out, known: all - compilation.findings.len() };
    let shown = Shown {
        material: &material,
        places: &Places::new(&compilation.sources),
        everything: everything.as_deref().unwrap_or(&compilation.findings),
        omitted,
        suppressed: args.show_suppressed,
        options: FindingsOptions {
            baseline: known.as_ref(),
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
    let silent = args.files.only_plans && compilation.plan.subtasks.is_empty() && args.format.has_verdict();
    if !silent {
        output::print(&shown.text(args.format, output::look(global)))?;
    }
    Ok(Exit::findings(compilation.findings.iter().any(|finding| args.fail_on.fails(finding.severity))))
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

/// The fingerprints of a baseline file.
fn known(path: &Path) -> Result<BTreeSet<String>, Failure> {
    let display = path.display().to_string();
    let input = Input { display: display.clone(), origin: InputOrigin::File(path.to_owned()) };
    let bytes = io::read(&[input])?.concat();
    read_baseline(&bytes).map_err(|reason| Failure(format!("cannot use {display} as a baseline: {reason}")))
}

/// Takes known findings out and says what the baseline holds beyond them.
fn leave_out(known: &BTreeSet<String>, compilation: &mut Compilation) {
    let mut met = BTreeSet::new();
    let sources = &compilation.sources;
    compilation.findings.retain(|finding| {
        let print = fingerprint(sources[finding.primary.file.index()].path(), finding);
        let is_known = known.contains(&print);
        if is_known {
            met.insert(print);
        }
        !is_known
    });
    if met.len() < known.len() {
        let stale = known.len() - met.len();
        output::notice(&format!(
            "note: {stale} of {} entries of the baseline match nothing any more; write it anew with --write-baseline",
            known.len()
        ));
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
