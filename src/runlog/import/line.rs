//! Lines of words with a clock: what happened when to which subtasks.

use super::clock::Clock;
use super::clocked::BOXES;
use super::day;
use super::session::Session;
use super::subject::{Subject, subject};
use super::verb::{Verb, verb};
use super::{Reading, Told};
use crate::plan::SubtaskIx;
use crate::runlog::{Event, EventKind, Moment, Validated};
use crate::syntax::duration_of;

impl Session<'_> {
    /// Reads a line of words; false where it is not about a run.
    pub(super) fn line(&mut self, reading: &mut Reading, line: &str) -> bool {
        if line.trim_start().starts_with('#') && self.heading(reading, line) {
            return true;
        }
        let Some(found) = self.clocked(line) else {
            return self.heading(reading, line) || checked(self, reading, line);
        };
        let Some(verb) = verb(&found.words) else {
            reading.told.push(Told::NoEvent);
            return true;
        };
        let [first, last @ ..] = found.clocks.as_slice() else {
            reading.told.push(Told::Clocks);
            return true;
        };
        let Some(first) = self.time(*first, reading) else { return true };
        match last.first() {
            None => self.happened(reading, verb, &found.words, first, None),
            Some(last) => {
                let Some(last) = self.time(*last, reading) else { return true };
                self.happened(reading, verb, &found.words, last, Some(first));
            }
        }
        true
    }

    /// A heading with the day or the phase that the lines below are about, or a line that begins with a day.
    fn heading(&mut self, reading: &mut Reading, line: &str) -> bool {
        let text = line.trim();
        let plain = text.trim_start_matches(['*', '_', ' ']);
        let label = plain.split(':').next().unwrap_or_default().trim_end_matches('*').to_lowercase();
        // `Created: 2026-01-31` says nothing about a run.
        let names = text.starts_with('#') || ["date", "datum", "day"].contains(&label.as_str());
        let offset = self.options.offset;
        let begins = || match day::leading(plain, offset) {
            Some((day::Day::At(day), _)) if plain.len() < text.len() => Some(day),
            _ => None,
        };
        let day = if names { day::find(text, offset) } else { begins() };
        if let Some(day) = day {
            (self.options.day, self.latest) = (Some(day), Some(day));
            reading.day = Some(day.plus_clock(i64::from(self.options.offset) * 60));
        }
        let phase = phase_of(line).and_then(|name| self.phase_named(name));
        if let Some(at) = phase {
            self.phase = Some(at);
            reading.phase = Some(self.plan.phase(at).name.clone());
        }
        day.is_some() || phase.is_some()
    }

    /// The moment of a line: lines go forward, and midnight is between two only where nothing else can be.
    fn time(&mut self, clock: Clock, reading: &mut Reading) -> Option<Moment> {
        const DAY: i64 = 86_400_000;
        if let (Clock::Bare(seconds), None, None) = (clock, self.options.start, self.latest)
            && seconds < 3_600
        {
            // `0:03` on the first line is three minutes after some start, or three after midnight.
            reading.told.push(Told::NoStart);
            return None;
        }
        let mut at = self.day_of(clock, reading)?;
        if let (Clock::Bare(_), Some(latest)) = (clock, self.latest) {
            while at < latest && latest.millis() - at.millis() > DAY / 2 {
                at = Moment::from_millis(at.millis() + DAY);
            }
            if at < latest {
                reading.told.push(Told::ClockBack);
            }
        }
        self.latest = self.latest.max(Some(at));
        Some(at)
    }

    /// What happened at a moment; `from` is when it began, where the line says that too.
    fn happened(&mut self, reading: &mut Reading, verb: Verb, words: &str, at: Moment, from: Option<Moment>) {
        if matches!(verb, Verb::Pause | Verb::Resume) {
            let kind = if verb == Verb::Pause { EventKind::Pause } else { EventKind::Resume };
            reading.events.push(Event {
                at,
                kind,
                subtask: None,
                window: None,
                note: None,
                validated: None,
                undoes: None,
                writer: String::new(),
                seq: 0,
            });
            return;
        }
        let subject = subject(words, |word| self.names.find(word).is_some());
        let told = reading.told.len();
        let targets = self.targets(reading, verb, &subject);
        if targets.is_empty() && reading.told.len() == told {
            reading.told.push(if subject.all { Told::Nothing } else { Told::NoSubject });
        }
        let took = duration_of(words).filter(|_| verb == Verb::Done && words.contains('('));
        for (ix, window) in targets {
            let known = || self.said.get(&ix).and_then(|(_, window, _)| *window);
            let window = window.or_else(known).or_else(|| self.plan.subtask(ix).window);
            let running = self.said.get(&ix).is_some_and(|(kind, ..)| *kind == EventKind::Start);
            if let Some(from) = from.filter(|_| !running && matches!(verb, Verb::Done | Verb::Fail)) {
                self.add(reading, EventKind::Start, ix, window, from, None);
            }
            match verb {
                Verb::Start => self.add(reading, EventKind::Start, ix, window, at, None),
                Verb::Wait => self.add(reading, EventKind::Wait, ix, window, at, note(words)),
                Verb::Fail => self.add(reading, EventKind::Fail, ix, window, at, note(words)),
                Verb::Validate => self.validate(reading, ix, at),
                Verb::Done | Verb::Pause | Verb::Resume => {
                    if !self.said.contains_key(&ix) {
                        let length = took.map(|took| Moment::from_millis(0).after(took).millis());
                        let relative = self.options.start.filter(|&start| start <= at);
                        let start =
                            length.map(|length| Moment::from_millis(at.millis() - length)).or(relative);
                        if let Some(start) = start {
                            self.add(reading, EventKind::Start, ix, window, start, None);
                        }
                    }
                    if let (Some(stated), Some((EventKind::Start, _, start))) = (took, self.said.get(&ix)) {
                        super::table::compare(reading, Some(stated), *start, Some(at));
                    }
                    self.add(reading, EventKind::Done, ix, window, at, None);
                }
            }
        }
    }

    /// Everything that a line is about, with the windows that it names.
    fn targets(
        &self,
        reading: &mut Reading,
        verb: Verb,
        subject: &Subject<'_>,
    ) -> Vec<(SubtaskIx, Option<u32>)> {
        let mut found: Vec<(SubtaskIx, Option<u32>)> = Vec::new();
        let told = reading.told.len();
        let one = (subject.windows.len() == 1).then(|| subject.windows[0]);
        for id in &subject.ids {
            match self.names.find(id) {
                Some(ix) => found.push((ix, one.filter(|_| subject.ids.len() == 1))),
                None => reading.told.push(Told::UnknownSubtask((*id).to_owned())),
            }
        }
        if !found.is_empty() || reading.told.len() > told {
            return found;
        }
        let integration = || self.plan.indices().filter(|&ix| self.plan.subtask(ix).integration);
        let open = |ix: &SubtaskIx| self.said.get(ix).is_some_and(|(kind, ..)| *kind == EventKind::Start);
        if subject.integration || (subject.tests && integration().any(|ix| open(&ix))) {
            let wanted = integration().filter(|ix| verb == Verb::Start || open(ix));
            return wanted.map(|ix| (ix, one)).collect();
        }
        for &window in &subject.windows {
            let latest = || {
                let ended = self.said.iter().filter(|(_, (_, at, _))| *at == Some(window));
                ended.max_by_key(|(_, (_, _, at))| *at).map(|(&ix, _)| ix)
            };
            // The result of a validation is about what the window did last.
            let known = if verb == Verb::Validate { latest() } else { None };
            match known.map_or_else(|| self.in_window(window), Ok) {
                Ok(ix) => found.push((ix, Some(window))),
                Err(told) => reading.told.push(told),
            }
        }
        if subject.all && subject.windows.is_empty() {
            let fits = |ix: &SubtaskIx| match verb {
                Verb::Start => !self.said.contains_key(ix),
                Verb::Validate => {
                    self.said.get(ix).is_some_and(|(kind, ..)| *kind == EventKind::Done)
                        && !self.validated.contains(ix)
                }
                _ => open(ix),
            };
            let all: Vec<SubtaskIx> =
                self.phase_members().filter(|&ix| !self.plan.subtask(ix).integration).collect();
            found.extend(all.iter().copied().filter(fits).map(|ix| (ix, None)));
            if let Some(stated) = subject.count.filter(|&stated| stated as usize != all.len()) {
                reading.told.push(Told::Count { stated, found: all.len() as u32 });
            }
        }
        found
    }

    /// Every point of a subtask's validation held.
    fn validate(&mut self, reading: &mut Reading, ix: SubtaskIx, at: Moment) {
        let total = self.plan.subtask(ix).validation.as_ref().map_or(1, |list| list.len().max(1)) as u32;
        self.validated.push(ix);
        self.add(reading, EventKind::Done, ix, None, at, None);
        if let Some(event) = reading.events.last_mut() {
            event.validated = Some(Validated { passed: total, total });
        }
    }
}

