use std::fmt;
use std::io;
use std::path::PathBuf;

use super::manifest::MANIFEST;

/// Why nothing was written.
#[derive(Debug)]
pub enum WriteError {
    /// An artifact's path could leave the output folder or is not valid on every system.
    BadPath {
        /// The path.
        path: String,
        /// What is wrong with it.
        fault: &'static str,
    },
    /// Two artifacts would be one file, or one would be the folder of another, where case does not count.
    Twice {
        /// The path.
        path: String,
    },
    /// The output is a file.
    NoFolder {
        /// The output.
        out: PathBuf,
    },
    /// The output holds files and no manifest.
    NotOurs {
        /// The output.
        out: PathBuf,
    },
    /// The manifest cannot be used.
    Manifest {
        /// Its path.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// Something on the way to a file is a link, a file or a device.
    NotPlain {
        /// What stands there.
        path: PathBuf,
        /// What it is.
        kind: &'static str,
    },
    /// Files stand where artifacts belong, and planc did not write them.
    Foreign {
        /// The first of them.
        path: PathBuf,
        /// How many more there are.
        more: usize,
    },
    /// Files that planc wrote were changed by somebody else.
    Changed {
        /// The first of them.
        path: PathBuf,
        /// How many more there are.
        more: usize,
    },
    /// The output holds files of another state of the plan, and only a part is to be written.
    OtherState {
        /// The output.
        out: PathBuf,
    },
    /// Another run writes the same output.
    Busy {
        /// The output.
        out: PathBuf,
    },
    /// The system refused.
    Io {
        /// What was tried: `write`, `remove`.
        action: &'static str,
        /// With what.
        path: PathBuf,
        /// What it said.
        error: io::Error,
    },
}

impl WriteError {
    pub(super) fn io(action: &'static str, path: PathBuf) -> impl FnOnce(io::Error) -> WriteError + use<> {
        move |error| WriteError::Io { action, path, error }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::BadPath { path, fault } => {
                write!(
                    f,
                    "cannot write {path:?}: the path {fault}; this is a mistake in planc, please report it"
                )
            }
            WriteError::Twice { path } => {
                write!(f, "cannot write {path:?} twice; this is a mistake in planc, please report it")
            }
            WriteError::NoFolder { out } => {
                write!(f, "{} is no folder; name a folder for the output", out.display())
            }
            WriteError::NotOurs { out } => write!(
                f,
                "{} is not empty and holds no {MANIFEST}; name a new or empty folder, planc never writes among other files",
                out.display()
            ),
            WriteError::Manifest { path, reason } => write!(
                f,
                "cannot use {}: {reason}; name another output folder, or remove this one if nothing in it is yours",
                path.display()
            ),
            WriteError::NotPlain { path, kind } => {
                write!(
                    f,
                    "{} is a {kind}, which planc neither follows nor replaces; remove it first",
                    path.display()
                )
            }
            WriteError::Foreign { path, more } => {
                let others = others(*more);
                write!(
                    f,
                    "{}{others} was not written by planc; move it away or name another output",
                    path.display()
                )
            }
            WriteError::Changed { path, more } => {
                let others = others(*more);
                write!(f, "{}{others} was changed by hand; keep a copy, then use --force", path.display())
            }
            WriteError::OtherState { out } => write!(
                f,
                "{} was written from another state of the plan, with other settings, or by a run that did not end, and a part does not bring all of it up to date; write the whole first, or name another folder",
                out.display()
            ),
            WriteError::Busy { out } => {
                write!(f, "another planc writes to {}; wait for it and run again", out.display())
            }
            WriteError::Io { action, path, error } => {
                write!(f, "failed to {action} {}: {error}", path.display())
            }
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            WriteError::Io { error, .. } => Some(error),
            _ => None,
        }
    }
}

fn others(more: usize) -> String {
    if more == 0 { String::new() } else { format!(" (and {more} more)") }
}
