//! A small plan, a log and every number worked out by hand.

use super::*;
use crate::graph::{Graph, NeedsMode, estimates};
use crate::plan::{Plan, SubtaskIx, lower};
use crate::runlog::tests::log;
use crate::runlog::{Gate, Moment, RunLog, progress, replay};
use crate::schedule::{Limits, Mode, locks, schedules};
use crate::source::{FileIx, SourceFile};
use crate::syntax::{Minutes, parse};

const PLAN: &str = "\
# Feature 1: Ferry

## PHASE 1
Window 1: SUBTASK 1.1.1 - Timetable
Window 2: SUBTASK 1.1.2 - Fares

## PHASE 2
Window 1: SUBTASK 1.1.3 - Booking (needs 1.1.1)
Window 2: SUBTASK 1.2.1 - Poster

## PHASE 3
Window 1: SUBTASK 1.2.2 - Refunds (needs 1.1.3)

## SUBTASK 1.1.1: Timetable
Duration: 10 min

VALIDATION:
- [ ] opens
- [ ] closes

## SUBTASK 1.1.2: Fares
Duration: 5 min
Files: src/fares.rs

## SUBTASK 1.1.3: Booking
Duration: 20 min
Files: src/fares.rs

## SUBTASK 1.2.1: Poster
Duration: 5 min
Files: docs/poster.md

## SUBTASK 1.2.2: Refunds
Duration: 5 min
";

/// A whole run with a failure and a pause of ten minutes.
const RUN: &str = "\
10:00 begin
10:02 start 1.1.1 w1
10:03 start 1.1.2 w2
10:05 fail 1.1.2 w2
10:06 start 1.1.2 w2
10:08 done 1.1.1 w1 2/2
10:10 pause
10:20 resume
10:22 done 1.1.2 w2
10:23 start 1.1.3 w1
10:25 start 1.2.1 w2
10:30 done 1.2.1 w2
10:35 done 1.1.3 w1
10:40 start 1.2.2 w1
10:44 done 1.2.2 w1";

fn plan() -> Plan {
    let source = SourceFile::new("plan.md".to_owned(), PLAN.as_bytes().to_vec()).expect("text");
    let document = parse(FileIx(0), &source);
    lower(&[source], &[document], &[0])
}

fn measured(log: &RunLog, as_of: Option<&str>) -> (Plan, Metrics) {
    let plan = plan();
    let graph = Graph::build(&plan, NeedsMode::Union);
    let estimates = estimates(&plan, &graph, Minutes::new(15));
    let limits = Limits { file_locks: true, windows: Some(2), ..Limits::default() };
    let schedules = schedules(&plan, &graph, &estimates, &limits).expect("schedules");
    let (run, locks) = (replay(&plan, log), locks(&plan));
    let progress = progress(&plan, &graph, &locks, &run, Gate::Done, &[]);
    let as_of = as_of.and_then(Moment::parse).or(run.last).expect("a time");
    let found = metrics(&Observed {
        plan: &plan,
        graph: &graph,
        estimates: &estimates,
        locks: &locks,
        execution: schedules.execution(Mode::Phases),
        run: &run,
        progress: &progress,
        as_of,
    });
    (plan, found)
}

/// `needs 8, barrier 4`, without causes of no time.
fn words(split: &Split) -> String {
    let causes = Cause::ALL.into_iter().filter(|&cause| !split.of(cause).is_zero());
    let parts: Vec<String> = causes.map(|cause| format!("{} {}", cause.name(), split.of(cause))).collect();
    parts.join(", ")
}

fn name(plan: &Plan, ix: SubtaskIx) -> &str {
    plan.name(ix)
}

