//! `planc report` and `planc build --log`: what they publish, and what they keep back.

use super::workplace::Workplace;

const LOG: &str = include_str!("../../fixtures/harbour/run.jsonl");

fn harbour(name: &str) -> Workplace {
    let place = Workplace::with(name, "fixtures/harbour");
    place.write("run.jsonl", LOG);
    place
}

/// Names of the files in a folder, sorted.
fn files(place: &Workplace, folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(place.path().join(folder)).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn pages_and_the_status_are_published_and_no_prompt() {
    let place = harbour("report");
    let said = place.run(&["report", "--log", "run.jsonl", "-o", "SITE"]);
    assert_eq!(
        (said.code, said.out.as_str()),
        (0, "SITE: 3 new, 0 changed, 0 equal, 0 removed\n"),
        "{}",
        said.err
    );
    assert_eq!(files(&place, "SITE"), ["index.html", "planc-manifest.json", "run.html", "status.json"]);
    let plan: serde_json::Value =
        serde_json::from_str(&place.run(&["plan", "--format", "json"]).out).expect("a plan");
    let prompts: Vec<&str> = plan["subtasks"]
        .as_array()
        .expect("subtasks")
        .iter()
        .filter_map(|one| one["prompt"].as_str())
        .collect();
    assert!(prompts.len() > 20);
    for name in ["index.html", "run.html", "status.json"] {
        let text = place.read(&format!("SITE/{name}"));
        for prompt in &prompts {
            let line = prompt.lines().max_by_key(|line| line.len()).expect("a line");
            assert!(!text.contains(line), "{name} repeats a prompt: {line}");
        }
        assert!(
            !text.contains(place.path().to_str().expect("a path")),
            "{name} names a folder of the machine"
        );
    }
    let status = place.run(&["status", "--log", "run.jsonl", "--format", "json"]);
    assert!(place.read("SITE/status.json") == status.out, "status.json is what planc status prints");
    assert!(place.read("SITE/index.html").contains("<a href=\"run.html\">"));
    let again = place.run(&["report", "--log", "run.jsonl", "-o", "SITE"]);
    assert_eq!(again.out, "SITE is up to date, 3 files\n");
    let with = place.run(&["report", "--log", "run.jsonl", "--with-prompts", "-o", "SITE"]);
    assert_eq!(with.out, "SITE: 1 new, 1 changed, 2 equal, 0 removed\n");
    assert!(place.read("SITE/index.html").contains("<a href=\"prompts.html\">"));
    let without = place.run(&["report", "-o", "SITE"]);
    assert_eq!(without.code, 0);
    assert_eq!(files(&place, "SITE"), ["index.html", "planc-manifest.json", "status.json"]);
}

#[test]
fn a_build_with_a_log_has_the_run_beside_everything_else() {
    let place = harbour("build-log");
    assert_eq!(place.run(&["build", "--log", "run.jsonl", "-o", "OUT"]).code, 0);
    assert!(place.read("OUT/run.html").contains("As of 2026-03-02 10:28 UTC"));
    assert_eq!(place.run(&["build", "-o", "OUT"]).code, 0);
    assert!(!place.path().join("OUT/run.html").exists());
}

#[test]
fn one_question_has_one_forecast() {
    let place = harbour("report-windows");
    let forecast = |text: &str| {
        let view: serde_json::Value = serde_json::from_str(text).expect("a status");
        view["forecast"].clone()
    };
    for windows in [&[][..], &["--windows", "3"]] {
        let flags = [&["--log", "run.jsonl"], windows].concat();
        assert_eq!(place.run(&[&["report", "-o", "SITE"], flags.as_slice()].concat()).code, 0);
        let status = place.run(&[&["status", "--format", "json"], flags.as_slice()].concat());
        let found = forecast(&place.read("SITE/status.json"));
        assert_eq!(found, forecast(&status.out), "{windows:?}");
        assert_eq!(found["windows"], if windows.is_empty() { 7 } else { 3 });
    }
    // Packs and pages follow the windows of the configuration, and so does the status.
    place.write("planc.toml", "[pack]\nwindows = 4\n");
    let status = place.run(&["status", "--format", "json", "--log", "run.jsonl"]);
    assert_eq!(forecast(&status.out)["windows"], 4);
}

#[test]
fn a_build_with_a_log_plans_the_rest_anew() {
    let place = Workplace::ferry("build-rest");
    assert_eq!(place.run(&["build", "-o", "OUT"]).code, 0);
    assert!(place.path().join("OUT/F1/phases/1/window-01-F1-1.1.1.md").exists());
    for args in [
        &["log", "start", "1.1.1", "--window", "9", "--at", "2026-03-02T09:00:00Z"][..],
        &["log", "done", "1.1.1", "--at", "2026-03-02T09:40:00Z"],
        &["log", "start", "1.1.2", "--window", "5", "--at", "2026-03-02T09:41:00Z"],
    ] {
        assert_eq!(place.run(args).code, 0, "{args:?}");
    }
    let said = place.run(&["build", "--log", ".planc/run.jsonl", "--mode", "dataflow", "-o", "OUT"]);
    assert_eq!(said.code, 0, "{}", said.err);
    // What is done or runs keeps its window and its times; what is left is planned from now on.
    assert_eq!(
        files(&place, "OUT/F1/phases/all"),
        [
            "bundle.md",
            "window-05-F1-1.1.2.md",
            "window-09-F1-1.1.1.md",
            "window-09-F1-1.1.3.md",
            "window-09-F1-1.1.4.md"
        ]
    );
    let says = |file: &str, words: &str| {
        let prompt = place.read(&format!("OUT/F1/phases/all/{file}"));
        assert!(prompt.contains(words), "{words}: {prompt}");
    };
    says(
        "window-09-F1-1.1.1.md",
        "Window 9, validated, ≈ 15 minutes (from minute 0 to minute 40 of the run)",
    );
    says("window-05-F1-1.1.2.md", "Window 5, running, ≈ 15 minutes (from minute 41 to minute 56 of the run)");
    says("window-09-F1-1.1.3.md", "Window 9, ≈ 15 minutes (from minute 41 to minute 56 of the run)");
    says("window-09-F1-1.1.4.md", "(from minute 56 to minute 71 of the run)");
    // The pages show the whole plan beside the run.
    assert!(
        place.read("OUT/index.html").contains("Timetable")
            && place.read("OUT/run.html").contains("minute 41")
    );
}

#[test]
fn a_run_can_be_looked_at_as_it_was() {
    let place = harbour("report-now");
    let at = |time: &str| {
        assert_eq!(place.run(&["report", "--log", "run.jsonl", "--now", time, "-o", "SITE"]).code, 0);
        place.read("SITE/run.html")
    };
    let early = at("2026-03-02T09:20:00Z");
    assert!(early.contains("As of 2026-03-02 09:20 UTC") && early.contains("In progress, minute 20:"));
    assert!(early.contains("23 events later than the time of this page left out"));
    let late = at("2026-03-02T10:43:20Z");
    assert!(late.contains("▶ running late") && late.contains("for 15 min of 10 planned"));
}

#[test]
fn what_cannot_be_done_is_said_and_nothing_is_written() {
    let place = harbour("report-refused");
    let refused = |args: &[&str], words: &str| {
        let said = place.run(args);
        assert_eq!(said.code, 2, "{args:?}");
        assert!(said.err.contains(words), "{args:?}: {}", said.err);
        assert!(!place.path().join("SITE").exists());
    };
    refused(&["report", "--log", "none.jsonl", "-o", "SITE"], "no such log");
    refused(&["report", "--log", "run.jsonl", "--now", "soon", "-o", "SITE"], "--now soon");
    refused(&["report", "--now", "now", "-o", "SITE"], "--log");
    refused(&["report"], "-o");
    refused(&["check", "--log", "none.jsonl"], "no such log");
    refused(&["check", "--log", "run.jsonl", "--report", "json=run.jsonl"], "run.jsonl");
    assert_eq!(place.read("run.jsonl"), LOG);
}

#[test]
fn words_of_a_log_are_words_and_its_secrets_stay_hidden() {
    let place = Workplace::new("report-hostile");
    place.write("plan.md", "# Feature 1: Ferry\n\nWindow 1: SUBTASK 1.1.1 - Timetable\n");
    let token = format!("gh{}_{}", 'p', "k3".repeat(4) + "Q9v7Xz1LmN4bR8tYw2Pc6Df");
    let event = |second: u32, kind: &str, subtask: &str, note: &str| {
        let at = format!("2026-03-02T09:00:{second:02}Z");
        let event = serde_json::json!({"v": 1, "at": at, "event": kind, "subtask": subtask, "window": 1, "note": note, "writer": "<i>w"});
        format!("{event}\n")
    };
    let note = format!("</script><img src=x onerror=alert(1)> \u{202E}\u{1B}[0m \" use {token}");
    let log = event(0, "begin", "", &note)
        + &event(1, "start", "1.1.1", &note)
        + &event(2, "wait", "1.1.1", &note)
        + &event(3, "fail", "1.1.1", &note)
        + &event(4, "start", "<b>9.9.9</b>", &note)
        + "<svg onload=x>\n";
    place.write("run.jsonl", &log);
    assert_eq!(place.run(&["report", "--log", "run.jsonl", "-o", "SITE"]).code, 0);
    let page = place.read("SITE/run.html");
    for bad in ["<img", "<b>9", "<svg onload", "<i>w", "\u{202E}", "\u{1B}", token.as_str()] {
        assert!(!page.contains(bad), "{bad}");
    }
    assert!(page.contains("ghp_****") && page.contains("&lt;img src=x onerror=alert(1)&gt;"));
    assert!(!place.read("SITE/status.json").contains(&token));
}

#[test]
fn a_hundred_thousand_events_make_a_page_of_bounded_size() {
    let place = harbour("report-large");
    let keys = ["F1-1.1.1", "F1-1.1.2", "F1-1.1.3", "F1-1.1.4", "F1-1.3.1", "F1-1.4.1"];
    let mut log = String::new();
    for at in 0..100_000_u64 {
        use std::fmt::Write;
        let (round, lane) = (at / 12, at % 6);
        let second = round * 7 + if at % 12 < 6 { 0 } else { 5 };
        let kind = if at % 12 < 6 { "start" } else { "fail" };
        let (days, seconds) = (second / 86_400, second % 86_400);
        let _ = writeln!(
            log,
            "{{\"v\":1,\"at\":\"2026-03-{:02}T{:02}:{:02}:{:02}Z\",\"event\":\"{kind}\",\"subtask\":\"{}\",\"window\":{},\"note\":\"try number {at}\"}}",
            days + 2,
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60,
            keys[lane as usize],
            lane + 1
        );
    }
    place.write("large.jsonl", &log);
    let said = place.run(&["report", "--log", "large.jsonl", "-o", "SITE"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let page = place.read("SITE/run.html");
    assert!(page.len() < 500_000, "{} bytes", page.len());
    assert!(page.contains("The last 200 of 100000 events."));
    // Every try of the figures is there: 8,333 rounds of six, and four starts more.
    assert!(page.contains("49998 failed tries"), "the figures count every try");
}
