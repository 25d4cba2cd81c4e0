//! Needs expressions: what stands behind `needs`, `Depends on:` and in `DEPENDENCIES` lists.

use super::id::{self, leading_id};
use super::item::{NeedOperand, StatedId, StatedNeed, StatedText};
use super::text::{span_in, strip_word, trim_marks};

/// What a needs clause says.
#[derive(Debug, Default)]
pub(super) struct Clause {
    /// Operands in order.
    pub(super) needs: Vec<StatedNeed>,
    /// Parts that name no subtask.
    pub(super) prerequisites: Vec<StatedText>,
}

impl Clause {
    /// Whether the clause says nothing, not even `None`.
    pub(super) fn is_empty(&self) -> bool {
        self.needs.is_empty() && self.prerequisites.is_empty()
    }
}

/// Words that open a needs clause inside brackets or a list item.
const OPENERS: [&str; 9] = [
    "needs",
    "need",
    "depends on",
    "dependent on",
    "requires",
    "blocked by",
    "after",
    "run after",
    "start after",
];

/// Words that say that nothing is needed.
const NOTHING: [&str; 12] = [
    "none",
    "no dependencies",
    "nothing",
    "n/a",
    "no dependency",
    "independent",
    "无",
    "なし",
    "keine",
    "ninguna",
    "nenhuma",
    "없음",
];

/// Cuts `needs`, `depends on`, … from the start.
pub(super) fn strip_opener(text: &str) -> Option<&str> {
    let text = text.trim_start();
    OPENERS
        .iter()
        .find_map(|word| strip_word(text, word))
        .map(|rest| rest.trim_start_matches([':', ' ', '\t', '*']))
}

/// Whether the words say that nothing is needed.
pub(super) fn says_nothing(text: &str) -> bool {
    let text = trim_marks(text).trim_end_matches('.');
    text.chars().all(|c| matches!(c, '-' | '–' | '—' | ' ')) && !text.is_empty()
        || NOTHING.iter().any(|word| strip_prefix_word(text, word).is_some())
}

fn strip_prefix_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    if word.is_ascii() { strip_word(text, word) } else { text.strip_prefix(word) }
}

/// Reads the operands of a needs clause; `whole` is the text that spans refer to.
pub(super) fn clause(text: &str, whole: &str) -> Clause {
    let mut clause = Clause::default();
    if says_nothing(text) {
        return clause;
    }
    let mut rest = text;
    // A chunk reaches to the next separator; what follows an operand inside it is a note.
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start_matches(is_separator);
        if let Some((operand, text, after)) = operand(rest, whole) {
            let (note, after) = note(after);
            clause.needs.push(StatedNeed {
                operand,
                note: note.map(str::to_owned),
                span: span_in(whole, text),
            });
            rest = after;
        } else {
            let (chunk, after) = chunk(rest);
            let words = trim_marks(chunk);
            if words.chars().any(char::is_alphanumeric) && !is_connective(words) {
                let words = words.to_owned();
                clause.prerequisites.push(StatedText { text: words, span: span_in(whole, chunk) });
            }
            rest = after;
        }
    }
    clause
}

/// One operand at the start of `text`: what it is, its words, and what follows.
pub(super) fn operand<'t>(text: &'t str, whole: &str) -> Option<(NeedOperand, &'t str, &'t str)> {
    let start =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '[' | '"'));
    let taken = |after: &'t str| &start[..start.len() - after.len()];
    if let Some(after) = all_tracks(start) {
        return Some((NeedOperand::Everything, taken(after), after));
    }
    let (keyword, rest) = strip_kinds(start);
    if let Some(after) = strip_prefix_word(rest, "everything") {
        return Some((NeedOperand::Everything, taken(after), after));
    }
    if let Some(after) = strip_word(rest, "phase") {
        let name = after.trim_start();
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if length > 0 && length <= 4 {
            let (name, after) = name.split_at(length);
            return Some((NeedOperand::Phase(name.to_owned()), taken(after), after));
        }
    }
    let rest =
        rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '"' | '#'));
    if let Some((prefix, after)) = wildcard(rest, whole) {
        return Some((NeedOperand::Wildcard(prefix), taken(after), after));
    }
    let (first, after) = match leading_id(rest, whole) {
        Some(found) => found,
        None => bare_number(rest, keyword.is_some(), whole)?,
    };
    if let Some((last, after)) = range_end(after, &first, whole) {
        return Some((NeedOperand::Range(first, last), taken(after), after));
    }
    if keyword == Some(Kind::All) && id::components(&first.text) == 2 {
        return Some((NeedOperand::Wildcard(first), taken(after), after));
    }
    Some((NeedOperand::Id(first), taken(after), after))
}

