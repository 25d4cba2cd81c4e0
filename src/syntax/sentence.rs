//! Where sentences about needs begin, and where their verbs stand.

use super::item::{NeedOperand, StatedNeed};
use super::label::UNITS;
use super::need::{self, Clause};
use super::reader::Reader;
use super::relation::{relate, sentence, side};
use super::text::strip_word;
use super::verb::{self, Verb};
use super::word_order;

/// Whether the first word may be an operand: cheap, because every line of prose comes here.
pub(super) fn may_name(text: &str, about: bool) -> bool {
    let Some(first) = text.bytes().next() else { return false };
    if first.is_ascii_lowercase() {
        return false;
    }
    if about {
        return true;
    }
    let word = text.split([' ', '\t']).next().unwrap_or(text);
    // A link or a picture, which half of the lines of some files are.
    if first == b'[' && text.find(']').is_some_and(|end| text[end + 1..].starts_with(['(', ':', '['])) {
        return false;
    }
    if first == b'[' || first == b'#' || word.bytes().any(|b| b.is_ascii_digit()) {
        return word.bytes().any(|b| b.is_ascii_digit()) || word.len() < 12;
    }
    let name = word.trim_end_matches(['s', ':']);
    first.is_ascii_uppercase() && UNITS.iter().any(|(unit, _)| unit.eq_ignore_ascii_case(name))
        || word.eq_ignore_ascii_case("phase")
}

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
    let alone = text.trim_end_matches(['.', '。', ' ', '*']).trim_start();
    if ["所有", "全部"].contains(&alone) || alone.eq_ignore_ascii_case("all") {
        let span = super::text::span_in(whole, alone);
        let need = StatedNeed { operand: NeedOperand::Everything, note: None, span };
        return Some((Clause { needs: vec![need], prerequisites: Vec::new() }, ""));
    }
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

/// `**Secrets**: T002 must …`: what stands behind a bold label, if it is an id.
pub(super) fn behind_label(text: &str) -> Option<&str> {
    let (at, _) = text.char_indices().take(60).find(|(_, c)| *c == '*')?;
    let rest = text[at..].trim_start_matches('*').trim_start_matches([':', '：']).trim_start();
    let labelled =
        text[..at].ends_with([':', '：']) || text[at..].trim_start_matches('*').starts_with([':', '：']);
    (labelled && begins_with_id(rest)).then_some(rest)
}

/// `In Setup, T003 …`, `**Within Phase 1**: T003 …`: what stands behind the opening words, if it is an id.
pub(super) fn behind_opening(text: &str) -> Option<&str> {
    let (at, c) = text.char_indices().take(80).find(|(_, c)| matches!(c, ':' | '：' | ',' | '，'))?;
    let rest = text[at + c.len_utf8()..].trim_start_matches(['*', '_', ' ']);
    begins_with_id(rest).then_some(rest)
}

/// `T012 and T014 are apart, but T014 depends on T012`: what stands behind `but`, if it is an id.
pub(super) fn behind_but(text: &str) -> Option<&str> {
    let rest = text[text.find(" but ")? + 5..].trim_start();
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
        let behind = strip_word(behind, "but").or_else(|| behind.strip_prefix('但')).unwrap_or(behind);
        let behind = behind.trim_start();
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
        let words = strip_word(&inside[..close], "then").unwrap_or(&inside[..close]).trim_start();
        found |= begins_with_id(words) && sentence(reader, at, words, true);
        rest = &inside[close..];
    }
    found
}

/// `-7`, ` and 4`, `, 4, 5` behind `Phases 3`.
pub(super) fn phases_to<'t>(first: &str, words: &str, after: &'t str) -> (Vec<NeedOperand>, &'t str) {
    let Some(rest) = after.strip_prefix(['-', '–']) else {
        let plural = strip_word(words, "phases").is_some();
        return if plural { phases_listed(after) } else { (Vec::new(), after) };
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    match (first.parse::<u32>(), rest[..digits].parse::<u32>()) {
        (Ok(low), Ok(high)) if high > low && high - low < 50 => {
            ((low + 1..=high).map(|n| NeedOperand::Phase(n.to_string())).collect(), &rest[digits..])
        }
        _ => (Vec::new(), after),
    }
}

/// `, 4 and 5` behind `Phases 3`.
pub(super) fn phases_listed(after: &str) -> (Vec<NeedOperand>, &str) {
    let (mut phases, mut after) = (Vec::new(), after);
    loop {
        let next = after.trim_start_matches([',', '+', '&', ' ']);
        let next = strip_word(next, "and").unwrap_or(next).trim_start();
        let digits = next.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = next.split_at(digits);
        let part = rest.starts_with('.') && rest[1..].starts_with(|c: char| c.is_alphanumeric());
        if next.len() == after.len()
            || !(1..=2).contains(&digits)
            || part
            || rest.starts_with(|c: char| c.is_alphanumeric())
        {
            return (phases, after);
        }
        phases.push(NeedOperand::Phase(number.to_owned()));
        after = rest;
    }
}

/// Cuts marks and a remark in brackets behind an operand: `Task 6（first）`, `Phase 2 (Core)**`.
pub(super) fn skip_remark(text: &str) -> &str {
    let mut rest = text.trim_start_matches([']', '*', '_', '`', '"']);
    let spaced = rest.trim_start();
    // The tag of the item, repeated.
    if let Some(behind) = spaced.strip_prefix("[P]") {
        return behind;
    }
    if spaced.starts_with(['(', '（'])
        && let Some(close) = spaced.find([')', '）'])
    {
        let length = spaced[close..].chars().next().map_or(1, char::len_utf8);
        rest = spaced[close + length..].trim_start_matches([']', '*', '_', '`']);
    }
    rest
}
