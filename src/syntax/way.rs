//! Ways to work through the same subtasks, and what the faster ones save: `Sequential (1 window): 4 hours`,
//! `**Parallel approach:** 1 hour`, `**Time saved:** 3 hours (75% faster)`, `from 4h to 1.5h (2.7x)`.

use super::figure::{self, Figure, Unit};
use super::item::{ClaimEntity, Quantity};
use super::label::{self, MANY_WINDOWS, ONE_WINDOW, SAVINGS, SOME_WINDOWS};
use super::reader::Reader;
use super::text::{last_brackets, strip_decoration, trim_marks};
use super::{sum_list, sum_table};

/// The quantity that the name of a way measures; `None` where the words name no way.
pub(super) fn quantity(name: &str) -> Option<Quantity> {
    let name = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| holds(&name, word));
    if has(ONE_WINDOW) {
        Some(Quantity::SequentialMinutes)
    } else if has(SOME_WINDOWS) {
        Some(Quantity::TrackMinutes)
    } else if has(MANY_WINDOWS) {
        Some(Quantity::ParallelMinutes)
    } else {
        None
    }
}

/// Whether `word` begins a word of `text`; both are in lower case.
fn holds(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| !word.is_ascii() || !text[..at].ends_with(char::is_alphanumeric))
}

/// Reads a line, a heading or an item of a list; the words are without marker.
pub(super) fn read(reader: &mut Reader<'_>, words: &str) {
    if !words.contains(|c: char| c.is_ascii_digit()) || words.len() > 400 {
        return;
    }
    if let Some((label, value)) = split(words) {
        if is_saving(label) {
            return saving(reader, value);
        }
        if label.split_whitespace().count() <= 6
            && let Some(quantity) = way(label)
        {
            return time(reader, label, value, quantity);
        }
    }
    in_one_sentence(reader, words);
}

/// The words before the first colon, without marks and remarks, and what follows it.
fn split(words: &str) -> Option<(&str, &str)> {
    let at = words.find([':', '：'])?;
    let label = trim_marks(strip_decoration(trim_marks(&words[..at])));
    let label = last_brackets(label).map_or(label, |(before, _)| before);
    let value = words[at..].trim_start_matches([':', '：', '*', '_', ' ']);
    (!label.is_empty() && label.len() <= 64).then_some((label, value))
}

fn is_saving(label: &str) -> bool {
    let label = label.to_lowercase();
    let of_other_things =
        ["cost", "token", "money", "memory", "space", "size", "energy", "build", "query", "load", "price"];
    label.len() <= 32
        && SAVINGS.iter().any(|word| label.contains(word))
        && !of_other_things.iter().any(|word| label.contains(word))
}

/// The quantity of a label that begins with the name of a way.
fn way(label: &str) -> Option<Quantity> {
    let lower = label.to_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    let named = begins(ONE_WINDOW) || begins(SOME_WINDOWS) || begins(MANY_WINDOWS);
    named.then(|| quantity(&lower)).flatten()
}

/// `4 hours (Feature 1) + 1.5 hours (Feature 6) = 5.5 hours`, `1 hour`.
fn time(reader: &mut Reader<'_>, label: &str, value: &str, quantity: Quantity) {
    let result = sum_list::sentence(reader, label, value);
    let whole = reader.lines.text();
    let first = || {
        let bare = trim_marks(value).trim_start_matches(['~', '≈']);
        let near = bare.starts_with(|c: char| c.is_ascii_digit()) || bare.len() < 40;
        figure::all(value, whole).into_iter().next().filter(|_| near)
    };
    let Some(figure) = result.or_else(first).filter(|figure| figure.unit == Unit::Minutes) else { return };
    let entity = subject(reader);
    let quantity = if quantity == Quantity::ParallelMinutes { fastest(reader, &figure) } else { quantity };
    push(reader, entity, quantity, &figure);
}

/// Of several parallel ways of a section the fastest is the whole plan's; the others run it in fewer windows.
fn fastest(reader: &mut Reader<'_>, figure: &Figure) -> Quantity {
    let section = reader.scope.heading_count;
    let claims = &mut reader.document.claims;
    let known =
        reader.scope.parallel_way.and_then(|at| claims.get_mut(at)).filter(|claim| claim.section == section);
    match known {
        Some(known) if known.max <= figure.max => return Quantity::OtherMinutes,
        Some(known) => known.quantity = Quantity::OtherMinutes,
        None => {}
    }
    reader.scope.parallel_way = Some(claims.len());
    Quantity::ParallelMinutes
}

