use std::str::FromStr;

/// How bad a finding is. `Info` never fails a run by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Probably a mistake.
    Warning,
    /// A mistake.
    Error,
}

impl Severity {
    /// The word of the contracts.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl FromStr for Severity {
    type Err = ();
    fn from_str(word: &str) -> Result<Severity, ()> {
        [Severity::Info, Severity::Warning, Severity::Error].into_iter().find(|s| s.name() == word).ok_or(())
    }
}
