use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::apply::{Work, apply, clean, is_staging};
use super::folder::{Folder, Kind};
use super::lock::{self, LOCK};
use super::manifest::{Entry, MANIFEST, Manifest};
use super::part;
use super::survey::{Change, ancestors, check_paths, descend, survey};
use super::write_error::WriteError;
use crate::emit::Artifact;

/// How to write.
#[derive(Clone, Debug, Default)]
pub struct WriteOptions {
    /// Replace or remove files of ours that were changed by hand.
    pub force: bool,
    /// Only say what would happen.
    pub dry_run: bool,
    /// Fingerprint of the plan, for the manifest.
    pub plan: String,
    /// The files that the plan was read from, for the manifest.
    pub sources: Vec<Entry>,
    /// What the artifacts were made with, in words of the command line, for the manifest.
    pub settings: String,
    /// Which part of everything the artifacts are; `None` for all. Other files of the same plan and settings stay.
    pub part: Option<String>,
}

/// What happened, or would happen in a dry run. Paths are relative with `/` and sorted; the manifest is not listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteReport {
    /// Files that were not there.
    pub created: Vec<String>,
    /// Files that differed.
    pub replaced: Vec<String>,
    /// Files that were equal and were not touched.
    pub kept: Vec<String>,
    /// Files that are no longer made.
    pub removed: Vec<String>,
}

/// How often the lock is tried, with 50 ms between: 5 seconds.
const TRIES: u32 = 100;

/// Makes the folder `out` hold exactly `artifacts` and whatever the user keeps beside them: all or nothing.
///
/// # Errors
/// Refuses, before anything is written, a folder that is not ours, files that are not ours or were changed by hand,
/// and links. When the system fails on the way, the old state is put back.
pub fn write(out: &Path, artifacts: &[Artifact], options: &WriteOptions) -> Result<WriteReport, WriteError> {
    write_patiently(out, artifacts, options, TRIES)
}

