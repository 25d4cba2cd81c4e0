//! Units of work as people announce them: `Task 1.1: Title`, `TASK-001 — Title`, `[x] Task 4: T`, `✅ 4.1 T`,
//! `**T001** T`, `Issue #52: T`, `Stream A: T`, `T-031 to T-040: T`.
//!
//! Some announcements are certain; others (`### 1.2 Title`, `#### A3: Title`) could be anything and count only
//! where the document treats them as work; see `outline.rs`.

use super::by_first::UNITS_BY;
use super::item::{StatedId, Status};
use super::label::{STATES, UNITS, strip};
use super::text::{strip_decoration, strip_word, trim_marks};
use super::{id, need, slip, status};

/// Where an announcement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Place {
    /// A heading.
    Heading,
    /// A line in bold text.
    Bold,
    /// An item with a check box.
    Boxed,
    /// An item without one.
    Bullet,
    /// A line of a plain-text plan.
    Plain,
    /// A row, a window line or a line of a tree.
    Map,
}

/// How the id of an announcement is written; announcements of one kind are judged together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    /// Behind `Task`, `Subtask`, or with `T` before the number.
    Work,
    /// Behind `Issue` or `Ticket`.
    Issue,
    /// Behind `Step`, `Agent`, `PR` or the box of an item (`#12`): work where needs are stated, else part of a manual, a
    /// worker, or a reference.
    Vague,
    /// Behind `Agent`: work where times or needs are stated, else the role of somebody.
    Agent,
    /// Behind `Epic`, `Story`, `Track`, `Stream`.
    Container,
    /// `1.2.3`.
    Dotted,
    /// `3.`
    Bare,
    /// `3. [ ] Title`: only the number of the list says which it is.
    Counted,
    /// `A3`, `AUTH-001`, `Agent6`.
    Lettered,
}

/// An announced unit.
#[derive(Debug)]
pub(super) struct Unit<'t> {
    pub(super) kind: Kind,
    /// 0 to 3 from outer to inner as in [`UNITS`]; [`UNRANKED`] without a keyword.
    pub(super) rank: u8,
    pub(super) id: StatedId,
    /// The last id of an announced range.
    pub(super) until: Option<StatedId>,
    /// What stands behind the id.
    pub(super) words: &'t str,
    pub(super) status: Option<Status>,
    /// Whether nothing but work is written like this.
    pub(super) certain: bool,
}

/// The rank of a unit that is announced by its id alone.
pub(super) const UNRANKED: u8 = 4;

/// Reads an announcement at the start of `text`.
pub(super) fn read<'t>(text: &'t str, place: Place, whole: &str) -> Option<Unit<'t>> {
    let text = text.trim_start_matches(['*', '_', ' ']);
    let mark = status::leading_mark(text);
    let undecorated = strip_decoration(text);
    let (boxed, text) = match status::check_box(undecorated) {
        Some((state, rest)) => (Some(state), rest),
        None => (None, undecorated),
    };
    let bold =
        text.starts_with("**") || text.starts_with("__") || (boxed.is_none() && place == Place::Bullet);
    let text = text.trim_start_matches(['*', '_', '`', '~', ' ']);
    let text = text.strip_prefix('[').filter(|t| t.starts_with(|c: char| c.is_alphabetic())).unwrap_or(text);
    let mut unit = keyword(text, whole).or_else(|| bare(text, place, bold, whole))?;
    if slip::is_torn(&unit.id.text) || slip::goes_on(&unit.id, unit.words) {
        return None;
    }
    unit.status = boxed.or(mark);
    if let Some((last, rest)) = need::range_end(unit.words, &unit.id, whole)
        && id::components(&last.text) == id::components(&unit.id.text)
        && (!unit.words.starts_with(' ') || last.text.len() == last.span.len())
    {
        unit.until = Some(last);
        unit.words = rest;
    }
    // `[AUTH-1](https://…) Title`
    if let Some((_, behind)) = unit.words.strip_prefix("](").and_then(|link| link.split_once(')')) {
        unit.words = behind;
    }
    let closed = unit.words.trim_start_matches(['*', '_', '`', ']', ' ']);
    if !separated(&unit, closed, place, bold) {
        return None;
    }
    unit.words = closed;
    // `### T001 ✅ Title`
    if let Some((state, rest)) = status::mark(closed).filter(|(_, rest)| !rest.is_empty()) {
        unit.status = unit.status.or(Some(state));
        unit.words = rest;
    }
    unit.certain |= mark.is_some() && place == Place::Heading;
    Some(unit)
}

