use std::io::Read;
use std::path::{Path, PathBuf};

use super::log_file::parent;
use super::plan_root::plan_root;

/// Where the log of a folder stands that no flag and no variable names: `.planc/run.jsonl` in the plan root.
///
/// The plan root is the nearest folder upward with a configuration or a repository, else `from` itself. In a linked
/// worktree of git it is the same folder of the main worktree, so that all worktrees share one log.
pub fn log_place(from: &Path) -> PathBuf {
    shared_root(&plan_root(from)).join(".planc").join("run.jsonl")
}

/// Where the log of a plan root stands whose configuration names it; for a linked worktree below the main one.
pub fn configured_log(root: &Path, path: &Path) -> PathBuf {
    shared_root(root).join(path)
}

/// The folder of the main worktree that a folder of a linked worktree stands for; itself where it is in none.
fn shared_root(root: &Path) -> PathBuf {
    let Some(worktree) = root.ancestors().find(|folder| folder.join(".git").exists()) else {
        return root.to_owned();
    };
    let found = main_worktree(worktree).zip(root.strip_prefix(worktree).ok());
    found.map_or(root.to_owned(), |(main, inside)| main.join(inside))
}

/// Follows `.git` of a linked worktree: a small file that names its folder below the main one's `.git`.
fn main_worktree(worktree: &Path) -> Option<PathBuf> {
    let text = small(&worktree.join(".git"))?;
    let git = worktree.join(text.strip_prefix("gitdir:")?.trim());
    let common = std::fs::canonicalize(git.join(small(&git.join("commondir"))?.trim())).ok()?;
    let main = common.parent().filter(|_| common.file_name().is_some_and(|name| name == ".git"))?;
    Some(main.to_owned())
}

/// The text of a small regular file.
fn small(path: &Path) -> Option<String> {
    let (folder, name) = parent(path).ok()?;
    let mut text = String::new();
    folder.file(name).ok()?.take(4096).read_to_string(&mut text).ok()?;
    Some(text)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::io::scratch::Scratch;

    #[test]
    fn worktrees_share_the_log_of_the_main_one() {
        let scratch = Scratch::new("log-worktree");
        let root = std::fs::canonicalize(scratch.path()).expect("a path");
        scratch.write("main/.git/worktrees/w1/commondir", "../..\n");
        scratch.write("main/sub/planc.toml", "");
        scratch.write("w1/.git", &format!("gitdir: {}\n", root.join("main/.git/worktrees/w1").display()));
        scratch.write("w1/sub/planc.toml", "");
        scratch.write("w1/sub/deep/file.md", "");
        assert_eq!(log_place(&root.join("w1/sub/deep")), root.join("main/sub/.planc/run.jsonl"));
        assert_eq!(log_place(&root.join("w1")), root.join("main/.planc/run.jsonl"));
        assert_eq!(log_place(&root.join("main/sub")), root.join("main/sub/.planc/run.jsonl"));
        scratch.write("w1/.git", "gitdir: ../../../etc\n");
        assert_eq!(log_place(&root.join("w1")), root.join("w1/.planc/run.jsonl"));
    }
}
