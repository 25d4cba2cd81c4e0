use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags};
use rustix::process::{Resource, getrlimit};

use super::{Access, Kind, Meta, change};

/// An open folder; all names are resolved relative to it, so that nobody can swap the way to it.
pub(in crate::io) struct Folder {
    fd: OwnedFd,
}

const OPEN: OFlags = OFlags::DIRECTORY.union(OFlags::CLOEXEC).union(OFlags::RDONLY);

impl Folder {
    /// Opens the folder that the user named; links on the way to it are the user's own.
    pub(in crate::io) fn open(path: &Path) -> io::Result<Folder> {
        Ok(Folder { fd: rustix::fs::open(path, OPEN, Mode::empty())? })
    }

    /// Opens a folder inside; a link is an error.
    pub(in crate::io) fn folder(&self, name: &str) -> io::Result<Folder> {
        Ok(Folder { fd: rustix::fs::openat(&self.fd, name, OPEN | OFlags::NOFOLLOW, Mode::empty())? })
    }

    /// What a name is; nothing where there is no such name.
    pub(in crate::io) fn meta(&self, name: &str) -> io::Result<Option<Meta>> {
        match rustix::fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(meta(&stat))),
            Err(rustix::io::Errno::NOENT) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// All names inside, in the order of the system.
    pub(in crate::io) fn names(&self) -> io::Result<Vec<OsString>> {
        let mut names = Vec::new();
        for entry in Dir::read_from(&self.fd)? {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if name != b"." && name != b".." {
                names.push(OsStr::from_bytes(name).to_owned());
            }
        }
        Ok(names)
    }

    /// Opens a regular file for reading; a link is an error, and a pipe does not block.
    pub(in crate::io) fn file(&self, name: &str) -> io::Result<File> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = File::from(rustix::fs::openat(&self.fd, name, flags, Mode::empty())?);
        if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("is no regular file")) }
    }

    /// Opens or makes a file to lock.
    pub(in crate::io) fn lock_file(&self, name: &str) -> io::Result<(File, Option<(u64, u64)>)> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let fd = rustix::fs::openat(&self.fd, name, flags, Mode::from_raw_mode(0o666))?;
        let stat = rustix::fs::fstat(&fd)?;
        Ok((File::from(fd), meta(&stat).identity))
    }

    /// Opens or makes a file that is only added to, for its owner alone; a link is an error, and a pipe does not block.
    pub(in crate::io) fn append_file(&self, name: &str) -> io::Result<File> {
        let flags = OFlags::RDWR
            | OFlags::APPEND
            | OFlags::CREATE
            | OFlags::NOFOLLOW
            | OFlags::NONBLOCK
            | OFlags::CLOEXEC;
        let file = File::from(rustix::fs::openat(&self.fd, name, flags, Mode::from_raw_mode(0o600))?);
        if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("is no regular file")) }
    }

    /// Makes a folder.
    pub(in crate::io) fn make_folder(&self, name: &str) -> io::Result<()> {
        change()?;
        Ok(rustix::fs::mkdirat(&self.fd, name, Mode::from_raw_mode(0o777))?)
    }

    /// Writes a new file; one that exists is an error.
    pub(in crate::io) fn create(&self, name: &str, bytes: &[u8], access: Access) -> io::Result<()> {
        change()?;
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let most = if access == Access::Program { 0o777 } else { 0o666 };
        let fd = rustix::fs::openat(&self.fd, name, flags, Mode::from_raw_mode(most))?;
        if let Access::Exactly(mode) = access {
            rustix::fs::fchmod(&fd, Mode::from_raw_mode(mode as rustix::fs::RawMode))?;
        }
        let mut file = File::from(fd);
        change()?;
        room(bytes.len() as u64)?;
        file.write_all(bytes)?;
        if cfg!(not(any(target_os = "linux", target_os = "android"))) {
            file.sync_all()?;
        }
        Ok(())
    }

    /// Gives a file a second name; where the file system has no such thing, it is copied.
    pub(in crate::io) fn keep_copy(&self, name: &str, to: &Folder, to_name: &str) -> io::Result<()> {
        change()?;
        if rustix::fs::linkat(&self.fd, name, &to.fd, to_name, AtFlags::empty()).is_ok() {
            return Ok(());
        }
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut self.file(name)?, &mut bytes)?;
        to.create(to_name, &bytes, self.meta(name)?.and_then(|m| m.mode).into())
    }

    /// Moves a file, over another one if there is one.
    pub(in crate::io) fn rename(&self, name: &str, to: &Folder, to_name: &str) -> io::Result<()> {
        change()?;
        Ok(rustix::fs::renameat(&self.fd, name, &to.fd, to_name)?)
    }

    /// Removes a file or link.
    pub(in crate::io) fn remove_file(&self, name: &str) -> io::Result<()> {
        change()?;
        Ok(rustix::fs::unlinkat(&self.fd, name, AtFlags::empty())?)
    }

    /// Removes an empty folder.
    pub(in crate::io) fn remove_folder(&self, name: &str) -> io::Result<()> {
        change()?;
        Ok(rustix::fs::unlinkat(&self.fd, name, AtFlags::REMOVEDIR)?)
    }

    /// Brings everything written so far to the disk.
    pub(in crate::io) fn sync(&self) -> io::Result<()> {
        change()?;
        // Tests write thousands of small files, and none of them outlives a power cut.
        #[cfg(any(target_os = "linux", target_os = "android"))]
        if !cfg!(test) {
            rustix::fs::syncfs(&self.fd)?;
        }
        Ok(())
    }
}

/// Refuses a file that would be longer than files of this process may be: the system would not answer, but end it.
pub(in crate::io) fn room(len: u64) -> io::Result<()> {
    match getrlimit(Resource::Fsize).current {
        Some(most) if len > most => {
            let words = format!("it needs {len} bytes, and files may have {most} here (ulimit -f)");
            Err(io::Error::new(io::ErrorKind::FileTooLarge, words))
        }
        _ => Ok(()),
    }
}

#[allow(
    clippy::unnecessary_cast,
    clippy::useless_conversion,
    reason = "the width of the fields depends on the system"
)]
fn meta(stat: &rustix::fs::Stat) -> Meta {
    let kind = match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Folder,
        FileType::Symlink => Kind::Link,
        _ => Kind::Other,
    };
    Meta {
        kind,
        len: u64::try_from(stat.st_size).unwrap_or(0),
        mode: Some(u32::from(stat.st_mode) & 0o777),
        identity: Some((stat.st_dev as u64, stat.st_ino as u64)),
    }
}
