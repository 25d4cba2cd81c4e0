use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::discover::Root;
use super::discover_error::DiscoverError;
use super::display_path::slashes;
use super::git::{self, GitError, git, git_with};
use super::past_folder::PastFolder;
use super::revision_error::RevisionError;
use super::walk::{Filter, patterns};

/// A commit of the repository around the current folder.
#[derive(Clone, Debug)]
pub struct Revision {
    /// The working tree, without links.
    pub(super) tree: PathBuf,
    /// The commit's id.
    commit: String,
}

/// A file as it was at a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastFile {
    /// What people see: the path that the file has, or would have, today.
    pub display: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where it stands, or would stand, in the working tree.
    pub path: PathBuf,
    /// Whether it was named itself and not found in a folder.
    pub named: bool,
}

/// A blob of a listing.
#[derive(Clone, Debug)]
pub(super) struct Blob {
    pub(super) id: String,
    pub(super) size: u64,
    pub(super) is_link: bool,
}

impl Revision {
    /// The commit that `name` stands for, in the repository around `folder`.
    ///
    /// # Errors
    /// No git, no working tree, or a name that is no commit.
    pub fn new(folder: &Path, name: &str) -> Result<Revision, GitError> {
        let tree = git::working_tree(folder)?;
        let commit = git::commit(&tree, name)?.ok_or_else(|| GitError::NoCommit(name.to_owned()))?;
        Ok(Revision { tree, commit })
    }

    /// The files of a root as they were, of at most `most` bytes each, chosen as [`collect`](super::collect) chooses
    /// those of today; sorted. What was left out although it is called like a plan is told in `notices`.
    ///
    /// # Errors
    /// A path outside of the working tree, a file that is too large, or git's refusal.
    pub fn collect(
        &self,
        root: &Root,
        filter: &Filter,
        most: u64,
        notices: &mut Vec<String>,
    ) -> Result<Vec<PastFile>, RevisionError> {
        let patterns = patterns(&root.base, filter).map_err(RevisionError::Choice)?;
        let mut chosen: BTreeMap<String, (PathBuf, Blob, bool)> = BTreeMap::new();
        for argument in root.arguments() {
            let path = argument.path.as_deref().ok_or(RevisionError::Stdin)?;
            let outside = || RevisionError::Outside { path: argument.display.clone() };
            let top = path.strip_prefix(&self.tree).map_err(|_| outside())?;
            let blobs = self.list(top)?;
            let folder = PastFolder::new(self, argument, top, &blobs, &patterns, filter)?;
            for (file, blob) in &blobs {
                let Some(below) = folder.takes(file) else { continue };
                let display = match (argument.display.as_str(), below.as_str()) {
                    (display, "") => display.to_owned(),
                    ("", below) => below.to_owned(),
                    (display, below) => format!("{display}/{below}"),
                };
                if blob.is_link {
                    notices.push(format!("{display} is left out: it was a link"));
                } else if blob.size > most {
                    return Err(RevisionError::TooLarge { path: display, most });
                } else {
                    let path = self.tree.join(file);
                    chosen.entry(display).or_insert((path, blob.clone(), !argument.is_folder));
                }
            }
        }
        if chosen.len() > filter.most_files {
            let (path, most) = (root.folder.clone(), filter.most_files);
            return Err(RevisionError::Choice(DiscoverError::TooMany { path, most }));
        }
        let ids: Vec<&str> = chosen.values().map(|(_, blob, _)| blob.id.as_str()).collect();
        let bytes = self.read(&ids)?;
        let files = chosen.into_iter().zip(bytes);
        Ok(files
            .map(|((display, (path, _, named)), bytes)| PastFile { display, bytes, path, named })
            .collect())
    }

    /// The files below a path of the tree, and the `.gitignore` files above it.
    fn list(&self, top: &Path) -> Result<BTreeMap<PathBuf, Blob>, GitError> {
        let mut args = vec!["ls-tree", "-r", "-z", "-l", "--full-tree", &self.commit, "--"];
        let shown = slashes(top);
        let above: Vec<String> =
            top.ancestors().skip(1).map(|folder| slashes(&folder.join(".gitignore"))).collect();
        if !shown.is_empty() {
            args.push(&shown);
            args.extend(above.iter().map(String::as_str));
        }
        let listing = git(&self.tree, &args)?;
        Ok(listing.split(|&byte| byte == 0).filter_map(entry).collect())
    }

    /// The bytes of blobs, in their order.
    pub(super) fn read(&self, ids: &[&str]) -> Result<Vec<Vec<u8>>, GitError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let wanted = ids.join("\n") + "\n";
        let answer = git_with(&self.tree, &["cat-file", "--batch"], wanted.as_bytes())?;
        let mut rest = answer.as_slice();
        let mut blob = |id: &&str| {
            let refused = || GitError::Refused(format!("it does not give the blob {id}"));
            let end = memchr::memchr(b'\n', rest).ok_or_else(refused)?;
            let head = String::from_utf8_lossy(&rest[..end]).into_owned();
            let size =
                head.strip_prefix(id).and_then(|head| head.strip_prefix(" blob ")?.parse::<usize>().ok());
            let body = size.and_then(|size| rest.get(end + 1..end + 1 + size)).ok_or_else(refused)?;
            rest = rest.get(end + 2 + body.len()..).unwrap_or_default();
            Ok(body.to_vec())
        };
        ids.iter().map(&mut blob).collect()
    }
}

/// `100644 blob ID SIZE\tPATH`; nothing for what is no blob, and for a path that leads out of the tree.
fn entry(line: &[u8]) -> Option<(PathBuf, Blob)> {
    let tab = memchr::memchr(b'\t', line)?;
    let head = String::from_utf8_lossy(&line[..tab]).into_owned();
    let mut words = head.split_ascii_whitespace();
    let (mode, kind, id, size) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let path = path(&line[tab + 1..]);
    let is_inside = path.components().all(|part| matches!(part, std::path::Component::Normal(_)));
    (kind == "blob" && is_inside).then(|| {
        (path, Blob { id: id.to_owned(), size: size.parse().unwrap_or(u64::MAX), is_link: mode == "120000" })
    })
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
