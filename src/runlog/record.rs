//! One event as one line: `planc.event/1`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Event, EventKind, Moment, Undoes, Validated};

/// The longest note in bytes; a longer one is refused, never cut.
pub const MAX_NOTE: usize = 16 * 1024;

/// What stands before the check sum, which is always the last field.
const CRC: &str = ",\"crc\":\"";

/// Why a line is no event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadRecord {
    /// It is no JSON object with the fields of an event: a torn or foreign line.
    Form,
    /// Its check sum does not fit: the line was damaged.
    CheckSum,
    /// A version of the format that this planc does not know.
    Version(u64),
    /// A kind of event that this planc does not know.
    Kind(String),
    /// Its time is none.
    Time(String),
}

impl fmt::Display for BadRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadRecord::Form => f.write_str("no event"),
            BadRecord::CheckSum => f.write_str("damaged, its check sum does not fit"),
            BadRecord::Version(version) => {
                write!(f, "version {version} of the log format, newer than this planc")
            }
            BadRecord::Kind(kind) => write!(f, "unknown event `{kind}`"),
            BadRecord::Time(time) => write!(f, "`{time}` is no RFC 3339 time"),
        }
    }
}

/// The fields in the order in which they are written.
#[derive(Serialize)]
struct Out<'a> {
    v: u32,
    at: String,
    subtask: Option<&'a str>,
    event: &'a str,
    window: Option<u32>,
    note: Option<&'a str>,
    validated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    undoes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    undoes_writer: Option<&'a str>,
    writer: &'a str,
    seq: u64,
}

/// The fields as they are read; others are left alone.
#[derive(Deserialize)]
struct In {
    v: u64,
    at: String,
    #[serde(default)]
    subtask: Option<String>,
    event: String,
    #[serde(default)]
    window: Option<u32>,
    #[serde(default)]
    note: Option<String>,
    #[serde(default)]
    validated: Option<String>,
    #[serde(default)]
    undoes: Option<u64>,
    #[serde(default)]
    undoes_writer: Option<String>,
    #[serde(default)]
    writer: String,
    #[serde(default)]
    seq: u64,
}

/// The line of an event, without a line end.
pub fn line(event: &Event) -> String {
    let out = Out {
        v: 1,
        at: event.at.to_string(),
        subtask: event.subtask.as_deref(),
        event: event.kind.name(),
        window: event.window,
        note: event.note.as_deref(),
        validated: event.validated.map(|validated| validated.to_string()),
        undoes: event.undoes.as_ref().map(|undoes| undoes.seq),
        undoes_writer: event.undoes.as_ref().and_then(|undoes| undoes.writer.as_deref()),
        writer: &event.writer,
        seq: event.seq,
    };
    let mut line = serde_json::to_string(&out).unwrap_or_default();
    line.pop();
    let sum = crc32fast::hash(line.as_bytes());
    format!("{line}{CRC}{sum:08x}\"}}")
}

/// Reads one line.
pub(super) fn parse(line: &str) -> Result<Event, BadRecord> {
    let line = line.trim();
    if let Some((body, sum)) = sum_of(line)
        && format!("{:08x}", crc32fast::hash(body.as_bytes())) != sum
    {
        return Err(BadRecord::CheckSum);
    }
    let record: In = match serde_json::from_str(line) {
        Ok(record) => record,
        Err(_) => return Err(version(line).map_or(BadRecord::Form, BadRecord::Version)),
    };
    if record.v != 1 {
        return Err(BadRecord::Version(record.v));
    }
    let Some(kind) = EventKind::named(&record.event) else { return Err(BadRecord::Kind(record.event)) };
    let Some(at) = Moment::parse(&record.at) else { return Err(BadRecord::Time(record.at)) };
    Ok(Event {
        at,
        kind,
        subtask: record.subtask.filter(|subtask| !subtask.is_empty()),
        window: record.window,
        note: record.note.filter(|note| !note.is_empty()),
        validated: record.validated.as_deref().and_then(Validated::parse),
        undoes: record.undoes.map(|seq| Undoes { seq, writer: record.undoes_writer }),
        writer: record.writer,
        seq: record.seq,
    })
}

/// The part of a line that its check sum covers, and the sum; `None` for lines without one.
fn sum_of(line: &str) -> Option<(&str, &str)> {
    let body = line.strip_suffix("\"}")?;
    let (body, sum) = body.split_at_checked(body.len().checked_sub(8)?)?;
    Some((body.strip_suffix(CRC)?, sum))
}

/// The version of a line that is an object of a later format.
fn version(line: &str) -> Option<u64> {
    #[derive(Deserialize)]
    struct Version {
        v: u64,
    }
    serde_json::from_str::<Version>(line).ok().map(|found| found.v).filter(|&v| v > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> Event {
        Event {
            at: Moment::from_millis(1_769_853_900_000),
            kind: EventKind::Done,
            subtask: Some("F1-1.1.4".to_owned()),
            window: Some(4),
            note: Some("two lines\nand a \"quote\" \u{2028}\u{1b}".to_owned()),
            validated: Validated::parse("4/5"),
            undoes: None,
            writer: "host-7-1".to_owned(),
            seq: 12,
        }
    }

    #[test]
    fn an_event_is_one_line_and_comes_back() {
        let text = line(&event());
        assert!(!text.contains('\n') && !text.contains('\u{1b}'));
        assert_eq!(parse(&text), Ok(event()));
        insta::assert_snapshot!(line(&Event { note: None, ..event() }), @r#"{"v":1,"at":"2026-01-31T10:05:00Z","subtask":"F1-1.1.4","event":"done","window":4,"note":null,"validated":"4/5","writer":"host-7-1","seq":12,"crc":"7b242783"}"#);
    }

    #[test]
    fn damage_is_found_wherever_it_is() {
        let text = line(&event());
        for (at, _) in text.char_indices() {
            let cut = &text[..at];
            assert!(parse(cut).is_err(), "{cut}");
        }
        let swapped = text.replace("1.1.4", "1.1.5");
        assert_eq!(parse(&swapped), Err(BadRecord::CheckSum));
    }

    #[test]
    fn lines_of_others_are_told_apart() {
        let why = |text: &str| parse(text).expect_err("no event");
        assert_eq!(why("{\"v\":2,\"when\":\"now\"}"), BadRecord::Version(2));
        assert_eq!(why("hello"), BadRecord::Form);
        assert_eq!(why("{\"v\":1,\"at\":\"10:05\",\"event\":\"done\"}"), BadRecord::Time("10:05".to_owned()));
        assert_eq!(
            why("{\"v\":1,\"at\":\"2026-01-31T10:05:00Z\",\"event\":\"jump\"}"),
            BadRecord::Kind("jump".to_owned())
        );
        let more = "{\"v\":1,\"at\":\"2026-01-31T10:05:00Z\",\"event\":\"pause\",\"mood\":{\"good\":true}}";
        assert_eq!(parse(more).map(|event| event.kind), Ok(EventKind::Pause));
    }
}
