//! Folders for tests.

#![expect(clippy::disallowed_methods, reason = "tests make and look at files of their own")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder that is gone when the test ends.
pub(super) struct Scratch {
    path: PathBuf,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

impl Scratch {
    pub(super) fn new(name: &str) -> Scratch {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("planc-{name}-{}-{count}", std::process::id()));
        fs::create_dir_all(&path).expect("scratch folder");
        // What a system calls a temporary folder may be a link.
        Scratch { path: path.canonicalize().expect("scratch folder") }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.path.join(path);
        fs::create_dir_all(path.parent().expect("parent")).expect("folder");
        fs::write(path, text).expect("write");
    }

    pub(super) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path.join(path)).expect("read")
    }

    /// Every file with its bytes, every folder with a slash, every link with its target.
    pub(super) fn tree(&self) -> BTreeMap<String, Vec<u8>> {
        walkdir::WalkDir::new(&self.path)
            .min_depth(1)
            .into_iter()
            .map(|entry| {
                let entry = entry.expect("entry");
                let name = entry.path().strip_prefix(&self.path).expect("below").display().to_string();
                if entry.path_is_symlink() {
                    let target = fs::read_link(entry.path()).expect("link");
                    (name + "@", target.display().to_string().into_bytes())
                } else if entry.file_type().is_dir() {
                    (name + "/", Vec::new())
                } else {
                    (name, fs::read(entry.path()).unwrap_or_default())
                }
            })
            .collect()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}
