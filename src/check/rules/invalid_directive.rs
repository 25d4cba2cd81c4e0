#![doc = include_str!("../../../docs/rules/P004-invalid-directive.md")]

use crate::check::{Facts, Rule, suppress};
use crate::diag::{Diagnostic, Severity};
use crate::plan::Place;
use crate::syntax::{Directive, DirectiveKind};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P004",
    name: "invalid-directive",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P004-invalid-directive.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for document in facts.documents.iter().filter(|document| document.is_plan()) {
        for directive in &document.directives {
            let words = facts.sources[document.file.index()].slice(directive.span).trim();
            let needs_reason = facts.rules(document.file).require_reason;
            for (message, label, help) in faults(directive, needs_reason) {
                let place = Place { file: document.file, span: directive.span };
                let mut finding = rule.finding(message, place, label, help);
                finding.subject.insert("directive", words.to_owned());
                found.push(finding);
            }
        }
    }
}

/// What is wrong with a directive: message, label and help of each fault.
fn faults(directive: &Directive, needs_reason: bool) -> Vec<(String, &'static str, &'static str)> {
    match directive.kind {
        DirectiveKind::InPrompt => {
            return vec![(
                "a directive inside a prompt is sent to the agent and not followed".to_owned(),
                "this belongs to the prompt",
                "move it out of the prompt, or use `planc-disable-file` at the top of the file",
            )];
        }
        DirectiveKind::Unknown => {
            return vec![(
                "this looks like a directive, but it is none".to_owned(),
                "this is not followed",
                "write `<!-- planc-disable-next-line P201 -- reason -->`, or in a map \
                 `# planc: ignore[P201] reason`",
            )];
        }
        DirectiveKind::Suppress => {}
    }
    let mut faults = Vec::new();
    if directive.rules.is_empty() {
        faults.push((
            "this directive names no rule".to_owned(),
            "a code or name is missing",
            "name the rules that it leaves out, such as P201 or `same-phase-need`",
        ));
    } else if needs_reason && directive.reason.is_empty() {
        faults.push((
            "this directive gives no reason, so it is not followed".to_owned(),
            "a reason is missing",
            "say why: ` -- reason` in a comment, plain words behind `ignore[…]`",
        ));
    }
    for (word, named) in suppress::rules(directive) {
        if named.is_none() {
            faults.push((
                format!("there is no rule `{word}`"),
                "this rule is not known",
                "list the rules with `planc rule --all`",
            ));
        }
    }
    faults
}
