#![doc = include_str!("../../../docs/rules/P105-wildcard-includes-self.md")]

use std::collections::BTreeSet;

use crate::check::rules::limit_reached::cut;
use crate::check::words::{names, subject};
use crate::check::{Facts, Rule, need_fix};
use crate::diag::{Diagnostic, Severity};
use crate::plan::{Members, NeedTarget, Origin, SetIx, SubtaskIx};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P105",
    name: "wildcard-includes-self",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P105-wildcard-includes-self.md"),
    check,
};

/// Members of wildcards looked at in all.
const STEPS: usize = 4_000_000;

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let plan = facts.plan;
    let mut seen = BTreeSet::new();
    // Members looked at; thousands of wildcards over thousands of subtasks stop being news.
    let mut steps = STEPS;
    for need in plan.needs().iter().filter(|need| need.origin != Origin::Implied) {
        let NeedTarget::Wildcard(set) = need.target else { continue };
        // Everybody knows that `everything` does not mean the subtask itself.
        let what = facts.need_words(need);
        let itself =
            what.contains(|c: char| c.is_ascii_digit() || c == '*') && holds(facts, set, need.subtask);
        if steps > 0 && steps <= plan.members(set).len() {
            let unchecked = "whom the wildcards behind this one include was not looked up";
            found.push(cut(rule, need.place, STEPS as u64, unchecked));
        }
        steps = steps.saturating_sub(plan.members(set).len());
        let left_out: Vec<SubtaskIx> =
            if steps == 0 { Vec::new() } else { facts.graph.left_out(plan, need).collect() };
        if (!itself && left_out.is_empty()) || !seen.insert((need.subtask, set, need.place.file)) {
            continue;
        }
        let name = plan.name(need.subtask);
        let waiting = match left_out.as_slice() {
            [] => String::new(),
            [one] => format!("`{}`, which waits for it", plan.name(*one)),
            many => format!("{}, which wait for it", names(plan, many)),
        };
        let message = match (itself, waiting.is_empty()) {
            (true, true) => format!("`{name}` needs `{what}`, which includes `{name}` itself"),
            (true, false) => format!("`{name}` needs `{what}`, which includes `{name}` itself and {waiting}"),
            (false, _) => format!("`{name}` needs `{what}`, which includes {waiting}"),
        };
        let rest: Vec<SubtaskIx> =
            if steps == 0 { Vec::new() } else { facts.graph.targets(plan, need).collect() };
        let help = if steps == 0 {
            "write the subtasks that are meant".to_owned()
        } else if rest.is_empty() {
            "remove this need; nothing is left of it".to_owned()
        } else {
            format!("write what is meant: {}", names(plan, &rest))
        };
        let mut finding = rule.finding(message, need.place, "they are left out", help);
        if waiting.is_empty() {
            "it is left out".clone_into(&mut finding.primary.text);
        }
        finding.subject.insert("subtask", name.to_owned());
        finding.subject.insert("needs", what.to_owned());
        finding.subject.insert("left out", subject(plan, &left_out));
        finding.fix = need_fix::spell_out(facts, need, &rest);
        found.push(finding);
    }
}

fn holds(facts: &Facts<'_>, set: SetIx, subtask: SubtaskIx) -> bool {
    match &facts.plan.sets[set.index()].members {
        Members::Interval(lo, hi) => (*lo..*hi).contains(&facts.plan.position(subtask)),
        Members::List(list) => list.binary_search(&subtask).is_ok(),
    }
}
