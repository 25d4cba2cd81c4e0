use std::cmp::Reverse;
use std::fmt::Write as _;

use super::{Counts, verdict};
use crate::diag::Diagnostic;
use crate::emit::{Material, Places, tty};

/// Findings that are listed; the rest is counted.
const LISTED: usize = 20;
/// Characters of a message or path; with them the whole stays far below the 1 MiB that a step summary may have.
const LONGEST: usize = 300;

/// A summary in markdown: the verdict, a table of counts and one of the worst findings.
pub fn markdown(material: &Material<'_>) -> String {
    let findings = material.findings;
    let counts = Counts::of(findings);
    let places = Places::new(material.sources);
    let circle = !material.graph.cycles().is_empty();
    let verdict = verdict(material.plan.subtasks.len(), &counts, circle, material.schedules);
    let mut out = format!("## planc check\n\n{}\n", text(&verdict));
    if findings.is_empty() {
        return out;
    }
    out.push_str("\n| rule | name | severity | findings |\n|---|---|---|---:|\n");
    let mut rules = counts.rules.clone();
    rules.sort_by_key(|rule| (Reverse((rule.severity, rule.findings)), rule.code));
    for rule in &rules {
        tty::add(
            &mut out,
            format_args!(
                "| {} | {} | {} | {} |\n",
                rule.code,
                rule.name,
                rule.severity.name(),
                rule.findings
            ),
        );
    }
    let mut worst: Vec<&Diagnostic> = findings.iter().collect();
    worst.sort_by_key(|finding| Reverse(finding.severity));
    out.push_str("\n| where | finding |\n|---|---|\n");
    for finding in worst.iter().take(LISTED) {
        let at = places.position(finding.primary.file, finding.primary.span.start);
        let place =
            format!("{}:{}", tty::fit(&tty::line(places.path(finding.primary.file)), LONGEST), at.line);
        let (severity, code) = (finding.severity.name(), finding.code);
        let message = message(&finding.message);
        tty::add(&mut out, format_args!("| {} | {severity} {code}: {message} |\n", code_span(&place)));
    }
    if worst.len() > LISTED {
        tty::add(&mut out, format_args!("\n{} more findings are not listed here.\n", worst.len() - LISTED));
    }
    out
}

/// A message with what it names in backticks as code.
fn message(words: &str) -> String {
    let words = tty::line(words);
    let words = tty::fit(&words, LONGEST);
    let mut out = String::new();
    let parts: Vec<&str> = words.split('`').collect();
    for (at, part) in parts.iter().enumerate() {
        let is_code = at % 2 == 1 && at + 1 < parts.len();
        out.push_str(&if is_code { code_span(part) } else { text(part) });
    }
    out
}

/// Words that mean nothing to a markdown reader. A word that could mention somebody, point at an issue or become a
/// link is code.
fn text(words: &str) -> String {
    let words = tty::line(words);
    let word = |word: &str| if word.contains(['@', '#']) { code_span(word) } else { entities(word) };
    words.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Code without backticks: no number of them inside can end it.
fn code_span(text: &str) -> String {
    let text = tty::line(text);
    if text.is_empty() { String::new() } else { format!("<code>{}</code>", entities(&text)) }
}

/// Every mark that means something in markdown or HTML as a number; points, commas and dashes between letters stay.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let inside = before.is_alphanumeric()
            && chars.peek().is_none_or(|next| *next == ' ' || next.is_alphanumeric());
        // `www.` would become a link.
        let quiet = matches!(c, ',' | ';' | '-') && inside || c == '.' && inside && before.is_ascii_digit();
        if c.is_ascii_punctuation() && !quiet {
            // Writing to a string cannot fail.
            let _ = write!(out, "&#{};", u32::from(c));
        } else {
            out.push(c);
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::hostile;
    use crate::emit::sample::Sample;

    #[test]
    fn counts_and_the_worst_findings() {
        let mut sample = Sample::new();
        sample.findings[0].message = "`1.1.2` needs `1.1.1`, but both are in phase 1".into();
        insta::assert_snapshot!(markdown(&sample.material()), @r"
        ## planc check

        4 subtasks, 1 error; as written it cannot run; repaired, your 2 windows take 47.5 minutes, 1 takes no longer, nothing is faster

        | rule | name | severity | findings |
        |---|---|---|---:|
        | P201 | same-phase-need | error | 1 |

        | where | finding |
        |---|---|
        | <code>MAP&#46;md&#58;6</code> | error P201: <code>1.1.2</code> needs <code>1.1.1</code>&#44; but both are in phase 1 |
        ");
    }

    #[test]
    fn many_long_findings_stay_small() {
        let mut sample = Sample::hostile(&"`|`@".repeat(100_000));
        for _ in 0..100 {
            sample.findings.push(sample.findings[0].clone());
        }
        let text = markdown(&sample.material());
        assert!(text.len() < 1 << 19 && text.contains("81 more findings"), "{}", text.len());
    }

    #[test]
    fn hostile_text_is_only_text() {
        let more = [
            "](javascript:alert(1))",
            "a | b \\| c \\\\| d",
            "@everyone #123 o/r#1",
            "<details><img src=https://evil.example/x.png>",
            "````\n# heading",
            "`@x` ``y`` `",
            "https://evil.example www.evil.example a@evil.example",
            "&lt;b&gt; &#60;b&#62;",
        ];
        for text in hostile::TEXTS.iter().chain(&more) {
            let sample = Sample::hostile(text);
            let shown = markdown(&sample.material());
            hostile::check(&shown);
            for row in shown.lines().filter(|line| line.starts_with("| <code>")) {
                assert_eq!(row.matches('|').count(), 3, "{row}");
                let bare = row.replace("<code>", "").replace("</code>", "");
                assert!(!bare.contains(['<', '>', '[', ']', '`', '@', '\\', '*', '_']), "{row}");
                assert!(!bare.contains("://") && !bare.contains("www."), "{row}");
            }
            assert!(shown.lines().any(|line| line.starts_with("| <code>")));
        }
    }
}
