use super::Csr;

/// Strongly connected components of a graph whose rows point at needs, needs first.
///
/// Iterative, so that a chain of a hundred thousand subtasks does not exhaust the stack.
/// Algorithm: R. Tarjan, "Depth-first search and linear graph algorithms", 1972.
pub(super) fn components(graph: &Csr) -> Vec<Vec<u32>> {
    const NEW: u32 = u32::MAX;
    let nodes = graph.len();
    let mut number = vec![NEW; nodes];
    let mut low = vec![0u32; nodes];
    let mut on_stack = vec![false; nodes];
    let mut stack = Vec::new();
    let mut calls: Vec<(u32, u32)> = Vec::new();
    let mut next = 0;
    let mut found = Vec::new();
    for root in 0..nodes {
        if number[root] != NEW {
            continue;
        }
        calls.push((root as u32, 0));
        while let Some(&mut (node, ref mut edge)) = calls.last_mut() {
            let v = node as usize;
            if *edge == 0 {
                number[v] = next;
                low[v] = next;
                next += 1;
                stack.push(node);
                on_stack[v] = true;
            }
            if let Some(&target) = graph.row(v).get(*edge as usize) {
                *edge += 1;
                let t = target as usize;
                if number[t] == NEW {
                    calls.push((target, 0));
                } else if on_stack[t] {
                    low[v] = low[v].min(number[t]);
                }
                continue;
            }
            calls.pop();
            if let Some(&(parent, _)) = calls.last() {
                let p = parent as usize;
                low[p] = low[p].min(low[v]);
            }
            if low[v] == number[v] {
                let mut component = Vec::new();
                while let Some(member) = stack.pop() {
                    on_stack[member as usize] = false;
                    component.push(member);
                    if member == node {
                        break;
                    }
                }
                component.sort_unstable();
                found.push(component);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_come_needs_first() {
        let graph = Csr::from_pairs(4, &[(0, 1), (1, 2), (2, 1), (3, 0)]);
        assert_eq!(components(&graph), [vec![1, 2], vec![0], vec![3]]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let pairs: Vec<_> = (1..200_000).map(|i| (i, i - 1)).collect();
        assert_eq!(components(&Csr::from_pairs(200_000, &pairs)).len(), 200_000);
    }
}