/// `3. [ ] Title`, from the line as a whole: what has no id but the number of its list.
pub(super) fn counted<'t>(line: &'t str, item: &'t str, whole: &str) -> Option<Unit<'t>> {
    let line = line.trim_start();
    let number = &line[..line.bytes().take_while(u8::is_ascii_digit).count()];
    let (state, words) = status::check_box(item)?;
    let id = StatedId { text: number.to_owned(), feature: None, span: super::text::span_in(whole, number) };
    let status = Some(state);
    let unit = Unit { kind: Kind::Counted, rank: UNRANKED, id, until: None, words, status, certain: false };
    (!number.is_empty() && words.contains(char::is_alphabetic)).then_some(unit)
}

/// `Task 1.1`, `SubTask 3`, `Issue #52`, `Stream A`, `TASK-001`.
fn keyword<'t>(text: &'t str, whole: &str) -> Option<Unit<'t>> {
    let (&(word, rank), rest) =
        UNITS_BY.of(text).find_map(|row| strip(text, UNITS[row].0).map(|rest| (&UNITS[row], rest)))?;
    if let Some((id, words)) = id::leading_id(text, whole) {
        // `TASK-001` is one word.
        return Some(Unit {
            kind: kind(rank, word),
            rank,
            id,
            until: None,
            words,
            status: None,
            certain: rank >= 2 && !matches!(kind(rank, word), Kind::Vague | Kind::Agent),
        });
    }
    if rest.starts_with('-')
        && let Some((id, words)) = id::hyphenated(text, whole)
    {
        let kind = kind(rank, word);
        let certain = kind == Kind::Work;
        return Some(Unit { kind, rank, id, until: None, words, status: None, certain });
    }
    let apart = rest.starts_with([' ', '\t', '#', ':', '：', '*', '_', '-']) || !word.is_ascii();
    let is_issue = kind(rank, word) == Kind::Issue;
    let rest = rest.trim_start_matches([' ', '\t', '*', '_', '`', '-', ':', '：']);
    let (id, words) =
        issue(rest, whole).filter(|_| is_issue).or_else(|| name(rest, rank, whole)).filter(|_| apart)?;
    Some(Unit {
        kind: kind(rank, word),
        rank,
        id,
        until: None,
        words,
        status: None,
        certain: kind(rank, word) == Kind::Work,
    })
}

fn kind(rank: u8, word: &str) -> Kind {
    match word {
        "issue" | "ticket" => Kind::Issue,
        "agent" => Kind::Agent,
        "step" | "pr" => Kind::Vague,
        _ if rank < 2 => Kind::Container,
        _ => Kind::Work,
    }
}

/// `#52`: the mark belongs to the id.
pub(super) fn issue<'t>(text: &'t str, whole: &str) -> Option<(StatedId, &'t str)> {
    let digits = text.strip_prefix('#')?.bytes().take_while(u8::is_ascii_digit).count();
    let (id, rest) = text.split_at(digits + 1);
    let id = StatedId { text: id.to_owned(), feature: None, span: super::text::span_in(whole, id) };
    (digits > 0 && digits < 8).then_some((id, rest))
}

