use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Access, Kind, Meta, change};

/// A folder by its path, for systems without relative opens: each component is looked at before it is used.
pub(in crate::io) struct Folder {
    path: PathBuf,
}

#[cfg_attr(unix, allow(dead_code, reason = "on unix only tests use it"))]
impl Folder {
    /// Opens the folder that the user named; links on the way to it are the user's own.
    pub(in crate::io) fn open(path: &Path) -> io::Result<Folder> {
        if fs::metadata(path)?.is_dir() {
            Ok(Folder { path: path.to_owned() })
        } else {
            Err(io::ErrorKind::NotADirectory.into())
        }
    }

    /// Opens a folder inside; a link is an error.
    pub(in crate::io) fn folder(&self, name: &str) -> io::Result<Folder> {
        match self.meta(name)? {
            Some(meta) if meta.kind == Kind::Folder => Ok(Folder { path: self.path.join(name) }),
            Some(_) => Err(io::ErrorKind::NotADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// What a name is; nothing where there is no such name.
    pub(in crate::io) fn meta(&self, name: &str) -> io::Result<Option<Meta>> {
        let found = match fs::symlink_metadata(self.path.join(name)) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let kind = match found.file_type() {
            t if t.is_symlink() => Kind::Link,
            t if t.is_dir() => Kind::Folder,
            t if t.is_file() => Kind::File,
            _ => Kind::Other,
        };
        Ok(Some(Meta { kind, len: found.len(), mode: None, identity: None }))
    }

    /// All names inside, in the order of the system.
    pub(in crate::io) fn names(&self) -> io::Result<Vec<OsString>> {
        fs::read_dir(&self.path)?.map(|entry| Ok(entry?.file_name())).collect()
    }

    /// Opens a regular file for reading; a link is an error.
    pub(in crate::io) fn file(&self, name: &str) -> io::Result<File> {
        match self.meta(name)? {
            Some(meta) if meta.kind == Kind::File => File::open(self.path.join(name)),
            Some(_) => Err(io::Error::other("is no regular file")),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// Opens or makes a file to lock.
    pub(in crate::io) fn lock_file(&self, name: &str) -> io::Result<(File, Option<(u64, u64)>)> {
        if self.meta(name)?.is_some_and(|meta| meta.kind != Kind::File) {
            return Err(io::Error::other("is no regular file"));
        }
        let path = self.path.join(name);
        Ok((OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?, None))
    }

    /// Opens or makes a file that is only added to.
    pub(in crate::io) fn append_file(&self, name: &str) -> io::Result<File> {
        if self.meta(name)?.is_some_and(|meta| meta.kind != Kind::File) {
            return Err(io::Error::other("is no regular file"));
        }
        OpenOptions::new().read(true).append(true).create(true).open(self.path.join(name))
    }

    /// Makes a folder.
    pub(in crate::io) fn make_folder(&self, name: &str) -> io::Result<()> {
        change()?;
        fs::create_dir(self.path.join(name))
    }

    /// Writes a new file; one that exists is an error.
    pub(in crate::io) fn create(&self, name: &str, bytes: &[u8], _access: Access) -> io::Result<()> {
        change()?;
        let mut file = OpenOptions::new().write(true).create_new(true).open(self.path.join(name))?;
        change()?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    /// Gives a file a second name; where the file system has no such thing, it is copied.
    pub(in crate::io) fn keep_copy(&self, name: &str, to: &Folder, to_name: &str) -> io::Result<()> {
        change()?;
        let (from, to) = (self.path.join(name), to.path.join(to_name));
        fs::hard_link(&from, &to).or_else(|_| fs::copy(&from, &to).map(|_| ()))
    }

    /// Moves a file, over another one if there is one.
    pub(in crate::io) fn rename(&self, name: &str, to: &Folder, to_name: &str) -> io::Result<()> {
        change()?;
        fs::rename(self.path.join(name), to.path.join(to_name))
    }

    /// Removes a file or link.
    pub(in crate::io) fn remove_file(&self, name: &str) -> io::Result<()> {
        change()?;
        fs::remove_file(self.path.join(name))
    }

    /// Removes an empty folder.
    pub(in crate::io) fn remove_folder(&self, name: &str) -> io::Result<()> {
        change()?;
        fs::remove_dir(self.path.join(name))
    }

    /// Files are brought to the disk one by one here.
    #[expect(clippy::unused_self, reason = "the folder for unix needs it")]
    pub(in crate::io) fn sync(&self) -> io::Result<()> {
        change()
    }
}

/// Systems of this kind answer where a file becomes too long.
#[cfg_attr(unix, expect(dead_code, reason = "unix has its own"))]
#[expect(clippy::unnecessary_wraps, reason = "on unix there may be no room")]
pub(in crate::io) fn room(_len: u64) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::scratch::Scratch;

    #[test]
    fn the_portable_folder_does_what_the_unix_one_does() {
        let scratch = Scratch::new("portable");
        let folder = Folder::open(scratch.path()).expect("open");
        folder.make_folder("a").expect("make");
        let inner = folder.folder("a").expect("folder");
        inner.create("x", b"1", Access::Plain).expect("create");
        assert!(inner.create("x", b"2", Access::Plain).is_err());
        inner.keep_copy("x", &folder, "y").expect("copy");
        inner.rename("x", &folder, "z").expect("rename");
        assert_eq!(folder.meta("z").expect("meta").map(|m| (m.kind, m.len)), Some((Kind::File, 1)));
        assert!(folder.folder("z").is_err() && folder.file("a").is_err());
        folder.remove_folder("a").expect("remove");
        folder.remove_file("y").expect("remove");
        assert_eq!(folder.names().expect("names"), ["z"]);
        folder.sync().expect("sync");
        assert!(folder.lock_file("z").is_ok() && folder.file("z").is_ok());
    }
}
