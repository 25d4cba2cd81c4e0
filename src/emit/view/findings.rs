use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Serialize;

use super::fingerprint::fingerprint;
use super::json::to_json_line;
use super::listed::{Listed, listed, page_url};
use crate::diag::{Applicability, Diagnostic, Edit, Fix, Label, LeftOut, Subject};
use crate::emit::Places;
use crate::emit::finding::{Counts, RuleCount};
use crate::source::{FileIx, Position, SourceFile, Span};

/// What a view of findings takes beside the findings.
#[derive(Clone, Copy, Debug, Default)]
pub struct FindingsOptions<'a> {
    /// Fingerprints of a baseline; findings in it are `known`, others `new`.
    pub baseline: Option<&'a BTreeSet<String>>,
    /// Where the rules' pages stand: a finding's `url` is this, the code, `-` and the name.
    pub pages: Option<&'a str>,
    /// Findings that comments leave out, to be listed as well.
    pub left_out: &'a [LeftOut],
}

/// `planc.findings/1`.
#[derive(Clone, Debug, Serialize)]
pub struct FindingsView<'a> {
    schema: &'static str,
    summary: SummaryView,
    findings: Vec<FindingView<'a>>,
}

#[derive(Clone, Debug, Serialize)]
struct SummaryView {
    findings: usize,
    error: usize,
    warning: usize,
    info: usize,
    fixable: FixableView,
    rules: Vec<RuleView>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct FixableView {
    safe: usize,
    r#unsafe: usize,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct RuleView {
    rule: &'static str,
    name: &'static str,
    severity: &'static str,
    count: usize,
}

/// One finding of `planc.findings/1`.
#[derive(Clone, Debug, Serialize)]
pub struct FindingView<'a> {
    rule: &'static str,
    name: &'static str,
    severity: &'static str,
    message: &'a str,
    label: &'a str,
    help: &'a str,
    path: &'a str,
    span: SpanView,
    related: Vec<RelatedView<'a>>,
    subject: &'a Subject,
    fingerprint: String,
    baseline: Option<&'static str>,
    suppression: Option<SuppressionView<'a>>,
    fix: Option<FixView<'a>>,
    url: Option<String>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct SuppressionView<'a> {
    kind: &'static str,
    reason: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
struct SpanView {
    start: PositionView,
    end: PositionView,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
struct PositionView {
    line: u32,
    column: u32,
    byte: u32,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct RelatedView<'a> {
    path: &'a str,
    line: u32,
    message: &'a str,
    span: SpanView,
}

#[derive(Clone, Debug, Serialize)]
struct FixView<'a> {
    applicability: &'static str,
    title: &'a str,
    edits: Vec<EditView<'a>>,
}

#[derive(Clone, Debug, Serialize)]
struct EditView<'a> {
    path: &'a str,
    span: SpanView,
    text: Cow<'a, str>,
}

impl<'a> FindingsView<'a> {
    /// The view of `findings` in `sources`, in their order.
    pub fn new(
        sources: &'a [SourceFile],
        findings: &'a [Diagnostic],
        options: FindingsOptions<'a>,
    ) -> FindingsView<'a> {
        let places = Places::new(sources);
        FindingsView {
            schema: "planc.findings/1",
            summary: summary(&Counts::of(findings)),
            findings: listed(findings, options.left_out)
                .iter()
                .map(|listed| FindingView::new(listed, &places, options))
                .collect(),
        }
    }
}

