//! Window lines: `Window 3:  SUBTASK 1.1.3 - Title (needs 1.1.1)`, `**TAB 3 - New prompt:**` with
//! `Search for "## SUBTASK 1.1.3: …"` below, `Windows 13-15: Buffer`, `Tab 4: F1-1.1.4`.

use super::document::ProblemKind;
use super::heading;
use super::item::{Buffer, Form, StatedWindow, StatedWindowGroup};
use super::mark::{heading_text, is_integration_test, subtask_words};
use super::reader::{BOLD, Reader};
use super::suspect;
use super::text::{leading_number, starts_with_clock, strip_decoration, strip_list_marker, strip_word};

/// The words of a window: keyword, first and last number, and what stands behind the separator.
struct Words<'t> {
    tab: bool,
    number: &'t str,
    /// `13-18`.
    range: &'t str,
    first: u32,
    last: u32,
    rest: &'t str,
}

/// Whether a heading's words begin with a window.
pub(super) fn opens(text: &str) -> bool {
    words(text).is_some()
}

/// Reads a window in a heading.
pub(super) fn heading(reader: &mut Reader<'_>, at: usize, level: u8, text: &str) {
    if let Some(words) = words(text) {
        window(reader, at, level, &words);
    }
}

/// Reads a line outside of headings; `true` if it was a window line or names the subtask of an open window.
pub(super) fn read(reader: &mut Reader<'_>, at: usize, level: u8) -> bool {
    let line = reader.lines.get(at);
    let text = strip_list_marker(line).unwrap_or_else(|| line.trim_start());
    // A line that begins with code quotes a window line and is none.
    let text = text.trim_start_matches(['*', '_']);
    if !reader.inside_work()
        && text.starts_with(['W', 'w', 'T', 't'])
        && let Some(words) = words(text)
    {
        window(reader, at, level, &words);
        return true;
    }
    if reader.scope.sections.is_empty() && reader.scope.phase.is_some() && names_a_subtask(text) {
        let missing = "a window number that ends with a colon";
        reader.problem(ProblemKind::Unparsed { looks_like: "window line", missing }, reader.lines.span(at));
        return true;
    }
    reader.scope.window.is_some() && named_below(reader, at, line)
}

/// `Window X: SUBTASK 1.1.4 - Title`: words of a window line whose number cannot be read.
fn names_a_subtask(text: &str) -> bool {
    let Some(rest) = strip_word(text, "window") else { return false };
    let named = rest.find("SUBTASK").filter(|&at| at <= 32).map(|at| &rest[at..]);
    !is_report(rest.trim_start_matches(|c: char| !c.is_alphabetic() && !"✅❌🔄⏳✔✖⚠".contains(c)))
        && named
            .and_then(subtask_words)
            .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// The subtask of an open window: a quoted heading, or a line that begins with `SUBTASK`.
fn named_below(reader: &mut Reader<'_>, at: usize, line: &str) -> bool {
    let quoted = line.find("## ").map(|from| {
        let text = &line[from..];
        let end = text[2..].find(['"', '”', '`', '\'']).map_or(text.len(), |n| n + 2);
        &text[..end]
    });
    let words = match quoted.and_then(heading_text) {
        Some((_, words)) => strip_decoration(words),
        None => strip_decoration(line),
    };
    let window = reader.scope.window;
    let statement = if let Some(rest) = subtask_words(words) {
        let Some((id, rest)) = super::id::after_keyword(rest, reader.lines.text()) else { return false };
        reader.statement(Form::WindowLine, id, rest, at)
    } else if quoted.is_some() && is_integration_test(words) {
        let Some((id, _)) = heading::integration(reader, words) else { return false };
        reader.statement(Form::Reference, id, words, at)
    } else {
        return false;
    };
    reader.document.subtasks[statement].window = window;
    reader.scope.window = None;
    true
}

fn words(text: &str) -> Option<Words<'_>> {
    const WORDS: [(&str, bool); 4] = [("windows", false), ("window", false), ("tabs", true), ("tab", true)];
    let (rest, tab) = WORDS.iter().find_map(|&(word, tab)| strip_word(text, word).map(|rest| (rest, tab)))?;
    let number = rest.strip_prefix([' ', '\t'])?.trim_start_matches([' ', '\t', '#']);
    let (first, after) = leading_number(number)?;
    let written = &number[..number.len() - after.len()];
    let range = after.trim_start_matches(' ').strip_prefix(['-', '–', '—', '−']);
    let (last, after) = match range.map(str::trim_start).and_then(leading_number) {
        Some((last, after)) => (last, after),
        None => (first, after),
    };
    let range = &number[..number.len() - after.len()];
    let after = counted(after).trim_start_matches(['*', '_', ' ', '\t']);
    let rest =
        after.strip_prefix([':', '：', '-', '–', '—', '|', '=']).or_else(|| after.strip_prefix("→"))?;
    Some(Words {
        tab,
        number: written,
        range,
        first,
        last,
        rest: rest.trim_start_matches(['*', '_', ' ', '\t']),
    })
}

