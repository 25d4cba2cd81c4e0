#![doc = include_str!("../../../docs/rules/P503-duration-claim.md")]

use crate::check::rules::limit_reached::cut_map;
use crate::check::stated_times::{self, Span, agrees, sum_words, total};
use crate::check::{DocumentMap, Facts, Rule, counts, phase_groups};
use crate::diag::{Diagnostic, Severity};
use crate::graph::{EstimateSource, times};
use crate::plan::{Place, SubtaskIx};
use crate::source;
use crate::syntax::{Claim, ClaimEntity, Minutes, Quantity};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P503",
    name: "duration-claim",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P503-duration-claim.md"),
    check,
};

/// Needs looked at for the totals of one document.
const STEPS: u64 = 4_000_000;

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for map in facts.maps {
        let mut steps = STEPS;
        for claim in &facts.documents[map.file.index()].claims {
            let wrong = match (claim.quantity, &claim.entity) {
                (Quantity::ParallelMinutes, ClaimEntity::NamedPhase(name)) => {
                    of_phase(facts, map, claim, name, &mut steps)
                }
                (Quantity::ParallelMinutes | Quantity::TotalMinutes, _) => {
                    parallel(facts, map, claim, &mut steps)
                }
                (Quantity::SequentialMinutes, _) => sequential(facts, map, claim),
                _ => None,
            };
            if let Some(arithmetic) = wrong {
                found.push(finding(rule, map, claim, &arithmetic));
            }
        }
        phases(rule, facts, map, found, &mut steps);
        if steps == 0 {
            found.push(cut_map(
                rule,
                map,
                STEPS,
                "totals behind them were not compared with chains of needs",
            ));
        }
    }
}

fn finding(rule: &Rule, map: &DocumentMap, claim: &Claim, arithmetic: &str) -> Diagnostic {
    let who = match &claim.entity {
        ClaimEntity::Feature(id) => format!("feature {id}"),
        ClaimEntity::NamedPhase(name) => format!("phase {name}"),
        _ => "the plan".to_owned(),
    };
    let alone = if claim.quantity == Quantity::SequentialMinutes { " in one window" } else { "" };
    let mut finding = rule.finding(
        format!("{who} is said to take `{}`{alone}, but {arithmetic}", claim.text.trim()),
        Place { file: map.file, span: claim.span },
        "this is claimed",
        "correct the total, or the times that it is made of",
    );
    finding.subject.insert("entity", who);
    finding.subject.insert("claim", claim.text.clone());
    finding
}

/// Why a stated total is wrong: neither the sum of the stated phases nor the phases as written take that long.
fn parallel(facts: &Facts<'_>, map: &DocumentMap, claim: &Claim, steps: &mut u64) -> Option<String> {
    let (map, groups) = match &claim.entity {
        ClaimEntity::Plan => (map, phase_groups::scopes(map)),
        ClaimEntity::Feature(id) => phase_groups::of_feature(facts, map, id)?,
        _ => return None,
    };
    if !phase_groups::covers(facts, map, &groups) {
        return None;
    }
    let mut sums: Vec<Vec<Span>> = Vec::new();
    let mut written: Vec<Vec<Span>> = Vec::new();
    for phases in &groups {
        sums.extend(stated_times::of_phases(facts, map, phases));
        written.extend(stated_times::as_written(facts, map, phases, steps));
    }
    let complete = |times: &[Vec<Span>]| times.len() == groups.len() && !times.is_empty();
    if complete(&sums) && complete(&written) {
        // A phase takes no less than the chain inside it, whatever it is said to take.
        for (stated, chained) in sums.iter_mut().zip(&written) {
            stated
                .iter_mut()
                .zip(chained)
                .for_each(|(stated, chained)| *stated = stated.no_less_than(*chained));
        }
    }
    let known: Vec<&[Vec<Span>]> =
        [&sums[..], &written[..]].into_iter().filter(|times| complete(times)).collect();
    if known.is_empty()
        || known.iter().any(|times| totals(times).into_iter().any(|time| agrees(facts, map, claim, time)))
    {
        return None;
    }
    // Waves without times of their own may overlap: then all that is known is that needs cannot be cut short.
    if !complete(&sums)
        && claim.max <= total(&longest_of(&written)).max.as_f64()
        && fits_needs(facts, map, &groups, claim)
    {
        return None;
    }
    // Several features in one file run side by side or one after another; the longest shows the arithmetic.
    let words = if complete(&sums) {
        let sum = longest_of(&sums);
        let mut words = format!("its phases take {}", sum_words(&sum, claim.scale));
        let written_sum = total(&longest_of(&written));
        if complete(&written) && written_sum.max != total(&sum).max {
            words = format!(
                "{words} with the needs inside them, or {} by the estimates alone",
                sum_words(&longest_of(&written), claim.scale)
            );
        }
        words
    } else {
        format!("its phases take {} as written", sum_words(&longest_of(&written), claim.scale))
    };
    Some(words)
}

fn longest_of(groups: &[Vec<Span>]) -> Vec<Span> {
    groups.iter().max_by_key(|times| total(times)).cloned().unwrap_or_default()
}

