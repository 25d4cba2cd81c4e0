#![doc = include_str!("../../../docs/rules/P202-need-in-later-phase.md")]

use std::cmp::Ordering;

use crate::check::rule::label;
use crate::check::rules::limit_reached::{cut_map, part_of};
use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P202",
    name: "need-in-later-phase",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P202-need-in-later-phase.md"),
    check,
};

/// Needs looked at in one document, and findings given for it.
const STEPS: u64 = 4_000_000;
const SHOWN: usize = 2_000;

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let plan = facts.plan;
    for map in facts.maps {
        let (mut steps, mut shown) = (STEPS, 0);
        for place in &map.places {
            for (needed, need) in map.needed(facts, place.subtask, &mut steps) {
                let Some(other) = map.place(needed) else { continue };
                let is_later = map.compare(other, place) == Some(Ordering::Greater);
                if !is_later || map.is_over(facts, needed) || shown == SHOWN {
                    continue;
                }
                shown += 1;
                let (name, needed) = (plan.name(place.subtask), plan.name(needed));
                let (here, there) = (map.phase_name(place), map.phase_name(other));
                let mut finding = rule.finding(
                    format!("`{name}` runs in {here}, but needs `{needed}`, which runs later in {there}"),
                    need.place,
                    format!("`{name}` needs `{needed}` here"),
                    format!("move `{name}` behind {there}, or `{needed}` before {here}"),
                );
                finding.related.push(label(map.line(facts, other), format!("`{needed}` stands here")));
                finding.subject.insert("subtask", name.to_owned());
                finding.subject.insert("needs", needed.to_owned());
                found.push(finding);
            }
        }
        if steps == 0 {
            found.push(cut_map(rule, map, STEPS, "needs behind them may point to later phases, too"));
        } else if shown == SHOWN {
            found.push(part_of(rule, map, "more than 2,000 such needs of this file are not listed"));
        }
    }
}
