#![doc = include_str!("../../../docs/rules/P302-window-gap.md")]

use std::collections::BTreeMap;

use crate::check::windows::{self, Windows};
use crate::check::words::listed;
use crate::check::{DocumentMap, Facts, Rule};
use crate::diag::{Applicability, Diagnostic, Edit, Fix, Severity};
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
            finding.fix = closed(facts, map, at);
            finding.subject.insert("phase", phase.name.clone());
            finding.subject.insert("windows", missing);
            found.push(finding);
        }
    }
}

/// Numbers the windows of a phase without a gap; nothing where some are kept free, whose numbers others may know.
fn closed(facts: &Facts<'_>, map: &DocumentMap, phase: usize) -> Option<Fix> {
    let source = &facts.sources[map.file.index()];
    let buffers = map.phases[phase].stated.iter().filter_map(|ix| map.buffers.get(ix.index()));
    if buffers.flatten().next().is_some() {
        return None;
    }
    let stated = || map.statements(facts, phase).filter_map(|(_, statement)| statement.window);
    let mut numbers: Vec<u32> = stated().map(|window| window.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let first = *numbers.first()?;
    let mut edits: Vec<Edit> = Vec::new();
    for window in stated() {
        let number = first + numbers.partition_point(|&other| other < window.number) as u32;
        let digits = window.number.to_string();
        let at = source.slice(window.span).find(&digits)?;
        let start = window.span.start as usize + at;
        let edit =
            Edit { file: map.file, span: Span::new(start, start + digits.len()), text: number.to_string() };
        // A line that names several subtasks has one window.
        if number != window.number && edits.last() != Some(&edit) {
            edits.push(edit);
        }
    }
    let title = format!("number the windows of phase {} without a gap", map.phases[phase].name);
    (!edits.is_empty()).then_some(Fix { applicability: Applicability::Unsafe, title, edits })
}
