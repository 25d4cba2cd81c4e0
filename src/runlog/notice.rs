use rustc_hash::FxHashMap;

use super::Names;
use super::undo::targets;
use super::{EventKind, Moment, RunLog, Validated, replay};
use crate::plan::{Plan, SubtaskIx};
use crate::syntax::Minutes;

/// Something that happened in a run, as others are told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// When.
    pub at: Moment,
    /// The number of its record; 0 where nobody counted.
    pub seq: u64,
    /// What.
    pub kind: EventKind,
    /// What an undo takes back, and when that was.
    pub taken_back: Option<(EventKind, Moment)>,
    /// The subtask; `None` where it is about the run or the plan does not have it.
    pub subtask: Option<SubtaskIx>,
    /// The name of the subtask in the log.
    pub name: Option<String>,
    /// The window.
    pub window: Option<u32>,
    /// How long the try took that ended, without pauses.
    pub took: Option<Minutes>,
    /// The result of the validation.
    pub validated: Option<Validated>,
    /// The words of whoever said it.
    pub note: Option<String>,
}

/// What is to be told of the events from the index `from` on, each with its index; those before it were told already.
///
/// An event that was taken back before anybody was told of it is left out, and so is its undo.
pub fn notices(plan: &Plan, log: &RunLog, from: usize) -> Vec<(usize, Notice)> {
    let events = &log.events;
    let targets = targets(events);
    let mut gone = vec![false; events.len()];
    targets.iter().flatten().for_each(|&target| gone[target] = true);
    let names = Names::new(plan);
    let run = replay(plan, log);
    let mut ended = FxHashMap::default();
    for ix in plan.indices() {
        for attempt in &run.of(ix).attempts {
            if let Some(end) = attempt.ended {
                ended.insert((ix, end), attempt);
            }
        }
    }
    let mut found = Vec::new();
    for (at, event) in events.iter().enumerate().skip(from) {
        let taken = targets[at].filter(|&target| target < from);
        if gone[at] || (event.kind == EventKind::Undo && taken.is_none()) {
            continue;
        }
        let about = taken.map_or(event, |taken| &events[taken]);
        let subtask = about.subtask.as_deref().and_then(|name| names.find(name));
        let attempt = subtask.and_then(|ix| ended.get(&(ix, event.at)).copied());
        let ends = matches!(event.kind, EventKind::Done | EventKind::Fail);
        let attempt = attempt.filter(|_| ends);
        let known = || {
            let mut attempts = subtask.into_iter().flat_map(|ix| run.of(ix).attempts.iter().rev());
            let tried = attempts.find_map(|attempt| attempt.window);
            tried.or_else(|| subtask.and_then(|ix| plan.subtask(ix).window))
        };
        let notice = Notice {
            at: event.at,
            seq: event.seq,
            kind: event.kind,
            taken_back: taken.map(|taken| (events[taken].kind, events[taken].at)),
            subtask,
            name: about.subtask.clone(),
            window: about.window.or_else(|| attempt.and_then(|attempt| attempt.window)).or_else(known),
            took: attempt.and_then(|attempt| run.worked(attempt)),
            validated: event.validated,
            note: event.note.clone(),
        };
        found.push((at, notice));
    }
    found
}