/// `2.5 hours (62% faster)`, `2.7x`.
fn saving(reader: &mut Reader<'_>, value: &str) {
    let whole = reader.lines.text();
    let figures = figure::all(value, whole);
    let times: Vec<&Figure> = figures.iter().filter(|figure| figure.unit == Unit::Minutes).collect();
    // `4 hours → 1.5 hours (62%)` compares by itself.
    if times.len() > 1 {
        return compared(reader, value, &figures);
    }
    let entity = subject(reader);
    for (unit, quantity) in [
        (Unit::Minutes, Quantity::SavedMinutes),
        (Unit::Percent, Quantity::SavedPercent),
        (Unit::Factor, Quantity::Speedup),
    ] {
        if let Some(figure) = figures.iter().find(|figure| figure.unit == unit) {
            push(reader, entity.clone(), quantity, figure);
        }
    }
}

/// A sentence with two times and what lies between them.
fn in_one_sentence(reader: &mut Reader<'_>, words: &str) {
    let factor = |pair: &[u8]| pair[0].is_ascii_digit() && matches!(pair[1], b'x' | b'X');
    let spaced = [" x", " times"].iter().any(|word| words.contains(word));
    if !spaced && !words.contains(['%', '％', '×', '倍']) && !words.as_bytes().windows(2).any(factor) {
        return;
    }
    let lower = words.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| holds(&lower, word));
    // A sentence about a build or a query says nothing about the plan.
    if !has(SAVINGS) || !(has(ONE_WINDOW) || has(MANY_WINDOWS) || has(&["window", "agent"])) {
        return;
    }
    let figures = figure::all(words, reader.lines.text());
    compared(reader, words, &figures);
}

/// Keeps two times and what is said to lie between them.
fn compared(reader: &mut Reader<'_>, words: &str, figures: &[Figure]) {
    let times: Vec<&Figure> = figures.iter().filter(|figure| figure.unit == Unit::Minutes).collect();
    let savings: Vec<&Figure> =
        figures.iter().filter(|figure| matches!(figure.unit, Unit::Percent | Unit::Factor)).collect();
    let ([one, other], false) = (&times[..], savings.is_empty()) else { return };
    let head = vec![String::new(); 2 + savings.len()];
    let cells = [*one, *other].into_iter().chain(savings).cloned().map(figure::Cell::Figure).collect();
    let label = trim_marks(words).to_owned();
    let row = sum_table::SumRow { label, role: sum_table::RowRole::Plain, cells };
    sum_table::keep(reader, head, vec![row], false);
}

/// `(vs. 4 hours sequential)` behind a total.
pub(super) fn against(reader: &mut Reader<'_>, value: &str) {
    let lower = value.to_lowercase();
    let Some(at) =
        ["vs. ", "vs ", "versus ", "instead of ", "statt "].iter().find_map(|word| lower.find(word))
    else {
        return;
    };
    let Some(behind) = value
        .get(at..)
        .filter(|behind| label::ONE_WINDOW.iter().any(|word| behind.to_lowercase().contains(word)))
    else {
        return;
    };
    let times = figure::all(behind, reader.lines.text());
    if let Some(figure) = times.into_iter().find(|figure| figure.unit == Unit::Minutes) {
        let entity = subject(reader);
        push(reader, entity, Quantity::SequentialMinutes, &figure);
    }
}

/// What the section is about: the features that its heading names or that it gives windows, else the plan.
pub(super) fn subject(reader: &Reader<'_>) -> ClaimEntity {
    match &reader.scope.features[..] {
        [] => ClaimEntity::Plan,
        [one] => ClaimEntity::Feature(one.clone()),
        several => ClaimEntity::Features(several.to_vec()),
    }
}

fn push(reader: &mut Reader<'_>, entity: ClaimEntity, quantity: Quantity, figure: &Figure) {
    let claim = sum_table::of_figure(reader, entity, quantity, figure);
    reader.document.claims.push(claim);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_by_their_names() {
        assert_eq!(way("Sequential (1 window)"), Some(Quantity::SequentialMinutes));
        assert_eq!(way("Traditional approach"), Some(Quantity::SequentialMinutes));
        assert_eq!(way("Maximum parallel"), Some(Quantity::ParallelMinutes));
        assert_eq!(way("Track-based"), Some(Quantity::TrackMinutes));
        assert_eq!(way("Deploy in parallel"), None);
        assert_eq!(quantity("One window, one subtask at a time"), Some(Quantity::SequentialMinutes));
        assert_eq!(quantity("Unparalleled"), None);
    }
}
