use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::args::{Fix, Global};
use super::exit::{Exit, Failure};
use super::project::{project, refuse_links, replace_all};
use super::{load, output};
use crate::compile::{self, FixOptions, Fixed, FixedFile, Input};
use crate::emit::{diff, patch, tty};

/// `planc fix`.
pub(super) fn run(args: &Fix, global: &Global) -> Result<Exit, Failure> {
    let stdin = args.paths.iter().any(|path| path.as_os_str() == "-");
    if stdin && args.paths.len() > 1 {
        return Err(Failure("`-` prints the mended text of standard input; give it alone".to_owned()));
    }
    refuse_links(&args.paths)?;
    let project = project(global, &args.paths, args.files.stdin_filename.as_deref())?;
    let options = FixOptions {
        allow_unsafe: args.allow_unsafe || project.settings.fix.allow_unsafe.value,
        only_plans: args.files.only_plans,
        compile: project.unscheduled(None),
    };
    let (inputs, origins) = (project.inputs, project.origins);
    let given = if stdin { inputs.clone() } else { Vec::new() };
    let fixed = compile::fix(inputs, &options)?;
    if fixed.subtasks == 0 && !args.files.only_plans {
        return Err(load::no_plan(&args.paths));
    }
    for refused in &fixed.refused {
        let which = match refused.fixes {
            1 => format!("a fix for {} is left out", refused.code),
            some => format!("{some} fixes for {} are left out", refused.code),
        };
        output::notice(&format!("{}: {which}: {}", refused.path, refused.reason));
    }
    if args.diff {
        print_diff(&fixed, global)?;
    } else if args.check {
        output::print(&words(&fixed, "would be mended"))?;
    }
    if args.diff || args.check {
        return Ok(Exit::findings(!fixed.files.is_empty()));
    }
    if stdin {
        return print_result(&given, &fixed);
    }
    let changes = fixed.files.iter().map(|file| (file.input, &file.before[..], &file.after[..]));
    replace_all(&origins, changes)?;
    if fixed.subtasks > 0 {
        output::print(&words(&fixed, "mended"))?;
    }
    Ok(Exit::Clean)
}

/// People get a diff whose text cannot act on their terminal or on the log of a CI job; programs get exact bytes,
/// where these show no secret.
fn print_diff(fixed: &Fixed, global: &Global) -> Result<(), Failure> {
    let ink = output::look(global).ink;
    if ink.color || output::is_read_by_people() {
        let shown = fixed.files.iter().map(|f| diff(&f.path, &f.before, &f.after, ink));
        return output::print(&shown.collect::<String>());
    }
    let mut patches = Vec::new();
    for file in &fixed.files {
        let FixedFile { path, before, after, .. } = file;
        patches.extend(patch(path, before, after).unwrap_or_else(|| {
            output::notice(&format!(
                "{path}: its diff shows a line with a secret, which is masked; it cannot be applied, but \
                 `planc fix` without `--diff` mends the file"
            ));
            diff(path, before, after, ink).into_bytes()
        }));
    }
    output::print_bytes(&patches)
}

/// The text of standard input, mended or as it was; what was done goes to standard error.
fn print_result(given: &[Input], fixed: &Fixed) -> Result<Exit, Failure> {
    let bytes =
        fixed.files.first().map_or_else(|| given.first().map(|i| &i.bytes[..]), |f| Some(&f.after[..]));
    output::print_bytes(bytes.unwrap_or_default())?;
    fixed.files.iter().for_each(|file| output::notice(line(file, "mended").trim_end()));
    Ok(Exit::Clean)
}

fn words(fixed: &Fixed, done: &str) -> String {
    if fixed.files.is_empty() {
        return "nothing to mend\n".to_owned();
    }
    tty::guard(fixed.files.iter().map(|file| line(file, done)).collect())
}

/// `a.md: mended 3 (P402 lengthen the outer fence to 4 characters ×3)`.
fn line(file: &FixedFile, done: &str) -> String {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for mended in &file.mended {
        *counts.entry((mended.code, &mended.title)).or_default() += 1;
    }
    let mut out = format!("{}: {} {done}\n", tty::line(&file.path), file.mended.len());
    for ((code, title), count) in counts {
        let times = if count > 1 { format!(" ({count} times)") } else { String::new() };
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  {code} {}{times}", tty::line(title));
    }
    out
}
