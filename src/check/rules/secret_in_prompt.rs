#![doc = include_str!("../../../docs/rules/P410-secret-in-prompt.md")]

use std::collections::BTreeMap;

use crate::check::prompts::Prompts;
use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::Place;
use crate::source::Mask;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P410",
    name: "secret-in-prompt",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P410-secret-in-prompt.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for document in facts.documents.iter().filter(|document| document.is_plan()) {
        let source = &facts.sources[document.file.index()];
        if source.secrets().is_empty() {
            continue;
        }
        let prompts = Prompts::of(facts, document.file);
        // Equal beginnings are told apart by their order.
        let mut met: BTreeMap<(String, String), u32> = BTreeMap::new();
        for secret in source.secrets() {
            let shown = Mask::value(source.slice(secret.span).lines().next().unwrap_or_default());
            let place = prompts.words(facts, secret.span.start);
            let (message, help) = if secret.is_real {
                (
                    format!("{} stands {place}: `{shown}`", secret.what),
                    "put a name such as `${API_KEY}` in its place and revoke it: everyone who has read the plan knows it",
                )
            } else {
                (
                    format!("{} stands {place}, though for development: `{shown}`", secret.what),
                    "let the prompt say how to make a value (`openssl rand -hex 32`), so that this one is never used in earnest",
                )
            };
            let primary = Place { file: document.file, span: secret.span };
            let mut finding = rule.finding(message, primary, "its first characters", help);
            if !secret.is_real {
                finding.severity = Severity::Warning;
            }
            let number = met.entry((place.clone(), shown.clone())).or_default();
            *number += 1;
            if *number > 1 {
                finding.subject.insert("number", number.to_string());
            }
            finding.subject.insert("kind", secret.what.to_owned());
            finding.subject.insert("place", place);
            finding.subject.insert("value", shown);
            found.push(finding);
        }
    }
}
