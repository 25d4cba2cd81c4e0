//! Topological order, or a circle.

use crate::graph::Csr;

use super::Cycle;

/// An order in which every task comes after its needs (Kahn 1962; first ready, first listed).
///
/// # Errors
/// [`Cycle`] with one circle when the needs are not acyclic.
pub fn topological_order(needs: &Csr) -> Result<Vec<u32>, Cycle> {
    let order = sorted_part(needs);
    if order.len() == needs.len() { Ok(order) } else { Err(find_cycle(needs, &order)) }
}

/// The topological order of the tasks that neither lie on a circle nor behind one.
pub(super) fn sorted_part(needs: &Csr) -> Vec<u32> {
    let followers = needs.reversed();
    let mut missing: Vec<u32> = (0..needs.len()).map(|i| needs.row(i).len() as u32).collect();
    let mut order: Vec<u32> = (0..needs.len() as u32).filter(|&i| missing[i as usize] == 0).collect();
    let mut next = 0;
    while next < order.len() {
        for &follower in followers.row(order[next] as usize) {
            missing[follower as usize] -= 1;
            if missing[follower as usize] == 0 {
                order.push(follower);
            }
        }
        next += 1;
    }
    order
}

/// Walks from need to need among the unsorted tasks until one repeats.
fn find_cycle(needs: &Csr, sorted: &[u32]) -> Cycle {
    let mut is_sorted = vec![false; needs.len()];
    for &task in sorted {
        is_sorted[task as usize] = true;
    }
    let mut place: Vec<Option<usize>> = vec![None; needs.len()];
    let mut walk: Vec<u32> = Vec::new();
    let mut at = is_sorted.iter().position(|&done| !done);
    while let Some(task) = at {
        if let Some(first) = place[task] {
            let mut tasks = walk.split_off(first);
            let lowest = (0..tasks.len()).min_by_key(|&i| tasks[i]).unwrap_or(0);
            tasks.rotate_left(lowest);
            return Cycle { tasks };
        }
        place[task] = Some(walk.len());
        walk.push(task as u32);
        // An unsorted task always has an unsorted need.
        at = needs.row(task).iter().map(|&need| need as usize).find(|&need| !is_sorted[need]);
    }
    Cycle { tasks: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_or_names_the_circle() {
        assert_eq!(topological_order(&Csr::from_rows(&[vec![2], vec![], vec![1]])), Ok(vec![1, 2, 0]));
        let circle = topological_order(&Csr::from_rows(&[vec![], vec![0, 3], vec![1], vec![2], vec![3]]));
        assert_eq!(circle, Err(Cycle { tasks: vec![1, 3, 2] }));
        let own = topological_order(&Csr::from_rows(&[vec![0]]));
        assert_eq!(own, Err(Cycle { tasks: vec![0] }));
    }
}
