use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Read};
use std::path::Path;

use super::folder::{Folder, Kind};
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
    let (Some(parent), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        let error = io::Error::other("its name is no text");
        return Err(WriteError::io("replace", path.to_owned())(error));
    };
    let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    let failed = || WriteError::io("replace", path.to_owned());
    let folder = Folder::open(parent).map_err(failed())?;
    let found = folder.meta(name).map_err(failed())?;
    let mode = match found {
        Some(meta) if meta.kind == Kind::File => meta.mode,
        Some(meta) => {
            let kind = if meta.kind == Kind::Link { "link" } else { "special file" };
            return Err(WriteError::NotPlain { path: path.to_owned(), kind });
        }
        None => return Err(failed()(io::ErrorKind::NotFound.into())),
    };
    if mode.is_some_and(|mode| mode & 0o222 == 0) {
        return Err(failed()(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only")));
    }
    let mut current = Vec::new();
    let file = folder.file(name).map_err(failed())?;
    file.take(before.len() as u64 + 1).read_to_end(&mut current).map_err(failed())?;
    if current != before {
        return Err(failed()(io::Error::other("it was changed in the meantime; run again")));
    }
    let mut random = RandomState::new().build_hasher();
    random.write_u32(std::process::id());
    let staged = format!(".planc-fix-{:016x}", random.finish());
    let written = folder
        .create(&staged, after, mode)
        .and_then(|()| folder.sync())
        .and_then(|()| folder.rename(&staged, &folder, name));
    if let Err(error) = written {
        // Nothing may be left of a name that somebody else had.
        if error.kind() != io::ErrorKind::AlreadyExists {
            let _ = folder.remove_file(&staged);
        }
        return Err(failed()(error));
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
