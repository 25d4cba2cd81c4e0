use crate::diag::Diagnostic;
use crate::emit::{Ink, Places, tty};

/// One finding a line: `path:line:col: error[P201] message`.
pub fn concise(places: &Places<'_>, findings: &[Diagnostic], ink: Ink) -> String {
    let mut out = String::new();
    for finding in findings {
        let at = places.position(finding.primary.file, finding.primary.span.start);
        let path = tty::line(places.path(finding.primary.file));
        let severity =
            ink.severity(finding.severity, &format!("{}[{}]", finding.severity.name(), finding.code));
        let message = tty::line(&finding.message);
        tty::add(&mut out, format_args!("{path}:{}:{}: {severity} {message}\n", at.line, at.column));
    }
    tty::guard(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::hostile;
    use crate::emit::sample::Sample;

    #[test]
    fn a_line_per_finding() {
        let sample = Sample::new();
        let text = concise(&Places::new(&sample.sources), &sample.findings, Ink::PLAIN);
        insta::assert_snapshot!(text, @"MAP.md:6:34: error[P201] 1.1.2 needs 1.1.1, but both are in phase 1");
    }

    #[test]
    fn hostile_text_stays_on_its_line() {
        for text in hostile::TEXTS.iter().chain(&[":"]) {
            let sample = Sample::hostile(text);
            let shown = concise(&Places::new(&sample.sources), &sample.findings, Ink::PLAIN);
            hostile::check(&shown);
            assert_eq!(shown.lines().count(), 1);
            hostile::check_colored(&concise(
                &Places::new(&sample.sources),
                &sample.findings,
                Ink { color: true },
            ));
        }
    }
}
