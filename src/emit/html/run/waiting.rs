use super::facts::{RunFacts, cause_words, percent};
use crate::emit::html::Markup;
use crate::emit::html::parts::{end_table, subtask, table};
use crate::plan::SubtaskIx;
use crate::runlog::metrics::Cause;
use crate::syntax::Minutes;

/// Rows of the list of subtasks.
const ROWS: usize = 10;

/// Where time went that nobody worked in: windows that were idle, and subtasks that waited, by cause.
pub(super) fn waiting(facts: &RunFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let totals = &facts.metrics().totals;
    let heads = ["Cause", "#Windows idle, min", "#Share", "#Subtasks waited, min", "#Share"];
    table(&mut out, "causes", "Idle and waiting time by cause", &heads);
    for cause in Cause::ALL {
        out.raw("<tr><th>").text(cause_words(cause));
        for split in [&totals.idle, &totals.waited] {
            let own = split.of(cause);
            out.raw("<td>").value(own).raw("<td>").text(&percent(own, split.total()));
        }
        out.line();
    }
    out.raw("<tr><th>all");
    for split in [&totals.idle, &totals.waited] {
        out.raw("<td>").value(split.total()).raw("<td>").text(&percent(split.total(), split.total()));
    }
    out.line();
    end_table(&mut out);
    avoidable(&mut out, facts);
    out
}

/// The subtasks that could have started longest before anybody started them.
fn avoidable(out: &mut Markup, facts: &RunFacts<'_>) {
    let mut late: Vec<(Minutes, SubtaskIx)> = facts
        .plan
        .material
        .plan
        .indices()
        .map(|ix| (facts.metrics().subtasks[ix.index()].waited.of(Cause::Start), ix))
        .filter(|(minutes, _)| !minutes.is_zero())
        .collect();
    late.sort_by_key(|&(minutes, ix)| (std::cmp::Reverse(minutes), ix));
    if late.is_empty() {
        return;
    }
    out.raw("<p>Nobody started, longest first: ");
    for (at, &(minutes, ix)) in late.iter().take(ROWS).enumerate() {
        out.raw(if at > 0 { ", " } else { "" });
        subtask(out, facts.plan, ix);
        out.raw(" ").value(minutes).raw(" min");
    }
    if late.len() > ROWS {
        out.raw(" and ").value(late.len() - ROWS).raw(" more");
    }
    out.raw(".</p>").line();
}
