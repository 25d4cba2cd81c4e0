//! What needs clauses leave behind when a word, an id or a bracket in them was mistyped, and ids unlike all others.

use super::document::{Problem, ProblemKind};
use super::item::{Form, NeedOperand, StatedNeed};
use super::reader::Reader;
use super::slip::{self, begins_torn, near, strip_near};
use super::suspect::unparsed;
use super::text::{span_in, strip_word};
use super::{id, label, need};

/// Words that open a needs clause, as people mistype them.
const OPENERS: [&str; 8] =
    ["needs", "depends on", "depend on", "requires", "blocked by", "waits for", "after", "dependencies"];

/// Looks at the title of a statement: a needs clause may be left in it.
pub(super) fn clause<'t>(title: &'t str, whole: &str) -> Option<&'t str> {
    let open = title.rfind(['(', '[', '{'])?;
    let inside = &title[open + 1..];
    let glued = |word: &str| {
        inside.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word)).map(|_| &inside[word.len()..])
    };
    let names = |rest: &str| {
        let rest = rest.trim_matches([' ', ':', ')', ']', '}']);
        rest.is_empty() || begins_torn(rest) || operand(rest, whole)
    };
    let opens = |word: &str| glued(word).is_some_and(names) || strip_near(inside, word).is_some_and(names);
    OPENERS.iter().any(|word| opens(word)).then_some(&title[open..])
}

/// Whether a text begins with an id, range, wildcard or phase.
pub(super) fn operand(text: &str, whole: &str) -> bool {
    need::operand(text, whole).is_some_and(|(operand, ..)| need::is_certain(&operand))
}

/// What needs clauses left behind: ids in notes, torn ids among prerequisites, ids unlike all others.
pub(super) fn leftovers(reader: &mut Reader<'_>) {
    let whole = reader.lines.text();
    let mut doubts: Vec<Problem> = Vec::new();
    for statement in &reader.document.subtasks {
        for stated in &statement.needs {
            if ends_early(stated, whole) {
                let kind = unparsed("needs clause", "an id such as `1.1.1`");
                doubts.push(Problem { kind, span: stated.span });
            }
            let Some(missing) = stated.note.as_deref().and_then(|note| lost(&stated.operand, note)) else {
                continue;
            };
            doubts.push(Problem { kind: unparsed("needs clause", missing), span: stated.span });
        }
        for part in &statement.prerequisites {
            if torn_need(&part.text, whole) {
                let kind = unparsed("needs clause", "an id such as `1.1.1`");
                doubts.push(Problem { kind, span: part.span });
            }
        }
    }
    doubts.extend(odd_ids(reader));
    reader.doubts.extend(doubts);
}

/// `(needs 1.1.)`: in brackets or a list no sentence ends with a dot.
fn ends_early(stated: &StatedNeed, whole: &str) -> bool {
    let NeedOperand::Id(id) = &stated.operand else { return false };
    let behind = whole.get(stated.span.end as usize..).unwrap_or("");
    id::components(&id.text) == 2 && (behind.starts_with(".)") || behind.starts_with(".,"))
}

/// What is missing where the words behind an operand begin with another one.
fn lost(operand: &NeedOperand, note: &str) -> Option<&'static str> {
    let rest = note.trim_start_matches(['/', '|', '-', '>', '&', '→', ' ', '.']);
    let rest = ["or", "then", "und", "plus"]
        .iter()
        .find_map(|word| strip_word(rest, word))
        .unwrap_or(rest)
        .trim_start();
    let is_phase = matches!(operand, NeedOperand::Phase(_));
    if !is_phase && rest.is_empty() && note.starts_with(['-', '–']) {
        return Some("the end of the range");
    }
    let id = id::leading_id(rest, rest).filter(|(id, after)| {
        let whole = id::components(&id.text) >= 2 || id.text.starts_with('T');
        let unit =
            after.trim_start().starts_with(|c: char| c.is_alphabetic()) && id::components(&id.text) == 2;
        whole && !unit
    });
    if !is_phase && id.is_some() {
        return Some("a comma between two ids");
    }
    let torn = note.starts_with(['.', ' ']) && rest.starts_with(|c: char| c.is_ascii_digit());
    (torn && !is_phase).then_some("an id without a gap")
}

