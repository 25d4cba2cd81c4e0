use std::cmp::Reverse;

use crate::diag::{Diagnostic, Severity};
use crate::emit::{Places, tty};

/// GitHub shows no more annotations of a kind per step.
const SHOWN: usize = 10;

/// Workflow commands that annotate lines: the worst first, ten errors, ten warnings and one notice that counts the
/// rest.
pub fn github(places: &Places<'_>, findings: &[Diagnostic]) -> String {
    let mut worst: Vec<&Diagnostic> = findings.iter().collect();
    worst.sort_by_key(|finding| Reverse(finding.severity));
    let of = |severity| worst.iter().filter(move |finding| finding.severity == severity).take(SHOWN);
    let mut out = String::new();
    let mut shown = 0;
    for finding in of(Severity::Error).chain(of(Severity::Warning)) {
        annotation(&mut out, places, finding);
        shown += 1;
    }
    let more = findings.len() - shown;
    if more > 0 {
        let findings = if more == 1 { "finding" } else { "findings" };
        let and = if shown > 0 { "and " } else { "" };
        let other = if shown > 0 { "more " } else { "" };
        tty::add(
            &mut out,
            format_args!(
                "::notice title=planc::{and}{more} {other}{findings}%2C see the log or the summary\n"
            ),
        );
    }
    out
}

/// Text for people inside a group of the log that can be folded away.
pub fn github_group(text: &str) -> String {
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("::group::planc check\n{text}{end}::endgroup::\n")
}

fn annotation(out: &mut String, places: &Places<'_>, finding: &Diagnostic) {
    let label = &finding.primary;
    let start = places.position(label.file, label.span.start);
    let end = places.position(label.file, label.span.end.max(label.span.start));
    let kind = if finding.severity == Severity::Error { "error" } else { "warning" };
    let path = property(places.path(label.file));
    tty::add(out, format_args!("::{kind} file={path},line={}", start.line));
    // Columns are read only where begin and end share a line.
    if start.line == end.line {
        tty::add(
            out,
            format_args!(
                ",endLine={},col={},endColumn={}",
                end.line,
                start.column,
                end.column.max(start.column)
            ),
        );
    }
    let title = property(&format!("{} {}", finding.code, finding.name));
    let mut message = data(&finding.message);
    if !finding.help.is_empty() {
        message.push_str("%0A");
        message.push_str(&data(&finding.help));
    }
    tty::add(out, format_args!(",title={title}::{message}\n"));
}

/// Characters of a text; GitHub cuts an annotation at 64 KiB.
const LONGEST: usize = 2_000;

/// Text behind `::`: hidden characters are visible, and nothing ends the line.
fn data(text: &str) -> String {
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(end, _)| end);
    tty::line(&text[..end]).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text in a property, which ends at a comma or colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::hostile;
    use crate::emit::sample::Sample;

    #[test]
    fn a_command_per_finding() {
        let sample = Sample::new();
        insta::assert_snapshot!(github(&Places::new(&sample.sources), &sample.findings), @"::error file=MAP.md,line=6,endLine=6,col=34,endColumn=45,title=P201 same-phase-need::1.1.2 needs 1.1.1, but both are in phase 1%0Amove 1.1.2 to a later phase");
    }

    #[test]
    fn no_more_than_github_shows() {
        let mut sample = Sample::new();
        let one = sample.findings[0].clone();
        for severity in [Severity::Info, Severity::Warning, Severity::Error] {
            for _ in 0..14 {
                let mut finding = one.clone();
                finding.severity = severity;
                sample.findings.push(finding);
            }
        }
        let text = github(&Places::new(&sample.sources), &sample.findings);
        let count = |kind: &str| text.lines().filter(|line| line.starts_with(kind)).count();
        assert_eq!((count("::error "), count("::warning "), count("::notice ")), (10, 10, 1));
        assert!(text.starts_with("::error ") && text.contains("and 23 more findings"), "{text}");
        assert_eq!(github(&Places::new(&[]), &[]), "");
    }

    #[test]
    fn hostile_text_makes_no_command_of_its_own() {
        for text in hostile::TEXTS.iter().chain(&["a,b:c%0A::error::x"]) {
            let sample = Sample::hostile(text);
            let shown = github(&Places::new(&sample.sources), &sample.findings);
            assert_eq!(shown.lines().count(), 1, "{shown}");
            let (head, message) = shown[2..].split_once("::").expect("a command");
            assert!(head.starts_with("error file=") && !head.contains(':'), "{head}");
            assert!(matches!(head.matches(',').count(), 2 | 5), "{head}");
            // Our own colons are gone; nothing else may act on a terminal or log.
            hostile::check(&format!("{} {}", head, message.trim_start().replace("::", "")));
            assert!(!github_group(&tty::guard(tty::clean(text).into_owned()))[8..].contains("\n::error"));
        }
    }
}
