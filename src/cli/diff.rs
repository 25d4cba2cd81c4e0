use std::path::{Path, PathBuf};

use super::args::{Diff, DiffFormat, Global};
use super::exit::{Exit, Failure};
use super::{load, output};
use crate::compile::Compilation;
use crate::emit::comparison::{self, DiffReport, Version};
use crate::emit::view::{ComparisonView, to_json};
use crate::io::{self, Revision};
use crate::schedule::{Mode, compare};

/// `planc diff`.
pub(super) fn run(args: &Diff, global: &Global) -> Result<Exit, Failure> {
    let (names, [old, new]) = both(args)?;
    let needs = args.limits.needs.needs.mode();
    let old = Version { name: &names[0], material: load::material(&old, Mode::Phases) };
    let new = Version { name: &names[1], material: load::material(&new, Mode::Phases) };
    let comparison = compare(&old.side(), &new.side(), needs);
    let file_locks = !args.limits.no_file_locks;
    let report = DiffReport { old, new, comparison: &comparison, needs, file_locks };
    output::print(&match args.format {
        DiffFormat::Text => comparison::text(&report, args.all, output::look(global)),
        DiffFormat::Markdown => comparison::markdown(&report, args.all),
        DiffFormat::Json => to_json(&ComparisonView::new(&report)),
    })?;
    Ok(Exit::findings(args.exit_code && !report.is_empty()))
}

/// Both versions with what people call them.
fn both(args: &Diff) -> Result<([String; 2], [Compilation; 2]), Failure> {
    let options = load::options(&args.limits, Mode::Phases);
    if let Some(name) = &args.revision {
        let here = [PathBuf::from(".")];
        let paths = if args.paths.is_empty() { &here } else { args.paths.as_slice() };
        let unknown = |error: io::GitError| Failure(format!("--ref {name}: {error}"));
        let revision = Revision::new(Path::new("."), name).map_err(unknown)?;
        let old = load::compile_past(paths, &revision, &options)?;
        let new = load::compile(paths, &options)?;
        if old.plan.subtasks.is_empty() && new.plan.subtasks.is_empty() {
            return Err(load::no_plan(paths));
        }
        load::apart(&new);
        return Ok(([name.clone(), "working tree".to_owned()], [old, new]));
    }
    let [old, new] = args.paths.as_slice() else {
        return Err(Failure(
            "name the old and the new plan, such as `planc diff OLD NEW`, or a commit to compare with, such as \
             `planc diff --ref main`"
                .to_owned(),
        ));
    };
    let name = |path: &PathBuf| -> Result<String, Failure> {
        let roots = io::roots(Path::new("."), std::slice::from_ref(path))?;
        let shown = roots.first().map_or("", io::Root::display);
        Ok(if shown.is_empty() { ".".to_owned() } else { shown.to_owned() })
    };
    let compile = |path: &PathBuf| load::compile_plan(std::slice::from_ref(path), &options);
    Ok(([name(old)?, name(new)?], [compile(old)?, compile(new)?]))
}