#[test]
fn subtasks_wait_for_needs_barriers_and_people() {
    let (plan, found) = measured(&log(RUN), None);
    let told: Vec<String> = plan
        .indices()
        .map(|ix| {
            let own = &found.subtasks[ix.index()];
            let time = |time: Option<Minutes>| time.map_or("-".to_owned(), |time| time.to_string());
            let slot = own.planned.expect("a slot");
            format!(
                "{} planned {}-{} was {}-{} took {} of {} lost {} in {}: {}",
                name(&plan, ix),
                slot.start,
                slot.end,
                time(own.started),
                time(own.ended),
                time(own.actual),
                own.estimate,
                own.lost,
                own.tries,
                words(&own.waited)
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "1.1.1 planned 0-10 was 2-8 took 6 of 10 lost 0 in 1: not-started 2",
            "1.1.2 planned 0-5 was 3-12 took 6 of 5 lost 2 in 2: not-started 3",
            "1.1.3 planned 10-30 was 13-25 took 12 of 20 lost 0 in 1: needs 8, barrier 4, not-started 1",
            "1.2.1 planned 10-15 was 15-20 took 5 of 5 lost 0 in 1: barrier 12, not-started 3",
            "1.2.2 planned 30-35 was 30-34 took 4 of 5 lost 0 in 1: needs 25, not-started 5",
        ]
    );
}

#[test]
fn windows_are_idle_for_a_reason() {
    let (plan, found) = measured(&log(RUN), None);
    let told: Vec<String> = found
        .windows
        .iter()
        .map(|own| {
            let idle: Vec<String> = own
                .idle
                .iter()
                .map(|idle| {
                    let next = idle.next.map_or("-", |ix| name(&plan, ix));
                    format!("{}-{} {next} {}", idle.from, idle.to, idle.cause().name())
                })
                .collect();
            format!(
                "{:?} planned {}/{} busy {} in {} ({} failed), {}: {}",
                own.window.unwrap_or_default(),
                own.planned_busy,
                own.planned_end,
                own.busy,
                own.tries,
                own.failed,
                words(&own.causes),
                idle.join("; ")
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "1 planned 35/35 busy 22 in 3 (0 failed), barrier 4, not-started 8: 0-2 1.1.1 not-started; 8-13 1.1.3 barrier; 25-30 1.2.2 not-started",
            "2 planned 10/15 busy 13 in 3 (1 failed), not-started 7, no-work 14: 0-3 1.1.2 not-started; 5-6 1.1.2 not-started; 12-15 1.2.1 not-started; 20-34 - no-work",
        ]
    );
}

#[test]
fn totals_are_sums_and_shares() {
    let (_, found) = measured(&log(RUN), None);
    let totals = &found.totals;
    let minutes = [totals.elapsed, totals.paused, totals.busy, totals.useful, totals.lost, totals.chain];
    assert_eq!(minutes, [34, 10, 35, 33, 2, 22].map(Minutes::new));
    assert_eq!((totals.windows, totals.tries, totals.failed, totals.retries), (2, 6, 1, 1));
    assert_eq!(totals.planned, Some((Minutes::new(35), Minutes::new(35))));
    let shares = [totals.speedup(), totals.efficiency(), totals.against_bound()];
    assert_eq!(shares, [Some(33.0 / 34.0), Some(33.0 / 34.0 / 2.0), Some(34.0 / 35.0)]);
    assert_eq!(words(&totals.waited), "needs 33, barrier 16, not-started 14");
    assert_eq!(words(&totals.idle), "barrier 4, not-started 15, no-work 14");
    assert_eq!(totals.validation, Validation { passed: 2, points: 2, complete: 1, partial: 0, missing: 0 });
    assert!(found.timeline.finished);
    let steps: Vec<_> = found.steps.iter().map(|s| (s.planned, s.started, s.ended, s.over)).collect();
    let step = |from: u64, to: u64, start: u64, end: u64, over| {
        let [from, to, start, end] = [from, to, start, end].map(Minutes::new);
        ((from, to), Some(start), Some(end), over)
    };
    assert_eq!(steps, [step(0, 10, 2, 12, 2), step(10, 30, 13, 25, 2), step(30, 35, 30, 34, 1)]);
}

#[test]
fn the_chain_of_a_run_adds_up_to_its_end() {
    let (plan, found) = measured(&log(RUN), None);
    let told: Vec<String> = found
        .chain
        .iter()
        .map(|link| {
            let own = &found.timeline.tries[link.attempt];
            let before = match link.before {
                Before::Begin => "begin".to_owned(),
                Before::Retry => "retry".to_owned(),
                Before::Need(ix) => format!("need {}", name(&plan, ix)),
                Before::File(ix) => format!("file {}", name(&plan, ix)),
                Before::Barrier(ix) => format!("barrier {}", name(&plan, ix)),
                Before::Window(ix) => format!("window {}", name(&plan, ix)),
            };
            let took = own.minutes().expect("minutes");
            format!("{before} +{} ({}) {} {took}", link.gap, words(&link.causes), name(&plan, own.subtask))
        })
        .collect();
    assert_eq!(
        told,
        [
            "begin +3 (not-started 3) 1.1.2 2",
            "retry +1 (not-started 1) 1.1.2 6",
            "file 1.1.2 +1 (not-started 1) 1.1.3 12",
            "need 1.1.3 +5 (not-started 5) 1.2.2 4",
        ]
    );
    let sum: Minutes = found
        .chain
        .iter()
        .map(|link| link.gap + found.timeline.tries[link.attempt].minutes().unwrap_or_default())
        .sum();
    assert_eq!((sum, found.chain_lost), (Minutes::new(34), Minutes::new(2)));
}

#[test]
fn estimates_are_off_by_track_and_by_kind_of_work() {
    let (_, found) = measured(&log(RUN), None);
    let told = |list: &[Accuracy]| -> Vec<String> {
        let one = |own: &Accuracy| {
            let factor = own.factor().expect("a factor");
            let (n, name) = (own.subtasks, &own.name);
            format!("{name}: {n}, {} for {}, {factor:.2}, {}", own.actual, own.estimated, own.mean_error())
        };
        list.iter().map(one).collect()
    };
    assert_eq!(told(std::slice::from_ref(&found.accuracy)), [": 5, 33 for 45, 0.73, 2.8"]);
    assert_eq!(told(&found.tracks), ["1.1: 3, 24 for 35, 0.69, 4.33", "1.2: 2, 9 for 10, 0.90, 0.5"]);
    assert_eq!(
        told(&found.kinds),
        [".md: 1, 5 for 5, 1.00, 0", ".rs: 2, 18 for 25, 0.72, 4.5", "no file: 2, 10 for 15, 0.67, 2.5"]
    );
}

#[test]
fn what_never_started_waits_to_the_end_of_the_log() {
    let running = "10:00 start 1.1.2 w1\n10:01 start 1.1.3 w2\n10:04 wait 1.1.1 key\n10:06 done 1.1.2 w1";
    let (_, found) = measured(&log(running), Some("2026-01-31T10:10:00Z"));
    let waited: Vec<String> = found.subtasks.iter().map(|own| words(&own.waited)).collect();
    assert_eq!(waited, ["outside 6, window-busy 4", "", "needs 1", "barrier 10", "needs 10"]);
    assert_eq!(found.doubts, [Doubt::Early(SubtaskIx(2))]);
    assert!(!found.timeline.finished);
    assert_eq!(found.totals.elapsed, Minutes::new(10));

    let (_, found) = measured(
        &log("10:00 start 1.1.1 w1\n10:02 done 1.1.1 w1\n10:02 start 1.1.3 w1"),
        Some("2026-01-31T10:07:00Z"),
    );
    assert_eq!(words(&found.subtasks[1].waited), "file-lock 5, not-started 2");
    // Window 2 has 1.1.2 to do, which may not write while 1.1.3 does; it never worked, so it is not idle.
    assert_eq!(found.windows[1].idle, []);
}

#[test]
fn a_strange_log_is_told_and_never_breaks_a_figure() {
    let strange = "10:10 start 1.1.1 w1\n10:05 done 1.1.1 w1\n10:06 done 1.1.2\n10:07 start 1.2.1 w2\n\
                   10:08 start 1.2.2 w2\n10:01 pause\n10:00 resume\n10:09 fail 1.2.1 w2";
    let (_, found) = measured(&log(strange), None);
    assert_eq!(
        found.doubts,
        [
            Doubt::Backwards(SubtaskIx(0), 1),
            Doubt::NoStart(SubtaskIx(1), 1),
            Doubt::NoWindow(SubtaskIx(1), 1),
            Doubt::Early(SubtaskIx(4)),
            Doubt::Overlap(2, SubtaskIx(3), SubtaskIx(4)),
        ]
    );
    assert_eq!(found.subtasks[0].actual, Some(Minutes::ZERO));
    assert_eq!(found.totals.busy, Minutes::new(3));
    let (_, empty) = measured(&RunLog::default(), Some("2026-01-31T10:10:00Z"));
    assert_eq!((empty.chain.len(), empty.totals.speedup(), empty.totals.windows), (0, None, 0));
}
