#![doc = include_str!("../../../docs/rules/P503-duration-claim.md")]

use crate::check::rules::limit_reached::cut_map;
use crate::check::stated_times::{self, Span, agrees, sum_words};
use crate::check::{DocumentMap, Facts, Rule, phase_groups};
use crate::diag::{Diagnostic, Severity};
use crate::graph::EstimateSource;
use crate::plan::{Place, SubtaskIx};
use crate::syntax::{Claim, ClaimEntity, Quantity};

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
            let wrong = match claim.quantity {
                Quantity::ParallelMinutes | Quantity::TotalMinutes => parallel(facts, map, claim, &mut steps),
                Quantity::SequentialMinutes => sequential(facts, map, claim),
                _ => None,
            };
            if let Some(arithmetic) = wrong {
                found.push(finding(rule, map, claim, &arithmetic));
            }
        }
        if steps == 0 {
            found.push(cut_map(
                rule,
                map,
                STEPS,
                "totals behind them were not compared with chains of needs",
            ));
        }
        sub_phases(rule, facts, map, found);
    }
}

fn finding(rule: &Rule, map: &DocumentMap, claim: &Claim, arithmetic: &str) -> Diagnostic {
    let who = match &claim.entity {
        ClaimEntity::Feature(id) => format!("feature {id}"),
        _ => "the plan".to_owned(),
    };
    let mut finding = rule.finding(
        format!("{who} is said to take `{}`, but {arithmetic}", claim.text),
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
    if known.is_empty() || known.iter().any(|times| totals(times).into_iter().any(|time| agrees(claim, time)))
    {
        return None;
    }
    // Several features in one file run side by side or one after another; the longest shows the arithmetic.
    let longest =
        |times: &[Vec<Span>]| times.iter().max_by_key(|times| total(times)).cloned().unwrap_or_default();
    let words = if complete(&sums) {
        let sum = longest(&sums);
        let mut words = format!("its phases take {} minutes", sum_words(&sum));
        if complete(&written) && total(&longest(&written)) != total(&sum) {
            words = format!(
                "{words} with the needs inside them, or {} by the estimates alone",
                sum_words(&longest(&written))
            );
        }
        words
    } else {
        format!("its phases take {} minutes as written", sum_words(&longest(&written)))
    };
    Some(words)
}

fn total(times: &[Span]) -> Span {
    times.iter().copied().fold(Span::default(), Span::plus)
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
    (!agrees(claim, sum))
        .then(|| format!("its {} subtasks take {} minutes one after another", times.len(), sum.words()))
}

/// A phase and its sub-phases that both state times.
fn sub_phases(rule: &Rule, facts: &Facts<'_>, map: &DocumentMap, found: &mut Vec<Diagnostic>) {
    let document = &facts.documents[map.file.index()];
    for (at, phase) in map.phases.iter().enumerate() {
        let stated = phase.stated.iter().find_map(|ix| document.phases[ix.index()].estimate.as_ref());
        let (Some(stated), Some(parts)) = (stated, stated_times::of_sub_phases(facts, map, at)) else {
            continue;
        };
        let text = facts.sources[map.file.index()].slice(stated.span).trim().to_owned();
        let claim = Claim {
            entity: ClaimEntity::Plan,
            quantity: Quantity::TotalMinutes,
            min: stated.min.as_f64(),
            max: stated.max.as_f64(),
            approximate: stated.approximate,
            precision: 1.0,
            text,
            span: stated.span,
        };
        if parts.len() < 2 || agrees(&claim, total(&parts)) {
            continue;
        }
        let mut finding = finding(rule, map, &claim, "");
        finding.message = format!(
            "phase {} is said to take `{}`, but its sub-phases take {} minutes",
            phase.name,
            claim.text,
            sum_words(&parts)
        );
        finding.subject.insert("entity", format!("phase {}", phase.name));
        found.push(finding);
    }
}
