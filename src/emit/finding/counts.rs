use std::collections::BTreeMap;

use crate::diag::{Applicability, Diagnostic, Severity};

/// How many findings there are, by severity and rule, and how many can be fixed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are worth knowing.
    pub infos: usize,
    /// Findings with a fix that keeps the author's meaning.
    pub safe_fixes: usize,
    /// Findings with a fix that decides something for the author.
    pub unsafe_fixes: usize,
    /// Rules with findings, by code.
    pub rules: Vec<RuleCount>,
}

/// The findings of one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleCount {
    /// `P201`.
    pub code: &'static str,
    /// `same-phase-need`.
    pub name: &'static str,
    /// The worst severity among them.
    pub severity: Severity,
    /// How many.
    pub findings: usize,
}

impl Counts {
    /// Counts findings.
    pub fn of(findings: &[Diagnostic]) -> Counts {
        let mut counts = Counts::default();
        let mut rules: BTreeMap<&'static str, RuleCount> = BTreeMap::new();
        for finding in findings {
            match finding.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Info => counts.infos += 1,
            }
            match finding.fix.as_ref().map(|fix| fix.applicability) {
                Some(Applicability::Safe) => counts.safe_fixes += 1,
                Some(Applicability::Unsafe) => counts.unsafe_fixes += 1,
                None => {}
            }
            let (code, name, severity) = (finding.code, finding.name, finding.severity);
            let rule = rules.entry(code).or_insert(RuleCount { code, name, severity, findings: 0 });
            rule.findings += 1;
            rule.severity = rule.severity.max(severity);
        }
        counts.rules = rules.into_values().collect();
        counts
    }

    /// All findings.
    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.infos
    }
}
