#![doc = include_str!("../../../docs/rules/P502-parallel-claim.md")]

use crate::check::said::{Said, short};
use crate::check::words::{counted, names};
use crate::check::{DocumentMap, Facts, Rule, phase_groups, windows};
use crate::diag::{Diagnostic, Severity};
use crate::graph::widest_antichain;
use crate::plan::{Place, SubtaskIx};
use crate::syntax::{Claim, ClaimEntity, Quantity, Unit};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P502",
    name: "parallel-claim",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P502-parallel-claim.md"),
    check,
};

/// Nodes that all questions about largest antichains may visit.
const STEPS: u64 = 20_000_000;

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let mut steps = STEPS;
    for map in facts.maps {
        for claim in &facts.documents[map.file.index()].claims {
            if claim.quantity == Quantity::Windows
                && let Some(finding) = judge(rule, facts, map, claim, &mut steps)
            {
                found.push(finding);
            }
        }
    }
}

/// The phase of a plan that opens the most windows.
struct Widest {
    name: String,
    /// Its windows in use, with buffers, and its subtasks: an author may count either.
    values: Vec<usize>,
}

fn judge(
    rule: &Rule,
    facts: &Facts<'_>,
    map: &DocumentMap,
    claim: &Claim,
    steps: &mut u64,
) -> Option<Diagnostic> {
    let (who, members) = subject(facts, map, claim)?;
    let widest = widest(facts, map, claim);
    let said = Said::from(claim).with_unit(Unit::Count);
    let is_bound = claim.min < claim.max && claim.min <= 0.0;
    let agrees = |count: usize| {
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        let count = count as f64;
        said.rounds(count, count)
    };
    let off = widest.as_ref().filter(|widest| !widest.values.iter().any(|&count| agrees(count)));
    let too_many = if is_bound {
        None
    } else {
        too_many(facts, &members, claim, kept_free(widest.as_ref(), said), steps)
    };
    let mut parts = Vec::new();
    if let Some(widest) = off {
        parts.push(format!("its widest phase, {}, has {}", widest.name, counted(widest.values[0], "window")));
    }
    if let Some((most, wave)) = &too_many {
        let at_once =
            format!("its needs let no more than {} run at once ({})", most.len(), names(facts.plan, most));
        let soon = format!("{wave} if each starts as early as it can");
        parts.push(if *wave < most.len() { format!("{at_once}, and {soon}") } else { at_once });
    }
    if parts.is_empty() {
        return None;
    }
    let words = if is_bound { format!("at most {}", short(claim.max)) } else { claim.text.clone() };
    let right = match (off, &too_many) {
        (Some(widest), None) if widest.values.iter().all(|value| *value == widest.values[0]) => {
            Some(widest.values[0])
        }
        (None, Some((most, wave))) if most.len() == *wave => Some(*wave),
        _ => None,
    };
    let help = match right {
        Some(right) => format!("write {right}, or change the phases"),
        None => "say how many windows the widest phase opens, or change the phases or needs".to_owned(),
    };
    let mut finding = rule.finding(
        format!("{who} is said to run `{words}` at once, but {}", parts.join("; and ")),
        Place { file: map.file, span: claim.span },
        "this many at once",
        help,
    );
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let value = right.map(|right| right as f64);
    finding.fix = value.filter(|_| !is_bound || claim.max > 0.0).and_then(|value| said.fix(map.file, value));
    finding.subject.insert("entity", who);
    finding.subject.insert("claim", claim.text.clone());
    Some(finding)
}

/// Whose windows are claimed: words, and the subtasks.
fn subject(facts: &Facts<'_>, map: &DocumentMap, claim: &Claim) -> Option<(String, Vec<SubtaskIx>)> {
    let plan = facts.plan;
    match &claim.entity {
        ClaimEntity::Feature(id) => {
            let feature = phase_groups::feature(facts, map, id)?;
            let start = plan.sorted.partition_point(|&ix| plan.subtask(ix).feature < feature);
            let end = plan.sorted.partition_point(|&ix| plan.subtask(ix).feature <= feature);
            Some((format!("feature {id}"), plan.sorted[start..end].to_vec()))
        }
        ClaimEntity::Plan => {
            let links = plan.documents.get(map.file.index())?;
            let mut members: Vec<SubtaskIx> = links.subtasks.iter().copied().flatten().collect();
            members.sort_unstable();
            members.dedup();
            Some(("the plan of this file".to_owned(), members))
        }
        _ => None,
    }
    .filter(|(_, members)| members.len() > 1)
}

/// The widest phase, if the phases hold every subtask and follow each other.
fn widest(facts: &Facts<'_>, map: &DocumentMap, claim: &Claim) -> Option<Widest> {
    let (map, groups) = match &claim.entity {
        ClaimEntity::Feature(id) => phase_groups::of_feature(facts, map, id)?,
        _ => (map, phase_groups::scopes(map)),
    };
    let ([phases], true) = (&groups[..], phase_groups::covers(facts, map, &groups)) else { return None };
    let width = |phase: usize| {
        let windows = windows::of_phase(facts, map, phase);
        let members = map.phases[phase].members.len();
        let used = if windows.is_numbered() { windows.count() - windows.buffers() } else { members };
        (used, used + windows.buffers(), members)
    };
    let used = phases.iter().map(|&phase| width(phase).0).max()?;
    let all = phases.iter().map(|&phase| width(phase).1).max()?;
    let members = phases.iter().map(|&phase| width(phase).2).max()?;
    let first = phases.iter().find(|&&phase| width(phase).0 == used)?;
    Some(Widest { name: format!("phase {}", map.phases[*first].name), values: vec![used, all, members] })
}

/// How many of the claimed windows are buffers, in which nothing has to run.
fn kept_free(widest: Option<&Widest>, said: Said) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    widest.map_or(0.0, |widest| {
        let (used, all) = (widest.values[0] as f64, widest.values[1] as f64);
        if said.rounds(all, all) { all - used } else { 0.0 }
    })
}

/// The most that needs let run at once, and the widest wave, if more is claimed.
fn too_many(
    facts: &Facts<'_>,
    members: &[SubtaskIx],
    claim: &Claim,
    kept_free: f64,
    steps: &mut u64,
) -> Option<(Vec<SubtaskIx>, usize)> {
    let mut waves: Vec<usize> = Vec::new();
    for &ix in members {
        let level = facts.graph.level(ix) as usize;
        waves.resize(waves.len().max(level + 1), 0);
        waves[level] += 1;
    }
    let wave = waves.into_iter().max()?;
    let slack = if claim.approximate { claim.min * 0.1 } else { 0.0 } + 1e-6;
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let more_than = |count: usize| claim.min - kept_free - slack > count as f64;
    if !more_than(wave) {
        return None;
    }
    let most = widest_antichain(facts.graph, members, steps)?;
    more_than(most.len()).then_some((most, wave))
}
