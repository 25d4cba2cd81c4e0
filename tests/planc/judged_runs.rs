//! P601 to P603: logs beside a plan, over the real command.

use super::workplace::Workplace;

const PLAN: &str = "# Feature 1: Ferry

## SUBTASK 1.1.1: Timetable
Duration: 10 min

VALIDATION:
- [ ] opens

## SUBTASK 1.1.2: Fares
Duration: 10 min
Needs: 1.1.1
";

/// Findings of P6 as `line code message`, for a log of lines `time event subtask …`; `-` for none.
fn judged(name: &str, log: &str, more: &[&str]) -> Vec<String> {
    let place = Workplace::new(name);
    place.write("plan.md", PLAN);
    let line = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        let result = words.get(3).map_or(String::new(), |result| format!(",\"validated\":\"{result}\""));
        let subtask = if words[2] == "-" { "null".to_owned() } else { format!("\"{}\"", words[2]) };
        format!(
            "{{\"v\":1,\"at\":\"{}\",\"event\":\"{}\",\"subtask\":{subtask},\"window\":1{result}}}\n",
            words[0], words[1]
        )
    };
    place.write("run.jsonl", &log.lines().map(line).collect::<String>());
    let mut args = vec!["check", "plan.md", "--log", "run.jsonl", "--select", "P6", "--format", "concise"];
    args.extend(more);
    let said = place.command(&args).env("SOURCE_DATE_EPOCH", "1772500000").output().expect("planc starts");
    assert!(said.status.code().expect("a code") < 2, "{}", String::from_utf8_lossy(&said.stderr));
    let out = String::from_utf8(said.stdout).expect("text");
    let told = |line: &str| line.strip_prefix("run.jsonl:").expect("the log").to_owned();
    out.lines().map(told).collect()
}

#[test]
fn order_or_time_shows_that_a_need_was_done() {
    // Logged late with its true time, or by machines whose clocks differ: no finding.
    let late =
        "2026-03-02T09:00:00Z start 1.1.1\n2026-03-02T09:12:00Z start 1.1.2\n2026-03-02T09:10:00Z done 1.1.1";
    assert_eq!(judged("p602-late", late, &[]), [""; 0]);
    let skewed =
        "2026-03-02T09:00:00Z start 1.1.1\n2026-03-02T09:10:00Z done 1.1.1\n2026-03-02T09:09:40Z start 1.1.2";
    assert_eq!(judged("p602-skew", skewed, &[]), [""; 0]);
    let alone = "2026-03-02T09:09:40Z done 1.1.2";
    assert_eq!(
        judged("p602-alone", alone, &[]),
        ["1:62: error[P602] `1.1.2` is reported done at 09:09, before `1.1.1` was done"]
    );
}

#[test]
fn a_gate_of_validation_is_judged_too() {
    let place = Workplace::new("p602-gate");
    place.write("plan.md", PLAN);
    place.write("planc.toml", "[log]\ngate = \"validated\"\n");
    let start = "{\"v\":1,\"at\":\"2026-03-02T09:12:00Z\",\"event\":\"start\",\"subtask\":\"1.1.2\"}\n";
    let done = |result: &str| {
        format!(
            "{{\"v\":1,\"at\":\"2026-03-02T09:10:00Z\",\"event\":\"done\",\"subtask\":\"1.1.1\",\"validated\":\"{result}\"}}\n"
        )
    };
    let args = [
        "check",
        "plan.md",
        "--log",
        "run.jsonl",
        "--select",
        "P602",
        "--format",
        "concise",
        "--now",
        "2026-03-02T09:13:00Z",
    ];
    place.write("run.jsonl", &(done("0/1") + start));
    assert_eq!(place.run(&args).code, 1);
    place.write("run.jsonl", &(done("1/1") + start));
    assert_eq!(place.run(&args).code, 0);
}

