use super::Facts;
use crate::diag::{Diagnostic, Subject};
use crate::plan::{Place, Plan, SubtaskIx};
use crate::runlog::{
    BadRecord, Event, EventKind, Gate, Moment, Names, Outcome, Run, RunLog, lines, merge_by, replay, undone,
};
use crate::source::{FileIx, SourceFile, Span};

/// A run log beside a plan, for the rules that judge one.
#[derive(Clone, Debug)]
pub struct Record {
    /// All events, in the order in which they count.
    pub events: Vec<Recorded>,
    /// Lines that are no events.
    pub bad: Vec<(Place, BadRecord)>,
    /// What the events say that count.
    pub run: Run,
    /// The time at which the run is looked at.
    pub now: Moment,
    /// What is later than this lies in the future.
    pub latest: Moment,
    /// When a subtask counts as done for those that need it.
    pub gate: Gate,
    /// When a phase counts as over for the next one; `None` where phases are no barriers.
    pub phase_gate: Option<Gate>,
}

/// An event with its place.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The event.
    pub event: Event,
    /// Its line.
    pub place: Place,
    /// The subtask that it is about, if the plan has it.
    pub subtask: Option<SubtaskIx>,
    /// Whether it counts: nothing took it back, and it does not lie in the future.
    pub counts: bool,
}

/// How much later than the clock an event may be, because clocks of several machines differ: two minutes, in
/// milliseconds.
const SKEW: i64 = 2 * 60_000;

impl Record {
    /// Reads the logs among the sources. `now` is the time at which to look, where it is not that of the last
    /// event; nothing can have happened after `clock`.
    pub fn new(
        plan: &Plan,
        sources: &[SourceFile],
        logs: &[FileIx],
        now: Option<Moment>,
        clock: Moment,
        (gate, phase_gate): (Gate, Option<Gate>),
    ) -> Record {
        let latest = now.unwrap_or(Moment::from_millis(clock.millis().saturating_add(SKEW)));
        let (mut lists, mut bad) = (Vec::new(), Vec::new());
        for &file in logs {
            let mut list = Vec::new();
            for line in lines(sources[file.index()].text().as_bytes()) {
                let place = Place { file, span: Span::new(line.bytes.start, line.bytes.end) };
                match line.event {
                    Ok(event) => list.push((event, place)),
                    Err(reason) => bad.push((place, reason)),
                }
            }
            lists.push(list);
        }
        let merged = merge_by(lists, |(event, _)| event);
        let names = Names::new(plan);
        let mut log = RunLog::default();
        let mut events = Vec::with_capacity(merged.len());
        let of_log: Vec<Event> = merged.iter().map(|(event, _)| event.clone()).collect();
        let undone = undone(&RunLog { events: of_log, bad: Vec::new() });
        for ((event, place), undone) in merged.into_iter().zip(undone) {
            let counts = !undone && event.at <= latest;
            let subtask = event.subtask.as_deref().and_then(|name| names.find(name));
            if counts {
                log.events.push(event.clone());
            }
            events.push(Recorded { event, place, subtask, counts });
        }
        let run = replay(plan, &log);
        let now = now.or(run.last).unwrap_or(latest);
        Record { events, bad, run, now, latest, gate, phase_gate }
    }

    /// The events that count and are about a subtask of the plan.
    pub(super) fn counted(&self) -> impl Iterator<Item = (&Recorded, SubtaskIx)> {
        self.events.iter().filter(|own| own.counts).filter_map(|own| Some((own, own.subtask?)))
    }

    /// Per subtask the line of the start of its last try, where the log has one.
    pub(super) fn starts(&self) -> Vec<Option<&Recorded>> {
        let mut starts: Vec<Option<&Recorded>> = vec![None; self.run.subtasks.len()];
        let mut open = vec![false; starts.len()];
        for (own, ix) in self.counted() {
            let at = ix.index();
            match own.event.kind {
                EventKind::Start => {
                    let again =
                        open[at] && starts[at].is_some_and(|start| start.event.window == own.event.window);
                    if !again {
                        starts[at] = Some(own);
                    }
                    open[at] = true;
                }
                EventKind::Done | EventKind::Fail => open[at] = false,
                _ => {}
            }
        }
        starts
    }

    /// Whether a subtask runs.
    pub(super) fn is_running(&self, ix: SubtaskIx) -> bool {
        self.run.of(ix).last().is_some_and(|attempt| attempt.outcome == Outcome::Running)
    }
}

/// Where the value of a field stands in a line of a log, such as `at`; the whole line where it has none.
pub(super) fn field(facts: &Facts<'_>, place: Place, name: &str) -> Place {
    let line = facts.sources[place.file.index()].slice(place.span);
    let key = format!("\"{name}\"");
    // Quotes inside of a note stand behind a backslash.
    let found = line.match_indices(&key).find(|(at, _)| !line[..*at].ends_with('\\'));
    let value = found.and_then(|(at, _)| {
        let behind = at + key.len();
        let open = behind + line[behind..].find('"')?;
        let between = line[behind..open].trim();
        let close = open + 1 + line[open + 1..].find('"')?;
        (between == ":").then_some((open + 1, close))
    });
    let start = place.span.start as usize;
    value.map_or(place, |(from, to)| Place { span: Span::new(start + from, start + to), ..place })
}

/// Says which subtask a finding is about.
pub(super) fn about(finding: &mut Diagnostic, plan: &Plan, ix: SubtaskIx) {
    finding.subject = Subject::from([("subtask", plan.name(ix).to_owned())]);
}
