//! Tells release builds which commit they are made from, without a network and without git.
//!
//! `PLANC_VERSION` is `0.1.0 (0123456789ab)`, or `0.1.0` where no commit is known. The commit comes from the variable
//! `PLANC_COMMIT`, else from the `.git` folder of the package itself, else from what `cargo package` notes down. Other
//! builds look at the variable only, so that a commit does not build everything anew.

#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads files and the environment, and talks to cargo over its output"
)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let variable = |name: &str| env::var(name).unwrap_or_default();
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=PLANC_COMMIT");
    let version = variable("CARGO_PKG_VERSION");
    let folder = PathBuf::from(variable("CARGO_MANIFEST_DIR"));
    let release = variable("PROFILE") == "release";
    let found = || release.then(|| from_git(&folder).or_else(|| from_package(&folder))).flatten();
    let commit = Some(variable("PLANC_COMMIT")).filter(|commit| is_commit(commit)).or_else(found);
    match commit.as_deref().and_then(|commit| commit.get(..12)) {
        Some(short) => println!("cargo::rustc-env=PLANC_VERSION={version} ({short})"),
        None => println!("cargo::rustc-env=PLANC_VERSION={version}"),
    }
}

fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Reads a file and asks cargo to run this script again when it changes.
fn read(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    println!("cargo::rerun-if-changed={}", path.display());
    Some(text.trim().to_owned())
}

/// The commit of `HEAD`, in a repository or a worktree of one.
fn from_git(folder: &Path) -> Option<String> {
    let mut git = folder.join(".git");
    if git.is_file() {
        git = folder.join(read(&git)?.strip_prefix("gitdir:")?.trim());
    }
    let head = read(&git.join("HEAD"))?;
    let Some(name) = head.strip_prefix("ref:") else {
        return Some(head).filter(|commit| is_commit(commit));
    };
    let common = read(&git.join("commondir")).map_or_else(|| git.clone(), |common| git.join(common));
    let loose = read(&common.join(name.trim()));
    let packed = || {
        let refs = read(&common.join("packed-refs"))?;
        let line = refs.lines().find(|line| line.split(' ').nth(1) == Some(name.trim()))?;
        line.split(' ').next().map(str::to_owned)
    };
    loose.or_else(packed).filter(|commit| is_commit(commit))
}

/// The commit that `cargo package` writes beside the sources.
fn from_package(folder: &Path) -> Option<String> {
    let noted = read(&folder.join(".cargo_vcs_info.json"))?;
    let behind = noted.split_once("\"sha1\"")?.1;
    behind.split('"').nth(1).map(str::to_owned).filter(|commit| is_commit(commit))
}
