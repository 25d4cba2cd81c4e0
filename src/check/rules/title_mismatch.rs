#![doc = include_str!("../../../docs/rules/P406-title-mismatch.md")]

use crate::check::map_lines::map_lines;
use crate::check::rule::label;
use crate::check::title::similar;
use crate::check::{Facts, Rule};
use crate::diag::{Applicability, Diagnostic, Edit, Fix, Severity};
use crate::plan::{Place, SubtaskIx};
use crate::syntax::{Form, StatedText};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P406",
    name: "title-mismatch",
    severity: Severity::Info,
    page: include_str!("../../../docs/rules/P406-title-mismatch.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let plan = facts.plan;
    for ix in plan.indices().filter(|&ix| !plan.subtask(ix).integration) {
        let Some((section, title)) = section_title(facts, ix) else { continue };
        let other: Vec<(Place, &StatedText)> = map_lines(facts, ix)
            .into_iter()
            .filter(|(_, statement)| statement.form != Form::Reference)
            .filter_map(|(line, statement)| Some((line, statement.title.as_ref()?)))
            .filter(|(_, words)| !similar(&words.text, &title.text))
            .collect();
        let Some(&(line, words)) = other.first() else { continue };
        let name = plan.name(ix);
        let mut finding = rule.finding(
            format!("`{name}` is called `{}` by the map, but `{}` by its section", words.text, title.text),
            Place { file: line.file, span: words.span },
            "the map's title",
            "check that both mean the same work, and call it by one name",
        );
        finding.related.push(label(Place { file: section.file, span: title.span }, "the section's title"));
        finding.subject.insert("subtask", name.to_owned());
        finding.subject.insert("map", words.text.clone());
        finding.subject.insert("spec", title.text.clone());
        finding.fix = rename(&other, &title.text);
        found.push(finding);
    }
}

/// The title of the subtask's own section; the first one, where there are several.
fn section_title<'a>(facts: &Facts<'a>, ix: SubtaskIx) -> Option<(Place, &'a StatedText)> {
    facts.plan.subtask(ix).statements.iter().find_map(|at| {
        let statement = &facts.documents[at.file.index()].subtasks[at.index as usize];
        let title = statement.title.as_ref().filter(|_| statement.form.is_spec())?;
        Some((Place { file: at.file, span: statement.span }, title))
    })
}

/// Gives the lines of maps the title of the section, which is what people search for and what prompts are filed under.
fn rename(lines: &[(Place, &StatedText)], title: &str) -> Option<Fix> {
    // Signs that would end a cell or begin something else in a map line stay out of it.
    let plain = !title.contains(['|', '\n', '`', '<', '>']);
    let edits =
        lines.iter().map(|(line, words)| Edit { file: line.file, span: words.span, text: title.to_owned() });
    plain.then(|| Fix {
        applicability: Applicability::Unsafe,
        title: format!("call it `{title}` in the map too"),
        edits: edits.collect(),
    })
}
