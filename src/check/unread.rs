//! Lines that seem to define a subtask, although they were not understood so.

use std::collections::BTreeSet;

use super::Facts;
use crate::plan::{Place, PlanProblemKind};
use crate::source::{FileIx, Span};

/// Words that may stand before the id of a line which defines it: `**Agent 1**: TASK-003 Search`.
const WORDS_BEFORE: usize = 2;

/// The first line that begins with an id, behind signs and a word or two, and goes on with a title; `besides` is the
/// place of the need that asks for it.
pub(super) fn line(text: &str, id: &str, besides: Span) -> Option<Span> {
    if id.is_empty() {
        return None;
    }
    text.match_indices(id).find_map(|(at, _)| {
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
        let is_other = besides.start as usize >= end || (besides.end as usize) <= start;
        let (before, after) = (&text[start..at], &text[at + id.len()..end]);
        (is_other && opens(before) && is_titled(after)).then(|| Span::new(start, end))
    })
}

/// Unknown needs whose lines are searched for.
const SEARCHED: usize = 16;

/// Files in which a need names such a line, so that what was read of them is not all that they state.
pub(super) fn files(facts: &Facts<'_>) -> BTreeSet<FileIx> {
    let unknown = facts.plan.problems.iter().filter_map(|problem| match &problem.kind {
        PlanProblemKind::UnknownNeed { text, .. } => Some((problem.place, text)),
        _ => None,
    });
    let is_there = |(place, id): &(Place, &String)| {
        line(facts.sources[place.file.index()].text(), id, place.span).is_some()
    };
    unknown.take(SEARCHED).filter(is_there).map(|(place, _)| place.file).collect()
}

/// Whether the text before an id is nothing but signs and a word or two.
fn opens(before: &str) -> bool {
    let is_apart = !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/'));
    let words = before.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).count();
    is_apart && !before.contains(['→', '←', '>', '<']) && words <= WORDS_BEFORE
}

/// Whether the text behind an id ends it and goes on with words, as a title does.
fn is_titled(after: &str) -> bool {
    let rest = after.trim_start_matches(['*', '`', ']', ')', '.', ':', '|', '-', '–', '—', ' ', '\t']);
    let ends = after.len() > rest.len() && !after.starts_with("..");
    let is_longer =
        after.strip_prefix(['.', '-']).is_some_and(|more| more.starts_with(char::is_alphanumeric));
    ends && !is_longer && rest.starts_with(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(text: &'t str, id: &str) -> Option<&'t str> {
        line(text, id, Span::new(0, 5)).map(|span| &text[span.start as usize..span.end as usize])
    }

    #[test]
    fn lines_that_begin_with_an_id_and_a_title_seem_to_define_it() {
        for line in ["**Agent 1**: PIER-3 Piers (8h)", "| **A-1** | PIER-3 | Piers |", "- [x] PIER-3. Piers"]
        {
            assert_eq!(found(&format!("needs\n{line}\n"), "PIER-3"), Some(line));
        }
    }

    #[test]
    fn other_lines_only_mention_it() {
        for line in [
            "PIER-3",
            "Work that waits for PIER-3 is late",
            "PIER-2 → PIER-3 Piers",
            "PIER-31 Piers",
            "PIER-3.1 Piers",
            "XPIER-3 Piers",
            "PIER-3, PIER-4",
        ] {
            assert_eq!(found(&format!("needs\n{line}\n"), "PIER-3"), None, "{line}");
        }
        assert_eq!(found("needs PIER-3 Piers", "PIER-3"), None, "the need itself");
    }
}
