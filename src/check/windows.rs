use std::collections::BTreeSet;

use super::{DocumentMap, Facts};
use crate::syntax::PhaseIx;

/// The windows that a phase opens, buffers included.
#[derive(Debug, Default)]
pub(super) struct Windows {
    /// Numbered ones.
    numbers: BTreeSet<u32>,
    /// Buffers without numbers; those of a tree are the numbered ones of the window lines again.
    unnumbered: u32,
    /// Buffers with numbers that no subtask has.
    free: u32,
}

/// Numbers that are left out between others.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Gap {
    /// The numbers, at most 64.
    pub(super) missing: Vec<u32>,
    /// The first number behind the first gap.
    pub(super) next: u32,
}

/// Buffers of more windows than this are a slip of the pen.
pub(super) const WIDEST: u32 = 10_000;

/// The windows of a joined phase: every statement and buffer that stands in it.
pub(super) fn of_phase(facts: &Facts<'_>, map: &DocumentMap, phase: usize) -> Windows {
    let stated = &map.phases[phase].stated;
    let numbers = map.statements(facts, phase).filter_map(|(_, statement)| Some(statement.window?.number));
    collect(facts, map, numbers, stated)
}

/// The windows of one statement of a phase or sub-phase.
pub(super) fn of_statement(facts: &Facts<'_>, map: &DocumentMap, ix: PhaseIx) -> Windows {
    let document = &facts.documents[map.file.index()];
    let statements = map.by_stated.get(ix.index()).map_or(&[][..], |statements| statements);
    let numbers = statements.iter().filter_map(|&at| Some(document.subtasks[at].window?.number));
    collect(facts, map, numbers, &[ix])
}

fn collect(
    facts: &Facts<'_>,
    map: &DocumentMap,
    numbers: impl Iterator<Item = u32>,
    phases: &[PhaseIx],
) -> Windows {
    let mut windows = Windows { numbers: numbers.collect(), unnumbered: 0, free: 0 };
    let all = &facts.documents[map.file.index()].buffers;
    let mut most = 0;
    for phase in phases {
        let mut unnumbered = 0u32;
        for buffer in map.buffers.get(phase.index()).into_iter().flatten().map(|&at| &all[at]) {
            match buffer.windows {
                Some((first, last)) => {
                    for number in (first..=last).take(WIDEST as usize) {
                        windows.free += u32::from(windows.numbers.insert(number));
                    }
                }
                None => unnumbered = unnumbered.saturating_add(buffer.count.min(WIDEST)),
            }
        }
        most = unnumbered.max(most);
    }
    windows.unnumbered = most.saturating_sub(windows.free);
    windows
}

impl Windows {
    /// How many windows there are.
    pub(super) fn count(&self) -> usize {
        self.numbers.len() + self.unnumbered as usize
    }

    /// Whether any window has a number.
    pub(super) fn is_numbered(&self) -> bool {
        !self.numbers.is_empty()
    }

    /// How many of them are kept free.
    pub(super) fn buffers(&self) -> usize {
        (self.free + self.unnumbered) as usize
    }

    /// The numbers that are skipped; buffers without numbers fill gaps.
    pub(super) fn gap(&self) -> Option<Gap> {
        let mut missing = Vec::new();
        let (mut skipped, mut next, mut last) = (0u64, None, None::<u32>);
        for &number in &self.numbers {
            if let Some(last) = last
                && number - last > 1
            {
                skipped += u64::from(number - last - 1);
                next = next.or(Some(number));
                missing.extend((last + 1..number).take(64 - missing.len()));
            }
            last = Some(number);
        }
        (skipped > u64::from(self.unnumbered)).then_some(Gap { missing, next: next? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gap(numbers: &[u32], unnumbered: u32) -> Option<(Vec<u32>, u32)> {
        let windows = Windows { numbers: numbers.iter().copied().collect(), unnumbered, free: 0 };
        windows.gap().map(|gap| (gap.missing, gap.next))
    }

    #[test]
    fn gaps_lie_between_windows() {
        assert_eq!(gap(&[1, 2, 5], 0), Some((vec![3, 4], 5)));
        assert_eq!(gap(&[1, 2, 5], 2), None);
        assert_eq!(gap(&[13, 14], 0), None);
    }

    #[test]
    fn a_huge_number_costs_nothing() {
        assert_eq!(gap(&[1, u32::MAX], 0).map(|(missing, _)| missing.len()), Some(64));
    }
}
