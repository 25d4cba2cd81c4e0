//! Which lines changed: lines that both texts hold once are matched first, the rest between them by its longest
//! common part (patience diff, Bram Cohen).

use std::collections::BTreeMap;
use std::ops::Range;

/// Lines `old` became lines `new`; one of them may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// Pairs of lines compared where no line is unique; above it the whole stretch counts as changed.
const PAIRS: usize = 1_000_000;

/// The changes from `old` to `new`, in order, with an equal line between any two.
pub(super) fn changes<T: Ord + Copy>(old: &[T], new: &[T]) -> Vec<Change> {
    let mut found: Vec<Change> = Vec::new();
    let mut open = vec![(0..old.len(), 0..new.len())];
    while let Some((mut a, mut b)) = open.pop() {
        while !a.is_empty() && !b.is_empty() && old[a.start] == new[b.start] {
            (a.start, b.start) = (a.start + 1, b.start + 1);
        }
        while !a.is_empty() && !b.is_empty() && old[a.end - 1] == new[b.end - 1] {
            (a.end, b.end) = (a.end - 1, b.end - 1);
        }
        if a.is_empty() && b.is_empty() {
            continue;
        }
        let mut anchors = if a.is_empty() || b.is_empty() { Vec::new() } else { unique(old, new, &a, &b) };
        if anchors.is_empty() && a.len().saturating_mul(b.len()) <= PAIRS {
            anchors = longest(&old[a.clone()], &new[b.clone()]);
            for (x, y) in &mut anchors {
                (*x, *y) = (*x + a.start, *y + b.start);
            }
        }
        if anchors.is_empty() {
            found.push(Change { old: a, new: b });
            continue;
        }
        let mut at = (a.start, b.start);
        for (x, y) in anchors {
            open.push((at.0..x, at.1..y));
            at = (x + 1, y + 1);
        }
        open.push((at.0..a.end, at.1..b.end));
    }
    found.sort_by_key(|change| (change.old.start, change.new.start));
    found
}

/// Lines that stand once in each stretch, in the same order in both.
fn unique<T: Ord + Copy>(old: &[T], new: &[T], a: &Range<usize>, b: &Range<usize>) -> Vec<(usize, usize)> {
    let mut seen: BTreeMap<T, (usize, usize, usize, usize)> = BTreeMap::new();
    for at in a.clone() {
        let entry = seen.entry(old[at]).or_default();
        (entry.0, entry.1) = (entry.0 + 1, at);
    }
    for at in b.clone() {
        if let Some(entry) = seen.get_mut(&new[at]) {
            (entry.2, entry.3) = (entry.2 + 1, at);
        }
    }
    let mut pairs: Vec<(usize, usize)> =
        seen.into_values().filter(|entry| (entry.0, entry.2) == (1, 1)).map(|e| (e.1, e.3)).collect();
    pairs.sort_unstable();
    rising(&pairs)
}

/// The longest run of pairs that rises on both sides.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (at, pair) in pairs.iter().enumerate() {
        let slot = tails.partition_point(|&tail| pairs[tail].1 < pair.1);
        before[at] = slot.checked_sub(1).map(|slot| tails[slot]);
        if slot == tails.len() { tails.push(at) } else { tails[slot] = at }
    }
    let mut found = Vec::new();
    let mut next = tails.last().copied();
    while let Some(at) = next {
        found.push(pairs[at]);
        next = before[at];
    }
    found.reverse();
    found
}

/// The longest common part of two short stretches.
fn longest<T: Ord + Copy>(old: &[T], new: &[T]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut length = vec![0_u32; (old.len() + 1) * width];
    for x in (0..old.len()).rev() {
        for y in (0..new.len()).rev() {
            length[x * width + y] = if old[x] == new[y] {
                length[(x + 1) * width + y + 1] + 1
            } else {
                length[(x + 1) * width + y].max(length[x * width + y + 1])
            };
        }
    }
    let (mut x, mut y, mut found) = (0, 0, Vec::new());
    while x < old.len() && y < new.len() {
        if old[x] == new[y] {
            found.push((x, y));
            (x, y) = (x + 1, y + 1);
        } else if length[(x + 1) * width + y] >= length[x * width + y + 1] {
            x += 1;
        } else {
            y += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
        let text = |lines: &[char]| lines.iter().collect::<String>();
        let change = |c: &Change| format!("{}>{}", text(&old[c.old.clone()]), text(&new[c.new.clone()]));
        changes(&old, &new).iter().map(change).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn moved_lines_leave_and_come() {
        assert_eq!(shown("abcdef", "acdebf"), "b> >b");
        assert_eq!(shown("abc", "abc"), "");
        assert_eq!(shown("", "ab"), ">ab");
        assert_eq!(shown("aXbXc", "aYbXc"), "X>Y");
        assert_eq!(shown("xxyxx", "xxxx"), "y>");
    }

    #[test]
    fn changes_lead_from_one_text_to_the_other() {
        let mut seed = 7_u32;
        let mut next = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % below
        };
        for _ in 0..300 {
            let (one, two) = (next(12), next(12));
            let old: Vec<u32> = (0..one).map(|_| next(4)).collect();
            let new: Vec<u32> = (0..two).map(|_| next(4)).collect();
            let (mut at, mut made) = (0, Vec::new());
            for change in changes(&old, &new) {
                made.extend_from_slice(&old[at..change.old.start]);
                made.extend_from_slice(&new[change.new.clone()]);
                at = change.old.end;
            }
            made.extend_from_slice(&old[at..]);
            assert_eq!(made, new, "{old:?}");
        }
    }
}
