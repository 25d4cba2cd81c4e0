//! Prompts: their bounds, and what they state about their subtask.

use super::awaiting::{self, Awaiting};
use super::fence::Fence;
use super::field;
use super::item::{StatedPrompt, StatedSubtask, TouchMode};
use super::label::{self, Label};
use super::lines::Lines;
use super::reader::Reader;
use super::text::is_blank;

/// Takes a fenced block as the prompt of a statement and reads the lists inside it.
pub(super) fn read(reader: &mut Reader<'_>, statement: usize, block: &Fence) {
    let lines = reader.lines;
    let (from, to) = (block.open as usize + 1, block.end as usize);
    reader.document.subtasks[statement].prompt = Some(StatedPrompt {
        span: lines.range(from, to),
        opening: Some(lines.span(block.open as usize)),
        closing: block.closed.then(|| lines.span(block.end as usize)),
        inner_fence: block.inner_length,
        cut_at: block.cut_at.map(|line| lines.span(line as usize)),
        decoded: None,
    });
    let text = lines.text();
    let mut inside = false;
    let mut awaiting: Option<Awaiting> = None;
    let mut at = from;
    for stop in block.inner.iter().map(|&line| line as usize).chain([to]) {
        while !inside && at < stop {
            if awaiting.is_none() {
                // Where no list is open only a label counts.
                at = next_colon(text, lines, at, stop);
            }
            if at < stop {
                line(reader, statement, at, &mut awaiting);
                at += 1;
            }
        }
        inside = !inside;
        at = stop + 1;
    }
}

/// The first of the lines `at..stop` that holds a colon, else `stop`.
fn next_colon(text: &str, lines: &Lines<'_>, at: usize, stop: usize) -> usize {
    let (start, end) = (lines.start(at) as usize, lines.start(stop) as usize);
    // The first byte of `：` is 0xEF.
    let Some(colon) = memchr::memchr2(b':', 0xEF, &text.as_bytes()[start..end]) else { return stop };
    let colon = (start + colon) as u32;
    (at..stop).find(|&line| lines.start(line + 1) > colon).unwrap_or(stop)
}

fn line(reader: &mut Reader<'_>, statement: usize, at: usize, awaiting: &mut Option<Awaiting>) {
    let text = reader.lines.get(at);
    if awaiting.is_none() && begins_small(text) {
        return;
    }
    if is_blank(text) {
        if let Some(awaiting) = awaiting {
            awaiting.blank_seen = true;
        }
        return;
    }
    if let Some((label, value)) = stated_label(text) {
        *awaiting = Some(Awaiting::new(label, Some(statement)));
        match label {
            Label::CreateFile | Label::UpdateFile if !value.is_empty() => {
                let mode = if label == Label::UpdateFile { TouchMode::Update } else { TouchMode::Create };
                if field::file(reader, statement, value, mode, false) {
                    *awaiting = None;
                }
            }
            Label::Needs if !value.is_empty() => {
                reader.add_needs(statement, value);
                *awaiting = None;
            }
            Label::Tools if !value.is_empty() => {
                super::preparation::tools(reader, Some(statement), value);
                *awaiting = None;
            }
            Label::Prerequisites if is_condition(reader, value) => {
                field::prerequisite(reader, statement, value);
                *awaiting = None;
            }
            Label::Validation => {
                reader.document.subtasks[statement].validation.get_or_insert_default();
            }
            _ => {}
        }
        return;
    }
    if label::is_capital_label(text) {
        super::leftover::label_in_prompt(reader, at);
        *awaiting = None;
        return;
    }
    if let Some(open) = awaiting {
        // A list ends at the blank line behind its items.
        let over = open.begun && open.blank_seen && open.label != Label::Validation;
        if !over && awaiting::item(reader, *open, statement, at) {
            open.begun = true;
            open.blank_seen = false;
        } else {
            *awaiting = None;
        }
    }
}

/// Whether words behind a label say what has to be there, and name no subtask.
fn is_condition(reader: &Reader<'_>, words: &str) -> bool {
    !words.is_empty() && !super::need::says_nothing(words) && !awaiting::operand_first(reader, words)
}

/// Whether the first letter of a line is a small one: no label begins so, and most lines do.
fn begins_small(line: &str) -> bool {
    let is_mark = |b: &u8| matches!(b, b' ' | b'\t' | b'*' | b'-' | b'+' | b'#' | b'.' | b'0'..=b'9');
    line.bytes().find(|b| !is_mark(b)).is_some_and(|b| b.is_ascii_lowercase())
}

/// Labels that count inside prompts, where most words before a colon are no fields.
fn stated_label(line: &str) -> Option<(Label, &str)> {
    // Code and prose begin with small letters or signs; a label's first letter is a capital.
    let first = line
        .trim_start()
        .bytes()
        .find(|b| !matches!(b, b'*' | b'-' | b'+' | b'#' | b' ' | b'.' | b'0'..=b'9'))?;
    if first.is_ascii() && !first.is_ascii_uppercase() && !matches!(first, b')' | b'_') {
        return None;
    }
    let (label, value) = label::leading_label(line)?;
    let begins = super::text::strip_list_marker(line).unwrap_or(line);
    let capital =
        begins.trim_start_matches(['*', ' ', '#']).starts_with(|c: char| c.is_uppercase() || !c.is_ascii());
    let counts = matches!(
        label,
        Label::Needs
            | Label::CreateFile
            | Label::UpdateFile
            | Label::Validation
            | Label::Prerequisites
            | Label::Tools
    );
    (counts && capital).then_some((label, value))
}

/// Gives a section with a prompt label but no fence the text behind the label as its prompt.
pub(super) fn bound_bare(statement: &mut StatedSubtask, lines: &Lines<'_>) {
    if statement.prompt.is_some() {
        return;
    }
    let text = statement.section.of(lines.text());
    let mut offset = statement.section.start as usize;
    for line in text.split_inclusive('\n') {
        offset += line.len();
        if !line.contains(['p', 'P', '提', 'プ']) {
            continue;
        }
        let Some((Label::Prompt, value)) = label::leading_label(line) else { continue };
        let start =
            if value.is_empty() { offset } else { offset - line.len() + line.find(value).unwrap_or(0) };
        let body = &lines.text()[start..statement.section.end as usize];
        let lead = body.len() - body.trim_start_matches(['\n', '\r']).len();
        if !body.trim().is_empty() {
            let span = crate::source::Span::new(start + lead, statement.section.end as usize);
            statement.prompt = Some(StatedPrompt {
                span,
                opening: None,
                closing: None,
                inner_fence: 0,
                cut_at: None,
                decoded: None,
            });
        }
        return;
    }
}
