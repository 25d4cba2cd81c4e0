//! Lines that nobody read and that look like a part of the plan: a word or an id in them was mistyped.
//!
//! They count only in a file that states subtasks; elsewhere they are prose.

use rustc_hash::FxHashSet;

use super::document::{Problem, ProblemKind};
use super::leftover::operand;
use super::reader::Reader;
use super::slip::{self, begins_torn, near};
use super::text::{
    starts_with_clock, strip_decoration, strip_list_marker, strip_separator, strip_word, trim_marks,
};
use super::{id, label, status};

/// Labels of fields with needs.
const LABELS: [&str; 9] = [
    "needs",
    "depends on",
    "depend on",
    "dependencies",
    "dependency",
    "prerequisites",
    "prerequisite",
    "blocked by",
    "requires",
];

/// Looks at a line that no dialect read; `in_map` if it stands in a fence that may hold a map.
pub(super) fn line(reader: &mut Reader<'_>, at: usize, in_map: bool) {
    let line = reader.lines.get(at);
    let text = line.trim_start_matches([' ', '\t', '*', '_', '#', '-', '+', '├', '└', '│', '─']);
    let Some(first) = text.bytes().next() else { return };
    if starts_with_clock(text) || first == b'`' || first == b'"' {
        return;
    }
    let kind = definition(reader, line, text)
        .or_else(|| mistyped(line, text, reader))
        .or_else(|| first.is_ascii_alphabetic().then(|| field(reader, line, text)).flatten())
        .or_else(|| (in_map || line.starts_with("**")).then(|| phase(text)).flatten())
        .or_else(|| item(line));
    if let Some(kind) = kind {
        doubt(reader, kind, at);
    }
}

/// Whether a heading is that of a phase whose number cannot be read.
pub(super) fn opens_phase(reader: &mut Reader<'_>, at: usize, text: &str) -> bool {
    let Some(kind) = phase(text) else { return false };
    doubt(reader, kind, at);
    true
}

/// Looks at a heading that opens nothing.
pub(super) fn heading(reader: &mut Reader<'_>, at: usize, text: &str) {
    let (word, rest) = slip::word(text);
    let subtask = near(word, "subtask") || word.eq_ignore_ascii_case("subtask");
    if subtask && numbered(rest) {
        doubt(reader, unparsed("subtask heading", "`SUBTASK` with an id, as in `SUBTASK 1.1.1: Title`"), at);
    }
}

/// Looks at a line of a drawn tree that is neither a subtask nor a group.
pub(super) fn tree(reader: &mut Reader<'_>, at: usize, text: &str) {
    if begins_torn(text) || text.starts_with(": ") {
        doubt(reader, unparsed("line of a tree", "an id such as `1.1.1`"), at);
    }
}

/// Takes over what looks like a part of the plan, if there is a plan; a line gives one problem.
pub(super) fn settle(reader: &mut Reader<'_>) {
    if !reader.document.is_plan() {
        return;
    }
    let lines = reader.lines;
    let line = |problem: &Problem| lines.at(problem.span.start);
    let taken: FxHashSet<usize> = reader.document.problems.iter().map(line).collect();
    let mut doubts = std::mem::take(&mut reader.doubts);
    doubts.sort_by_key(line);
    doubts.dedup_by_key(|problem| line(problem));
    reader.document.problems.extend(doubts.into_iter().filter(|problem| !taken.contains(&line(problem))));
}

fn doubt(reader: &mut Reader<'_>, kind: ProblemKind, at: usize) {
    let span = reader.lines.span(at);
    reader.doubts.push(Problem { kind, span });
}

pub(super) fn unparsed(looks_like: &'static str, missing: &'static str) -> ProblemKind {
    ProblemKind::Unparsed { looks_like, missing }
}

