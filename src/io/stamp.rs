use std::path::Path;
use std::time::SystemTime;

/// What changes when a file does: its length, and when it was changed last. Nothing where it is not there.
pub fn stamp(path: &Path) -> Option<(u64, SystemTime)> {
    let found = std::fs::metadata(path).ok()?;
    Some((found.len(), found.modified().ok()?))
}
