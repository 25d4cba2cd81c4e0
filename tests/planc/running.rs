//! `planc log` and `planc next`, over the real command.

use std::collections::BTreeMap;

use super::workplace::{Said, Workplace};

/// Events of the default log as `kind subtask window`.
fn events(place: &Workplace) -> Vec<String> {
    let field = |event: &serde_json::Value, name: &str| event[name].to_string().replace('"', "");
    let read = |line: &str| -> serde_json::Value { serde_json::from_str(line).expect(line) };
    let text = place.read(".planc/run.jsonl");
    text.lines()
        .map(read)
        .map(|event| {
            format!("{} {} {}", field(&event, "event"), field(&event, "subtask"), field(&event, "window"))
        })
        .collect()
}

#[test]
fn a_run_is_logged_from_any_folder() {
    let place = Workplace::ferry("log-run");
    place.write("deep/er/file.md", "words\n");
    assert_eq!(place.run(&["log", "begin", "first run"]).code, 0);
    let deep = place.command(&["log", "start", "1.1.1"]).current_dir(place.path().join("deep/er")).output();
    assert_eq!(Said::new(&deep.expect("planc starts")).code, 0);
    assert_eq!(place.run(&["log", "start", "--phase", "1"]).code, 0);
    let done = place.run(&["log", "done", "--window", "1", "--validated", "2/2"]);
    assert!(done.out.starts_with("done 1.1.1 in window 1"), "{}", done.out);
    assert!(done.out.ends_with("may start now: 1.1.3\n"), "{}", done.out);
    assert_eq!(place.run(&["log", "note", "--note", "half way"]).code, 0);
    assert_eq!(place.run(&["log", "fail", "F1-1.1.2", "--note", "no key"]).code, 0);
    assert_eq!(place.run(&["log", "undo"]).code, 0);
    assert_eq!(
        events(&place),
        [
            "begin null null",
            "start F1-1.1.1 1",
            "start F1-1.1.2 2",
            "done F1-1.1.1 1",
            "note null null",
            "fail F1-1.1.2 null",
            "undo F1-1.1.2 null",
        ]
    );
    assert_eq!(place.read(".planc/.gitignore"), "*\n");
    assert!(place.run(&["log", "-n", "2"]).out.contains("undo"));
}

#[test]
fn what_makes_no_sense_is_refused_and_nothing_is_written() {
    let place = Workplace::ferry("log-refused");
    let refused = |args: &[&str], words: &str| {
        let said = place.run(args);
        assert_eq!(said.code, 2, "{args:?}");
        assert!(said.err.contains(words), "{args:?}: {}", said.err);
        assert!(!place.path().join(".planc/run.jsonl").exists(), "{args:?}");
    };
    refused(&["log", "start", "1.1.9"], "did you mean 1.1.1");
    refused(&["log", "start", "1.1.1", "1.1.9"], "no subtask 1.1.9");
    refused(&["log", "start", "--phase", "7"], "it has 1, 2");
    refused(&["log", "done"], "--window 7");
    refused(&["log", "done", "--window", "3"], "nothing runs in window 3");
    refused(&["log", "done", "1.1.1", "--validated", "5/4"], "4/5");
    refused(&["log", "start", "1.1.1", "--at", "tomorrow"], "RFC 3339");
    refused(&["log", "note", "1.1.1"], "needs words");
    refused(&["log", "resume"], "not paused");
    refused(&["log", "undo"], "nothing that was logged");
    refused(&["log", "undo", "--phase", "1"], "takes ids");
    refused(&["log", "start", "--feature", "7"], "it has 1");
    refused(&["log", "start", "1.1.1", "--note", &"x".repeat(17_000)], "16384");
    refused(&["log", "start", "1.1.1", "--log", "/dev/full"], "no regular file");
    refused(&["log", "start", "1.1.1", "--log", "a.jsonl", "--log", "b.jsonl"], "only be read");
    assert_eq!(place.run(&["log", "start", "9.9.9", "--force"]).code, 0);
    assert_eq!(events(&place), ["start 9.9.9 null"]);
}