pub(super) fn write_patiently(
    out: &Path,
    artifacts: &[Artifact],
    options: &WriteOptions,
    tries: u32,
) -> Result<WriteReport, WriteError> {
    if fs::symlink_metadata(out).is_ok_and(|found| found.is_symlink()) {
        return Err(WriteError::NotPlain { path: out.to_owned(), kind: "link" });
    }
    let exists = match fs::metadata(out) {
        Ok(found) if found.is_dir() => true,
        Ok(_) => return Err(WriteError::NoFolder { out: out.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(WriteError::io("look at", out.to_owned())(error)),
    };
    check_paths(artifacts)?;
    if exists {
        let root = Folder::open(out).map_err(WriteError::io("open", out.to_owned()))?;
        // A folder that is not ours is refused before even the lock file is made.
        let before = manifest_of(&root, out)?.unwrap_or_default();
        if options.dry_run {
            let kept = part::to_keep(out, artifacts, &before, options)?;
            let before = without(&before, kept.as_deref());
            return Ok(WriteReport::of(&survey(&root, out, artifacts, &before, options.force)?));
        }
        return write_below(out, artifacts, options, tries);
    }
    if options.dry_run {
        let created = artifacts.iter().map(|artifact| artifact.path.clone()).collect();
        return Ok(WriteReport { created, ..WriteReport::default() });
    }
    let made = make_folders(out)?;
    let result = write_below(out, artifacts, options, tries);
    if result.is_err() {
        for folder in made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
    result
}

/// The work under the lock; looks at everything again.
fn write_below(
    out: &Path,
    artifacts: &[Artifact],
    options: &WriteOptions,
    tries: u32,
) -> Result<WriteReport, WriteError> {
    let root = Folder::open(out).map_err(WriteError::io("open", out.to_owned()))?;
    let _lock = lock::acquire(&root, out, tries)?;
    for name in root.names().map_err(WriteError::io("read", out.to_owned()))? {
        if let Some(name) = name.to_str()
            && is_staging(name)
        {
            clean(&root, name);
        }
    }
    let before = manifest_of(&root, out)?;
    let empty = Manifest::default();
    let known = before.as_ref().unwrap_or(&empty);
    let kept = part::to_keep(out, artifacts, known, options)?;
    let ours = without(known, kept.as_deref());
    let changes = survey(&root, out, artifacts, &ours, options.force)?;
    let mut after = manifest_after(&root, out, artifacts, known, options)?;
    after.parts = part::parts(known, options, kept.is_some());
    if let Some(kept) = kept {
        after.files.extend(kept);
        after.files.sort();
        after.folders.extend(known.folders.iter().cloned());
        after.folders.sort();
        after.folders.dedup();
    }
    let report = WriteReport::of(&changes);
    if before.as_ref() != Some(&after) || !report.is_unchanged() {
        apply(&Work {
            root: &root,
            out,
            artifacts,
            changes: &changes,
            before: before.as_ref(),
            after: &after,
        })?;
    }
    Ok(report)
}

/// The manifest in the folder; `None` where the folder is empty, an error where it is somebody else's.
pub(super) fn manifest_of(root: &Folder, out: &Path) -> Result<Option<Manifest>, WriteError> {
    let path = out.join(MANIFEST);
    let refused = |reason: String| WriteError::Manifest { path: path.clone(), reason };
    // Looked at twice, since another run may write its manifest between the look at it and the look around.
    for _ in 0..2 {
        match root.meta(MANIFEST).map_err(|error| refused(error.to_string()))? {
            Some(meta) if meta.kind != Kind::File => return Err(refused("it is no regular file".to_owned())),
            Some(_) => {
                let mut bytes = Vec::new();
                let read = root.file(MANIFEST).and_then(|mut file| file.read_to_end(&mut bytes));
                read.map_err(|error| refused(error.to_string()))?;
                return Manifest::parse(&bytes).map(Some).map_err(refused);
            }
            None => {
                let names = root.names().map_err(WriteError::io("read", out.to_owned()))?;
                let ours = |name: &str| name == LOCK || is_staging(name);
                if names.iter().all(|name| name.to_str().is_some_and(ours)) {
                    return Ok(None);
                }
            }
        }
    }
    Err(WriteError::NotOurs { out: out.to_owned() })
}

/// What this run answers for: the manifest without the files that are to stay as they are.
fn without<'a>(manifest: &'a Manifest, kept: Option<&[Entry]>) -> Cow<'a, Manifest> {
    let Some(kept) = kept else { return Cow::Borrowed(manifest) };
    let mut ours = manifest.clone();
    ours.files.retain(|file| kept.binary_search(file).is_err());
    Cow::Owned(ours)
}

/// The manifest of the new state. It lists a folder only if planc makes it or made it.
fn manifest_after(
    root: &Folder,
    out: &Path,
    artifacts: &[Artifact],
    before: &Manifest,
    options: &WriteOptions,
) -> Result<Manifest, WriteError> {
    let mut files: Vec<Entry> = artifacts.iter().map(|a| Entry::of(&a.path, &a.bytes)).collect();
    files.sort();
    let needed: BTreeSet<&str> = artifacts.iter().flat_map(|a| ancestors(&a.path)).collect();
    let mut folders = Vec::new();
    for folder in needed {
        let ours = before.folders.iter().any(|known| known == folder);
        if ours || descend(root, out, folder)?.is_none() {
            folders.push(folder.to_owned());
        }
    }
    let (settings, sources) = (options.settings.clone(), options.sources.clone());
    Ok(Manifest { settings, sources, ..Manifest::new(&options.plan, folders, files) })
}

/// Makes the output folder and what is missing above it; gives what was made, outermost first.
fn make_folders(out: &Path) -> Result<Vec<PathBuf>, WriteError> {
    let missing = |path: &&Path| !path.as_os_str().is_empty() && !path.exists();
    let mut wanted: Vec<PathBuf> = out.ancestors().take_while(missing).map(Path::to_owned).collect();
    wanted.reverse();
    fs::create_dir_all(out).map_err(WriteError::io("make", out.to_owned()))?;
    Ok(wanted)
}

impl WriteReport {
    fn of(changes: &BTreeMap<&str, Change>) -> WriteReport {
        let mut report = WriteReport::default();
        for (path, change) in changes {
            let list = match change {
                Change::Create => &mut report.created,
                Change::Replace(_) => &mut report.replaced,
                Change::Keep => &mut report.kept,
                Change::Remove => &mut report.removed,
            };
            list.push((*path).to_owned());
        }
        report
    }

    /// Whether every file was already as it should be.
    pub fn is_unchanged(&self) -> bool {
        self.created.is_empty() && self.replaced.is_empty() && self.removed.is_empty()
    }
}
