use std::io;
use std::path::Path;

use super::folder::{Folder, Kind};
use crate::runlog::FileFault;

/// What is wrong with each path below `root`, in the same order; nothing where a regular file is there.
///
/// Paths are those of a plan, so no link is followed and nothing outside of the root is looked at.
pub fn written<'p>(root: &Path, paths: impl IntoIterator<Item = &'p str>) -> Vec<Option<FileFault>> {
    let top = Folder::open(root);
    let fault = |path: &str| match &top {
        Ok(top) => fault(top, path).err(),
        Err(_) => Some(FileFault::Missing),
    };
    paths.into_iter().map(fault).collect()
}

fn fault(top: &Folder, path: &str) -> Result<(), FileFault> {
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    // A backslash or a colon means another folder on some systems only; such a path is nobody's file.
    let odd = |part: &&str| *part == ".." || part.contains(['\\', ':', '\0']);
    if path.starts_with('/') || parts.is_empty() || parts.iter().any(odd) {
        return Err(FileFault::Outside);
    }
    let mut inside: Option<Folder> = None;
    for (at, part) in parts.iter().enumerate() {
        let folder = inside.as_ref().unwrap_or(top);
        let found = folder.meta(part).map_err(refused)?.ok_or(FileFault::Missing)?;
        let last = at + 1 == parts.len();
        match found.kind {
            Kind::Link => return Err(FileFault::Link),
            Kind::File if last => return Ok(()),
            Kind::Folder if !last => inside = Some(folder.folder(part).map_err(refused)?),
            _ if last => return Err(FileFault::NoFile),
            _ => return Err(FileFault::Missing),
        }
    }
    Err(FileFault::NoFile)
}

/// What cannot be looked at is not there for us.
fn refused(_: io::Error) -> FileFault {
    FileFault::Missing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::scratch::Scratch;

    #[test]
    fn only_regular_files_below_the_root_are_there() {
        let scratch = Scratch::new("written");
        scratch.write("src/fares.rs", "x");
        scratch.write("other/secret", "x");
        let root = scratch.path();
        for (path, expected) in [
            ("src/fares.rs", None),
            ("./src//fares.rs", None),
            ("src", Some(FileFault::NoFile)),
            ("src/missing.rs", Some(FileFault::Missing)),
            ("src/fares.rs/more", Some(FileFault::Missing)),
            ("/etc/passwd", Some(FileFault::Outside)),
            ("src/../../etc/passwd", Some(FileFault::Outside)),
            ("C:\\x", Some(FileFault::Outside)),
            ("", Some(FileFault::Outside)),
        ] {
            assert_eq!(written(root, [path]), [expected], "{path}");
        }
        assert_eq!(written(&root.join("no"), ["a"]), [Some(FileFault::Missing)]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let scratch = Scratch::new("written-link");
        scratch.write("other/secret", "x");
        scratch.write("root/own", "x");
        let root = scratch.path().join("root");
        std::os::unix::fs::symlink(scratch.path().join("other"), root.join("folder")).expect("a link");
        std::os::unix::fs::symlink(scratch.path().join("other/secret"), root.join("file")).expect("a link");
        let found = written(&root, ["file", "folder/secret", "own"]);
        assert_eq!(found, [Some(FileFault::Link), Some(FileFault::Link), None]);
    }
}
