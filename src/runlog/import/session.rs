use std::collections::BTreeMap;

use super::clock::Clock;
use super::report::Report;
use super::{Import, ImportOptions, Reading, Told, cells, header, report, table};
use crate::plan::{Plan, PlanPhaseIx, SubtaskIx};
use crate::runlog::Names;
use crate::runlog::{Event, EventKind, MAX_NOTE, Moment};

/// Reads everything that a text says about the run of a plan. Linear in the text and the plan.
pub fn import(plan: &Plan, text: &str, options: &ImportOptions) -> Import {
    let text = text.trim_start_matches('\u{FEFF}');
    let mut session = Session::new(plan, *options);
    let rows = cells::csv(text);
    let mut silent = Vec::new();
    let readings = match rows.first().and_then(|(_, header)| header::columns(header)) {
        Some(columns) if !text.trim_start().starts_with('|') => rows[1..]
            .iter()
            .map(|(line, cells)| {
                let mut reading = Reading { line: *line, ..Reading::default() };
                table::row(&mut session, &mut reading, &columns, cells);
                reading
            })
            .collect(),
        _ => lines(&mut session, text, &mut silent),
    };
    let mut events: Vec<Event> = readings.iter().flat_map(|reading| reading.events.iter().cloned()).collect();
    events.sort_by_key(|event| event.at);
    Import { readings, silent, events }
}

/// All lines of a text that is no CSV; `silent` gets the numbers of those that say nothing.
fn lines(session: &mut Session<'_>, text: &str, silent: &mut Vec<u32>) -> Vec<Reading> {
    let mut readings = Vec::new();
    let mut columns: Option<Vec<header::Column>> = None;
    let mut form: Option<Report> = None;
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(open) = &mut form {
            if open.take(line, |name| session.named(name).is_some()) {
                continue;
            }
            readings.extend(form.take().map(|form| form.end(session)));
        }
        let mut reading = Reading { line: number, ..Reading::default() };
        if let Some(name) = report::begins(line, |name| session.named(name).is_some()) {
            form = Some(Report::new(number, name));
            continue;
        }
        if let Some(row) = cells::markdown(line) {
            if let Some(found) = header::columns(&row) {
                columns = Some(found);
            } else if let Some(columns) = columns.as_ref().filter(|_| !cells::is_rule(&row)) {
                let shown: Vec<String> = row.iter().map(|cell| cells::shown(cell)).collect();
                table::row(session, &mut reading, columns, &shown);
                readings.push(reading);
            } else if columns.is_none() {
                silent.push(number);
            }
            continue;
        }
        columns = None;
        if session.line(&mut reading, line) {
            readings.push(reading);
        } else if !line.trim().is_empty() {
            silent.push(number);
        }
    }
    readings.extend(form.filter(|form| !form.is_blank()).map(|form| form.end(session)));
    readings
}

/// What the lines so far have said.
pub(super) struct Session<'p> {
    pub(super) plan: &'p Plan,
    pub(super) options: ImportOptions,
    pub(super) names: Names<'p>,
    /// The phase that lines are about.
    pub(super) phase: Option<PlanPhaseIx>,
    /// The latest clock of a line.
    pub(super) latest: Option<Moment>,
    /// What each subtask said last, with its window.
    pub(super) said: BTreeMap<SubtaskIx, (EventKind, Option<u32>, Moment)>,
    pub(super) validated: Vec<SubtaskIx>,
}

