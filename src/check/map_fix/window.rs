//! New numbers of windows, and new counts in headings.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::layout::{Kind, Layout};
use super::rewrite::{Piece, Rewritten};
use super::target::{Spot, Target};
use super::text::Words;
use crate::check::DocumentMap;
use crate::source::Span;
use crate::syntax::{Buffer, Claim, ClaimEntity, Document, PhaseIx, Quantity};

/// Numbers of windows that change because their lines moved.
///
/// Map lines of a phase that is split now count their windows from the start in each part. Elsewhere numbers stay:
/// where windows are kept free, where the author has sub-phases already or has written the number into prose. There a
/// line that comes into a phase takes the first free number, and a gap that it leaves is closed.
pub(super) fn renumber(
    document: &Document,
    map: &DocumentMap,
    layout: &Layout<'_>,
    target: &Target,
    rewritten: &Rewritten,
) -> Words {
    let mut words = Words::new();
    for phase in (0..map.phases.len()).filter(|&phase| target.changed[phase]) {
        let of_phase = |spot: &Spot| spot.phase == phase;
        let mut lines: Vec<Line> = Vec::new();
        let mut unnumbered = 0;
        for (_, block) in rewritten.order.iter().filter(|(spot, _)| of_phase(spot)) {
            let block = &layout.blocks[*block];
            match (block.window, block.places.first()) {
                (Some((number, span)), Some(&place)) => {
                    lines.push(Line { place, number, was: number, span, kind: block.kind, lines: &block.lines });
                }
                (None, Some(_)) => unnumbered += 1,
                (_, None) => {}
            }
        }
        let stated = &map.phases[phase].stated;
        let kept_free: Vec<&Buffer> = document
            .buffers
            .iter()
            .filter(|b| b.windows.is_some() && b.phase.is_some_and(|ix| stated.contains(&ix)))
            .collect();
        let subtasks: BTreeSet<usize> = lines.iter().map(|line| line.place).collect();
        let fresh = kept_free.is_empty()
            && map.phases[phase].sub_phases.is_empty()
            && (subtasks.len(), unnumbered) == (lines.len(), 0)
            && lines.iter().all(|line| matches!(line.kind, Kind::Fence | Kind::Table));
        if fresh {
            from_the_start(target, &mut lines);
        } else {
            where_they_meet(map, target, phase, &mut lines);
            close_gaps(layout, map, phase, &kept_free, &mut lines, &mut words);
        }
        for line in &lines {
            write(layout, line, &mut words);
        }
    }
    words
}

/// A line that gives a subtask a window.
struct Line<'a> {
    place: usize,
    number: u32,
    was: u32,
    span: Span,
    kind: Kind,
    lines: &'a Range<usize>,
}

/// Puts the new number wherever the lines name the window.
fn write(layout: &Layout<'_>, line: &Line<'_>, words: &mut Words) {
    if line.number == line.was {
        return;
    }
    let digits = line.was.to_string();
    let mut put = |start: usize| {
        let span = Span::new(start, start + digits.len());
        let words = words.entry(layout.line_of(span.start)).or_default();
        if !words.iter().any(|(known, _)| *known == span) {
            words.push((span, line.number.to_string()));
        }
    };
    if let Some(at) = line.span.of(layout.text).find(&digits) {
        put(line.span.start as usize + at);
    }
    for at in line.lines.clone() {
        let text = layout.line(at);
        for (found, _) in text.match_indices(&digits) {
            let before = text[..found].trim_end_matches([' ', '#']);
            let named = ["window", "tab"].iter().any(|word| {
                before.len() < found
                    && before.len() >= word.len()
                    && before.get(before.len() - word.len()..).is_some_and(|end| end.eq_ignore_ascii_case(word))
            });
            if named && !text[found + digits.len()..].starts_with(|c: char| c.is_ascii_digit() || c == '.') {
                put(layout.start(at) + found);
            }
        }
    }
}

