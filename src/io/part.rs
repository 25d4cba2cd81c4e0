use std::path::Path;

use super::manifest::{Entry, Manifest};
use super::out_dir::WriteOptions;
use super::write_error::WriteError;
use crate::emit::Artifact;

/// What a folder holds besides the artifacts of this run and is to stay, because they are only a part of it; `None`
/// where the artifacts are all that it is to hold.
///
/// # Errors
/// The folder holds something that was made from another state of the plan or with other settings: a mix would be
/// neither the old nor the new state.
pub(super) fn to_keep(
    out: &Path,
    artifacts: &[Artifact],
    before: &Manifest,
    options: &WriteOptions,
) -> Result<Option<Vec<Entry>>, WriteError> {
    let Some(part) = &options.part else { return Ok(None) };
    let same_part = before.parts.len() == 1 && before.parts[0] == *part;
    if before.files.is_empty() && before.pending.is_empty() || same_part {
        return Ok(None);
    }
    if before.plan != options.plan || before.settings != options.settings || !before.pending.is_empty() {
        return Err(WriteError::OtherState { out: out.to_owned() });
    }
    let mut own: Vec<&str> = artifacts.iter().map(|artifact| artifact.path.as_str()).collect();
    own.sort_unstable();
    let others = before.files.iter().filter(|file| own.binary_search(&file.path.as_str()).is_err());
    Ok(Some(others.cloned().collect()))
}

/// The parts that a folder holds after a part was added; empty for everything.
pub(super) fn parts(before: &Manifest, options: &WriteOptions, kept: bool) -> Vec<String> {
    let mut parts = if kept { before.parts.clone() } else { Vec::new() };
    if !kept || !before.parts.is_empty() {
        parts.extend(options.part.clone());
    }
    parts.sort();
    parts.dedup();
    parts
}