#[test]
fn a_phase_that_begins_too_early_is_told_once() {
    let place = Workplace::new("p602-phase");
    place.write(
        "plan.md",
        "# Feature 1: Ferry\n\n## Phase 1\n\n### SUBTASK 1.1.1: Timetable\n\nVALIDATION:\n- [ ] opens\n\n\
         ### SUBTASK 1.1.2: Fares\n\n## Phase 2\n\n### SUBTASK 1.2.1: Boats\n\n### SUBTASK 1.2.2: Crews\n",
    );
    let log = |result: &str| {
        let line = |at: u32, event: &str, subtask: &str, more: &str| {
            format!(
                "{{\"v\":1,\"at\":\"2026-03-02T09:{at:02}:00Z\",\"event\":\"{event}\",\"subtask\":\"{subtask}\"{more}}}\n"
            )
        };
        line(0, "start", "1.1.1", "")
            + &line(5, "done", "1.1.1", result)
            + &line(6, "start", "1.2.1", "")
            + &line(7, "start", "1.2.2", "")
            + &line(8, "done", "1.1.2", "")
    };
    let args = ["check", "plan.md", "--log", "run.jsonl", "--select", "P602", "--format", "concise"];
    let told = |log: &str| {
        place.write("run.jsonl", log);
        place.run(&args).out
    };
    let early = "run.jsonl:3:63: warning[P602] phase 2 began with `1.2.1` at 09:06, before";
    // Of a log without any validation, the phases that begin without one are told together.
    let done_first = log("").replace("T09:08", "T09:05");
    assert_eq!(told(&log("")), format!("{early} `1.1.2` was done\n"));
    assert_eq!(
        told(&done_first),
        "run.jsonl:3:63: warning[P602] phase 2 began at 09:06 with no validation of the phases before it in the log\n"
    );
    assert_eq!(told(&log(",\"validated\":\"0/1\"")), format!("{early} `1.1.1` and `1.1.2` were validated\n"));
    assert_eq!(told(&log(",\"validated\":\"1/1\"")), format!("{early} `1.1.2` was validated\n"));
    place.write("planc.toml", "[log]\ngate = \"done\"\n");
    assert_eq!(told(&log("")), format!("{early} `1.1.2` was done\n"));
    place.write("planc.toml", "[pack]\nmode = \"dataflow\"\n");
    assert_eq!(told(&log("")), "");
}

#[test]
fn an_end_before_midnight_is_told_and_not_guessed() {
    let over = "2026-03-02T23:50:00Z start 1.1.1\n2026-03-02T00:05:00Z done 1.1.1";
    assert_eq!(
        judged("p603-midnight", over, &[]),
        [
            "2:14: warning[P603] `1.1.1` ends at 2026-03-02T00:05:00Z, 1425 minutes before it starts; if that was after midnight, it took 15 minutes"
        ]
    );
    let back = "2026-03-02T09:10:00Z start 1.1.1\n2026-03-02T09:05:00Z done 1.1.1 1/1";
    assert_eq!(
        judged("p603-back", back, &[]),
        ["2:14: warning[P603] `1.1.1` ends at 2026-03-02T09:05:00Z, 5 minutes before it starts"]
    );
}

#[test]
fn the_future_is_behind_the_clock_and_behind_now() {
    let log = "2026-03-02T09:00:00Z start 1.1.1\n2027-03-02T09:10:00Z done 1.1.1";
    let late = "2:14: warning[P603] the event is of 2027-03-02T09:10:00Z, which is later than";
    assert_eq!(judged("p603-clock", log, &[]), [format!("{late} 2026-03-03T01:08:40Z")]);
    let now = judged("p603-now", log, &["--now", "2026-03-02T10:01:00Z"]);
    assert_eq!(
        now,
        [
            "1:63: warning[P601] `1.1.1` has been running in window 1 for 61 minutes; 10 were estimated"
                .to_owned(),
            format!("{late} 2026-03-02T10:01:00Z")
        ]
    );
}

#[test]
fn silence_is_told_once_and_never_in_a_pause() {
    let log = "2026-03-02T09:00:00Z start 1.1.1\n2026-03-02T09:10:00Z done 1.1.1";
    let quiet = judged("p601-silence", log, &["--now", "2026-03-02T10:11:00Z"]);
    assert_eq!(quiet, ["2:14: warning[P601] no event for 61 minutes, while 1 subtask is open"]);
    assert_eq!(judged("p601-not-yet", log, &["--now", "2026-03-02T10:10:00Z"]), [""; 0]);
    let paused = format!("{log}\n2026-03-02T09:11:00Z pause -");
    assert_eq!(judged("p601-pause", &paused, &["--now", "2026-03-02T11:00:00Z"]), [""; 0]);
}

#[test]
fn a_month_without_a_word_is_told() {
    let old = "1970-01-01T00:00:00Z start 1.1.1\n2026-03-02T09:00:00Z note -";
    assert_eq!(
        judged("p603-gap", old, &["--ignore", "P601"]),
        [
            "2:14: warning[P603] nothing is logged for 20514 days, from 1970-01-01T00:00:00Z to 2026-03-02T09:00:00Z"
        ]
    );
    let paused = old.replace("note -", "resume -").replace('\n', "\n1970-01-01T00:10:00Z pause -\n");
    assert_eq!(judged("p603-paused", &paused, &["--ignore", "P601"]), Vec::<String>::new());
}
