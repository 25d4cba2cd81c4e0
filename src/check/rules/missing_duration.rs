#![doc = include_str!("../../../docs/rules/P507-missing-duration.md")]

use crate::check::words::counted;
use crate::check::{DocumentMap, Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::graph::EstimateSource;
use crate::plan::{Place, SubtaskIx};
use crate::syntax::{Claim, ClaimEntity, Quantity};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P507",
    name: "missing-duration",
    severity: Severity::Info,
    page: include_str!("../../../docs/rules/P507-missing-duration.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for map in facts.maps {
        // Of several maps of a feature the one that counts is asked for estimates.
        if facts.plan.maps.iter().any(|choice| choice.chosen == map.file)
            && let Some(finding) = judge(rule, facts, map)
        {
            found.push(finding);
        }
    }
}

fn judge(rule: &Rule, facts: &Facts<'_>, map: &DocumentMap) -> Option<Diagnostic> {
    let placed = || map.phases.iter().flat_map(|phase| phase.members.iter().copied());
    let members: Vec<SubtaskIx> = placed().filter(|&ix| !facts.plan.subtask(ix).integration).collect();
    let source = |ix: &SubtaskIx| facts.estimates[ix.index()].source;
    if members.is_empty() || placed().any(|ix| source(&ix) == EstimateSource::Stated) {
        return None;
    }
    let document = &facts.documents[map.file.index()];
    let no_time_at_all = members.iter().all(|ix| source(ix) == EstimateSource::Default);
    let unchecked = document.claims.iter().find(|claim| rests_on_estimates(claim, no_time_at_all));
    let has_windows = || {
        map.phases
            .iter()
            .any(|phase| phase.statements.iter().any(|&at| document.subtasks[at].window.is_some()))
    };
    if unchecked.is_none() && !(no_time_at_all && has_windows()) {
        return None;
    }
    let of = if members.len() == 1 {
        "its 1 subtask".to_owned()
    } else {
        format!("its {}", counted(members.len(), "subtask"))
    };
    let none = if no_time_at_all { "no subtask, phase or track" } else { "no subtask" };
    let consequence = match unchecked {
        Some(claim) => format!("`{}` cannot be checked", claim.text.trim()),
        None => "no total can be checked".to_owned(),
    };
    let place = map.phase_line(facts, 0);
    let mut finding = rule.finding(
        format!("{none} of this map has an estimate ({of}), so {consequence}"),
        place,
        "nothing from here on says how long a subtask takes",
        "add a duration to each subtask (`Duration: 15 min`), or at least to each phase",
    );
    if let Some(claim) = unchecked {
        let place = Place { file: map.file, span: claim.span };
        finding.related.push(crate::check::rule::label(place, "this total"));
    }
    finding.subject.insert("subtasks", members.len().to_string());
    Some(finding)
}

/// Whether a claim can be checked only against estimates of subtasks, or of phases where there are none at all.
fn rests_on_estimates(claim: &Claim, no_time_at_all: bool) -> bool {
    let of_plan = matches!(claim.entity, ClaimEntity::Plan);
    let parallel = matches!(claim.quantity, Quantity::ParallelMinutes | Quantity::TotalMinutes);
    of_plan && (claim.quantity == Quantity::SequentialMinutes || no_time_at_all && parallel)
}
