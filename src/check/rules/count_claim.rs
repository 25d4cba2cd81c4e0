#![doc = include_str!("../../../docs/rules/P501-count-claim.md")]

use crate::check::windows;
use crate::check::words::{counted, listed};
use crate::check::{DocumentMap, Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::{Place, SubtaskIx};
use crate::syntax::{Claim, ClaimEntity, PhaseIx, Quantity};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P501",
    name: "count-claim",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P501-count-claim.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for map in facts.maps {
        for claim in &facts.documents[map.file.index()].claims {
            let counts = match claim.quantity {
                Quantity::Subtasks => subtasks(facts, map, &claim.entity),
                Quantity::Phases => phases(facts, map, &claim.entity),
                Quantity::Windows => windows_of(facts, map, &claim.entity),
                _ => None,
            };
            let Some(counts) = counts else { continue };
            if counts.values.iter().any(|&count| is_true(claim, count)) {
                continue;
            }
            let noun = match claim.quantity {
                Quantity::Subtasks => "subtask",
                Quantity::Phases => "phase",
                _ => "window",
            };
            let first = counts.values[0];
            let mut finding = rule.finding(
                format!(
                    "{} is said to have {}, but has {}{}",
                    counts.entity,
                    said(claim, noun),
                    first,
                    counts.remark
                ),
                Place { file: map.file, span: claim.span },
                format!("{first} {}", if first == 1 { "is counted" } else { "are counted" }),
                format!("write {first}, or add what is missing"),
            );
            finding.subject.insert("claim", claim.text.clone());
            finding.subject.insert("entity", counts.entity);
            finding.subject.insert("counted", first.to_string());
            found.push(finding);
        }
    }
}

/// What was counted: any of the values makes the claim true.
struct Counts {
    values: Vec<usize>,
    entity: String,
    /// Words behind the first value.
    remark: String,
}

/// Subtasks; an author may count the integration test or leave it out.
fn subtasks(facts: &Facts<'_>, map: &DocumentMap, entity: &ClaimEntity) -> Option<Counts> {
    let plan = facts.plan;
    let own: Vec<SubtaskIx> =
        plan.documents.get(map.file.index())?.subtasks.iter().copied().flatten().collect();
    let everywhere = || plan.indices().collect::<Vec<_>>();
    let (mut counted, entity) = match entity {
        ClaimEntity::Plan if own.is_empty() => (everywhere(), "the plan".to_owned()),
        ClaimEntity::Plan => (own, "the plan of this file".to_owned()),
        ClaimEntity::Feature(id) => {
            let feature = plan.features.iter().position(|feature| feature.id == *id)?;
            let of = |ix: &SubtaskIx| plan.subtask(*ix).feature.index() == feature;
            (plan.indices().filter(of).collect(), format!("feature {id}"))
        }
        ClaimEntity::Track(id) => {
            let of = |ix: &SubtaskIx| plan.subtask(*ix).group.as_ref() == Some(id);
            let here: Vec<SubtaskIx> = own.iter().copied().filter(of).collect();
            let all = if here.is_empty() { everywhere().into_iter().filter(of).collect() } else { here };
            (all, format!("track {id}"))
        }
        ClaimEntity::Phase(ix) => (in_phase(facts, map, *ix)?, phase_words(facts, map, *ix)),
        ClaimEntity::Branch { name, drawn } => {
            let remark = " below it".to_owned();
            return Some(Counts { values: vec![*drawn as usize], entity: format!("`{name}`"), remark });
        }
    };
    counted.sort_unstable();
    counted.dedup();
    if counted.is_empty() {
        return None;
    }
    let tests = counted.iter().filter(|ix| plan.subtask(**ix).integration).count();
    let (all, without) = (counted.len(), counted.len() - tests);
    let (values, remark) = match (tests, without) {
        (0, _) | (_, 0) => (vec![all], String::new()),
        _ => (vec![without, all], format!(" ({all} with the integration test)")),
    };
    Some(Counts { values, entity, remark })
}

