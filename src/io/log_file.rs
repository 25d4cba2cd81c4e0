use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::folder::{Access, Folder, room};
use super::plan_root::plan_root;
use super::write_error::WriteError;

/// How much of a log its writer looks at where it needs the last records only, in bytes: three of the longest.
const TAIL: u64 = 64 * 1024;

/// The largest log that is read, in bytes.
const MAX_LOG: u64 = 1 << 30;

/// How long to wait between two tries for the lock, and how often.
const PAUSE: Duration = Duration::from_millis(2);
const TRIES: u32 = 5_000;

/// How much of the log has to be known before something is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// The last records.
    Tail,
    /// All of it.
    All,
}

/// Reads a log; one that is not there is empty.
///
/// # Errors
/// A path that is a link or no regular file, a log above 1 GiB, or a system that refuses.
pub fn read_log(path: &Path) -> Result<Vec<u8>, WriteError> {
    let failed = || WriteError::io("read", path.to_owned());
    let (folder, name) = match parent(path) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed()(error)),
    };
    let file = match folder.file(name) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed()(error)),
    };
    let mut bytes = Vec::new();
    file.take(MAX_LOG + 1).read_to_end(&mut bytes).map_err(failed())?;
    if bytes.len() as u64 > MAX_LOG {
        return Err(failed()(io::Error::other("it is above 1 GiB; begin a new log")));
    }
    Ok(bytes)
}

/// Adds records to a log while nobody else does.
///
/// `make` sees what the log holds (see [`Known`]; a tail may begin inside a line) and gives the lines to add, each
/// without its line end, and what to return. Every line is one write, on a line of its own whatever stands before.
/// Where the system refuses one, what was written of this call is taken away again.
///
/// # Errors
/// A path that is a link or no regular file, a lock that somebody holds for ten seconds, a system that refuses; or
/// what `make` says.
pub fn append_log<T, E: From<WriteError>>(
    path: &Path,
    known: Known,
    make: impl FnOnce(&[u8]) -> Result<(Vec<String>, T), E>,
) -> Result<T, E> {
    let failed = || WriteError::io("write", path.to_owned());
    let mut file = open_locked(path)?;
    let len = file.metadata().map_err(failed())?.len();
    let from = if known == Known::Tail { len.saturating_sub(TAIL) } else { 0 };
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(from)).map_err(failed())?;
    Read::by_ref(&mut file).take(MAX_LOG).read_to_end(&mut bytes).map_err(failed())?;
    let mut torn = bytes.last().is_some_and(|&last| last != b'\n');
    let (lines, done) = make(&bytes)?;
    room(len + 1 + lines.iter().map(|line| line.len() as u64 + 1).sum::<u64>()).map_err(failed())?;
    for line in lines {
        let record = format!("{}{line}\n", if torn { "\n" } else { "" });
        torn = false;
        let written = match file.write(record.as_bytes()) {
            Ok(written) if written == record.len() => Ok(()),
            Ok(_) => Err(io::Error::new(io::ErrorKind::StorageFull, "no room for the whole record")),
            Err(error) => Err(error),
        };
        if let Err(error) = written {
            // Nothing of a call that failed stays; where even this is refused, readers skip the half line.
            let _ = file.set_len(len);
            return Err(failed()(error).into());
        }
    }
    Ok(done)
}

/// Opens a log for adding and waits until nobody else has it.
fn open_locked(path: &Path) -> Result<File, WriteError> {
    let failed = || WriteError::io("write", path.to_owned());
    let (folder, name) = parent(path).map_err(failed())?;
    for attempt in 0..TRIES {
        if attempt > 0 {
            std::thread::sleep(PAUSE);
        }
        let file = folder.append_file(name).map_err(failed())?;
        match file.try_lock() {
            Ok(()) => return Ok(file),
            // A file system without locks: one write on a file that is only added to is still whole.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(failed()(error)),
            Err(TryLockError::WouldBlock) => {}
        }
    }
    Err(failed()(io::Error::other(
        "another process has held it for ten seconds; stop that one, or run again",
    )))
}

/// Makes the folder of the default log, with a file that keeps it out of git.
///
/// # Errors
/// A name that is taken by something else, or a system that refuses.
pub fn prepare_log(path: &Path) -> Result<(), WriteError> {
    let Some(folder) = path.parent() else { return Ok(()) };
    if folder.is_dir() {
        return Ok(());
    }
    let failed = || WriteError::io("make", folder.to_owned());
    match std::fs::create_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(failed()(error)),
        _ => {}
    }
    let opened = Folder::open(folder).map_err(failed())?;
    match opened.create(".gitignore", b"*\n", Access::Plain) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(failed()(error)),
        _ => Ok(()),
    }
}

fn parent(path: &Path) -> io::Result<(Folder, &str)> {
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| io::Error::other("its name is no text"))?;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    Ok((Folder::open(parent.unwrap_or(Path::new(".")))?, name))
}

