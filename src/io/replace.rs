use std::fs::OpenOptions;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Read, Write};
use std::path::Path;

use super::folder::{Folder, Kind, Meta, room};
use super::write_error::WriteError;

/// Puts `after` in the place of `before` in a file, at once or not at all; its permissions stay.
///
/// The new file is written beside the old one under a name that nobody has and then renamed. Links are neither
/// followed nor replaced.
///
/// # Errors
/// A file that is a link or no regular file, may not be written, does not hold `before` any more, or a system that
/// refuses. The file is as it was then.
pub fn replace(path: &Path, before: &[u8], after: &[u8]) -> Result<(), WriteError> {
    let failed = || WriteError::io("replace", path.to_owned());
    let Place { folder, name, found } = place(path)?;
    let Some(found) = found else { return Err(failed()(io::ErrorKind::NotFound.into())) };
    let mut current = Vec::new();
    let file = folder.file(name).map_err(failed())?;
    file.take(before.len() as u64 + 1).read_to_end(&mut current).map_err(failed())?;
    if current != before {
        return Err(failed()(io::Error::other("it was changed in the meantime; run again")));
    }
    put(&folder, name, after, found.mode).map_err(failed())
}

/// Writes a file, at once or not at all, over another one if there is one.
///
/// # Errors
/// A path that is a link or no regular file, may not be written, or a system that refuses.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let Place { folder, name, found } = place(path)?;
    put(&folder, name, bytes, found.and_then(|found| found.mode))
        .map_err(WriteError::io("write", path.to_owned()))
}

/// Adds text to a file that others add to as well, as long as it does not grow beyond `most` bytes; says whether it
/// was added.
///
/// # Errors
/// A path that is a link or no regular file, or a system that refuses.
pub fn append(path: &Path, text: &str, most: u64) -> Result<bool, WriteError> {
    let failed = || WriteError::io("write", path.to_owned());
    let len = place(path)?.found.map_or(0, |found| found.len);
    if len + text.len() as u64 > most {
        return Ok(false);
    }
    room(len + text.len() as u64).map_err(failed())?;
    let mut file = OpenOptions::new().append(true).create(true).open(path).map_err(failed())?;
    file.write_all(text.as_bytes()).map_err(failed())?;
    Ok(true)
}

/// Where a file is or comes.
struct Place<'a> {
    folder: Folder,
    name: &'a str,
    /// Nothing where there is no such file.
    found: Option<Meta>,
}

/// Opens the folder of a file that may be written.
fn place(path: &Path) -> Result<Place<'_>, WriteError> {
    let failed = || WriteError::io("write", path.to_owned());
    let (Some(parent), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        return Err(failed()(io::Error::other("its name is no text")));
    };
    let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    let folder = Folder::open(parent).map_err(failed())?;
    let found = folder.meta(name).map_err(failed())?;
    match found {
        Some(meta) if meta.kind == Kind::Link => {
            return Err(WriteError::NotPlain { path: path.to_owned(), kind: "link" });
        }
        Some(meta) if meta.kind != Kind::File => {
            return Err(WriteError::NotPlain { path: path.to_owned(), kind: "special file" });
        }
        Some(Meta { mode: Some(mode), .. }) if mode & 0o222 == 0 => {
            return Err(failed()(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only")));
        }
        _ => {}
    }
    Ok(Place { folder, name, found })
}

pub(super) fn put(folder: &Folder, name: &str, bytes: &[u8], mode: Option<u32>) -> io::Result<()> {
    let mut random = RandomState::new().build_hasher();
    random.write_u32(std::process::id());
    let staged = format!(".planc-fix-{:016x}", random.finish());
    let written = folder
        .create(&staged, bytes, mode.into())
        .and_then(|()| folder.sync())
        .and_then(|()| folder.rename(&staged, folder, name));
    if let Err(error) = written {
        // Nothing may be left of a name that somebody else had.
        if error.kind() != io::ErrorKind::AlreadyExists {
            let _ = folder.remove_file(&staged);
        }
        return Err(error);
    }
    // The file is in place; a system that cannot bring its folder to the disk has still renamed it.
    let _ = folder.sync();
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;
    use crate::io::folder::fault::{self, Fault};
    use crate::io::scratch::Scratch;

    #[test]
    fn bytes_change_and_permissions_stay() {
        let scratch = Scratch::new("replace");
        scratch.write("a.md", "old");
        let path = scratch.path().join("a.md");
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).expect("mode");
        replace(&path, b"old", b"new").expect("replaced");
        let mode = path.metadata().expect("file").permissions().mode();
        assert_eq!((scratch.read("a.md").as_str(), mode & 0o777), ("new", 0o640));
        assert_eq!(scratch.tree().len(), 1, "nothing is left beside it");
    }

    #[test]
    fn what_is_not_the_file_that_was_read_is_refused() {
        let scratch = Scratch::new("replace-refused");
        scratch.write("a.md", "old");
        let path = scratch.path().join("a.md");
        symlink(&path, scratch.path().join("link.md")).expect("link");
        let before = scratch.tree();
        let error =
            |path: &Path, bytes: &[u8]| replace(path, bytes, b"new").expect_err("refused").to_string();
        assert!(error(&scratch.path().join("link.md"), b"old").contains("is a link"));
        assert!(error(&path, b"older").contains("changed in the meantime"));
        assert!(error(&path, b"ol").contains("changed in the meantime"));
        assert!(error(scratch.path(), b"old").contains("special file"));
        assert!(error(&scratch.path().join("gone.md"), b"old").contains("failed to replace"));
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o444)).expect("mode");
        assert!(error(&path, b"old").contains("read-only"));
        assert_eq!(scratch.tree(), before);
    }

    #[test]
    fn reports_are_written_and_added_to() {
        let scratch = Scratch::new("report");
        let path = scratch.path().join("out.sarif");
        write_file(&path, b"one").expect("written");
        write_file(&path, b"two").expect("written");
        assert!(append(&path, "+", 4).expect("added"));
        assert!(!append(&path, "+", 4).expect("looked at"));
        assert_eq!((scratch.read("out.sarif").as_str(), scratch.tree().len()), ("two+", 1));
        symlink(&path, scratch.path().join("link")).expect("link");
        assert!(write_file(&scratch.path().join("link"), b"x").is_err());
        assert!(append(&scratch.path().join("link"), "x", 9).is_err());
        assert!(write_file(scratch.path(), b"x").is_err());
    }

    #[test]
    fn a_fault_leaves_the_old_file_and_nothing_else() {
        for at in 0..4 {
            let scratch = Scratch::new("replace-fault");
            scratch.write("a.md", "old");
            fault::set(at, Fault::Once);
            let done = replace(&scratch.path().join("a.md"), b"old", b"new");
            let reached = fault::clear();
            assert!(reached && done.is_err(), "{at}");
            assert_eq!((scratch.read("a.md").as_str(), scratch.tree().len()), ("old", 1), "{at}");
        }
    }
}