/// Whether a claimed time is no shorter than the longest chain of needs.
fn fits_needs(facts: &Facts<'_>, map: &DocumentMap, groups: &[Vec<usize>], claim: &Claim) -> bool {
    let mut minutes = vec![Minutes::ZERO; facts.plan.subtasks.len()];
    for &ix in groups.iter().flatten().flat_map(|&phase| &map.phases[phase].members) {
        minutes[ix.index()] = facts.estimates[ix.index()].min;
    }
    claim.max >= times(facts.graph, &minutes).length.as_f64()
}

/// Why a row about one phase is wrong: neither its sub-phases nor the chain inside it take that long. Without
/// sub-phases a phase may take longer than the chain: days pass, and somebody waits or looks things over.
fn of_phase(
    facts: &Facts<'_>,
    map: &DocumentMap,
    claim: &Claim,
    name: &str,
    steps: &mut u64,
) -> Option<String> {
    let phase = counts::named(map, name)?;
    let parts = stated_times::of_sub_phases(facts, map, phase).filter(|parts| parts.len() > 1);
    let chain = stated_times::chain(facts, map, phase, steps);
    let stated = || stated_times::of_phases(facts, map, &[phase]).and_then(|times| times.first().copied());
    let known: Vec<Span> =
        parts.as_deref().map(total).into_iter().chain(chain.as_ref().map(|chain| chain.time)).collect();
    if known.is_empty() {
        let stated = stated().filter(|stated| !agrees(facts, map, claim, *stated))?;
        return Some(format!("where it is opened it takes {}", sum_words(&[stated], claim.scale)));
    }
    let is_long_enough =
        parts.is_none() && chain.as_ref().is_some_and(|chain| claim.max >= chain.time.min.as_f64());
    if is_long_enough || known.iter().any(|time| agrees(facts, map, claim, *time)) {
        return None;
    }
    Some(match (parts, chain) {
        (Some(parts), _) => format!("its sub-phases take {}", sum_words(&parts, claim.scale)),
        (None, Some(chain)) => chain.words(facts, claim.scale),
        (None, None) => return None,
    })
}

/// Side by side, and one after another.
fn totals(groups: &[Vec<Span>]) -> Vec<Span> {
    let each: Vec<Span> = groups.iter().map(|times| total(times)).collect();
    let longest = each.iter().copied().max().unwrap_or_default();
    vec![longest, total(&each)]
}

/// Why a stated time for one window is wrong: it is not the sum of all estimates, every one of which is stated.
fn sequential(facts: &Facts<'_>, map: &DocumentMap, claim: &Claim) -> Option<String> {
    let plan = facts.plan;
    let mut subtasks: Vec<SubtaskIx> = match &claim.entity {
        ClaimEntity::Plan => {
            plan.documents.get(map.file.index())?.subtasks.iter().copied().flatten().collect()
        }
        ClaimEntity::Feature(id) => {
            plan.indices().filter(|&ix| plan.feature(plan.subtask(ix).feature).id == *id).collect()
        }
        _ => return None,
    };
    subtasks.sort_unstable();
    subtasks.dedup();
    let estimates: Vec<_> = subtasks.iter().map(|ix| facts.estimates[ix.index()]).collect();
    if estimates.is_empty() || estimates.iter().any(|estimate| estimate.source != EstimateSource::Stated) {
        return None;
    }
    let times: Vec<Span> = estimates.iter().map(|e| Span { min: e.min, max: e.max }).collect();
    let sum = total(&times);
    (!agrees(facts, map, claim, sum)).then(|| {
        format!("its {} subtasks take {} one after another", times.len(), sum_words(&[sum], claim.scale))
    })
}

/// Phases that state a time which their own sub-phases contradict, or the needs inside them.
fn phases(rule: &Rule, facts: &Facts<'_>, map: &DocumentMap, found: &mut Vec<Diagnostic>, steps: &mut u64) {
    let document = &facts.documents[map.file.index()];
    for (at, phase) in map.phases.iter().enumerate() {
        let stated = phase.stated.iter().find_map(|ix| document.phases[ix.index()].estimate.as_ref());
        let Some(stated) = stated else { continue };
        let text = facts.sources[map.file.index()].slice(stated.span).trim().to_owned();
        let claim = Claim {
            entity: ClaimEntity::NamedPhase(phase.name.clone()),
            quantity: Quantity::ParallelMinutes,
            min: stated.min.as_f64(),
            max: stated.max.as_f64(),
            approximate: stated.approximate,
            precision: 1.0,
            text,
            span: stated.span,
            number: source::Span::default(),
            scale: 1.0,
            section: 0,
        };
        let parts = stated_times::of_sub_phases(facts, map, at).filter(|parts| parts.len() > 1);
        let wrong = match parts {
            Some(parts) if agrees(facts, map, &claim, total(&parts)) => None,
            Some(parts) => Some(format!("its sub-phases take {}", sum_words(&parts, claim.scale))),
            None => too_short(facts, map, at, &claim, steps),
        };
        if let Some(arithmetic) = wrong {
            found.push(finding(rule, map, &claim, &arithmetic));
        }
    }
}

/// A phase may take longer than what runs in it, but not shorter than the longest chain of needs inside it.
fn too_short(
    facts: &Facts<'_>,
    map: &DocumentMap,
    phase: usize,
    claim: &Claim,
    steps: &mut u64,
) -> Option<String> {
    let chain = stated_times::chain(facts, map, phase, steps)?;
    (claim.max < chain.time.min.as_f64() && !agrees(facts, map, claim, chain.time))
        .then(|| chain.words(facts, claim.scale))
}
