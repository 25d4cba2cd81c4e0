#![doc = include_str!("../../../docs/rules/P601-stale-status.md")]

use crate::check::record::{about, field};
use crate::check::words::names;
use crate::check::{Facts, Record, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::SubtaskIx;
use crate::runlog::metrics::RunClock;
use crate::syntax::{Minutes, Status};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P601",
    name: "stale-status",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P601-stale-status.md"),
    check,
};

/// How many times its longest estimate a subtask may run.
const TIMES: u64 = 2;
/// What it may run longer in any case.
const GRACE: Minutes = Minutes::new(5);
/// How long a run may be silent.
const SILENCE: Minutes = Minutes::new(60);

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let Some(record) = facts.record else { return };
    let before = found.len();
    let clock = RunClock::new(&record.run, record.now);
    for (ix, start) in facts.plan.indices().zip(record.starts()) {
        let Some(start) = start.filter(|_| record.is_running(ix)) else { continue };
        let ran = clock.minute(record.now) - clock.minute(start.event.at);
        let estimate = facts.estimates[ix.index()].max;
        if ran <= Minutes::from_parts(estimate.parts().saturating_mul(TIMES)) || ran - estimate <= GRACE {
            continue;
        }
        let name = facts.plan.name(ix);
        let place = start.event.window.map_or(String::new(), |window| format!(" in window {window}"));
        let mut finding = rule.finding(
            format!(
                "`{name}` has been running{place} for {} minutes; {estimate} were estimated",
                ran.rounded()
            ),
            field(facts, start.place, "subtask"),
            format!("it started here, at {}", start.event.at.clock(0)),
            format!(
                "log how it ended: planc log done {name}, planc log fail {name}, or planc log wait {name}"
            ),
        );
        about(&mut finding, facts.plan, ix);
        found.push(finding);
    }
    if found.len() == before {
        found.extend(silence(rule, facts, record));
    }
}

/// A run that is not over and of which nothing was heard.
fn silence(rule: &Rule, facts: &Facts<'_>, record: &Record) -> Option<Diagnostic> {
    let last = record.events.iter().filter(|own| own.counts).max_by_key(|own| own.event.at)?;
    let silent = record.now.since(last.event.at);
    let paused = record.run.paused_since().is_some();
    let is_open = |ix: &SubtaskIx| match record.run.of(*ix).last() {
        Some(attempt) => attempt.outcome != crate::runlog::Outcome::Done,
        None => !matches!(facts.plan.subtask(*ix).status, Some(Status::Done | Status::Skipped)),
    };
    let open: Vec<SubtaskIx> = facts.plan.indices().filter(is_open).collect();
    if silent <= SILENCE || paused || open.is_empty() {
        return None;
    }
    let running: Vec<SubtaskIx> = open.iter().copied().filter(|&ix| record.is_running(ix)).collect();
    let what = match running.len() {
        0 if open.len() == 1 => "1 subtask is open".to_owned(),
        0 => format!("{} subtasks are open", open.len()),
        1 => format!("{} is running", names(facts.plan, &running)),
        _ => format!("{} are running", names(facts.plan, &running)),
    };
    let mut finding = rule.finding(
        format!("no event for {} minutes, while {what}", silent.rounded()),
        field(facts, last.place, "at"),
        format!("the last event, at {}", last.event.at.clock(0)),
        "log what happened since, or `planc log pause` while nobody works",
    );
    finding.subject.insert("event", "silence".to_owned());
    Some(finding)
}
