#![doc = include_str!("../../../docs/rules/P506-conflicting-claims.md")]

use std::collections::BTreeMap;

use crate::check::rule::label;
use crate::check::rules::limit_reached::{cut, start};
use crate::check::said::{Said, short};
use crate::check::words::listed;
use crate::check::{DocumentMap, Facts, Rule, claimed_sets, phase_groups, stated_times};
use crate::diag::{Diagnostic, Severity};
use crate::plan::{Place, SubtaskIx};
use crate::source::FileIx;
use crate::syntax::{Claim, ClaimEntity, Quantity};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P506",
    name: "conflicting-claims",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P506-conflicting-claims.md"),
    check,
};

/// Other places that one finding shows.
const SHOWN: usize = 16;

/// Needs looked at for what the phases of all features take.
const STEPS: u64 = 4_000_000;

/// Root, feature and quantity that claims are compared within.
type Key = (u32, String, Quantity);

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let mut groups: BTreeMap<Key, Vec<(&DocumentMap, &Claim)>> = BTreeMap::new();
    for map in facts.maps {
        let root = facts.roots.get(map.file.index()).copied().unwrap_or_default();
        let claims = &facts.documents[map.file.index()].claims;
        let own = if claims.is_empty() { None } else { claimed_sets::only_feature(facts, map) };
        for claim in claims {
            if let Some((feature, quantity)) = key(facts, map, own.as_ref(), claim) {
                groups.entry((root, feature, quantity)).or_default().push((map, claim));
            }
        }
    }
    let mut steps = STEPS;
    for ((_, feature, quantity), mut claims) in groups {
        let bounds = |map: &DocumentMap, claim: &Claim| facts.said(map.file, claim).bounds();
        let least = claims.iter().map(|(map, claim)| bounds(map, claim).1).fold(f64::INFINITY, f64::min);
        let most = claims.iter().map(|(map, claim)| bounds(map, claim).0).fold(0.0, f64::max);
        if least > most {
            continue;
        }
        let computed = written(facts, &feature, &claims, quantity, &mut steps);
        let reference = computed.unwrap_or_else(|| middle(&claims));
        let distance = |claim: &Claim| Said::from(claim).distance(reference);
        claims.sort_by(|(_, a), (_, b)| distance(b).total_cmp(&distance(a)));
        found.push(finding(rule, &feature, quantity, &claims, computed));
    }
    if steps == 0 {
        let unchecked =
            "claims behind them were compared with each other and not with the phases of their map";
        found.push(cut(rule, start(FileIx(0)), STEPS, unchecked));
    }
    claimed_sets::check(rule, facts, found);
}

/// What a claim is about, if it can be compared with claims in other places.
fn key(
    facts: &Facts<'_>,
    map: &DocumentMap,
    own: Option<&String>,
    claim: &Claim,
) -> Option<(String, Quantity)> {
    use Quantity::{
        ElapsedMinutes, ExampleMinutes, ParallelMinutes, Phases, SequentialMinutes, Subtasks, TotalMinutes,
        TrackMinutes, Windows,
    };
    let quantity = match claim.quantity {
        ParallelMinutes | TotalMinutes | ExampleMinutes => ParallelMinutes,
        SequentialMinutes => SequentialMinutes,
        TrackMinutes => TrackMinutes,
        // The end of the last phase is the end of the plan.
        ElapsedMinutes => {
            let ClaimEntity::Phase(ix) = claim.entity else { return None };
            map.phases.last().filter(|phase| phase.stated.contains(&ix))?;
            return Some((own?.clone(), ParallelMinutes));
        }
        counted @ (Subtasks | Phases | Windows) => counted,
        _ => return None,
    };
    let feature = match &claim.entity {
        ClaimEntity::Feature(id) => id.clone(),
        ClaimEntity::Plan => own?.clone(),
        _ => return None,
    };
    // Counts of a feature whose subtasks are known are judged against these.
    let counts = matches!(quantity, Subtasks | Phases | Windows);
    (!counts || phase_groups::feature(facts, map, &feature).is_none()).then_some((feature, quantity))
}

/// What the feature's phases take as written by its map.
fn written(
    facts: &Facts<'_>,
    feature: &str,
    claims: &[(&DocumentMap, &Claim)],
    quantity: Quantity,
    steps: &mut u64,
) -> Option<f64> {
    if quantity != Quantity::ParallelMinutes {
        return None;
    }
    let (map, _) = claims.first()?;
    let ix = phase_groups::feature(facts, map, feature)?;
    let choice = facts.plan.maps.iter().find(|choice| choice.feature == ix)?;
    let chosen = facts.maps.get(choice.chosen.index())?;
    let own = |phase: &usize| {
        let members: &[SubtaskIx] = &chosen.phases[*phase].members;
        members.iter().any(|&member| facts.plan.subtask(member).feature == ix)
    };
    let phases: Vec<usize> = (0..chosen.phases.len()).filter(own).collect();
    let times = stated_times::as_written(facts, chosen, &phases, steps).filter(|times| !times.is_empty())?;
    Some(times.iter().map(|time| time.min.as_f64()).sum())
}

/// The middle claim of all.
fn middle(claims: &[(&DocumentMap, &Claim)]) -> f64 {
    let mut values: Vec<f64> = claims.iter().map(|(_, claim)| f64::midpoint(claim.min, claim.max)).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn finding(
    rule: &Rule,
    feature: &str,
    quantity: Quantity,
    claims: &[(&DocumentMap, &Claim)],
    computed: Option<f64>,
) -> Diagnostic {
    let mut texts: Vec<&str> = Vec::new();
    let mut values: Vec<(f64, f64)> = Vec::new();
    for (_, claim) in claims {
        if !values.contains(&(claim.min, claim.max)) {
            values.push((claim.min, claim.max));
            texts.push(claim.text.trim());
        }
    }
    let what = match quantity {
        Quantity::ParallelMinutes => "take",
        Quantity::SequentialMinutes => "take in one window",
        Quantity::TrackMinutes => "take with a window for each track",
        _ => "have",
    };
    let listed = listed(texts.iter().map(|text| format!("`{text}`")));
    let known = computed
        .map_or(String::new(), |minutes| format!("; its phases as written take {} minutes", short(minutes)));
    let (map, worst) = claims[0];
    let mut finding = rule.finding(
        format!("feature {feature} is said to {what} {listed}{known}"),
        Place { file: map.file, span: worst.span },
        "one of these claims",
        "agree on one value, and correct the other places",
    );
    for (map, claim) in claims.iter().skip(1).take(SHOWN) {
        let place = Place { file: map.file, span: claim.span };
        finding.related.push(label(place, format!("`{}`", claim.text.trim())));
    }
    finding.subject.insert("feature", feature.to_owned());
    finding.subject.insert("quantity", what.to_owned());
    finding
}
