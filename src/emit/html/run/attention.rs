use super::facts::{RunFacts, words_of};
use crate::emit::html::Markup;
use crate::emit::html::parts::{counted, names, subtask};
use crate::plan::SubtaskIx;
use crate::runlog::State;

/// Names of one list at most.
const NAMES: usize = 12;
/// Entries of one kind at most.
const ENTRIES: usize = 20;

/// What somebody should look at now: failures and what they hold up, what waits, what takes long, what may start,
/// which windows are free. Empty where nothing is.
pub(super) fn attention(facts: &RunFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let (progress, plan) = (facts.run.progress, facts.plan.material.plan);
    let all = |state: State| plan.indices().filter(move |&ix| progress.state(ix) == state);
    list(&mut out, all(State::Failed), |out, ix| failed(out, facts, ix));
    list(&mut out, all(State::Waiting), |out, ix| {
        out.element("span", &[("class", "warn")], "… waiting").raw(" ");
        subtask(out, facts.plan, ix);
        if let Some((since, reason)) = &facts.run.run.of(ix).waiting {
            out.raw(" since ").text(&facts.clock(*since));
            if let Some(reason) = reason {
                out.raw(": ").text(&words_of(reason));
            }
        }
    });
    list(&mut out, all(State::Running), |out, ix| running(out, facts, ix));
    let ready = &progress.ready;
    if !ready.is_empty() {
        out.raw("<li>").element("span", &[("class", "ok")], "○ may start").raw(" ");
        for (at, &ix) in ready.iter().take(NAMES).enumerate() {
            out.raw(if at > 0 { ", " } else { "" });
            subtask(out.raw(""), facts.plan, ix);
            if let Some(window) = facts.plan.slot(ix).map(|slot| slot.window) {
                out.raw(" in window ").value(window);
            }
        }
        more(&mut out, ready.len(), NAMES);
        out.line();
    }
    let idle: Vec<String> = idle(facts).iter().map(ToString::to_string).collect();
    if !idle.is_empty() && !facts.metrics().timeline.finished {
        out.raw("<li>").element("span", &[("class", "info")], "idle now").raw(" ");
        out.text(&counted(idle.len(), "window")).raw(": ").text(&idle[..idle.len().min(NAMES)].join(", "));
        more(&mut out, idle.len(), NAMES);
        out.line();
    }
    if out.is_empty() {
        return out;
    }
    let mut whole = Markup::new();
    whole.raw("<ul class=\"attention\">").line();
    whole.append(&out).raw("</ul>");
    whole
}

fn list(out: &mut Markup, all: impl Iterator<Item = SubtaskIx>, write: impl Fn(&mut Markup, SubtaskIx)) {
    let all: Vec<SubtaskIx> = all.collect();
    for &ix in all.iter().take(ENTRIES) {
        out.raw("<li>");
        write(out, ix);
        out.line();
    }
    if all.len() > ENTRIES {
        out.raw("<li>");
        more(out, all.len(), ENTRIES);
        out.line();
    }
}

fn more(out: &mut Markup, all: usize, shown: usize) {
    if all > shown {
        out.raw(" and ").value(all - shown).raw(" more");
    }
}

fn failed(out: &mut Markup, facts: &RunFacts<'_>, ix: SubtaskIx) {
    out.element("span", &[("class", "bad")], "✕ failed").raw(" ");
    subtask(out, facts.plan, ix);
    let last = facts.run.run.of(ix).last();
    if let Some(ended) = last.and_then(|attempt| attempt.ended) {
        out.raw(" at ").text(&facts.clock(ended));
    }
    if let Some(note) = last.and_then(|attempt| attempt.note.as_ref()) {
        out.raw(": ").text(&words_of(note));
    }
    let stuck = facts.run.progress.stuck(facts.plan.material.graph, &[ix]);
    if stuck.is_empty() {
        out.raw("; nothing waits for it");
    } else {
        out.raw("; holds up ").text(&counted(stuck.len(), "subtask")).raw(": ");
        names(out, facts.plan, &stuck[..stuck.len().min(NAMES)]);
        more(out, stuck.len(), NAMES);
    }
}

fn running(out: &mut Markup, facts: &RunFacts<'_>, ix: SubtaskIx) {
    let last = facts.metrics().timeline.of(ix).last();
    let so_far = last.and_then(crate::runlog::metrics::Try::minutes);
    let most = facts.plan.material.estimates[ix.index()].max;
    let late = so_far.is_some_and(|so_far| so_far > most);
    let (class, word) = if late { ("warn", "▶ running late") } else { ("info", "▶ running") };
    out.element("span", &[("class", class)], word).raw(" ");
    subtask(out, facts.plan, ix);
    if let Some(window) = last.and_then(|attempt| attempt.window) {
        out.raw(" in window ").value(window);
    }
    if let Some(so_far) = so_far {
        out.raw(" for ").value(so_far).raw(" min of ").text(&facts.plan.minutes(ix)).raw(" planned");
    }
}

/// Windows of the schedule or the log in which nothing runs now.
fn idle(facts: &RunFacts<'_>) -> Vec<u32> {
    let windows = facts.metrics().windows.iter().filter_map(|own| own.window);
    let busy: std::collections::BTreeSet<u32> = facts
        .plan
        .material
        .plan
        .indices()
        .filter(|&ix| facts.run.run.of(ix).is_running())
        .filter_map(|ix| facts.run.run.of(ix).last().and_then(|attempt| attempt.window))
        .collect();
    windows.filter(|window| !busy.contains(window)).collect()
}
