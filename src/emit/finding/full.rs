use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::excerpt::{Excerpt, excerpts};
use crate::diag::{Applicability, Diagnostic, Fix, Severity};
use crate::emit::{Ink, Places, tty};

/// Findings like a compiler's: message, source lines with marks at both ends, help. A blank line between two.
///
/// Long source lines are cut around their marks to `width` columns.
pub fn full(places: &Places<'_>, findings: &[Diagnostic], ink: Ink, width: usize) -> String {
    let renderer = if ink.color { Renderer::styled() } else { Renderer::plain() }.term_width(width.max(40));
    let mut out = String::new();
    for finding in findings {
        if !out.is_empty() {
            out.push('\n');
        }
        let shown = excerpts(places, &finding.primary, &finding.related);
        let drawn = renderer.render(&[group(finding, &shown)]);
        let mut places = shown.iter().map(|excerpt| place(places, excerpt));
        for line in drawn.lines() {
            push_line(&mut out, line, &mut places);
        }
    }
    tty::guard(out)
}

/// Stands for a place until its line is written: the renderer counts columns in text that was made visible, and
/// its `:::` before a second file begins like a command to GitHub's log reader. No cleaned text holds it.
const PLACE: &str = "\u{1}";

fn push_line(out: &mut String, line: &str, places: &mut impl Iterator<Item = String>) {
    match line.split_once(PLACE) {
        Some((arrow, _)) => {
            out.push_str(&arrow.replace(":::", "-->"));
            out.push_str(&places.next().unwrap_or_default());
        }
        None => out.push_str(line.trim_end()),
    }
    out.push('\n');
}

/// `path:line:column` of the mark that an excerpt is about.
fn place(places: &Places<'_>, excerpt: &Excerpt<'_>) -> String {
    let mark = excerpt.marks.iter().find(|mark| mark.primary).or(excerpt.marks.first());
    let at = places.position(excerpt.file, mark.map_or(0, |mark| mark.label.span.start));
    format!("{}:{}:{}", tty::line(places.path(excerpt.file)), at.line, at.column)
}

fn group<'a>(finding: &'a Diagnostic, shown: &'a [Excerpt<'_>]) -> Group<'a> {
    let title = level(finding.severity).primary_title(tty::line(&finding.message)).id(finding.code);
    let mut group = Group::with_title(title).elements(shown.iter().map(snippet));
    if !finding.help.is_empty() {
        group = group.element(Level::HELP.message(tty::line(&finding.help)));
    }
    match &finding.fix {
        Some(fix) => group.element(Level::HELP.with_name("fix").message(fix_line(fix))),
        None => group,
    }
}

fn snippet<'a>(excerpt: &'a Excerpt<'_>) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let marks = excerpt.marks.iter().map(|mark| {
        let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let text = Some(tty::line(&mark.label.text)).filter(|text| !text.is_empty());
        kind.span(mark.span.clone()).label(text)
    });
    Snippet::source(excerpt.text.as_str())
        .path(PLACE)
        .line_start(excerpt.first_line as usize)
        .annotations(marks)
}

fn fix_line(fix: &Fix) -> String {
    let command = match fix.applicability {
        Applicability::Safe => "planc fix",
        Applicability::Unsafe => "planc fix --unsafe",
    };
    format!("{} (`{command}`)", tty::line(&fix.title))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Label;
    use crate::emit::hostile;
    use crate::emit::sample::Sample;
    use crate::source::{FileIx, SourceFile, Span};

    fn show(sample: &Sample, width: usize) -> String {
        full(&Places::new(&sample.sources), &sample.findings, Ink::PLAIN, width)
    }

    #[test]
    fn both_ends_are_shown() {
        insta::assert_snapshot!(show(&Sample::new(), 100), @"
        error[P201]: 1.1.2 needs 1.1.1, but both are in phase 1
         --> MAP.md:6:34
          |
        5 | Window 1: SUBTASK 1.1.1 - Timetable
          | ----------------------------------- 1.1.1 is here
        6 | Window 2: SUBTASK 1.1.2 - Fares (needs 1.1.1)
          |                                  ^^^^^^^^^^^ needs 1.1.1
          |
         --> SPEC.md:2:1
          |
        2 | Needs: 1.1.1
          | ------------ stated here too
          |
          = help: move 1.1.2 to a later phase
          = fix: move 1.1.2 to a new phase (`planc fix --unsafe`)
        ");
    }

    #[test]
    fn colours_are_codes_around_the_same_words() {
        let sample = Sample::new();
        let colored = full(&Places::new(&sample.sources), &sample.findings, Ink { color: true }, 100);
        assert!(colored.contains("\u{1b}["));
        assert_eq!(hostile::without_colors(&colored), show(&sample, 100));
    }

    #[test]
    fn tabs_and_control_characters_are_visible_and_marks_stay_below_them() {
        let mut sample = Sample::new();
        let text = "x\n\t- [ ] 1.1 \u{202E}Fares\u{1b}[0m 日本 (needs 1.2)\r\n";
        sample.sources[0] = SourceFile::new("a.md", text.as_bytes().to_vec()).expect("text");
        let at = text.find("needs").expect("needs");
        sample.findings[0].primary =
            Label { file: FileIx(0), span: Span::new(at, at + 9), text: "this".into() };
        sample.findings[0].related = Vec::new();
        insta::assert_snapshot!(show(&sample, 100), @r#"
        error[P201]: 1.1.2 needs 1.1.1, but both are in phase 1
         --> a.md:2:27
          |
        2 | ⇥   - [ ] 1.1 \u{202e}Fares\u{1b}[0m 日本 (needs 1.2)
          |                                            ^^^^^^^^^ this
          |
          = help: move 1.1.2 to a later phase
          = fix: move 1.1.2 to a new phase (`planc fix --unsafe`)
        "#);
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let mut sample = Sample::new();
        let text = format!("{}needs 1.2{}", "é".repeat(5000), " and more".repeat(1000));
        let at = text.find("needs").expect("needs");
        sample.sources[0] = SourceFile::new("a.md", text.into_bytes()).expect("text");
        sample.findings[0].primary =
            Label { file: FileIx(0), span: Span::new(at, at + 9), text: "this".into() };
        sample.findings[0].related = Vec::new();
        let shown = show(&sample, 60);
        assert!(shown.contains("a.md:1:5001"), "{shown}");
        assert!(shown.contains("needs 1.2") && shown.lines().all(|line| tty::width(line) < 90), "{shown}");
    }

    #[test]
    fn spans_that_fit_nowhere_are_clamped() {
        let mut sample = Sample::new();
        let text = "é\n日本";
        sample.sources[0] = SourceFile::new("a.md", text.as_bytes().to_vec()).expect("text");
        for start in 0..12 {
            for end in start..14 {
                let label =
                    Label { file: FileIx(start as u32 % 3), span: Span::new(start, end), text: "x".into() };
                sample.findings[0].primary = label.clone();
                sample.findings[0].related = vec![label];
                assert!(show(&sample, 80).contains("error[P201]"));
            }
        }
    }

    #[test]
    fn hostile_text_cannot_leave_its_place() {
        for text in hostile::TEXTS {
            let sample = Sample::hostile(text);
            hostile::check(&show(&sample, 100));
            let places = Places::new(&sample.sources);
            hostile::check_colored(&full(&places, &sample.findings, Ink { color: true }, 100));
        }
    }
}
