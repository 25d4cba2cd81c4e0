//! Small plans and logs in, states out.

use super::*;
use crate::graph::{Graph, NeedsMode, times};
use crate::plan::{Plan, lower};
use crate::schedule::locks;
use crate::source::{FileIx, SourceFile};
use crate::syntax::{Minutes, parse};

const PLAN: &str = "\
# Feature 1: Ferry

## SUBTASK 1.1.1: Timetable
Duration: 10 min

VALIDATION:
- [ ] opens
- [ ] closes

## SUBTASK 1.1.2: Fares
Duration: 5 min
Files: src/fares.rs

## SUBTASK 1.1.3: Booking
Needs: 1.1.1
Duration: 20 min
Files: src/fares.rs

## SUBTASK 1.1.4: Refunds
Needs: all 1.1.*
Duration: 1 min
";

fn plan() -> Plan {
    let source = SourceFile::new("plan.md".to_owned(), PLAN.as_bytes().to_vec()).expect("text");
    let document = parse(FileIx(0), &source);
    lower(&[source], &[document], &[0])
}

/// `10:05 done 1.1.1 w2 4/5 undoes:3 words`, one event a line; the number of the line is its sequence number.
pub(super) fn log(text: &str) -> RunLog {
    let event = |(at, line): (usize, &str)| {
        let mut words = line.split(' ');
        let clock = words.next().expect("a clock");
        let kind = EventKind::named(words.next().expect("an event")).expect("a kind");
        let mut event = Event {
            at: Moment::parse(&format!("2026-01-31T{clock}:00Z")).expect("a time"),
            kind,
            subtask: None,
            window: None,
            note: None,
            validated: None,
            undoes: None,
            writer: "w".to_owned(),
            seq: at as u64 + 1,
        };
        for word in words {
            if word.contains('.') {
                event.subtask = Some(word.to_owned());
            } else if let Some(window) = word.strip_prefix('w').and_then(|n| n.parse().ok()) {
                event.window = Some(window);
            } else if let Some(result) = Validated::parse(word) {
                event.validated = Some(result);
            } else if let Some(seq) = word.strip_prefix("undoes:") {
                event.undoes = seq.parse().ok().map(|seq| Undoes { seq, writer: None });
            } else {
                event.note = Some(word.to_owned());
            }
        }
        event
    };
    RunLog { events: text.lines().enumerate().map(event).collect(), bad: Vec::new() }
}

/// States in plan order, then what is ready.
fn states(text: &str, gate: Gate) -> String {
    let plan = plan();
    let graph = Graph::build(&plan, NeedsMode::Union);
    let likely: Vec<Minutes> = [10, 5, 20, 1].map(Minutes::new).to_vec();
    let run = replay(&plan, &log(text));
    let locks = locks(&plan);
    let progress = progress(&plan, &graph, &locks, &run, gate, &times(&graph, &likely).tail);
    let names: Vec<&str> = progress.states.iter().map(|state| state.name()).collect();
    let ready: Vec<&str> = progress.ready.iter().map(|ix| plan.subtask(*ix).id.as_str()).collect();
    format!("{} | {}", names.join(" "), ready.join(" "))
}

#[test]
fn what_may_start_follows_needs_files_and_urgency() {
    for (log, expected) in [
        ("", "ready ready blocked blocked | 1.1.1 1.1.2"),
        ("10:00 start 1.1.1 w1", "running ready blocked blocked | 1.1.2"),
        ("10:00 done F1-1.1.1", "done ready ready blocked | 1.1.3 1.1.2"),
        ("10:00 done 1.1.1 2/2", "validated ready ready blocked | 1.1.3 1.1.2"),
        ("10:00 done 1.1.1\n10:01 start 1.1.2", "done running held blocked | "),
        ("10:00 fail 1.1.1", "failed ready blocked blocked | 1.1.2"),
        ("10:00 wait 1.1.1 a-key", "waiting ready blocked blocked | 1.1.2"),
        ("10:00 done 1.1.1\n10:01 done 1.1.2\n10:02 done 1.1.3", "done validated validated ready | 1.1.4"),
    ] {
        assert_eq!(states(log, Gate::Done), expected, "{log}");
    }
    assert_eq!(states("10:00 done 1.1.1", Gate::Validated), "done ready blocked blocked | 1.1.2");
    assert_eq!(
        states("10:00 done 1.1.1\n10:05 done 1.1.1 2/2", Gate::Validated),
        "validated ready ready blocked | 1.1.3 1.1.2"
    );
}

#[test]
fn an_undo_takes_back_one_event() {
    let started = "10:00 start 1.1.1\n10:05 done 1.1.1\n10:06 note 1.1.2 hello";
    assert_eq!(
        states(&format!("{started}\n10:07 undo 1.1.1"), Gate::Done),
        "running ready blocked blocked | 1.1.2"
    );
    let twice = format!("{started}\n10:07 undo 1.1.1\n10:08 undo 1.1.1");
    assert_eq!(states(&twice, Gate::Done), "ready ready blocked blocked | 1.1.1 1.1.2");
    let named = format!("{started}\n10:07 undo 1.1.1 undoes:1");
    assert_eq!(states(&named, Gate::Done), "done ready ready blocked | 1.1.3 1.1.2");
}

