use std::collections::BTreeMap;

use super::escape::{code_span, message, text};
use crate::diag::Diagnostic;
use crate::emit::{Material, Places, tty};
use crate::source::{FileIx, Span};

/// Claims that are listed.
const LISTED: usize = 20;

/// What documents state about the plan beside what is computed; nothing where they state nothing.
pub(super) fn claims(material: &Material<'_>, places: &Places<'_>) -> String {
    let against = Against::new(material.findings);
    let (mut wrong, mut right) = (Vec::new(), 0);
    for document in material.documents {
        for claim in &document.claims {
            match against.first(document.file, claim.span) {
                Some(finding) => wrong.push((document.file, claim, finding)),
                None => right += 1,
            }
        }
    }
    if wrong.is_empty() && right == 0 {
        return String::new();
    }
    let mut out = String::from("\n### Claims and what is computed\n\n");
    if !wrong.is_empty() {
        out.push_str("| claim | computed | where |\n|---|---|---|\n");
    }
    for (file, claim, finding) in wrong.iter().take(LISTED) {
        let place =
            format!("{}:{}", tty::fit(places.path(*file), 300), places.line_at(*file, claim.span.start));
        tty::add(
            &mut out,
            format_args!(
                "| {} | {} | {} |\n",
                text(&tty::fit(&claim.text, 100)),
                message(&finding.message),
                code_span(&place)
            ),
        );
    }
    if wrong.len() > LISTED {
        tty::add(&mut out, format_args!("\n{} more are not listed here.\n", wrong.len() - LISTED));
    }
    let gap = if wrong.is_empty() { "" } else { "\n" };
    let claims = if right == 1 { "claim" } else { "claims" };
    tty::add(&mut out, format_args!("{gap}{right} {claims} without a finding.\n"));
    out
}

/// Findings about claims, by the places that they point at.
struct Against<'a>(BTreeMap<FileIx, Vec<Pointer<'a>>>);

struct Pointer<'a> {
    span: Span,
    /// The largest end of this and all pointers before it.
    reach: u32,
    finding: &'a Diagnostic,
}

impl<'a> Against<'a> {
    fn new(findings: &'a [Diagnostic]) -> Against<'a> {
        let mut by_file: BTreeMap<FileIx, Vec<Pointer<'a>>> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding.code.starts_with("P5")) {
            for label in std::iter::once(&finding.primary).chain(&finding.related) {
                let pointer = Pointer { span: label.span, reach: 0, finding };
                by_file.entry(label.file).or_default().push(pointer);
            }
        }
        for pointers in by_file.values_mut() {
            pointers.sort_by_key(|pointer| pointer.span);
            let mut reach = 0;
            for pointer in pointers {
                reach = reach.max(pointer.span.end);
                pointer.reach = reach;
            }
        }
        Against(by_file)
    }

    /// A finding that points at a span: the one that begins last.
    fn first(&self, file: FileIx, span: Span) -> Option<&'a Diagnostic> {
        let pointers = self.0.get(&file)?;
        let before = pointers.partition_point(|pointer| pointer.span.start < span.end);
        let reaching = pointers[..before].iter().rev().take_while(|pointer| pointer.reach > span.start);
        reaching.into_iter().find(|pointer| pointer.span.end > span.start).map(|pointer| pointer.finding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::hostile;
    use crate::emit::sample::Sample;

    fn contradicted(text: &str) -> String {
        let mut sample = Sample::new();
        let claim = &mut sample.documents[0].claims[0];
        let span = claim.span;
        claim.text = text.to_owned();
        let finding = &mut sample.findings[0];
        finding.code = "P503";
        finding.message = format!("{text} are stated, `47.5` are computed");
        finding.primary.span = span;
        claims(&sample.material(), &Places::new(&sample.sources))
    }

    #[test]
    fn a_claim_beside_what_is_computed() {
        insta::assert_snapshot!(contradicted("~48 minutes").trim_start(), @r"
        ### Claims and what is computed

        | claim | computed | where |
        |---|---|---|
        | &#126;48 minutes | &#126;48 minutes are stated, <code>47.5</code> are computed | <code>MAP&#46;md&#58;2</code> |

        0 claims without a finding.
        ");
    }

    #[test]
    fn hostile_claims_keep_the_table() {
        for text in hostile::TEXTS.iter().chain(&["a | b", "](javascript:alert(1))", "<img src=x>"]) {
            let shown = contradicted(text);
            hostile::check(&shown);
            let row = shown.lines().find(|line| line.contains("are stated")).expect("a row");
            assert_eq!(row.matches('|').count(), 4, "{row}");
            assert!(!row.replace("<code>", "").replace("</code>", "").contains(['<', ']']), "{row}");
        }
    }
}
