//! The fix of windows that two documents give differently: phase by phase a document takes the numbers of the map
//! that counts, and its lines the order of these numbers where they had it before.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{Kind, Layout};
use super::rewrite::{Changes, Open, Rewrite, Run};
use super::target::{Spot, Target};
use super::text::Words;
use super::window::{Line, put};
use super::{BROKEN, count, map_file, prove, readable, text, times, tries};
use crate::check::given_window::{ByPhase, by_phase, given};
use crate::check::{DocumentMap, Facts};
use crate::diag::{Applicability, Diagnostic, Edit, Fix};
use crate::source::FileIx;

/// Gives findings about windows that documents give differently their fix. Documents with phases that do not hold
/// have their turn when these hold.
pub(super) fn attach(facts: &Facts<'_>, found: &mut [Diagnostic]) {
    let broken = found.iter().filter(|finding| BROKEN.contains(&finding.code) && finding.fix.is_some());
    let broken: BTreeSet<FileIx> = broken.map(map_file).collect();
    let mut groups: BTreeMap<(FileIx, FileIx), BTreeMap<String, Vec<usize>>> = BTreeMap::new();
    for (at, finding) in found.iter().enumerate().filter(|(_, finding)| finding.code == "P305") {
        let (Some(phase), Some(there)) = (finding.subject.get("phase"), finding.related.first()) else {
            continue;
        };
        let (file, chosen) = (finding.primary.file, there.file);
        if facts.is_fixable(file, finding.code) && !broken.contains(&file) && !broken.contains(&chosen) {
            groups.entry((file, chosen)).or_default().entry(phase.clone()).or_default().push(at);
        }
    }
    for ((file, chosen), phases) in groups {
        let maps = (facts.maps.get(file.index()), facts.maps.get(chosen.index()));
        let (Some(map), Some(chosen)) = maps else { continue };
        if readable(&facts.sources[file.index()]).is_err() {
            continue;
        }
        let (layout, wanted) = (Layout::new(facts, map), given(facts, chosen));
        let wanted = by_phase(&wanted);
        // Further phases have their turn in the next round.
        for (phase, findings) in phases.into_iter().take(tries(layout.text.len())) {
            let Some(mut edits) = edits(facts, map, &layout, &wanted, &phase) else { continue };
            let path = |file: FileIx| facts.sources[file.index()].path();
            let title = format!(
                "give subtasks of phase {phase} in {} the windows of {}",
                path(file),
                path(chosen.file)
            );
            for at in findings {
                let edits = std::mem::take(&mut edits);
                let applicability = Applicability::Unsafe;
                found[at].fix = Some(Fix { applicability, title: title.clone(), edits });
            }
        }
    }
}

/// The edits that give the subtasks of a phase the windows that are wanted; nothing where two would share one.
fn edits(
    facts: &Facts<'_>,
    map: &DocumentMap,
    layout: &Layout<'_>,
    wanted: &ByPhase<'_>,
    phase: &str,
) -> Option<Vec<Edit>> {
    let document = &facts.documents[map.file.index()];
    let spots = map.places.iter().map(|place| Spot { phase: place.phase, part: place.sub_phase });
    let target = Target {
        spots: spots.collect(),
        parts: map.phases.iter().map(|phase| phase.sub_phases.clone()).collect(),
        changed: map.phases.iter().map(|other| other.name == phase).collect(),
    };
    let rewrite = Rewrite { document, map, layout, target: &target, by_field: false };
    let lines = lines(&rewrite, wanted, phase)?;
    let mut changes = Changes::new();
    let spots = rewrite.spots().ok()?;
    for run in rewrite.runs() {
        if let Some(order) = order(&run, &lines) {
            rewrite.emit(&run, &order, &spots, &mut Open::default(), &mut changes).ok()?;
        }
    }
    let mut words = Words::new();
    let lines: Vec<Line<'_>> = lines.into_values().collect();
    put(facts, map, layout, &lines, &mut words);
    let mut pieces = text::pieces(layout, &changes, &words);
    let (new, text) = text::read(facts, map, layout, &pieces)?;
    if !times::stay(document, &new) || !prove::holds(facts, map, &target, &new) {
        return None;
    }
    count::recount(document, &new, &text, &mut pieces);
    Some(text::edits(layout, map.file, &pieces))
}

/// The lines of the phase by their blocks, with the windows that they get.
fn lines<'a>(rewrite: &Rewrite<'a>, wanted: &ByPhase<'_>, phase: &str) -> Option<BTreeMap<usize, Line<'a>>> {
    let Rewrite { document, map, layout, target, .. } = *rewrite;
    let kept_free = |number: u32| {
        let mut buffers = document.buffers.iter().filter(|buffer| {
            buffer.phase.is_some_and(|ix| document.phases.get(ix.index()).is_some_and(|p| p.name == phase))
        });
        buffers.any(|b| b.windows.is_some_and(|(first, last)| (first..=last).contains(&number)))
    };
    let mut lines = BTreeMap::new();
    let mut holders: BTreeMap<(usize, Option<usize>, u32), usize> = BTreeMap::new();
    for (at, block) in layout.blocks.iter().enumerate().filter(|(_, block)| target.changed[block.phase]) {
        let (Some((was, span)), Some((&place, others))) = (block.window, block.places.split_first()) else {
            continue;
        };
        let there = wanted.get(&(map.places[place].subtask, phase));
        let number = match there {
            Some(there) if there.iter().all(|window| window.number != was) => there[0].number,
            _ => was,
        };
        let spot = target.spots[place];
        let holder = *holders.entry((spot.phase, spot.part, number)).or_insert(place);
        if number != was && !others.is_empty() || holder != place || kept_free(number) {
            return None;
        }
        lines.insert(at, Line { place, number, was, span, kind: block.kind, lines: &block.lines });
    }
    Some(lines)
}

/// The blocks of a run by their new windows, where they stood in the order of the old ones and would not do so now.
fn order(run: &Run, lines: &BTreeMap<usize, Line<'_>>) -> Option<Vec<usize>> {
    // Windows that are kept free stay below the others.
    let numbered = run.blocks.iter().take_while(|block| lines.contains_key(block)).count();
    let (own, rest) = run.blocks.split_at(numbered);
    let free = rest.iter().all(|block| !lines.contains_key(block));
    if !free || run.kind == Kind::Section || !own.is_sorted_by_key(|block| lines[block].was) {
        return None;
    }
    let mut order = own.to_vec();
    order.sort_by_key(|block| lines[block].number);
    order.extend(rest);
    (order != run.blocks).then_some(order)
}
