use super::Look;
use super::table::{Align, Table};
use crate::emit::clocks::second;
use crate::runlog::Event;
use crate::source::Mask;

/// Events of a log, one a line, times in UTC; secrets in notes are masked.
pub fn events(events: &[Event], look: Look) -> String {
    let mut table = Table::new(&[
        ("time (UTC)", Align::Left),
        ("event", Align::Left),
        ("subtask", Align::Left),
        ("window", Align::Right),
        ("validated", Align::Left),
        ("note", Align::Cut),
    ]);
    for event in events {
        table.row([
            second(event.at),
            event.kind.name().to_owned(),
            event.subtask.clone().unwrap_or_default(),
            event.window.map_or(String::new(), |window| window.to_string()),
            event.validated.map_or(String::new(), |validated| validated.to_string()),
            event.note.as_deref().map(Mask::text).unwrap_or_default().into_owned(),
        ]);
    }
    if events.is_empty() { String::new() } else { table.render(0, look) }
}
