use super::assemble::Shared;
use super::execution::Slot;
use crate::graph::Csr;
use crate::plan::SubtaskIx;
use crate::syntax::Minutes;

/// The subtasks that determine when the last one ends, first to last: each starts when the one before it ends,
/// because it needs it, shares a file with it, waits at a barrier or uses its window, looked for in this order.
///
/// `slots` are in plan order; some subtasks may be missing.
pub(super) fn trace(shared: &Shared<'_>, slots: &[Slot]) -> Vec<SubtaskIx> {
    let Some(last) = slots.iter().max_by_key(|slot| (slot.end, std::cmp::Reverse(slot.subtask))) else {
        return Vec::new();
    };
    let mut ends: Vec<(Minutes, SubtaskIx)> = slots.iter().map(|slot| (slot.end, slot.subtask)).collect();
    ends.sort_unstable();
    let place = |ix: SubtaskIx| slots.binary_search_by_key(&ix, |slot| slot.subtask).unwrap_or_default();
    let held = held(shared);
    let mut path = vec![last.subtask];
    let mut at = *last;
    while !at.start.is_zero() && path.len() <= slots.len() {
        let from = ends.partition_point(|(end, _)| *end < at.start);
        let candidates =
            || ends[from..].iter().take_while(|(end, _)| *end == at.start).map(|&(_, ix)| slots[place(ix)]);
        let usable = |slot: &Slot| slot.subtask != at.subtask && slot.start < slot.end;
        let needed = needs(shared, at.subtask);
        let before = candidates()
            .filter(usable)
            .find(|slot| needed.binary_search(&slot.subtask.0).is_ok())
            .or_else(|| candidates().filter(usable).find(|slot| shares_file(&held, slot.subtask, at.subtask)))
            .or_else(|| candidates().filter(usable).find(|slot| slot.step + 1 == at.step))
            .or_else(|| candidates().filter(usable).find(|slot| slot.window == at.window))
            .or_else(|| candidates().find(usable));
        let Some(before) = before else { break };
        path.push(before.subtask);
        at = before;
    }
    path.reverse();
    path
}

/// What a subtask directly needs, through joints, sorted; at most some ten thousand nodes are looked at.
fn needs(shared: &Shared<'_>, ix: SubtaskIx) -> Vec<u32> {
    let graph = shared.graph;
    let mut found = Vec::new();
    let mut stack = vec![ix.0];
    let mut seen = 0;
    while let Some(node) = stack.pop() {
        for &needed in graph.needs().row(node as usize) {
            seen += 1;
            if (needed as usize) < graph.subtasks() { found.push(needed) } else { stack.push(needed) }
        }
        if seen > 20_000 {
            break;
        }
    }
    found.sort_unstable();
    found
}

/// The locks that each subtask holds, by index.
fn held(shared: &Shared<'_>) -> Csr {
    let mut pairs: Vec<(u32, u32)> = (0..)
        .zip(&shared.locks)
        .flat_map(|(at, lock)| lock.writers.iter().map(move |writer| (writer.0, at)))
        .collect();
    pairs.sort_unstable();
    Csr::from_pairs(shared.graph.subtasks(), &pairs)
}

fn shares_file(held: &Csr, a: SubtaskIx, b: SubtaskIx) -> bool {
    let others = held.row(b.index());
    held.row(a.index()).iter().any(|lock| others.binary_search(lock).is_ok())
}
