use std::collections::BTreeMap;

use super::Severity;
use crate::source::{FileIx, Span};

/// What a finding is about, without lines: rule, file and subject make its fingerprint, which survives edits.
pub type Subject = BTreeMap<&'static str, String>;

/// A place with a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The file.
    pub file: FileIx,
    /// The bytes of the reading text.
    pub span: Span,
    /// What stands there: one short line in lower case.
    pub text: String,
}

/// One finding. Text of the plan stands in it as it is; every output escapes it for its own medium.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// `P201`.
    pub code: &'static str,
    /// `same-phase-need`.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One line: what was found and what was expected. Lower case, present tense, no full stop.
    pub message: String,
    /// Where it is; exactly one.
    pub primary: Label,
    /// The other ends.
    pub related: Vec<Label>,
    /// What to do next: one line.
    pub help: String,
    /// What it is about.
    pub subject: Subject,
    /// How to mend it, where that can be done by machine.
    pub fix: Option<Fix>,
}

/// Whether a fix may be applied without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applicability {
    /// It keeps the author's meaning.
    Safe,
    /// It decides something for the author.
    Unsafe,
}

/// A replacement of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file.
    pub file: FileIx,
    /// The bytes of the reading text that go.
    pub span: Span,
    /// What comes in their place.
    pub text: String,
}

/// Edits that mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether it may be applied without asking.
    pub applicability: Applicability,
    /// What it does: one line.
    pub title: String,
    /// The edits, none overlapping; none at all where the fix of this title that an earlier finding carries mends this
    /// one too.
    pub edits: Vec<Edit>,
}
