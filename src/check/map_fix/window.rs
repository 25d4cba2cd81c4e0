//! New numbers of windows, and new counts in headings.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::Layout;
use super::rewrite::{Piece, Rewritten};
use super::target::{Spot, Target};
use super::text::Words;
use crate::check::DocumentMap;
use crate::source::Span;
use crate::syntax::{Claim, ClaimEntity, Document, PhaseIx, Quantity};

/// Numbers of windows that change because their lines moved.
///
/// A phase that is split now counts its windows from the start in each part. Where windows are kept free, where the
/// author has sub-phases already, or where a subtask has several window lines, numbers stay, and a line that meets
/// another in its window takes the next free one.
pub(super) fn renumber(
    document: &Document,
    map: &DocumentMap,
    layout: &Layout<'_>,
    target: &Target,
    rewritten: &Rewritten,
) -> Words {
    let mut words = Words::new();
    for phase in (0..map.phases.len()).filter(|&phase| target.changed[phase]) {
        let lines: Vec<(Spot, usize)> = rewritten
            .order
            .iter()
            .copied()
            .filter(|(spot, block)| spot.phase == phase && layout.blocks[*block].window.is_some())
            .collect();
        let subtasks: BTreeSet<usize> =
            lines.iter().flat_map(|(_, block)| &layout.blocks[*block].places).copied().collect();
        let all = rewritten.order.iter().filter(|(spot, block)| {
            spot.phase == phase && !layout.blocks[*block].places.is_empty()
        });
        let stated = &map.phases[phase].stated;
        let kept_free = document.buffers.iter().any(|buffer| {
            buffer.windows.is_some() && buffer.phase.is_some_and(|ix| stated.contains(&ix))
        });
        let fresh = !kept_free
            && map.phases[phase].sub_phases.is_empty()
            && subtasks.len() == lines.len()
            && all.count() == lines.len();
        if fresh {
            from_the_start(layout, &lines, &mut words);
        } else {
            where_they_meet(layout, map, target, &lines, &mut words);
        }
    }
    words
}

fn number(layout: &Layout<'_>, block: usize) -> u32 {
    layout.blocks[block].window.map_or(0, |(number, _)| number)
}

fn set(layout: &Layout<'_>, block: usize, number: u32, words: &mut Words) {
    let Some((old, span)) = layout.blocks[block].window.filter(|(old, _)| *old != number) else { return };
    // A cell may hold more than the number.
    let text = span.of(layout.text);
    let digits = old.to_string();
    let Some(at) = text.find(&digits) else { return };
    let start = span.start as usize + at;
    let span = Span::new(start, start + digits.len());
    words.entry(layout.line_of(span.start)).or_default().push((span, number.to_string()));
}

fn from_the_start(layout: &Layout<'_>, lines: &[(Spot, usize)], words: &mut Words) {
    let first = lines.iter().map(|(_, block)| number(layout, *block)).min().unwrap_or(1);
    let mut next: BTreeMap<Option<usize>, u32> = BTreeMap::new();
    for (spot, block) in lines {
        let next = next.entry(spot.part).or_insert(first);
        set(layout, *block, *next, words);
        *next += 1;
    }
}

fn where_they_meet(
    layout: &Layout<'_>,
    map: &DocumentMap,
    target: &Target,
    lines: &[(Spot, usize)],
    words: &mut Words,
) {
    let mut highest = lines.iter().map(|(_, block)| number(layout, *block)).max().unwrap_or(0);
    let mut taken: BTreeMap<(Option<usize>, u32), usize> = BTreeMap::new();
    let mut given: BTreeMap<usize, (u32, u32)> = BTreeMap::new();
    for &(spot, block) in lines {
        let Some(&place) = layout.blocks[block].places.first() else { continue };
        let own = number(layout, block);
        let stays = map.places[place].phase == spot.phase;
        let part = target.spots[place].part;
        let free = *taken.entry((part, own)).or_insert(place) == place;
        let number = match given.get(&place) {
            Some(&(old, new)) if old == own => new,
            _ if free || stays && map.places[place].sub_phase == part => own,
            _ => {
                highest += 1;
                highest
            }
        };
        taken.entry((part, number)).or_insert(place);
        given.insert(place, (own, number));
        set(layout, block, number, words);
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
        pieces[line] = Piece::New(format!("{}{number}{}", &whole[..from], &whole[to..]));
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
