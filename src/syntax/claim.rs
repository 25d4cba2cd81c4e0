//! Claims: counts and times that the text states about the plan.

use super::duration::{self, Duration};
use super::item::{Claim, ClaimEntity, PhaseIx, Quantity};
use super::reader::Reader;
use super::text::{leading_number, strip_decoration, strip_list_marker, strip_word};
use super::{allotment, announced, figure, sum_list, sum_table, way};

/// A count as a claim.
pub(super) fn counted(
    reader: &mut Reader<'_>,
    entity: ClaimEntity,
    quantity: Quantity,
    count: u32,
    words: &str,
) {
    let value = f64::from(count);
    let span = reader.span(words);
    let from = words.bytes().take_while(|byte| !byte.is_ascii_digit()).count();
    let digits = words[from..].bytes().take_while(u8::is_ascii_digit).count();
    reader.document.claims.push(Claim {
        entity,
        quantity,
        min: value,
        max: value,
        approximate: words[from + digits..].starts_with('+'),
        precision: 1.0,
        text: words.to_owned(),
        span,
        number: reader.span(&words[from..from + digits]),
        scale: 1.0,
        section: reader.scope.heading_count,
    });
}

/// A count of subtasks that brackets at the end of some words announce.
pub(super) fn announced(reader: &mut Reader<'_>, entity: ClaimEntity, count: u32, words: &str) {
    counted(reader, entity, Quantity::Subtasks, count, words);
    if let Some((_, inside)) = super::text::last_brackets(words)
        && let Some(claim) = reader.document.claims.last_mut()
    {
        let digits = inside.trim_start().bytes().take_while(u8::is_ascii_digit).count();
        claim.number = super::text::span_in(reader.lines.text(), &inside.trim_start()[..digits]);
    }
}

/// A duration as a claim.
pub(super) fn timed(reader: &mut Reader<'_>, entity: ClaimEntity, quantity: Quantity, found: Duration<'_>) {
    let figure = figure::of_time(&found, reader.lines.text());
    let claim = sum_table::of_figure(reader, entity, quantity, &figure);
    reader.document.claims.push(claim);
}

/// A whole number in a table cell as a claim.
pub(super) fn cell(reader: &mut Reader<'_>, entity: ClaimEntity, quantity: Quantity, words: &str) {
    let bare = super::text::trim_marks(words);
    if let Some((count, rest)) = leading_number(bare)
        && rest.trim().is_empty()
    {
        counted(reader, entity, quantity, count, bare);
    }
}

/// What the brackets of a phase announce: `12 tasks`, `8 parallel windows`.
pub(super) fn phase(reader: &mut Reader<'_>, phase: PhaseIx, bracket: Option<&str>) {
    let Some(bracket) = bracket else { return };
    for part in bracket.split([',', ';']).flat_map(|part| part.split(" - ")) {
        let text = part.trim();
        let Some((count, rest)) = leading_number(text) else { continue };
        let rest = rest.trim_start();
        let words: Vec<&str> = rest.split_whitespace().take(3).collect();
        let names =
            |list: &[&str]| words.iter().any(|word| list.iter().any(|name| word.eq_ignore_ascii_case(name)));
        if names(&["tasks", "task", "subtasks", "subtask"]) {
            counted(reader, ClaimEntity::Phase(phase), Quantity::Subtasks, count, text);
        } else if names(&["windows", "window", "tabs"]) {
            counted(reader, ClaimEntity::Phase(phase), Quantity::Windows, count, text);
        }
    }
}

/// `**Total Subtasks**: 8 micro-prompts` of the track in scope, else of the document.
pub(super) fn count(reader: &mut Reader<'_>, value: &str) {
    let Some((count, rest)) = leading_number(value) else { return };
    let words = rest.trim();
    let named = words.is_empty() || words.starts_with(|c: char| c.is_alphabetic() || c == '(');
    let inside_subtask = reader
        .scope
        .section()
        .is_some_and(|open| reader.track_of(open).is_none() && reader.units[open].certain);
    if !named || inside_subtask {
        return;
    }
    let track = reader.scope.track.map(|at| reader.document.tracks[at].id.clone());
    let entity = track.map_or(ClaimEntity::Plan, ClaimEntity::Track);
    counted(reader, entity, Quantity::Subtasks, count, value);
}

