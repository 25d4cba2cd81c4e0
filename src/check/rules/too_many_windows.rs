#![doc = include_str!("../../../docs/rules/P303-too-many-windows.md")]

use crate::check::words::counted;
use crate::check::{Facts, Rule, windows};
use crate::diag::{Diagnostic, Severity};
use crate::plan::Place;
use crate::syntax::{ClaimEntity, Quantity};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P303",
    name: "too-many-windows",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P303-too-many-windows.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for map in facts.maps {
        let most = facts.rules(map.file).most_windows;
        let help = format!(
            "keep to {most} windows at once: split the phase, or let windows run several subtasks in turn"
        );
        let document = &facts.documents[map.file.index()];
        for (at, phase) in map.phases.iter().enumerate() {
            let opened = windows::of_phase(facts, map, at).count();
            if opened <= most as usize {
                continue;
            }
            let message = format!(
                "phase {} opens {}; more than {most} are hard to follow",
                phase.name,
                counted(opened, "window")
            );
            let mut finding =
                rule.finding(message, map.phase_line(facts, at), format!("{opened} windows"), help.clone());
            finding.subject.insert("phase", phase.name.clone());
            found.push(finding);
        }
        // Announced windows that no phase lists; those of a phase are P501's.
        for claim in &document.claims {
            let many = claim.quantity == Quantity::Windows && claim.min > f64::from(most);
            if !many || matches!(claim.entity, ClaimEntity::Phase(_)) {
                continue;
            }
            let message =
                format!("{} windows at once are announced; more than {most} are hard to follow", claim.min);
            let place = Place { file: map.file, span: claim.span };
            let mut finding = rule.finding(message, place, "announced here", help.clone());
            finding.subject.insert("claim", claim.text.clone());
            found.push(finding);
        }
    }
}
