#![doc = include_str!("../../../docs/rules/P502-parallel-claim.md")]

use std::collections::BTreeMap;

use crate::check::said::short;
use crate::check::width::Width;
use crate::check::words::{counted, names};
use crate::check::{DocumentMap, Facts, Rule};
use crate::diag::{Diagnostic, Severity};
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
        let mut widths: BTreeMap<&ClaimEntity, Option<Width>> = BTreeMap::new();
        let mut last = None;
        for claim in &facts.documents[map.file.index()].claims {
            // `Parallel: 15 Windows` is one claim, though a row of a table and its unit both state it.
            let said = (claim.span.start, claim.min.to_bits(), &claim.entity);
            if claim.quantity != Quantity::Windows || last.replace(said) == Some(said) {
                continue;
            }
            let width = widths.entry(&claim.entity).or_insert_with(|| Width::of(facts, map, &claim.entity));
            if let Some(width) = width {
                found.extend(judge(rule, facts, map, claim, width, &mut steps));
            }
        }
    }
}

fn judge(
    rule: &Rule,
    facts: &Facts<'_>,
    map: &DocumentMap,
    claim: &Claim,
    width: &Width,
    steps: &mut u64,
) -> Option<Diagnostic> {
    let said = facts.said(map.file, claim).with_unit(Unit::Count);
    let is_bound = claim.min < claim.max && claim.min <= 0.0;
    let widest = width.widest.clone();
    let off = widest.as_ref().filter(|widest| !widest.values().iter().any(|&count| said.counts(count)));
    // In buffers nothing has to run.
    let kept_free =
        widest.as_ref().filter(|widest| said.counts(widest.all)).map_or(0, |widest| widest.all - widest.used);
    let slack = if claim.approximate { claim.min * facts.rules(map.file).tolerance } else { 0.0 };
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let claimed = claim.min - kept_free as f64 - slack;
    let too_many = if is_bound { None } else { width.beyond_needs(facts, claimed, steps) };
    if off.is_none() && too_many.is_none() {
        return None;
    }
    // A number is right only if phases and needs agree on it; else the plan itself has to change.
    let right = match (off, &widest, &too_many) {
        (Some(widest), _, None) if widest.values().iter().all(|value| *value == widest.used) => {
            #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
            let fits = is_bound || width.beyond_needs(facts, widest.used as f64, steps).is_none();
            Some(widest.used).filter(|_| fits)
        }
        (None, None, Some(most)) if most.len() == width.wave => Some(width.wave),
        _ => None,
    };
    let phase = off.map(|widest| {
        format!("its widest phase, phase {}, has {}", widest.name, counted(widest.used, "window"))
    });
    let needs = too_many.map(|most| needs_words(facts, &most, width.wave));
    let why: Vec<String> = phase.into_iter().chain(needs).collect();
    let words = if is_bound { format!("at most {}", short(claim.max)) } else { claim.text.clone() };
    let help = match right {
        Some(right) => format!("write {right}, or change the phases"),
        None => "say how many windows the widest phase opens, or change the phases or needs".to_owned(),
    };
    let mut finding = rule.finding(
        format!("{} is said to run `{words}` at once, but {}", width.who, why.join("; and ")),
        Place { file: map.file, span: claim.span },
        "this many at once",
        help,
    );
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let value = right.map(|right| right as f64);
    finding.fix = value.and_then(|value| said.fix(map.file, value));
    finding.subject.insert("entity", width.who.clone());
    finding.subject.insert("claim", claim.text.clone());
    Some(finding)
}

fn needs_words(facts: &Facts<'_>, most: &[SubtaskIx], wave: usize) -> String {
    let at_once =
        format!("its needs let no more than {} run at once ({})", most.len(), names(facts.plan, most));
    if wave < most.len() {
        format!("{at_once}, and {wave} if each starts as early as it can")
    } else {
        at_once
    }
}
