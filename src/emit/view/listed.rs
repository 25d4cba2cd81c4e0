use crate::check;
use crate::diag::{Diagnostic, LeftOut};

/// A finding as reports list it.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// The finding.
    pub finding: &'a Diagnostic,
    /// Why a comment leaves it out, where one does.
    pub suppressed: Option<&'a str>,
}

/// Findings and what comments leave out, in one order.
pub fn listed<'a>(findings: &'a [Diagnostic], left_out: &'a [LeftOut]) -> Vec<Listed<'a>> {
    let kept = findings.iter().map(|finding| Listed { finding, suppressed: None });
    let others = left_out.iter().map(|o| Listed { finding: &o.finding, suppressed: Some(&o.reason) });
    let mut all: Vec<Listed<'a>> = kept.chain(others).collect();
    all.sort_by(|a, b| check::order(a.finding, b.finding));
    all
}

/// Where the page of a rule stands below `base`.
pub fn page_url(base: &str, code: &str, name: &str) -> String {
    format!("{base}{code}-{name}")
}