/// `**Estimated total time:** 60-70 minutes (vs. 4 hours sequential)`.
pub(super) fn total_time(reader: &mut Reader<'_>, value: &str) {
    if reader.scope.reports && !reader.scope.is_example {
        return;
    }
    let quantity = if reader.scope.reports { Quantity::ExampleMinutes } else { Quantity::ParallelMinutes };
    if let Some(found) = duration::find(value) {
        let entity = if reader.scope.is_example { way::subject(reader) } else { ClaimEntity::Plan };
        timed(reader, entity, quantity, found);
        way::against(reader, value);
    }
}

/// A heading such as `Maximum parallelization: 3 Phases (1.5-2 hours)`.
pub(super) fn heading(reader: &mut Reader<'_>, at: usize, text: &str) {
    announced::read(reader, at, text);
    way::read(reader, text);
    let Some(at) = find_word(text, &["Phases", "phases"]) else { return };
    let before = text[..at].trim_end();
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let number = &before[before.len() - digits..];
    let Ok(count) = number.parse::<u32>() else { return };
    let start = before.len() - digits;
    let words = &text[start..at + "Phases".len()];
    counted(reader, ClaimEntity::Plan, Quantity::Phases, count, words);
    if let Some((_, inside)) = super::text::last_brackets(text)
        && let Some(found) = duration::find(inside)
    {
        timed(reader, ClaimEntity::Plan, Quantity::ParallelMinutes, found);
    }
}

fn find_word(text: &str, words: &[&str]) -> Option<usize> {
    words.iter().filter_map(|word| text.find(word)).min()
}

/// A line that is neither map nor field: `✅ All 29 subtasks complete`, `**Time saved:** 3 hours (75% faster)`.
pub(super) fn prose(reader: &mut Reader<'_>, at: usize) {
    let line = reader.lines.get(at);
    // Nothing is claimed without a number.
    if !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return;
    }
    let item = strip_list_marker(line);
    let text = item.unwrap_or(line);
    let text = super::text::strip_check_box(text).map_or(text, |(_, rest)| rest);
    let bare = strip_decoration(text);
    if all_subtasks(reader, bare) || total_line(reader, bare) || reader.inside_work() {
        return;
    }
    match item {
        Some(words) => sum_list::item(reader, at, words, super::text::indent(line)),
        None => sum_list::grand_total(reader, text),
    }
    if allotment::read(reader, text) {
        return;
    }
    announced::read(reader, at, text);
    way::read(reader, text);
}

/// `All 29 subtasks complete`.
fn all_subtasks(reader: &mut Reader<'_>, text: &str) -> bool {
    let Some(rest) = strip_word(text, "all") else { return false };
    let Some((count, after)) = leading_number(rest.trim_start()) else { return false };
    let after = after.trim_start();
    let end = ["subtasks", "micro-tasks", "micro-prompts"].iter().find_map(|word| strip_word(after, word));
    if let Some(end) = end {
        let words = &text[..text.len() - end.len()];
        counted(reader, ClaimEntity::Plan, Quantity::Subtasks, count, words);
    }
    end.is_some()
}

/// `**Estimated total time with 15 parallel windows:** 60-70 minutes`.
fn total_line(reader: &mut Reader<'_>, text: &str) -> bool {
    if !text.starts_with("Estimated total time") && !text.starts_with("Total time with") {
        return false;
    }
    let Some(found) = text.split_once(':').and_then(|(_, value)| duration::find(value)) else { return false };
    timed(reader, ClaimEntity::Plan, Quantity::ParallelMinutes, found);
    true
}
