use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::args::Check;
use super::exit::Failure;
use crate::compile::Compilation;
use crate::diag::Diagnostic;
use crate::emit::view::{fingerprint, read_baseline};
use crate::io::{self, Input, InputOrigin};

/// Which findings a check reports.
#[derive(Debug, Default)]
pub(super) struct Sieve {
    /// Only those in files that state subtasks.
    only_plans: bool,
    /// Only those that touch one of these inputs.
    changed: Option<Vec<bool>>,
    /// Those that are not known, by fingerprint.
    pub(super) known: Option<BTreeSet<String>>,
}

/// What a sieve holds back.
#[derive(Debug, Default)]
pub(super) struct Sifted {
    /// New and known findings, where there are known ones.
    pub(super) everything: Option<Vec<Diagnostic>>,
    /// How many findings the baseline knows, of those that would be reported.
    pub(super) known: usize,
    /// How many entries of the baseline match nothing any more.
    pub(super) stale: usize,
}

impl Sieve {
    /// What the flags ask for; `baseline` is the file with known findings.
    pub(super) fn new(
        args: &Check,
        origins: &[InputOrigin],
        baseline: Option<&Path>,
    ) -> Result<Sieve, Failure> {
        let changed = args.changed.as_ref().map(|name| changed(name, origins)).transpose()?;
        Ok(Sieve { only_plans: args.files.only_plans, changed, known: baseline.map(known).transpose()? })
    }

    /// Takes everything out of a compilation that is not reported.
    pub(super) fn sift(&self, compilation: &mut Compilation) -> Sifted {
        if self.only_plans {
            let documents = &compilation.documents;
            let in_plan = |finding: &Diagnostic| documents[finding.primary.file.index()].is_plan();
            compilation.findings.retain(in_plan);
            compilation.left_out.retain(|left_out| in_plan(&left_out.finding));
        }
        let mut sifted = Sifted::default();
        if let Some(known) = &self.known {
            sifted.everything = Some(compilation.findings.clone());
            sifted.stale = leave_out(known, compilation);
        }
        if let Some(changed) = &self.changed {
            let touches = |finding: &Diagnostic| {
                let mut places = std::iter::once(&finding.primary).chain(&finding.related);
                places.any(|label| changed.get(label.file.index()).copied().unwrap_or(false))
            };
            compilation.findings.retain(touches);
            compilation.left_out.retain(|left_out| touches(&left_out.finding));
            if let Some(everything) = &mut sifted.everything {
                everything.retain(touches);
            }
        }
        sifted.known =
            sifted.everything.as_ref().map_or(0, |everything| everything.len() - compilation.findings.len());
        sifted
    }
}

/// Which inputs differ from a commit; standard input is always new.
fn changed(name: &str, origins: &[InputOrigin]) -> Result<Vec<bool>, Failure> {
    let here = Path::new(".");
    let tree = io::working_tree(here).map_err(|error| unknown_changes(&error))?;
    let files = io::changed(here, Some(name).filter(|name| !name.is_empty()))
        .map_err(|error| unknown_changes(&error))?;
    origins
        .iter()
        .map(|origin| match origin {
            InputOrigin::Stdin => Ok(true),
            InputOrigin::File(path) if path.starts_with(&tree) => Ok(files.contains(path)),
            InputOrigin::File(path) => Err(Failure(format!(
                "{} is outside of the working tree that --changed asks git about; run planc inside of it",
                io::relative(&here.canonicalize()?, path)
            ))),
        })
        .collect()
}

fn unknown_changes(error: &io::GitError) -> Failure {
    Failure(format!("--changed cannot tell what changed: {error}"))
}

/// The fingerprints of a baseline file.
fn known(path: &Path) -> Result<BTreeSet<String>, Failure> {
    let display = path.display().to_string();
    if !path.exists() {
        return Err(Failure(format!("{display} does not exist; write it with --write-baseline {display}")));
    }
    let input = Input { display: display.clone(), origin: InputOrigin::File(PathBuf::from(path)) };
    let bytes = io::read(&[input], io::MAX_FILE)?.concat();
    read_baseline(&bytes).map_err(|reason| Failure(format!("cannot use {display} as a baseline: {reason}")))
}

/// Takes known findings out and says how many entries the baseline holds beyond them.
fn leave_out(known: &BTreeSet<String>, compilation: &mut Compilation) -> usize {
    let mut met = BTreeSet::new();
    let sources = &compilation.sources;
    compilation.findings.retain(|finding| {
        let print = fingerprint(sources[finding.primary.file.index()].path(), finding);
        let is_known = known.contains(&print);
        if is_known {
            met.insert(print);
        }
        !is_known
    });
    known.len() - met.len()
}
