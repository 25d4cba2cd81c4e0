use std::collections::BTreeSet;
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
pub fn working_tree(folder: &Path) -> Result<PathBuf, GitError> {
    match line(folder, &["rev-parse", "--show-toplevel"]) {
        Ok(path) if !path.is_empty() => Path::new(&path).canonicalize().map_err(GitError::Start),
        Ok(_) | Err(GitError::Refused(_)) => Err(GitError::NoRepository),
        Err(error) => Err(error),
    }
}

/// The folder of the hooks of a working tree.
///
/// # Errors
/// No git, or no working tree.
pub fn hooks(tree: &Path) -> Result<PathBuf, GitError> {
    Ok(tree.join(line(tree, &["rev-parse", "--git-path", "hooks"])?))
}

/// The files around `folder` that differ from a commit, tracked, staged or new; not those that git ignores.
///
/// The commit is `name`, else where this branch left the default branch (`origin/HEAD`), else its upstream, `main` or
/// `master`, else `HEAD`. Where there is no commit at all, all files differ.
///
/// # Errors
/// No git, no working tree, or a name that is no commit.
pub fn changed(folder: &Path, name: Option<&str>) -> Result<BTreeSet<PathBuf>, GitError> {
    let tree = working_tree(folder)?;
    let tracked = match base(&tree, name)? {
        Some(base) => {
            let args =
                ["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", &base, "--"];
            git(&tree, &args)?
        }
        None => git(&tree, &["ls-files", "-z", "--cached"])?,
    };
    let new = git(&tree, &["ls-files", "-z", "--others", "--exclude-standard"])?;
    Ok([tracked, new].iter().flat_map(|list| paths(list)).map(|path| tree.join(path)).collect())
}

/// The commit to compare with; nothing where there is none yet.
fn base(tree: &Path, name: Option<&str>) -> Result<Option<String>, GitError> {
    if let Some(name) = name {
        return commit(tree, name)?.map(Some).ok_or_else(|| GitError::NoCommit(name.to_owned()));
    }
    let Some(head) = commit(tree, "HEAD")? else { return Ok(None) };
    for other in ["refs/remotes/origin/HEAD", "@{upstream}", "refs/heads/main", "refs/heads/master"] {
        if let Some(other) = commit(tree, other)?
            && let Ok(base) = line(tree, &["merge-base", &other, &head])
        {
            return Ok(Some(base));
        }
    }
    Ok(Some(head))
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

/// Paths with a zero byte behind each.
#[cfg(unix)]
fn paths(list: &[u8]) -> impl Iterator<Item = PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    let parts = list.split(|&byte| byte == 0).filter(|path| !path.is_empty());
    parts.map(|path| PathBuf::from(std::ffi::OsStr::from_bytes(path)))
}

#[cfg(not(unix))]
fn paths(list: &[u8]) -> impl Iterator<Item = PathBuf> {
    let parts = list.split(|&byte| byte == 0).filter(|path| !path.is_empty());
    parts.map(|path| PathBuf::from(String::from_utf8_lossy(path).into_owned()))
}
