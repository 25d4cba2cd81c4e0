//! Lines of a matrix of needs in words: `**Task 2**: Task 1 (its interface) → Blocks: Task 3`.

use super::need;
use super::reader::Reader;
use super::relation::{relate, side};
use super::text::strip_word;

/// Reads what a line says of both directions; `true` if it was such a line.
pub(super) fn read(reader: &mut Reader<'_>, at: usize, text: &str) -> bool {
    let whole = reader.lines.text();
    let Some((needed, waiting)) = ["Blocks", "blocks"].iter().find_map(|word| text.split_once(word)) else {
        return false;
    };
    // Without a mark before it the word is the verb of a sentence.
    let marks = ['→', '|', ';', '>', '-', '—'];
    let cut = needed.trim_end_matches(['*', '_', ' ']);
    let Some(waiting) = waiting.trim_start_matches(['*', '_']).strip_prefix(':') else { return false };
    let Some((who, rest)) = side(cut, false, whole).filter(|_| cut.ends_with(marks)) else { return false };
    let Some(needed) = rest.trim_start_matches(['*', '_', ' ']).strip_prefix(':') else { return false };
    let needed = needed.trim_matches(|c: char| c == ' ' || c == '*' || marks.contains(&c));
    let needed = need::strip_opener(needed).or_else(|| strip_word(needed, "blocked by")).unwrap_or(needed);
    let span = reader.lines.span(at);
    for (who, needed) in [(who.clone(), need::clause(needed, whole)), (need::clause(waiting, whole), who)] {
        if !who.needs.is_empty() && !needed.needs.is_empty() {
            relate(reader, who, needed, span);
        }
    }
    true
}