/// Where the log of a folder stands that no flag and no variable names: `.planc/run.jsonl` in the plan root.
///
/// The plan root is the nearest folder upward with a configuration or a repository, else `from` itself. In a linked
/// worktree of git it is the same folder of the main worktree, so that all worktrees share one log.
pub fn log_place(from: &Path) -> PathBuf {
    shared_root(&plan_root(from)).join(".planc").join("run.jsonl")
}

/// Where the log of a plan root stands whose configuration names it; for a linked worktree below the main one.
pub fn configured_log(root: &Path, path: &Path) -> PathBuf {
    shared_root(root).join(path)
}

/// The folder of the main worktree that a folder of a linked worktree stands for; itself where it is in none.
fn shared_root(root: &Path) -> PathBuf {
    let Some(worktree) = root.ancestors().find(|folder| folder.join(".git").exists()) else {
        return root.to_owned();
    };
    let found = main_worktree(worktree).zip(root.strip_prefix(worktree).ok());
    found.map_or(root.to_owned(), |(main, inside)| main.join(inside))
}

/// Follows `.git` of a linked worktree: a small file that names its folder below the main one's `.git`.
fn main_worktree(worktree: &Path) -> Option<PathBuf> {
    let text = small(&worktree.join(".git"))?;
    let git = worktree.join(text.strip_prefix("gitdir:")?.trim());
    let common = std::fs::canonicalize(git.join(small(&git.join("commondir"))?.trim())).ok()?;
    let main = common.parent().filter(|_| common.file_name().is_some_and(|name| name == ".git"))?;
    Some(main.to_owned())
}

/// The text of a small regular file.
fn small(path: &Path) -> Option<String> {
    let (folder, name) = parent(path).ok()?;
    let mut text = String::new();
    folder.file(name).ok()?.take(4096).read_to_string(&mut text).ok()?;
    Some(text)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::io::scratch::Scratch;

    fn add(path: &Path, line: &str) -> Result<usize, WriteError> {
        append_log(path, Known::All, |before| Ok((vec![line.to_owned()], before.len())))
    }

    #[test]
    fn lines_are_added_and_a_torn_one_stays_alone() {
        let scratch = Scratch::new("log");
        let path = scratch.path().join("run.jsonl");
        assert_eq!(read_log(&path).expect("nothing yet"), b"");
        add(&path, "one").expect("added");
        std::fs::OpenOptions::new().append(true).open(&path).expect("open").write_all(b"to").expect("torn");
        assert_eq!(add(&path, "two").expect("added"), 6);
        assert_eq!(scratch.read("run.jsonl"), "one\nto\ntwo\n");
        let refused: Result<(), WriteError> =
            append_log(&path, Known::Tail, |_| Err(WriteError::Busy { out: PathBuf::new() }));
        assert!(refused.is_err());
        assert_eq!(scratch.read("run.jsonl"), "one\nto\ntwo\n");
    }

    #[test]
    fn only_its_owner_may_read_a_log() {
        use std::os::unix::fs::PermissionsExt;
        let scratch = Scratch::new("log-mode");
        let path = scratch.path().join("run.jsonl");
        add(&path, "one").expect("added");
        assert_eq!(path.metadata().expect("meta").permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn links_and_special_files_are_refused() {
        let scratch = Scratch::new("log-link");
        scratch.write("other", "mine");
        let link = scratch.path().join("run.jsonl");
        std::os::unix::fs::symlink(scratch.path().join("other"), &link).expect("link");
        assert!(add(&link, "one").is_err());
        assert!(read_log(&link).is_err());
        assert_eq!(scratch.read("other"), "mine");
        assert!(add(Path::new("/dev/full"), "one").is_err());
        assert!(add(&scratch.path().join("no/folder/run.jsonl"), "one").is_err());
    }

    #[test]
    fn worktrees_share_the_log_of_the_main_one() {
        let scratch = Scratch::new("log-worktree");
        let root = std::fs::canonicalize(scratch.path()).expect("a path");
        scratch.write("main/.git/worktrees/w1/commondir", "../..\n");
        scratch.write("main/sub/planc.toml", "");
        scratch.write("w1/.git", &format!("gitdir: {}\n", root.join("main/.git/worktrees/w1").display()));
        scratch.write("w1/sub/planc.toml", "");
        scratch.write("w1/sub/deep/file.md", "");
        assert_eq!(log_place(&root.join("w1/sub/deep")), root.join("main/sub/.planc/run.jsonl"));
        assert_eq!(log_place(&root.join("w1")), root.join("main/.planc/run.jsonl"));
        assert_eq!(log_place(&root.join("main/sub")), root.join("main/sub/.planc/run.jsonl"));
        scratch.write("w1/.git", "gitdir: ../../../etc\n");
        assert_eq!(log_place(&root.join("w1")), root.join("w1/.planc/run.jsonl"));
    }
}
