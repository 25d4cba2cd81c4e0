//! Plain-text plans: headings between rules of `=`, units and phases as indented lines, fields behind `└─`.

use super::item::Form;
use super::reader::{BOLD, Reader};
use super::text::{strip_decoration, strip_word};
use super::unit::Place;
use super::{field, heading, id, phase, window_line};

/// Whether a text is laid out with rules of `=`.
pub(super) fn is_plain(text: &str) -> bool {
    let first = usize::from(text.starts_with("=========="));
    memchr::memmem::find_iter(text.as_bytes(), b"\n==========").take(2).count() + first >= 2
}

/// Whether a line is a rule of `=`.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && line.bytes().all(|b| b == b'=')
}

/// Reads a line of a plain-text plan: a heading above a rule, a phase or a unit; `true` if it was one.
pub(super) fn read(reader: &mut Reader<'_>, at: usize) -> bool {
    let line = reader.lines.get(at);
    let underlined = at + 1 < reader.lines.len()
        && line.len() < 200
        && reader.lines.get(at + 1).starts_with("===")
        && is_rule(reader.lines.get(at + 1));
    if underlined {
        reader.scope.items.clear();
        heading::read(reader, at, 1, line.trim());
        return true;
    }
    if !reader.is_plain {
        return false;
    }
    let text = line.trim_start();
    if !line.starts_with(' ') && phase::words(text).is_some() {
        reader.close(at, 2);
        return phase::open(reader, at, 2, text);
    }
    text.starts_with(|c: char| c.is_ascii_uppercase()) && reader.unit(at, BOLD, text, Place::Plain)
}

/// Reads a line that begins with `└─`: a field of the open unit, or a window of the open wave; `true` if it was one.
pub(super) fn branch(reader: &mut Reader<'_>, at: usize) -> bool {
    let line = reader.lines.get(at);
    let text = strip_decoration(line);
    if let Some(rest) = strip_word(text, "worktree").or_else(|| strip_word(text, "agent")) {
        let Some((number, rest)) = super::text::leading_number(rest.trim_start()) else { return true };
        let Some(rest) = rest.strip_prefix(':') else { return true };
        let whole = reader.lines.text();
        let rest = rest.trim_start();
        let found = super::unit::issue(rest, whole).or_else(|| id::leading_id(rest, whole));
        if let Some((id, words)) = found {
            window_line::place(reader, Form::WindowLine, id, words, at, number);
        }
        return true;
    }
    if id::leading_id(text, reader.lines.text()).is_some() {
        return false;
    }
    let _ = field::branch(reader, at, text);
    true
}
