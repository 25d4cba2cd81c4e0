use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::Path;
use std::rc::Rc;

use super::folder::{Access, Folder, Kind};
use super::manifest::{MANIFEST, Manifest};
use super::survey::{Change, ancestors, descend, name_of};
use super::write_error::WriteError;
use crate::emit::Artifact;

/// How the names of staging folders begin.
const STAGING: &str = ".planc-staging-";

/// Names of files in a staging folder begin with one of these.
const STAGED: [&str; 2] = ["new-", "old-"];

/// Whether a name in an output folder is that of a staging folder.
pub(super) fn is_staging(name: &str) -> bool {
    name.strip_prefix(STAGING)
        .is_some_and(|rest| rest.len() == 16 && rest.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Everything that [`apply`] needs to know.
pub(super) struct Work<'a> {
    pub(super) root: &'a Folder,
    pub(super) out: &'a Path,
    pub(super) artifacts: &'a [Artifact],
    pub(super) changes: &'a BTreeMap<&'a str, Change>,
    /// What was there before; `None` for a first run.
    pub(super) before: Option<&'a Manifest>,
    /// What will be there.
    pub(super) after: &'a Manifest,
}

/// Brings the folder to the new state, or leaves the old one.
///
/// New files are written to a staging folder and brought to the disk; then a manifest that lists the old and the
/// new files takes the place of the old one, every file is renamed to its place, and the manifest of the new
/// state is renamed last. So a kill at any moment leaves a folder that the next run can finish.
pub(super) fn apply(work: &Work) -> Result<(), WriteError> {
    let mut random = RandomState::new().build_hasher();
    random.write_u32(std::process::id());
    let name = format!("{STAGING}{:016x}", random.finish());
    work.root.make_folder(&name).map_err(WriteError::io("make", work.out.join(&name)))?;
    let result = match work.root.folder(&name) {
        Err(error) => Err(WriteError::io("open", work.out.join(&name))(error)),
        Ok(stage) => {
            let mut run = Run { work, stage, done: Vec::new(), last: None };
            let result = run.go();
            if result.is_err() {
                run.undo();
            }
            result
        }
    };
    // What cannot be cleaned up now is cleaned up by the next run.
    clean(work.root, &name);
    result
}

/// Removes a staging folder of a run that did not end; what planc did not put there stays.
pub(super) fn clean(root: &Folder, name: &str) {
    let Ok(stage) = root.folder(name) else { return };
    for file in stage.names().unwrap_or_default() {
        if let Some(file) = file.to_str()
            && STAGED.iter().any(|prefix| file.starts_with(prefix))
        {
            let _ = stage.remove_file(file);
        }
    }
    let _ = root.remove_folder(name);
}

/// A step that can be taken back.
enum Done {
    MadeFolder(String),
    RemovedFolder(String),
    /// A file of ours now stands where there was none.
    Created(String),
    /// The old file is `old-<n>` in the staging folder.
    Moved(String, usize),
}

struct Run<'a> {
    work: &'a Work<'a>,
    stage: Folder,
    done: Vec<Done>,
    /// The folder that was used last, by its path: most files follow others of their folder.
    last: Option<(String, Rc<Folder>)>,
}

