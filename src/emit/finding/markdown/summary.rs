use std::cmp::Reverse;

use super::Links;
use super::claims::claims;
use super::escape::{code_span, message, text};
use super::omissions::omissions;
use super::waves::waves;
use crate::diag::Diagnostic;
use crate::emit::finding::{Counts, Omitted, verdict};
use crate::emit::{Material, Places, tty};

/// Findings that are listed; the rest is counted.
const LISTED: usize = 20;
/// Characters of a path.
const LONGEST: usize = 300;

/// A summary in markdown: the verdict, a table of counts, the worst findings, waves, claims, and what is left out.
///
/// With `links` each place leads to its line. All of it stays far below the 1 MiB that a step summary may have.
pub fn markdown(material: &Material<'_>, omitted: Omitted<'_>, links: Option<&Links>) -> String {
    let counts = Counts::of(material.findings);
    let places = Places::new(material.sources);
    let circle = !material.graph.cycles().is_empty();
    let verdict = verdict(material.plan.subtasks.len(), &counts, circle, material.schedules);
    let mut out = format!("## planc check\n\n{}\n", text(&verdict));
    if !material.findings.is_empty() {
        out.push_str(&rules(&counts));
        out.push_str(&findings(material.findings, &places, links));
    }
    out.push_str(&waves(material));
    out.push_str(&claims(material, &places));
    out.push_str(&omissions(omitted, &places));
    out
}

/// A row per rule, the worst and most frequent first.
fn rules(counts: &Counts) -> String {
    let mut out = String::from("\n| rule | name | severity | findings |\n|---|---|---|---:|\n");
    let mut rules = counts.rules.clone();
    rules.sort_by_key(|rule| (Reverse((rule.severity, rule.findings)), rule.code));
    for rule in &rules {
        let (code, name, severity) = (rule.code, rule.name, rule.severity.name());
        tty::add(&mut out, format_args!("| {code} | {name} | {severity} | {} |\n", rule.findings));
    }
    out
}

/// A row per finding, the worst first.
fn findings(findings: &[Diagnostic], places: &Places<'_>, links: Option<&Links>) -> String {
    let mut worst: Vec<&Diagnostic> = findings.iter().collect();
    worst.sort_by_key(|finding| Reverse(finding.severity));
    let mut out = String::from("\n| where | finding |\n|---|---|\n");
    for finding in worst.iter().take(LISTED) {
        let place = place(places, finding, links);
        let (severity, code) = (finding.severity.name(), finding.code);
        let message = message(&finding.message);
        tty::add(&mut out, format_args!("| {place} | {severity} {code}: {message} |\n"));
    }
    if worst.len() > LISTED {
        tty::add(&mut out, format_args!("\n{} more findings are not listed here.\n", worst.len() - LISTED));
    }
    out
}

/// `path:line`, as a link where there are links.
fn place(places: &Places<'_>, finding: &Diagnostic, links: Option<&Links>) -> String {
    let line = places.position(finding.primary.file, finding.primary.span.start).line;
    let path = places.path(finding.primary.file);
    let shown = code_span(&format!("{}:{line}", tty::fit(&tty::line(path), LONGEST)));
    match links.and_then(|links| links.line(path, line)) {
        Some(address) => format!("<a href=\"{address}\">{shown}</a>"),
        None => shown,
    }
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
        insta::assert_snapshot!(markdown(&sample.material(), Omitted::default(), None), @r"
        ## planc check

        4 subtasks, 1 error; as written it cannot run; repaired, your 2 windows take 47.5 minutes, 1 takes no longer, nothing is faster

        | rule | name | severity | findings |
        |---|---|---|---:|
        | P201 | same-phase-need | error | 1 |

        | where | finding |
        |---|---|
        | <code>MAP&#46;md&#58;6</code> | error P201: <code>1.1.2</code> needs <code>1.1.1</code>&#44; but both are in phase 1 |

        ### Waves, phases, repaired

        | wave | minutes | windows | subtasks |
        |---|---:|---:|---|
        | Phase 1 | 0 – 20 | 2 | <code>1.1.1</code> <code>1.1.2</code> |
        | Phase 2 | 20 – 47.5 | 2 | <code>1.2.1</code> <code>INTEGRATION</code> |

        ### Claims and what is computed

        1 claim without a finding.
        ");
    }

    #[test]
    fn places_are_links_where_a_job_says_where_lines_are() {
        let sample = Sample::new();
        let links = Links::new("https://github.com", "o/r", &"a".repeat(40), "");
        let shown = markdown(&sample.material(), Omitted::default(), links.as_ref());
        let link = format!(
            "| <a href=\"https://github.com/o/r/blob/{}/MAP.md?plain=1#L6\"><code>MAP&#46;md&#58;6</code></a> |",
            "a".repeat(40)
        );
        assert!(shown.contains(&link), "{shown}");
        for text in hostile::TEXTS.iter().chain(&["\"><script>", "javascript:alert(1)"]) {
            let sample = Sample::hostile(text);
            let shown = markdown(&sample.material(), Omitted::default(), links.as_ref());
            hostile::check(&shown);
            let address = shown.split_once("<a href=\"").map(|(_, behind)| behind.split_once("\">"));
            let address = address.flatten().map_or("https://github.com/", |(address, _)| address);
            assert!(address.starts_with("https://github.com/") && !address.contains(['<', '"']), "{address}");
        }
    }

    #[test]
    fn many_long_findings_stay_small() {
        let mut sample = Sample::hostile(&"`|`@".repeat(100_000));
        for _ in 0..100 {
            sample.findings.push(sample.findings[0].clone());
        }
        let text = markdown(&sample.material(), Omitted::default(), None);
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
            let shown = markdown(&sample.material(), Omitted::default(), None);
            hostile::check(&shown);
            for row in shown.lines().filter(|line| line.starts_with("| <code>") && line.contains("P201")) {
                assert_eq!(row.matches('|').count(), 3, "{row}");
                let bare = row.replace("<code>", "").replace("</code>", "");
                assert!(!bare.contains(['<', '>', '[', ']', '`', '@', '\\', '*', '_']), "{row}");
                assert!(!bare.contains("://") && !bare.contains("www."), "{row}");
            }
            assert!(shown.lines().any(|line| line.starts_with("| <code>")));
        }
    }
}
