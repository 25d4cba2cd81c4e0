use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use rayon::prelude::*;

use super::input::{Input, InputOrigin};

/// The largest file that is read, in bytes.
pub const MAX_FILE: u64 = 256 * 1024 * 1024;

/// Up to this many files and bytes one thread is faster.
const FEW_FILES: usize = 64;
const FEW_BYTES: u64 = 1024 * 1024;

/// Why a file was not read.
#[derive(Debug)]
pub enum ReadError {
    /// It is a folder, a pipe, a device or a socket.
    NotRegular {
        /// What people see of it.
        path: String,
    },
    /// It is larger than the limit.
    TooLarge {
        /// What people see of it.
        path: String,
        /// The limit in bytes.
        most: u64,
    },
    /// The system refused.
    Io {
        /// What people see of it.
        path: String,
        /// What it said.
        error: io::Error,
    },
}

/// Reads all inputs, in their order; `most` is the largest file in bytes, [`MAX_FILE`] where nobody says otherwise.
///
/// # Errors
/// The first input, in their order, that is no regular file, too large or unreadable.
pub fn read(inputs: &[Input], most: u64) -> Result<Vec<Vec<u8>>, ReadError> {
    let length = |input: &Input| match &input.origin {
        InputOrigin::File(path) => path.metadata().map_or(0, |found| found.len()),
        InputOrigin::Stdin => 0,
    };
    let many = inputs.len() > FEW_FILES || inputs.iter().map(length).sum::<u64>() > FEW_BYTES;
    let read: Vec<Result<Vec<u8>, ReadError>> = if many {
        inputs.par_iter().map(|input| read_one(input, most)).collect()
    } else {
        inputs.iter().map(|input| read_one(input, most)).collect()
    };
    read.into_iter().collect()
}

fn read_one(input: &Input, most: u64) -> Result<Vec<u8>, ReadError> {
    let failed = |error| ReadError::Io { path: input.display.clone(), error };
    match &input.origin {
        InputOrigin::Stdin => capped(io::stdin().lock(), 0, most, &input.display),
        InputOrigin::File(path) => {
            let file = open(path).map_err(failed)?;
            let found = file.metadata().map_err(failed)?;
            if !found.is_file() {
                return Err(ReadError::NotRegular { path: input.display.clone() });
            }
            capped(file, found.len(), most, &input.display)
        }
    }
}

/// Reads until the end, but no more than `cap`: a file can grow while it is read.
fn capped(reader: impl Read, expected: u64, cap: u64, path: &str) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    if expected <= cap {
        bytes.reserve_exact(expected as usize + 1);
        let read = reader.take(cap + 1).read_to_end(&mut bytes);
        read.map_err(|error| ReadError::Io { path: path.to_owned(), error })?;
    }
    if expected.max(bytes.len() as u64) > cap {
        return Err(ReadError::TooLarge { path: path.to_owned(), most: cap });
    }
    Ok(bytes)
}

/// Opens a file without waiting for the other end of a pipe.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::NotRegular { path } => write!(f, "{path} is no regular file; name a markdown file"),
            ReadError::TooLarge { path, most } if most % (1 << 20) == 0 => {
                write!(f, "{path} is larger than {} MiB; split it", most >> 20)
            }
            ReadError::TooLarge { path, most } => write!(f, "{path} is larger than {most} bytes; split it"),
            ReadError::Io { path, error } if error.kind() == io::ErrorKind::NotFound => {
                write!(f, "{path} does not exist, or is gone by now")
            }
            ReadError::Io { path, error } => write!(f, "failed to read {path}: {error}"),
        }
    }
}

impl std::error::Error for ReadError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::scratch::Scratch;

    fn input(path: &Path) -> Input {
        Input { display: "x.md".into(), origin: InputOrigin::File(path.to_owned()) }
    }

    #[test]
    fn many_files_come_back_in_their_order() {
        let scratch = Scratch::new("many");
        let inputs: Vec<Input> = (0..150)
            .map(|n| {
                scratch.write(&format!("{n}.md"), &format!("file {n}"));
                input(&scratch.path().join(format!("{n}.md")))
            })
            .collect();
        let read = read(&inputs, MAX_FILE).expect("read");
        assert!(read.iter().enumerate().all(|(n, bytes)| *bytes == format!("file {n}").into_bytes()));
    }

    #[test]
    fn endless_input_ends_at_the_limit() {
        let error = capped(io::repeat(b'x'), 0, 1000, "<stdin>").expect_err("too large");
        assert_eq!(error.to_string(), "<stdin> is larger than 1000 bytes; split it");
        assert_eq!(capped(&b"abc"[..], 3, 3, "x").expect("read"), b"abc");
        assert!(capped(&b"abc"[..], 5000, 1000, "x").is_err(), "a sparse file is not even read");
    }

    #[test]
    fn what_is_no_regular_file_is_named() {
        let scratch = Scratch::new("odd");
        assert!(matches!(read(&[input(scratch.path())], MAX_FILE), Err(ReadError::NotRegular { .. })));
        let error = read(&[input(&scratch.path().join("gone.md"))], MAX_FILE).expect_err("gone").to_string();
        assert_eq!(error, "x.md does not exist, or is gone by now");
        #[cfg(unix)]
        for device in ["/dev/zero", "/dev/null"] {
            assert!(matches!(read(&[input(Path::new(device))], MAX_FILE), Err(ReadError::NotRegular { .. })));
        }
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    #[test]
    fn a_pipe_does_not_block() {
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        let scratch = Scratch::new("pipe");
        let path = scratch.path().join("pipe.md");
        mknodat(CWD, &path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).expect("pipe");
        let error = read(&[input(&path)], MAX_FILE).expect_err("a pipe").to_string();
        assert_eq!(error, "x.md is no regular file; name a markdown file");
    }
}
