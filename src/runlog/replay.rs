use super::gap::gap;
use super::undo::alive;
use super::{Event, EventKind, Moment, Names, RunLog, Validated};
use crate::plan::{Plan, SubtaskIx};
use crate::syntax::Minutes;

/// What a log says about a plan.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// The name that it was begun with.
    pub name: Option<String>,
    /// The first event that is not taken back.
    pub began: Option<Moment>,
    /// The last moment that any event names.
    pub last: Option<Moment>,
    /// The longest time of which nothing is logged, where it is so long that one of both times must be wrong: more than
    /// thirty days without pauses.
    pub gap: Option<(Moment, Moment)>,
    /// When everybody stopped and went on; the last pause may be open.
    pub pauses: Vec<(Moment, Option<Moment>)>,
    /// Per subtask, in plan order.
    pub subtasks: Vec<SubtaskRun>,
    /// Names of subtasks that the plan does not have, sorted, each once.
    pub unknown: Vec<String>,
    /// Words about the run as a whole.
    pub notes: Vec<(Moment, String)>,
}

/// What a log says about one subtask.
#[derive(Clone, Debug, Default)]
pub struct SubtaskRun {
    /// Every try, in order.
    pub attempts: Vec<Attempt>,
    /// Since when it waits for something outside of the plan, with the reason.
    pub waiting: Option<(Moment, Option<String>)>,
    /// Every time that it waited so, from the word that it does to the next start or end.
    pub waits: Vec<(Moment, Option<Moment>)>,
    /// Words about it.
    pub notes: Vec<(Moment, String)>,
}

/// One try at a subtask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// When it started, if somebody said so.
    pub started: Option<Moment>,
    /// When it ended.
    pub ended: Option<Moment>,
    /// The window.
    pub window: Option<u32>,
    /// How it ended.
    pub outcome: Outcome,
    /// The result of its validation.
    pub validated: Option<Validated>,
    /// The words that came with its end.
    pub note: Option<String>,
}

/// How an [`Attempt`] ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It has not.
    Running,
    /// Reported done.
    Done,
    /// Failed.
    Failed,
    /// Another try started before it ended.
    Abandoned,
}

impl SubtaskRun {
    /// The latest try.
    pub fn last(&self) -> Option<&Attempt> {
        self.attempts.last()
    }

    /// Whether a window works on it.
    pub fn is_running(&self) -> bool {
        self.last().is_some_and(|attempt| attempt.outcome == Outcome::Running)
    }
}

impl Run {
    /// The run of a subtask.
    pub fn of(&self, ix: SubtaskIx) -> &SubtaskRun {
        &self.subtasks[ix.index()]
    }

    /// How many windows worked on something.
    pub fn windows(&self) -> u32 {
        let attempts = self.subtasks.iter().flat_map(|own| &own.attempts);
        let windows: std::collections::BTreeSet<u32> =
            attempts.filter_map(|attempt| attempt.window).collect();
        windows.len() as u32
    }

    /// Since when everybody stops; `None` where nobody does.
    pub fn paused_since(&self) -> Option<Moment> {
        self.pauses.last().filter(|(_, end)| end.is_none()).map(|(start, _)| *start)
    }

    /// How long everybody was stopped between two moments.
    pub fn paused(&self, from: Moment, to: Moment) -> Minutes {
        let part =
            |&(start, end): &(Moment, Option<Moment>)| end.unwrap_or(to).min(to).since(start.max(from));
        self.pauses.iter().map(part).sum()
    }

    /// The minutes that a try took without pauses; `None` where its start or its end is not known.
    pub fn worked(&self, attempt: &Attempt) -> Option<Minutes> {
        let (start, end) = (attempt.started?, attempt.ended?);
        Some(end.since(start) - self.paused(start, end))
    }

    /// The subtasks that a window works on, in plan order.
    pub fn in_window(&self, window: u32) -> Vec<SubtaskIx> {
        let runs = self.subtasks.iter().enumerate();
        let there = runs.filter(|(_, run)| {
            run.is_running() && run.last().and_then(|attempt| attempt.window) == Some(window)
        });
        there.map(|(at, _)| SubtaskIx(at as u32)).collect()
    }
}