#[test]
fn a_feature_starts_at_once_and_a_phase_that_is_not_open_is_told() {
    let place = Workplace::ferry("log-feature");
    place.write("other.md", "# Feature 2: Pier\n\n## PHASE 1\nWindow 5: SUBTASK 2.1.1 - Planks\n");
    assert_eq!(place.run(&["log", "start", "--feature", "2", "--phase", "1"]).code, 0);
    assert_eq!(events(&place), ["start F2-2.1.1 5"]);
    assert_eq!(place.run(&["log", "done", "--feature", "F2"]).code, 0);
    assert_eq!(place.run(&["log", "done", "1.1.1"]).code, 0);
    let early = place.run(&["log", "start", "1.1.3"]);
    let told = "1.1.3 is in phase 2, which opens when those before it are validated: 1.1.2 missing";
    assert_eq!((early.code, early.err.contains(told)), (0, true), "{}", early.err);
    assert_eq!(place.run(&["log", "undo"]).code, 0);
    assert_eq!(place.run(&["log", "done", "1.1.2"]).code, 0);
    assert!(!place.run(&["log", "start", "1.1.3"]).err.contains("opens when"));
}

#[test]
fn the_gate_can_be_configured() {
    let place = Workplace::ferry("log-gate");
    place.write("spec.md", "# Feature 1: Ferry\n\n## SUBTASK 1.1.1: Timetable\n\nVALIDATION:\n- [ ] one\n");
    assert_eq!(place.run(&["log", "done", "1.1.1", "1.1.2"]).code, 0);
    let ready = |place: &Workplace| place.run(&["next"]).out.contains("F1-1.1.3");
    assert!(ready(&place));
    place.write("planc.toml", "[log]\ngate = \"validated\"\n");
    assert!(!ready(&place));
    place.write("planc.toml", "[log]\ngate = \"done\"\n");
    assert!(!place.run(&["next"]).out.contains("not open yet"));
    assert!(!place.run(&["status"]).out.contains("closed until"));
}

#[test]
fn a_run_begins_once() {
    let place = Workplace::ferry("log-begin");
    assert_eq!(place.run(&["log", "begin", "one"]).code, 0);
    let again = place.run(&["log", "begin", "two"]);
    assert_eq!((again.code, again.err.contains("already holds a run")), (2, true));
    assert_eq!(place.run(&["log", "pause", "--at", "-5m"]).code, 0);
    assert_eq!(place.run(&["log", "pause"]).code, 2);
    assert_eq!(place.run(&["log", "resume"]).code, 0);
}

