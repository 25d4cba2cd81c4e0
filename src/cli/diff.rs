use std::path::{Path, PathBuf};

use super::args::{Diff, DiffFormat, Global};
use super::exit::{Exit, Failure};
use super::project::{Project, project};
use super::{load, output};
use crate::compile::{self, Compilation, Options};
use crate::emit::comparison::{self, DiffReport, Version};
use crate::emit::view::{ComparisonView, to_json};
use crate::graph::NeedsMode;
use crate::io::{self, GitError, Revision, Root, Search};
use crate::schedule::{Mode, compare};

/// Two versions of a plan, old and new, with what people call them, and how they are compared.
struct Both {
    names: [String; 2],
    versions: [Compilation; 2],
    needs: NeedsMode,
    file_locks: bool,
    /// How many needs are compared one by one.
    expanded_needs: usize,
}

/// `planc diff`.
pub(super) fn run(args: &Diff, global: &Global) -> Result<Exit, Failure> {
    let both = match (&args.revision, args.paths.as_slice()) {
        (Some(name), paths) => since(name, paths, args, global)?,
        (None, [old, new]) => between(old, new, args, global)?,
        (None, _) => {
            return Err(Failure(
                "name the old and the new plan, such as `planc diff OLD NEW`, or a commit to compare with, such as \
                 `planc diff --ref main`"
                    .to_owned(),
            ));
        }
    };
    let Both { names, versions: [old, new], .. } = &both;
    let Both { needs, file_locks, expanded_needs, .. } = both;
    let old = Version { name: &names[0], material: load::material(old, Mode::Phases) };
    let new = Version { name: &names[1], material: load::material(new, Mode::Phases) };
    let comparison = compare(&old.side(), &new.side(), needs, expanded_needs);
    let report = DiffReport { old, new, comparison: &comparison, needs, file_locks };
    output::print(&match args.format {
        DiffFormat::Text => comparison::text(&report, args.all, output::look(global)),
        DiffFormat::Markdown => comparison::markdown(&report, args.all),
        DiffFormat::Json => to_json(&ComparisonView::new(&report)),
    })?;
    Ok(Exit::findings(args.exit_code && !report.is_empty()))
}

/// The plan at a commit and the plan of the working tree. One of them may be missing.
fn since(name: &str, paths: &[PathBuf], args: &Diff, global: &Global) -> Result<Both, Failure> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let unknown = |error: GitError| Failure(format!("--ref {name}: {error}"));
    let revision = Revision::new(Path::new("."), name).map_err(unknown)?;
    let new = project(global, paths, None)?;
    let both = Both::compile([name.to_owned(), "working tree".to_owned()], [new.at(&revision)?, new], args)?;
    let [old, new] = &both.versions;
    if old.plan.subtasks.is_empty() && new.plan.subtasks.is_empty() {
        return Err(load::no_plan(paths));
    }
    load::apart(new);
    Ok(both)
}

/// Two plans side by side.
fn between(old: &PathBuf, new: &PathBuf, args: &Diff, global: &Global) -> Result<Both, Failure> {
    let paths = [old, new].map(std::slice::from_ref);
    let mut names = [String::new(), String::new()];
    for (name, path) in names.iter_mut().zip(paths) {
        let roots = io::roots(Path::new("."), path, Search::Nowhere)?;
        let shown = roots.first().map_or("", Root::display);
        *name = if shown.is_empty() { ".".to_owned() } else { shown.to_owned() };
    }
    let both =
        Both::compile(names, [project(global, paths[0], None)?, project(global, paths[1], None)?], args)?;
    for (version, path) in both.versions.iter().zip(paths) {
        if version.plan.subtasks.is_empty() {
            return Err(load::no_plan(path));
        }
        load::apart(version);
    }
    Ok(both)
}

impl Both {
    /// Settings are those of the new version, except for what each says of its files and windows.
    fn compile(names: [String; 2], projects: [Project; 2], args: &Diff) -> Result<Both, Failure> {
        let [old, new] = projects;
        let expanded_needs = new.settings.limits.expanded_needs.value.0 as usize;
        let options = new.scheduled(&args.limits, Mode::Phases);
        let Options { needs, file_locks, .. } = options;
        let before = Options { needs, file_locks, ..old.scheduled(&args.limits, Mode::Phases) };
        let versions = [compile::compile(old.inputs, &before)?, compile::compile(new.inputs, &options)?];
        Ok(Both { names, versions, needs, file_locks, expanded_needs })
    }
}
