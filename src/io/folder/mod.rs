//! A folder that is held open: every name below it is one component, and links are never followed.

#[cfg(test)]
pub(super) mod fault;
#[cfg(any(not(unix), test))]
mod portable;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use portable::{Folder, room};
#[cfg(unix)]
pub(super) use unix::{Folder, room};

#[cfg(test)]
use fault::check as change;

/// Called before each change; tests inject faults here.
#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "tests have one that fails")]
fn change() -> std::io::Result<()> {
    Ok(())
}

/// The permissions of a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Those that the umask leaves.
    Plain,
    /// Those that the umask leaves to a program.
    Program,
    /// These, whatever the umask says.
    Exactly(u32),
}

/// The permissions of the file that it takes the place of, where there was one.
impl From<Option<u32>> for Access {
    fn from(mode: Option<u32>) -> Access {
        mode.map_or(Access::Plain, Access::Exactly)
    }
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, to anything or nothing.
    Link,
    /// A pipe, a device, a socket.
    Other,
}

/// What is known about a name without opening it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meta {
    /// What it is.
    pub(super) kind: Kind,
    /// Its length in bytes.
    pub(super) len: u64,
    /// Its permissions where the system has them as a number.
    pub(super) mode: Option<u32>,
    /// Device and number of the file where the system has them.
    pub(super) identity: Option<(u64, u64)>,
}
