//! Counts and goals that sentences announce: `10 subtasks in 3 tracks, run in 4 phases with at most 4 windows`,
//! `**Total: 18 parallel windows**`, `more than 15 windows are hard to follow`, `should be ~85 min from start`.

use super::claim::counted;
use super::figure::{self, Figure, Unit};
use super::item::{ClaimEntity, Quantity};
use super::label;
use super::reader::Reader;
use super::text::{leading_number, strip_decoration, strip_word, trim_marks};
use super::{sum_table, way};

/// Words that may stand between a number and the windows that it counts.
const BETWEEN: [&str; 7] = ["parallel", "simultaneous", "concurrent", "open", "active", "agent", "separate"];

/// Labels of a summary.
const SUMMARIES: [&str; 6] = ["total", "totals", "overview", "summary", "scope", "plan"];

/// Labels of a goal.
const GOALS: [&str; 3] = ["goal", "target", "ziel"];

/// Reads a heading or a line; `text` is without list marker.
pub(super) fn read(reader: &mut Reader<'_>, at: usize, text: &str) {
    if text.len() > 400 {
        return;
    }
    match label::split(text) {
        Some((name, value)) if SUMMARIES.iter().any(|word| name.eq_ignore_ascii_case(word)) => {
            summary(reader, value);
        }
        Some((name, value)) if GOALS.iter().any(|word| name.eq_ignore_ascii_case(word)) => {
            goal(reader, at, value);
        }
        Some((name, value)) => most(reader, name, value),
        None => summary(reader, strip_decoration(text)),
    }
    let lower = text.to_ascii_lowercase();
    if lower.contains("window") || lower.contains("tabs") {
        if let Some(limit) = limit(&lower) {
            let words = &text[limit.0..limit.1];
            counted(reader, ClaimEntity::Plan, Quantity::WindowLimit, limit.2, words);
        } else {
            let is_heading = reader.lines.get(at).starts_with('#');
            opened(reader, text, &lower, is_heading);
        }
    }
    if lower.contains("from start") || lower.contains("from the start") {
        elapsed(reader, text, &lower);
    }
}

/// `19 subtasks in 4 tracks, run in 5 phases with at most 6 windows open at once.`
fn summary(reader: &mut Reader<'_>, text: &str) {
    let Some((count, rest)) = leading_number(text) else { return };
    let nouns = ["subtasks", "tasks", "micro-tasks", "micro-prompts"];
    let Some(behind) = nouns.iter().find_map(|noun| strip_word(rest.trim_start(), noun)) else { return };
    let next = behind.trim_start();
    let joined = [" in ", " across ", " over ", ", "].iter().any(|word| behind.starts_with(word));
    let entity = way::subject(reader);
    if !joined && !next.is_empty() && next != "." || matches!(entity, ClaimEntity::Features(_)) {
        return;
    }
    counted(reader, entity.clone(), Quantity::Subtasks, count, &text[..text.len() - behind.len()]);
    let mut from = text.len() - behind.len();
    while let Some(offset) = text[from..].bytes().position(|byte| byte.is_ascii_digit()) {
        let start = from + offset;
        let Some((count, rest)) = leading_number(&text[start..]) else { return };
        from = text.len() - rest.len();
        let noun = rest.trim_start();
        if let Some(behind) = strip_word(noun, "phases") {
            counted(reader, entity.clone(), Quantity::Phases, count, &text[start..text.len() - behind.len()]);
        } else if let Some(behind) = windows(rest).filter(|_| is_most(&text[..start].to_ascii_lowercase())) {
            counted(
                reader,
                entity.clone(),
                Quantity::Windows,
                count,
                &text[start..text.len() - behind.len()],
            );
        }
    }
}

/// `Max parallel: 3 windows` outside of phases.
fn most(reader: &mut Reader<'_>, name: &str, value: &str) {
    let name = name.to_ascii_lowercase();
    let is_most = ["max ", "max. ", "maximum ", "peak "].iter().any(|word| name.starts_with(word))
        && ["parallel", "window", "concurren", "tabs"].iter().any(|word| name.contains(word))
        && !name.contains("time");
    if !is_most || reader.scope.phase.is_some() || reader.scope.wave.is_some() {
        return;
    }
    let Some((count, rest)) = leading_number(value) else { return };
    let noun = rest.trim_start();
    if noun.is_empty()
        || ["windows", "agents", "subtasks", "tasks", "tabs"]
            .iter()
            .any(|word| strip_word(noun, word).is_some())
    {
        let entity = way::subject(reader);
        counted(reader, entity, Quantity::Windows, count, &value[..value.len() - rest.len()]);
    }
}

/// `parallel windows …`: what stands behind the word.
fn windows(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches([' ', '+']);
    while let Some(behind) = BETWEEN.iter().find_map(|word| strip_word(rest, word)) {
        rest = behind.trim_start();
    }
    ["windows", "tabs"].iter().find_map(|word| strip_word(rest, word))
}

/// Whether the words before a number say that no more are open at once.
fn is_most(before: &str) -> bool {
    ["at most", "max", "up to", "peak", "never more than"].iter().any(|word| before.contains(word))
}

