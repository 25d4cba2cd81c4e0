use std::collections::BTreeSet;

use crate::graph::Csr;
use crate::plan::SubtaskIx;

/// The subtasks next to `ix` in `rows`, which are the needs or the dependents of a graph: plan order, at most
/// `limit`; and whether there are more. Joints are looked through.
pub(super) fn neighbours(rows: &Csr, subtasks: usize, ix: SubtaskIx, limit: usize) -> (Vec<SubtaskIx>, bool) {
    let mut found = BTreeSet::new();
    let mut joints = BTreeSet::new();
    let mut open = vec![ix.0];
    while let Some(node) = open.pop() {
        for &next in rows.row(node as usize) {
            if (next as usize) >= subtasks {
                if joints.insert(next) {
                    open.push(next);
                }
            } else if found.insert(next) && found.len() > limit {
                found.pop_last();
                return (found.into_iter().map(SubtaskIx).collect(), true);
            }
        }
    }
    (found.into_iter().map(SubtaskIx).collect(), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joints_are_looked_through_and_the_limit_holds() {
        // 0 needs joint 4, which needs 1, 2 and joint 5, which needs 2 and 3.
        let rows = Csr::from_pairs(6, &[(0, 4), (4, 1), (4, 2), (4, 5), (5, 2), (5, 3)]);
        let ids = |limit| {
            let (found, more) = neighbours(&rows, 4, SubtaskIx(0), limit);
            (found.iter().map(|ix| ix.0).collect::<Vec<u32>>(), more)
        };
        assert_eq!(ids(9), (vec![1, 2, 3], false));
        assert_eq!(ids(3), (vec![1, 2, 3], false));
        assert_eq!(ids(1), (vec![1], true));
    }
}
