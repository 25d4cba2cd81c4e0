#![doc = include_str!("../../../docs/rules/P602-done-before-needs.md")]

use crate::check::record::{about, field};
use crate::check::rule::label;
use crate::check::words::names;
use crate::check::{Facts, Record, Recorded, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::{FeatureIx, SubtaskIx};
use crate::runlog::{Barriers, EventKind, Gate, Moment, Validated};
use crate::syntax::Status;

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
}

/// When each subtask was first reported done: the place of the event in the log, and its time.
struct Done(Vec<Option<(usize, Moment)>>);

impl Done {
    fn new(facts: &Facts<'_>, record: &Record, gate: Gate) -> Done {
        let mut done: Vec<Option<(usize, Moment)>> = vec![None; facts.plan.subtasks.len()];
        for (order, own) in record.events.iter().enumerate().filter(|(_, own)| own.counts) {
            if let (Some(ix), EventKind::Done) = (own.subtask, own.event.kind)
                && passes(facts, gate, own, ix)
            {
                done[ix.index()].get_or_insert((order, own.event.at));
            }
        }
        for ix in facts.plan.indices() {
            if matches!(facts.plan.subtask(ix).status, Some(Status::Done | Status::Skipped)) {
                done[ix.index()].get_or_insert((0, Moment::from_millis(i64::MIN)));
            }
        }
        Done(done)
    }

    /// Per node of the graph the place in the log at which everything that it needs was done.
    fn latest(&self, facts: &Facts<'_>) -> Vec<Option<usize>> {
        let needs = facts.graph.needs();
        let mut latest: Vec<Option<usize>> = vec![None; needs.len()];
        for &node in facts.graph.order() {
            let of = |needed: &u32| match self.0.get(*needed as usize) {
                Some(done) => done.map(|(order, _)| order),
                None => latest[*needed as usize],
            };
            let mut all = needs.row(node as usize).iter().map(of);
            latest[node as usize] = all.try_fold(0, |a, b| Some(a.max(b?)));
        }
        latest
    }

    /// Whether the order of the log or the times say that a subtask was done before an event.
    fn before(&self, ix: SubtaskIx, (order, at): (usize, Moment)) -> bool {
        self.0[ix.index()].is_some_and(|(other, time)| other < order || time <= at)
    }

    /// What a subtask needs that was not done when something was logged about it: neither the order of the log nor
    /// the times say so.
    fn missing(
        &self,
        facts: &Facts<'_>,
        ix: SubtaskIx,
        (order, at): (usize, Moment),
        steps: &mut usize,
    ) -> Vec<SubtaskIx> {
        let (mut stack, mut seen, mut found) = (vec![ix.0], rustc_hash::FxHashSet::default(), Vec::new());
        while let Some(node) = stack.pop() {
            for &needed in facts.graph.needs().row(node as usize) {
                *steps = steps.saturating_sub(1);
                if *steps == 0 || !seen.insert(needed) {
                    continue;
                }
                match self.0.get(needed as usize) {
                    None => stack.push(needed),
                    Some(_) if self.before(SubtaskIx(needed), (order, at)) => {}
                    Some(_) => found.push(SubtaskIx(needed)),
                }
            }
        }
        found.sort_unstable();
        found
    }
}

/// Phases as barriers: each is judged once, by the first event that belongs to it.
struct Phases {
    barriers: Barriers,
    gate: Gate,
    done: Done,
    begun: std::collections::BTreeSet<(FeatureIx, u32)>,
}

impl Phases {
    fn new(facts: &Facts<'_>, record: &Record, gate: Gate) -> Phases {
        let done = Done::new(facts, record, gate);
        Phases { barriers: Barriers::of(facts.plan), gate, done, begun: std::collections::BTreeSet::new() }
    }

    /// A finding if the event begins a phase before the phases before it are over.
    fn begin(
        &mut self,
        rule: &Rule,
        facts: &Facts<'_>,
        (order, own): (usize, &Recorded),
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
        (!missing.is_empty()).then(|| self.finding(rule, facts, own, ix, &missing))
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
        let what = match plan.subtask(ix).phase {
            Some(phase) => format!("phase {}", plan.phase(phase).name),
            None => "what follows all phases".to_owned(),
        };
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

/// Whether a report of done opens what needs the subtask.
fn passes(facts: &Facts<'_>, gate: Gate, own: &Recorded, ix: SubtaskIx) -> bool {
    let has_list = facts.plan.subtask(ix).validation.as_ref().is_some_and(|list| !list.is_empty());
    gate == Gate::Done || own.event.validated.map_or(!has_list, Validated::is_complete)
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
        let when = match done.0[needed.index()] {
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
