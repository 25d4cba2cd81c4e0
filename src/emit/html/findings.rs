use super::Markup;
use super::parts::{counted, severity, subtask};
use crate::diag::{Diagnostic, Severity};
use crate::emit::page_facts::PageFacts;
use crate::plan::Place;

/// Findings that are written out; above that they are counted.
const LISTED: usize = 500;

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
        let total = of.len();
        of.truncate(left);
        left -= of.len();
        let fold = level == Severity::Info;
        out.raw(if fold { "<details><summary>" } else { "" });
        out.element("h3", &[], &counted(total, noun));
        out.raw(if fold { "</summary>" } else { "" });
        for rule in of.chunk_by(|a, b| a.code == b.code) {
            group(&mut out, facts, rule);
        }
        if of.len() < total {
            out.raw("<p>").value(total - of.len()).raw(" more are in findings.json.</p>");
        }
        out.raw(if fold { "</details>" } else { "" }).line();
    }
    if out.is_empty() {
        out.raw("<p><span class=\"ok\">✓ nothing found</span></p>");
    }
    out
}

/// The findings of one rule; what to do is said once where it is the same for all.
fn group(out: &mut Markup, facts: &PageFacts<'_>, rule: &[&Diagnostic]) {
    let first = rule[0];
    out.open("div", &[("class", &format!("rule {}", first.severity.name()))]).raw("<h4>");
    severity(out, first.severity);
    out.raw(" ").text(first.code).raw(" ").text(first.name);
    if rule.len() > 1 {
        out.raw(" <small>").value(rule.len()).raw("</small>");
    }
    out.raw("</h4>");
    let same = rule.iter().all(|finding| finding.help == first.help);
    if same {
        help(out, first);
    }
    out.raw("<ul>").line();
    for finding in rule {
        out.raw("<li>");
        sentence(out, facts, &finding.message);
        out.raw(" ");
        place(out, facts, finding);
        if !same {
            help(out, finding);
        }
        out.line();
    }
    out.raw("</ul></div>").line();
}

fn help(out: &mut Markup, finding: &Diagnostic) {
    if !finding.help.is_empty() {
        out.raw("<p>→ ").prose(&finding.help);
        out.raw(if finding.fix.is_some() { " (planc fix does it)</p>" } else { "</p>" });
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

/// Where it stands, and what else it is about.
fn place(out: &mut Markup, facts: &PageFacts<'_>, finding: &Diagnostic) {
    let primary = Place { file: finding.primary.file, span: finding.primary.span };
    out.raw("<small>").text(&facts.place(primary));
    for label in finding.related.iter().take(3) {
        let place = facts.place(Place { file: label.file, span: label.span });
        let line = place.rsplit_once(':').map_or("", |(_, line)| line);
        if label.file == finding.primary.file {
            out.raw(", line ").text(line);
        } else {
            out.raw(", ").text(&place);
        }
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
