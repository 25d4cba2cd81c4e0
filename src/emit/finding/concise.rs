use std::fmt::Write as _;

use crate::diag::Diagnostic;
use crate::emit::{Ink, Places, tty};

/// One finding a line: `path:line:col: error[P201] message`.
pub fn concise(places: &Places<'_>, findings: &[Diagnostic], ink: Ink) -> String {
    let mut out = String::new();
    for finding in findings {
        let at = places.position(finding.primary.file, finding.primary.span.start);
        let path = tty::line(places.path(finding.primary.file));
        let severity = ink.severity(finding.severity, &format!("{}[{}]", finding.severity.name(), finding.code));
        let message = tty::line(&finding.message);
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{path}:{}:{}: {severity} {message}", at.line, at.column);
    }
    tty::guard(out)
}
