//! `planc calibrate`, and schedules that use what it learnt.

use super::workplace::Workplace;

const PLAN: &str = include_str!("../../fixtures/small/calibrated.md");
const LOG: &str = include_str!("../../fixtures/small/calibrated.jsonl");

fn ferry(name: &str) -> Workplace {
    let place = Workplace::new(name);
    place.write("plan.md", PLAN);
    place.write("run.jsonl", LOG);
    place
}

#[test]
fn factors_are_those_computed_by_hand() {
    let said = ferry("calibrate").run(&["calibrate", "plan.md", "--log", "run.jsonl"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    // All: 126 / 100. Track 1.1: 90 / 60 four times and 1.26 three times. Track 1.2: 36 / 40 and 1.26, three times each.
    insta::assert_snapshot!(said.out, @r"
    samples           7 finished tries of 1 run
    mean error        4.9 minutes with the estimates, 3.7 with factors learnt from the other samples: 25
                      % better

    factor of          factor  samples  planned  actual
    all                  1.26        7      100     126
    feature    F1        1.26        7      100     126
    track      F1-1.1    1.40        4       60      90
    track      F1-1.2    1.08        3       40      36
    kind       rs        1.40        4       60      90
    kind       sql       1.08        3       40      36
    ");
}

#[test]
fn several_logs_give_more_samples_and_the_same_log_twice_does_not() {
    let place = ferry("calibrate-many");
    let samples = |args: &[&str]| {
        let said = place.run(&[&["calibrate", "plan.md", "--format", "json"], args].concat());
        assert_eq!(said.code, 0, "{}", said.err);
        let read: serde_json::Value = serde_json::from_str(&said.out).expect("json");
        (read["runs"].as_u64(), read["samples"].as_u64())
    };
    assert_eq!(samples(&["--log", "run.jsonl", "--log", "run.jsonl"]), (Some(1), Some(7)));
    // Another run, with lines as people write them: no check sums.
    let plain: Vec<String> = LOG
        .lines()
        .map(|line| line.split(",\"crc\"").next().expect("a record").replace("01-31", "02-01") + "}")
        .collect();
    place.write("second.jsonl", &plain.join("\n"));
    assert_eq!(samples(&["--log", "run.jsonl", "--log", "second.jsonl"]), (Some(2), Some(14)));
    assert_eq!(samples(&["--log", "none.jsonl"]), (Some(1), Some(0)));
}

#[test]
fn schedules_use_the_factors_and_say_so() {
    let place = ferry("calibrate-use");
    let learnt = place.run(&["calibrate", "plan.md", "--log", "run.jsonl", "--format", "json"]);
    place.write("calibration.json", &learnt.out);
    let told = |args: &[&str]| -> serde_json::Value {
        let said = place.run(&[&["schedule", "plan.md", "--format", "json"], args].concat());
        assert_eq!(said.code, 0, "{}", said.err);
        serde_json::from_str(&said.out).expect("json")
    };
    let before = told(&[]);
    assert_eq!((&before["work_minutes"], &before["calibrated_subtasks"]), (&100.into(), &0.into()));
    let after = told(&["--calibration", "calibration.json"]);
    // Track 1.1: 14 + 14 + 27.9 + 27.9; track 1.2: 10.8 + 10.8 + 21.6.
    assert_eq!((&after["work_minutes"], &after["calibrated_subtasks"]), (&127.into(), &7.into()));
    let words = place.run(&["schedule", "plan.md", "--calibration", "calibration.json"]).out;
    assert!(words.contains("7 of 7 estimates corrected by what earlier runs took"), "{words}");
    place.write("other.json", "{}");
    let refused = place.run(&["schedule", "plan.md", "--calibration", "other.json"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("cannot use other.json"), "{}", refused.err);
}

#[test]
fn factors_are_written_only_when_asked_and_never_over_something_of_the_users() {
    let place = ferry("calibrate-write");
    let calibrate =
        |more: &[&str]| place.run(&[&["calibrate", "plan.md", "--log", "run.jsonl"], more].concat());
    assert_eq!(calibrate(&[]).code, 0);
    assert!(!place.path().join("planc.toml").exists());
    let mine = "# mine\n[schedule]\nwindows = 2 # as many as I have\n";
    place.write("planc.toml", mine);
    let written = calibrate(&["--write"]);
    assert!(written.code == 0 && written.err.contains("planc.toml has the factors now"), "{}", written.err);
    let text = place.read("planc.toml");
    assert!(text.starts_with(mine), "{text}");
    assert!(text.contains("\n[calibration.factors]\nall = 1.26\n\"feature F1\" = 1.26\n"), "{text}");
    // Learning again does not build on what was learnt.
    assert!(calibrate(&["--write"]).err.contains("has these factors already"));
    let work = |args: &[&str]| -> serde_json::Value {
        let said = place.run(&[&["schedule", "plan.md", "--format", "json"], args].concat());
        serde_json::from_str::<serde_json::Value>(&said.out).expect("json")["work_minutes"].clone()
    };
    assert_eq!((work(&[]), work(&["--no-calibration"])), (127.into(), 100.into()));
    let plan = place.run(&["plan", "plan.md", "--format", "json"]).out;
    assert!(
        plan.contains("\"duration_minutes\":{\"min\":14,\"likely\":14,\"max\":14,\"source\":\"calibrated\"}")
    );
    // What a check says is about what the author wrote.
    assert!(place.run(&["check", "plan.md"]).out.contains("your 2 windows take 50"));
    place.write("planc.toml", &text.replace("all = 1.26", "all = 1.2"));
    let refused = calibrate(&["--write"]);
    assert!(refused.code == 2 && refused.err.contains("changed by hand"), "{}", refused.err);
    assert_eq!(place.read("planc.toml"), text.replace("all = 1.26", "all = 1.2"));
    std::fs::remove_file(place.path().join("planc.toml")).expect("removed");
    assert_eq!(calibrate(&["--write"]).code, 0);
    assert!(place.read("planc.toml").starts_with("# planc calibrate"));
    let nothing = place.run(&["calibrate", "plan.md", "--log", "none.jsonl", "--write"]);
    assert!(nothing.code == 2 && nothing.err.contains("three finished tries"), "{}", nothing.err);
}
