use std::collections::BTreeSet;
use std::path::Path;

use super::args::Global;
use super::exit::{Exit, Failure};
use super::log_args::Import;
use super::{clock, output, session};
use crate::emit::terminal;
use crate::io::{self, Input, InputOrigin, Unlocked};
use crate::runlog::{self, Event, ImportOptions, Moment, next_seq};

/// `planc import`: exit 1 where a line was about the run and could not be read.
pub(super) fn run(args: &Import, global: &Global) -> Result<Exit, Failure> {
    let session = session::open(&args.place, global, |project| project.unscheduled(None))?;
    let now = clock::now();
    let options = options(args, session.offset(args.zone.as_deref())?, now)?;
    let (mut events, mut missed) = (Vec::new(), false);
    for file in &args.files {
        let (name, text) = read(file)?;
        let import = runlog::import(&session.compilation.plan, &text, &options);
        if import.readings.is_empty() {
            output::notice(&format!(
                "note: {name}: no line says what happened when; see `planc import --help`"
            ));
        }
        missed |= import.readings.iter().flat_map(|reading| &reading.told).any(runlog::Told::is_miss);
        output::print(&terminal::imported(&name, &text, &import, args.dry_run, output::look(global)))?;
        events.extend(import.events);
    }
    events.sort_by_key(|event| event.at);
    if !args.dry_run && !events.is_empty() {
        session.prepare()?;
        let writer = clock::writer(now);
        let added = io::append_log(session.log(), Unlocked::Apart(&writer), |bytes| -> Result<_, Failure> {
            let log = session.look()?;
            let gone = runlog::undone(&log);
            let counts = log.events.iter().zip(gone).filter(|(_, gone)| !gone);
            let known: BTreeSet<_> = counts.map(|(event, _)| same(event)).collect();
            let fresh: Vec<&Event> = events.iter().filter(|event| !known.contains(&same(event))).collect();
            let count = fresh.len();
            let numbered = fresh.into_iter().zip(next_seq(bytes)..);
            let lines = numbered
                .map(|(event, seq)| runlog::line(&Event { seq, writer: writer.clone(), ..event.clone() }));
            Ok((lines.collect(), count))
        })?;
        let events = if added == 1 { "event" } else { "events" };
        output::print(&format!("{added} {events} added to {}\n", session.shown()))?;
    }
    Ok(Exit::findings(missed))
}

/// What makes two events the same, so that a file can be imported again when it has grown.
fn same(event: &Event) -> (Moment, &str, Option<&str>, Option<String>) {
    let validated = event.validated.map(|result| result.to_string());
    (event.at, event.kind.name(), event.subtask.as_deref(), validated)
}

/// The name that people see and the text of a file; bytes that are no text are replaced.
fn read(file: &Path) -> Result<(String, String), Failure> {
    let stdin = file == Path::new("-");
    let display = if stdin { "<stdin>".to_owned() } else { file.display().to_string() };
    let origin = if stdin { InputOrigin::Stdin } else { InputOrigin::File(file.to_owned()) };
    let bytes = io::read(&[Input { display: display.clone(), origin }], io::MAX_FILE)?.concat();
    Ok((display, String::from_utf8_lossy(&bytes).into_owned()))
}

fn options(args: &Import, offset: i32, now: Moment) -> Result<ImportOptions, Failure> {
    let day = args.date.as_deref().map(|text| {
        Moment::midnight(text, offset)
            .ok_or_else(|| Failure(format!("--date {text}: no day; write it as 2026-01-31")))
    });
    let day = day.transpose()?;
    let start = args.start.as_deref().map(|text| {
        let bare =
            day.filter(|_| text.len() <= 8).and_then(|day| Some(day.plus_clock(clock::seconds(text)?)));
        Moment::parse(text).or(bare).ok_or_else(|| {
            Failure(format!("--start {text}: write RFC 3339, or a clock (10:00) together with --date"))
        })
    });
    Ok(ImportOptions { day, start: start.transpose()?, offset, now })
}
