use serde::{Deserialize, Serialize};

use super::RunLog;

/// How far others were told of a log: `planc.cursor/1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    schema: String,
    /// The first record of the log: another log under the same name is told from its beginning.
    log: String,
    /// How many of its events were told.
    events: usize,
}

const SCHEMA: &str = "planc.cursor/1";

impl Cursor {
    /// The cursor behind the first `events` events of a log.
    pub fn behind(log: &RunLog, events: usize) -> Cursor {
        Cursor { schema: SCHEMA.to_owned(), log: identity(log), events }
    }

    /// How many events of `log` the text of a cursor says were told; none where it is no cursor of this log.
    pub fn read(text: &[u8], log: &RunLog) -> usize {
        let read: Option<Cursor> = serde_json::from_slice(text).ok();
        let known = read.filter(|cursor| cursor.schema == SCHEMA && cursor.log == identity(log));
        known.map_or(0, |cursor| cursor.events.min(log.events.len()))
    }

    /// Its text, with a line end.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }
}

fn identity(log: &RunLog) -> String {
    log.events.first().map_or(String::new(), |first| format!("{} {} {}", first.at, first.writer, first.seq))
}
