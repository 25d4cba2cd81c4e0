#![doc = include_str!("../../../docs/rules/P401-missing-prompt.md")]

use crate::check::map_lines::map_lines;
use crate::check::words::counted;
use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::Place;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P401",
    name: "missing-prompt",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P401-missing-prompt.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let plan = facts.plan;
    let mut prompts = vec![false; plan.features.len()];
    for subtask in &plan.subtasks {
        prompts[subtask.feature.index()] |= subtask.prompt.is_some();
    }
    // The map lines of features without any prompt: the first one, and how many subtasks there are.
    let mut bare: Vec<Option<(Place, usize)>> = vec![None; plan.features.len()];
    for (ix, subtask) in plan.indices().zip(&plan.subtasks) {
        if subtask.prompt.is_some() {
            continue;
        }
        let Some(&(line, _)) = map_lines(facts, ix).first() else { continue };
        if !prompts[subtask.feature.index()] {
            let (first, count) = bare[subtask.feature.index()].get_or_insert((line, 0));
            *first = line.min(*first);
            *count += usize::from(!subtask.integration);
            continue;
        }
        let name = plan.name(ix);
        let mut finding = rule.finding(
            format!("`{name}` stands in the map, but has no prompt"),
            line,
            "no section with a prompt belongs to it",
            format!("write a section `## SUBTASK {}: …` with an **Agent Prompt:**", subtask.id),
        );
        finding.subject.insert("subtask", name.to_owned());
        found.push(finding);
    }
    for (feature, bare) in plan.features.iter().zip(bare) {
        let Some((line, count)) = bare else { continue };
        let mut finding = rule.finding(
            format!("feature `{}` has {} and no prompt at all", feature.id, counted(count, "subtask")),
            line,
            "its map begins here",
            "give planc the file with the prompts too, or write them; without prompts there is nothing to pack",
        );
        finding.severity = Severity::Info;
        finding.subject.insert("feature", feature.id.clone());
        found.push(finding);
    }
}
