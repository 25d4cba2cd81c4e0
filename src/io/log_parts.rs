use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::log_file::parent;
use super::write_error::WriteError;

/// The folder of the logs of single writers beside a log.
pub fn parts_folder(path: &Path) -> PathBuf {
    let mut folder = path.as_os_str().to_owned();
    folder.push(".d");
    PathBuf::from(folder)
}

/// Opens the log of one writer, which nobody else writes.
pub(super) fn own_part(path: &Path, writer: &str) -> io::Result<File> {
    let (folder, name) = parent(path)?;
    let parts = format!("{name}.d");
    match folder.make_folder(&parts) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    folder.folder(&parts)?.append_file(&format!("{writer}.jsonl"))
}

/// A log and the logs of single writers beside it, by name: where the file system has no locks, every writer has one
/// of its own in `run.jsonl.d`. Together they are one log.
///
/// # Errors
/// The folder of those logs is a link, or the system refuses.
pub fn log_parts(path: &Path) -> Result<Vec<PathBuf>, WriteError> {
    let place = parts_folder(path);
    let failed = || WriteError::io("read", place.clone());
    let parts = match parent(path).and_then(|(folder, name)| folder.folder(&format!("{name}.d"))) {
        Ok(parts) => parts,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![path.to_owned()]),
        // Something else of that name is not ours, and read by nobody.
        Err(_) if !place.is_dir() => return Ok(vec![path.to_owned()]),
        Err(error) => return Err(failed()(error)),
    };
    let mut names = parts.names().map_err(failed())?;
    names.retain(|name| Path::new(name).extension().is_some_and(|end| end == "jsonl"));
    names.sort_unstable();
    let own = std::iter::once(path.to_owned());
    Ok(own.chain(names.into_iter().map(|name| place.join(name))).collect())
}
