#![doc = include_str!("../../../docs/rules/P603-bad-times.md")]

use crate::check::record::{about, field};
use crate::check::rule::label;
use crate::check::{Facts, Record, Recorded, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::Place;
use crate::runlog::{BadRecord, EventKind, Moment};
use crate::syntax::Minutes;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P603",
    name: "bad-times",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P603-bad-times.md"),
    check,
};

/// An end that lies so long before its start was probably meant for the next day.
const MIDNIGHT: Minutes = Minutes::new(12 * 60);
/// Minutes of a day.
const DAY: Minutes = Minutes::new(24 * 60);
/// Findings of one kind at most.
const MOST: usize = 50;

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let Some(record) = facts.record else { return };
    backwards(rule, facts, record, found);
    for own in record.events.iter().filter(|own| own.event.at > record.latest).take(MOST) {
        let mut finding = rule.finding(
            format!("the event is of {}, which is later than {}", own.event.at, record.latest),
            field(facts, own.place, "at"),
            "this time lies in the future, so the event does not count",
            "take the event back (planc log undo) and log it with its time; set the clock of the machine that wrote it",
        );
        own.subtask.into_iter().for_each(|ix| about(&mut finding, facts.plan, ix));
        finding.subject.insert("at", own.event.at.to_string());
        found.push(finding);
    }
    for (place, reason) in &record.bad {
        let BadRecord::Time(time) = reason else { continue };
        let mut finding = rule.finding(
            format!(
                "`{time}` is no time; RFC 3339 with its zone was expected, such as `2026-01-31T10:05:00Z`"
            ),
            field(facts, *place, "at"),
            "this line does not count",
            "log the event anew with planc log, or mend the time",
        );
        finding.subject.insert("at", time.clone());
        found.push(finding);
    }
    zones(rule, facts, record, found);
    found.extend(gap(rule, facts, record));
}

/// More than a month of which nothing is logged: one of both times is wrong, or nobody logged a pause.
fn gap(rule: &Rule, facts: &Facts<'_>, record: &Record) -> Option<Diagnostic> {
    let (from, until) = record.run.gap?;
    let own = |at: Moment| record.events.iter().find(|own| own.counts && own.event.at == at);
    let (before, after) = (own(from)?, own(until)?);
    let days = until.since(from).rounded() / (24 * 60);
    let mut finding = rule.finding(
        format!("nothing is logged for {days} days, from {from} to {until}"),
        field(facts, after.place, "at"),
        "the next event, or one with a wrong time",
        "take the event with the wrong time back (planc log undo) and log it anew, or log the pause",
    );
    finding.related.push(label(field(facts, before.place, "at"), format!("the event before, at {from}")));
    finding.subject.insert("at", until.to_string());
    Some(finding)
}

/// Ends before their starts.
fn backwards(rule: &Rule, facts: &Facts<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
    let mut starts: Vec<Option<&Recorded>> = vec![None; facts.plan.subtasks.len()];
    for (own, ix) in record.counted() {
        let open = &mut starts[ix.index()];
        match own.event.kind {
            EventKind::Start => {
                open.get_or_insert(own);
            }
            EventKind::Done | EventKind::Fail => {
                let Some(start) = open.take().filter(|start| own.event.at < start.event.at) else { continue };
                let name = facts.plan.name(ix);
                let early = start.event.at.since(own.event.at);
                let over = early > MIDNIGHT && early < DAY;
                let (hint, help) = if over {
                    let took = DAY - early;
                    (
                        format!("; if that was after midnight, it took {took} minutes"),
                        "log the end anew with the date of the next day".to_owned(),
                    )
                } else {
                    let help = format!(
                        "take one of both back (planc log undo {name}) and log it with its time; check the clocks of the machines"
                    );
                    (String::new(), help)
                };
                let (end, begin) = (own.event.at, start.event.at);
                let mut finding = rule.finding(
                    format!("`{name}` ends at {end}, {early} minutes before it starts{hint}"),
                    field(facts, own.place, "at"),
                    "it ends here",
                    help,
                );
                finding
                    .related
                    .push(label(field(facts, start.place, "at"), format!("it starts here, at {begin}")));
                about(&mut finding, facts.plan, ix);
                finding.subject.insert("at", end.to_string());
                found.push(finding);
            }
            _ => {}
        }
    }
}

/// A log whose times are of several zones: at the first line that differs from the first one of its log.
fn zones(rule: &Rule, facts: &Facts<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
    let mut files: Vec<crate::source::FileIx> = record.events.iter().map(|own| own.place.file).collect();
    files.sort_unstable();
    files.dedup();
    for file in files {
        let mut lines = record.events.iter().filter(|own| own.place.file == file);
        let Some((first, zone)) = lines.next().and_then(|own| Some((own, zone(facts, own.place)?))) else {
            continue;
        };
        let other =
            lines.find_map(|own| Some((own, self::zone(facts, own.place)?)).filter(|(_, z)| *z != zone));
        let Some((own, other)) = other else { continue };
        let mut finding = rule.finding(
            format!("times of the zone `{other}` stand beside times of `{zone}`"),
            field(facts, own.place, "at"),
            format!("a time of `{other}`"),
            "write all times of a log in one zone, best in UTC (`Z`), and check that clocks of several machines agree",
        );
        finding.related.push(label(field(facts, first.place, "at"), format!("the first one is of `{zone}`")));
        finding.subject.insert("zones", format!("{zone},{other}"));
        found.push(finding);
    }
}

/// What stands behind the clock of a line's time: `Z`, `+02:00`.
fn zone<'a>(facts: &Facts<'a>, place: Place) -> Option<&'a str> {
    let time = facts.sources[place.file.index()].slice(field(facts, place, "at").span);
    let (_, clock) = time.split_once(['T', 't', ' '])?;
    let at = clock.find(['Z', 'z', '+', '-'])?;
    Some(match &clock[at..] {
        "z" | "Z" | "+00:00" | "-00:00" => "Z",
        other => other,
    })
}
