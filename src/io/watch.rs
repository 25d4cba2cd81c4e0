use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use ignore::WalkBuilder;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::manifest::MANIFEST;

/// How long it has to be quiet before changes are told, and how long at most.
const QUIET: Duration = Duration::from_millis(150);
const PATIENCE: Duration = Duration::from_secs(2);

/// Folders whose changes the system tells.
///
/// Folders are watched and not files: an editor that replaces a file by another one ends the watch of the first.
pub struct Watch {
    watcher: RecommendedWatcher,
    changes: Receiver<Vec<PathBuf>>,
    folders: BTreeSet<PathBuf>,
}

/// The system does not tell of changes; the words of the system say why.
#[derive(Clone, Debug)]
pub struct WatchError(String);

impl fmt::Display for WatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot watch: {}", self.0)
    }
}

impl std::error::Error for WatchError {}

impl Watch {
    /// Watches nothing yet.
    ///
    /// # Errors
    /// The system has no means left to tell of changes.
    pub fn new() -> Result<Watch, WatchError> {
        let (tell, changes) = channel();
        let handler = move |event: notify::Result<notify::Event>| {
            let paths = match event {
                // Reading is no change, and our own reading least of all.
                Ok(event) if matches!(event.kind, EventKind::Access(_)) => return,
                Ok(event) => event.paths,
                // Something was missed; no path stands for all of them.
                Err(_) => Vec::new(),
            };
            // Nobody listens any more when the watch ends.
            let _ = tell.send(paths);
        };
        let watcher = notify::recommended_watcher(handler).map_err(|error| failed(&error))?;
        Ok(Watch { watcher, changes, folders: BTreeSet::new() })
    }

    /// Watches these folders from now on, besides those that it watches and that still exist; says whether one is new.
    ///
    /// # Errors
    /// The system refuses, as where more folders are watched than it allows.
    pub fn follow(&mut self, folders: impl IntoIterator<Item = PathBuf>) -> Result<bool, WatchError> {
        let mut new = false;
        // A folder that was removed and made again is another one.
        self.folders.retain(|folder| folder.is_dir());
        for folder in folders {
            if self.folders.contains(&folder) || !folder.is_dir() {
                continue;
            }
            self.watcher.watch(&folder, RecursiveMode::NonRecursive).map_err(|error| failed(&error))?;
            new |= self.folders.insert(folder);
        }
        Ok(new)
    }

    /// Waits for changes that matter until it is quiet again; says whether there were some before `end`.
    #[expect(clippy::disallowed_methods, reason = "how long somebody waits is measured here")]
    pub fn wait(&self, end: Option<Instant>, matters: impl Fn(&Path) -> bool) -> bool {
        let mut first: Option<Instant> = None;
        loop {
            let now = Instant::now();
            let limit = match first {
                Some(first) => Some(QUIET.min((first + PATIENCE).saturating_duration_since(now))),
                None => end.map(|end| end.saturating_duration_since(now)),
            };
            let told = match limit {
                Some(limit) => self.changes.recv_timeout(limit),
                None => self.changes.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match told {
                Ok(paths) if paths.is_empty() || paths.iter().any(|path| matters(path)) => {
                    first.get_or_insert(now);
                }
                Ok(_) => {}
                Err(_) => return first.is_some(),
            }
        }
    }
}

/// What the system says, without its list of paths.
fn failed(error: &notify::Error) -> WatchError {
    WatchError(match &error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "the system watches as many folders as it may; raise its limit (fs.inotify.max_user_watches)"
                .to_owned()
        }
        notify::ErrorKind::Io(error) => error.to_string(),
        _ => "the system does not tell of changes here".to_owned(),
    })
}

/// The folders below `folder` in which files of a plan may stand, itself included: those that git ignores, hidden ones
/// and those that planc wrote are left out. Sorted; what cannot be read is left out.
pub fn plan_folders(folder: &Path) -> Vec<PathBuf> {
    let output = |path: &Path| path.join(MANIFEST).is_file();
    let walk = WalkBuilder::new(folder)
        .require_git(false)
        .git_global(false)
        .ignore(false)
        .follow_links(false)
        .filter_entry(move |entry| {
            entry.depth() == 0 || entry.file_type().is_some_and(|kind| kind.is_dir()) && !output(entry.path())
        })
        .build();
    let mut found: Vec<PathBuf> = walk.flatten().map(ignore::DirEntry::into_path).collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::scratch::Scratch;

    #[test]
    fn folders_of_plans_are_found() {
        let scratch = Scratch::new("watch-folders");
        scratch.write("a/b/plan.md", "");
        scratch.write(".git/config", "");
        scratch.write("out/planc-manifest.json", "");
        scratch.write("node_modules/x/y.md", "");
        scratch.write(".gitignore", "node_modules\n");
        let found = plan_folders(scratch.path());
        let names: Vec<_> =
            found.iter().map(|path| path.strip_prefix(scratch.path()).expect("below")).collect();
        assert_eq!(names, ["", "a", "a/b"].map(Path::new));
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test measures time")]
    fn changes_are_told_together_and_others_are_not() {
        let scratch = Scratch::new("watch");
        let mut watch = Watch::new().expect("a watch");
        watch.follow([scratch.path().to_owned()]).expect("followed");
        let markdown = |path: &Path| path.extension().is_some_and(|ending| ending == "md");
        let soon = || Some(Instant::now() + Duration::from_millis(400));
        scratch.write("a.txt", "x");
        assert!(!watch.wait(soon(), markdown));
        scratch.write("a.md", "x");
        scratch.write("b.md", "x");
        assert!(watch.wait(soon(), markdown));
        let _ = scratch.read("a.md");
        assert!(!watch.wait(soon(), markdown), "both changes were told at once, and reading is none");
        std::fs::rename(scratch.path().join("a.txt"), scratch.path().join("b.md")).expect("renamed");
        assert!(watch.wait(soon(), markdown));
    }
}
