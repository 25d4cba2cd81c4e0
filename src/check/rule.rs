use super::Facts;
use crate::diag::{Diagnostic, Label, Severity, Subject};
use crate::plan::Place;

/// One rule: a record and a function over borrowed facts.
pub struct Rule {
    /// `P201`. Never reused.
    pub code: &'static str,
    /// `same-phase-need`. Never changes.
    pub name: &'static str,
    /// Default severity.
    pub severity: Severity,
    /// The rule's page of the documentation: what, why, bad, good, how to fix, since.
    pub page: &'static str,
    /// Finds what the rule is about.
    pub check: fn(&Rule, &Facts<'_>, &mut Vec<Diagnostic>),
}

/// The subject of a rule: the hundred of its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Family(pub u8);

impl Family {
    /// What the rules of the family are about.
    pub fn title(self) -> &'static str {
        match self.0 {
            0 => "file and directives",
            1 => "needs",
            2 => "phases",
            3 => "windows",
            4 => "prompts and specs",
            5 => "claims",
            6 => "run log",
            _ => "text and ids",
        }
    }
}

impl Rule {
    /// The family that the code belongs to.
    pub fn family(&self) -> Family {
        Family(self.code.as_bytes().get(1).map_or(0, |digit| digit.wrapping_sub(b'0')))
    }

    /// A finding of this rule at `place`; add related labels, subject and fix to it.
    pub fn finding(
        &self,
        message: String,
        place: Place,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic {
            code: self.code,
            name: self.name,
            severity: self.severity,
            message,
            primary: Label { file: place.file, span: place.span, text: label.into() },
            related: Vec::new(),
            help: help.into(),
            subject: Subject::new(),
            fix: None,
        }
    }
}

/// A label at `place`.
pub(super) fn label(place: Place, text: impl Into<String>) -> Label {
    Label { file: place.file, span: place.span, text: text.into() }
}
