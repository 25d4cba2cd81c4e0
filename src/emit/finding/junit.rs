use crate::diag::{Diagnostic, Severity};
use crate::emit::{Places, tty};
use crate::source::FileIx;

/// A `JUnit` report: a suite per file, a case per finding. Errors and warnings are failures, what is only worth knowing
/// passes and says so. Without findings one case passes, because readers take an empty report for a broken one.
pub fn junit(places: &Places<'_>, findings: &[Diagnostic]) -> String {
    let failures = |findings: &[Diagnostic]| findings.iter().filter(|f| f.severity > Severity::Info).count();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let tests = findings.len().max(1);
    tty::add(
        &mut out,
        format_args!(
            "<testsuites name=\"planc\" tests=\"{tests}\" failures=\"{}\" errors=\"0\">\n",
            failures(findings)
        ),
    );
    if findings.is_empty() {
        out.push_str("<testsuite name=\"planc\" tests=\"1\" failures=\"0\" errors=\"0\">\n");
        out.push_str("<testcase name=\"no findings\" classname=\"planc\"/>\n</testsuite>\n");
    }
    for file in findings.chunk_by(|a, b| a.primary.file == b.primary.file) {
        let path = escape(places.path(file.first().map_or(FileIx(0), |finding| finding.primary.file)));
        tty::add(
            &mut out,
            format_args!(
                "<testsuite name=\"{path}\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n",
                file.len(),
                failures(file)
            ),
        );
        for finding in file {
            case(&mut out, places, &path, finding);
        }
        out.push_str("</testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn case(out: &mut String, places: &Places<'_>, path: &str, finding: &Diagnostic) {
    let at = places.position(finding.primary.file, finding.primary.span.start);
    let (code, name, severity) = (finding.code, finding.name, finding.severity.name());
    let message = escape(&finding.message);
    let mut text = format!("{path}:{}:{}: {severity}[{code}] {message}", at.line, at.column);
    if !finding.help.is_empty() {
        text.push_str("\nhelp: ");
        text.push_str(&escape(&finding.help));
    }
    let place = format!("{}:{}", at.line, at.column);
    tty::add(out, format_args!("<testcase name=\"{code} {name} {place}\" classname=\"{path}\">"));
    if finding.severity > Severity::Info {
        tty::add(
            out,
            format_args!("<failure type=\"{severity}\" message=\"{message}\">{text}</failure></testcase>\n"),
        );
    } else {
        tty::add(out, format_args!("<system-out>{text}</system-out></testcase>\n"));
    }
}

/// Text for an element or attribute: hidden characters are visible, and what XML 1.0 does not know is replaced.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in tty::line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {
                out.push(char::REPLACEMENT_CHARACTER);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::hostile;
    use crate::emit::sample::Sample;

    #[test]
    fn a_case_per_finding() {
        let mut sample = Sample::new();
        let mut info = sample.findings[0].clone();
        (info.severity, info.primary) = (Severity::Info, info.related[1].clone());
        sample.findings.push(info);
        insta::assert_snapshot!(junit(&Places::new(&sample.sources), &sample.findings), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="planc" tests="2" failures="1" errors="0">
        <testsuite name="MAP.md" tests="1" failures="1" errors="0">
        <testcase name="P201 same-phase-need 6:34" classname="MAP.md"><failure type="error" message="1.1.2 needs 1.1.1, but both are in phase 1">MAP.md:6:34: error[P201] 1.1.2 needs 1.1.1, but both are in phase 1
        help: move 1.1.2 to a later phase</failure></testcase>
        </testsuite>
        <testsuite name="SPEC.md" tests="1" failures="0" errors="0">
        <testcase name="P201 same-phase-need 2:1" classname="SPEC.md"><system-out>SPEC.md:2:1: info[P201] 1.1.2 needs 1.1.1, but both are in phase 1
        help: move 1.1.2 to a later phase</system-out></testcase>
        </testsuite>
        </testsuites>
        "#);
        assert!(junit(&Places::new(&[]), &[]).contains("no findings"));
    }

    #[test]
    fn hostile_text_stays_text() {
        for text in hostile::TEXTS.iter().chain(&["]]><a b=\"c\">&'", "\u{FFFE}\u{FFFF}"]) {
            let sample = Sample::hostile(text);
            let xml = junit(&Places::new(&sample.sources), &sample.findings);
            hostile::check(&xml);
            assert_eq!(xml.matches('<').count(), 9, "{xml}");
            assert!(!xml.contains("]]>") && !xml.contains(['\u{FFFE}', '\u{FFFF}']), "{xml}");
        }
    }
}
