use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why the files of a plan were not found.
#[derive(Debug)]
pub enum DiscoverError {
    /// A named path is no file and no folder.
    NotRegular {
        /// The path as given.
        path: PathBuf,
    },
    /// A pattern of the configuration is none.
    BadPattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A plan root has more files than the configuration allows.
    TooMany {
        /// A folder of the root.
        path: PathBuf,
        /// How many are allowed.
        most: usize,
    },
    /// The configuration is a link to a file outside of its repository.
    Outside {
        /// The configuration.
        path: PathBuf,
    },
    /// The system refused.
    Io {
        /// What was to be read.
        path: PathBuf,
        /// What it said.
        error: io::Error,
    },
}

impl DiscoverError {
    pub(super) fn io(path: &Path, error: io::Error) -> DiscoverError {
        DiscoverError::Io { path: path.to_owned(), error }
    }
}

impl fmt::Display for DiscoverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DiscoverError::NotRegular { path } => {
                write!(
                    f,
                    "{} is no regular file or folder; name a markdown file or a folder of them",
                    path.display()
                )
            }
            DiscoverError::BadPattern { pattern, reason } => {
                write!(f, "the pattern {pattern:?} cannot be used: {reason}; correct it in the configuration")
            }
            DiscoverError::TooMany { path, most } => write!(
                f,
                "{} holds more than {most} files; name fewer folders, or raise `files` in [limits]",
                path.display()
            ),
            DiscoverError::Outside { path } => write!(
                f,
                "{} leads out of its repository, so it is not read; put the settings into the file itself",
                path.display()
            ),
            DiscoverError::Io { path, error } if error.kind() == io::ErrorKind::NotFound => {
                write!(f, "{} does not exist; name a markdown file or a folder of them", path.display())
            }
            DiscoverError::Io { path, error } => write!(f, "failed to read {}: {error}", path.display()),
        }
    }
}

impl std::error::Error for DiscoverError {}
