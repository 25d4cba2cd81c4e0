use std::path::Path;

use super::exit::{Exit, Failure};
use super::output;
use crate::emit::{Artifact, tty};
use crate::io::{self, Entry, Provenance, WriteError, WriteOptions, WriteReport};

/// `planc pack --check`: says whether a folder is what would be written now, and what changed if not.
pub(super) fn check(out: &Path, artifacts: &[Artifact], options: &WriteOptions) -> Result<Exit, Failure> {
    let shown = tty::line(&out.display().to_string()).into_owned();
    let Some(before) = io::provenance(out)? else {
        output::print(&format!("{shown} holds no pack\n"))?;
        return Ok(Exit::Findings);
    };
    // What was changed by hand differs too; it is only looked at.
    let look = WriteOptions { dry_run: true, force: true, ..options.clone() };
    let report = match io::write(out, artifacts, &look) {
        Ok(report) => report,
        // A part of another state: that the states differ is what is said below.
        Err(WriteError::OtherState { .. }) => WriteReport::default(),
        Err(error) => return Err(error.into()),
    };
    let lines = differences(&before, options, &report);
    if lines.is_empty() {
        output::print(&format!("{shown} is up to date, {} files\n", report.kept.len()))?;
        return Ok(Exit::Clean);
    }
    let mut text = format!("{shown} is stale:\n");
    for line in &lines {
        text.extend(["  ", &tty::line(line), "\n"]);
    }
    output::print(&text)?;
    Ok(Exit::Findings)
}

/// How many lines of one kind are shown.
const SHOWN: usize = 20;

fn differences(before: &Provenance, options: &WriteOptions, report: &WriteReport) -> Vec<String> {
    let mut lines = Vec::new();
    if !before.complete {
        lines.push("the run that wrote it did not end".to_owned());
    }
    if before.settings != options.settings {
        lines.push(format!("it was made with {}, and not with {}", before.settings, options.settings));
    }
    let sources = sources(&before.sources, &options.sources);
    if sources.is_empty() && before.plan != options.plan {
        lines.push("it was made from another plan".to_owned());
    }
    shorten(&mut lines, sources);
    let list = |mark: &str, paths: &[String]| paths.iter().map(|path| format!("{mark} {path}")).collect();
    shorten(&mut lines, list("missing", &report.created));
    shorten(&mut lines, list("differs", &report.replaced));
    shorten(&mut lines, list("too many", &report.removed));
    lines
}

/// Files of the plan that are not what they were.
fn sources(before: &[Entry], now: &[Entry]) -> Vec<String> {
    let find = |entries: &[Entry], path: &str| entries.iter().find(|entry| entry.path == path).cloned();
    let mut lines: Vec<String> = Vec::new();
    for entry in now {
        match find(before, &entry.path) {
            None => lines.push(format!("{} joined the plan", entry.path)),
            Some(old) if old != *entry => lines.push(format!("{} changed", entry.path)),
            Some(_) => {}
        }
    }
    let gone = before.iter().filter(|entry| find(now, &entry.path).is_none());
    lines.extend(gone.map(|entry| format!("{} left the plan", entry.path)));
    lines
}

fn shorten(lines: &mut Vec<String>, mut more: Vec<String>) {
    let rest = more.len().saturating_sub(SHOWN);
    more.truncate(SHOWN);
    lines.append(&mut more);
    if rest > 0 {
        lines.push(format!("and {rest} more like this"));
    }
}