/// `1.1.`, `1..6`, `to 1.1.1`: a part of a needs clause that was an id.
fn torn_need(text: &str, whole: &str) -> bool {
    // A box without its end: `[x 1.1.1: Title`.
    let opened = text.strip_prefix('[').map(|rest| rest.trim_start_matches(['x', 'X', ' ']));
    if opened.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && operand(rest, whole)) {
        return true;
    }
    let length = text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'.').count();
    let token = &text[..length];
    let begins = token.starts_with(|c: char| c.is_ascii_digit()) && token.contains('.');
    let dotted = token.bytes().filter(|b| *b == b'.').count() >= 2;
    begins && (slip::is_torn(token) || dotted && token.ends_with('.'))
        || ["to", "on", "one"].iter().any(|word| {
            let rest = strip_word(text, word).map(str::trim_start);
            rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && operand(rest, whole))
        })
}

/// Statements whose ids are written unlike those of all others: `1-1-3` or `1.1` among `1.1.1`, `T00l` or `TT001`
/// among `T001`.
fn odd_ids(reader: &Reader<'_>) -> Vec<Problem> {
    let in_map = |form: Form| matches!(form, Form::Section | Form::WindowLine | Form::Tree);
    let tagged = |text: &str| {
        text.len() >= 3 && text.starts_with('T') && text[1..].bytes().all(|b| b.is_ascii_digit())
    };
    let (mut all, mut whole, mut tags) = (0usize, 0usize, 0usize);
    for statement in &reader.document.subtasks {
        let text = statement.id.text.as_str();
        all += usize::from(in_map(statement.form) && text != "INTEGRATION");
        whole += usize::from(in_map(statement.form) && id::components(text) == 3);
        tags += usize::from(tagged(text));
    }
    let digits = |text: &str, sign: u8| text.bytes().all(|b| b.is_ascii_digit() || b == sign);
    let odd = |text: &str, form: Form| {
        let dashes = digits(text, b'-') && text.bytes().filter(|b| *b == b'-').count() == 2;
        let short = matches!(form, Form::WindowLine | Form::Tree) && id::components(text) == 2;
        let torn = text.strip_prefix("TT").is_some_and(|rest| digits(rest, b'0') && !rest.is_empty())
            || text.strip_suffix(['l', 'I', 'O', 'o']).is_some_and(tagged);
        whole >= 3 && (dashes || short && whole * 5 >= all * 4) || tags >= 3 && torn
    };
    let subtasks = reader.document.subtasks.iter().filter(|s| odd(&s.id.text, s.form));
    subtasks.map(|s| Problem { kind: ProblemKind::OddId, span: s.id.span }).collect()
}

/// Where a part of a line stands that is no line of its own.
pub(super) fn problem(whole: &str, part: &str) -> Problem {
    let kind = unparsed("needs clause", "a word such as `needs` with an id in brackets");
    Problem { kind, span: span_in(whole, part) }
}

/// Whether the label in capitals of a prompt is a mistyped one that lists needs: `DEPENDENCES:`.
pub(super) fn label_in_prompt(reader: &mut Reader<'_>, at: usize) {
    let line = reader.lines.get(at);
    let Some((words, _)) = label::split(line) else { return };
    // Every label of a prompt comes here; few begin like these two.
    let may = words.starts_with(['D', 'P', 'E', 'R', 'd', 'p']);
    if may && (near(words, "dependencies") || near(words, "prerequisites")) {
        let kind = unparsed("list of needs", "the label `DEPENDENCIES:`");
        let span = reader.lines.span(at);
        reader.doubts.push(Problem { kind, span });
    }
}