/// The id behind a keyword: with a digit, or one capital letter.
fn name<'t>(text: &'t str, rank: u8, whole: &str) -> Option<(StatedId, &'t str)> {
    if let Some((id, rest)) = id::leading_id(text, whole) {
        return Some((id, rest));
    }
    let text = text.trim_start_matches('#');
    let length = text.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_')).count();
    let word = text[..length].trim_end_matches(['.', '_']);
    let first = *word.as_bytes().first()?;
    let number = first.is_ascii_digit() && word.len() <= 12;
    let letter = word.len() == 1 && first.is_ascii_uppercase() && rank < 3;
    let code = word.len() <= 12 && first.is_ascii_uppercase() && word.bytes().any(|b| b.is_ascii_digit());
    let id = StatedId { text: word.to_owned(), feature: None, span: super::text::span_in(whole, word) };
    (number || letter || code).then(|| (id, &text[word.len()..]))
}

/// An announcement by the id alone.
fn bare<'t>(text: &'t str, place: Place, bold: bool, whole: &str) -> Option<Unit<'t>> {
    let unit =
        |kind, rank, id, words, certain| Unit { kind, rank, id, until: None, words, status: None, certain };
    if let Some((id, words)) = id::leading_id(text, whole).or_else(|| id::mixed(text, whole)) {
        let letters = id.text.bytes().take_while(|b| !b.is_ascii_digit()).count();
        if letters == 0 {
            // `2.5x` is a factor.
            if id.text.ends_with('x') {
                return None;
            }
            return Some(unit(Kind::Dotted, UNRANKED, id, words, false));
        }
        let prefix = id.text[..letters].trim_end_matches(['-', '_']);
        return match prefix {
            "T" | "ST" | "TSK" | "WP" => {
                Some(unit(Kind::Work, if place == Place::Boxed { 3 } else { 2 }, id, words, true))
            }
            // `P1` is a priority, `P1-T3` a task of phase 1.
            _ if id::is_foreign(prefix) && !id.text[letters..].contains('-') => None,
            _ => Some(unit(Kind::Lettered, UNRANKED, id, words, false)),
        };
    }
    // `- [ ] #12 Title`: an issue, or one of many in a change log.
    if (place == Place::Boxed || place == Place::Bullet && bold)
        && let Some((id, words)) = issue(text, whole)
    {
        return Some(unit(Kind::Vague, 2, id, words, false));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    // `- [ ] 001.md - Title`: the file that holds the task.
    if place == Place::Boxed
        && (1..=4).contains(&digits)
        && let Some(words) = rest.strip_prefix(".md").filter(|words| words.starts_with(" - "))
    {
        let id =
            StatedId { text: number.to_owned(), feature: None, span: super::text::span_in(whole, number) };
        return Some(unit(Kind::Vague, 2, id, words, false));
    }
    let ends = rest.starts_with(['.', ')', ':']) && !rest[1..].starts_with(|c: char| c.is_alphanumeric())
        || bold && rest.starts_with(['*', '_']);
    if digits == 0 || digits > 4 || !ends || !matches!(place, Place::Boxed | Place::Heading) {
        return None;
    }
    let id = StatedId { text: number.to_owned(), feature: None, span: super::text::span_in(whole, number) };
    Some(unit(Kind::Bare, UNRANKED, id, rest, false))
}

/// Whether the words behind an id begin a title and do not go on with a sentence.
fn separated(unit: &Unit<'_>, closed: &str, place: Place, bold: bool) -> bool {
    if closed.is_empty() {
        return place != Place::Bullet;
    }
    if closed.starts_with([':', '：', '–', '—', '|', '）']) {
        return true;
    }
    // `T002 `.env` holds the key`
    let code = unit.words.trim_start_matches(' ').starts_with('`') && unit.words.starts_with(' ');
    if closed.starts_with(['-', '.', ')', '(', '（', '[', '/']) && !code {
        // `1.1 - Title`, `1. Title`; not `-alpha`, `.rs`.
        let next = closed.chars().nth(1);
        return closed.starts_with(['(', '（', '[']) && place != Place::Bullet
            || next.is_none_or(|c| c.is_whitespace() || c == '-');
    }
    let spaced = unit.words.starts_with([' ', '\t', '*', '_', '`', ']']);
    let may = match place {
        Place::Boxed | Place::Map => true,
        Place::Heading => unit.kind != Kind::Lettered || unit.status.is_some() || unit.words.starts_with(']'),
        Place::Bold | Place::Bullet => bold && unit.words.starts_with(['*', '_', ']']),
        Place::Plain => false,
    };
    may && spaced && !continues_a_sentence(closed)
}

