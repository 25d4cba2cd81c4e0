use std::fmt;
use std::process::ExitCode;

/// How a run ended.
///
/// | code | meaning |
/// |---|---|
/// | 0 | it ran, and nothing at or above `--fail-on` was found |
/// | 1 | findings at or above `--fail-on`, or `fix --check` or `--diff` would change something |
/// | 2 | it did not run: usage, unreadable input, refused write, a path without a plan |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// Nothing to complain about.
    Clean,
    /// Findings.
    Findings,
    /// It did not run.
    Failed,
}

impl Exit {
    /// Findings if `found`, else clean.
    pub(super) fn findings(found: bool) -> Exit {
        if found { Exit::Findings } else { Exit::Clean }
    }

    pub(super) fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Failed => 2,
        })
    }
}

/// Why a command did not run: one sentence that names the path and what to do.
#[derive(Clone, Debug)]
pub(super) struct Failure(pub(super) String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure(error.to_string())
    }
}

/// Help and version are no failures; everything else that clap reports is.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    // Nothing is left to do if even this cannot be written.
    let _ = error.print();
    if error.use_stderr() { Exit::Failed.code() } else { Exit::Clean.code() }
}
