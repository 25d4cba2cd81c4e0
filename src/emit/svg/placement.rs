use super::layered::Layered;

/// Heights that nodes and bends take, and the room between.
pub(super) struct Sizes {
    /// Height of a box.
    pub(super) node: f64,
    /// Height kept free for an edge that passes a column.
    pub(super) bend: f64,
    /// Room between two neighbours.
    pub(super) gap: f64,
}

/// Sweeps that pull nodes towards their neighbours.
const SWEEPS: usize = 30;

/// The middle of every node, so that nothing in a column overlaps and edges run straight where they can.
pub(super) fn heights(graph: &Layered, sizes: &Sizes) -> Vec<f64> {
    let height = |node: usize| if graph.is_bend(node) { sizes.bend } else { sizes.node };
    let mut middle = vec![0.0; graph.column.len()];
    for column in &graph.columns {
        let mut at = 0.0;
        for &node in column {
            middle[node] = at + height(node) / 2.0;
            at += height(node) + sizes.gap;
        }
    }
    for sweep in 0..SWEEPS {
        let count = graph.columns.len();
        for at in 0..count {
            let at = if sweep % 2 == 0 { at } else { count - 1 - at };
            let column = &graph.columns[at];
            let apart = |a, b| f64::midpoint(height(a), height(b)) + sizes.gap;
            let mut wanted: Vec<(f64, f64)> = Vec::with_capacity(column.len());
            for (at, &node) in column.iter().enumerate() {
                // A node without edges follows the one above it.
                let place = pull(graph, node, &middle).unwrap_or_else(|| match at.checked_sub(1) {
                    Some(above) => (wanted[above].0 + apart(column[above], node), 0.01),
                    None => (middle[node], 0.01),
                });
                wanted.push(place);
            }
            settle(column, &wanted, apart, &mut middle);
        }
    }
    let top = graph
        .columns
        .iter()
        .filter_map(|column| column.first())
        .map(|&node| middle[node] - height(node) / 2.0)
        .fold(f64::INFINITY, f64::min);
    for at in &mut middle {
        *at = (*at - top).round();
    }
    middle
}

/// Where the neighbours of a node want it, and how much: chains of bends most of all. `None` without neighbours.
fn pull(graph: &Layered, node: usize, middle: &[f64]) -> Option<(f64, f64)> {
    let (mut sum, mut weight) = (0.0, 0.0);
    for &near in graph.left[node].iter().chain(&graph.right[node]) {
        let strength = match (graph.is_bend(node), graph.is_bend(near)) {
            (true, true) => 8.0,
            (false, false) => 1.0,
            _ => 2.0,
        };
        sum += strength * middle[near];
        weight += strength;
    }
    (weight > 0.0).then(|| (sum / weight, weight))
}

/// The nearest places to those wanted that keep order and distance (pool adjacent violators).
fn settle(column: &[usize], wanted: &[(f64, f64)], apart: impl Fn(usize, usize) -> f64, middle: &mut [f64]) {
    let mut offset = 0.0;
    let mut offsets = Vec::with_capacity(column.len());
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for (at, &node) in column.iter().enumerate() {
        if at > 0 {
            offset += apart(column[at - 1], node);
        }
        offsets.push(offset);
        let (place, weight) = wanted[at];
        blocks.push(((place - offset) * weight, weight, 1));
        while let [.., a, b] = blocks[..] {
            if a.0 / a.1 <= b.0 / b.1 {
                break;
            }
            blocks.truncate(blocks.len() - 2);
            blocks.push((a.0 + b.0, a.1 + b.1, a.2 + b.2));
        }
    }
    let mut at = 0;
    for (sum, weight, size) in blocks {
        for _ in 0..size {
            middle[column[at]] = sum / weight + offsets[at];
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::crossing;
    use super::*;

    #[test]
    fn nothing_in_a_column_overlaps() {
        let edges: Vec<(usize, usize)> =
            (0..8).flat_map(|a| (8..16).map(move |b| (a, b))).chain([(0, 16), (15, 16)]).collect();
        let columns: Vec<usize> = (0..17).map(|node| node / 8).collect();
        let mut graph = Layered::new(&columns, &edges);
        crossing::order(&mut graph);
        let sizes = Sizes { node: 40.0, bend: 8.0, gap: 6.0 };
        let middle = heights(&graph, &sizes);
        for column in &graph.columns {
            for pair in column.windows(2) {
                let half = |node| if graph.is_bend(node) { 4.0 } else { 20.0 };
                assert!(middle[pair[1]] - half(pair[1]) >= middle[pair[0]] + half(pair[0]) + 5.0);
            }
        }
    }
}
