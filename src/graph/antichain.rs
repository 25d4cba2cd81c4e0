use super::Graph;
use crate::plan::SubtaskIx;

/// The largest set of `members` of which none needs another: as many as can ever run at once, whatever starts when.
///
/// By Dilworth's theorem it is as large as the smallest cover by chains, found as a matching of the transitive closure
/// (D. R. Fulkerson, 1956) with augmenting paths; König's construction gives the set itself. `None` where `steps`,
/// which are used up by one for each visited node, do not suffice, or members wait for each other.
pub fn widest_antichain(graph: &Graph, members: &[SubtaskIx], steps: &mut u64) -> Option<Vec<SubtaskIx>> {
    if !graph.cycles().is_empty() {
        return None;
    }
    let below = closure(graph, members, steps)?;
    let n = members.len();
    let (mut partner_of_needed, mut partner) = (vec![usize::MAX; n], vec![usize::MAX; n]);
    for start in 0..n {
        augment(start, &below, &mut partner, &mut partner_of_needed, steps)?;
    }
    // Alternating paths from members without a partner.
    let (mut seen, mut seen_needed) = (vec![false; n], vec![false; n]);
    let mut queue: Vec<usize> = (0..n).filter(|&at| partner[at] == usize::MAX).collect();
    for &at in &queue {
        seen[at] = true;
    }
    while let Some(at) = queue.pop() {
        for &needed in &below[at] {
            *steps = steps.checked_sub(1)?;
            if !std::mem::replace(&mut seen_needed[needed], true) {
                let next = partner_of_needed[needed];
                if next != usize::MAX && !std::mem::replace(&mut seen[next], true) {
                    queue.push(next);
                }
            }
        }
    }
    Some((0..n).filter(|&at| seen[at] && !seen_needed[at]).map(|at| members[at]).collect())
}

/// Per member, the positions of all members that it needs directly or over others.
fn closure(graph: &Graph, members: &[SubtaskIx], steps: &mut u64) -> Option<Vec<Vec<usize>>> {
    let mut position = vec![usize::MAX; graph.needs().len()];
    for (at, ix) in members.iter().enumerate() {
        position[ix.index()] = at;
    }
    let mut round = vec![usize::MAX; graph.needs().len()];
    let mut found = Vec::with_capacity(members.len());
    for (at, ix) in members.iter().enumerate() {
        let mut below = Vec::new();
        let mut queue = vec![ix.0];
        round[ix.index()] = at;
        while let Some(node) = queue.pop() {
            for &next in graph.needs().row(node as usize) {
                *steps = steps.checked_sub(1)?;
                if std::mem::replace(&mut round[next as usize], at) != at {
                    queue.push(next);
                    if position[next as usize] != usize::MAX {
                        below.push(position[next as usize]);
                    }
                }
            }
        }
        below.sort_unstable();
        found.push(below);
    }
    Some(found)
}

/// Finds a partner for `start` along a shortest alternating path, if there is one.
fn augment(
    start: usize,
    below: &[Vec<usize>],
    partner: &mut [usize],
    partner_of_needed: &mut [usize],
    steps: &mut u64,
) -> Option<()> {
    let mut from = vec![usize::MAX; below.len()];
    let mut queue = vec![start];
    let mut at = 0;
    while at < queue.len() {
        let node = queue[at];
        at += 1;
        for &needed in &below[node] {
            *steps = steps.checked_sub(1)?;
            if from[needed] != usize::MAX {
                continue;
            }
            from[needed] = node;
            if partner_of_needed[needed] != usize::MAX {
                queue.push(partner_of_needed[needed]);
                continue;
            }
            let mut needed = needed;
            loop {
                let node = from[needed];
                let before = std::mem::replace(&mut partner[node], needed);
                partner_of_needed[needed] = node;
                if node == start {
                    return Some(());
                }
                needed = before;
            }
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::NeedsMode;
    use crate::plan;
    use crate::source::{FileIx, SourceFile};
    use crate::syntax;

    fn widest(text: &str, mut steps: u64) -> Option<Vec<String>> {
        let source = SourceFile::new("a.md", text.as_bytes().to_vec()).expect("text");
        let document = syntax::parse(FileIx(0), &source);
        let assembled = plan::lower(&[source], &[document], &[0]);
        let graph = Graph::build(&assembled, NeedsMode::Union);
        let all: Vec<SubtaskIx> = assembled.indices().collect();
        let found = widest_antichain(&graph, &all, &mut steps)?;
        Some(found.into_iter().map(|ix| assembled.subtask(ix).id.clone()).collect())
    }

    const TREE: &str = "PHASE 1\n├─ 1.1.1: a\n├─ 1.1.2: b (needs 1.1.1)\n├─ 1.1.3: c (needs 1.1.1)\n\
        ├─ 1.1.4: d (needs 1.1.2)\n└─ 1.1.5: e (needs 1.1.1)\n";

    #[test]
    fn levels_can_be_narrower_than_what_can_run_at_once() {
        assert_eq!(widest(TREE, 1000).map(|found| found.len()), Some(3));
        let chain = "PHASE 1\n├─ 1.1.1: a\n└─ 1.1.2: b (needs 1.1.1)\n";
        assert_eq!(widest(chain, 1000).map(|found| found.len()), Some(1));
    }

    #[test]
    fn it_says_when_the_steps_do_not_suffice() {
        assert_eq!(widest(TREE, 3), None);
    }
}
