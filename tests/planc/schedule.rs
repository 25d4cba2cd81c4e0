//! Schedules and the questions a lead asks about them: properties over random plans, and the command.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use planc::compile::{Compilation, Input, Options, compile};
use planc::graph::Graph;
use planc::schedule::{
    Answers, Change, Limits, Makespan, Mode, ScheduleError, Schedules, answers, changed, schedules,
};
use planc::syntax::Minutes;
use serde_json::Value;

/// A small deterministic generator (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % limit
    }
}

/// A plan of one or two features with needs backwards, shared files, phases in half of them, ranges and states.
fn random_plan(seed: u64) -> String {
    let mut random = Random(seed);
    let mut text = String::new();
    let phased = random.below(2) == 0;
    for feature in 1..=1 + random.below(2) {
        let _ = writeln!(text, "# Feature {feature}: Part {feature}\n");
        let count = 2 + random.below(7);
        for at in 1..=count {
            if phased && at == 1 + count / 2 {
                text.push_str("# PHASE 2\n\n");
            } else if phased && at == 1 {
                text.push_str("# PHASE 1\n\n");
            }
            let _ = writeln!(text, "## SUBTASK {feature}.1.{at}: Piece {at}");
            let length = 1 + random.below(12);
            let _ = match random.below(4) {
                0 => writeln!(text, "Duration: {length}-{} min", length + 2 * random.below(5)),
                _ => writeln!(text, "Duration: {length} min"),
            };
            let needs: Vec<String> =
                (1..at).filter(|_| random.below(4) == 0).map(|need| format!("{feature}.1.{need}")).collect();
            if !needs.is_empty() {
                let _ = writeln!(text, "Needs: {}", needs.join(", "));
            }
            if random.below(3) == 0 {
                let _ = writeln!(text, "UPDATE THIS FILE: src/part{}.rs", random.below(2));
            }
            if random.below(6) == 0 {
                text.push_str("Status: done\n");
            }
            text.push('\n');
        }
    }
    text
}

fn read(text: &str) -> Compilation {
    let input = Input { path: "plan.md".to_owned(), bytes: text.as_bytes().to_vec(), root: 0, named: true };
    compile(vec![input], &Options { schedule_up_to: 0, ..Options::default() }).expect("text")
}

fn limits(windows: u32) -> Limits {
    Limits { windows: Some(windows), file_locks: true, ..Limits::default() }
}

fn make(plan: &Compilation, limits: &Limits) -> Schedules {
    schedules(&plan.plan, plan.graph(), &plan.estimates, limits).expect("a plan without circles")
}

fn ask(plan: &Compilation, limits: &Limits, made: &Schedules) -> Result<Answers, ScheduleError> {
    let graphs: [&Graph; 2] = [plan.graph(), &plan.union];
    answers(&plan.plan, &plan.documents, graphs, &plan.estimates, limits, made, 1)
}

fn flow(made: &Schedules) -> Makespan {
    made.execution(Mode::Dataflow).and_then(planc::schedule::Execution::best).expect("dataflow runs")
}

/// Checks every slot against the plan, without the engine's verifier.
fn verify(plan: &Compilation, limits: &Limits, made: &Schedules, case: u64) {
    let is_out = |ix| made.left_out.contains(&ix);
    for execution in made.executions.iter().filter(|execution| execution.feasible()) {
        let name = execution.mode.name();
        let slots: BTreeMap<_, _> = execution.slots.iter().map(|slot| (slot.subtask, slot)).collect();
        assert_eq!(slots.len() + made.left_out.len(), plan.plan.subtasks.len(), "case {case} {name}");
        let ends = execution.slots.iter().map(|slot| slot.end).max().unwrap_or_default();
        assert_eq!(Some(ends), execution.makespan, "case {case} {name}");
        assert!(execution.lower_bound <= ends, "case {case} {name}");
        for (ix, slot) in &slots {
            let estimate = plan.estimates[ix.index()];
            assert_eq!(slot.end - slot.start, estimate.likely, "case {case} {name}");
            assert!((1..=made.windows).contains(&slot.window), "case {case} {name}");
            for needed in plan.union.direct_needs(&plan.plan, *ix, |_| true) {
                assert!(is_out(needed) || slots[&needed].end <= slot.start, "case {case} {name}: need");
            }
        }
        for a in &execution.slots {
            for b in execution.slots.iter().filter(|b| b.subtask < a.subtask) {
                let overlap = a.start < b.end && b.start < a.end;
                assert!(!overlap || a.window != b.window, "case {case} {name}: window");
                let path = |slot: &planc::schedule::Slot| {
                    let files = &plan.plan.subtask(slot.subtask).files;
                    files.first().map(|file| file.path.clone())
                };
                let shared = limits.file_locks && path(a).is_some() && path(a) == path(b);
                assert!(!overlap || !shared, "case {case} {name}: file");
            }
        }
    }
}

