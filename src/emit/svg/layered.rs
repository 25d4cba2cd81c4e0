use std::collections::BTreeMap;

/// Nodes in pinned columns with the edges between them; edges over several columns run through *bends*, which
/// all edges from one node share.
pub(super) struct Layered {
    /// Column of each node; bends follow the real nodes.
    pub(super) column: Vec<usize>,
    /// How many nodes are real.
    pub(super) real: usize,
    /// Nodes of each column from top to bottom.
    pub(super) columns: Vec<Vec<usize>>,
    /// Neighbours one column to the left and to the right.
    pub(super) left: Vec<Vec<usize>>,
    /// See `left`.
    pub(super) right: Vec<Vec<usize>>,
    /// The nodes that each edge runs through, both ends included, in the order of the edges given.
    pub(super) ways: Vec<Vec<usize>>,
}

impl Layered {
    /// Columns of the nodes and edges `(from, to)` that all lead to a later column.
    pub(super) fn new(columns: &[usize], edges: &[(usize, usize)]) -> Layered {
        let real = columns.len();
        let mut column = columns.to_vec();
        let mut bends: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let mut steps: Vec<(usize, usize)> = Vec::new();
        let mut ways = Vec::with_capacity(edges.len());
        for &(from, to) in edges {
            let mut way = vec![from];
            for at in column[from] + 1..column[to] {
                let bend = *bends.entry((from, at)).or_insert_with(|| {
                    column.push(at);
                    column.len() - 1
                });
                way.push(bend);
            }
            way.push(to);
            steps.extend(way.windows(2).map(|pair| (pair[0], pair[1])));
            ways.push(way);
        }
        steps.sort_unstable();
        steps.dedup();
        let mut left = vec![Vec::new(); column.len()];
        let mut right = vec![Vec::new(); column.len()];
        for (from, to) in steps {
            right[from].push(to);
            left[to].push(from);
        }
        let mut columns = vec![Vec::new(); column.iter().max().map_or(0, |last| last + 1)];
        for (node, &at) in column.iter().enumerate() {
            columns[at].push(node);
        }
        Layered { column, real, columns, left, right, ways }
    }

    /// Whether a node only bends edges.
    pub(super) fn is_bend(&self, node: usize) -> bool {
        node >= self.real
    }
}
