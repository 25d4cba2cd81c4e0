//! Lines of a map inside a fence: window lines, fields below them, and drawn trees.

use super::document::ProblemKind;
use super::id::leading_id;
use super::item::{Buffer, Claim, ClaimEntity, Form, Quantity};
use super::reader::{BOLD, Reader};
use super::text::{
    last_brackets, leading_number, starts_with_clock, strip_decoration, strip_word, trim_marks,
};
use super::{field, heading, window_line};

/// A branch of a drawn tree that announces how many subtasks hang below it.
struct Branch {
    /// Columns before its words.
    depth: usize,
    name: String,
    announced: u32,
    drawn: u32,
    line: usize,
}

/// Reads the lines `from..to`.
pub(super) fn read(reader: &mut Reader<'_>, from: usize, to: usize) {
    let outer = (reader.scope.phase, reader.scope.sub_phase);
    let mut branches: Vec<Branch> = Vec::new();
    let mut in_tree_phase = false;
    for at in from..to {
        let line = reader.lines.get(at);
        let trimmed = line.trim_start();
        if starts_with_clock(trimmed) {
            reader.scope.reports = true;
            continue;
        }
        if trimmed.is_empty() {
            continue;
        }
        if trimmed.starts_with(['├', '└', '│', '|', '+', '`']) {
            tree_line(reader, at, &mut branches);
        } else if let Some((mut phase, bracket)) =
            heading::stated_phase(reader, at, strip_decoration(trimmed), true)
        {
            flush(reader, &mut branches, 0);
            let lettered =
                phase.name.bytes().last().is_some_and(|b| b.is_ascii_alphabetic()) && phase.name.len() > 1;
            phase.parent = if lettered { reader.scope.phase.map(|(ix, _)| ix) } else { None };
            let ix = reader.phase(phase);
            if lettered && reader.scope.phase.is_some() {
                reader.scope.sub_phase = Some((ix, BOLD));
            } else {
                reader.scope.phase = Some((ix, BOLD));
                reader.scope.sub_phase = None;
            }
            in_tree_phase = true;
            super::claim::phase(reader, ix, bracket);
        } else if window_line::read(reader, at, BOLD) || field::read(reader, at) {
        }
    }
    flush(reader, &mut branches, 0);
    if in_tree_phase {
        (reader.scope.phase, reader.scope.sub_phase) = outer;
    }
}

fn tree_line(reader: &mut Reader<'_>, at: usize, branches: &mut Vec<Branch>) {
    let line = reader.lines.get(at);
    let text = line.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '├' | '└' | '│' | '─' | '|' | '+' | '-' | '`' | '┬' | '╰' | '╭' | '>')
    });
    if text.is_empty() {
        return;
    }
    let depth = line[..line.len() - text.len()].chars().count();
    flush(reader, branches, depth);
    let whole = reader.lines.text();
    let text = trim_marks(text);
    let text = super::text::strip_check_box(text).map_or(text, |(_, rest)| rest);
    let named = super::mark::subtask_words(text).and_then(|rest| super::id::after_keyword(rest, whole));
    if let Some((id, words)) = named.or_else(|| leading_id(text, whole)) {
        let separated = words.is_empty() || words.starts_with([':', ' ', '-', '–', '—', '*', '：']);
        if !separated {
            return;
        }
        reader.statement(Form::Tree, id, words, at);
        branches.iter_mut().for_each(|branch| branch.drawn += 1);
    } else if let Some((id, form)) = heading::integration(reader, text) {
        let form = if form == Form::Reference { form } else { Form::Tree };
        reader.statement(form, id, text, at);
    } else if text.starts_with('[') {
        buffer(reader, at, text);
    } else if let Some((name, inside)) = last_brackets(text)
        && let Some((announced, rest)) = leading_number(inside.trim())
        && ["tasks", "task", "subtasks", "subtask"]
            .iter()
            .any(|word| strip_word(rest.trim_start(), word).is_some())
    {
        branches.push(Branch { depth, name: name.to_owned(), announced, drawn: 0, line: at });
    }
}

/// `[2 buffer windows for quick tasks]`.
fn buffer(reader: &mut Reader<'_>, at: usize, text: &str) {
    let inside = text.trim_matches(['[', ']', ' ']);
    let number = leading_number(inside);
    let rest = number.map_or(inside, |(_, rest)| rest.trim_start());
    let span = reader.lines.span(at);
    if strip_word(rest, "buffer").or_else(|| strip_word(rest, "buffers")).is_some() {
        let count = number.map_or(1, |(count, _)| count);
        let phase = reader.scope.phase.map(|(ix, _)| ix);
        reader.document.buffers.push(Buffer { windows: None, count, phase, span });
    } else if number.is_some() && rest.contains("window") {
        let kind =
            ProblemKind::Unparsed { looks_like: "line of a tree", missing: "an id or the word `buffer`" };
        reader.problem(kind, span);
    }
}

/// Ends branches that are not above `depth` and states what they announced.
fn flush(reader: &mut Reader<'_>, branches: &mut Vec<Branch>, depth: usize) {
    while branches.last().is_some_and(|branch| branch.depth >= depth) {
        let Some(branch) = branches.pop() else { break };
        let span = reader.lines.span(branch.line);
        let words = trim_marks(span.of(reader.lines.text()).trim_start_matches(['├', '└', '│', '─', ' ']));
        let value = f64::from(branch.announced);
        reader.document.claims.push(Claim {
            entity: ClaimEntity::Branch { name: branch.name, drawn: branch.drawn },
            quantity: Quantity::Subtasks,
            min: value,
            max: value,
            approximate: false,
            precision: 1.0,
            text: words.to_owned(),
            span: reader.span(words),
        });
    }
}
