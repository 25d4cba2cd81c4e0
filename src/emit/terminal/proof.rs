use super::Look;
use super::fact::{facts, minutes};
use crate::plan::{Plan, SubtaskIx};
use crate::schedule::{Argument, Execution, Mode, Proof, Schedules};
use crate::syntax::Minutes;

/// Why nothing is shorter, or how far from the bound it is; executions with the same words share a line.
pub(super) fn proofs(out: &mut String, plan: &Plan, schedules: &Schedules, look: Look) {
    let told = schedules.executions.iter().filter_map(|execution| {
        Some((execution.mode.name(), proof(plan, schedules, execution, execution.makespan?)))
    });
    let told: Vec<(&str, String)> = told.collect();
    let lines: Vec<String> = told
        .chunk_by(|a, b| a.1 == b.1)
        .map(|same| {
            let modes: Vec<&str> = same.iter().map(|(mode, _)| *mode).collect();
            format!("{}: {}", modes.join(", "), same[0].1)
        })
        .collect();
    facts(out, "proof", &lines, look);
}

fn proof(plan: &Plan, schedules: &Schedules, execution: &Execution, makespan: Minutes) -> String {
    if makespan.is_zero() {
        return "nothing takes any time".to_owned();
    }
    let bound = execution.lower_bound;
    let gap = makespan - bound;
    let why = reason(plan, schedules, execution);
    let kept = if execution.mode == Mode::Dataflow { "" } else { " with these phases" };
    if gap.is_zero() {
        return format!("no schedule{kept} beats {}: {why}", minutes(bound));
    }
    let left = if execution.complete { "" } else { "; the plan is too large for the longer searches" };
    format!("{makespan} found, no schedule{kept} beats {}: {why}{left}", minutes(bound))
}

fn reason(plan: &Plan, schedules: &Schedules, execution: &Execution) -> String {
    let bound = execution.lower_bound;
    match (&execution.argument, execution.proof) {
        (Argument::Chain(path), _) => format!("{} is {bound} long", chain(plan, path, 10)),
        (Argument::Turns { path, writers, before, work, after }, _) => {
            let around = match (before.is_zero(), after.is_zero()) {
                (true, true) => String::new(),
                (true, false) => format!(", {after} must follow"),
                (false, true) => format!(", {before} must come before"),
                (false, false) => format!(", {before} must come before and {after} follow"),
            };
            format!("{writers} writers of {path} take turns for {}{around}", minutes(*work))
        }
        (Argument::Work, _) => {
            let windows = schedules.windows;
            format!("{} of work fill {windows} windows that long", minutes(schedules.work))
        }
        (_, Proof::CriticalPath) => "the longest chains of needs, phase by phase, take as long".to_owned(),
        (_, Proof::Work) => "the windows are full wherever subtasks can run side by side".to_owned(),
        (_, Proof::Lock) => "writers of one file take turns".to_owned(),
        (_, Proof::Counting) => "the long subtasks do not fit into the windows evenly".to_owned(),
        (_, Proof::FernandezBussell) => "some stretch of time holds all the work that fits".to_owned(),
        (_, Proof::HeadTail) => "what must come before and after leaves no room".to_owned(),
        (_, Proof::Energy) => "the work that must fall into some stretch of time fills it".to_owned(),
        (_, Proof::Search) => "a search found that nothing is shorter".to_owned(),
        _ => "several arguments together".to_owned(),
    }
}

/// The names of a chain; of a longer one the first and last.
pub(super) fn chain(plan: &Plan, path: &[SubtaskIx], most: usize) -> String {
    let names: Vec<&str> = path.iter().map(|&ix| plan.name(ix)).collect();
    match names.len() {
        0 => "empty".to_owned(),
        all if all <= most => names.join(" → "),
        all => {
            let tail = most / 4;
            let head = most - tail - 1;
            format!(
                "{} → … {} more … → {}",
                names[..head].join(" → "),
                all - head - tail,
                names[all - tail..].join(" → ")
            )
        }
    }
}
