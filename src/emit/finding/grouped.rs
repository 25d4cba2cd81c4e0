use crate::diag::Diagnostic;
use crate::emit::{Ink, Places, tty};
use crate::source::FileIx;

/// Findings below the path of their file, one a line.
pub fn grouped(places: &Places<'_>, findings: &[Diagnostic], ink: Ink) -> String {
    let mut out = String::new();
    let mut file: Option<FileIx> = None;
    for finding in findings {
        if file != Some(finding.primary.file) {
            let gap = if file.is_some() { "\n" } else { "" };
            let path = ink.bold(&tty::line(places.path(finding.primary.file)));
            tty::add(&mut out, format_args!("{gap}{path}\n"));
            file = Some(finding.primary.file);
        }
        let at = places.position(finding.primary.file, finding.primary.span.start);
        let place = format!("{}:{}", at.line, at.column);
        let severity = format!("{}[{}]", finding.severity.name(), finding.code);
        let severity = ink.severity(finding.severity, &format!("{severity:<13}"));
        let message = tty::line(&finding.message);
        tty::add(&mut out, format_args!("  {place:>8}  {severity}  {message}\n"));
    }
    tty::guard(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::hostile;
    use crate::emit::sample::Sample;

    #[test]
    fn a_heading_per_file() {
        let mut sample = Sample::new();
        let mut other = sample.findings[0].clone();
        other.primary = other.related[1].clone();
        sample.findings.push(other);
        insta::assert_snapshot!(grouped(&Places::new(&sample.sources), &sample.findings, Ink::PLAIN), @r"
        MAP.md
              6:34  error[P201]    1.1.2 needs 1.1.1, but both are in phase 1

        SPEC.md
               2:1  error[P201]    1.1.2 needs 1.1.1, but both are in phase 1
        ");
    }

    #[test]
    fn hostile_text_stays_on_its_line() {
        for text in hostile::TEXTS {
            let sample = Sample::hostile(text);
            let places = Places::new(&sample.sources);
            let shown = grouped(&places, &sample.findings, Ink::PLAIN);
            hostile::check(&shown);
            assert_eq!(shown.lines().count(), 2);
            hostile::check_colored(&grouped(&places, &sample.findings, Ink { color: true }));
        }
    }
}
