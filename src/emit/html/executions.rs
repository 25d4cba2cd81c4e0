use super::Markup;
use super::parts::{end_table, subtask, table};
use crate::emit::page_facts::PageFacts;
use crate::schedule::{Execution, Mode, Proof, Schedules};
use crate::syntax::Minutes;

/// Infeasible needs that are listed one by one.
const LISTED: usize = 6;

/// All ways to run the plan side by side, each with its bound and whether it is proven best.
pub(super) fn executions(facts: &PageFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let Some(schedules) = facts.material.schedules else { return out };
    let heads =
        ["Way", "#Minutes", "#Lower bound", "Best possible?", "#Speedup", "#Efficiency", "#Windows used"];
    table(&mut out, "ways", "Ways to run the plan", &heads);
    for execution in &schedules.executions {
        row(&mut out, facts, schedules, execution);
    }
    if let Some(shared) = schedules.shared {
        let windows = schedules.windows as usize;
        simple(&mut out, schedules, "dataflow, windows shared by all features", shared.found, windows);
    }
    simple(&mut out, schedules, "one window per track", schedules.track, schedules.tracks as usize);
    simple(&mut out, schedules, "one window", schedules.sequential, 1);
    end_table(&mut out);
    out
}

/// What a way to run the plan is called; phases are repaired only where the stated ones cannot run.
pub(super) fn called(schedules: Option<&Schedules>, mode: Mode) -> &'static str {
    let written = schedules.and_then(|schedules| schedules.execution(Mode::AsWritten));
    match mode {
        Mode::AsWritten => "as written",
        Mode::Phases if written.is_some_and(|written| !written.feasible()) => "phases, repaired",
        Mode::Phases => "phases",
        Mode::Dataflow => "dataflow, no barriers",
    }
}

fn row(out: &mut Markup, facts: &PageFacts<'_>, schedules: &Schedules, execution: &Execution) {
    let shown = facts.execution.is_some_and(|chosen| chosen.mode == execution.mode);
    out.raw("<tr><th>").text(called(Some(schedules), execution.mode));
    if shown {
        out.raw(" <small>shown below</small>");
    }
    let Some(makespan) = execution.makespan else {
        out.raw("<td class=\"wide\" colspan=\"6\"><span class=\"bad\">✕ cannot run</span> ");
        for (at, blocked) in execution.blocked.iter().take(LISTED).enumerate() {
            if at > 0 {
                out.raw("; ");
            }
            subtask(out, facts, blocked.subtask);
            out.raw(" needs ");
            subtask(out, facts, blocked.needed);
        }
        if execution.blocked.len() > LISTED {
            out.raw("; ").value(execution.blocked.len() - LISTED).raw(" more");
        }
        out.raw(if execution.blocked.is_empty() { "" } else { ", which comes in a later phase" }).line();
        return;
    };
    out.raw("<td>").value(makespan).raw("<td>").value(execution.lower_bound).raw("<td>");
    if execution.optimal() {
        out.raw("<span class=\"ok\">✓ proven</span> <small>").text(by(execution.proof)).raw("</small>");
    } else {
        let over = 100.0 * (makespan.as_f64() / execution.lower_bound.as_f64().max(0.01) - 1.0);
        out.raw("<span class=\"warn\">○ not proven</span> <small>at most ");
        out.value(format!("{over:.1}")).raw(" % too long</small>");
    }
    ratio(out, schedules, makespan, execution.windows_used() as usize);
}

fn simple(out: &mut Markup, schedules: &Schedules, words: &str, minutes: Minutes, windows: usize) {
    out.raw("<tr>").raw("<th>").text(words);
    out.raw("<td>").value(minutes).raw("<td>–<td>–");
    ratio(out, schedules, minutes, windows);
}

fn ratio(out: &mut Markup, schedules: &Schedules, minutes: Minutes, windows: usize) {
    let speedup = if minutes.is_zero() { 1.0 } else { schedules.work.as_f64() / minutes.as_f64() };
    let efficiency = 100.0 * speedup / f64::from(windows.max(1) as u32);
    out.raw("<td>").value(format!("{speedup:.2}×")).raw("<td>");
    out.value(format!("{efficiency:.0} %")).raw("<td>").value(windows).line();
}

/// What shows that nothing is faster.
fn by(proof: Proof) -> &'static str {
    match proof {
        Proof::CriticalPath => "by the critical path",
        Proof::Work => "all windows are full",
        Proof::Lock => "by the writers of one file",
        Proof::FernandezBussell | Proof::HeadTail | Proof::Energy => {
            "by the work that must fall into a stretch of time"
        }
        Proof::Search => "by search",
        _ => "",
    }
}