/// A number, perhaps torn, and a separator: ` 1.1.3: Title`, `1.1. - Title`.
fn numbered(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '*', '`', ':']);
    let length = rest.bytes().take_while(|b| !matches!(b, b' ' | b':')).count();
    let behind = rest[length..].trim_start();
    rest.bytes().take(4).any(|b| b.is_ascii_digit())
        && length <= 24
        && (behind.starts_with([':', '-', '–', '—']) || begins_torn(rest))
}

/// `SUBTASK 1.1.3 - Title` that no window, heading or list holds.
fn definition(reader: &Reader<'_>, line: &str, text: &str) -> Option<ProblemKind> {
    let at = memchr::memmem::find(line.as_bytes(), b"SUBTASK")?;
    let (before, rest) = (&line[..at], &line[at + 7..]);
    let rest = rest.strip_prefix('S').unwrap_or(rest);
    let begins = text.starts_with("SUBTASK");
    let quoted = before.trim_end_matches(['#', ' ']).ends_with(['"', '`', '“', '\'', '(', '>']);
    let placed = reader.scope.phase.is_some() && !reader.inside_work() && before.len() <= 48;
    let report = ['✅', '❌', '🔄', '⏳', '✔', '✖', '⚠'].iter().any(|mark| before.contains(*mark));
    let plain = strip_list_marker(line).is_none() || placed;
    let here = begins && plain
        || placed && before.trim_end().ends_with([':', ';', '.', '-'])
        || placed && before.trim_end().ends_with(|c: char| c.is_ascii_digit());
    (here && !quoted && !report && numbered(rest))
        .then(|| unparsed("window line", "`Window 1:` before it, or the `##` of a heading"))
}

/// `SUBTSK 1.1.3: Title`, `Windw 3: 1.1.3 - Title`.
fn mistyped(line: &str, text: &str, reader: &Reader<'_>) -> Option<ProblemKind> {
    let (word, rest) = slip::word(text);
    if word.len() < 5 || word.len() > 9 {
        return None;
    }
    let unindented = !line.starts_with([' ', '\t']) || !reader.inside_work();
    if near(word, "subtask") && !word.ends_with(['s', 'S']) && unindented && numbered(rest) {
        return Some(unparsed("subtask", "the word `SUBTASK`"));
    }
    let at_margin = !line.starts_with([' ', '\t', '-', '*', '+', '_']);
    if word.eq_ignore_ascii_case("subtask") && at_margin && numbered(rest) {
        return Some(unparsed("subtask", "a heading mark such as `##`"));
    }
    let is_window = !word.eq_ignore_ascii_case("windows") && near(word, "window");
    let number = rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    (is_window && number && rest.contains(':')).then(|| unparsed("window line", "the word `Window`"))
}

/// `**Depnds on:** 1.1.1`, `**Depends on** 1.1.1`.
fn field(reader: &Reader<'_>, line: &str, text: &str) -> Option<ProblemKind> {
    reader.scope.owner()?;
    let whole = reader.lines.text();
    let certain = |value: &str| operand(trim_marks(value), whole);
    if let Some((words, value)) = label::split(line)
        && words.len() <= 16
        && LABELS.iter().any(|label| near(words, label))
        && certain(value)
    {
        return Some(unparsed("list of needs", "a label such as `Depends on:`"));
    }
    let rest = LABELS.iter().find_map(|label| strip_word(text, label))?;
    let value = rest.trim_start_matches(['*', '_', ';', ' ', '-', '–', '—', '.']);
    let marked = line.trim_start().starts_with(['*', '-']) || value.len() <= 24;
    (marked && certain(value)).then(|| unparsed("list of needs", "a colon behind the label"))
}

