use super::Markup;
use super::parts::{end_table, names, needs, table};
use crate::emit::page_facts::PageFacts;
use crate::plan::SubtaskIx;

/// Above this many subtasks files and dependents are counted, not listed.
const LEAN: usize = 1000;
/// Rows of one table body, which the browser lays out only when it comes into view.
const CHUNK: usize = 100;

/// Every subtask with everything that the pictures show.
pub(super) fn subtasks(facts: &PageFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let heads = [
        "Subtask",
        "Title",
        "Phase",
        "#Window",
        "Needs",
        "Needed by",
        "#Minutes",
        "#Slack",
        "Files",
        "Source",
    ];
    table(&mut out, "tasks-table", "All subtasks", &heads);
    for (at, &ix) in facts.material.plan.sorted.iter().enumerate() {
        if at > 0 && at % CHUNK == 0 {
            out.raw("<tbody>");
        }
        row(&mut out, facts, ix);
    }
    end_table(&mut out);
    out
}

fn row(out: &mut Markup, facts: &PageFacts<'_>, ix: SubtaskIx) {
    let plan = facts.material.plan;
    let subtask = plan.subtask(ix);
    let lean = facts.len() > LEAN;
    let id = format!("t-{}", facts.anchor(ix));
    out.open("tr", &[("id", &id)]).raw("<th>");
    out.text(&subtask.key);
    if facts.is_critical(ix) {
        out.raw(" <small>◆ critical</small>");
    }
    out.raw("<td>").prose(&subtask.title);
    if let Some(status) = subtask.status.filter(|status| *status != crate::syntax::Status::Todo) {
        out.raw(" <small>").text(status_words(status)).raw("</small>");
    }
    out.raw("<td>");
    let slot = facts.slot(ix);
    let step = slot.and_then(|slot| facts.step(slot)).map(|step| step.name.as_str());
    out.text(step.filter(|name| !name.is_empty()).unwrap_or("–"));
    match slot {
        Some(slot) => out.raw("<td>").value(slot.window),
        None => out.raw("<td>–"),
    };
    out.raw("<td>");
    needs(out, facts, ix, true);
    out.raw("<td>");
    needed_by(out, facts, ix, lean);
    out.raw("<td>").text(&facts.minutes(ix)).raw("<td>").value(facts.times.slack(ix));
    out.raw("<td>");
    if lean {
        out.value(subtask.files.len());
    } else {
        for (at, touch) in subtask.files.iter().enumerate() {
            out.raw(if at > 0 { ", " } else { "" }).element("code", &[], &touch.path);
        }
    }
    out.raw("<td>").text(&facts.place(subtask.place)).line();
}

fn needed_by(out: &mut Markup, facts: &PageFacts<'_>, ix: SubtaskIx, lean: bool) {
    let limit = if lean { 1000 } else { 12 };
    let dependents = facts.needed_by(ix, limit);
    match dependents.first.len() {
        0 => {
            out.raw("–");
        }
        n if lean => {
            out.value(n).raw(if dependents.more { "+" } else { "" });
        }
        _ => {
            names(out, facts, &dependents.first);
            out.raw(if dependents.more { " and more" } else { "" });
        }
    }
}

/// Glyph and word of a stated status.
fn status_words(status: crate::syntax::Status) -> &'static str {
    use crate::syntax::Status;
    match status {
        Status::Todo => "○ todo",
        Status::Ready => "○ ready",
        Status::InProgress => "▶ in progress",
        Status::Blocked => "… blocked",
        Status::Done => "✓ done",
        Status::Failed => "✕ failed",
        Status::Skipped => "– skipped",
    }
}
