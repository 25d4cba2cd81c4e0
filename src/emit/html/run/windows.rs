use super::facts::{RunFacts, percent};
use crate::emit::html::Markup;
use crate::emit::html::parts::{end_table, table};
use crate::runlog::metrics::Cause;

/// Rows at most.
const ROWS: usize = 1000;

/// The causes that a window can be idle for.
const CAUSES: [(Cause, &str); 6] = [
    (Cause::Needs, "#Needs"),
    (Cause::Barrier, "#Phase"),
    (Cause::Outside, "#Outside"),
    (Cause::File, "#File"),
    (Cause::Start, "#Nobody started"),
    (Cause::Nothing, "#No work"),
];

/// Planned against actual of each window, and why it was idle.
pub(super) fn windows(facts: &RunFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let (windows, end) = (&facts.metrics().windows, facts.metrics().timeline.end);
    let mut heads = vec!["Window", "#Planned subtasks", "#Planned min", "#Planned end", "#Tries", "#Failed"];
    heads.extend(["#Busy min", "#In use", "#First start", "#Last end", "#Idle min"]);
    heads.extend(CAUSES.iter().map(|(_, head)| *head));
    table(&mut out, "window-table", "Planned against actual of each window", &heads);
    for own in windows.iter().take(ROWS) {
        out.raw("<tr><th>");
        match own.window {
            Some(window) => out.value(window),
            None => out.raw("not logged"),
        };
        out.raw("<td>").value(own.planned).raw("<td>").value(own.planned_busy);
        out.raw("<td>").value(own.planned_end).raw("<td>").value(own.tries).raw("<td>").value(own.failed);
        out.raw("<td>").value(own.busy).raw("<td>").text(&percent(own.busy, end));
        match own.span {
            Some((first, last)) => out.raw("<td>").value(first).raw("<td>").value(last),
            None => out.raw("<td>–<td>–"),
        };
        out.raw("<td>").value(own.causes.total());
        for (cause, _) in CAUSES {
            out.raw("<td>").value(own.causes.of(cause));
        }
        out.line();
    }
    end_table(&mut out);
    if windows.len() > ROWS {
        out.raw("<p>").value(windows.len() - ROWS).raw(" more windows are left out.</p>");
    }
    out
}
