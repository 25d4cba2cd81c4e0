use super::facts::{RunFacts, words_of};
use super::subtasks::shortened;
use crate::emit::html::Markup;
use crate::emit::html::parts::{end_table, subtask, table};
use crate::runlog::undone;

/// Rows: the last events.
const ROWS: usize = 200;

/// The last events of the log, newest first.
pub(super) fn events(facts: &RunFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let events = &facts.run.log.events;
    if events.is_empty() {
        return out;
    }
    let undone = undone(facts.run.log);
    if events.len() > ROWS {
        out.raw("<p>The last ").value(ROWS).raw(" of ").value(events.len()).raw(" events.</p>").line();
    }
    let heads = ["Time (UTC)", "Event", "Subtask", "#Window", "Validated", "Words", "Reported by"];
    table(&mut out, "event-table", "The last events of the log, newest first", &heads);
    for (event, undone) in events.iter().zip(undone).rev().take(ROWS) {
        out.raw("<tr><td>").text(&facts.clock(event.at)).raw("<td>").text(event.kind.name());
        out.raw(if undone { " <small>taken back</small><td>" } else { "<td>" });
        match event.subtask.as_deref().map(|name| (name, facts.plan.find(name))) {
            Some((_, Some(ix))) => subtask(&mut out, facts.plan, ix),
            Some((name, None)) => {
                out.text(&shortened(&words_of(name), 60));
            }
            None => {}
        }
        out.raw("<td>");
        event.window.iter().for_each(|window| {
            out.value(window);
        });
        out.raw("<td>");
        event.validated.iter().for_each(|result| {
            out.value(result);
        });
        out.raw("<td>");
        if let Some(note) = &event.note {
            out.text(&shortened(&words_of(note), 300));
        }
        out.raw("<td>").text(&shortened(&words_of(&event.writer), 60)).line();
    }
    end_table(&mut out);
    out
}
