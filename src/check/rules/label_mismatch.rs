#![doc = include_str!("../../../docs/rules/P305-label-mismatch.md")]

use std::collections::{BTreeMap, BTreeSet};

use crate::check::given_window::{GivenWindow, by_phase, given};
use crate::check::rule::label;
use crate::check::words::counted;
use crate::check::{DocumentMap, Facts, Rule, phase_groups, windows};
use crate::diag::{Applicability, Diagnostic, Edit, Fix, Severity};
use crate::plan::{Place, SubtaskIx};
use crate::syntax::{Allotment, Claim, ClaimEntity, Form, Quantity};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P305",
    name: "label-mismatch",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P305-label-mismatch.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for map in facts.maps {
        labels(rule, facts, map, found);
        let document = &facts.documents[map.file.index()];
        if !document.allotments.is_empty() {
            let rows = rows(&document.claims);
            for allotment in &document.allotments {
                ranges(rule, facts, map, allotment, rows.get(allotment.feature.as_str()).copied(), found);
            }
        }
    }
    for choice in &facts.plan.maps {
        let Some(chosen) = facts.maps.get(choice.chosen.index()) else { continue };
        for other in choice.others.iter().filter_map(|file| facts.maps.get(file.index())) {
            // A pair of documents may share several features and is compared once.
            if seen.insert((chosen.file, other.file)) {
                documents(rule, facts, chosen, other, found);
            }
        }
    }
}

/// Windows of one document against those of the map that counts.
fn documents(
    rule: &Rule,
    facts: &Facts<'_>,
    chosen: &DocumentMap,
    other: &DocumentMap,
    found: &mut Vec<Diagnostic>,
) {
    let (map, mut told) = (given(facts, chosen), BTreeSet::new());
    let places = by_phase(&map);
    for here in given(facts, other) {
        let Some(phase) = here.phase else { continue };
        let Some(there) = places.get(&(here.subtask, phase)) else { continue };
        let agrees = there.iter().any(|window| window.number == here.window.number);
        if agrees || facts.plan.subtask(here.subtask).integration || !told.insert((here.subtask, phase)) {
            continue;
        }
        let name = facts.plan.name(here.subtask);
        let (number, mapped) = (here.window.number, there[0]);
        let holder = map.iter().find(|g| g.phase == Some(phase) && g.window.number == number);
        let instead = holder
            .map_or(String::new(), |g| format!(", and window {number} to `{}`", facts.plan.name(g.subtask)));
        let mut finding = rule.finding(
            format!(
                "`{name}` has window {number} of phase {phase} here, but the map gives it window {}{instead}",
                mapped.number
            ),
            Place { file: other.file, span: here.window.span },
            format!("window {number} is `{name}`"),
            "use the same window for a subtask in every document",
        );
        let place = Place { file: chosen.file, span: mapped.span };
        finding.related.push(label(place, format!("`{name}` has window {}", mapped.number)));
        finding.subject.insert("subtask", name.to_owned());
        finding.subject.insert("phase", phase.to_owned());
        finding.subject.insert("window", number.to_string());
        found.push(finding);
    }
}

