#![doc = include_str!("../../../docs/rules/P205-missing-integration-test.md")]

use crate::check::{DocumentMap, Facts, Rule, at_once};
use crate::diag::{Diagnostic, Severity};
use crate::plan::{FeatureIx, SubtaskIx};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P205",
    name: "missing-integration-test",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P205-missing-integration-test.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let plan = facts.plan;
    for choice in &plan.maps {
        let Some(map) = facts.maps.get(choice.chosen.index()) else { continue };
        let of_feature = |ix: SubtaskIx| plan.subtask(ix).feature == choice.feature;
        let last = map.phases.iter().rposition(|phase| phase.members.iter().any(|&ix| of_feature(ix)));
        let Some(last) = last else { continue };
        // Lists of work without windows or agents have other ways to say when they are done.
        let of_agents = || (0..map.phases.len()).any(|phase| at_once::has_agents(facts, map, phase));
        if is_tested(facts, map, last, choice.feature) || !of_agents() {
            continue;
        }
        let feature = plan.feature(choice.feature);
        let phase = &map.phases[last].name;
        let mut finding = rule.finding(
            format!("the last phase of feature `{}`, phase {phase}, holds no integration test", feature.id),
            map.phase_line(facts, last),
            "the plan ends here",
            "add a last phase with the line `Window 1: INTEGRATION TEST (needs everything)`",
        );
        finding.subject.insert("feature", feature.id.clone());
        found.push(finding);
    }
}

/// Whether the feature's test closes the map: it stands in the last phase, or in this document behind all phases.
fn is_tested(facts: &Facts<'_>, map: &DocumentMap, last: usize, feature: FeatureIx) -> bool {
    let plan = facts.plan;
    let links = &plan.documents[map.file.index()];
    let closes = |ix: SubtaskIx| map.place(ix).is_none_or(|place| place.phase == last);
    let integration = |ix: SubtaskIx| plan.subtask(ix).integration && plan.subtask(ix).feature == feature;
    links.subtasks.iter().flatten().any(|&ix| integration(ix) && closes(ix))
        || map.phases[last]
            .members
            .iter()
            .any(|&ix| is_test_title(&plan.subtask(ix).title, &facts.rules(map.file).integration_titles))
}

/// Whether a subtask with another id is an integration test by its title.
fn is_test_title(title: &str, known: &[String]) -> bool {
    let title = title.to_lowercase();
    known.iter().any(|words| title.contains(words.as_str()))
}
