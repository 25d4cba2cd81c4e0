use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

use super::folder::{Folder, Kind, Meta};
use super::manifest::{Manifest, sha256};
use super::path_rule;
use super::write_error::WriteError;
use crate::emit::Artifact;

/// What has to happen to one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// There is no such file.
    Create,
    /// It is ours and differs; the new one gets these permissions.
    Replace(Option<u32>),
    /// It is ours and equal.
    Keep,
    /// It is ours and no longer made.
    Remove,
}

/// Compares the artifacts with what is on disk, and refuses what planc must not touch. Changes nothing.
///
/// Gives a change per path, sorted by path.
pub(super) fn survey<'a>(
    root: &Folder,
    out: &Path,
    artifacts: &'a [Artifact],
    manifest: &'a Manifest,
    force: bool,
) -> Result<BTreeMap<&'a str, Change>, WriteError> {
    let listed = manifest.listed();
    let mut changes = BTreeMap::new();
    let mut foreign = Vec::new();
    let mut edited = Vec::new();
    let mut disk = Disk { root, out, last: None };
    let wanted: BTreeMap<&str, Option<&[u8]>> = listed
        .keys()
        .map(|&path| (path, None))
        .chain(artifacts.iter().map(|artifact| (artifact.path.as_str(), Some(artifact.bytes.as_slice()))))
        .collect();
    for (path, bytes) in wanted {
        let Some(meta) = disk.file(path)? else {
            if bytes.is_some() {
                changes.insert(path, Change::Create);
            }
            continue;
        };
        let Some(entries) = listed.get(path) else {
            foreign.push(path);
            continue;
        };
        // A file of another length is not read: it is neither equal nor one that planc wrote.
        let known = entries.iter().any(|entry| entry.bytes == meta.len);
        let equal = bytes.is_some_and(|bytes| bytes.len() as u64 == meta.len);
        let found = if known || equal { disk.read(path)? } else { Vec::new() };
        if equal && bytes == Some(found.as_slice()) {
            changes.insert(path, Change::Keep);
            continue;
        }
        let ours = known && entries.iter().any(|entry| entry.sha256 == sha256(&found));
        if !ours && !force {
            edited.push(path);
        }
        changes.insert(path, if bytes.is_some() { Change::Replace(meta.mode) } else { Change::Remove });
    }
    if let Some(first) = foreign.first() {
        return Err(WriteError::Foreign { path: out.join(first), more: foreign.len() - 1 });
    }
    if let Some(first) = edited.first() {
        return Err(WriteError::Changed { path: out.join(first), more: edited.len() - 1 });
    }
    Ok(changes)
}

/// Refuses paths that leave the folder, and paths that are one where case does not count.
pub(super) fn check_paths(artifacts: &[Artifact]) -> Result<(), WriteError> {
    let mut files = BTreeSet::from([super::MANIFEST.to_owned()]);
    let mut folders = BTreeSet::new();
    for artifact in artifacts {
        let path = &artifact.path;
        if let Some(fault) = path_rule::fault(path) {
            return Err(WriteError::BadPath { path: path.clone(), fault });
        }
        let folded = path.to_ascii_lowercase();
        folders.extend(ancestors(&folded).map(str::to_owned));
        if !files.insert(folded) {
            return Err(WriteError::Twice { path: path.clone() });
        }
    }
    match files.intersection(&folders).next() {
        Some(path) => Err(WriteError::Twice { path: path.clone() }),
        None => Ok(()),
    }
}

/// The folders above a path, outermost first.
pub(super) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Looks at files below the output; remembers the last folder, since paths come sorted.
struct Disk<'a> {
    root: &'a Folder,
    out: &'a Path,
    last: Option<(String, Option<Folder>)>,
}

impl Disk<'_> {
    /// The file at a path: nothing where there is none, an error where something else stands in the way.
    fn file(&mut self, path: &str) -> Result<Option<Meta>, WriteError> {
        let out = self.out;
        let name = name_of(path);
        let Some(folder) = self.folder_of(path)? else { return Ok(None) };
        match folder.meta(name).map_err(WriteError::io("look at", out.join(path)))? {
            Some(meta) if meta.kind == Kind::File => Ok(Some(meta)),
            Some(meta) => Err(not_plain(out, path, meta.kind)),
            None => Ok(None),
        }
    }

    fn read(&mut self, path: &str) -> Result<Vec<u8>, WriteError> {
        let out = self.out;
        let failed = || WriteError::io("read", out.join(path));
        let Some(folder) = self.folder_of(path)? else { return Ok(Vec::new()) };
        let mut bytes = Vec::new();
        let mut file = folder.file(name_of(path)).map_err(failed())?;
        file.read_to_end(&mut bytes).map_err(failed())?;
        Ok(bytes)
    }

    fn folder_of(&mut self, path: &str) -> Result<Option<&Folder>, WriteError> {
        let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        if parent.is_empty() {
            return Ok(Some(self.root));
        }
        if self.last.as_ref().is_none_or(|(last, _)| last != parent) {
            self.last = Some((parent.to_owned(), descend(self.root, self.out, parent)?));
        }
        Ok(self.last.as_ref().and_then(|(_, folder)| folder.as_ref()))
    }
}

/// Opens a folder below `root` component by component; nothing where one is missing.
pub(super) fn descend(root: &Folder, out: &Path, path: &str) -> Result<Option<Folder>, WriteError> {
    let mut at: Option<Folder> = None;
    for end in path.match_indices('/').map(|(end, _)| end).chain([path.len()]) {
        let here = &path[..end];
        let folder = at.as_ref().unwrap_or(root);
        let meta = folder.meta(name_of(here)).map_err(WriteError::io("look at", out.join(here)))?;
        match meta.map(|meta| meta.kind) {
            None => return Ok(None),
            Some(Kind::Folder) => {}
            Some(kind) => return Err(not_plain(out, here, kind)),
        }
        at = Some(folder.folder(name_of(here)).map_err(WriteError::io("open", out.join(here)))?);
    }
    Ok(at)
}

fn not_plain(out: &Path, path: &str, kind: Kind) -> WriteError {
    let kind = match kind {
        Kind::File => "file",
        Kind::Folder => "folder",
        Kind::Link => "link",
        Kind::Other => "device or pipe",
    };
    WriteError::NotPlain { path: out.join(path), kind }
}

/// The last component of a path.
pub(super) fn name_of(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}