/// `Phse 2: Title`, `Phase two`, `PHASE: Title`, `Phase2`.
fn phase(text: &str) -> Option<ProblemKind> {
    const NUMBERS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let text = strip_word(text, "sub").map_or(text, |rest| rest.trim_start_matches(['-', ' ']));
    let (word, rest) = slip::word(text);
    let next = rest.trim_start();
    let ends = |rest: &str| {
        let rest = rest.trim_start();
        rest.is_empty() || rest.starts_with([':', '-', '–', '—', '(', '*', '.'])
    };
    let after_number = next.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = after_number.len() < next.len();
    let wrong = if word.eq_ignore_ascii_case("phase") {
        is_number && next.len() == rest.len() && ends(after_number)
            || next.starts_with([':', '('])
            || rest.starts_with(' ') && next.starts_with(['-', '–', '—'])
            || NUMBERS.iter().any(|number| strip_word(next, number).is_some_and(ends))
    } else {
        !word.eq_ignore_ascii_case("phases") && near(word, "phase") && is_number && ends(after_number)
    };
    wrong.then(|| unparsed("phase", "a number behind `Phase`"))
}

/// `-[ ] SubTask 1.1: T`, `- [ SubTask 1.1: T`, `[ ] SubTask 1.1: T`, `- [ ] SubTsk 1.1: T`, `- [ ] T 001`.
fn item(line: &str) -> Option<ProblemKind> {
    let line = line.trim_start();
    let body = strip_list_marker(line).unwrap_or(line);
    let bracket = line.bytes().take(5).position(|b| b == b'[')?;
    let inside = line.as_bytes().get(bracket + 1)?;
    if !line.starts_with(['-', '*', '+', '[']) || !matches!(inside, b' ' | b'x' | b'X' | b']') {
        return None;
    }
    let boxed = body.len() < line.len() && status::check_box(body).is_some();
    let words = strip_decoration(
        line.trim_start_matches(['-', '*', '+', ' ']).trim_start_matches(['[', ' ', 'x', 'X', ']']),
    );
    let (word, rest) = slip::word(words);
    let number = rest.trim_start_matches([' ', '*']);
    let begins = number.starts_with(|c: char| c.is_ascii_digit());
    let exact = ["subtask", "task"].iter().any(|unit| word.eq_ignore_ascii_case(unit));
    let slip = near(word, "subtask") || word.len() == 4 && near(word, "task") && word.starts_with(['T', 't']);
    let letter = word == "T" || word == "TT";
    let glued = boxed && strip_list_marker(line).is_some() && !line.contains("] ");
    let wrong = if boxed && !glued {
        slip && begins && numbered(rest)
            || letter && spec_kit(word, rest)
            || exact && begins && torn_number(number)
    } else {
        let dotted =
            word.is_empty() && id::leading_id(words, words).is_some_and(|(id, _)| id.text.contains('.'));
        (dotted || (exact || slip || word == "T") && begins) && !line.contains("](")
    };
    wrong.then(|| unparsed("check item", "a box `- [ ]` with a word such as `SubTask` and an id"))
}

/// ` 001 [P] Title`, `00l Title`, ` [P] Title` behind `T`: not the `T001` of spec-kit.
fn spec_kit(word: &str, rest: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let next = rest.trim_start();
    word == "TT" && digits(rest) >= 2
        || rest.starts_with(' ')
            && (digits(next) >= 2
                || next.starts_with(|c: char| c == '[' || c == '`' || c.is_ascii_uppercase()))
        || digits(rest) >= 2 && rest[digits(rest)..].starts_with(['l', 'O', 'o', 'I'])
}

/// `1..1: T`, `1 .1: T`, `1.: T`.
fn torn_number(text: &str) -> bool {
    let length = text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'.').count();
    let number = &text[..length];
    slip::is_torn(number.trim_end_matches('.')) || text[length..].starts_with(" .") || number.ends_with('.')
}

/// Whether the words of a map line that names no subtask still name the word for one.
pub(super) fn names_subtask(text: &str) -> bool {
    let text = strip_separator(text);
    let (word, _) = slip::word(text);
    word.eq_ignore_ascii_case("subtask") || near(word, "subtask") || begins_torn(text)
}