/// Relates the events of a log to a plan.
///
/// The order of a log is the order of what happened; times only measure. An undo takes back the event that it
/// names, else the latest one about the same subtask.
pub fn replay(plan: &Plan, log: &RunLog) -> Run {
    let alive = alive(&log.events);
    let names = Names::new(plan);
    let mut run = Run { subtasks: vec![SubtaskRun::default(); plan.subtasks.len()], ..Run::default() };
    let mut moments = Vec::with_capacity(log.events.len());
    for event in log.events.iter().zip(alive).filter(|(_, alive)| *alive).map(|(event, _)| event) {
        moments.push(event.at);
        run.began = Some(run.began.map_or(event.at, |began| began.min(event.at)));
        run.last = run.last.max(Some(event.at));
        match &event.subtask {
            None => whole(&mut run, event),
            Some(name) => match names.find(name) {
                Some(ix) => one(&mut run.subtasks[ix.index()], event),
                None => run.unknown.push(name.clone()),
            },
        }
    }
    run.gap = gap(&run, moments);
    run.unknown.sort_unstable();
    run.unknown.dedup();
    run
}

/// An event about the whole run.
fn whole(run: &mut Run, event: &Event) {
    match event.kind {
        EventKind::Begin => run.name.clone_from(&event.note),
        EventKind::Pause if run.pauses.last().is_none_or(|(_, end)| end.is_some()) => {
            run.pauses.push((event.at, None));
        }
        EventKind::Resume => {
            if let Some((_, end @ None)) = run.pauses.last_mut() {
                *end = Some(event.at);
            }
        }
        _ => {}
    }
    if event.kind != EventKind::Begin
        && let Some(note) = &event.note
    {
        run.notes.push((event.at, note.clone()));
    }
}

/// An event about one subtask.
fn one(run: &mut SubtaskRun, event: &Event) {
    if matches!(event.kind, EventKind::Start | EventKind::Done | EventKind::Fail) {
        run.waiting = None;
        if let Some((_, to @ None)) = run.waits.last_mut() {
            *to = Some(event.at);
        }
    }
    match event.kind {
        EventKind::Start => {
            if let Some(open) = run.attempts.last_mut().filter(|attempt| attempt.outcome == Outcome::Running)
            {
                // Said twice about the same window: the first one counts.
                if open.window == event.window {
                    return keep(run, event);
                }
                (open.outcome, open.ended) = (Outcome::Abandoned, Some(event.at));
            }
            run.attempts.push(Attempt {
                started: Some(event.at),
                ended: None,
                window: event.window,
                outcome: Outcome::Running,
                validated: None,
                note: None,
            });
            keep(run, event);
        }
        EventKind::Done | EventKind::Fail => end(run, event),
        EventKind::Wait => {
            run.waiting = Some((event.at, event.note.clone()));
            if run.waits.last().is_none_or(|(_, to)| to.is_some()) {
                run.waits.push((event.at, None));
            }
        }
        EventKind::Note | EventKind::Begin | EventKind::Pause | EventKind::Resume | EventKind::Undo => {
            keep(run, event);
        }
    }
}

fn keep(run: &mut SubtaskRun, event: &Event) {
    run.notes.extend(event.note.iter().map(|note| (event.at, note.clone())));
}

/// A try ends. A result that comes after `done` belongs to the same try.
fn end(run: &mut SubtaskRun, event: &Event) {
    let outcome = if event.kind == EventKind::Done { Outcome::Done } else { Outcome::Failed };
    let open = run.attempts.last_mut().filter(|attempt| {
        attempt.outcome == Outcome::Running
            || (attempt.outcome == Outcome::Done && (outcome == Outcome::Done || event.validated.is_some()))
    });
    let Some(attempt) = open else {
        run.attempts.push(Attempt {
            started: None,
            ended: Some(event.at),
            window: event.window,
            outcome,
            validated: event.validated,
            note: event.note.clone(),
        });
        return;
    };
    if attempt.outcome == Outcome::Running {
        attempt.ended = Some(event.at);
    }
    attempt.outcome = outcome;
    attempt.window = attempt.window.or(event.window);
    attempt.validated = event.validated.or(attempt.validated);
    if event.note.is_some() {
        attempt.note.clone_from(&event.note);
    }
}
