use rustc_hash::FxHashMap;

/// Collects the edges of a graph and makes joints: nodes without a subtask that stand for a set.
///
/// Nodes `0..subtasks` are subtasks, the rest are joints. An edge `(a, b)` means that `a` needs `b`.
pub(super) struct Joints {
    pub(super) edges: Vec<(u32, u32)>,
    pub(super) nodes: u32,
    /// Joints of the segment tree over sorted positions, by interval.
    segments: FxHashMap<(u32, u32), u32>,
}

/// Intervals up to this length are written out instead of joined.
const SHORT: u32 = 16;

impl Joints {
    pub(super) fn new(subtasks: usize) -> Joints {
        Joints { edges: Vec::new(), nodes: subtasks as u32, segments: FxHashMap::default() }
    }

    /// A new joint.
    pub(super) fn joint(&mut self) -> u32 {
        self.nodes += 1;
        self.nodes - 1
    }

    /// Lets `node` need every subtask at the positions `lo..hi` of `sorted`, over joints of a segment tree.
    pub(super) fn need_interval(&mut self, node: u32, lo: u32, hi: u32, sorted: &[u32]) {
        if hi.saturating_sub(lo) <= SHORT {
            self.edges.extend((lo..hi).map(|at| (node, sorted[at as usize])));
            return;
        }
        self.cover(node, lo, hi, 0, (sorted.len() as u32).next_power_of_two(), sorted);
    }

    /// Covers `lo..hi` by the fewest segments of the tree below `from..to`.
    fn cover(&mut self, node: u32, lo: u32, hi: u32, from: u32, to: u32, sorted: &[u32]) {
        if hi <= from || to <= lo {
            return;
        }
        if to - from <= SHORT {
            let (lo, hi) = (lo.max(from), hi.min(to));
            self.edges.extend((lo..hi).map(|at| (node, sorted[at as usize])));
        } else if lo <= from && to <= hi {
            let segment = self.segment(from, to, sorted);
            self.edges.push((node, segment));
        } else {
            let middle = u32::midpoint(from, to);
            self.cover(node, lo, hi, from, middle, sorted);
            self.cover(node, lo, hi, middle, to, sorted);
        }
    }

    fn segment(&mut self, from: u32, to: u32, sorted: &[u32]) -> u32 {
        if let Some(&joint) = self.segments.get(&(from, to)) {
            return joint;
        }
        let joint = self.joint();
        self.segments.insert((from, to), joint);
        let end = to.min(sorted.len() as u32);
        if to - from <= SHORT {
            self.edges.extend((from..end).map(|at| (joint, sorted[at as usize])));
        } else {
            let middle = u32::midpoint(from, to);
            for (from, to) in [(from, middle), (middle, to)] {
                if to - from <= SHORT {
                    self.edges
                        .extend((from..to.min(sorted.len() as u32)).map(|at| (joint, sorted[at as usize])));
                } else if from < end {
                    let child = self.segment(from, to, sorted);
                    self.edges.push((joint, child));
                }
            }
        }
        joint
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Subtasks that `node` reaches over joints.
    fn reached(joints: &Joints, subtasks: u32, node: u32) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        let mut stack = vec![node];
        while let Some(at) = stack.pop() {
            for &(_, to) in joints.edges.iter().filter(|(from, _)| *from == at) {
                if to < subtasks { found.push(to) } else { stack.push(to) }
            }
        }
        found.sort_unstable();
        found
    }

    #[test]
    fn every_interval_is_covered_exactly_once() {
        let subtasks = 150;
        let sorted: Vec<u32> = (0..subtasks).rev().collect();
        for (lo, hi) in [(0, 150), (3, 140), (17, 18), (31, 97), (64, 150), (5, 5)] {
            let mut joints = Joints::new(subtasks as usize);
            let node = joints.joint();
            joints.need_interval(node, lo, hi, &sorted);
            let mut expected: Vec<u32> = (lo..hi).map(|at| sorted[at as usize]).collect();
            expected.sort_unstable();
            assert_eq!(reached(&joints, subtasks, node), expected, "{lo}..{hi}");
        }
    }
}
