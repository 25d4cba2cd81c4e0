use std::fs;
use std::io;
use std::path::Path;

use super::folder::Folder;
use super::manifest::{Entry, Manifest};
use super::out_dir::manifest_of;
use super::write_error::WriteError;

/// What the manifest of a folder says about where its files come from.
#[derive(Clone, Debug)]
pub struct Provenance {
    /// Fingerprint of the plan.
    pub plan: String,
    /// What the files were made with.
    pub settings: String,
    /// The files that the plan was read from.
    pub sources: Vec<Entry>,
    /// Whether the last run ended.
    pub complete: bool,
}

/// Where the files of a folder come from; `None` where planc wrote none.
///
/// # Errors
/// The folder cannot be read, or is not ours.
pub fn provenance(out: &Path) -> Result<Option<Provenance>, WriteError> {
    match fs::metadata(out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Ok(found) if !found.is_dir() => return Err(WriteError::NoFolder { out: out.to_owned() }),
        _ => {}
    }
    let root = Folder::open(out).map_err(WriteError::io("open", out.to_owned()))?;
    let manifest = manifest_of(&root, out)?;
    Ok(manifest.map(|Manifest { plan, settings, sources, pending, .. }| Provenance {
        plan,
        settings,
        sources,
        complete: pending.is_empty(),
    }))
}
