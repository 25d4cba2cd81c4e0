use super::facts::{RunFacts, or_dash, outcome, words_of};
use super::subtasks::shortened;
use crate::emit::html::Markup;
use crate::emit::html::parts::{end_table, subtask, table};

/// Rows at most.
const ROWS: usize = 200;

/// Every try at a subtask that was tried more than once or failed; empty where none was.
pub(super) fn tries(facts: &RunFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let timeline = &facts.metrics().timeline;
    let several: Vec<_> = timeline
        .tries
        .iter()
        .filter(|own| {
            own.number > 1 || timeline.of(own.subtask).len() > 1 || outcome(own.outcome).starts_with('✕')
        })
        .collect();
    if several.is_empty() {
        return out;
    }
    let heads =
        ["Subtask", "#Try", "#Window", "How it ended", "#Start", "#End", "#Minutes", "Validated", "Note"];
    table(&mut out, "tries", "Tries at subtasks that failed or were repeated", &heads);
    for own in several.iter().take(ROWS) {
        let logged = &facts.run.run.of(own.subtask).attempts[own.number as usize - 1];
        out.raw("<tr><th>");
        subtask(&mut out, facts.plan, own.subtask);
        out.raw("<td>").value(own.number).raw("<td>");
        match own.window {
            Some(window) => out.value(window),
            None => out.raw("–"),
        };
        out.raw("<td>").text(outcome(own.outcome)).raw("<td>").text(&or_dash(own.start));
        out.raw("<td>").value(own.until).raw("<td>").text(&or_dash(own.minutes())).raw("<td>");
        match own.validated {
            Some(result) => out.value(result),
            None => out.raw("–"),
        };
        out.raw("<td>");
        if let Some(note) = &logged.note {
            out.text(&shortened(&words_of(note), 300));
        }
        out.line();
    }
    end_table(&mut out);
    if several.len() > ROWS {
        out.raw("<p>").value(several.len() - ROWS).raw(" more tries are left out.</p>");
    }
    out
}
