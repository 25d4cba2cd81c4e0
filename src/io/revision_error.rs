use std::fmt;

use super::discover_error::DiscoverError;
use super::git::GitError;

/// Why nothing can be said about a revision.
#[derive(Debug)]
pub enum RevisionError {
    /// Git says so.
    Git(GitError),
    /// A pattern of the configuration is none, or there are too many files.
    Choice(DiscoverError),
    /// A path is not in the working tree around the current folder.
    Outside {
        /// What people see of it.
        path: String,
    },
    /// Standard input has no past.
    Stdin,
    /// A file is larger than the limit.
    TooLarge {
        /// What people see of it.
        path: String,
        /// The limit in bytes.
        most: u64,
    },
}

impl fmt::Display for RevisionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RevisionError::Git(error) => error.fmt(f),
            RevisionError::Choice(error) => error.fmt(f),
            RevisionError::Outside { path } => {
                write!(
                    f,
                    "{path} is outside of the working tree around the current folder; run planc inside of it"
                )
            }
            RevisionError::Stdin => f.write_str("standard input has no revisions; name a file"),
            RevisionError::TooLarge { path, most } => {
                write!(f, "{path} was larger than {} MiB at this revision", most / 1024 / 1024)
            }
        }
    }
}

impl std::error::Error for RevisionError {}

impl From<GitError> for RevisionError {
    fn from(error: GitError) -> RevisionError {
        RevisionError::Git(error)
    }
}
