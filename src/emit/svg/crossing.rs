//! Few crossings between columns: median sweeps and transposition.
//!
//! Source: E. R. Gansner, E. Koutsofios, S. C. North, K.-P. Vo, "A technique for drawing directed graphs", 1993.

use super::layered::Layered;

/// Sweeps for small graphs; large ones get fewer, so that the work stays bounded.
const SWEEPS: usize = 24;
/// Neighbour comparisons that all sweeps together may cost, about.
const EFFORT: usize = 40_000_000;

/// Orders every column; the first order is that of the nodes.
pub(super) fn order(graph: &mut Layered) {
    let mut place = positions(graph);
    let mut best = graph.columns.clone();
    let mut fewest = crossings(graph, &place);
    let steps: usize = graph.right.iter().map(Vec::len).sum();
    let widest = graph.columns.iter().map(Vec::len).max().unwrap_or(0);
    let sweeps = (EFFORT / (steps * widest).max(1)).clamp(2, SWEEPS);
    let mut idle = 0;
    for sweep in 0..sweeps {
        let forward = sweep % 2 == 0;
        let count = graph.columns.len();
        for at in 0..count {
            let at = if forward { at } else { count - 1 - at };
            by_median(graph, at, forward, &mut place);
        }
        transpose(graph, &mut place);
        let now = crossings(graph, &place);
        if now < fewest {
            fewest = now;
            best.clone_from(&graph.columns);
            idle = 0;
        } else {
            idle += 1;
        }
        if fewest == 0 || idle == 8 {
            break;
        }
    }
    graph.columns = best;
}

/// Crossings of all edges.
#[cfg(test)]
pub(super) fn count(graph: &Layered) -> usize {
    crossings(graph, &positions(graph))
}

fn positions(graph: &Layered) -> Vec<usize> {
    let mut place = vec![0; graph.column.len()];
    for column in &graph.columns {
        for (at, &node) in column.iter().enumerate() {
            place[node] = at;
        }
    }
    place
}

/// Sorts a column by the medians of its neighbours; nodes without any keep their place.
fn by_median(graph: &mut Layered, at: usize, forward: bool, place: &mut [usize]) {
    let column = &graph.columns[at];
    let near = if forward { &graph.left } else { &graph.right };
    let mut movable: Vec<(usize, usize, usize)> = Vec::new();
    for &node in column {
        if !near[node].is_empty() {
            let mut seen: Vec<usize> = near[node].iter().map(|&n| place[n]).collect();
            seen.sort_unstable();
            let middle = seen.len() / 2;
            // The sum of both middles orders like their mean and stays an integer.
            let median = if seen.len() % 2 == 1 { 2 * seen[middle] } else { seen[middle - 1] + seen[middle] };
            movable.push((median, place[node], node));
        }
    }
    movable.sort_unstable();
    let mut sorted = movable.into_iter();
    let ordered: Vec<usize> = column
        .iter()
        .map(|&node| if near[node].is_empty() { node } else { sorted.next().map_or(node, |(_, _, n)| n) })
        .collect();
    for (at, &node) in ordered.iter().enumerate() {
        place[node] = at;
    }
    graph.columns[at] = ordered;
}

/// Swaps neighbours while that lessens crossings.
fn transpose(graph: &mut Layered, place: &mut [usize]) {
    for _ in 0..6 {
        let mut better = false;
        for at in 0..graph.columns.len() {
            for upper in 1..graph.columns[at].len() {
                let (a, b) = (graph.columns[at][upper - 1], graph.columns[at][upper]);
                let gain = |near: &[Vec<usize>]| {
                    let (mut now, mut swapped) = (0, 0);
                    for &x in &near[a] {
                        for &y in &near[b] {
                            now += usize::from(place[x] > place[y]);
                            swapped += usize::from(place[y] > place[x]);
                        }
                    }
                    (now, swapped)
                };
                let (left, right) = (gain(&graph.left), gain(&graph.right));
                if left.1 + right.1 < left.0 + right.0 {
                    graph.columns[at].swap(upper - 1, upper);
                    place.swap(a, b);
                    better = true;
                }
            }
        }
        if !better {
            return;
        }
    }
}

/// Counts inversions between neighbouring columns with a binary indexed tree.
fn crossings(graph: &Layered, place: &[usize]) -> usize {
    let mut total = 0;
    for (at, column) in graph.columns.iter().enumerate() {
        let width = graph.columns.get(at + 1).map_or(0, Vec::len);
        let mut tree = vec![0usize; width + 1];
        let mut added = 0;
        for &node in column {
            let mut ends: Vec<usize> = graph.right[node].iter().map(|&n| place[n]).collect();
            ends.sort_unstable();
            for &end in &ends {
                let mut below = 0;
                let mut i = end + 1;
                while i > 0 {
                    below += tree[i];
                    i &= i - 1;
                }
                total += added - below;
            }
            for &end in &ends {
                let mut i = end + 1;
                while i <= width {
                    tree[i] += 1;
                    i += i & i.wrapping_neg();
                }
                added += 1;
            }
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_knot_is_undone() {
        // Left 0 1 2, right 3 4 5, drawn crosswise.
        let mut graph = Layered::new(&[0, 0, 0, 1, 1, 1], &[(0, 5), (1, 4), (2, 3)]);
        assert_eq!(count(&graph), 3);
        order(&mut graph);
        assert_eq!(count(&graph), 0);
    }

    #[test]
    fn a_long_edge_bends_once_per_column() {
        let graph = Layered::new(&[0, 1, 2, 3], &[(0, 1), (1, 2), (2, 3), (0, 3), (0, 2)]);
        assert_eq!(graph.column.len(), 6);
        assert_eq!(graph.ways[3].len(), 4);
        assert_eq!(graph.ways[3][1], graph.ways[4][1]);
    }
}