#[test]
fn a_damaged_log_is_read_past() {
    let place = Workplace::ferry("log-damaged");
    assert_eq!(place.run(&["log", "start", "1.1.1"]).code, 0);
    let log = place.read(".planc/run.jsonl");
    place.write(".planc/run.jsonl", &format!("{log}{}", &log[..50]));
    let done = place.run(&["log", "done", "1.1.1"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.err.contains("run.jsonl:2: no event"), "{}", done.err);
    assert!(done.out.starts_with("done 1.1.1 in window 1"), "{}", done.out);
}

#[test]
fn next_says_what_may_start() {
    let place = Workplace::ferry("next");
    let first = place.run(&["next"]);
    assert_eq!(first.code, 0);
    insta::assert_snapshot!(first.out, @r"
    may start now  window  minutes  chain  title      unblocks
    F1-1.1.1            1       15     45  Timetable  F1-1.1.3
    F1-1.1.2            2       15     30  Fares
    ");
    let taken = place.run(&["next", "--take", "--window", "7"]);
    assert!(taken.out.starts_with("# `F1-1.1.1` Timetable\n\nWindow 7"), "{}", taken.out);
    let busy = place.run(&["next", "--take", "--window", "7"]);
    assert_eq!((busy.code, busy.out.as_str()), (2, ""));
    assert!(busy.err.contains("planc log done 1.1.1"), "{}", busy.err);
    let free = place.run(&["next", "--take"]);
    assert!(free.out.contains("\n\nWindow 1"), "{}", free.out);
    let none = place.run(&["next", "--take", "--window", "3"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
    assert!(none.err.contains("2 running, 2 blocked"), "{}", none.err);
    assert_eq!(place.run(&["log", "fail", "1.1.1", "1.1.2"]).code, 0);
    let stuck = place.run(&["next", "--take", "--wait", "--window", "3"]);
    assert_eq!((stuck.code, stuck.err.contains("2 failed, 2 blocked")), (1, true), "{}", stuck.err);
}

#[test]
fn nothing_starts_in_a_pause() {
    let place = Workplace::ferry("next-paused");
    assert_eq!(place.run(&["log", "start", "1.1.1", "--at", "2026-03-02T09:00:00.25Z"]).code, 0);
    assert_eq!(place.run(&["log", "pause", "--at", "2026-03-02T09:05:00Z"]).code, 0);
    for args in [["next", "--phases"], ["next", "--take"]] {
        let said = place.run(&args);
        assert_eq!(said.code, 1);
        assert!(said.err.contains("the run is paused since 09:05 UTC; `planc log resume`"), "{}", said.err);
    }
    insta::assert_snapshot!(place.run(&["next"]).out, @r"
    running   window  since (UTC)          title
    F1-1.1.1       1  2026-03-02 09:00:00  Timetable
    ");
    let view: serde_json::Value =
        serde_json::from_str(&place.run(&["next", "--format", "json"]).out).expect("json");
    assert_eq!(
        (&view["paused_since"], &view["ready"]),
        (&"2026-03-02T09:05:00Z".into(), &serde_json::json!([]))
    );
    let done = place.run(&["log", "done", "1.1.1", "--at", "2026-03-02T09:05:40Z"]);
    assert!(
        done.out.contains("1 in window 1, 5 min (planned 15 min)") && !done.out.contains("may start"),
        "{}",
        done.out
    );
    assert_eq!(place.run(&["log", "resume"]).code, 0);
    assert_eq!(place.run(&["next"]).code, 0);
}

#[test]
fn next_says_what_a_failure_blocks_and_what_goes_on() {
    let place = Workplace::ferry("next-failed");
    assert_eq!(place.run(&["log", "done", "1.1.1"]).code, 0);
    assert_eq!(place.run(&["log", "fail", "1.1.2", "--note", "no\u{1b}[31m key"]).code, 0);
    let said = place.run(&["next"]);
    assert_eq!(said.code, 0);
    insta::assert_snapshot!(said.out, @r"
    may start now  window  minutes  chain  title    phase
    F1-1.1.3            1       15     30  Booking  2, not open yet

    failed    blocks  such as   why
    F1-1.1.2       1  F1-1.1.4  no\u{1b}[31m key
    ");
    let view: serde_json::Value =
        serde_json::from_str(&place.run(&["next", "--format", "json"]).out).expect("json");
    assert_eq!(view["ready"][0]["free_window"], 1);
    assert_eq!(view["failed"][0]["blocks"], serde_json::json!(["F1-1.1.4"]));
    // Somebody keeps to the phases: nothing of the second one begins, and nobody waits for that.
    let closed = place.run(&["next", "--phases", "--take", "--wait"]);
    assert_eq!((closed.code, closed.err.contains("1 failed, 2 blocked")), (1, true), "{}", closed.err);
    assert_eq!(place.run(&["log", "done", "1.1.2"]).code, 0);
    assert_eq!(place.run(&["next", "--phases"]).code, 0);
}

#[test]
fn a_phase_opens_when_the_one_before_is_validated() {
    let place = Workplace::ferry("next-phases");
    place.write(
        "spec.md",
        "# Feature 1: Ferry\n\n## SUBTASK 1.1.2: Fares\n\nVALIDATION:\n- [ ] one\n- [ ] two\n",
    );
    assert_eq!(place.run(&["log", "done", "1.1.1", "1.1.2", "--validated", "1/2"]).code, 0);
    assert_eq!(place.run(&["next", "--phases"]).code, 1);
    assert_eq!(place.run(&["next", "--phases", "--gate", "done"]).code, 0);
    let early = place.run(&["next"]);
    assert!(early.out.contains("2, not open yet"), "{}", early.out);
    let status = place.run(&["status"]);
    assert!(status.out.contains("closed until F1-1.1.1 and 1 more"), "{}", status.out);
    assert!(!place.run(&["status", "--gate", "done"]).out.contains("closed until"));
    assert_eq!(place.run(&["log", "done", "1.1.1", "1.1.2", "--validated", "2/2"]).code, 0);
    assert!(place.run(&["next", "--phases"]).out.contains("F1-1.1.3"));
}

#[test]
fn fifteen_windows_pull_their_prompts_and_no_subtask_runs_twice() {
    let place = Workplace::with("next-fifteen", "fixtures/harbour-clean");
    place.write("planc.toml", "");
    std::thread::scope(|scope| {
        for window in 1..=15 {
            let place = &place;
            scope.spawn(move || {
                let window = window.to_string();
                loop {
                    let taken = place.run(&["next", "--take", "--wait", "--window", &window]);
                    if taken.code == 1 {
                        break;
                    }
                    assert_eq!(taken.code, 0, "{}", taken.err);
                    assert!(taken.out.starts_with("# `F"), "{}", taken.out);
                    let done = place.run(&["log", "done", "--window", &window]);
                    assert_eq!(done.code, 0, "{}", done.err);
                }
            });
        }
    });
    let plan: serde_json::Value =
        serde_json::from_str(&place.run(&["plan", "--format", "json"]).out).expect("a plan");
    // What the plan says is done already is left alone.
    let (over, subtasks): (Vec<_>, Vec<_>) = plan["subtasks"]
        .as_array()
        .expect("subtasks")
        .iter()
        .partition(|subtask| subtask["status"] == "done");
    assert!(subtasks.len() > 20 && !over.is_empty());
    let mut when: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, event) in events(&place).iter().enumerate() {
        let mut words = event.split(' ');
        let kind = words.next().expect("a kind");
        let key = words.next().expect("a key").to_owned();
        let known = when.entry(key).or_default();
        assert_eq!(kind, ["start", "done"][known.len().min(1)], "{event}");
        known.push(at);
    }
    assert_eq!(when.len(), subtasks.len());
    let key_of: BTreeMap<&str, &str> = subtasks
        .iter()
        .map(|subtask| (subtask["id"].as_str().expect("id"), subtask["key"].as_str().expect("key")))
        .collect();
    for &subtask in &subtasks {
        let own = &when[subtask["key"].as_str().expect("key")];
        assert_eq!(own.len(), 2, "{subtask}");
        for need in subtask["needs"].as_array().expect("needs") {
            let need = need.as_str().expect("an id");
            let needed = when.get(*key_of.get(need).unwrap_or(&need));
            assert!(needed.is_none_or(|times| times[1] < own[0]), "{} before {need}", subtask["id"]);
        }
        for other in subtasks.iter().filter(|other| other["key"] != subtask["key"]) {
            let files = |of: &serde_json::Value| -> Vec<String> {
                of["files"].as_array().expect("files").iter().map(|file| file["path"].to_string()).collect()
            };
            let other_times = &when[other["key"].as_str().expect("key")];
            let overlap = own[0] < other_times[1] && other_times[0] < own[1];
            assert!(!overlap || files(subtask).iter().all(|file| !files(other).contains(file)));
        }
    }
}

#[test]
fn a_claimed_prompt_follows_the_template_and_a_wrong_one_claims_nothing() {
    let place = Workplace::ferry("next-template");
    place.write("planc.toml", "[pack]\ntemplate = \"mine.md\"\n");
    place.write("mine.md", "Yours: {{ lable }}\n{{ prompt }}\n");
    let said = place.run(&["next", "--take", "--window", "1"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""), "{}", said.err);
    assert!(said.err.contains("mine.md:1"), "{}", said.err);
    let logged = place.path().join(".planc/run.jsonl");
    assert!(std::fs::read_to_string(&logged).unwrap_or_default().is_empty());
    place.write("mine.md", "Yours: {{ label }}\n{{ prompt }}\n");
    let said = place.run(&["next", "--take", "--window", "1"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("Yours: `F1-1.1.1`"), "{}", said.out);
    assert_eq!(events(&place).len(), 1);
}