/// Labels of tabs against the window lines of the same document.
fn labels(rule: &Rule, facts: &Facts<'_>, map: &DocumentMap, found: &mut Vec<Diagnostic>) {
    let all = given(facts, map);
    let is_label = |given: &&GivenWindow<'_>| {
        given.form == Form::Reference && !facts.plan.subtask(given.subtask).integration
    };
    let numbers: Vec<u32> = all.iter().filter(is_label).map(|given| given.window.number).collect();
    if numbers.is_empty() {
        return;
    }
    let mut lines: BTreeMap<SubtaskIx, Vec<&GivenWindow<'_>>> = BTreeMap::new();
    for given in all.iter().filter(|given| given.form != Form::Reference) {
        lines.entry(given.subtask).or_default().push(given);
    }
    for here in all.iter().filter(is_label) {
        let Some(lines) = lines.get(&here.subtask) else { continue };
        let comparable = |line: &&&GivenWindow<'_>| here.phase.is_none() || line.phase == here.phase;
        let Some(line) = lines.iter().find(comparable) else { continue };
        if lines.iter().filter(comparable).any(|line| line.window.number == here.window.number) {
            continue;
        }
        let name = facts.plan.name(here.subtask);
        let (number, mapped) = (here.window.number, line.window.number);
        let mut finding = rule.finding(
            format!("the label gives `{name}` window {number}, but its window line says {mapped}"),
            Place { file: map.file, span: here.window.span },
            format!("window {number} is `{name}`"),
            format!("write {mapped}, or correct the window line"),
        );
        finding
            .related
            .push(label(Place { file: map.file, span: line.window.span }, format!("window {mapped}")));
        // Where another label has that number, the id may be the slip.
        if !numbers.contains(&mapped) {
            let edits = vec![Edit { file: map.file, span: here.window.span, text: mapped.to_string() }];
            let title = format!("write {mapped}");
            finding.fix = Some(Fix { applicability: Applicability::Safe, title, edits });
        }
        finding.subject.insert("subtask", name.to_owned());
        finding.subject.insert("window", number.to_string());
        found.push(finding);
    }
}

/// A range of windows that is given to a feature, against how many the feature opens.
fn ranges(
    rule: &Rule,
    facts: &Facts<'_>,
    map: &DocumentMap,
    allotment: &Allotment,
    row: Option<&Claim>,
    found: &mut Vec<Diagnostic>,
) {
    let id = &allotment.feature;
    let width = (allotment.last - allotment.first) as usize + 1;
    let mut wanted: Vec<usize> = of_phases(facts, map, allotment);
    #[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "a count that was written")]
    wanted.extend(row.map(|claim| claim.max as usize));
    let Some(&first) = wanted.last().filter(|_| !wanted.contains(&width)) else { return };
    let opens = match (row, &allotment.phase) {
        (Some(_), _) => "its row says".to_owned(),
        (None, Some(phase)) => format!("its phase {phase} opens"),
        (None, None) => "its widest phase opens".to_owned(),
    };
    let words = facts.sources[map.file.index()].slice(allotment.span);
    let mut finding = rule.finding(
        format!("windows {words} are {} for feature {id}, but {opens} {first}", counted(width, "window")),
        Place { file: map.file, span: allotment.span },
        counted(width, "window"),
        "give the feature as many windows as its widest phase opens",
    );
    if let Some(claim) = row {
        finding.related.push(label(Place { file: map.file, span: claim.span }, format!("{first} here")));
    }
    finding.subject.insert("feature", id.clone());
    finding.subject.insert("windows", words.to_owned());
    found.push(finding);
}

/// How many windows the document says that each feature opens at most.
fn rows(claims: &[Claim]) -> BTreeMap<&str, &Claim> {
    let mut rows = BTreeMap::new();
    for claim in claims {
        if let (Quantity::Windows, ClaimEntity::Feature(id)) = (claim.quantity, &claim.entity)
            && claim.min >= claim.max
        {
            rows.entry(id.as_str()).or_insert(claim);
        }
    }
    rows
}

/// How many windows the named phase of a feature opens, or its widest where none is named: with and without buffers,
/// and one for each subtask.
fn of_phases(facts: &Facts<'_>, map: &DocumentMap, allotment: &Allotment) -> Vec<usize> {
    let Some((chosen, groups)) = phase_groups::of_feature(facts, map, &allotment.feature) else {
        return Vec::new();
    };
    let named = allotment.phase.as_deref();
    let phases = groups.iter().flatten().copied();
    let mut widest = [0; 3];
    for phase in phases.filter(|&phase| named.is_none_or(|name| chosen.phases[phase].name == name)) {
        let windows = windows::of_phase(facts, chosen, phase);
        let members = chosen.phases[phase].members.len();
        let all = if windows.is_numbered() { windows.count() } else { members };
        for (most, count) in widest.iter_mut().zip([members, all, all - windows.buffers().min(all)]) {
            *most = count.max(*most);
        }
    }
    widest.into_iter().filter(|&count| count > 0).collect()
}
