//! A folder that is held open: every name below it is one component, and links are never followed.

#[cfg(test)]
pub(super) mod fault;
#[cfg(any(not(unix), test))]
mod portable;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use portable::Folder;
#[cfg(unix)]
pub(super) use unix::Folder;

#[cfg(test)]
use fault::check as change;

/// Called before each change; tests inject faults here.
#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "tests have one that fails")]
fn change() -> std::io::Result<()> {
    Ok(())
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