impl<'a> FindingView<'a> {
    /// The view of one finding.
    pub fn new(listed: &Listed<'a>, places: &Places<'a>, options: FindingsOptions<'_>) -> FindingView<'a> {
        let finding = listed.finding;
        let path = places.path(finding.primary.file);
        let fingerprint = fingerprint(path, finding);
        let baseline =
            options.baseline.map(|known| if known.contains(&fingerprint) { "known" } else { "new" });
        FindingView {
            rule: finding.code,
            name: finding.name,
            severity: finding.severity.name(),
            message: &finding.message,
            label: &finding.primary.text,
            help: &finding.help,
            path,
            span: SpanView::new(finding.primary.file, finding.primary.span, places),
            related: finding.related.iter().map(|label| related(label, places)).collect(),
            subject: &finding.subject,
            fingerprint,
            baseline,
            suppression: listed.suppressed.map(|reason| SuppressionView { kind: "comment", reason }),
            fix: finding.fix.as_ref().map(|fix| fix_view(fix, places)),
            url: options.pages.map(|base| page_url(base, finding.code, finding.name)),
        }
    }
}

/// Findings as JSON lines: one finding a line, in their order.
pub fn finding_lines(
    sources: &[SourceFile],
    findings: &[Diagnostic],
    options: FindingsOptions<'_>,
) -> String {
    let places = Places::new(sources);
    let line = |listed| to_json_line(&FindingView::new(listed, &places, options)) + "\n";
    listed(findings, options.left_out).iter().map(line).collect()
}

impl SpanView {
    fn new(file: FileIx, span: Span, places: &Places<'_>) -> SpanView {
        let (start, end) =
            (places.position(file, span.start), places.position(file, span.end.max(span.start)));
        SpanView { start: start.into(), end: end.into() }
    }
}

impl From<Position> for PositionView {
    fn from(at: Position) -> PositionView {
        PositionView { line: at.line, column: at.column, byte: at.byte }
    }
}

fn summary(counts: &Counts) -> SummaryView {
    let rule = |count: &RuleCount| RuleView {
        rule: count.code,
        name: count.name,
        severity: count.severity.name(),
        count: count.findings,
    };
    SummaryView {
        findings: counts.findings(),
        error: counts.errors,
        warning: counts.warnings,
        info: counts.infos,
        fixable: FixableView { safe: counts.safe_fixes, r#unsafe: counts.unsafe_fixes },
        rules: counts.rules.iter().map(rule).collect(),
    }
}

fn related<'a>(label: &'a Label, places: &Places<'a>) -> RelatedView<'a> {
    let span = SpanView::new(label.file, label.span, places);
    RelatedView { path: places.path(label.file), line: span.start.line, message: &label.text, span }
}

fn fix_view<'a>(fix: &'a Fix, places: &Places<'a>) -> FixView<'a> {
    let applicability = match fix.applicability {
        Applicability::Safe => "safe",
        Applicability::Unsafe => "unsafe",
    };
    FixView {
        applicability,
        title: &fix.title,
        edits: fix.edits.iter().map(|edit| edit_view(edit, places)).collect(),
    }
}

fn edit_view<'a>(edit: &'a Edit, places: &Places<'a>) -> EditView<'a> {
    EditView {
        path: places.path(edit.file),
        span: SpanView::new(edit.file, edit.span, places),
        text: places.mask().apply(&edit.text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::hostile;
    use crate::emit::sample::Sample;
    use crate::emit::view::to_json;

    #[test]
    fn one_finding() {
        let sample = Sample::new();
        let options =
            FindingsOptions { pages: Some("https://example.org/rules/"), ..FindingsOptions::default() };
        insta::assert_snapshot!(to_json(&FindingsView::new(&sample.sources, &sample.findings, options)), @r###"
        {"schema":"planc.findings/1",
        "summary":{"findings":1,"error":1,"warning":0,"info":0,"fixable":{"safe":0,"unsafe":1},"rules":[{"rule":"P201","name":"same-phase-need","severity":"error","count":1}]},
        "findings":[
        {"rule":"P201","name":"same-phase-need","severity":"error","message":"1.1.2 needs 1.1.1, but both are in phase 1","label":"needs 1.1.1","help":"move 1.1.2 to a later phase","path":"MAP.md","span":{"start":{"line":6,"column":34,"byte":129},"end":{"line":6,"column":45,"byte":140}},"related":[{"path":"MAP.md","line":5,"message":"1.1.1 is here","span":{"start":{"line":5,"column":1,"byte":60},"end":{"line":5,"column":36,"byte":95}}},{"path":"SPEC.md","line":2,"message":"stated here too","span":{"start":{"line":2,"column":1,"byte":24},"end":{"line":2,"column":13,"byte":36}}}],"subject":{"needs":"1.1.1","subtask":"1.1.2"},"fingerprint":"sha256:25b2194f46f1a5e302a1fe2df618a5392fb53a08526d486009de555a72d0d485","baseline":null,"suppression":null,"fix":{"applicability":"unsafe","title":"move 1.1.2 to a new phase","edits":[{"path":"MAP.md","span":{"start":{"line":8,"column":1,"byte":143},"end":{"line":8,"column":11,"byte":153}},"text":"## PHASE 3"}]},"url":"https://example.org/rules/P201-same-phase-need"}
        ]}
        "###);
    }

    #[test]
    fn a_baseline_knows_findings_by_fingerprint() {
        let sample = Sample::new();
        let known = BTreeSet::from([fingerprint("MAP.md", &sample.findings[0])]);
        let options = FindingsOptions { baseline: Some(&known), ..FindingsOptions::default() };
        let lines = finding_lines(&sample.sources, &sample.findings, options);
        assert!(lines.contains(r#""baseline":"known""#));
        assert_eq!(lines.matches('\n').count(), 1);
    }

    #[test]
    fn hostile_text_is_data() {
        for text in hostile::TEXTS {
            let sample = Sample::hostile(text);
            let options = FindingsOptions::default();
            let json = to_json(&FindingsView::new(&sample.sources, &sample.findings, options));
            hostile::check(&json);
            let back: serde_json::Value = serde_json::from_str(&json).expect("json");
            assert_eq!(back["findings"][0]["message"], *text);
        }
    }
}