/// What the words before an id say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `SUBTASK`, `Tasks`, `Track`.
    Named,
    /// `all`, `every`.
    All,
}

/// Cuts `all`, `SUBTASKS`, `Task`, `Track`, … before an id.
fn strip_kinds(text: &str) -> (Option<Kind>, &str) {
    const WORDS: [(&str, Kind); 17] = [
        ("all of", Kind::All),
        ("all", Kind::All),
        ("every", Kind::All),
        ("both", Kind::Named),
        ("subtasks", Kind::Named),
        ("subtask", Kind::Named),
        ("sub-tasks", Kind::Named),
        ("sub-task", Kind::Named),
        ("tasks", Kind::Named),
        ("task", Kind::Named),
        ("tracks", Kind::Named),
        ("track", Kind::Named),
        ("the", Kind::Named),
        ("issue", Kind::Named),
        ("issues", Kind::Named),
        ("steps", Kind::Named),
        ("step", Kind::Named),
    ];
    let mut rest = text;
    let mut kind = None;
    while let Some((after, word)) = WORDS.iter().find_map(|&(word, k)| strip_word(rest, word).map(|a| (a, k)))
    {
        kind = if kind == Some(Kind::All) { kind } else { Some(word) };
        rest = after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '`' | ':'));
    }
    if kind == Some(Kind::All)
        && !rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'T' | 'F' | '*'))
    {
        // `all 4 tracks`, `all subtasks`, `all models exist`: only the whole feature or nothing.
        return (kind, text);
    }
    (kind, rest)
}

/// `all tracks`, `all 4 tracks`, `all subtasks`, `all tasks`.
fn all_tracks(text: &str) -> Option<&str> {
    let rest = strip_word(text, "all").or_else(|| strip_word(text, "every"))?.trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let rest = rest[digits..].trim_start();
    let after =
        ["tracks", "track", "subtasks", "subtask", "tasks"].iter().find_map(|word| strip_word(rest, word))?;
    // `all subtasks 1.1.*` and `all tracks of feature 2` name something narrower.
    let narrower = after.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '*')
        || strip_word(after.trim_start(), "of").is_some();
    (!narrower).then_some(after)
}

/// `1.1.*`, `1.1.x`, `*`: the prefix and what follows the star.
fn wildcard<'t>(text: &'t str, whole: &str) -> Option<(StatedId, &'t str)> {
    let (feature, rest) =
        match text.strip_prefix(['F', 'f']).map(|r| (r.bytes().take_while(u8::is_ascii_digit).count(), r)) {
            Some((n, r)) if n > 0 && r[n..].starts_with('-') => (Some(r[..n].to_owned()), &r[n + 1..]),
            _ => (None, text),
        };
    let digits = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let prefix = rest[..digits].strip_suffix('.')?;
    let after = rest[digits..].strip_prefix(['*', 'x', 'X'])?;
    if prefix.is_empty() || after.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let mut after = after;
    while let Some(more) = after.strip_prefix(".*") {
        after = more;
    }
    let after = after.strip_prefix('`').unwrap_or(after);
    Some((StatedId { text: prefix.to_owned(), feature, span: span_in(whole, prefix) }, after))
}

/// A bare number is an id behind a keyword, or where it is all there is.
fn bare_number<'t>(text: &'t str, keyword: bool, whole: &str) -> Option<(StatedId, &'t str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, after) = text.split_at(digits);
    let alone = after.trim_start().is_empty() || after.trim_start().starts_with(is_separator);
    let ends = !after.starts_with(|c: char| c.is_alphanumeric() || c == '.');
    (digits > 0 && digits <= 6 && ends && (keyword || alone))
        .then(|| (StatedId { text: number.to_owned(), feature: None, span: span_in(whole, number) }, after))
}