fn from_the_start(target: &Target, lines: &mut [Line<'_>]) {
    let first = lines.iter().map(|line| line.number).min().unwrap_or(1);
    let mut next: BTreeMap<Option<usize>, u32> = BTreeMap::new();
    for line in lines {
        let next = next.entry(target.spots[line.place].part).or_insert(first);
        line.number = *next;
        *next += 1;
    }
}

/// Lines that come from another phase or part take the first window that nobody has there.
fn where_they_meet(map: &DocumentMap, target: &Target, phase: usize, lines: &mut [Line<'_>]) {
    let part = |line: &Line<'_>| target.spots[line.place].part;
    let stays = |line: &Line<'_>| map.places[line.place].phase == phase;
    let first = lines.iter().filter(|line| stays(line)).map(|line| line.number).min().unwrap_or(1);
    let mut taken: BTreeMap<(Option<usize>, u32), usize> = BTreeMap::new();
    for line in lines.iter().filter(|line| stays(line)) {
        taken.entry((part(line), line.number)).or_insert(line.place);
    }
    let mut given: BTreeMap<usize, u32> = BTreeMap::new();
    for line in lines {
        let part = part(line);
        let own = taken.get(&(part, line.number)) == Some(&line.place);
        let settled = stays(line) && (own || map.places[line.place].sub_phase == part);
        if settled {
            continue;
        }
        let number = *given.entry(line.place).or_insert_with(|| {
            (first..).find(|&number| !taken.contains_key(&(part, number))).unwrap_or(line.number)
        });
        taken.entry((part, number)).or_insert(line.place);
        line.number = number;
    }
}

/// Closes gaps between the windows of a phase that had none.
fn close_gaps(
    layout: &Layout<'_>,
    map: &DocumentMap,
    phase: usize,
    kept_free: &[&Buffer],
    lines: &mut [Line<'_>],
    words: &mut Words,
) {
    let free = kept_free.iter().filter_map(|buffer| buffer.windows).filter(|(first, last)| last - first < 1000);
    let free: BTreeSet<u32> = free.flat_map(|(first, last)| first..=last).collect();
    let whole = |numbers: &BTreeSet<u32>| {
        let (first, last) = (numbers.first().copied().unwrap_or(0), numbers.last().copied().unwrap_or(0));
        numbers.is_empty() || (last - first) as usize + 1 == numbers.len()
    };
    let here = layout.blocks.iter().filter(|block| block.phase == phase && !block.places.is_empty());
    let mut before: BTreeSet<u32> = here.filter_map(|block| Some(block.window?.0)).collect();
    before.extend(&free);
    let mut after: BTreeSet<u32> = lines.iter().map(|line| line.number).collect();
    after.extend(&free);
    if whole(&after) || !whole(&before) || map.phases[phase].members.is_empty() {
        return;
    }
    let first = after.first().copied().unwrap_or(1);
    let rank = |number: u32| first + after.range(..number).count() as u32;
    lines.iter_mut().for_each(|line| line.number = rank(line.number));
    for buffer in kept_free {
        let Some((from, to)) = buffer.windows else { continue };
        let at = layout.line_of(buffer.span.start);
        let mut start = 0;
        for number in if from == to { vec![from] } else { vec![from, to] } {
            let digits = number.to_string();
            let Some(found) = layout.line(at)[start..].find(&digits) else { continue };
            let begin = layout.start(at) + start + found;
            let span = Span::new(begin, begin + digits.len());
            if rank(number) != number {
                words.entry(at).or_default().push((span, rank(number).to_string()));
            }
            start += found + digits.len();
        }
    }
}

/// Writes counts of phases anew that were true and are so no more.
pub(super) fn recount(old: &Document, new: &Document, text: &str, pieces: &mut [Piece]) {
    if old.claims.len() != new.claims.len() {
        return;
    }
    let mut lines: Vec<(usize, Span, String)> = Vec::new();
    for (before, after) in old.claims.iter().zip(&new.claims) {
        let (Some(was), Some(is)) = (counted(old, before), counted(new, after)) else { continue };
        for at in 0..2 {
            let stated = number_of(before).filter(|&stated| was[at] == stated && is[at] != stated);
            let Some(stated) = stated else { continue };
            let digits = stated.to_string();
            let Some(found) = after.span.of(text).find(&digits) else { continue };
            let start = after.span.start as usize + found;
            let line = text[..start].matches('\n').count();
            lines.push((line, Span::new(start, start + digits.len()), is[at].to_string()));
            break;
        }
    }
    lines.sort_by_key(|(_, span, _)| std::cmp::Reverse(span.start));
    for (line, span, number) in lines {
        let start = text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1);
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let whole = match &pieces[line] {
            Piece::New(line) => line.clone(),
            Piece::Keep(_) => text[start..end].trim_end_matches('\r').to_owned(),
        };
        let (from, to) = (span.start as usize - start, span.end as usize - start);
        let behind = counted_words(&whole[to..], number == "1");
        pieces[line] = Piece::New(format!("{}{number}{behind}", &whole[..from]));
    }
}

/// The words behind a number: ` parallel windows)`, or ` parallel window)` behind a 1.
fn counted_words(behind: &str, one: bool) -> String {
    let end = behind.find([')', ',', ';', '.']).unwrap_or(behind.len());
    let lower = behind[..end].to_ascii_lowercase();
    let last = |noun: &str| {
        let at = lower.find(noun)? + noun.len();
        let ends = !lower[at..].starts_with(|c: char| c.is_ascii_alphabetic() && c != 's');
        ends.then_some(at)
    };
    let Some(at) = ["window", "task"].iter().find_map(|noun| last(noun)) else { return behind.to_owned() };
    let plural = lower[at..].starts_with('s');
    match (one, plural) {
        (true, true) => format!("{}{}", &behind[..at], &behind[at + 1..]),
        (false, false) => format!("{}s{}", &behind[..at], &behind[at..]),
        _ => behind.to_owned(),
    }
}

fn number_of(claim: &Claim) -> Option<u64> {
    let whole = claim.min.fract() == 0.0 && claim.min >= 0.0 && claim.min < 1e9;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked on the line above")]
    (whole && claim.min.to_bits() == claim.max.to_bits()).then_some(claim.min as u64)
}

/// What a claim about a phase counts, without and with the integration test.
fn counted(document: &Document, claim: &Claim) -> Option<[u64; 2]> {
    let ClaimEntity::Phase(ix) = claim.entity else { return None };
    let name = &document.phases.get(ix.index())?.name;
    let own = |other: PhaseIx| other == ix;
    let same = |other: PhaseIx| document.phases[other.index()].name == *name;
    let of = |stands: &dyn Fn(PhaseIx) -> bool| {
        document
            .subtasks
            .iter()
            .filter(|s| s.phase.is_some_and(stands) || s.sub_phase.is_some_and(stands))
            .map(|s| ((s.id.feature.as_deref(), s.id.text.as_str()), s.window.map(|w| w.number)))
            .collect::<Vec<_>>()
    };
    let own = of(&own);
    let stated = if own.is_empty() { of(&same) } else { own };
    let ids: BTreeSet<_> = stated.iter().map(|(id, _)| *id).collect();
    let tests = ids.iter().filter(|(_, id)| *id == "INTEGRATION").count();
    match claim.quantity {
        Quantity::Subtasks => Some([(ids.len() - tests) as u64, ids.len() as u64]),
        Quantity::Windows => {
            let numbered = |stated: &[(_, Option<u32>)]| -> BTreeSet<u32> {
                stated.iter().filter_map(|(_, window)| *window).collect()
            };
            let mut windows = numbered(&stated);
            if windows.is_empty() {
                windows = numbered(&of(&same));
            }
            let used = if windows.is_empty() { ids.len() } else { windows.len() };
            let kept_free = document.buffers.iter().filter(|buffer| buffer.phase.is_some_and(&same));
            let kept_free: u64 = kept_free.map(|buffer| u64::from(buffer.count)).sum();
            Some([used as u64 + kept_free, used as u64 + kept_free])
        }
        _ => None,
    }
}
