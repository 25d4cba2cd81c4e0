//! One of many writers of a run log: `log_storm LOG WRITER RECORDS` adds records one by one and prints the number of
//! each one that is in the log for good. `tests/runlog/run` starts fifteen of them, kills some, and counts.

#![expect(clippy::print_stdout, reason = "the numbers are what this program is for")]

use std::io::Write;
use std::path::PathBuf;

use planc::io::{Unlocked, WriteError, append_log};
use planc::runlog::{Event, EventKind, Moment, line, next_seq};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let [_, log, writer, records] = args.as_slice() else {
        println!("usage: log_storm LOG WRITER RECORDS");
        std::process::exit(2);
    };
    let records: u64 = records.parse().expect("a number of records");
    let log = PathBuf::from(log);
    for record in 0..records {
        let added = append_log(&log, Unlocked::Refused, |bytes| -> Result<_, WriteError> {
            let event = Event {
                at: Moment::from_millis(1_770_000_000_000),
                kind: EventKind::Note,
                subtask: Some(format!("F1-1.{writer}.{record}")),
                window: writer.parse().ok(),
                // Notes of many lengths, so that a torn line would be seen.
                note: Some("words ".repeat((record % 97) as usize)),
                validated: None,
                undoes: None,
                writer: format!("storm-{writer}"),
                seq: next_seq(bytes),
            };
            Ok((vec![line(&event)], ()))
        });
        if let Err(error) = added {
            println!("failed: {error}");
            std::process::exit(1);
        }
        println!("{record}");
        std::io::stdout().flush().expect("somebody reads");
    }
}
