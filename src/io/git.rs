use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why git gave no answer.
#[derive(Debug)]
pub enum GitError {
    /// There is no git, or it cannot be started.
    Start(io::Error),
    /// The folder is in no working tree.
    NoRepository,
    /// A name of a commit that is none.
    NoCommit(String),
    /// Anything else that git says.
    Refused(String),
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GitError::Start(error) => {
                write!(f, "failed to start git: {error}; install it, or leave the option out")
            }
            GitError::NoRepository => f.write_str("this folder is in no working tree of git"),
            GitError::NoCommit(name) => {
                write!(f, "git knows no commit {name:?}; name a branch, a tag or a commit")
            }
            GitError::Refused(words) => write!(f, "git failed: {words}"),
        }
    }
}

impl std::error::Error for GitError {}

/// Runs git without a shell, and without the programs that a repository's own settings may name.
pub(super) fn git(folder: &Path, args: &[&str]) -> Result<Vec<u8>, GitError> {
    git_with(folder, args, &[])
}

/// The same with text on standard input.
pub(super) fn git_with(folder: &Path, args: &[&str], input: &[u8]) -> Result<Vec<u8>, GitError> {
    let mut child = Command::new("git")
        .args([
            "--no-pager",
            "--no-optional-locks",
            "--literal-pathspecs",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.quotePath=false",
        ])
        .args(args)
        .current_dir(folder)
        .env("LC_ALL", "C")
        .env("GIT_NO_LAZY_FETCH", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(GitError::Start)?;
    let stdin = child.stdin.take();
    // A thread of its own: git answers before it has read everything.
    let output = std::thread::scope(|scope| {
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
        child.wait_with_output()
    });
    let output = output.map_err(GitError::Start)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let words = String::from_utf8_lossy(&output.stderr);
    Err(GitError::Refused(words.lines().next().unwrap_or("it says nothing").to_owned()))
}

fn line(folder: &Path, args: &[&str]) -> Result<String, GitError> {
    Ok(String::from_utf8_lossy(&git(folder, args)?).trim_end_matches(['\r', '\n']).to_owned())
}

/// The working tree around `folder`, without links.
///
/// # Errors
/// No git, or no working tree.
pub(super) fn working_tree(folder: &Path) -> Result<PathBuf, GitError> {
    match line(folder, &["rev-parse", "--show-toplevel"]) {
        Ok(path) if !path.is_empty() => Path::new(&path).canonicalize().map_err(GitError::Start),
        Ok(_) | Err(GitError::Refused(_)) => Err(GitError::NoRepository),
        Err(error) => Err(error),
    }
}

/// The id of a commit; a name that begins with a dash is a name all the same.
pub(super) fn commit(tree: &Path, name: &str) -> Result<Option<String>, GitError> {
    let name = format!("{name}^{{commit}}");
    match line(tree, &["rev-parse", "--verify", "--quiet", "--end-of-options", &name]) {
        Ok(id) => Ok(Some(id)),
        Err(GitError::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
