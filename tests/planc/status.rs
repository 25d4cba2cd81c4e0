//! `planc status`, over the real command.

use serde_json::Value;

use super::workplace::{FERRY, Said, Workplace};

/// Two subtasks of phase 1, one done after ten minutes of work, one failed, and a pause of five minutes.
fn ferry(name: &str) -> Workplace {
    let place = Workplace::ferry(name);
    for args in [
        &["log", "begin", "first", "--at", "2026-03-02T09:00:00Z"][..],
        &["log", "start", "1.1.1", "1.1.2", "--at", "2026-03-02T09:00:00Z"],
        &["log", "pause", "--at", "2026-03-02T09:05:00Z"],
        &["log", "resume", "--at", "2026-03-02T09:10:00Z"],
        &["log", "done", "1.1.1", "--validated", "2/2", "--at", "2026-03-02T09:15:00Z"],
        &["log", "fail", "1.1.2", "--note", "no key", "--at", "2026-03-02T09:20:00Z"],
    ] {
        let said = place.run(args);
        assert_eq!(said.code, 0, "{args:?}: {}", said.err);
    }
    place
}

fn json(place: &Workplace, args: &[&str]) -> Value {
    let said = place.run(&[&["status", "--format", "json"], args].concat());
    serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {}{}", said.out, said.err))
}

