//! New numbers of windows.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::layout::{Kind, Layout};
use super::rewrite::Rewritten;
use super::target::{Spot, Target};
use super::text::Words;
use crate::check::{DocumentMap, Facts};
use crate::source::Span;
use crate::syntax::{Buffer, Form};

/// Numbers of windows that change because their lines moved.
///
/// Map lines of a phase that is split now count their windows from the start in each part. Elsewhere numbers stay:
/// where windows are kept free, where the author has sub-phases already or has written the number into prose. There a
/// line that comes into a phase takes the first free number, and a gap that it leaves is closed.
pub(super) fn renumber(
    facts: &Facts<'_>,
    map: &DocumentMap,
    layout: &Layout<'_>,
    target: &Target,
    rewritten: &Rewritten,
) -> Words {
    let document = &facts.documents[map.file.index()];
    let mut words = Words::new();
    for phase in (0..map.phases.len()).filter(|&phase| target.changed[phase]) {
        let of_phase = |spot: &Spot| spot.phase == phase;
        let mut lines: Vec<Line> = Vec::new();
        let mut unnumbered = 0;
        for (_, block) in rewritten.order.iter().filter(|(spot, _)| of_phase(spot)) {
            let block = &layout.blocks[*block];
            match (block.window, block.places.first()) {
                (Some((number, span)), Some(&place)) => {
                    lines.push(Line {
                        place,
                        number,
                        was: number,
                        span,
                        kind: block.kind,
                        lines: &block.lines,
                    });
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
        put(facts, map, layout, &lines, &mut words);
    }
    words
}

/// Labels outside of phases (`Tab 3: 1.1.3-Fares`) that named the window of a line follow it.
fn labels(facts: &Facts<'_>, map: &DocumentMap, layout: &Layout<'_>, lines: &[Line<'_>], words: &mut Words) {
    let at = map.file.index();
    let all = facts.documents[at].subtasks.iter().zip(&facts.plan.documents[at].subtasks);
    let labels = all.filter(|(stated, _)| stated.form == Form::Reference && stated.phase.is_none());
    for (stated, link) in labels {
        let Some((window, ix)) = stated.window.zip(*link) else { continue };
        let follows = |line: &&Line<'_>| {
            map.places[line.place].subtask == ix && line.was == window.number && line.number != line.was
        };
        if let Some(line) = lines.iter().find(follows) {
            let digits = line.was.to_string();
            if let Some(found) = window.span.of(layout.text).find(&digits) {
                let start = window.span.start as usize + found;
                let span = Span::new(start, start + digits.len());
                words.entry(layout.line_of(span.start)).or_default().push((span, line.number.to_string()));
            }
        }
    }
}

/// A line that gives a subtask a window.
pub(super) struct Line<'a> {
    pub(super) place: usize,
    pub(super) number: u32,
    pub(super) was: u32,
    pub(super) span: Span,
    pub(super) kind: Kind,
    pub(super) lines: &'a Range<usize>,
}

/// Writes the new number of each line wherever the line and labels outside of phases name it.
pub(super) fn put(
    facts: &Facts<'_>,
    map: &DocumentMap,
    layout: &Layout<'_>,
    lines: &[Line<'_>],
    words: &mut Words,
) {
    for line in lines {
        write(layout, line, words);
    }
    labels(facts, map, layout, lines, words);
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
                    && before
                        .get(before.len() - word.len()..)
                        .is_some_and(|end| end.eq_ignore_ascii_case(word))
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
    let mut free: BTreeMap<Option<usize>, u32> = BTreeMap::new();
    for line in lines {
        let part = part(line);
        let own = taken.get(&(part, line.number)) == Some(&line.place);
        let settled = stays(line) && (own || map.places[line.place].sub_phase == part);
        if settled {
            continue;
        }
        let number = *given.entry(line.place).or_insert_with(|| {
            let next = free.entry(part).or_insert(first);
            while taken.contains_key(&(part, *next)) {
                *next = next.saturating_add(1);
            }
            *next
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
    let free =
        kept_free.iter().filter_map(|buffer| buffer.windows).filter(|(first, last)| last - first < 1000);
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
    let after: Vec<u32> = after.into_iter().collect();
    let rank = |number: u32| first + after.partition_point(|&other| other < number) as u32;
    for line in lines.iter_mut() {
        line.number = rank(line.number);
    }
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