#[test]
fn schedules_hold_and_more_windows_never_hurt() {
    for case in 0..60 {
        let plan = read(&random_plan(case));
        let mut before: Option<Makespan> = None;
        for windows in 1..=4 {
            let limits = limits(windows);
            let made = make(&plan, &limits);
            verify(&plan, &limits, &made, case);
            let now = flow(&made);
            if let Some(before) = before {
                assert!(now.lower_bound <= before.found, "case {case}: {windows} windows");
                if now.is_proven() && before.is_proven() {
                    assert!(now.found <= before.found, "case {case}: {windows} windows");
                }
            }
            assert!(made.curve.floor <= now.found, "case {case}: nothing is below the floor");
            let points = &made.curve.points;
            assert!(points.windows(2).all(|pair| pair[1].makespan <= pair[0].makespan), "case {case}");
            assert!(points.iter().all(|point| point.lower_bound <= point.makespan), "case {case}");
            before = Some(now);
        }
    }
}

#[test]
fn shorter_estimates_never_raise_the_proven_bound() {
    for case in 0..60 {
        let plan = read(&random_plan(1_000 + case));
        let limits = limits(2);
        let full = flow(&make(&plan, &limits));
        for ix in plan.plan.indices() {
            let half = plan.estimates[ix.index()].likely.divided_by(2);
            let change = Change { subtask: ix, min: half, max: half };
            let estimates = changed(&plan.estimates, &[change]);
            let made = schedules(&plan.plan, plan.graph(), &estimates, &limits).expect("no circle");
            let short = flow(&made);
            assert!(short.lower_bound <= full.found, "case {case} {ix:?}");
            if short.is_proven() && full.is_proven() {
                assert!(short.found <= full.found, "case {case} {ix:?}");
            }
        }
    }
}

#[test]
fn prices_are_differences_of_schedules() {
    let mut dear = 0;
    for case in 0..60 {
        let plan = read(&random_plan(2_000 + case));
        let limits = limits(3);
        let made = make(&plan, &limits);
        let found = ask(&plan, &limits, &made).expect("answers");
        for lock in &found.locks {
            let price = lock.price.expect("a small plan is priced");
            assert!(price.least() <= price.most(), "case {case}");
            let without =
                Limits { without_locks: lock.lock.path.iter().cloned().collect(), ..limits.clone() };
            let without = flow(&make(&plan, &without));
            if price.is_exact() && without.is_proven() && flow(&made).is_proven() {
                assert_eq!(price.most(), flow(&made).found - without.found, "case {case}");
                dear += u32::from(!price.most().is_zero());
            }
        }
        for shortening in &found.shortenings {
            let price = shortening.price.expect("a small plan is priced");
            assert!(price.most() <= flow(&made).found, "case {case}");
            let half = shortening.minutes.divided_by(2);
            let change = Change { subtask: shortening.subtask, min: half, max: half };
            let estimates = changed(&plan.estimates, &[change]);
            let short = flow(&schedules(&plan.plan, plan.graph(), &estimates, &limits).expect("no circle"));
            assert!(price.least() <= flow(&made).found - short.lower_bound, "case {case}");
            if price.is_exact() && short.is_proven() && flow(&made).is_proven() {
                assert_eq!(price.most(), flow(&made).found - short.found, "case {case}");
            }
        }
        for slack in &made.slack {
            assert!(slack.scheduled <= flow(&made).found, "case {case}");
        }
    }
    assert!(dear >= 5, "{dear} locks cost something");
}

