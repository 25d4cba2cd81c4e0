use std::path::{Path, PathBuf};

/// The nearest folder upward with a configuration or a repository, else `from`.
pub fn plan_root(from: &Path) -> PathBuf {
    marked_root(from).unwrap_or_else(|| from.to_owned())
}

/// The nearest folder upward with a configuration or a repository.
pub fn marked_root(from: &Path) -> Option<PathBuf> {
    let marks = |folder: &&Path| {
        folder.join(".git").exists() || super::CONFIG_NAMES.iter().any(|name| folder.join(name).is_file())
    };
    from.ancestors().find(marks).map(Path::to_owned)
}