#[test]
fn attempts_are_kept_apart_and_pauses_do_not_count() {
    let plan = plan();
    let run = replay(
        &plan,
        &log(
            "10:00 begin\n10:00 start 1.1.1 w1\n10:04 fail 1.1.1 red\n10:05 start 1.1.1 w2\n10:06 pause\n10:16 resume\n10:20 done 1.1.1 2/2\n10:21 start 9.9.9",
        ),
    );
    let attempts = &run.subtasks[0].attempts;
    let told: Vec<_> = attempts
        .iter()
        .map(|attempt| (attempt.outcome, attempt.window, run.worked(attempt).map(|m| m.to_string())))
        .collect();
    assert_eq!(
        told,
        [(Outcome::Failed, Some(1), Some("4".to_owned())), (Outcome::Done, Some(2), Some("5".to_owned())),]
    );
    assert_eq!(run.unknown, ["9.9.9"]);
    assert_eq!(run.last.map(|last| last.clock(0)), Some("10:21".to_owned()));
}

#[test]
fn a_failure_names_what_it_holds_up() {
    let plan = plan();
    let graph = Graph::build(&plan, NeedsMode::Union);
    let run = replay(&plan, &log("10:00 fail 1.1.1"));
    let progress = progress(&plan, &graph, &[], &run, Gate::Done, &[]);
    let failed = plan.find("1.1.1").expect("a subtask");
    let ids = |found: &[crate::plan::SubtaskIx]| -> Vec<String> {
        found.iter().map(|ix| plan.subtask(*ix).id.clone()).collect()
    };
    assert_eq!(ids(&progress.stuck(&graph, &[failed])), ["1.1.3", "1.1.4"]);
    let last = plan.find("1.1.4").expect("a subtask");
    let holds = progress.holds(&graph, last, 9);
    let needs: Vec<_> = holds
        .iter()
        .map(|hold| match hold {
            Hold::Need(ix) => plan.subtask(*ix).id.as_str(),
            Hold::File(..) => "a file",
        })
        .collect();
    assert_eq!(needs, ["1.1.1", "1.1.2", "1.1.3"]);
}

/// The forecast at a clock, on two windows.
fn foretold(text: &str, clock: &str, barriers: Option<bool>) -> Option<Forecast> {
    let plan = plan();
    let graph = Graph::build(&plan, NeedsMode::Union);
    let estimates = crate::graph::estimates(&plan, &graph, Minutes::new(15));
    let locks = locks(&plan);
    let run = replay(&plan, &log(text));
    let progress = progress(&plan, &graph, &locks, &run, Gate::Done, &[]);
    let now = Moment::parse(&format!("2026-01-31T{clock}:00Z"));
    let standing = Standing {
        plan: &plan,
        graph: &graph,
        locks: &locks,
        estimates: &estimates,
        run: &run,
        progress: &progress,
        now,
    };
    forecast(&standing, 2, barriers)
}

#[test]
fn the_rest_is_foretold_from_what_runs_and_how_fast_it_went() {
    // Nothing is measured yet: 1.1 times the plan. 1.1.1 takes 7 more minutes, then 1.1.3 22 and 1.1.4 1.1.
    let first = foretold("10:00 start 1.1.1 w1", "10:04", None).expect("a forecast");
    assert_eq!(first.course.end, Minutes::from_f64(30.1).parts());
    assert_eq!((first.samples, first.pace.measured), (1_000, 0));
    let (p50, p80) = (first.p50.expect("samples"), first.p80.expect("samples"));
    assert!(Minutes::new(20) < p50 && p50 < p80 && p80 < Minutes::new(60), "{p50} {p80}");
    let path: Vec<u32> = first.course.critical.iter().map(|ix| ix.0).collect();
    assert_eq!(path, [0, 2, 3]);
    // 1.1.3 waits for 1.1.1 or for the file of 1.1.2, whichever takes longer.
    assert_eq!((first.critical[0] + first.critical[1], first.critical[2]), (1_000, 1_000));
    assert!(first.critical[0] > first.critical[1], "{:?}", first.critical);
    // The same question has the same answer.
    let again = foretold("10:00 start 1.1.1 w1", "10:04", None).expect("a forecast");
    assert_eq!((again.p50, again.p80), (Some(p50), Some(p80)));
}

#[test]
fn a_slow_run_moves_the_forecast_and_its_pauses_do_not() {
    let slow = "10:00 start 1.1.1 w1\n10:00 start 1.1.2 w2\n10:10 done 1.1.2\n10:20 done 1.1.1";
    let late = foretold(slow, "10:20", None).expect("a forecast");
    assert_eq!(late.pace.measured, 2);
    assert!(late.pace.factor() > 1.3);
    let paused = "10:00 start 1.1.1 w1\n10:04 pause\n10:34 resume";
    let ends = [foretold(paused, "10:34", None), foretold("10:00 start 1.1.1 w1", "10:04", None)];
    let [Some(first), Some(second)] = ends else { panic!("two forecasts") };
    assert_eq!(first.course.end, second.course.end);
}

#[test]
fn what_failed_starts_again_and_what_is_over_needs_no_forecast() {
    let failed = foretold("10:00 start 1.1.1 w1\n10:05 fail 1.1.1", "10:05", None).expect("a forecast");
    assert_eq!(failed.assumed, [crate::plan::SubtaskIx(0)]);
    let over = "10:00 done 1.1.1 2/2\n10:00 done 1.1.2\n10:00 done 1.1.3\n10:00 done 1.1.4";
    assert!(foretold(over, "10:05", None).is_none());
}
