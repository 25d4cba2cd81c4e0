use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

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
        out.push_str(&renderer.render(&[group(places, finding, &shown)]));
        out.push('\n');
    }
    tty::guard(out)
}

fn group<'a>(places: &Places<'a>, finding: &'a Diagnostic, shown: &'a [Excerpt<'_>]) -> Group<'a> {
    let title = level(finding.severity).primary_title(tty::line(&finding.message)).id(finding.code);
    let mut group = Group::with_title(title);
    for excerpt in shown {
        let mark = excerpt.marks.iter().find(|mark| mark.primary).or(excerpt.marks.first());
        let offset = mark.map_or(0, |mark| mark.label.span.start);
        let at = places.position(excerpt.file, offset);
        let origin = Origin::path(tty::line(places.path(excerpt.file)));
        group = group.element(origin.line(at.line as usize).char_column(at.column as usize));
        group = group.element(snippet(excerpt));
    }
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
    Snippet::source(excerpt.text.as_str()).line_start(excerpt.first_line as usize).annotations(marks)
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
