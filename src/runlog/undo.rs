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
    let mut known = Known::default();
    for (at, event) in events.iter().enumerate() {
        let about = latest.entry(event.subtask.as_deref()).or_default();
        if event.kind != EventKind::Undo {
            about.push(at);
            known.add(event, at);
            continue;
        }
        alive[at] = false;
        let mut taken = known.taken_by(event);
        // Who says whose record it is means no other one, even where that record is not here.
        let stated = event.undoes.as_ref().is_some_and(|undoes| undoes.writer.is_some());
        // What is taken back is not looked at again, so that many undos stay linear.
        while taken.is_none()
            && !stated
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

/// Where records stand, by what an undo may say of them.
#[derive(Default)]
struct Known<'e> {
    writers: FxHashMap<(&'e str, u64), usize>,
    subtasks: FxHashMap<(Option<&'e str>, u64), usize>,
    numbers: FxHashMap<u64, usize>,
}

impl<'e> Known<'e> {
    fn add(&mut self, event: &'e Event, at: usize) {
        self.writers.insert((&event.writer, event.seq), at);
        self.subtasks.insert((event.subtask.as_deref(), event.seq), at);
        self.numbers.insert(event.seq, at);
    }

    /// The record that an undo names. Numbers repeat where several logs are read as one, so the writer settles it, else
    /// the subtask that both are about.
    fn taken_by(&self, undo: &Event) -> Option<usize> {
        let undoes = undo.undoes.as_ref()?;
        if let Some(writer) = &undoes.writer {
            return self.writers.get(&(writer.as_str(), undoes.seq)).copied();
        }
        let same = self.subtasks.get(&(undo.subtask.as_deref(), undoes.seq));
        same.or_else(|| self.numbers.get(&undoes.seq)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runlog::{Moment, merge, read};

    /// A line of a log; `undoes` is `seq` or `seq of writer`.
    fn line(clock: &str, kind: &str, subtask: &str, (writer, seq): (&str, u64), undoes: &str) -> String {
        let undoes = match undoes.split_once(" of ") {
            Some((seq, of)) => format!(",\"undoes\":{seq},\"undoes_writer\":\"{of}\""),
            None if undoes.is_empty() => String::new(),
            None => format!(",\"undoes\":{undoes}"),
        };
        format!(
            "{{\"v\":1,\"at\":\"2026-03-02T{clock}:00Z\",\"event\":\"{kind}\",\"subtask\":\"{subtask}\",\"writer\":\"{writer}\",\"seq\":{seq}{undoes}}}\n"
        )
    }

    /// The clocks of the events of two logs that are left.
    fn left(first: &[String], second: &[String]) -> Vec<String> {
        let log = merge(vec![read(first.concat().as_bytes()), read(second.concat().as_bytes())]);
        assert!(log.bad.is_empty());
        let clock = |at: Moment| at.clock(0);
        let events = log.events.iter().zip(undone(&log));
        events.filter(|(_, gone)| !gone).map(|(event, _)| clock(event.at)).collect()
    }

    #[test]
    fn an_undo_takes_back_its_own_log_s_record() {
        let first = [
            line("10:00", "start", "1.1.1", ("a", 1), ""),
            line("10:02", "start", "1.1.2", ("a", 2), ""),
            line("10:05", "undo", "1.1.1", ("a", 3), "1 of a"),
        ];
        let second = [
            line("10:01", "start", "1.1.3", ("b", 1), ""),
            line("10:03", "start", "1.1.4", ("b", 2), ""),
            line("10:06", "undo", "1.1.4", ("b", 3), "2"),
        ];
        assert_eq!(left(&first, &second), ["10:01", "10:02"]);
        // What is not here is not replaced by something else.
        let elsewhere = [line("10:07", "undo", "1.1.2", ("c", 1), "9 of b")];
        assert_eq!(left(&first[..2], &elsewhere), ["10:00", "10:02"]);
    }
}