/// Subtasks that stand in one statement of a phase; where it lists none, in the phase of its name.
fn in_phase(facts: &Facts<'_>, map: &DocumentMap, ix: PhaseIx) -> Option<Vec<SubtaskIx>> {
    let document = &facts.documents[map.file.index()];
    let links = &facts.plan.documents.get(map.file.index())?.subtasks;
    let stands = document.subtasks.iter().zip(links);
    let own: Vec<SubtaskIx> = stands
        .filter(|(s, _)| s.phase == Some(ix) || s.sub_phase == Some(ix))
        .filter_map(|(_, &ix)| ix)
        .collect();
    if own.is_empty() { Some(map.phases[joined(facts, map, ix)?].members.clone()) } else { Some(own) }
}

/// The joined phase that has the name of a stated top-level phase.
fn joined(facts: &Facts<'_>, map: &DocumentMap, ix: PhaseIx) -> Option<usize> {
    let stated = facts.documents[map.file.index()].phases.get(ix.index()).filter(|p| p.parent.is_none())?;
    map.phases.iter().position(|phase| phase.name == stated.name)
}

fn phase_words(facts: &Facts<'_>, map: &DocumentMap, ix: PhaseIx) -> String {
    let phase = &facts.documents[map.file.index()].phases[ix.index()];
    format!("{} {}", if phase.parent.is_some() { "sub-phase" } else { "phase" }, phase.name)
}

/// Top-level phases in which subtasks stand.
fn phases(facts: &Facts<'_>, map: &DocumentMap, entity: &ClaimEntity) -> Option<Counts> {
    let plan = facts.plan;
    let of_feature = |feature: usize| {
        plan.phases.iter().filter(|p| p.parent.is_none() && p.feature.index() == feature).collect::<Vec<_>>()
    };
    let (values, entity, phases): (Vec<usize>, String, Vec<&str>) = match entity {
        ClaimEntity::Feature(id) => {
            let feature = plan.features.iter().position(|feature| feature.id == *id)?;
            let phases = of_feature(feature);
            (vec![phases.len()], format!("feature {id}"), phases.iter().map(|p| p.name.as_str()).collect())
        }
        ClaimEntity::Plan => {
            let names: Vec<&str> = map.phases.iter().map(|phase| phase.name.as_str()).collect();
            // Of several features in one file the claim may mean all or each.
            let mut values = vec![names.len()];
            for scope in map.phases.iter().map(|phase| phase.scope) {
                values.push(map.phases.iter().filter(|phase| phase.scope == scope).count());
            }
            values.dedup();
            (values, "the plan of this file".to_owned(), names)
        }
        _ => return None,
    };
    if phases.is_empty() {
        return None;
    }
    let names = phases.iter().map(|&name| name.to_owned());
    let remark = if phases.len() == 1 { String::new() } else { format!(" ({})", listed(names)) };
    Some(Counts { values, entity, remark })
}

/// Windows of a phase, buffers included; where no window has a number, one for each subtask.
fn windows_of(facts: &Facts<'_>, map: &DocumentMap, entity: &ClaimEntity) -> Option<Counts> {
    let ClaimEntity::Phase(ix) = entity else { return None };
    let mut windows = windows::of_statement(facts, map, *ix);
    if !windows.is_numbered()
        && let Some(phase) = joined(facts, map, *ix)
    {
        let whole = windows::of_phase(facts, map, phase);
        if whole.is_numbered() {
            windows = whole;
        }
    }
    let buffers = windows.buffers();
    let used = if windows.is_numbered() {
        windows.count() - buffers
    } else {
        let mut subtasks = in_phase(facts, map, *ix)?;
        subtasks.sort_unstable();
        subtasks.dedup();
        subtasks.len()
    };
    let remark = if buffers == 0 {
        String::new()
    } else {
        format!(" ({used} in use and {})", counted(buffers, "buffer"))
    };
    Some(Counts { values: vec![used + buffers], entity: phase_words(facts, map, *ix), remark })
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn is_true(claim: &Claim, count: usize) -> bool {
    let slack = if claim.approximate { claim.max * 0.1 } else { 0.0 };
    (claim.min - slack..=claim.max + slack).contains(&(count as f64))
}

/// `29 subtasks`, `about 10 to 12 windows`.
fn said(claim: &Claim, noun: &str) -> String {
    let about = if claim.approximate { "about " } else { "" };
    let range =
        if claim.max > claim.min { format!("{} to {}", claim.min, claim.max) } else { claim.min.to_string() };
    let ending = if claim.min <= 1.0 && claim.max <= 1.0 { "" } else { "s" };
    format!("{about}{range} {noun}{ending}")
}
