use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

use super::folder::{Access, Folder, room};
use super::log_parts::own_part;
use super::write_error::WriteError;

/// How much of a log its writer looks at where it needs the last records only, in bytes: three of the longest.
const TAIL: u64 = 64 * 1024;

/// The largest log that is read, in bytes.
const MAX_LOG: u64 = 1 << 30;

/// How long to wait between two tries for the lock, and how often.
const PAUSE: Duration = Duration::from_millis(2);
const TRIES: u32 = 5_000;

/// What happens where the file system has no locks, as some that several machines share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlocked<'a> {
    /// Nothing is added: it is only right while nobody else writes.
    Refused,
    /// The records go to a log of this writer alone, beside the shared one (see [`super::log_parts`]).
    Apart(&'a str),
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
/// `make` sees the last records of the file that is written, which may begin inside a line, and gives the lines to
/// add, each without its line end, and what to return. Every line is one write, on a line of its own whatever stands
/// before. Where the system refuses one, what was written of this call is taken away again.
///
/// # Errors
/// A path that is a link or no regular file, a lock that somebody holds for ten seconds, no locks at all (see
/// [`Unlocked`]), a system that refuses; or what `make` says.
pub fn append_log<T, E: From<WriteError>>(
    path: &Path,
    unlocked: Unlocked<'_>,
    make: impl FnOnce(&[u8]) -> Result<(Vec<String>, T), E>,
) -> Result<T, E> {
    append_with(File::try_lock, path, unlocked, make)
}

/// The same with another way to lock.
fn append_with<T, E: From<WriteError>>(
    lock: fn(&File) -> Result<(), TryLockError>,
    path: &Path,
    unlocked: Unlocked<'_>,
    make: impl FnOnce(&[u8]) -> Result<(Vec<String>, T), E>,
) -> Result<T, E> {
    let failed = || WriteError::io("write", path.to_owned());
    let mut file = match (open_locked(path, lock)?, unlocked) {
        (Ok(file), _) => file,
        (Err(_), Unlocked::Apart(writer)) => own_part(path, writer).map_err(failed())?,
        (Err(error), Unlocked::Refused) => {
            let why = format!(
                "its file system locks no files ({error}), so that two windows might do this at once; \
                 keep the log where locks work (--log, PLANC_LOG)"
            );
            return Err(failed()(io::Error::other(why)).into());
        }
    };
    let len = file.metadata().map_err(failed())?.len();
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(len.saturating_sub(TAIL))).map_err(failed())?;
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

/// Opens a log for adding and waits until nobody else has it; the inner error is why there are no locks.
fn open_locked(
    path: &Path,
    lock: fn(&File) -> Result<(), TryLockError>,
) -> Result<io::Result<File>, WriteError> {
    let failed = || WriteError::io("write", path.to_owned());
    let (folder, name) = parent(path).map_err(failed())?;
    for attempt in 0..TRIES {
        if attempt > 0 {
            std::thread::sleep(PAUSE);
        }
        let file = folder.append_file(name).map_err(failed())?;
        match lock(&file) {
            Ok(()) => return Ok(Ok(file)),
            Err(TryLockError::Error(error)) => return Ok(Err(error)),
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

pub(super) fn parent(path: &Path) -> io::Result<(Folder, &str)> {
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| io::Error::other("its name is no text"))?;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    Ok((Folder::open(parent.unwrap_or(Path::new(".")))?, name))
}

#[cfg(all(test, unix))]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::io::log_parts::{log_parts, parts_folder};
    use crate::io::scratch::Scratch;

    fn add(path: &Path, line: &str) -> Result<usize, WriteError> {
        append_log(path, Unlocked::Refused, |before| Ok((vec![line.to_owned()], before.len())))
    }

    #[test]
    fn without_locks_every_writer_has_a_log_of_its_own() {
        let scratch = Scratch::new("log-unlocked");
        let path = scratch.path().join("run.jsonl");
        let no_locks = |_: &File| Err(TryLockError::Error(io::Error::other("no locks available")));
        let add = |unlocked, line: &str| -> Result<usize, WriteError> {
            append_with(no_locks, &path, unlocked, |before| Ok((vec![line.to_owned()], before.len())))
        };
        assert_eq!(log_parts(&path).expect("parts"), std::slice::from_ref(&path));
        let refused = add(Unlocked::Refused, "claim").expect_err("refused").to_string();
        assert!(refused.contains("locks no files (no locks available)"), "{refused}");
        for (writer, line, before) in [("b-2", "two", 0), ("a-1", "one", 0), ("b-2", "three", 4)] {
            assert_eq!(add(Unlocked::Apart(writer), line).expect("added"), before);
        }
        scratch.write("run.jsonl.d/words.txt", "mine");
        let parts = log_parts(&path).expect("parts");
        let texts: Vec<Vec<u8>> = parts.iter().map(|part| read_log(part).expect("a part")).collect();
        assert_eq!(texts, [&b""[..], b"one\n", b"two\nthree\n"]);
        // A link is not followed.
        let other = scratch.path().join("other.jsonl");
        std::os::unix::fs::symlink(scratch.path().join("run.jsonl.d"), parts_folder(&other)).expect("link");
        assert!(log_parts(&other).is_err());
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
            append_log(&path, Unlocked::Refused, |_| Err(WriteError::Busy { out: PathBuf::new() }));
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
}
