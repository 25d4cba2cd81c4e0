use serde::Serialize;

use super::message::Text;
use crate::check::{self, Rule};
use crate::diag::Severity;
use crate::emit::view::page_url;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RuleEntry {
    id: &'static str,
    name: &'static str,
    short_description: Text<'static>,
    full_description: Text<'static>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    help: Help,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    tags: [&'static str; 1],
    #[serde(rename = "problem.severity")]
    severity: &'static str,
}

/// All rules, sorted by code. `pages` is where their pages stand on the network.
pub(super) fn rules(pages: Option<&str>) -> Vec<RuleEntry> {
    check::all().iter().map(|rule| entry(rule, pages)).collect()
}

fn entry(rule: &Rule, pages: Option<&str>) -> RuleEntry {
    let what = section(rule.page, "## What it checks");
    RuleEntry {
        id: rule.code,
        name: rule.name,
        short_description: Text { text: what.lines().next().unwrap_or(rule.name) },
        full_description: Text { text: what },
        help_uri: pages.map(|base| page_url(base, rule.code, rule.name)),
        help: Help { text: section(rule.page, "## How to fix"), markdown: rule.page },
        default_configuration: Configuration { level: level(rule.severity) },
        properties: Properties {
            tags: [rule.family().title()],
            severity: match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "recommendation",
            },
        },
    }
}

/// The text below a heading of a page.
fn section(page: &'static str, heading: &str) -> &'static str {
    let text = page.split_once(heading).map_or("", |(_, behind)| behind);
    text.split_once("\n## ").map_or(text, |(section, _)| section).trim()
}

/// The level of a severity.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_say_what_github_shows_within_its_limits() {
        let all = rules(Some("https://example.org/rules/"));
        for rule in &all {
            let (short, full) = (rule.short_description.text, rule.full_description.text);
            assert!(short.ends_with(['.', ':']) && short.len() <= 1024, "{}: {short}", rule.id);
            assert!(full.starts_with(short) && full.len() <= 1024, "{}: {full}", rule.id);
            assert!(!rule.help.text.is_empty() && rule.help.markdown.starts_with("# P"), "{}", rule.id);
        }
        assert_eq!(all[0].help_uri.as_deref(), Some("https://example.org/rules/P001-no-map"));
        assert_eq!(rules(None)[0].help_uri, None);
    }
}