impl<'p> Session<'p> {
    fn new(plan: &'p Plan, options: ImportOptions) -> Session<'p> {
        let phase =
            (0..plan.phases.len() as u32).map(PlanPhaseIx).find(|&at| plan.phase(at).parent.is_none());
        Session {
            plan,
            options,
            names: Names::new(plan),
            phase,
            latest: None,
            said: BTreeMap::new(),
            validated: Vec::new(),
        }
    }

    /// The subtask of a name.
    pub(super) fn named(&self, name: &str) -> Option<SubtaskIx> {
        let name = name.trim_matches(|c: char| c.is_whitespace() || "`*#".contains(c));
        self.names.find(name)
    }

    /// The subtask that runs in a window, else the one that the plan gives it in this phase.
    pub(super) fn in_window(&self, window: u32) -> Result<SubtaskIx, Told> {
        let running =
            self.said.iter().filter(|(_, (kind, at, _))| *kind == EventKind::Start && *at == Some(window));
        if let Some((&ix, _)) = running.max_by_key(|(_, (_, _, at))| *at) {
            return Ok(ix);
        }
        let mut planned = self.phase_members().filter(|&ix| self.plan.subtask(ix).window == Some(window));
        match (planned.next(), planned.next()) {
            (Some(ix), None) => Ok(ix),
            (Some(_), Some(_)) => Err(Told::AmbiguousWindow(window)),
            (None, _) => Err(Told::UnknownWindow(window)),
        }
    }

    /// The subtasks of the phase that lines are about, in the phase of that name of every feature.
    pub(super) fn phase_members(&self) -> impl Iterator<Item = SubtaskIx> + '_ {
        let name = self.phase.map(|at| self.plan.phase(at).name.as_str());
        let is = move |at: PlanPhaseIx| Some(self.plan.phase(at).name.as_str()) == name;
        self.plan.indices().filter(move |&ix| {
            let subtask = self.plan.subtask(ix);
            name.is_none() || subtask.phase.is_some_and(is) || subtask.sub_phase.is_some_and(is)
        })
    }

    /// The moment of a clock; says why where there is none.
    pub(super) fn day_of(&self, clock: Clock, reading: &mut Reading) -> Option<Moment> {
        let seconds = match clock {
            Clock::Dated(moment) => return Some(moment),
            Clock::Bare(seconds) => i64::from(seconds) * 1000,
            Clock::Since(seconds) => {
                if self.options.start.is_none() {
                    reading.told.push(Told::NoStart);
                }
                return self.options.start.map(|start| start.plus_clock(i64::from(seconds)));
            }
            Clock::Elsewhere => {
                reading.told.push(Told::Zone);
                return None;
            }
            Clock::SomeDay => {
                reading.told.push(Told::SomeDay);
                return None;
            }
        };
        if let Some(start) = self.options.start {
            let absolute = self.options.day.map(|day| day.millis() + seconds);
            if absolute.is_none_or(|absolute| absolute < start.millis()) {
                return Some(Moment::from_millis(start.millis() + seconds));
            }
        }
        let Some(day) = self.options.day else {
            reading.told.push(Told::NoDate);
            return None;
        };
        Some(Moment::from_millis(day.millis() + seconds))
    }

    /// Adds an event.
    pub(super) fn add(
        &mut self,
        reading: &mut Reading,
        kind: EventKind,
        ix: SubtaskIx,
        window: Option<u32>,
        at: Moment,
        note: Option<String>,
    ) {
        let known = self.said.get(&ix).and_then(|(_, window, _)| *window);
        let window = window.or(known);
        self.said.insert(ix, (kind, window, at));
        if note.as_ref().is_some_and(|note| note.len() > MAX_NOTE) {
            reading.told.push(Told::LongNote);
        }
        reading.events.push(Event {
            at,
            kind,
            subtask: Some(self.plan.subtask(ix).key.clone()),
            window,
            note: note.filter(|note| !note.is_empty() && note.len() <= MAX_NOTE),
            validated: None,
            undoes: None,
            writer: String::new(),
            seq: 0,
        });
    }

    pub(super) fn phase_named(&self, name: &str) -> Option<PlanPhaseIx> {
        let all = (0..self.plan.phases.len() as u32).map(PlanPhaseIx);
        all.into_iter().find(|&at| self.plan.phase(at).name.eq_ignore_ascii_case(name))
    }
}
