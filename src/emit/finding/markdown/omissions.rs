use super::escape::{code_span, text};
use crate::emit::finding::Omitted;
use crate::emit::{Places, tty};

/// Findings that are listed.
const LISTED: usize = 20;

/// What comments and the baseline leave out, so that a reviewer sees it.
pub(super) fn omissions(omitted: Omitted<'_>, places: &Places<'_>) -> String {
    let Some(words) = omitted.words() else { return String::new() };
    let mut out =
        format!("\n### Left out\n\n{words}; `planc check --format json --show-suppressed` lists them.\n");
    if omitted.comments.is_empty() {
        return out;
    }
    out.push_str("\n| where | rule | reason |\n|---|---|---|\n");
    for left_out in omitted.comments.iter().take(LISTED) {
        let label = &left_out.finding.primary;
        let path = tty::fit(places.path(label.file), 300);
        let place = format!("{path}:{}", places.line_at(label.file, label.span.start));
        let (code, name) = (left_out.finding.code, left_out.finding.name);
        let reason = text(&tty::fit(&left_out.reason, 300));
        tty::add(&mut out, format_args!("| {} | {code} {name} | {reason} |\n", code_span(&place)));
    }
    if omitted.comments.len() > LISTED {
        tty::add(&mut out, format_args!("\n{} more are not listed here.\n", omitted.comments.len() - LISTED));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::LeftOut;
    use crate::emit::hostile;
    use crate::emit::sample::Sample;

    #[test]
    fn a_reviewer_sees_what_is_left_out() {
        let sample = Sample::new();
        let left_out = [LeftOut { finding: sample.findings[0].clone(), reason: "a draft".into() }];
        let shown = omissions(Omitted { comments: &left_out, known: 3 }, &Places::new(&sample.sources));
        insta::assert_snapshot!(shown.trim_start(), @r"
        ### Left out

        1 finding is left out by comments, 3 are known by the baseline; `planc check --format json --show-suppressed` lists them.

        | where | rule | reason |
        |---|---|---|
        | <code>MAP&#46;md&#58;6</code> | P201 same-phase-need | a draft |
        ");
        assert_eq!(omissions(Omitted::default(), &Places::new(&[])), "");
    }

    #[test]
    fn hostile_reasons_keep_the_table() {
        for text in hostile::TEXTS.iter().chain(&["a | b", "--> [x](https://evil.example) @all"]) {
            let sample = Sample::hostile(text);
            let left_out = [LeftOut { finding: sample.findings[0].clone(), reason: (*text).to_owned() }];
            let omitted = Omitted { comments: &left_out, known: 0 };
            let shown = omissions(omitted, &Places::new(&sample.sources));
            hostile::check(&shown);
            let row = shown.lines().last().expect("a row");
            assert_eq!(row.matches('|').count(), 4, "{row}");
            assert!(!row.contains("](") && !row.contains("://"), "{row}");
        }
    }
}
