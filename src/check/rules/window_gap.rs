#![doc = include_str!("../../../docs/rules/P302-window-gap.md")]

use std::collections::BTreeMap;

use crate::check::windows::{self, Windows};
use crate::check::words::listed;
use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::Place;
use crate::source::Span;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P302",
    name: "window-gap",
    severity: Severity::Info,
    page: include_str!("../../../docs/rules/P302-window-gap.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for map in facts.maps {
        for (at, phase) in map.phases.iter().enumerate() {
            let used: Windows = windows::of_phase(facts, map, at);
            let Some(gap) = used.gap() else { continue };
            let mut lines: BTreeMap<u32, Span> = BTreeMap::new();
            for (_, statement) in map.statements(facts, at) {
                if let Some(window) = statement.window {
                    lines.entry(window.number).or_insert(window.span);
                }
            }
            let (after, before) = (gap.missing[0] - 1, gap.next);
            let span = lines.get(&before).copied().unwrap_or(map.phase_line(facts, at).span);
            let missing = listed(gap.missing.iter().map(u32::to_string));
            let what = if gap.missing.len() == 1 { "window" } else { "windows" };
            let verb = if gap.missing.len() == 1 { "is" } else { "are" };
            let mut finding = rule.finding(
                format!("{what} {missing} of phase {} {verb} skipped", phase.name),
                Place { file: map.file, span },
                format!("window {before} follows window {after}"),
                "number the windows without a gap, or name the free ones as buffers (`Window 4: Buffer`)",
            );
            finding.subject.insert("phase", phase.name.clone());
            finding.subject.insert("windows", missing);
            found.push(finding);
        }
    }
}
