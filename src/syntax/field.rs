//! Fields: `Depends on:`, `Duration:`, `File:`, `**Validation:**` and the lists below them.

use super::awaiting::{Awaiting, operand_first};
use super::item::{StatedFile, StatedStatus, StatedText, TouchMode};
use super::label::{Label, leading_label};
use super::reader::Reader;
use super::text::{first_of, indent, strip_list_marker, trim_marks};
use super::{aside, claim, duration, need, preparation};

/// Reads a field for the statement, phase or track that is in scope; `true` if it was one.
pub(super) fn read(reader: &mut Reader<'_>, at: usize) -> bool {
    let line = reader.lines.get(at);
    branch(reader, at, line)
}

/// Reads the fields of a line, or of what a drawn branch holds.
pub(super) fn branch(reader: &mut Reader<'_>, at: usize, line: &str) -> bool {
    let Some(statement) = reader.scope.owner() else { return one(reader, at, line, None) };
    let (mut found, mut shared) = (false, false);
    let mut rest = line;
    // Several fields may share a line: `**Status**: Ready **Depends on**: 1.1`, `Priority: 1 | Phase 2`.
    while let Some((part, after)) = part(rest) {
        found |= one(reader, at, part, Some(statement)) || bare_phase(reader, at, part, statement);
        (rest, shared) = (after, true);
    }
    each(reader, statement, rest);
    aside::in_brackets(reader, statement, rest);
    let last = one(reader, at, rest, Some(statement));
    last || shared && bare_phase(reader, at, rest, statement)
        || !shared && aside::opened(reader, rest, statement)
        || found
}

/// `(4-6 hours each)` below an announced range of units.
fn each(reader: &mut Reader<'_>, statement: usize, line: &str) {
    if reader.units[statement].until.is_some()
        && line.trim_start().starts_with('(')
        && line.contains("each")
        && let Some(found) = duration::find(line)
    {
        let estimate = found.estimate(reader.lines.text());
        reader.document.subtasks[statement].estimate.get_or_insert(estimate);
    }
}

/// The first of several fields of a line, and the others.
fn part(line: &str) -> Option<(&str, &str)> {
    if let Some((at, mark)) =
        first_of(line, " | ").map(|at| (at, 3)).or_else(|| Some((first_of(line, " · ")?, 4)))
    {
        return Some((&line[..at], &line[at + mark..]));
    }
    // The next bold label behind the first one.
    let mut from = first_of(line, "**")? + 2;
    let mut labels = 0;
    loop {
        let close = from + first_of(line.get(from..)?, "**")?;
        let is_label =
            line[..close].trim_end().ends_with([':', '：']) || line[close + 2..].starts_with([':', '：']);
        labels += usize::from(is_label);
        if is_label && labels == 2 {
            return Some((&line[..from - 2], &line[from - 2..]));
        }
        from = close + 2 + first_of(line.get(close + 2..)?, "**")? + 2;
    }
}

/// `Phase 2` between bars.
fn bare_phase(reader: &mut Reader<'_>, at: usize, part: &str, statement: usize) -> bool {
    let Some(words) = super::phase::words(trim_marks(part)).filter(|words| words.rest.trim().is_empty())
    else {
        return false;
    };
    super::phase::assign(reader, at, words, statement);
    true
}

/// Reads one field.
fn one(reader: &mut Reader<'_>, at: usize, line: &str, statement: Option<usize>) -> bool {
    let Some((label, value)) = leading_label(line) else { return false };
    match (label, statement) {
        (Label::Count, _) => claim::count(reader, value),
        (Label::TotalTime, None) => claim::total_time(reader, value),
        // Below a heading that is more likely a chapter than work.
        (Label::TotalTime, Some(statement)) if !reader.units[statement].certain => {
            claim::total_time(reader, value);
        }
        (Label::Duration | Label::TotalTime | Label::Hours, Some(statement)) => {
            let found = duration::find(value).map(|found| found.estimate(reader.lines.text()));
            let found = found
                .or_else(|| duration::hours(value, reader.lines.text()).filter(|_| label == Label::Hours));
            if let Some(estimate) = found {
                reader.document.subtasks[statement].estimate.get_or_insert(estimate);
                if let Some(track) = reader.track_of(statement) {
                    reader.document.tracks[track].estimate.get_or_insert(estimate);
                }
            }
        }
        (Label::Duration, None) => {
            let Some(found) = duration::find(value) else { return false };
            let estimate = found.estimate(reader.lines.text());
            if !reader.time_phase(estimate)
                && let Some(track) = reader.scope.track
            {
                reader.document.tracks[track].estimate.get_or_insert(estimate);
            }
        }
        (Label::Blocks, None) => super::relation::phase_blocks(reader, at, value),
        (Label::Members, _) => return super::placement::labelled(reader, at, value),
        (Label::Tools | Label::Prerequisites, None) => return preparation::field(reader, at, label, value),
        (_, Some(statement)) => of_statement(reader, statement, at, label, value),
        (_, None) => return false,
    }
    true
}

