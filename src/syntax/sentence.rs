//! Where sentences about needs begin, and where their verbs stand.

use super::item::{NeedOperand, StatedNeed};
use super::need::{self, Clause};
use super::reader::Reader;
use super::relation::{relate, sentence, side};
use super::verb::{self, Verb};
use super::word_order;

/// The second list between the parts of its verb: `T003 は T001 完了後`, `Task 2 必须在 Task 3 之前完成`.
pub(super) fn framed(text: &str, about: bool, whole: &str) -> Option<(Verb, Clause)> {
    let start = word_order::frame(text)?;
    // Words may stand between: `T003 は別のファイルなので T001 完了後`.
    let starts = start.char_indices().take(120).map(|(at, _)| at);
    let first = starts.filter(|&at| !start[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '`'));
    let at = first.into_iter().find(|&at| begins_with_id(&start[at..]))?;
    let (other, after) = side(&start[at..], about, whole)?;
    Some((word_order::closing(after)?, other))
}

/// `all other tasks`, `所有前置任务`: only as the second list.
pub(super) fn everyone<'t>(text: &'t str, whole: &str) -> Option<(Clause, &'t str)> {
    let (operand, words, after) = need::operand(text, whole)?;
    let is_set = matches!(operand, NeedOperand::Everything | NeedOperand::Above);
    let span = super::text::span_in(whole, words);
    let need = StatedNeed { operand, note: None, span };
    is_set.then(|| (Clause { needs: vec![need], prerequisites: Vec::new() }, after))
}

/// The sentences of a line: brackets hold none of their ends.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let (mut depth, mut end) = (0u32, None);
        for (at, c) in text.char_indices() {
            match c {
                '(' | '（' => depth += 1,
                ')' | '）' => depth = depth.saturating_sub(1),
                ';' | '；' | '。' if depth == 0 => end = Some((at, at + c.len_utf8())),
                '.' if depth == 0 && text[at + 1..].starts_with(' ') => end = Some((at, at + 1)),
                _ => {}
            }
            if end.is_some() {
                break;
            }
        }
        rest = end.map(|(_, next)| text[next..].trim_start());
        Some(end.map_or(text, |(at, _)| &text[..at])).filter(|part| !part.is_empty())
    })
}

/// `In Setup, T003 …`, `**Within Phase 1**: T003 …`: what stands behind the opening words, if it is an id.
pub(super) fn behind_opening(text: &str) -> Option<&str> {
    let (at, c) = text.char_indices().take(80).find(|(_, c)| matches!(c, ':' | '：' | ',' | '，'))?;
    let rest = text[at + c.len_utf8()..].trim_start_matches(['*', '_', ' ']);
    begins_with_id(rest).then_some(rest)
}

pub(super) fn begins_with_id(text: &str) -> bool {
    need::operand(text, text)
        .is_some_and(|(operand, ..)| need::is_certain(&operand) && !matches!(operand, NeedOperand::Phase(_)))
}

/// `Task 3 changes bot.go, depends on Task 1`, `T004: the page (after T003)`: a verb behind other words.
pub(super) fn later_verb(reader: &mut Reader<'_>, at: usize, text: &str) -> bool {
    let whole = reader.lines.text();
    let Some((who, rest)) = side(text, true, whole).filter(|_| begins_with_id(text)) else { return false };
    for (from, c) in rest.char_indices().take(200) {
        if !matches!(c, ',' | '，' | '(' | '（' | ':' | '：' | '—' | '–' | '-') {
            continue;
        }
        let behind = rest[from + c.len_utf8()..].trim_start();
        let Some((Verb::Needs, after)) = verb::verb(behind, false) else { continue };
        let words =
            rest[..from].split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '(' | '（' | '/'));
        if words.into_iter().any(|word| word.len() > 1 && begins_with_id(word)) {
            return false;
        }
        let Some((needed, _)) = everyone(after, whole).or_else(|| side(after, true, whole)) else { continue };
        let span = reader.lines.span(at);
        relate(reader, who, needed, span);
        return true;
    }
    false
}

/// `Phase 2 depends on Phase 1 (T001 must complete before T004)`, `one by one (T001 → T002)`.
pub(super) fn inside_brackets(reader: &mut Reader<'_>, at: usize, text: &str) -> bool {
    let mut rest = text;
    let mut found = false;
    while let Some(open) = rest.find(['(', '（']) {
        let inside = &rest[open + rest[open..].chars().next().map_or(1, char::len_utf8)..];
        let Some(close) = inside.find([')', '）']) else { break };
        found |= begins_with_id(inside) && sentence(reader, at, &inside[..close], true);
        rest = &inside[close..];
    }
    found
}

/// `-7` behind `Phases 3`.
pub(super) fn phases_to<'t>(first: &str, after: &'t str) -> (Vec<NeedOperand>, &'t str) {
    let Some(rest) = after.strip_prefix(['-', '–']) else { return (Vec::new(), after) };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    match (first.parse::<u32>(), rest[..digits].parse::<u32>()) {
        (Ok(low), Ok(high)) if high > low && high - low < 50 => {
            ((low + 1..=high).map(|n| NeedOperand::Phase(n.to_string())).collect(), &rest[digits..])
        }
        _ => (Vec::new(), after),
    }
}

/// Cuts marks and a remark in brackets behind an operand: `Task 6（first）`, `Phase 2 (Core)**`.
pub(super) fn skip_remark(text: &str) -> &str {
    let mut rest = text.trim_start_matches([']', '*', '_', '`', '"']);
    let spaced = rest.trim_start();
    if spaced.starts_with(['(', '（'])
        && let Some(close) = spaced.find([')', '）'])
    {
        let length = spaced[close..].chars().next().map_or(1, char::len_utf8);
        rest = spaced[close + length..].trim_start_matches([']', '*', '_', '`']);
    }
    rest
}
