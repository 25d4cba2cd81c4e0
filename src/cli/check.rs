use super::args::{Check, CheckFormat, Global};
use super::exit::{Exit, Failure};
use super::{load, output};
use crate::compile::Options;
use crate::emit::Places;
use crate::emit::finding::{concise, full, summary};
use crate::emit::view::{FindingsOptions, FindingsView, finding_lines, to_json};
use crate::schedule::Mode;

/// With more subtasks the verdict says nothing about schedules: a check stays fast.
const SCHEDULED: usize = 2_000;

/// `planc check`.
pub(super) fn run(args: &Check, global: &Global) -> Result<Exit, Failure> {
    let people = args.format == CheckFormat::Full;
    let options =
        Options { schedule_up_to: if people { SCHEDULED } else { 0 }, rough: true, ..Options::default() };
    let compilation = load::compile(&args.paths, &options)?;
    let look = output::look(global);
    let material = load::material(&compilation, Mode::Phases);
    let places = Places::new(&compilation.sources);
    let findings = &compilation.findings;
    let options = FindingsOptions::default();
    let text = match args.format {
        CheckFormat::Full => {
            let gap = if findings.is_empty() { "" } else { "\n" };
            full(&places, findings, look.ink, look.width) + gap + &summary(&material, look.ink)
        }
        CheckFormat::Concise => concise(&places, findings, look.ink),
        CheckFormat::Json => to_json(&FindingsView::new(&compilation.sources, findings, options)),
        CheckFormat::Jsonl => finding_lines(&compilation.sources, findings, options),
    };
    output::print(&text)?;
    Ok(Exit::findings(findings.iter().any(|finding| args.fail_on.fails(finding.severity))))
}
