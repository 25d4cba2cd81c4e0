use std::io;
use std::path::Path;

use super::folder::{Access, Folder, Kind};
use super::write_error::WriteError;

/// Writes a file that is not there yet; `path` is below `folder`, with `/`, and missing folders are made. No link below
/// `folder` is followed.
///
/// # Errors
/// A name that exists, a link or file on the way, or a system that refuses. No part of the file is left then.
pub fn add_file(folder: &Path, path: &str, bytes: &[u8], executable: bool) -> Result<(), WriteError> {
    let whole = folder.join(path);
    let failed = || WriteError::io("write", whole.clone());
    let (parents, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut at = Folder::open(folder).map_err(failed())?;
    for part in parents.split('/').filter(|part| !part.is_empty()) {
        match at.meta(part).map_err(failed())?.map(|meta| meta.kind) {
            None => at.make_folder(part).map_err(failed())?,
            Some(Kind::Folder) => {}
            Some(_) => return Err(WriteError::NotPlain { path: whole, kind: "path through a link or file" }),
        }
        at = at.folder(part).map_err(failed())?;
    }
    let access = if executable { Access::Program } else { Access::Plain };
    match at.create(name, bytes, access) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let error = io::Error::other("it is there already; edit it, or move it away first");
            Err(failed()(error))
        }
        Err(error) => {
            // It was made by this call, so nobody else's is lost.
            let _ = at.remove_file(name);
            Err(failed()(error))
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;
    use crate::io::scratch::Scratch;

    #[test]
    fn files_are_added_and_never_replaced() {
        let scratch = Scratch::new("add");
        add_file(scratch.path(), "a/b/c.sh", b"one", true).expect("added");
        let error = add_file(scratch.path(), "a/b/c.sh", b"two", true).expect_err("refused").to_string();
        assert!(error.contains("it is there already"), "{error}");
        assert_eq!(scratch.read("a/b/c.sh"), "one");
        let mode = scratch.path().join("a/b/c.sh").metadata().expect("file").permissions().mode();
        assert_eq!(mode & 0o777, 0o755);
    }

    #[test]
    fn links_are_not_followed() {
        let scratch = Scratch::new("add-link");
        scratch.write("real/keep", "");
        symlink("real", scratch.path().join("link")).expect("link");
        symlink("gone", scratch.path().join("dangling")).expect("link");
        let before = scratch.tree();
        for path in ["link/x", "dangling", "real/keep/x"] {
            assert!(add_file(scratch.path(), path, b"x", false).is_err(), "{path}");
        }
        assert_eq!(scratch.tree(), before);
    }
}