/// `### Phase 2 Execution (20 minutes)`: the name of the phase that a heading or a bold line is about.
fn phase_of(line: &str) -> Option<&str> {
    let text = line.trim();
    let heading = text.starts_with('#') || text.starts_with("**");
    let text = text.trim_matches(['#', '*', ' ']);
    let at = text.to_ascii_lowercase().find("phase ").filter(|_| heading)?;
    let name = text.get(at + "phase ".len()..)?.split(|c: char| !c.is_alphanumeric()).next()?;
    (!name.is_empty()).then_some(name)
}

/// A checked box of the plan itself: done, whenever that was.
fn checked(session: &mut Session<'_>, reading: &mut Reading, line: &str) -> bool {
    let text = line.trim_start_matches([' ', '\t', '-', '*', '+']);
    let Some(rest) = BOXES.iter().find_map(|mark| text.strip_prefix(mark)) else {
        return false;
    };
    let words = rest.split(|c: char| c.is_whitespace() || "*:`".contains(c)).filter(|word| !word.is_empty());
    let Some(ix) = words.take(2).find_map(|word| session.named(word)) else { return false };
    session.add(reading, EventKind::Done, ix, None, session.options.now, None);
    true
}

/// The words behind the last dash.
fn note(words: &str) -> Option<String> {
    let (_, note) = words.rsplit_once(" - ").or_else(|| words.rsplit_once(" – "))?;
    let note = note.trim();
    (!note.is_empty()).then(|| note.to_owned())
}
