use super::facts::{RunFacts, difference, or_dash, state_words, words_of};
use crate::emit::html::Markup;
use crate::emit::html::parts::{end_table, table};
use crate::plan::SubtaskIx;
use crate::runlog::Moment;
use crate::runlog::metrics::Cause;

/// Rows of one table body, which the browser lays out only when it comes into view.
const CHUNK: usize = 100;
/// Notes of one subtask at most; the rest is in the log.
const NOTES: usize = 3;
/// Characters of one note at most.
const NOTE: usize = 300;

/// The tracking table of the run, with what was planned.
pub(super) fn subtasks(facts: &RunFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let mut heads = vec!["#Window", "Subtask", "Status", "Start", "End", "#Minutes", "#Planned", "#Off by"];
    heads.extend([
        "#Planned start",
        "#Started",
        "#Tries",
        "#Waited for needs",
        "#Nobody started",
        "Validated",
        "Notes",
    ]);
    table(&mut out, "tasks-table", "Every subtask, planned against actual", &heads);
    for (at, &ix) in facts.plan.material.plan.sorted.iter().enumerate() {
        if at > 0 && at % CHUNK == 0 {
            out.raw("<tbody>");
        }
        row(&mut out, facts, ix);
    }
    end_table(&mut out);
    out
}

fn row(out: &mut Markup, facts: &RunFacts<'_>, ix: SubtaskIx) {
    let subtask = facts.plan.material.plan.subtask(ix);
    let (own, run) = (&facts.metrics().subtasks[ix.index()], facts.run.run.of(ix));
    let id = format!("t-{}", facts.plan.anchor(ix));
    out.open("tr", &[("id", &id)]).raw("<td>");
    let window = run.last().and_then(|attempt| attempt.window).or(own.planned.map(|slot| slot.window));
    match window {
        Some(window) => out.value(window),
        None => out.raw("–"),
    };
    out.raw("<th>").text(&subtask.key).raw(" <small>").text(&subtask.title).raw("</small><td>");
    let (class, words) = state_words(facts.state(ix));
    out.element("span", &[("class", class)], words);
    let clock = |at: Option<Moment>| at.map_or("–".to_owned(), |at| facts.clock(at));
    let first = run.attempts.iter().find_map(|attempt| attempt.started);
    let ended = run.last().and_then(|attempt| attempt.ended);
    out.raw("<td>").text(&clock(first)).raw("<td>").text(&clock(ended));
    out.raw("<td>").text(&or_dash(own.actual)).raw("<td>").text(&facts.plan.minutes(ix)).raw("<td>");
    out.text(&own.actual.map_or("–".to_owned(), |actual| difference(actual, own.estimate)));
    out.raw("<td>").text(&or_dash(own.planned.map(|slot| slot.start)));
    out.raw("<td>").text(&or_dash(own.started)).raw("<td>").value(own.tries);
    out.raw("<td>")
        .value(own.waited.of(Cause::Needs))
        .raw("<td>")
        .value(own.waited.of(Cause::Start))
        .raw("<td>");
    match run.last().and_then(|attempt| attempt.validated) {
        Some(result) => out.value(result),
        None => out.raw("–"),
    };
    out.raw("<td>");
    notes(out, facts, ix);
    out.line();
}

fn notes(out: &mut Markup, facts: &RunFacts<'_>, ix: SubtaskIx) {
    let run = facts.run.run.of(ix);
    let ends = run.attempts.iter().filter_map(|attempt| attempt.note.as_deref());
    let notes: Vec<&str> = ends.chain(run.notes.iter().map(|(_, note)| note.as_str())).collect();
    for (at, note) in notes.iter().take(NOTES).enumerate() {
        out.raw(if at > 0 { "; " } else { "" }).text(&shortened(&words_of(note), NOTE));
    }
    if notes.len() > NOTES {
        out.raw(" and ").value(notes.len() - NOTES).raw(" more");
    }
}

/// At most so many characters, with an ellipsis where some are left out.
pub(super) fn shortened(words: &str, most: usize) -> String {
    match words.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words.to_owned(),
    }
}