/// `Task 1.1 Complete - …`, `Task 2 depends on …`, `Task 3 and Task 4 …`.
fn continues_a_sentence(words: &str) -> bool {
    const WORDS: [&str; 34] = [
        "verification",
        "checklist",
        "summary",
        "status",
        "notes",
        "review",
        "results",
        "details",
        "depends",
        "depend",
        "must",
        "can",
        "could",
        "should",
        "is",
        "are",
        "was",
        "were",
        "and",
        "or",
        "to",
        "through",
        "blocks",
        "before",
        "after",
        "requires",
        "needs",
        "will",
        "has",
        "have",
        "may",
        "overview",
        "progress",
        "test plan",
    ];
    let words = trim_marks(words);
    WORDS.iter().any(|word| {
        strip_word(words, word)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ':', ',', '-', '.']))
    }) || STATES.iter().any(|(word, _)| {
        word.is_ascii()
            && strip_word(words, word).is_some_and(|rest| {
                let rest = rest.trim_start();
                rest.is_empty() || rest.starts_with(['-', '–', '—', ':', '(', '!', ','])
            })
    }) || ["依赖", "无依赖", "可与", "可并行", "和", "与", "に依存", "は"]
        .iter()
        .any(|word| words.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str, place: Place) -> Option<String> {
        read(text, place, text).map(|unit| {
            let until = unit.until.map_or(String::new(), |last| format!("..{}", last.text));
            format!("{}{until}{}", unit.id.text, if unit.certain { "" } else { "?" })
        })
    }

    #[test]
    fn announcements_in_headings() {
        let forms = [
            ("Task 1.1: Title", "1.1"),
            ("TASK-001 — Title", "TASK-001"),
            ("[x] Task 4: Title", "4"),
            ("✅ 4.1 Title", "4.1"),
            ("Subtask 14.5: Title", "14.5"),
            ("T-031 to T-040: Title", "T-031..T-040"),
            ("Issue #52: Title", "#52?"),
            ("STREAM A: Title", "A?"),
            ("A3: Title", "A3?"),
            ("Agent6: Title", "Agent6?"),
            ("[AUTH-7] Title", "AUTH-7?"),
            ("1.2 Title", "1.2?"),
            ("任务 3：Title", "3"),
            ("Aufgabe 7 – Title", "7"),
        ];
        for (text, wanted) in forms {
            assert_eq!(id(text, Place::Heading).as_deref(), Some(wanted), "{text}");
        }
        for text in [
            "Task 1.1 Complete - Merge",
            "Task force",
            "Tasks",
            "Track record",
            "FR-001: x",
            "Task list: x",
            "Overview",
        ] {
            assert_eq!(id(text, Place::Heading), None, "{text}");
        }
    }

    #[test]
    fn announcements_in_items() {
        let forms = [
            ("[ ] SubTask 1.1.1: Title", "1.1.1"),
            ("[ ] **1.1.1** Title", "1.1.1?"),
            ("[x] T001 [P] [US1] Title", "T001"),
            ("[ ]* 2.3 Title", "2.3?"),
            ("[ ] 3. Title", "3?"),
            ("[ ] **Task 2**: Title", "2"),
            ("[ ] T002 `.env` holds the key", "T002"),
        ];
        for (text, wanted) in forms {
            assert_eq!(id(text, Place::Boxed).as_deref(), Some(wanted), "{text}");
        }
        for text in ["[ ] 3 eggs", "[ ] All of 1.1.1", "[ ] 2.5x faster", "[ ] Task 2 is done"] {
            assert_eq!(id(text, Place::Boxed), None, "{text}");
        }
    }
}
