//! Claims about several features at once, against what is claimed of each: run together they take as long as the
//! longest, one after another as long as all.

use std::collections::{BTreeMap, BTreeSet};

use super::rule::{Rule, label};
use super::said::time_words;
use super::words::listed;
use super::{DocumentMap, Facts};
use crate::diag::Diagnostic;
use crate::plan::{FeatureIx, Place};
use crate::syntax::{Claim, ClaimEntity, Quantity};

/// Adds a finding for each set of features whose claimed time its members contradict.
pub(super) fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for map in facts.maps {
        let claims = &facts.documents[map.file.index()].claims;
        let mut sets: BTreeMap<(Quantity, &[String], u32), Vec<&Claim>> = BTreeMap::new();
        for claim in claims {
            if let ClaimEntity::Features(ids) = &claim.entity {
                sets.entry((claim.quantity, ids, claim.section)).or_default().push(claim);
            }
        }
        if sets.is_empty() {
            continue;
        }
        let members = of_members(facts, map, claims);
        for ((quantity, ids, _), claims) in sets {
            match quantity {
                Quantity::ParallelMinutes => together(rule, facts, map, ids, &claims, &members, found),
                Quantity::SequentialMinutes => in_turn(rule, facts, map, ids, &claims, &members, found),
                _ => {}
            }
        }
    }
}

/// The id of the only feature whose subtasks a document states.
pub(super) fn only_feature(facts: &Facts<'_>, map: &DocumentMap) -> Option<String> {
    let plan = facts.plan;
    let links = plan.documents.get(map.file.index())?;
    let features: BTreeSet<FeatureIx> =
        links.subtasks.iter().flatten().map(|&ix| plan.subtask(ix).feature).collect();
    let mut features = features.into_iter();
    let only = features.next().filter(|_| features.next().is_none())?;
    Some(plan.feature(only).id.clone())
}

/// What a document claims of single features, by quantity and feature.
type Members<'a> = BTreeMap<(Quantity, String), Vec<&'a Claim>>;

fn of_members<'a>(facts: &Facts<'_>, map: &DocumentMap, claims: &'a [Claim]) -> Members<'a> {
    let own = only_feature(facts, map);
    let mut members = Members::new();
    for claim in claims {
        let id = match &claim.entity {
            ClaimEntity::Feature(id) => Some(id.clone()),
            ClaimEntity::Plan => own.clone(),
            _ => None,
        };
        if let Some(id) = id {
            members.entry((claim.quantity, id)).or_default().push(claim);
        }
    }
    members
}

/// Features that run at the same time take no less than the longest of them.
fn together(
    rule: &Rule,
    facts: &Facts<'_>,
    map: &DocumentMap,
    ids: &[String],
    claims: &[&Claim],
    members: &Members<'_>,
    found: &mut Vec<Diagnostic>,
) {
    // Of each feature the shortest claim counts, of all the longest.
    let shortest = ids.iter().filter_map(|id| {
        let of_one = members.get(&(Quantity::ParallelMinutes, id.clone()))?;
        let least = of_one.iter().min_by(|a, b| (a.min + a.max).total_cmp(&(b.min + b.max)))?;
        Some((id, *least))
    });
    let longest = shortest.reduce(|most, other| if other.1.min > most.1.min { other } else { most });
    let Some((id, longest)) = longest else { return };
    let wrong: Vec<&Claim> = claims
        .iter()
        .copied()
        .filter(|claim| !facts.said(map.file, *claim).rounds(longest.min, f64::max(longest.max, claim.max)))
        .collect();
    let Some(first) = wrong.first() else { return };
    let arithmetic = format!("feature {id} alone is said to take `{}`", longest.text.trim());
    report(
        rule,
        map,
        ids,
        &wrong,
        first,
        &format!("be complete after `{}`", first.text.trim()),
        &arithmetic,
        &[longest],
        found,
    );
}

/// Features that run one after another take the sum of them.
fn in_turn(
    rule: &Rule,
    facts: &Facts<'_>,
    map: &DocumentMap,
    ids: &[String],
    claims: &[&Claim],
    members: &Members<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let parts: Option<Vec<&Claim>> = ids
        .iter()
        .map(|id| {
            members.get(&(Quantity::SequentialMinutes, id.clone())).and_then(|claims| claims.last().copied())
        })
        .collect();
    let Some(parts) = parts else { return };
    let sum =
        |parts: &[&Claim]| parts.iter().fold((0.0, 0.0), |sum, part| (sum.0 + part.min, sum.1 + part.max));
    // `all features` may mean more than those that the section gives windows.
    let of_all: Vec<&Claim> = members
        .iter()
        .filter(|((quantity, _), _)| *quantity == Quantity::SequentialMinutes)
        .filter_map(|(_, claims)| claims.last().copied())
        .collect();
    let (own, all) = (sum(&parts), sum(&of_all));
    let about = parts.iter().any(|part| part.approximate);
    let wrong: Vec<&Claim> = claims
        .iter()
        .copied()
        .filter(|claim| {
            let said = facts.said(map.file, *claim).about(about);
            !said.rounds(own.0, own.1) && !said.rounds(all.0, all.1)
        })
        .collect();
    let Some(first) = wrong.first() else { return };
    let terms: Vec<String> = parts.iter().map(|part| part.text.trim().to_owned()).collect();
    let arithmetic =
        format!("each is said to take {} = {}", terms.join(" + "), time_words(own.1, first.scale));
    let claim = format!("take `{}` one after another", first.text.trim());
    report(rule, map, ids, &wrong, first, &claim, &arithmetic, &parts, found);
}

#[expect(clippy::too_many_arguments, reason = "the parts of one sentence")]
fn report(
    rule: &Rule,
    map: &DocumentMap,
    ids: &[String],
    wrong: &[&Claim],
    first: &Claim,
    claim: &str,
    arithmetic: &str,
    because: &[&Claim],
    found: &mut Vec<Diagnostic>,
) {
    let features = listed(ids.iter().cloned());
    let mut finding = rule.finding(
        format!("features {features} are said to {claim}, but {arithmetic}"),
        Place { file: map.file, span: first.span },
        "one of these claims",
        "correct this time, or those of the features",
    );
    let places = wrong.iter().skip(1).chain(because);
    for other in places {
        let place = Place { file: map.file, span: other.span };
        finding.related.push(label(place, format!("`{}`", other.text.trim())));
    }
    finding.subject.insert("features", ids.join(","));
    finding.subject.insert("claim", first.text.clone());
    found.push(finding);
}
