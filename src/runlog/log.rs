use std::collections::BTreeSet;

use super::Event;
use super::record::{self, BadRecord};

/// Everything that a log says, in the order in which it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunLog {
    /// The events.
    pub events: Vec<Event>,
    /// Lines that are none.
    pub bad: Vec<BadLine>,
}

/// A line that is no event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Its number in its file, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: BadRecord,
}

/// Reads a log. Empty lines are fine; bad ones are counted and left out.
pub fn read(bytes: &[u8]) -> RunLog {
    let mut log = RunLog::default();
    for line in lines(bytes) {
        match line.event {
            Ok(event) => log.events.push(event),
            Err(reason) => log.bad.push(BadLine { line: line.number, reason }),
        }
    }
    log
}

/// A line of a log with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Its number, from 1.
    pub number: u64,
    /// Its first byte and the one behind its last, without the line end.
    pub bytes: std::ops::Range<usize>,
    /// What it says.
    pub event: Result<Event, BadRecord>,
}

/// Reads a log line by line; empty lines are passed over.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = LogLine> + '_ {
    let mut from = 0;
    bytes.split(|&byte| byte == b'\n').enumerate().filter_map(move |(at, line)| {
        let start = from;
        from += line.len() + 1;
        if line.iter().all(u8::is_ascii_whitespace) {
            return None;
        }
        let event = std::str::from_utf8(line).map_err(|_| BadRecord::Form).and_then(record::parse);
        let length = line.trim_ascii_end().len();
        Some(LogLine { number: at as u64 + 1, bytes: start..start + length, event })
    })
}

/// The sequence number of the record after these: one more than the largest, else than the number of lines.
pub fn next_seq(bytes: &[u8]) -> u64 {
    let log = read(bytes);
    let largest = log.events.iter().map(|event| event.seq).max().unwrap_or(0);
    let lines = log.events.len() + log.bad.len();
    if largest > 0 { largest.saturating_add(1) } else { lines as u64 + 1 }
}

/// Joins the logs of several machines: by time, each log's own order kept, and an event that two logs hold once.
pub fn merge(logs: Vec<RunLog>) -> RunLog {
    let mut merged = RunLog::default();
    let mut lists = Vec::new();
    for log in logs {
        merged.bad.extend(log.bad);
        lists.push(log.events);
    }
    merged.events = merge_by(lists, |event| event);
    merged
}

/// As [`merge`], for events that come with something else.
pub fn merge_by<T>(lists: Vec<Vec<T>>, event: impl Fn(&T) -> &Event) -> Vec<T> {
    let mut merged = Vec::new();
    let mut seen = BTreeSet::new();
    let mut queues: Vec<_> = lists.into_iter().map(|list| list.into_iter().peekable()).collect();
    loop {
        let heads = queues.iter_mut().enumerate();
        let next = heads.filter_map(|(at, queue)| Some((event(queue.peek()?).at, at))).min();
        let Some((_, at)) = next else { break };
        let Some(item) = queues[at].next() else { break };
        let own = event(&item);
        let counted = own.seq > 0 && !own.writer.is_empty();
        if !counted || seen.insert((own.writer.clone(), own.seq)) {
            merged.push(item);
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runlog::{EventKind, Moment, line};

    fn event(seconds: i64, writer: &str, seq: u64) -> Event {
        Event {
            at: Moment::from_millis(seconds * 1000),
            kind: EventKind::Note,
            subtask: None,
            window: None,
            note: None,
            validated: None,
            undoes: None,
            writer: writer.to_owned(),
            seq,
        }
    }

    #[test]
    fn a_torn_line_costs_itself_only() {
        let (first, second) = (line(&event(1, "a", 1)), line(&event(2, "a", 2)));
        let text = format!("{first}\n\n{}\n{second}\r\n", &first[..40]);
        let log = read(text.as_bytes());
        assert_eq!(log.events.len(), 2);
        assert_eq!(log.bad, [BadLine { line: 3, reason: BadRecord::Form }]);
        assert_eq!(read(b"\xff\n").bad.len(), 1);
    }

    #[test]
    fn logs_of_two_machines_join_by_time_and_share_no_event_twice() {
        let log = |events: &[(i64, &str, u64)]| RunLog {
            events: events.iter().map(|&(at, writer, seq)| event(at, writer, seq)).collect(),
            bad: Vec::new(),
        };
        let merged =
            merge(vec![log(&[(1, "a", 1), (5, "a", 2), (4, "a", 3)]), log(&[(2, "b", 1), (5, "a", 2)])]);
        let order: Vec<(&str, u64)> = merged.events.iter().map(|e| (e.writer.as_str(), e.seq)).collect();
        assert_eq!(order, [("a", 1), ("b", 1), ("a", 2), ("a", 3)]);
    }
}
