use std::io;
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::overrides::{Override, OverrideBuilder};
use ignore::{DirEntry, Error, WalkBuilder};

use super::discover_error::DiscoverError;
use super::display_path::slashes;
use super::input::{Input, InputOrigin};
use super::manifest::MANIFEST;

/// Patterns of the configuration, in the notation of gitignore, relative to the plan root.
#[derive(Clone, Debug)]
pub struct Filter {
    /// If there are any, only files that match one are read, whatever their extension.
    pub include: Vec<String>,
    /// Files and folders that are left out.
    pub exclude: Vec<String>,
    /// Whether files that git ignores are read, too.
    pub git_ignored: bool,
    /// More files than this are refused.
    pub most_files: usize,
}

impl Default for Filter {
    fn default() -> Filter {
        Filter { include: Vec::new(), exclude: Vec::new(), git_ignored: false, most_files: usize::MAX }
    }
}

/// Patterns that tell files apart, in the notation of gitignore.
#[derive(Clone, Debug)]
pub struct PathPatterns {
    base: PathBuf,
    patterns: Gitignore,
}

impl PathPatterns {
    /// Patterns relative to the folder `base`.
    ///
    /// # Errors
    /// A pattern that is none.
    pub fn new<'p>(
        base: &Path,
        patterns: impl IntoIterator<Item = &'p str>,
    ) -> Result<PathPatterns, DiscoverError> {
        let mut builder = GitignoreBuilder::new(base);
        for pattern in patterns {
            builder.add_line(None, pattern).map_err(|error| bad_pattern(pattern, &error))?;
        }
        let patterns = builder.build().map_err(|error| bad_pattern("", &error))?;
        Ok(PathPatterns { base: base.to_owned(), patterns })
    }

    /// Whether a file below the folder, or a folder around it, matches.
    pub fn matches(&self, file: &Path) -> bool {
        file.starts_with(&self.base) && self.patterns.matched_path_or_any_parents(file, false).is_ignore()
    }
}

fn bad_pattern(pattern: &str, error: &Error) -> DiscoverError {
    DiscoverError::BadPattern { pattern: pattern.to_owned(), reason: error.to_string() }
}

/// Adds every markdown file and every `tasks.json` below `folder`: what git ignores and hidden folders are left
/// out, and so is every folder that planc wrote. Links are not followed. The order is that of the system.
pub(super) fn walk(
    folder: &Path,
    display: &str,
    root: &Path,
    filter: &Filter,
    inputs: &mut Vec<Input>,
    notices: &mut Vec<String>,
) -> Result<(), DiscoverError> {
    let patterns = patterns(root, filter)?;
    let walk = WalkBuilder::new(folder)
        .require_git(false)
        // What git ignores on this machine only would make the plan differ from one machine to the next.
        .git_global(false)
        .git_ignore(!filter.git_ignored)
        .git_exclude(!filter.git_ignored)
        .ignore(false)
        .follow_links(false)
        .overrides(patterns.clone())
        .filter_entry(|entry| entry.depth() == 0 || !is_output(entry))
        .build();
    for entry in walk {
        let entry = entry.map_err(|error| failed(folder, error))?;
        let Some(kind) = entry.file_type() else { continue };
        if kind.is_dir()
            || !(filter.include.is_empty() && may_hold_plan(entry.path()) || taken(&patterns, &entry))
        {
            continue;
        }
        let below = slashes(entry.path().strip_prefix(folder).unwrap_or(entry.path()));
        let display = if display.is_empty() { below } else { format!("{display}/{below}") };
        if kind.is_file() {
            inputs.push(Input { display, origin: InputOrigin::File(entry.into_path()) });
            if inputs.len() > filter.most_files {
                return Err(DiscoverError::TooMany { path: folder.to_owned(), most: filter.most_files });
            }
        } else {
            let what = if kind.is_symlink() { "a link" } else { "no regular file" };
            notices.push(format!("{display} is left out: it is {what}"));
        }
    }
    notices.sort();
    Ok(())
}

pub(super) fn patterns(root: &Path, filter: &Filter) -> Result<Override, DiscoverError> {
    let mut builder = OverrideBuilder::new(root);
    let includes = filter.include.iter().map(|pattern| (pattern, pattern.clone()));
    // In an override a mark of exclamation leaves out.
    let excludes = filter.exclude.iter().map(|pattern| (pattern, format!("!{pattern}")));
    for (pattern, glob) in includes.chain(excludes) {
        builder.add(&glob).map_err(|error| bad_pattern(pattern, &error))?;
    }
    builder.build().map_err(|error| bad_pattern("", &error))
}

fn taken(patterns: &Override, entry: &DirEntry) -> bool {
    patterns.matched(entry.path(), false).is_whitelist()
}

/// Whether a file is markdown, or called like the list of Task Master.
pub(super) fn may_hold_plan(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "tasks.json")
        || path.extension().is_some_and(|extension| {
            ["md", "markdown"].iter().any(|known| extension.eq_ignore_ascii_case(known))
        })
}

fn is_output(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir()) && entry.path().join(MANIFEST).is_file()
}

fn failed(folder: &Path, error: Error) -> DiscoverError {
    let path = path_of(&error).unwrap_or_else(|| folder.to_owned());
    let text = error.to_string();
    DiscoverError::Io { path, error: error.into_io_error().unwrap_or_else(|| io::Error::other(text)) }
}

fn path_of(error: &Error) -> Option<PathBuf> {
    match error {
        Error::WithPath { path, .. } => Some(path.clone()),
        Error::WithDepth { err, .. } | Error::WithLineNumber { err, .. } => path_of(err),
        Error::Partial(errors) => errors.iter().find_map(path_of),
        _ => None,
    }
}