#[test]
fn waiting_for_its_slack_moves_no_end() {
    for case in 0..40 {
        let plan = read(&random_plan(3_000 + case));
        let limits = limits(2);
        let made = make(&plan, &limits);
        let execution = made.execution(Mode::Dataflow).expect("dataflow");
        let (makespan, slots) = (flow(&made).found, &execution.slots);
        for slack in &made.slack {
            // Push one subtask; everything behind it in its window, at its file or by need moves as far as it must.
            let mut starts: BTreeMap<_, _> = slots.iter().map(|slot| (slot.subtask, slot.start)).collect();
            let pushed = starts[&slack.subtask] + slack.scheduled;
            starts.insert(slack.subtask, pushed);
            let length = |ix: planc::plan::SubtaskIx| plan.estimates[ix.index()].likely;
            for slot in slots {
                let mut start = starts[&slot.subtask];
                let needs = plan.union.direct_needs(&plan.plan, slot.subtask, |_| true);
                let file = plan.plan.subtask(slot.subtask).files.first().map(|file| &file.path);
                for other in slots.iter().filter(|other| other.end <= slot.start) {
                    let path = plan.plan.subtask(other.subtask).files.first().map(|file| &file.path);
                    let waits = other.window == slot.window
                        || (file.is_some() && file == path)
                        || needs.contains(&other.subtask);
                    if waits {
                        start = start.max(starts[&other.subtask] + length(other.subtask));
                    }
                }
                starts.insert(slot.subtask, start);
            }
            let end = starts.iter().map(|(&ix, &start)| start + length(ix)).max().unwrap_or_default();
            assert!(end <= makespan, "case {case}: {end} > {makespan}");
        }
    }
}

#[test]
fn what_is_done_takes_no_part() {
    for case in 0..60 {
        let plan = read(&random_plan(4_000 + case));
        let limits = Limits { remaining: true, ..limits(2) };
        let made = make(&plan, &limits);
        let done: Vec<_> = plan
            .plan
            .indices()
            .filter(|ix| plan.plan.subtask(*ix).status == Some(planc::syntax::Status::Done))
            .collect();
        assert_eq!(made.left_out, done, "case {case}");
        verify(&plan, &limits, &made, case);
        assert!(flow(&made).lower_bound <= flow(&make(&plan, &self::limits(2))).found, "case {case}");
        ask(&plan, &limits, &made).expect("answers");
    }
}

#[test]
fn percentiles_rise_and_stay_within_the_estimates() {
    let mut seen = 0;
    for case in 0..40 {
        let plan = read(&random_plan(5_000 + case));
        let limits = limits(2);
        let made = make(&plan, &limits);
        let found = ask(&plan, &limits, &made).expect("answers");
        let Some(risk) = &found.risk else { continue };
        seen += 1;
        assert_eq!(Some(risk), ask(&plan, &limits, &made).expect("answers").risk.as_ref(), "same seed");
        let most: Minutes = plan.estimates.iter().map(|estimate| estimate.max).sum();
        for percentiles in &risk.executions {
            assert!(percentiles.p50 <= percentiles.p80 && percentiles.p80 <= percentiles.p95, "case {case}");
            assert!(percentiles.p95 <= most, "case {case}");
        }
        assert_eq!(risk.criticality.len(), plan.plan.subtasks.len());
        assert!(risk.criticality.iter().all(|(_, count)| *count <= risk.samples), "case {case}");
        let certain: u32 = risk.criticality.iter().map(|(_, count)| *count).sum();
        assert!(certain >= risk.samples, "case {case}: every run has a critical subtask");
    }
    assert!(seen > 20, "{seen} plans have ranges");
}

