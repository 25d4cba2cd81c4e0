#![doc = include_str!("../../../docs/rules/P602-done-before-needs.md")]

use crate::check::done::Done;
use crate::check::record::{about, field};
use crate::check::rule::label;
use crate::check::words::names;
use crate::check::{Facts, Record, Recorded, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::{FeatureIx, SubtaskIx};
use crate::runlog::{Barriers, EventKind, Gate};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P602",
    name: "done-before-needs",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P602-done-before-needs.md"),
    check,
};

/// Needs looked at one by one.
const STEPS: usize = 4_000_000;

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let Some(record) = facts.record else { return };
    let done = Done::new(facts, record, record.gate);
    let latest = done.latest(facts);
    let mut steps = STEPS;
    let mut running = vec![false; facts.plan.subtasks.len()];
    let mut phases = record.phase_gate.map(|gate| Phases::new(facts, record, gate));
    let counted = record.events.iter().enumerate().filter(|(_, own)| own.counts);
    for (order, own) in counted {
        let Some(ix) = own.subtask else { continue };
        let was_running = running[ix.index()];
        match own.event.kind {
            EventKind::Start => running[ix.index()] = true,
            EventKind::Done => running[ix.index()] = false,
            EventKind::Fail => {
                running[ix.index()] = false;
                continue;
            }
            _ => continue,
        }
        // Who started too early is told at the start.
        if was_running {
            continue;
        }
        let met = latest[ix.index()].is_some_and(|last| last <= order);
        let missing =
            if met { Vec::new() } else { done.missing(facts, ix, (order, own.event.at), &mut steps) };
        let early =
            phases.as_mut().and_then(|phases| phases.begin(rule, facts, (order, own), ix, &mut steps));
        if missing.is_empty() {
            found.extend(early);
        } else {
            found.push(finding(rule, facts, own, ix, &missing, &done));
        }
    }
    found.extend(phases.and_then(|phases| phases.unheard(rule, facts)));
}

