//! `T006-T009 are sequential (same file)`: subtasks that run one after another, in the order of the list.

use super::item::{NeedOperand, StatedId, StatedNeed};
use super::need::Clause;
use super::reader::Reader;
use super::relation::relate;
use super::text::strip_word;
use crate::source::Span;

/// Subtasks of one such list that are followed.
const MOST: u32 = 50;

/// Reads what stands behind the list; `true` if it says that its subtasks take turns.
pub(super) fn read(reader: &mut Reader<'_>, who: &Clause, words: &str, span: Span) -> bool {
    if !says_so(words) {
        return false;
    }
    let Some(ids) = ids(who).filter(|ids| ids.len() > 1) else { return false };
    let one = |id: &StatedId| {
        let need = StatedNeed { operand: NeedOperand::Id(id.clone()), note: None, span: id.span };
        Clause { needs: vec![need], prerequisites: Vec::new() }
    };
    for pair in ids.windows(2) {
        relate(reader, one(&pair[1]), one(&pair[0]), span);
    }
    true
}

/// `must run sequentially`, `are sequential (same file)`; what follows `after` or `with` is another statement.
fn says_so(words: &str) -> bool {
    let mut rest = words.trim_start_matches([' ', '*', ':']);
    let helpers =
        ["are", "must", "should", "be", "run", "executed", "execute", "strictly", "all", "done", "have to"];
    while let Some(more) = helpers.iter().find_map(|word| strip_word(rest, word)) {
        rest = more.trim_start();
    }
    let adverbs = ["sequential", "sequentially", "in sequence", "one after another", "one after the other"];
    let Some(behind) = adverbs.iter().find_map(|word| strip_word(rest, word)) else { return false };
    let behind = behind.trim_start_matches(['*', ' ']);
    behind.is_empty()
        || behind.starts_with(['(', '（', '—', '–', ',', '.'])
        || ["because", "since", "as"].iter().any(|word| strip_word(behind, word).is_some())
}

/// The ids of a list, with those that its ranges hold; `None` if it names anything else.
fn ids(who: &Clause) -> Option<Vec<StatedId>> {
    let mut ids = Vec::new();
    for need in &who.needs {
        match &need.operand {
            NeedOperand::Id(id) => ids.push(id.clone()),
            NeedOperand::Range(first, last) => ids.extend(between(first, last)?),
            _ => return None,
        }
    }
    Some(ids)
}

/// `T006` to `T009`: the ids from the first to the last, with as many digits.
fn between(first: &StatedId, last: &StatedId) -> Option<Vec<StatedId>> {
    let stem = first.text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &first.text[stem.len()..];
    let (low, high) = (digits.parse::<u32>().ok()?, last.text.strip_prefix(stem)?.parse::<u32>().ok()?);
    if high <= low || high - low >= MOST {
        return None;
    }
    let width = digits.len();
    Some((low..=high).map(|n| StatedId { text: format!("{stem}{n:0width$}"), ..first.clone() }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_told_from_other_words() {
        for words in [" are sequential (same file)", " must run sequentially", "must be sequential because"] {
            assert!(says_so(words), "{words}");
        }
        for words in
            [" are sequential after T004", " run in parallel", " are not sequential", " are complete"]
        {
            assert!(!says_so(words), "{words}");
        }
    }
}