/// `-1.1.5`, `– 1.1.5`, `to 1.1.5`, `-004`: the other end of a range.
fn range_end<'t>(text: &'t str, first: &StatedId, whole: &str) -> Option<(StatedId, &'t str)> {
    let rest = text.trim_start_matches([' ', '`', '*']);
    let rest = rest
        .strip_prefix(['-', '–', '—', '−', '～', '‑'])
        .or_else(|| rest.strip_prefix(".."))
        .or_else(|| rest.strip_prefix("to "))
        .or_else(|| rest.strip_prefix("through "))?;
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '`' | '*' | '.' | '='));
    if let Some((last, after)) = leading_id(rest, whole) {
        return Some((last, after));
    }
    // Only the last component: `1.1.1-5`, `T-001-004`.
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, after) = rest.split_at(digits);
    if digits == 0 || after.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let stem = first.text.trim_end_matches(|c: char| c.is_ascii_digit());
    if text.starts_with(' ') && stem.is_empty() {
        return None;
    }
    let text = format!("{stem}{number}");
    Some((StatedId { text, feature: first.feature.clone(), span: span_in(whole, number) }, after))
}

/// Words behind an operand up to the next separator, and what follows.
fn note(text: &str) -> (Option<&str>, &str) {
    let (chunk, after) = chunk(text);
    let words = trim_marks(chunk.trim_matches(|c: char| matches!(c, ']' | '"' | '.' | ' ')));
    ((!words.is_empty()).then_some(words), after)
}

/// Everything up to the next separator outside brackets.
fn chunk(text: &str) -> (&str, &str) {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' if depth > 0 => depth -= 1,
            _ if depth == 0 && is_separator(c) => return (&text[..at], &text[at..]),
            ' ' if depth == 0 => {
                let rest = &text[at + 1..];
                if ["and ", "und ", "y ", "e ", "et "].iter().any(|word| rest.starts_with(word)) {
                    let word = rest.find(' ').unwrap_or(0);
                    return (&text[..at], &rest[word..]);
                }
            }
            _ => {}
        }
    }
    (text, "")
}

fn is_separator(c: char) -> bool {
    matches!(c, ',' | ';' | '+' | '&' | '、' | '，' | '；')
}

fn is_connective(words: &str) -> bool {
    ["and", "und", "y", "e", "et", "or"].contains(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let clause = clause(text, text);
        let needs = clause
            .needs
            .iter()
            .map(|need| match &need.operand {
                NeedOperand::Id(id) => id.text.clone(),
                NeedOperand::Range(a, b) => format!("{}..{}", a.text, b.text),
                NeedOperand::Wildcard(id) => format!("{}.*", id.text),
                NeedOperand::Phase(name) => format!("phase {name}"),
                NeedOperand::Everything => "everything".to_owned(),
            })
            .collect();
        (needs, clause.prerequisites.into_iter().map(|p| p.text).collect())
    }

    #[test]
    fn operands_of_every_kind() {
        let forms: [(&str, &[&str]); 16] = [
            ("1.1.1-1.1.5 complete", &["1.1.1..1.1.5"]),
            ("1.2.3, 1.2.4", &["1.2.3", "1.2.4"]),
            ("all 1.1.*", &["1.1.*"]),
            ("all 3.1.* (every subtask of the track)", &["3.1.*"]),
            ("everything", &["everything"]),
            ("all 4 tracks complete", &["everything"]),
            ("SUBTASK 1.1.1 completed (User model base exists)", &["1.1.1"]),
            ("SUBTASKS 1.1.1–1.1.5 completed", &["1.1.1..1.1.5"]),
            ("1.1.7 complete (can run in parallel, see 1.1.2)", &["1.1.7"]),
            ("1.2.3 and 1.2.4 complete", &["1.2.3", "1.2.4"]),
            ("1.1.1 + 1.1.2 & 1.1.3、1.1.4", &["1.1.1", "1.1.2", "1.1.3", "1.1.4"]),
            ("1.1.1 to 1.1.3", &["1.1.1..1.1.3"]),
            ("1.1.1-5", &["1.1.1..1.1.5"]),
            ("Phase 2", &["phase 2"]),
            ("3, 4", &["3", "4"]),
            ("F1-1.1.4", &["1.1.4"]),
        ];
        for (text, wanted) in forms {
            assert_eq!(read(text).0, wanted, "{text}");
        }
    }

    #[test]
    fn what_names_no_subtask_is_a_prerequisite() {
        for text in [
            "SQLAlchemy 2.0 installed",
            "Base declarative model available",
            "PostgreSQL configured in database.py",
        ] {
            let (needs, prerequisites) = read(text);
            assert!(needs.is_empty(), "{text}: {needs:?}");
            assert_eq!(prerequisites, [text]);
        }
        for text in ["None", "None (this is the base)", "-", "none.", "无"] {
            assert_eq!(read(text), (Vec::new(), Vec::new()), "{text}");
        }
    }
}
