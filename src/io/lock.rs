use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use super::folder::Folder;
use super::write_error::WriteError;

/// Name of the lock file while somebody writes.
pub(super) const LOCK: &str = ".planc-lock";

/// How long to wait between two tries.
const PAUSE: Duration = Duration::from_millis(50);

/// The right to write to an output folder. The system takes it back when the process ends, however it ends.
pub(super) struct Lock<'a> {
    root: &'a Folder,
    _file: File,
}

/// Takes the lock, or gives up after `tries` tries of 50 ms.
pub(super) fn acquire<'a>(root: &'a Folder, out: &Path, tries: u32) -> Result<Lock<'a>, WriteError> {
    let path = out.join(LOCK);
    for attempt in 0..tries {
        if attempt > 0 {
            std::thread::sleep(PAUSE);
        }
        let (file, identity) = root.lock_file(LOCK).map_err(WriteError::io("lock", path.clone()))?;
        match file.try_lock() {
            // A file system without locks: the manifest still shows what two runs at once have done.
            Ok(()) | Err(TryLockError::Error(_)) => {}
            Err(TryLockError::WouldBlock) => continue,
        }
        // Whoever had the lock before removed the file: then this lock is on a file that nobody else can find.
        let current = root.meta(LOCK).map_err(WriteError::io("lock", path.clone()))?;
        if current.is_some_and(|meta| meta.identity == identity) {
            return Ok(Lock { root, _file: file });
        }
    }
    Err(WriteError::Busy { out: out.to_owned() })
}

impl Drop for Lock<'_> {
    fn drop(&mut self) {
        // Removed while it is held. Where that fails an unlocked file stays, which the next run takes.
        let _ = self.root.remove_file(LOCK);
    }
}
