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
            let set = ClaimedSet { rule, facts, map, ids, claims };
            found.extend(match quantity {
                Quantity::ParallelMinutes => set.together(&members),
                Quantity::SequentialMinutes => set.in_turn(&members),
                _ => None,
            });
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

/// What one section claims of several features.
struct ClaimedSet<'a> {
    rule: &'a Rule,
    facts: &'a Facts<'a>,
    map: &'a DocumentMap,
    ids: &'a [String],
    claims: Vec<&'a Claim>,
}

impl<'a> ClaimedSet<'a> {
    /// Features that run at the same time take no less than the longest of them.
    fn together(&self, members: &Members<'a>) -> Option<Diagnostic> {
        // Of each feature the shortest claim counts, of all the longest.
        let shortest = self.ids.iter().filter_map(|id| {
            let of_one = members.get(&(Quantity::ParallelMinutes, id.clone()))?;
            let least = of_one.iter().min_by(|a, b| (a.min + a.max).total_cmp(&(b.min + b.max)))?;
            Some((id, *least))
        });
        let (id, longest) =
            shortest.reduce(|most, other| if other.1.min > most.1.min { other } else { most })?;
        let is_right = |claim: &Claim| {
            self.facts.said(self.map.file, claim).rounds(longest.min, f64::max(longest.max, claim.max))
        };
        let wrong: Vec<&Claim> = self.claims.iter().copied().filter(|claim| !is_right(claim)).collect();
        let claim = format!("be complete after `{}`", wrong.first()?.text.trim());
        let arithmetic = format!("feature {id} alone is said to take `{}`", longest.text.trim());
        self.finding(&wrong, &claim, &arithmetic, &[longest])
    }

    /// Features that run one after another take the sum of them.
    fn in_turn(&self, members: &Members<'a>) -> Option<Diagnostic> {
        let last = |id: &String| members.get(&(Quantity::SequentialMinutes, id.clone()))?.last().copied();
        let parts: Vec<&Claim> = self.ids.iter().map(last).collect::<Option<_>>()?;
        let sum = |parts: &[&Claim]| {
            parts.iter().fold((0.0, 0.0), |sum, part| (sum.0 + part.min, sum.1 + part.max))
        };
        // `all features` may mean more than those that the section gives windows.
        let of_all: Vec<&Claim> = members
            .iter()
            .filter(|((quantity, _), _)| *quantity == Quantity::SequentialMinutes)
            .filter_map(|(_, claims)| claims.last().copied())
            .collect();
        let (own, all) = (sum(&parts), sum(&of_all));
        let about = parts.iter().any(|part| part.approximate);
        let is_right = |claim: &Claim| {
            let said = self.facts.said(self.map.file, claim).about(about);
            said.rounds(own.0, own.1) || said.rounds(all.0, all.1)
        };
        let wrong: Vec<&Claim> = self.claims.iter().copied().filter(|claim| !is_right(claim)).collect();
        let first = wrong.first()?;
        let terms: Vec<String> = parts.iter().map(|part| part.text.trim().to_owned()).collect();
        let arithmetic =
            format!("each is said to take {} = {}", terms.join(" + "), time_words(own.1, first.scale));
        let claim = format!("take `{}` one after another", first.text.trim());
        self.finding(&wrong, &claim, &arithmetic, &parts)
    }

    /// The finding at the first wrong claim; the others, and the claims that contradict them, are related.
    fn finding(
        &self,
        wrong: &[&Claim],
        claim: &str,
        arithmetic: &str,
        because: &[&Claim],
    ) -> Option<Diagnostic> {
        let (first, others) = wrong.split_first()?;
        let features = listed(self.ids.iter().cloned());
        let place = |claim: &Claim| Place { file: self.map.file, span: claim.span };
        let mut finding = self.rule.finding(
            format!("features {features} are said to {claim}, but {arithmetic}"),
            place(first),
            "one of these claims",
            "correct this time, or those of the features",
        );
        for other in others.iter().chain(because) {
            finding.related.push(label(place(other), format!("`{}`", other.text.trim())));
        }
        finding.subject.insert("features", self.ids.join(","));
        finding.subject.insert("claim", first.text.clone());
        Some(finding)
    }
}
