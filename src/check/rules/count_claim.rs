#![doc = include_str!("../../../docs/rules/P501-count-claim.md")]

use crate::check::counts::{self, Tally};
use crate::check::said::Said;
use crate::check::{Facts, Rule, unread};
use crate::diag::{Applicability, Diagnostic, Severity};
use crate::plan::Place;
use crate::syntax::{Claim, ClaimEntity, Quantity};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P501",
    name: "count-claim",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P501-count-claim.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let unread = unread::files(facts);
    for map in facts.maps {
        let mut tally: Option<Tally<'_>> = None;
        for claim in &facts.documents[map.file.index()].claims {
            let found_counts = match claim.quantity {
                Quantity::Subtasks => {
                    let tally = tally.get_or_insert_with(|| Tally::new(facts, map));
                    counts::subtasks(facts, map, tally, &claim.entity)
                }
                Quantity::Phases => counts::phases(facts, map, &claim.entity),
                Quantity::Windows => counts::windows(facts, map, &claim.entity),
                _ => None,
            };
            let Some(counts) = found_counts else { continue };
            if counts.values.iter().any(|&count| is_true(claim, count, facts.rules(map.file).tolerance)) {
                continue;
            }
            let noun = match claim.quantity {
                Quantity::Subtasks => "subtask",
                Quantity::Phases => "phase",
                _ => "window",
            };
            let first = counts.values[0];
            #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
            let value = first as f64;
            // Who counts twice as much may count other things, or lines that were not understood.
            let is_far_off = claim.quantity == Quantity::Subtasks
                && (claim.min > value * 2.0 || claim.min > value && unread.contains(&map.file));
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
                if is_far_off {
                    format!("write {first}, or add what is missing; `planc plan` lists what was read")
                } else {
                    format!("write {first}, or add what is missing")
                },
            );
            if is_far_off {
                finding.severity = Severity::Warning;
            }
            // Of several features in one file the claim may mean another one.
            let certain =
                claim.quantity != Quantity::Phases || counts.values.iter().all(|&count| count == first);
            finding.fix = Said::from(claim).fix(map.file, value).filter(|_| certain && !is_far_off);
            if let Some(fix) = finding.fix.as_mut().filter(|_| is_announced(&claim.entity)) {
                fix.applicability = Applicability::Unsafe;
            }
            finding.subject.insert("claim", claim.text.clone());
            finding.subject.insert("entity", counts.entity);
            finding.subject.insert("counted", first.to_string());
            found.push(finding);
        }
    }
}

/// Whether the number announces a whole that people tick off: where it is higher or lower than the list, only the
/// author knows which of them is wrong.
fn is_announced(entity: &ClaimEntity) -> bool {
    matches!(entity, ClaimEntity::Plan | ClaimEntity::Track(_))
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn is_true(claim: &Claim, count: usize, tolerance: f64) -> bool {
    let slack = if claim.approximate { claim.max * tolerance } else { 0.0 };
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
