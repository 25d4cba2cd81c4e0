use super::facts::{RunFacts, cause_words, difference, or_dash, outcome};
use crate::emit::html::Markup;
use crate::emit::html::parts::{end_table, subtask, table};
use crate::runlog::metrics::{Before, Cause};

/// Rows at most.
const ROWS: usize = 300;

/// The chain of starts and ends that explains the end of the run.
pub(super) fn chain(facts: &RunFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let (metrics, links) = (facts.metrics(), &facts.metrics().chain);
    if links.is_empty() {
        return out;
    }
    let tries = &metrics.timeline.tries;
    let waited = links.iter().map(|link| link.gap).sum::<crate::syntax::Minutes>();
    let end = links.last().map(|link| tries[link.attempt].until).unwrap_or_default();
    out.raw("<p>").value(end - waited).raw(" min of work and ").value(waited);
    out.raw(" min of waiting add up to minute ").value(end);
    if !metrics.chain_lost.is_zero() {
        out.raw("; ").value(metrics.chain_lost).raw(" min of the work were lost in tries that failed");
    }
    out.raw(".</p>").line();
    let heads = [
        "#No.",
        "Subtask",
        "How it ended",
        "#Window",
        "#Waited",
        "#Minutes",
        "#Running total",
        "After",
        "Waited for",
    ];
    table(&mut out, "run-path", "The run's own critical path", &heads);
    for (at, link) in links.iter().enumerate().take(ROWS) {
        let own = &tries[link.attempt];
        out.raw("<tr><td>").value(at + 1).raw("<th>");
        subtask(&mut out, facts.plan, own.subtask);
        out.raw("<td>").text(outcome(own.outcome)).raw("<td>");
        match own.window {
            Some(window) => out.value(window),
            None => out.raw("–"),
        };
        out.raw("<td>").value(link.gap).raw("<td>").text(&or_dash(own.minutes()));
        out.raw("<td>").value(own.until).raw("<td>");
        let (words, other) = match link.before {
            Before::Begin => ("the begin of the run", None),
            Before::Retry => ("its earlier try", None),
            Before::Need(ix) => ("needs ", Some(ix)),
            Before::File(ix) => ("one file, written by ", Some(ix)),
            Before::Barrier(ix) => ("the earlier phase, which ended with ", Some(ix)),
            Before::Window(ix) => ("its window, busy with ", Some(ix)),
        };
        out.raw(words);
        if let Some(ix) = other {
            subtask(&mut out, facts.plan, ix);
        }
        out.raw("<td>");
        let waited = Cause::ALL.into_iter().filter(|&cause| !link.causes.of(cause).is_zero());
        for (at, cause) in waited.enumerate() {
            out.raw(if at > 0 { ", " } else { "" }).text(cause_words(cause)).raw(" ");
            out.value(link.causes.of(cause));
        }
        out.line();
    }
    end_table(&mut out);
    if links.len() > ROWS {
        out.raw("<p>").value(links.len() - ROWS).raw(" more follow.</p>");
    }
    out
}

/// The schedule's critical path, planned against actual.
pub(super) fn planned(facts: &RunFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let Some(execution) = facts.plan.execution else { return out };
    let heads = [
        "#No.",
        "Subtask",
        "#Window",
        "#Planned min",
        "#Actual min",
        "#Off by",
        "#Planned end",
        "#Actual end",
    ];
    table(&mut out, "planned-path", "The schedule's critical path, planned against actual", &heads);
    for (at, &ix) in execution.critical_path.iter().enumerate().take(ROWS) {
        let own = &facts.metrics().subtasks[ix.index()];
        out.raw("<tr><td>").value(at + 1).raw("<th>");
        subtask(&mut out, facts.plan, ix);
        out.raw("<td>").value(own.planned.map_or(0, |slot| slot.window));
        out.raw("<td>").text(&facts.plan.minutes(ix)).raw("<td>").text(&or_dash(own.actual)).raw("<td>");
        out.text(&own.actual.map_or("–".to_owned(), |actual| difference(actual, own.estimate)));
        out.raw("<td>").text(&or_dash(own.planned.map(|slot| slot.end)));
        out.raw("<td>").text(&or_dash(own.ended)).line();
    }
    end_table(&mut out);
    if execution.critical_path.len() > ROWS {
        out.raw("<p>").value(execution.critical_path.len() - ROWS).raw(" more follow.</p>");
    }
    out
}
