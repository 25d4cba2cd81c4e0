#![doc = include_str!("../../../docs/rules/P203-phase-order.md")]

use std::collections::BTreeSet;

use crate::check::at_once::AtOnce;
use crate::check::rule::label;
use crate::check::{DocumentMap, Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::{FeatureIx, Place, SubtaskIx};
use crate::syntax::PhaseIx;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P203",
    name: "phase-order",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P203-phase-order.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for map in facts.maps {
        let phases = facts.documents[map.file.index()].phases.iter();
        let names: BTreeSet<&str> = phases.filter(|p| p.parent.is_none()).map(|p| p.name.as_str()).collect();
        let at_once = AtOnce::of(facts, map);
        for in_tree in [false, true] {
            let sequence = sequence(facts, map, in_tree);
            for pair in sequence.windows(2).filter(|pair| pair[0].scope == pair[1].scope) {
                let next = (pair[0].scope, pair[0].number.saturating_add(1));
                let stands_elsewhere = sequence.iter().any(|phase| (phase.scope, phase.number) == next);
                if pair[1].number <= next.1 || !stands_elsewhere {
                    let is_chapter = pair.iter().all(|phase| !at_once.is_stretch(phase.at));
                    found.extend(judge(rule, facts, map, &names, [&pair[0], &pair[1]], is_chapter));
                }
            }
        }
    }
}

/// A statement of a phase whose name is or begins with a number.
struct Numbered {
    /// Index into the map's phases.
    at: usize,
    scope: FeatureIx,
    line: u32,
    stated: PhaseIx,
    number: u32,
    /// What follows the number: `a` in `2a`.
    part: String,
}

/// The numbered phases of a tree or of everything else, scope by scope, in order of lines. A phase that is
/// stated again with the same subtasks is no second phase.
fn sequence(facts: &Facts<'_>, map: &DocumentMap, in_tree: bool) -> Vec<Numbered> {
    let document = &facts.documents[map.file.index()];
    let mut found = Vec::new();
    for (at, phase) in map.phases.iter().enumerate() {
        let Some((number, part)) = number(&phase.name) else { continue };
        let mut members: BTreeSet<SubtaskIx> = BTreeSet::new();
        let mut last_is_by_field = false;
        for &stated in phase.stated.iter().filter(|ix| document.phases[ix.index()].in_tree == in_tree) {
            let own = members_of(facts, map, stated);
            // Whoever names the phase in a field stands in the one that a heading opens.
            let (by_field, in_brackets) = {
                let phase = &document.phases[stated.index()];
                (phase.by_field, phase.in_brackets)
            };
            let again = found.last().is_some_and(|last: &Numbered| {
                (last.scope, last.number) == (phase.scope, number) && last.part == part
            });
            let follows = again && (by_field || last_is_by_field || in_brackets);
            last_is_by_field = by_field;
            if !own.is_empty() && members.is_disjoint(&own) && !follows {
                let line = document.phases[stated.index()].span.start;
                let (scope, part) = (phase.scope, part.to_owned());
                found.push(Numbered { at, scope, line, stated, number, part });
            }
            members.extend(own);
        }
    }
    // The place of a field says nothing about the order of phases; then the map's order is the author's.
    let by_field = document.phases.iter().any(|phase| phase.by_field);
    found.sort_by_key(|phase| (phase.scope, if by_field { 0 } else { phase.line }));
    found
}

fn members_of(facts: &Facts<'_>, map: &DocumentMap, stated: PhaseIx) -> BTreeSet<SubtaskIx> {
    let links = &facts.plan.documents[map.file.index()].subtasks;
    map.by_stated[stated.index()].iter().filter_map(|&at| links[at]).collect()
}

fn number(name: &str) -> Option<(u32, &str)> {
    let end = name.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(name.len());
    Some((name[..end].parse().ok()?, &name[end..]))
}

fn judge(
    rule: &Rule,
    facts: &Facts<'_>,
    map: &DocumentMap,
    names: &BTreeSet<&str>,
    [before, this]: [&Numbered; 2],
    is_chapter: bool,
) -> Option<Diagnostic> {
    let document = &facts.documents[map.file.index()];
    let name = |phase: &Numbered| format!("{}{}", phase.number, phase.part);
    let (last, here) = (name(before), name(this));
    let (message, help) = if this.number == before.number {
        if this.part > before.part {
            return None;
        }
        (format!("phase {here} comes twice in a row"), format!("number the second one {}", before.number + 1))
    } else if this.number < before.number {
        (
            format!("phase {here} comes after phase {last}; numbers are expected to rise"),
            "number the phases in the order in which they run".to_owned(),
        )
    } else if this.number > before.number.saturating_add(1) && !document.phases[this.stated.index()].by_field
    {
        // A field may name a phase of a longer road, of which the file holds a part.
        let is_announced = |number: &u32| names.contains(number.to_string().as_str());
        let mut left_out = before.number + 1..this.number;
        // A chapter may tell of something else than subtasks.
        let missing = left_out.find(|number| !is_chapter || !is_announced(number))?;
        let empty = is_announced(&missing);
        let why = if empty { "holds no subtask" } else { "is missing" };
        (
            format!("phase {here} follows phase {last}; phase {missing} {why}"),
            if empty {
                format!("put subtasks into phase {missing}, or remove it and number what follows anew")
            } else {
                format!("number this phase {missing}, or add the phase that is missing")
            },
        )
    } else {
        return None;
    };
    let line = |phase: &Numbered| Place { file: map.file, span: document.phases[phase.stated.index()].span };
    let mut finding = rule.finding(message, line(this), format!("phase {here} begins here"), help);
    if is_chapter {
        finding.severity = Severity::Warning;
    }
    finding.related.push(label(line(before), format!("phase {last} begins here")));
    finding.subject.insert("phase", here);
    finding.subject.insert("after", last);
    Some(finding)
}
