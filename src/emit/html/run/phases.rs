use super::facts::{RunFacts, difference, or_dash};
use crate::emit::html::Markup;
use crate::emit::html::parts::{end_table, table};

/// Rows at most.
const ROWS: usize = 300;

/// Planned against actual of what runs between barriers; empty where nothing does.
pub(super) fn phases(facts: &RunFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let (steps, Some(execution)) = (&facts.metrics().steps, facts.plan.execution) else { return out };
    if steps.is_empty() {
        return out;
    }
    let heads = ["Step", "Title", "#Done", "#Planned start", "#Start", "#Planned end", "#End", "#Off by"];
    table(&mut out, "phase-table", "Planned against actual of each phase, in minutes", &heads);
    for own in steps.iter().take(ROWS) {
        let step = &execution.steps[own.step];
        out.raw("<tr><th>").text(&facts.plan.step_label(step)).raw("<td>").text(&step.title);
        out.raw("<td>").text(&format!("{} of {}", own.over, own.subtasks));
        out.raw("<td>").value(own.planned.0).raw("<td>").text(&or_dash(own.started));
        out.raw("<td>").value(own.planned.1).raw("<td>").text(&or_dash(own.ended)).raw("<td>");
        out.text(&own.ended.map_or("–".to_owned(), |ended| difference(ended, own.planned.1))).line();
    }
    end_table(&mut out);
    if steps.len() > ROWS {
        out.raw("<p>").value(steps.len() - ROWS).raw(" more steps are left out.</p>");
    }
    out
}
