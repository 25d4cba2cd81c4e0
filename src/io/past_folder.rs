use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::overrides::Override;

use super::discover::Argument;
use super::display_path::slashes;
use super::manifest::MANIFEST;
use super::read::MAX_FILE;
use super::revision::{Blob, Revision};
use super::revision_error::RevisionError;
use super::walk::{Filter, may_hold_plan};

/// A named path at a revision, and what of it is read.
pub(super) struct PastFolder<'a> {
    argument: &'a Argument,
    /// The path in the tree.
    top: &'a Path,
    tree: &'a Path,
    patterns: &'a Override,
    /// Whether files need no pattern to be taken.
    any: bool,
    /// Folders that planc wrote.
    outputs: BTreeSet<PathBuf>,
    /// What git ignores, by folder; empty where that is read, too.
    ignored: BTreeMap<PathBuf, Gitignore>,
}

impl<'a> PastFolder<'a> {
    pub(super) fn new(
        revision: &'a Revision,
        argument: &'a Argument,
        top: &'a Path,
        blobs: &BTreeMap<PathBuf, Blob>,
        patterns: &'a Override,
        filter: &Filter,
    ) -> Result<PastFolder<'a>, RevisionError> {
        let parent = |file: &PathBuf| file.parent().map(Path::to_owned);
        let called = |name: &'static str| {
            blobs.iter().filter(move |(file, _)| file.file_name().is_some_and(|found| found == name))
        };
        let (folders, lists): (Vec<Option<PathBuf>>, Vec<&Blob>) = called(".gitignore")
            .filter(|(_, blob)| !filter.git_ignored && !blob.is_link && blob.size <= MAX_FILE)
            .map(|(file, blob)| (parent(file), blob))
            .unzip();
        let ids: Vec<&str> = lists.iter().map(|blob| blob.id.as_str()).collect();
        let mut ignored = BTreeMap::new();
        for (folder, bytes) in folders.into_iter().flatten().zip(revision.read(&ids)?) {
            let mut builder = GitignoreBuilder::new(revision.tree.join(&folder));
            for line in String::from_utf8_lossy(&bytes).lines() {
                // Git passes over a pattern that is none, too.
                let _ = builder.add_line(None, line);
            }
            if let Ok(built) = builder.build() {
                ignored.insert(folder, built);
            }
        }
        let outputs = called(MANIFEST).filter_map(|(file, _)| parent(file)).collect();
        let any = filter.include.is_empty();
        Ok(PastFolder { argument, top, tree: &revision.tree, patterns, any, outputs, ignored })
    }

    /// The path below the named one, of a file that is read; empty where the file itself is named.
    pub(super) fn takes(&self, file: &Path) -> Option<String> {
        let below = file.strip_prefix(self.top).ok()?;
        if below.as_os_str().is_empty() {
            return Some(String::new());
        }
        if !self.argument.is_folder || self.outputs.contains(self.top) {
            return None;
        }
        let mut path = self.top.to_owned();
        let parts = below.components().count();
        for (at, part) in below.components().enumerate() {
            let hidden = part.as_os_str().to_string_lossy().starts_with('.');
            path.push(part);
            let is_folder = at + 1 < parts;
            let chosen = self.patterns.matched(self.tree.join(&path), is_folder);
            let dropped = hidden || self.is_ignored(&path, is_folder);
            if chosen.is_ignore() || self.outputs.contains(&path) || (dropped && !chosen.is_whitelist()) {
                return None;
            }
            let taken = is_folder || chosen.is_whitelist() || (self.any && may_hold_plan(&path));
            if !taken {
                return None;
            }
        }
        Some(slashes(below))
    }

    /// Whether git ignores a file or folder: the nearest list that knows it decides.
    fn is_ignored(&self, path: &Path, is_folder: bool) -> bool {
        for above in path.ancestors().skip(1) {
            let Some(list) = self.ignored.get(above) else { continue };
            let found = list.matched(self.tree.join(path), is_folder);
            if !found.is_none() {
                return found.is_ignore();
            }
        }
        false
    }
}