/// `Swarm Configuration: 40 Parallel Windows`, `**Total: 18 parallel windows**`.
fn opened(reader: &mut Reader<'_>, text: &str, lower: &str, is_heading: bool) {
    let bold = text.strip_prefix("**").and_then(|rest| rest.find("**")).map_or(0, |end| end + 2);
    let end = if is_heading { text.len() } else { bold };
    let mut from = 0;
    while let Some(offset) = text.as_bytes()[from..end.max(from)].iter().position(u8::is_ascii_digit) {
        let start = from + offset;
        let Some((count, rest)) = leading_number(&text[start..]) else { return };
        from = text.len() - rest.len();
        let free = !text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '–'));
        let Some(behind) = windows(rest).filter(|_| free) else { continue };
        let words = &text[start..text.len() - behind.len()];
        let (entity, quantity) = if is_most(&lower[..start]) {
            (way::subject(reader), Quantity::Windows)
        } else {
            (ClaimEntity::Plan, Quantity::OpenedWindows)
        };
        counted(reader, entity, quantity, count, words);
        bound(reader, &text[..start]);
    }
}

/// `at most 4 windows` is true of fewer, too.
fn bound(reader: &mut Reader<'_>, before: &str) {
    let before = before.trim_end().to_ascii_lowercase();
    if ["at most", "up to", "more than"].iter().any(|word| before.ends_with(word))
        && let Some(claim) = reader.document.claims.last_mut()
    {
        claim.min = 0.0;
    }
}

/// `Don't start too many windows: more than 15 becomes hard to track`: the words' bounds and the number.
fn limit(lower: &str) -> Option<(usize, usize, u32)> {
    let warns = [
        "don't",
        "do not",
        "never",
        "avoid",
        "too many",
        "hard to",
        "difficult",
        "overwhelm",
        "unmanageable",
    ];
    let found = ["more than ", "limit of ", "limit to ", "limit yourself to ", "keep to "].iter().find_map(
        |word| {
            let at = lower.find(word)?;
            let (count, rest) = leading_number(&lower[at + word.len()..])?;
            let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '%'));
            let certain = *word != "more than " || warns.iter().any(|word| lower.contains(word));
            (ends && certain).then_some((at, lower.len() - rest.len(), count))
        },
    )?;
    // `more than 15 minutes` limits something else.
    let behind = lower[found.1..].trim_start_matches([' ', '*']);
    let other = ["minute", "min", "hour", "time", "second", "file", "line", "task", "subtask", "day", "step"];
    (!other.iter().any(|word| behind.starts_with(word))).then_some(found)
}

/// `PHASE 5 COMPLETE TIME: ____ (should be ~85 min from start)`.
fn elapsed(reader: &mut Reader<'_>, text: &str, lower: &str) {
    let Some((phase, _)) = reader.scope.phase else { return };
    let Some(at) = lower.find("from start").or_else(|| lower.find("from the start")) else { return };
    let times = figure::all(&text[..at], reader.lines.text());
    let Some(time) = times.iter().rev().find(|figure| figure.unit == Unit::Minutes) else { return };
    let claim = sum_table::of_figure(reader, ClaimEntity::Phase(phase), Quantity::ElapsedMinutes, time);
    reader.document.claims.push(claim);
}

/// `**Goal:** Complete Feature 1 in under 1 hour`, and `**TARGET:** 70 minutes` below a total time to fill in.
fn goal(reader: &mut Reader<'_>, at: usize, value: &str) {
    let whole = reader.lines.text();
    let figures = figure::all(value, whole);
    let Some(time) = figures.iter().find(|figure| figure.unit == Unit::Minutes) else { return };
    let before = at.checked_sub(1).map_or("", |line| reader.lines.get(line)).to_ascii_lowercase();
    let lower = value.to_ascii_lowercase();
    let named = ["complete feature ", "finish feature "].iter().find_map(|words| lower.split_once(words));
    let entity = match named {
        Some((_, behind)) => {
            leading_number(behind).map(|(number, _)| ClaimEntity::Feature(number.to_string()))
        }
        None => (before.contains("total time")
            && value.starts_with(|c: char| c.is_ascii_digit() || c == '~'))
        .then(|| way::subject(reader)),
    };
    let Some(entity) = entity else { return };
    let at = (time.span.start as usize).saturating_sub(reader.span(value).start as usize);
    let ahead = trim_marks(value.get(..at).unwrap_or_default()).to_ascii_lowercase();
    let bound = ["under", "less than", "below", "<"].iter().any(|word| ahead.ends_with(word));
    let time = if bound {
        Figure { min: 0.0, max: time.max - 0.1, precision: 0.1, ..time.clone() }
    } else {
        time.clone()
    };
    let mut claim = sum_table::of_figure(reader, entity, Quantity::ExampleMinutes, &time);
    if bound {
        claim.text = format!("under {}", claim.text);
    }
    reader.document.claims.push(claim);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_of_windows() {
        let number = |text: &str| limit(text).map(|(_, _, number)| number);
        assert_eq!(number("don't start too many windows: more than 15 becomes hard to track"), Some(15));
        assert_eq!(number("limit yourself to 8 windows"), Some(8));
        assert_eq!(number("windows that run more than 15 minutes are hard to follow"), None);
        assert_eq!(number("open more than 4 windows"), None);
    }
}
