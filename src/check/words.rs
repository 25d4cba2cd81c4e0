//! How findings count and list.

use crate::plan::{Plan, SubtaskIx};

/// How many names a list spells out.
const SHOWN: usize = 8;

/// `1 subtask`, `2 subtasks`; `noun` is the singular of a word that takes an s.
pub(super) fn counted(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// "`1.1.1`, `1.1.2` and `1.1.3`"; of many names the first ones and how many more there are.
pub(super) fn names(plan: &Plan, subtasks: &[SubtaskIx]) -> String {
    listed(subtasks.iter().map(|&ix| format!("`{}`", plan.name(ix))))
}

/// "a, b and c"; of many items the first ones and how many more there are.
pub(super) fn listed(items: impl ExactSizeIterator<Item = String>) -> String {
    let all = items.len();
    let shown = if all > SHOWN + 1 { SHOWN } else { all };
    let mut words: Vec<String> = items.take(shown).collect();
    if all > shown {
        words.push(format!("{} more", all - shown));
    }
    match words.pop() {
        None => String::new(),
        Some(only) if words.is_empty() => only,
        Some(last) => format!("{} and {last}", words.join(", ")),
    }
}

/// `1.1.1 → 1.1.2 → 1.1.3`; of a long way the two ends and how many lie between.
pub(super) fn way(plan: &Plan, path: &[SubtaskIx]) -> String {
    let name = |ix: &SubtaskIx| format!("`{}`", plan.name(*ix));
    if path.len() <= SHOWN {
        return path.iter().map(name).collect::<Vec<_>>().join(" → ");
    }
    let (start, end) = (&path[..3], &path[path.len() - 2..]);
    let words = |part: &[SubtaskIx]| part.iter().map(name).collect::<Vec<_>>().join(" → ");
    format!("{} → ({} more) → {}", words(start), path.len() - 5, words(end))
}

/// The subject of a finding: names joined by commas, all of them.
pub(super) fn subject(plan: &Plan, subtasks: &[SubtaskIx]) -> String {
    subtasks.iter().map(|&ix| plan.name(ix)).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(n: usize) -> String {
        listed((0..n).map(|i| (i + 1).to_string()))
    }

    #[test]
    fn lists_read_as_people_write_them() {
        assert_eq!((list(0), list(1), list(2)), (String::new(), "1".into(), "1 and 2".into()));
        assert_eq!(list(9), "1, 2, 3, 4, 5, 6, 7, 8 and 9");
        assert_eq!(list(12), "1, 2, 3, 4, 5, 6, 7, 8 and 4 more");
    }

    #[test]
    fn one_takes_no_s() {
        assert_eq!((counted(1, "subtask"), counted(2, "subtask")), ("1 subtask".into(), "2 subtasks".into()));
    }
}