/// Cuts the size of a range: `Windows 13-20 (8): Feature 2`.
fn counted(text: &str) -> &str {
    let inside = text.trim_start().strip_prefix('(').and_then(leading_number);
    let behind = inside.and_then(|(_, rest)| {
        let rest =
            ["windows", "tabs"].iter().find_map(|word| strip_word(rest.trim_start(), word)).unwrap_or(rest);
        rest.strip_prefix(')')
    });
    behind.unwrap_or(text)
}

fn window(reader: &mut Reader<'_>, at: usize, level: u8, words: &Words<'_>) {
    let stated = StatedWindow { number: words.first, span: reader.span(words.number) };
    let rest = words.rest.trim_end();
    let text = strip_decoration(rest);
    reader.scope.window = None;
    reader.scope.target = None;
    if reader.options.is_buffer(text) {
        let count = words.last.saturating_sub(words.first) + 1;
        let phase = reader.scope.phase.map(|(ix, _)| ix);
        let span = reader.lines.span(at);
        let windows = Some((words.first, words.last));
        reader.document.buffers.push(Buffer { windows, count, phase, span });
    } else if let Some(after) = subtask_words(text) {
        if is_report(rest) {
            return;
        }
        let Some((id, title)) = super::id::after_keyword(after, reader.lines.text()) else {
            no_id(reader, at);
            return;
        };
        placed(reader, Form::WindowLine, id, title, at, stated, level);
    } else if let Some((id, title)) = super::id::whole_id(text, reader.lines.text()) {
        if is_report(rest) {
            return;
        }
        let named = title.chars().any(char::is_alphanumeric) && !title.trim_start().starts_with('(');
        let form = if named && !words.tab { Form::WindowLine } else { Form::Reference };
        placed(reader, form, id, title, at, stated, level);
    } else if let Some((id, form)) = heading::integration(reader, text) {
        placed(reader, form, id, text, at, stated, level);
    } else if suspect::names_subtask(text) && !is_report(rest) {
        no_id(reader, at);
    } else if words.first != words.last || strip_word(text, "feature").is_some() {
        // A group of windows is given to a feature or a purpose; it places no subtask.
        super::allotment::given(reader, words.first, words.last, words.range, text);
        let named = strip_word(text, "feature").map(|rest| rest.trim_start_matches([' ', '\t', '#']));
        if let Some((number, _)) = named.and_then(leading_number) {
            let (first, last, feature) = (words.first, words.last, number.to_string());
            let span = reader.lines.span(at);
            reader.document.window_groups.push(StatedWindowGroup { first, last, feature, span });
        }
    } else if rest.trim_matches(['*', ' ', ':']).is_empty() || words.tab || level < BOLD {
        reader.scope.window = Some(stated);
    } else if reader.scope.phase.is_some() && !starts_with_clock(text) && !is_report(rest) {
        no_id(reader, at);
    }
}

fn no_id(reader: &mut Reader<'_>, at: usize) {
    let kind = ProblemKind::Unparsed { looks_like: "window line", missing: "the id of a subtask" };
    reader.problem(kind, reader.lines.span(at));
}

/// Places a subtask in a window that another dialect names (`Worktree 3: …`).
pub(super) fn place(
    reader: &mut Reader<'_>,
    form: Form,
    id: super::item::StatedId,
    title: &str,
    at: usize,
    number: u32,
) {
    let window = StatedWindow { number, span: reader.lines.span(at) };
    placed(reader, form, id, title, at, window, BOLD);
    reader.scope.target = None;
}

fn placed(
    reader: &mut Reader<'_>,
    form: Form,
    id: super::item::StatedId,
    title: &str,
    at: usize,
    window: StatedWindow,
    level: u8,
) {
    let statement = reader.statement(form, id, title, at);
    reader.document.subtasks[statement].window = Some(window);
    if form == Form::WindowLine || heading::integration(reader, title).is_some() || level < BOLD {
        reader.scope.target = Some(statement);
    }
}

/// Whether the words report what happened instead of planning it: `✅ SUBTASK 1.1.1 complete (7 min)`.
fn is_report(rest: &str) -> bool {
    rest.trim_start_matches(['*', ' ']).starts_with(['✅', '❌', '🔄', '⏳', '✔', '✖', '⚠'])
}