/// Runs `planc schedule` over a file of that text with further arguments; exit code, output and errors.
fn planc(name: &str, text: &str, args: &[&str]) -> (i32, String, String) {
    let folder = std::env::temp_dir().join(format!("planc-test-{}-schedule-{name}", std::process::id()));
    let path: PathBuf = folder.join("plan.md");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(&path, text).expect("a file");
    let output = Command::new(env!("CARGO_BIN_EXE_planc"))
        .args(["schedule", "plan.md"])
        .args(args)
        .current_dir(&folder)
        .env_clear()
        .env("COLUMNS", "100")
        .output()
        .expect("planc starts");
    let _ = fs::remove_dir_all(&folder);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

fn json(name: &str, text: &str, args: &[&str]) -> Value {
    let args: Vec<&str> = args.iter().copied().chain(["--format", "json"]).collect();
    let (code, out, err) = planc(name, text, &args);
    assert_eq!(code, 0, "{err}");
    serde_json::from_str(&out).expect("json")
}

const FERRY: &str = "\
# Feature 1: Ferry

- Windows 1-2: Feature 1
- Windows 5-5: Feature 2

## SUBTASK 1.1.1: Timetable
Duration: 10-20 min
Status: done

## SUBTASK 1.1.2: Fares
UPDATE THIS FILE: src/fares.rs
Duration: 20 min
Needs: 1.1.1

## SUBTASK 1.1.3: Discounts
UPDATE THIS FILE: src/fares.rs
Duration: 20 min
Needs: 1.1.1

# Feature 2: Port

## SUBTASK 2.1.1: Gates
Duration: 10 min

## SUBTASK 2.1.2: Signs
Duration: 10 min
";

#[test]
fn a_lock_has_a_price_and_can_be_supposed_away() {
    let report = json("price", FERRY, &["--windows", "4"]);
    let lock = &report["locks"][0];
    assert_eq!(lock["path"], "src/fares.rs");
    assert_eq!(lock["writers"], serde_json::json!(["1.1.2", "1.1.3"]));
    assert_eq!((&lock["price"]["least_minutes"], &lock["price"]["most_minutes"]), (&20.into(), &20.into()));
    let (code, out, _) = planc("lock", FERRY, &["--windows", "4", "--without-lock", "./src/fares.rs"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("what if src/fares.rs has no lock\n"), "{out}");
    assert!(out.lines().any(|line| line.split_whitespace().eq(["dataflow", "55", "35", "-20"])), "{out}");
}

#[test]
fn several_suppositions_hold_together() {
    let args = ["--windows", "4", "--what-if", "1.1.2=5m", "--what-if", "F1-1.1.1=1h"];
    let report = json("several", FERRY, &args);
    let flow = report["executions"].as_array().expect("executions").last().expect("dataflow").clone();
    assert_eq!(flow["makespan_minutes"], 85);
    assert_eq!(report["what_if"]["changes"][1]["key"], "F1-1.1.1");
    let before = report["what_if"]["before"].as_array().expect("before").last().expect("dataflow").clone();
    assert_eq!(before["makespan_minutes"], 55);
}

#[test]
fn questions_that_name_nothing_are_refused_with_a_hint() {
    for (args, words) in [
        (["--what-if", "1.1.4=5m"], "the plan has no subtask 1.1.4; did you mean 1.1.1 or 1.1.2 or 1.1.3?"),
        (["--what-if", "1.1.1=soon"], "`soon` is no duration; write `5m`, `1h30` or `10-20 min`"),
        (["--what-if", "1.1.1"], "write it as `--what-if 1.2.3=5m`"),
        (["--without-lock", "src/fare.rs"], "no two subtasks write this file; did you mean src/fares.rs?"),
        (["--group", "7=2"], "the plan has no feature 7; it has 1, 2"),
        (["--group", "1=0"], "`0` is no number of windows"),
    ] {
        let (code, out, err) = planc("refused", FERRY, &args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(err.contains(words), "{args:?}: {err}");
    }
    let (code, _, err) = planc("many", FERRY, &["--group", "1=2", "--group", "2=2", "--windows", "3"]);
    assert_eq!(code, 2);
    assert!(err.contains("groups take 4 windows, but --windows gives 3"), "{err}");
}

#[test]
fn windows_of_the_plan_belong_to_features() {
    let report = json("groups", FERRY, &[]);
    assert_eq!(report["groups"][1]["features"], serde_json::json!(["2"]));
    assert_eq!(
        (&report["groups"][1]["first_window"], &report["groups"][1]["last_window"]),
        (&5.into(), &5.into())
    );
    for execution in report["executions"].as_array().expect("executions") {
        for slot in execution["slots"].as_array().expect("slots") {
            let window = slot["window"].as_u64().expect("a window");
            let second = slot["key"].as_str().expect("a key").starts_with("F2");
            assert!(if second { window == 5 } else { (1..=2).contains(&window) }, "{slot}");
        }
        assert!(execution["windows_used"].as_u64() <= Some(3), "window 5 is not five windows");
    }
    // Feature 2 alone needs 20 minutes in its one window; with a window more it is done sooner.
    let wide = json("wide", FERRY, &["--group", "2=2", "--group", "1=1"]);
    assert_eq!(wide["features"][1]["parallel"]["makespan_minutes"], 10);
    assert_eq!(report["features"][1]["parallel"]["makespan_minutes"], 20);
    assert_eq!(json("shared", FERRY, &["--windows", "3"])["groups"], serde_json::json!([]));
}

#[test]
fn sharing_windows_is_compared() {
    let (_, out, _) = planc("sharing", FERRY, &["--group", "1=1", "--group", "2=1", "--no-file-locks"]);
    assert!(out.contains("window groups     window 1 for feature 1; window 2 for feature 2\n"), "{out}");
    assert!(out.contains("sharing all 2 windows saves 15 minutes in dataflow: 40 instead of 55"), "{out}");
}

#[test]
fn what_is_left_is_planned_alone() {
    let report = json("left", FERRY, &["--windows", "2", "--remaining"]);
    assert_eq!(report["left_out"], serde_json::json!(["1.1.1"]));
    assert_eq!(report["work_minutes"], 60);
    let (_, out, _) = planc("left-text", FERRY, &["--windows", "2", "--remaining"]);
    assert!(out.contains("4 of 5 subtasks left, 60 minutes of work"), "{out}");
}

#[test]
fn nothing_to_wait_for_is_proven() {
    let text = "# Feature 1: Ferry\n\n## SUBTASK 1.1.1: Sign\nDuration: 0 min\n";
    let report = json("nothing", text, &[]);
    let flow = report["executions"].as_array().expect("executions").last().expect("dataflow").clone();
    assert_eq!((&flow["proof"], &flow["optimal"]), (&"critical-path".into(), &true.into()));
    let (_, out, _) = planc("nothing-text", text, &[]);
    assert!(out.contains("nothing takes any time"), "{out}");
}

#[test]
fn the_same_question_has_the_same_bytes() {
    for args in [&["--format", "json"][..], &["--all", "--curve", "--features"], &["--what-if", "2.1.1=1h"]] {
        let first = planc("bytes", FERRY, args);
        assert_eq!(first, planc("bytes", FERRY, args));
        assert_eq!(first.0, 0);
    }
    let other = json("seed", FERRY, &["--seed", "7"]);
    assert_eq!(other["risk"]["seed"], 7);
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let folder = std::env::temp_dir().join(format!("planc-test-{}-schedule-threads", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    // So many files that they are read on all threads.
    for feature in 1..=70 {
        let text = format!(
            "# Feature {feature}: Part\n\n## SUBTASK {feature}.1.1: A\nDuration: 9 min\n\n\
             ## SUBTASK {feature}.1.2: B\nDuration: 6-12 min\nNeeds: {feature}.1.1\nUPDATE THIS FILE: src/x{feature}.rs\n"
        );
        fs::write(folder.join(format!("part-{feature}.md")), text).expect("a file");
    }
    let run = |threads: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_planc"))
            .args(["schedule", ".", "--windows", "4", "--format", "json"])
            .current_dir(&folder)
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .expect("planc starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let first = run("1");
    assert!(String::from_utf8_lossy(&first).contains("F70-70.1.2"));
    assert!(first == run("2") && first == run("7"));
    let _ = fs::remove_dir_all(&folder);
}

#[test]
fn buffers_are_no_windows() {
    let text = "\
# Feature 1: Ferry

```
Phase 1: Start (6 parallel windows)
Window 1: SUBTASK 1.1.1 - Timetable
Window 2: SUBTASK 1.1.2 - Fares
Windows 3-5: Buffer
Window 6: Buffer (1.1.2 again)
```
";
    let made = json("buffers", text, &[]);
    assert_eq!((&made["windows"], made["curve"].as_array().map(Vec::len)), (&Value::from(2), Some(2)));
}