/// Phases as barriers: each is judged once, by the first event that belongs to it.
struct Phases<'r> {
    barriers: Barriers,
    gate: Gate,
    done: Done,
    begun: std::collections::BTreeSet<(FeatureIx, u32)>,
    /// Where validation is wanted and the log holds no result of one, phases are judged by what is done; those that
    /// would have had to wait for a validation are told together.
    unheard: Option<(Done, Vec<(&'r Recorded, SubtaskIx)>)>,
}

impl<'r> Phases<'r> {
    fn new(facts: &Facts<'_>, record: &Record, stated: Gate) -> Phases<'r> {
        let heard = record.events.iter().any(|own| own.counts && own.event.validated.is_some());
        let gate = if heard { stated } else { Gate::Done };
        let unheard = (gate != stated).then(|| (Done::new(facts, record, stated), Vec::new()));
        let done = Done::new(facts, record, gate);
        let begun = std::collections::BTreeSet::new();
        Phases { barriers: Barriers::of(facts.plan), gate, done, begun, unheard }
    }

    /// A finding if the event begins a phase before the phases before it are over.
    fn begin(
        &mut self,
        rule: &Rule,
        facts: &Facts<'_>,
        (order, own): (usize, &'r Recorded),
        ix: SubtaskIx,
        steps: &mut usize,
    ) -> Option<Diagnostic> {
        let (feature, place) = self.barriers.phase(ix)?;
        if place == 0 || !self.begun.insert((feature, place)) || *steps < facts.plan.subtasks.len() {
            return None;
        }
        *steps -= facts.plan.subtasks.len();
        let earlier = |other: &SubtaskIx| {
            self.barriers.phase(*other).is_some_and(|(f, before)| f == feature && before < place)
        };
        let open = |other: &SubtaskIx| !self.done.before(*other, (order, own.event.at));
        let missing: Vec<SubtaskIx> = facts.plan.indices().filter(earlier).filter(open).collect();
        if let Some((validated, waited)) = self.unheard.as_mut().filter(|_| missing.is_empty())
            && facts
                .plan
                .indices()
                .filter(earlier)
                .any(|other| !validated.before(other, (order, own.event.at)))
        {
            waited.push((own, ix));
        }
        (!missing.is_empty()).then(|| self.finding(rule, facts, own, ix, &missing))
    }

    /// One finding about all phases that began without a validation, where the log holds no result of any.
    fn unheard(self, rule: &Rule, facts: &Facts<'_>) -> Option<Diagnostic> {
        let (_, waited) = self.unheard?;
        let &(own, ix) = waited.first()?;
        let (what, clock) = (follows(facts, ix), own.event.at.clock(0));
        let more = match waited.len() {
            1 => String::new(),
            2 => ", as did another one later".to_owned(),
            count => format!(", as did {} others later", count - 1),
        };
        let mut finding = rule.finding(
            format!("{what} began at {clock} with no validation of the phases before it in the log{more}"),
            field(facts, own.place, "subtask"),
            format!("{what} begins here, at {clock}"),
            "log results with `planc log done SUBTASK --validated 4/5`, or set `gate = \"done\"` in `[log]`",
        );
        finding.severity = Severity::Warning;
        about(&mut finding, facts.plan, ix);
        finding.subject.insert("phases", waited.len().to_string());
        Some(finding)
    }

    fn finding(
        &self,
        rule: &Rule,
        facts: &Facts<'_>,
        own: &Recorded,
        ix: SubtaskIx,
        missing: &[SubtaskIx],
    ) -> Diagnostic {
        let (plan, clock) = (facts.plan, own.event.at.clock(0));
        let word = if self.gate == Gate::Done { "done" } else { "validated" };
        let what = follows(facts, ix);
        let was = if missing.len() == 1 { "was" } else { "were" };
        let mut finding = rule.finding(
            format!(
                "{what} began with `{}` at {clock}, before {} {was} {word}",
                plan.name(ix),
                names(plan, missing)
            ),
            field(facts, own.place, "subtask"),
            format!("{what} begins here, at {clock}"),
            "finish and validate a phase before the next one, or set `gate` in `[log]`, or `mode = \"dataflow\"` in `[pack]` where phases need not wait",
        );
        finding.severity = Severity::Warning;
        about(&mut finding, plan, ix);
        let early: Vec<&str> = missing.iter().take(20).map(|&other| plan.name(other)).collect();
        if let Some(phase) = plan.subtask(ix).phase {
            finding.subject.insert("phase", plan.phase(phase).name.clone());
        }
        finding.subject.insert("missing", early.join(","));
        finding
    }
}

/// What a subtask begins that is the first one of its phase.
fn follows(facts: &Facts<'_>, ix: SubtaskIx) -> String {
    match facts.plan.subtask(ix).phase {
        Some(phase) => format!("phase {}", facts.plan.phase(phase).name),
        None => "what follows all phases".to_owned(),
    }
}

fn finding(
    rule: &Rule,
    facts: &Facts<'_>,
    own: &Recorded,
    ix: SubtaskIx,
    missing: &[SubtaskIx],
    done: &Done,
) -> Diagnostic {
    let name = facts.plan.name(ix);
    let (word, here) = match own.event.kind {
        EventKind::Start => ("started", "it starts here"),
        _ => ("is reported done", "it is done here"),
    };
    let was = if missing.len() == 1 { "was" } else { "were" };
    let mut finding = rule.finding(
        format!(
            "`{name}` {word} at {}, before {} {was} done",
            own.event.at.clock(0),
            names(facts.plan, missing)
        ),
        field(facts, own.place, "subtask"),
        format!("{here}, at {}", own.event.at.clock(0)),
        format!("check what `{name}` was built on and log it anew; `planc next` says what may start"),
    );
    for &needed in missing.iter().take(3) {
        let other = facts.plan.name(needed);
        let when = match done.of(needed) {
            Some((_, at)) => format!("`{name}` needs `{other}`, which was done at {}", at.clock(0)),
            None => format!("`{name}` needs `{other}`, which is not done"),
        };
        finding.related.push(label(facts.need_place(ix, needed), when));
    }
    about(&mut finding, facts.plan, ix);
    let needs: Vec<&str> = missing.iter().take(20).map(|&needed| facts.plan.name(needed)).collect();
    finding.subject.insert("needs", needs.join(","));
    finding.subject.insert("event", own.event.kind.name().to_owned());
    finding
}
