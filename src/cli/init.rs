use std::path::{Path, PathBuf};

use super::args::Init;
use super::exit::{Exit, Failure};
use super::{output, settings};
use crate::io::{self, GitError};

/// `planc init`.
pub(super) fn run(args: &Init) -> Result<Exit, Failure> {
    let folder = args.folder.canonicalize();
    let folder = folder.map_err(|error| Failure(format!("cannot use {}: {error}", args.folder.display())))?;
    let mut files = Vec::new();
    if args.hook {
        files.push(hook(&folder)?);
    }
    if args.workflow {
        files.push(workflow(&folder)?);
    }
    if files.is_empty() {
        files.push(configuration(&folder)?);
    }
    for file in files {
        let shown = io::relative(&Path::new(".").canonicalize()?, &file.folder.join(&file.path));
        if args.dry_run {
            output::print(&format!("# would write {shown}\n{}", file.text))?;
        } else {
            io::add_file(&file.folder, &file.path, file.text.as_bytes(), file.executable)?;
            output::print(&format!("{shown} is written\n"))?;
        }
    }
    Ok(Exit::Clean)
}

/// A file to write.
struct NewFile {
    folder: PathBuf,
    /// Below the folder.
    path: String,
    text: String,
    executable: bool,
}

fn configuration(folder: &Path) -> Result<NewFile, Failure> {
    if let Some(name) = io::CONFIG_NAMES.iter().find(|name| folder.join(name).symlink_metadata().is_ok()) {
        return Err(Failure(format!("{name} is there already; edit it, or move it away first")));
    }
    let path = io::CONFIG_NAMES[0].to_owned();
    Ok(NewFile { folder: folder.to_owned(), path, text: settings::sample(), executable: false })
}

fn hook(folder: &Path) -> Result<NewFile, Failure> {
    let tree = io::working_tree(folder)?;
    let hooks = io::hooks(&tree)?;
    let (Some(above), Some(name)) = (hooks.parent(), hooks.file_name().and_then(|name| name.to_str())) else {
        return Err(Failure("git names no folder for hooks".to_owned()));
    };
    let text = format!(
        "#!/bin/sh\n# Checks plans before each commit; written by `planc init --hook`.\nexec planc check --only-plans -- {}\n",
        below(&tree, folder)?
    );
    Ok(NewFile { folder: above.to_owned(), path: format!("{name}/pre-commit"), text, executable: true })
}

fn workflow(folder: &Path) -> Result<NewFile, Failure> {
    let tree = match io::working_tree(folder) {
        Ok(tree) => tree,
        Err(GitError::NoRepository | GitError::Start(_)) => folder.to_owned(),
        Err(error) => return Err(error.into()),
    };
    let text = format!(
        "\
# Checks plans; written by `planc init --workflow`.
name: planc
on:
  pull_request:
  push:
    branches: [main, master]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false
      - run: cargo install planc --locked --version {}
      - run: planc check -- {}
",
        env!("CARGO_PKG_VERSION"),
        below(&tree, folder)?
    );
    Ok(NewFile { folder: tree, path: ".github/workflows/planc.yml".to_owned(), text, executable: false })
}

/// The folder as seen from its working tree; it goes into scripts, so only plain names will do.
fn below(tree: &Path, folder: &Path) -> Result<String, Failure> {
    let path = io::slashes(folder.strip_prefix(tree).unwrap_or(folder));
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/".contains(&byte);
    if !path.bytes().all(plain) {
        return Err(Failure(format!(
            "{path} has other characters than letters, digits, dot, dash and underscore, so it is not written into a script; run this in the folder above"
        )));
    }
    Ok(if path.is_empty() { ".".to_owned() } else { path })
}
