use rustc_hash::FxHashMap;

use super::{Event, EventKind, RunLog};

/// Per event, whether it was taken back or takes back.
pub fn undone(log: &RunLog) -> Vec<bool> {
    alive(&log.events).into_iter().map(|alive| !alive).collect()
}

/// Which events count: undos and what they take back do not.
pub(super) fn alive(events: &[Event]) -> Vec<bool> {
    let mut alive: Vec<bool> = events.iter().map(|event| event.kind != EventKind::Undo).collect();
    targets(events).into_iter().flatten().for_each(|target| alive[target] = false);
    alive
}

/// Per event, the index of the event that it takes back.
pub(super) fn targets(events: &[Event]) -> Vec<Option<usize>> {
    let mut targets = vec![None; events.len()];
    let mut alive = vec![true; events.len()];
    let mut latest: FxHashMap<Option<&str>, Vec<usize>> = FxHashMap::default();
    let mut by_seq: FxHashMap<u64, usize> = FxHashMap::default();
    for (at, event) in events.iter().enumerate() {
        let about = latest.entry(event.subtask.as_deref()).or_default();
        if event.kind != EventKind::Undo {
            about.push(at);
            by_seq.insert(event.seq, at);
            continue;
        }
        alive[at] = false;
        let named = event.undoes.and_then(|seq| by_seq.get(&seq).copied());
        let mut taken = named;
        // What is taken back is not looked at again, so that many undos stay linear.
        while taken.is_none()
            && let Some(last) = about.pop()
        {
            taken = Some(last).filter(|&last| alive[last]);
        }
        if let Some(taken) = taken {
            alive[taken] = false;
            targets[at] = Some(taken);
        }
    }
    targets
}
