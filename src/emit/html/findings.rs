use std::collections::BTreeSet;

use super::Markup;
use super::parts::{counted, severity, subtask};
use crate::diag::{Diagnostic, Label, Severity};
use crate::emit::page_facts::PageFacts;
use crate::plan::Place;

/// Findings that are written out; above that they are counted.
const LISTED: usize = 500;
/// Of one rule.
const OF_A_RULE: usize = 200;
/// Findings of a rule up to which each names its file.
const NAMED: usize = 3;

/// Errors first, then warnings, then notes (folded, they never fail a run); inside by rule.
pub(super) fn findings(facts: &PageFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let mut left = LISTED;
    for (level, noun) in
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")]
    {
        let mut of: Vec<&Diagnostic> =
            facts.material.findings.iter().filter(|f| f.severity == level).collect();
        if of.is_empty() {
            continue;
        }
        // The order inside a rule stays that of files and lines.
        of.sort_by_key(|finding| finding.code);
        let fold = level == Severity::Info;
        out.raw(if fold { "<details><summary>" } else { "" });
        out.element("h3", &[], &counted(of.len(), noun));
        out.raw(if fold { "</summary>" } else { "" });
        for rule in of.chunk_by(|a, b| a.code == b.code) {
            let shown = rule.len().min(OF_A_RULE).min(left);
            left -= shown;
            group(&mut out, facts, rule, shown);
        }
        out.raw(if fold { "</details>" } else { "" }).line();
    }
    if out.is_empty() {
        out.raw("<p><span class=\"ok\">✓ nothing found</span></p>");
    }
    out
}

/// The findings of one rule, by file; what to do is said once for all that differ only in names and numbers.
fn group(out: &mut Markup, facts: &PageFacts<'_>, rule: &[&Diagnostic], shown: usize) {
    let first = rule[0];
    let id = format!("r-{}-{}", first.code, first.severity.name());
    out.open("div", &[("class", &format!("rule {}", first.severity.name())), ("id", &id)]).raw("<h4>");
    severity(out, first.severity);
    out.raw(" ").text(first.code).raw(" ").text(first.name);
    out.raw(" <small>").text(&size(rule)).raw("</small></h4>");
    let kinds: BTreeSet<String> = rule.iter().map(|finding| kind(&finding.help)).collect();
    let same = kinds.len() == 1;
    if same {
        let one = rule.iter().all(|finding| finding.help == first.help);
        help(out, if one { "→ " } else { "→ for instance: " }, first);
    }
    let files = rule.chunk_by(|a, b| a.primary.file == b.primary.file).count();
    let named = rule.len() > NAMED && rule.len() >= 2 * files && facts.material.sources.len() > 1;
    let mut said = BTreeSet::new();
    for of_file in rule[..shown].chunk_by(|a, b| !named || a.primary.file == b.primary.file) {
        if named {
            out.raw("<h5>").text(facts.path(of_file[0].primary.file)).raw("</h5>");
        }
        out.raw("<ul>").line();
        for finding in of_file {
            out.raw("<li>");
            sentence(out, facts, &finding.message);
            out.raw(" ");
            place(out, facts, finding, named);
            if !same && said.insert(kind(&finding.help)) {
                help(out, "→ ", finding);
            }
            out.line();
        }
        out.raw("</ul>");
    }
    if shown < rule.len() {
        out.raw("<p>").value(rule.len() - shown).raw(" more; planc check lists them all.</p>");
    }
    out.raw("</div>").line();
}

/// How many findings there are, and how many of them a machine mends.
fn size(rule: &[&Diagnostic]) -> String {
    let fixed = rule.iter().filter(|finding| finding.fix.is_some()).count();
    match (rule.len(), fixed) {
        (1, 0) => String::new(),
        (1, _) => "planc fix mends it".to_owned(),
        (all, 0) => all.to_string(),
        (all, fixed) if all == fixed => format!("{all}, planc fix mends all"),
        (all, fixed) => format!("{all}, planc fix mends {fixed}"),
    }
}

/// The words of an advice without what differs between findings: names in backticks, and words with numbers.
fn kind(help: &str) -> String {
    let plain: Vec<&str> = help.split('`').step_by(2).collect();
    let words = plain.iter().flat_map(|part| part.split_whitespace());
    let kept = words.filter(|word| {
        word.contains(char::is_alphabetic)
            && !word.contains(char::is_numeric)
            && !["and", "or"].contains(word)
    });
    kept.collect::<Vec<_>>().join(" ")
}

fn help(out: &mut Markup, lead: &'static str, finding: &Diagnostic) {
    if !finding.help.is_empty() {
        out.raw("<p>").raw(lead).prose(&finding.help).raw("</p>");
    }
}

/// The sentence; names of subtasks in it become links.
fn sentence(out: &mut Markup, facts: &PageFacts<'_>, message: &str) {
    out.prose_with(message, |out, code| match facts.find(code) {
        Some(ix) => subtask(out, facts, ix),
        None => {
            out.element("code", &[], code);
        }
    });
}

/// Where it stands, and what else it is about; without its file where a heading names it.
fn place(out: &mut Markup, facts: &PageFacts<'_>, finding: &Diagnostic, named: bool) {
    let primary = finding.primary.file;
    let line = |label: &Label| facts.line(Place { file: label.file, span: label.span }).to_string();
    out.raw("<small>");
    if named {
        out.raw("line\u{a0}");
    } else {
        out.text(facts.path(primary)).raw(":");
    }
    out.text(&line(&finding.primary));
    for label in finding.related.iter().take(3) {
        out.raw(", ");
        if label.file != primary {
            out.text(facts.path(label.file)).raw(":");
        } else if !named {
            out.raw("line\u{a0}");
        }
        out.text(&line(label));
    }
    if finding.related.len() > 3 {
        out.raw(" and ").value(finding.related.len() - 3).raw(" more");
    }
    // What the sentence says is not said again.
    let said = |value: &String| value.split(',').all(|part| finding.message.contains(part.trim()));
    for (name, value) in finding.subject.iter().filter(|(_, value)| !said(value)) {
        out.raw(" · ").text(name).raw(" ");
        match facts.find(value) {
            Some(ix) => subtask(out, facts, ix),
            None => {
                out.text(&value.replace(',', ", "));
            }
        }
    }
    out.raw("</small>");
}
