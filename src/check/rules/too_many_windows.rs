#![doc = include_str!("../../../docs/rules/P303-too-many-windows.md")]

use std::collections::BTreeSet;

use crate::check::rule::label;
use crate::check::words::counted;
use crate::check::{DocumentMap, Facts, Rule, windows};
use crate::diag::{Diagnostic, Severity};
use crate::plan::Place;
use crate::syntax::{Claim, ClaimEntity, Quantity};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P303",
    name: "too-many-windows",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P303-too-many-windows.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for map in facts.maps {
        let limit = Limit::of(facts, map);
        for at in 0..map.phases.len() {
            let opened = windows::of_phase(facts, map, at).count();
            if opened > limit.most {
                let name = &map.phases[at].name;
                let message = format!("phase {name} opens {}; {}", counted(opened, "window"), limit.words());
                let place = map.phase_line(facts, at);
                let mut finding = limit.finding(rule, map, message, place, format!("{opened} windows"));
                finding.subject.insert("phase", name.clone());
                found.push(finding);
            }
        }
        announced(rule, facts, map, &limit, found);
    }
}

/// How many windows are too many, and where the text says so.
struct Limit<'a> {
    most: usize,
    stated: Option<&'a Claim>,
}

impl<'a> Limit<'a> {
    /// The lowest limit that the document states itself, if it is lower than the general one.
    fn of(facts: &Facts<'a>, map: &DocumentMap) -> Limit<'a> {
        let claims = &facts.documents[map.file.index()].claims;
        let limits =
            claims.iter().filter(|claim| claim.quantity == Quantity::WindowLimit && claim.max >= 1.0);
        let most = facts.rules(map.file).most_windows as usize;
        let stated = limits.min_by(|a, b| a.max.total_cmp(&b.max)).filter(|claim| at_once(claim) <= most);
        Limit { most: stated.map_or(most, at_once), stated }
    }

    fn words(&self) -> String {
        match self.stated {
            Some(_) => format!("the text itself warns of more than {}", self.most),
            None => format!("more than {} are hard to follow", self.most),
        }
    }

    fn finding(
        &self,
        rule: &Rule,
        map: &DocumentMap,
        message: String,
        place: Place,
        text: impl Into<String>,
    ) -> Diagnostic {
        let most = self.most;
        let help = format!(
            "keep to {most} windows at once: split the phase, or let windows run several subtasks in turn"
        );
        let mut finding = rule.finding(message, place, text, help);
        if let Some(claim) = self.stated {
            let place = Place { file: map.file, span: claim.span };
            finding.related.push(label(place, "the limit that the text states"));
        }
        finding
    }
}

/// Windows that the text announces or gives to features; those of a phase's own line are P501's.
fn announced(
    rule: &Rule,
    facts: &Facts<'_>,
    map: &DocumentMap,
    limit: &Limit<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let document = &facts.documents[map.file.index()];
    let mut told = BTreeSet::new();
    for claim in &document.claims {
        let counts_windows = matches!(claim.quantity, Quantity::Windows | Quantity::OpenedWindows);
        let of_phase = matches!(claim.entity, ClaimEntity::Phase(_) | ClaimEntity::NamedPhase(_));
        if !counts_windows || of_phase || at_once(claim) <= limit.most {
            continue;
        }
        told.insert(claim.section);
        let message = format!("{} windows at once are announced; {}", at_once(claim), limit.words());
        let place = Place { file: map.file, span: claim.span };
        let mut finding = limit.finding(rule, map, message, place, "announced here");
        finding.subject.insert("claim", claim.text.clone());
        found.push(finding);
    }
    for section in document.allotments.chunk_by(|a, b| a.section == b.section) {
        let Some(allotment) = section.iter().max_by_key(|allotment| allotment.last) else { continue };
        let opened = allotment.last as usize;
        if opened <= limit.most || told.contains(&allotment.section) {
            continue;
        }
        let message = format!("windows up to {opened} are given to features; {}", limit.words());
        let place = Place { file: map.file, span: allotment.span };
        let mut finding = limit.finding(rule, map, message, place, "the last of them");
        finding.subject.insert("feature", allotment.feature.clone());
        found.push(finding);
    }
}

#[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "a count that was written")]
fn at_once(claim: &Claim) -> usize {
    claim.max as usize
}
