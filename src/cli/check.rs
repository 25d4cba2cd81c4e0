use std::path::Path;

use super::args::{Check, CheckFormat, Global};
use super::exit::{Exit, Failure};
use super::{load, output};
use crate::compile::{self, Options};
use crate::emit::finding::{
    concise, full, github, github_group, gitlab, grouped, junit, markdown, sarif, summary,
};
use crate::emit::terminal::Look;
use crate::emit::view::{FindingsOptions, FindingsView, finding_lines, to_json};
use crate::emit::{Ink, Material, Places};
use crate::io::{self, InputOrigin};
use crate::schedule::Mode;

/// With more subtasks the verdict says nothing about schedules: a check stays fast.
const SCHEDULED: usize = 2_000;

/// A step summary may have less than 1 MiB.
const SUMMARY_BYTES: u64 = 1_000_000;

/// `planc check`.
pub(super) fn run(args: &Check, global: &Global) -> Result<Exit, Failure> {
    let step_summary = output::variable("GITHUB_STEP_SUMMARY");
    let mut formats = args.report.iter().map(|(format, _)| *format).chain([args.format]);
    let people = formats.any(CheckFormat::has_verdict) || step_summary.is_some();
    let options =
        Options { schedule_up_to: if people { SCHEDULED } else { 0 }, rough: true, ..Options::default() };
    let (inputs, origins) = load::read(&args.paths)?;
    let compilation = compile::compile(inputs, &options)?;
    let material = load::material(&compilation, Mode::Phases);
    let places = Places::new(&compilation.sources);
    for (format, path) in &args.report {
        refuse_sources(path, &origins)?;
        let look = Look { ink: Ink::PLAIN, width: output::COLUMNS };
        io::write_file(path, text(*format, &material, &places, look).as_bytes())?;
    }
    if let Some(path) = step_summary
        && !io::append(Path::new(&path), &markdown(&material), SUMMARY_BYTES)?
    {
        output::notice("note: the step summary is full; nothing was added to it");
    }
    output::print(&text(args.format, &material, &places, output::look(global)))?;
    Ok(Exit::findings(compilation.findings.iter().any(|finding| args.fail_on.fails(finding.severity))))
}

fn text(format: CheckFormat, material: &Material<'_>, places: &Places<'_>, look: Look) -> String {
    let (sources, findings) = (material.sources, material.findings);
    let options = FindingsOptions::default();
    match format {
        CheckFormat::Auto if output::variable("GITHUB_ACTIONS").is_some_and(|value| value == "true") => {
            let group = github_group(&full(places, findings, look.ink, look.width));
            group + &summary(material, look.ink) + &github(places, findings)
        }
        CheckFormat::Auto | CheckFormat::Full => {
            let gap = if findings.is_empty() { "" } else { "\n" };
            full(places, findings, look.ink, look.width) + gap + &summary(material, look.ink)
        }
        CheckFormat::Concise => concise(places, findings, look.ink),
        CheckFormat::Grouped => grouped(places, findings, look.ink),
        CheckFormat::Json => to_json(&FindingsView::new(sources, findings, options)),
        CheckFormat::Jsonl => finding_lines(sources, findings, options),
        CheckFormat::Sarif => sarif(places, findings),
        CheckFormat::Junit => junit(places, findings),
        CheckFormat::Github => github(places, findings),
        CheckFormat::Gitlab => gitlab(places, findings),
        CheckFormat::Markdown => markdown(material),
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
