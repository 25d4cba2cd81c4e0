use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::folder::{Folder, Kind};
use super::lock;
use super::replace::put;
use super::write_error::WriteError;

/// What stands behind the name of a log in the name of its cursor.
const ENDING: &str = ".notified";

/// The largest cursor that is read, in bytes.
const LARGEST: u64 = 4_096;

/// How often the lock is tried, with 50 ms between: 20 seconds, longer than one message takes.
const TRIES: u32 = 400;

/// Where the cursor of a log stands.
pub fn cursor_place(log: &Path) -> PathBuf {
    let mut name = OsString::from(log.file_name().unwrap_or_default());
    name.push(ENDING);
    log.with_file_name(name)
}

/// Works on the cursor of a log while nobody else does. `work` gets its text, empty where there is none, and what
/// saves another: at once or not at all, for its owner alone.
///
/// # Errors
/// A cursor that is a link or no regular file, another process that works on it for 20 seconds, a system that refuses;
/// or what `work` says.
pub fn with_cursor<T, E: From<WriteError>>(
    log: &Path,
    work: impl FnOnce(&[u8], &dyn Fn(&str) -> Result<(), WriteError>) -> Result<T, E>,
) -> Result<T, E> {
    let place = cursor_place(log);
    let failed = |action| WriteError::io(action, place.clone());
    let name = place.file_name().and_then(|name| name.to_str());
    let Some(name) = name else {
        return Err(failed("write")(io::Error::other("its name is no text")).into());
    };
    let parent = log.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = Folder::open(parent).map_err(failed("open"))?;
    let _lock = lock::acquire(&folder, parent, TRIES)?;
    let mut text = Vec::new();
    match folder.meta(name).map_err(failed("read"))? {
        None => {}
        Some(meta) if meta.kind == Kind::File => {
            let file = folder.file(name).map_err(failed("read"))?;
            file.take(LARGEST).read_to_end(&mut text).map_err(failed("read"))?;
        }
        Some(_) => return Err(WriteError::NotPlain { path: place, kind: "link or special file" }.into()),
    }
    work(&text, &|text| put(&folder, name, text.as_bytes(), Some(0o600)).map_err(failed("write")))
}