#[test]
fn a_status_says_what_is_done_what_hangs_and_when_it_ends() {
    let place = ferry("status");
    let said = place.run(&["status"]);
    assert_eq!(said.code, 0);
    insta::assert_snapshot!(said.out, @r"
    first: 1 of 4 subtasks done
    ████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 25 % (15 min of 1 h of work)
    as of             2026-03-02 09:20 UTC; began 09:00, 15 min elapsed without 5 min of pauses
    now               1 failed, 1 may start, 1 blocked
    forecast          ends P50 09:58 (in 38 min), P80 10:08 (in 48 min)
                      2 windows, phases wait for each other; subtasks take 90 % of their estimates (1
                      subtask of this run measured)
                      supposed to start again now: F1-1.1.2
    critical path     F1-1.1.2 → F1-1.1.3 → F1-1.1.4
    failed            F1-1.1.2: no key; it blocks F1-1.1.4
    may start         F1-1.1.3

    phase  done  now
    1       1/2  1 failed
    2       0/2  closed until F1-1.1.2

    window  done  worked  now   since  next      about
         1     1  10 min  free  09:15  F1-1.1.3  09:33
         2     0  15 min  free  09:20  F1-1.1.2  09:20

    blocked   waits for           title
    F1-1.1.4  F1-1.1.2, F1-1.1.3  Refunds
    ");
    let view = json(&place, &[]);
    assert_eq!(view["elapsed_minutes"], 15);
    assert_eq!(view["subtasks"][0]["actual_minutes"], 10);
    assert_eq!(view["subtasks"][1]["blocks"], serde_json::json!(["F1-1.1.4"]));
    assert_eq!(view["forecast"]["assumed"], serde_json::json!(["F1-1.1.2"]));
    assert_eq!(view["phases"][1]["open"], false);
    // Without a moment of its own the status is as of the last event, whatever the clock says.
    assert_eq!(place.run(&["status"]).out, said.out);
}

#[test]
fn the_past_is_shown_as_it_was() {
    let place = ferry("status-past");
    let view = json(&place, &["--now", "2026-03-02T09:12:00Z"]);
    assert_eq!(view["counts"]["running"], 2);
    assert_eq!(view["elapsed_minutes"], 7);
    assert_eq!(json(&place, &["--now", "2026-03-02T09:07:00Z"])["paused"], true);
    let later = json(&place, &["--now", "2026-03-02T10:20:00Z"]);
    assert_eq!(
        (&later["elapsed_minutes"], &later["subtasks"][0]["actual_minutes"]),
        (&75.into(), &10.into())
    );
    assert!(place.run(&["status", "--now", "2026-03-02T09:12:00Z"]).err.contains("2 later events"));
}

#[test]
fn the_tracking_table_is_the_guides() {
    let place = ferry("status-table");
    insta::assert_snapshot!(place.run(&["status", "--format", "markdown"]).out, @r"
    | Window | Subtask | Status | Start Time | End Time | Duration | Notes |
    |---|---|---|---|---|---|---|
    | 1 | `F1-1.1.1` | ✅ Done | 09:00 | 09:15 | 10 min | validated 2/2 |
    | 2 | `F1-1.1.2` | ❌ Error | 09:00 | 09:20 | 15 min | no key |
    | 1 | `F1-1.1.3` | ⏳ Waiting | - | - | - | may start now |
    | 2 | `F1-1.1.4` | ⏳ Waiting | - | - | - | needs F1-1.1.2, F1-1.1.3 |
    ");
    insta::assert_snapshot!(place.run(&["status", "--format", "csv", "--zone", "+02:00"]).out, @r#"
    Window,Subtask,Status,Start Time,End Time,Duration,Notes
    1,F1-1.1.1,✅ Done,11:00,11:15,10 min,validated 2/2
    2,F1-1.1.2,❌ Error,11:00,11:20,15 min,no key
    1,F1-1.1.3,⏳ Waiting,,,,may start now
    2,F1-1.1.4,⏳ Waiting,,,,"needs F1-1.1.2, F1-1.1.3"
    "#);
    assert_eq!(
        place
            .run(&["log", "note", "1.1.2", "--note", "=1+1, \"x\" | y", "--at", "2026-03-03T00:01:00Z"])
            .code,
        0
    );
    assert_eq!(
        place
            .run(&["log", "wait", "1.1.2", "--note", "=1+1, \"x\" | y", "--at", "2026-03-03T00:02:00Z"])
            .code,
        0
    );
    let sheet = place.run(&["status", "--format", "csv"]).out;
    assert!(sheet.contains(",2026-03-02 09:00,2026-03-02 09:20,15 min,\"'=1+1, \"\"x\"\" | y\""), "{sheet}");
    let raw = place.run(&["status", "--format", "csv", "--csv-raw"]).out;
    assert!(raw.contains("\"=1+1, \"\"x\"\" | y\""), "{raw}");
    let table = place.run(&["status", "--format", "markdown"]).out;
    assert!(table.contains("| \\=1+1, \"x\" \\| y |"), "{table}");
}

#[test]
fn scripts_can_ask_for_what_has_to_be_done() {
    let place = ferry("status-require");
    let missing = place.run(&["status", "--require", "done:1"]);
    assert_eq!(missing.code, 1);
    assert!(missing.err.contains("phase 1 is not done: 1 of 2 left (1.1.2 is failed)"), "{}", missing.err);
    assert_eq!(place.run(&["log", "done", "1.1.2", "--validated", "1/2"]).code, 0);
    assert_eq!(place.run(&["status", "--require", "done:1"]).code, 0);
    let reported = place.run(&["status", "--require", "validated:1"]);
    assert_eq!((reported.code, reported.err.contains("1.1.2 is done")), (1, true), "{}", reported.err);
    assert_eq!(place.run(&["status", "--require", "done"]).code, 1);
    let unknown = place.run(&["status", "--require", "done:9"]);
    assert_eq!((unknown.code, unknown.err.contains("it has 1, 2")), (2, true), "{}", unknown.err);
    for bad in ["finished", "done:"] {
        assert_eq!(place.run(&["status", "--require", bad]).code, 2, "{bad}");
    }
}

#[test]
fn files_of_finished_subtasks_are_looked_at() {
    let place = Workplace::new("status-files");
    place.write("planc.toml", "");
    place.write(
        "plan.md",
        "# Feature 1: Ferry\n\n## SUBTASK 1.1.1: One\nCREATE THIS FILE: src/one.rs\n\n## SUBTASK 1.1.2: Two\nUPDATE THIS FILE: src/one.rs\n\n\
         ## SUBTASK 1.1.3: Three\nCREATE THIS FILE: src/three.rs\n",
    );
    let log = |args: &[&str], clock: &str| {
        let at = format!("2026-03-02T{clock}:00Z");
        let said = place.run(&[&["log"], args, &["--at", &at]].concat());
        assert_eq!(said.code, 0, "{args:?}: {}", said.err);
    };
    log(&["start", "1.1.1", "--window", "1"], "09:00");
    log(&["done", "1.1.1"], "09:10");
    let missing = place.run(&["status", "--files"]);
    assert_eq!(
        (missing.code, missing.out.contains("F1-1.1.1: src/one.rs is not there")),
        (1, true),
        "{}",
        missing.out
    );
    place.write("src/one.rs", "");
    let view = json(&place, &["--files"]);
    assert_eq!(view["files"], serde_json::json!({"checked": 1, "faults": [], "clashes": []}));
    // One after the other is fine, although both write the file.
    log(&["start", "1.1.2", "--window", "2"], "09:10");
    log(&["done", "1.1.2"], "09:20");
    assert_eq!(place.run(&["status", "--files"]).code, 0);
    log(&["start", "1.1.1", "--window", "1"], "09:15");
    log(&["done", "1.1.1"], "09:18");
    let view = json(&place, &["--files"]);
    assert_eq!(view["files"]["clashes"][0]["keys"], serde_json::json!(["F1-1.1.2", "F1-1.1.1"]));
    assert_eq!(view["files"]["clashes"][0]["from"], "2026-03-02T09:15:00Z");
    assert_eq!(place.run(&["status", "--files"]).code, 1);
}

#[test]
fn nothing_is_foretold_from_times_that_cannot_be_true() {
    let place = ferry("status-gap");
    assert_eq!(place.run(&["log", "note", "--note", "old", "--at", "1970-01-01T00:00:00Z"]).code, 0);
    let said = place.run(&["status"]);
    assert!(
        said.out.contains("none: nothing is logged between 1970-01-01 00:00 and 2026-03-02"),
        "{}",
        said.out
    );
    let view = json(&place, &[]);
    assert_eq!((&view["forecast"], &view["gap"]["from"]), (&Value::Null, &"1970-01-01T00:00:00Z".into()));
    assert_eq!(place.run(&["log", "undo", "--at", "2026-03-02T09:21:00Z"]).code, 0);
    assert_eq!(json(&place, &[])["gap"], Value::Null);
    // Nobody logged anything since: what runs is not foretold to the day.
    assert_eq!(json(&place, &["--now", "2026-05-01T00:00:00Z"])["gap"]["until"], "2026-05-01T00:00:00Z");
}

#[test]
fn nobody_waits_where_nobody_watches() {
    let place = ferry("status-watch");
    let said = place.run(&["status", "--watch"]);
    assert_eq!((said.code, said.out), (0, place.run(&["status"]).out));
    assert!(said.err.contains("--watch needs a terminal"), "{}", said.err);
}

#[test]
fn a_run_that_has_not_begun_and_one_that_is_over_have_a_status() {
    let place = Workplace::new("status-ends");
    place.write("planc.toml", "");
    place.write("plan.md", FERRY);
    let said = place.run(&["status"]);
    assert_eq!((said.code, said.out.contains("nothing is logged yet")), (0, true), "{}", said.out);
    assert!(said.out.contains("ends P50 in "), "{}", said.out);
    let done = ["log", "done", "1.1.1", "1.1.2", "1.1.3", "1.1.4", "--at", "2026-03-02T09:00:00Z"];
    assert_eq!(place.run(&done).code, 0);
    let view = json(&place, &["--require", "done"]);
    assert_eq!((&view["forecast"], &view["ended"]), (&Value::Null, &"2026-03-02T09:00:00Z".into()));
    // A plan whose needs go in a circle has no forecast, but a status.
    place.write("plan.md", "## SUBTASK 1.1.1: One\nNeeds: 1.1.2\n\n## SUBTASK 1.1.2: Two\nNeeds: 1.1.1\n");
    place.write(".planc/run.jsonl", "");
    let circle = json(&place, &[]);
    assert_eq!((&circle["forecast"], &circle["counts"]["blocked"]), (&Value::Null, &2.into()));
}

#[test]
fn a_table_comes_back_as_it_went() {
    let place = ferry("status-round");
    for (format, name) in [("markdown", "table.md"), ("csv", "table.csv")] {
        let table = place.run(&["status", "--format", format]).out;
        let other = Workplace::new(&format!("status-round-{format}"));
        other.write("planc.toml", "");
        other.write("plan.md", FERRY);
        other.write(&format!("../{}", out_of(&other, name)), &table);
        let path = format!("../{}", out_of(&other, name));
        let said = other.run(&["import", &path, "--date", "2026-03-02"]);
        let _ = std::fs::remove_file(other.path().join(&path));
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
        let again = other.run(&["status", "--format", format]).out;
        // Pauses are no part of a table: what worked 10 of 15 minutes comes back with 15.
        let row = |text: &str| {
            text.lines().find(|row| row.contains("1.1.1")).expect("a row").replace("10 min", "15 min")
        };
        assert_eq!(row(&again), row(&table));
        let failed = |text: &str| text.lines().any(|row| row.contains("❌ Error") && row.contains("no key"));
        assert!(failed(&again) && failed(&table), "{again}");
    }
}

/// A name beside a folder, so that what stands there is no part of the plan.
fn out_of(place: &Workplace, name: &str) -> String {
    format!("{}-{name}", place.path().file_name().expect("a name").to_string_lossy())
}

#[test]
fn worktrees_have_one_status() {
    let place = Workplace::new("status-worktrees");
    for folder in ["main", "one", "two"] {
        place.write(&format!("{folder}/planc.toml"), "");
        place.write(&format!("{folder}/plan.md"), FERRY);
        if folder != "main" {
            place.write(&format!("main/.git/worktrees/{folder}/commondir"), "../..\n");
            let git = place.path().join("main/.git/worktrees").join(folder);
            place.write(&format!("{folder}/.git"), &format!("gitdir: {}\n", git.display()));
        }
    }
    let run = |folder: &str, args: &[&str]| {
        let output =
            place.command(args).current_dir(place.path().join(folder)).output().expect("planc starts");
        Said::new(&output)
    };
    assert_eq!(run("one", &["log", "start", "1.1.1", "--window", "4"]).code, 0);
    assert_eq!(run("two", &["log", "done", "1.1.2"]).code, 0);
    let status = run("main", &["status"]).out;
    assert!(status.contains("1 of 4 subtasks done") && status.contains("1 running"), "{status}");
    assert_eq!(run("two", &["status"]).out, status);
    assert!(!place.path().join("one/.planc").exists());
}

#[test]
fn secrets_in_notes_are_masked() {
    let place = ferry("status-secret");
    let token = format!("ghp_{}", "k3Zq9Lw2Xv7Rt4Bn8Mc1Ypd5Hs6GjF0a1b2c3");
    assert_eq!(place.run(&["log", "fail", "1.1.2", "--note", &format!("refused {token}")]).code, 0);
    for args in [
        &["status"][..],
        &["status", "--format", "json"],
        &["status", "--format", "csv"],
        &["next"],
        &["log"],
    ] {
        let said = place.run(args);
        assert!(!said.out.contains(&token) && said.out.contains("refused"), "{args:?}: {}", said.out);
    }
}
