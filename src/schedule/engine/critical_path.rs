//! Heads, tails, slack and the critical path, with unlimited windows.

use crate::graph::Csr;

use super::topological::sorted_part;

/// Head of each task: its earliest start when windows are unlimited.
///
/// Needs must be acyclic; tasks on a circle or behind one get the head 0.
pub fn heads(durations: &[u64], needs: &Csr) -> Vec<u64> {
    heads_along(durations, needs, &sorted_part(needs))
}

/// Tail of each task: what must still follow after its end.
///
/// Needs must be acyclic; tasks on a circle or before one get the tail 0.
pub fn tails(durations: &[u64], needs: &Csr) -> Vec<u64> {
    heads(durations, &needs.reversed())
}

/// Slack of each task: how far its start can move without a longer critical path.
///
/// Needs must be acyclic. Windows and locks are left out.
pub fn slack(durations: &[u64], needs: &Csr) -> Vec<u64> {
    let (head, tail) = (heads(durations, needs), tails(durations, needs));
    let through = |i: usize| head[i] + durations[i] + tail[i];
    let length = (0..durations.len()).map(through).max().unwrap_or(0);
    (0..durations.len()).map(|i| length - through(i)).collect()
}

/// Length of the longest chain of needs, and the tasks of one such chain from first to last.
///
/// Ties go to the lowest index at every step. Needs must be acyclic;
/// tasks on a circle or behind one count as absent.
pub fn critical_path(durations: &[u64], needs: &Csr) -> (u64, Vec<u32>) {
    let order = sorted_part(needs);
    let head = heads_along(durations, needs, &order);
    let end = |task: u32| head[task as usize] + durations[task as usize];
    let length = order.iter().map(|&task| end(task)).max().unwrap_or(0);
    let mut path = Vec::new();
    let mut at = order.iter().copied().filter(|&task| end(task) == length).min();
    while let Some(task) = at {
        path.push(task);
        let start = head[task as usize];
        at = needs.row(task as usize).iter().copied().filter(|&need| end(need) == start).min();
    }
    path.reverse();
    (length, path)
}

fn heads_along(durations: &[u64], needs: &Csr, order: &[u32]) -> Vec<u64> {
    let mut head = vec![0; durations.len()];
    for &task in order {
        let ends =
            needs.row(task as usize).iter().map(|&need| head[need as usize] + durations[need as usize]);
        head[task as usize] = ends.max().unwrap_or(0);
    }
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diamond_with_one_long_side() {
        let needs = Csr::from_rows(&[vec![], vec![0], vec![0], vec![1, 2]]);
        let durations = [2, 5, 3, 1];
        assert_eq!(critical_path(&durations, &needs), (8, vec![0, 1, 3]));
        assert_eq!(heads(&durations, &needs), [0, 2, 2, 7]);
        assert_eq!(tails(&durations, &needs), [6, 1, 1, 0]);
        assert_eq!(slack(&durations, &needs), [0, 0, 2, 0]);
    }

    #[test]
    fn ties_go_to_the_lowest_index() {
        let needs = Csr::from_rows(&[vec![], vec![], vec![1, 0], vec![0, 1]]);
        assert_eq!(critical_path(&[3, 3, 1, 1], &needs), (4, vec![0, 2]));
        assert_eq!(critical_path(&[], &Csr::default()), (0, vec![]));
    }

    #[test]
    fn joints_of_length_zero_are_part_of_the_path() {
        let needs = Csr::from_rows(&[vec![], vec![0], vec![1]]);
        assert_eq!(critical_path(&[3, 0, 4], &needs), (7, vec![0, 1, 2]));
    }
}
