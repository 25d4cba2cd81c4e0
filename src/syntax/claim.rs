//! Claims: counts and times that the text states about the plan.

use super::duration::{self, Duration};
use super::item::{Claim, ClaimEntity, PhaseIx, Quantity};
use super::reader::Reader;
use super::text::{leading_number, strip_decoration, strip_list_marker, strip_word};

/// A count as a claim.
fn counted(reader: &mut Reader<'_>, entity: ClaimEntity, quantity: Quantity, count: u32, words: &str) {
    let value = f64::from(count);
    let span = reader.span(words);
    reader.document.claims.push(Claim {
        entity,
        quantity,
        min: value,
        max: value,
        approximate: false,
        precision: 1.0,
        text: words.to_owned(),
        span,
    });
}

/// A duration as a claim.
pub(super) fn timed(reader: &mut Reader<'_>, entity: ClaimEntity, quantity: Quantity, found: Duration<'_>) {
    let span = reader.span(found.text);
    reader.document.claims.push(Claim {
        entity,
        quantity,
        min: found.min,
        max: found.max,
        approximate: found.approximate,
        precision: found.precision,
        text: found.text.to_owned(),
        span,
    });
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

/// `**Estimated total time:** 60-70 minutes`.
pub(super) fn total_time(reader: &mut Reader<'_>, value: &str) {
    if reader.scope.reports {
        return;
    }
    if let Some(found) = duration::find(value) {
        timed(reader, ClaimEntity::Plan, Quantity::ParallelMinutes, found);
    }
}

/// A heading such as `Maximum parallelization: 3 Phases (1.5-2 hours)`.
pub(super) fn heading(reader: &mut Reader<'_>, _at: usize, text: &str) {
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

/// A line such as `✅ All 29 subtasks complete`.
pub(super) fn prose(reader: &mut Reader<'_>, at: usize) {
    let line = reader.lines.get(at);
    let text = strip_list_marker(line).unwrap_or(line);
    let text = super::text::strip_check_box(text).map_or(text, |(_, rest)| rest);
    let text = strip_decoration(text);
    if !text.starts_with(['A', 'a', 'E']) {
        return total_line(reader, text);
    }
    let Some(rest) = strip_word(text, "all") else { return total_line(reader, text) };
    let Some((count, after)) = leading_number(rest.trim_start()) else { return };
    let after = after.trim_start();
    if let Some(end) =
        ["subtasks", "micro-tasks", "micro-prompts"].iter().find_map(|word| strip_word(after, word))
    {
        let words = &text[..text.len() - end.len()];
        counted(reader, ClaimEntity::Plan, Quantity::Subtasks, count, words);
    }
}

/// `**Estimated total time with 15 parallel windows:** 60-70 minutes`.
fn total_line(reader: &mut Reader<'_>, text: &str) {
    if !text.starts_with("Estimated total time") && !text.starts_with("Total time with") {
        return;
    }
    if let Some((_, value)) = text.split_once(':')
        && let Some(found) = duration::find(value)
    {
        timed(reader, ClaimEntity::Plan, Quantity::ParallelMinutes, found);
    }
}