fn of_statement(reader: &mut Reader<'_>, statement: usize, at: usize, label: Label, value: &str) {
    let empty = trim_marks(value).is_empty();
    match label {
        Label::Needs if !empty => {
            reader.add_needs(statement, value);
            continued(reader, statement, at, value);
        }
        Label::Prerequisites if !empty && operand_first(reader, value) => reader.add_needs(statement, value),
        Label::Blocks if !empty => super::relation::blocks(reader, statement, at, value),
        Label::Status => {
            let known = super::legend::state(&reader.legend, value);
            if let Some(status) = known.filter(|_| reader.document.subtasks[statement].status.is_none()) {
                let span = reader.span(value);
                reader.document.subtasks[statement].status = Some(StatedStatus { status, span });
            }
        }
        Label::Phase if !empty => {
            let name = trim_marks(value);
            let whole = super::phase::words(name);
            let inside = || super::text::last_brackets(name)?.1.split([',', ';']).next();
            let words = whole
                .or_else(|| super::phase::value(name))
                .or_else(|| inside().and_then(super::phase::words));
            if let Some(words) = words {
                super::phase::assign(reader, at, words, statement);
            }
        }
        Label::Prerequisites if !empty => prerequisite(reader, statement, value),
        Label::Tools if !empty => preparation::tools(reader, Some(statement), value),
        Label::File | Label::CreateFile | Label::UpdateFile if !empty => {
            let mode = if label == Label::UpdateFile { TouchMode::Update } else { TouchMode::Create };
            for part in value.split(", ") {
                file(reader, statement, part, mode, label == Label::File);
            }
        }
        Label::Title if !empty && reader.document.subtasks[statement].title.is_none() => {
            let text = StatedText { text: trim_marks(value).to_owned(), span: reader.span(value) };
            reader.document.subtasks[statement].title = Some(text);
        }
        Label::Validation => {
            reader.document.subtasks[statement].validation.get_or_insert_default();
            let column = indent(reader.lines.get(at)) as u8;
            reader.scope.awaiting = Some(Awaiting { column, ..Awaiting::new(label, Some(statement)) });
        }
        Label::Needs
        | Label::Prerequisites
        | Label::Tools
        | Label::Prompt
        | Label::File
        | Label::CreateFile
        | Label::UpdateFile => {
            await_list(reader, statement, at, label);
        }
        _ => {}
    }
}

/// A condition that names no subtask, or none at all.
pub(super) fn prerequisite(reader: &mut Reader<'_>, statement: usize, words: &str) {
    let nothing = need::says_nothing(words);
    reader.units[statement].needs_stated |= nothing;
    reader.document.subtasks[statement].needs_nothing |= nothing;
    if !nothing {
        let text = StatedText { text: trim_marks(words).to_owned(), span: reader.span(words) };
        reader.document.subtasks[statement].prerequisites.push(text);
    }
}

/// Needs that go on below: a line that begins with an id, indented further or behind a comma at the end.
fn continued(reader: &mut Reader<'_>, statement: usize, at: usize, value: &str) {
    let mut open = trim_marks(value).ends_with([',', '、', '+', '&']);
    let column = indent(reader.lines.get(at));
    for below in at + 1..reader.lines.len() {
        let line = reader.lines.get(below);
        let words = line.trim();
        let here = !words.is_empty()
            && (open || indent(line) > column)
            && strip_list_marker(line).is_none()
            && leading_label(line).is_none()
            && words.len() <= 120;
        let certain = need::operand(words, reader.lines.text()).is_some_and(|(operand, _, after)| {
            need::is_certain(&operand) && !after.trim_start().starts_with(':')
        });
        if !here || !certain {
            return;
        }
        reader.add_needs(statement, words);
        open = words.ends_with([',', '、', '+', '&']);
    }
}

fn await_list(reader: &mut Reader<'_>, statement: usize, at: usize, label: Label) {
    let line = reader.lines.get(at);
    let listed = strip_list_marker(line).is_some();
    let awaiting = Awaiting { listed, column: indent(line) as u8, ..Awaiting::new(label, Some(statement)) };
    reader.scope.awaiting = Some(awaiting);
}

/// `Create: src/a.rs`, `Modify: src/b.rs`: what happens to the file, and the rest.
fn touched(words: &str) -> Option<(TouchMode, &str)> {
    const WORDS: [(&str, TouchMode); 8] = [
        ("create", TouchMode::Create),
        ("new", TouchMode::Create),
        ("add", TouchMode::Create),
        ("test", TouchMode::Create),
        ("tests", TouchMode::Create),
        ("modify", TouchMode::Update),
        ("update", TouchMode::Update),
        ("edit", TouchMode::Update),
    ];
    let (word, rest) = words.split_once(':')?;
    let found = WORDS.iter().find(|(name, _)| trim_marks(word).eq_ignore_ascii_case(name))?;
    Some((found.1, rest))
}

/// A path without the lines behind it: `src/a.rs:12-20`.
fn without_lines(path: &str) -> &str {
    let lines = |tail: &str| {
        tail.starts_with(|c: char| c.is_ascii_digit())
            && tail.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b',' | b':'))
    };
    path.split_once(':').filter(|(_, tail)| lines(tail)).map_or(path, |(path, _)| path)
}

/// Takes a path with its mode words; `true` if the words begin with something like a path.
pub(super) fn file(
    reader: &mut Reader<'_>,
    statement: usize,
    words: &str,
    mode: TouchMode,
    by_words: bool,
) -> bool {
    let (mode, words) = touched(words).map_or((mode, words), |(own, rest)| (own, rest));
    let text = trim_marks(words);
    let end = text.find([' ', '\t', '`', '(', ',']).unwrap_or(text.len());
    let path = without_lines(text[..end].trim_matches(['"', '\'']).trim_end_matches([':', ';']));
    let like_path = path.contains('/') || path.contains('.') || path.contains('\\');
    if path.is_empty() || !like_path || path.contains("://") {
        return false;
    }
    let rest = text[end..].to_ascii_lowercase();
    let updates = ["append", "modify", "update", "extend", "edit"].iter().any(|word| rest.contains(word));
    let mode = if by_words && updates { TouchMode::Update } else { mode };
    let touched = StatedFile { path: path.to_owned(), mode, span: reader.span(path) };
    let files = &mut reader.document.subtasks[statement].files;
    if !files.iter().any(|f| f.path == touched.path && f.mode == touched.mode) {
        files.push(touched);
    }
    true
}