impl Run<'_> {
    fn go(&mut self) -> Result<(), WriteError> {
        let (work, out) = (self.work, self.work.out);
        let changes = work.changes;
        let to_write: Vec<(&Artifact, Change)> = work
            .artifacts
            .iter()
            .filter_map(|artifact| Some((artifact, *changes.get(artifact.path.as_str())?)))
            .filter(|(_, change)| matches!(change, Change::Create | Change::Replace(_)))
            .collect();
        for (at, (artifact, change)) in to_write.iter().enumerate() {
            let access = match change {
                Change::Replace(mode) => Access::from(*mode),
                _ if artifact.is_program() => Access::Program,
                _ => Access::Plain,
            };
            let failed = WriteError::io("write", out.join(&artifact.path));
            self.stage.create(&format!("new-{at}"), &artifact.bytes, access).map_err(failed)?;
        }
        let failed = || WriteError::io("write", out.join(MANIFEST));
        let touched = changes.values().any(|change| *change != Change::Keep);
        if touched {
            self.stage.create("new-pending", &self.pending().to_bytes(), Access::Plain).map_err(failed())?;
        }
        self.stage.create("new-manifest", &work.after.to_bytes(), Access::Plain).map_err(failed())?;
        self.stage.sync().map_err(failed())?;
        if touched {
            self.place("new-pending", MANIFEST, work.before.is_some())?;
        }
        for (at, (artifact, change)) in to_write.iter().enumerate() {
            self.make_folders(&artifact.path)?;
            self.place(&format!("new-{at}"), &artifact.path, *change != Change::Create)?;
        }
        for (path, _) in changes.iter().filter(|(_, change)| **change == Change::Remove) {
            self.remove(path)?;
        }
        self.remove_folders();
        self.place("new-manifest", MANIFEST, touched || work.before.is_some())
    }

    /// The manifest while files are renamed: what was there, and what comes.
    fn pending(&self) -> Manifest {
        let after = self.work.after;
        let empty = Manifest::default();
        let before = self.work.before.unwrap_or(&empty);
        let mut pending = after.clone();
        pending.files.clone_from(&before.files);
        // A run that follows one that did not end knows the files of both.
        pending.pending = before.pending.iter().chain(&after.files).cloned().collect();
        pending.pending.sort();
        pending.pending.dedup();
        let folders: BTreeSet<&String> = before.folders.iter().chain(&after.folders).collect();
        pending.folders = folders.into_iter().cloned().collect();
        pending
    }

    /// Renames a staged file to its place; the file that stands there keeps a second name until the end.
    fn place(&mut self, staged: &str, path: &str, replaces: bool) -> Result<(), WriteError> {
        let failed = || WriteError::io("write", self.work.out.join(path));
        let opened = self.folder_of(path)?;
        let folder = opened.as_deref().unwrap_or(self.work.root);
        let old = self.done.len();
        if replaces {
            folder.keep_copy(name_of(path), &self.stage, &format!("old-{old}")).map_err(failed())?;
        }
        self.stage.rename(staged, folder, name_of(path)).map_err(failed())?;
        let path = path.to_owned();
        self.done.push(if replaces { Done::Moved(path, old) } else { Done::Created(path) });
        Ok(())
    }

    fn remove(&mut self, path: &str) -> Result<(), WriteError> {
        let opened = self.folder_of(path)?;
        let folder = opened.as_deref().unwrap_or(self.work.root);
        let old = self.done.len();
        let failed = WriteError::io("remove", self.work.out.join(path));
        folder.rename(name_of(path), &self.stage, &format!("old-{old}")).map_err(failed)?;
        self.done.push(Done::Moved(path.to_owned(), old));
        Ok(())
    }

    fn make_folders(&mut self, path: &str) -> Result<(), WriteError> {
        if path.rsplit_once('/').is_some_and(|(parent, _)| self.is_open(parent)) {
            return Ok(());
        }
        for folder in ancestors(path) {
            let opened = self.folder_of(folder)?;
            let parent = opened.as_deref().unwrap_or(self.work.root);
            let failed = || WriteError::io("make", self.work.out.join(folder));
            let name = name_of(folder);
            if parent.meta(name).map_err(failed())?.is_none_or(|meta| meta.kind != Kind::Folder) {
                parent.make_folder(name).map_err(failed())?;
                self.done.push(Done::MadeFolder(folder.to_owned()));
            }
        }
        Ok(())
    }

    /// Removes folders that planc made and no longer needs, innermost first, where they are empty.
    fn remove_folders(&mut self) {
        let Some(before) = self.work.before else { return };
        for path in before.folders.iter().rev() {
            if self.work.after.folders.binary_search(path).is_ok() {
                continue;
            }
            let Ok(opened) = self.folder_of(path) else { continue };
            let folder = opened.as_deref().unwrap_or(self.work.root);
            if folder.remove_folder(name_of(path)).is_ok() {
                self.done.push(Done::RemovedFolder(path.clone()));
            }
        }
    }

    /// The folder that a path stands in; nothing for the output folder itself.
    fn folder_of(&mut self, path: &str) -> Result<Option<Rc<Folder>>, WriteError> {
        let Some((parent, _)) = path.rsplit_once('/') else { return Ok(None) };
        if !self.is_open(parent) {
            let found = descend(self.work.root, self.work.out, parent)?;
            let missing = || std::io::Error::from(std::io::ErrorKind::NotFound);
            let folder =
                found.ok_or_else(missing).map_err(WriteError::io("open", self.work.out.join(parent)))?;
            self.last = Some((parent.to_owned(), Rc::new(folder)));
        }
        Ok(self.last.as_ref().map(|(_, folder)| Rc::clone(folder)))
    }

    fn is_open(&self, folder: &str) -> bool {
        self.last.as_ref().is_some_and(|(last, _)| last == folder)
    }

    /// Takes everything back, last step first. What cannot be taken back is told by the manifest.
    fn undo(&mut self) {
        self.last = None;
        while let Some(done) = self.done.pop() {
            let path = match &done {
                Done::MadeFolder(path)
                | Done::RemovedFolder(path)
                | Done::Created(path)
                | Done::Moved(path, _) => path,
            };
            let Ok(opened) = self.folder_of(path) else { continue };
            let folder = opened.as_deref().unwrap_or(self.work.root);
            let name = name_of(path);
            let result = match &done {
                Done::MadeFolder(_) => folder.remove_folder(name),
                Done::RemovedFolder(_) => folder.make_folder(name),
                Done::Created(_) => folder.remove_file(name),
                Done::Moved(_, old) => self.stage.rename(&format!("old-{old}"), folder, name),
            };
            if result.is_err() {
                // The manifest is the first file that was replaced: as long as something of the new state is
                // left, the manifest that lists both states has to stay.
                return;
            }
        }
    }
}
