//! `planc import`, over the real command.

use super::workplace::Workplace;

const PLAN: &str = "# Feature 1: Ferry

## PHASE 1
Window 1: SUBTASK 1.1.1 - Timetable
Window 2: SUBTASK 1.1.2 - Fares

## PHASE 2
Window 1: SUBTASK 1.1.3 - Booking (needs 1.1.1)
";

const NOTES: &str = "# Monday

09:00 - Started tabs 1-2
09:07 - Tab 1 done ✅
09:20 - Tab 2 failed - no fares table
";

fn ferry(name: &str) -> Workplace {
    let place = Workplace::new(name);
    place.write("planc.toml", "");
    place.write("plan.md", PLAN);
    place
}

#[test]
fn a_dry_run_shows_each_line_and_writes_nothing() {
    let place = ferry("import-dry");
    place.write("notes.txt", NOTES);
    let said = place.run(&["import", "notes.txt", "--date", "2026-01-31", "--dry-run"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    insta::assert_snapshot!(said.out, @r"
    notes.txt:3: 09:00 - Started tabs 1-2
        start F1-1.1.1, F1-1.1.2 2026-01-31T09:00:00Z
    notes.txt:4: 09:07 - Tab 1 done ✅
        done F1-1.1.1 in window 1 2026-01-31T09:07:00Z
    notes.txt:5: 09:20 - Tab 2 failed - no fares table
        fail F1-1.1.2 in window 2 2026-01-31T09:20:00Z: no fares table
    notes.txt: 1 other line says nothing about a run: 1
    ");
    assert!(!place.path().join(".planc").exists());
}

#[test]
fn a_file_that_has_grown_is_imported_again() {
    let place = ferry("import-again");
    place.write("notes.txt", NOTES);
    let args = ["import", "notes.txt", "--date", "2026-01-31"];
    let first = place.run(&args);
    assert_eq!((first.code, first.out.as_str()), (0, "4 events added to .planc/run.jsonl\n"));
    assert_eq!(place.run(&args).out, "0 events added to .planc/run.jsonl\n");
    place.write("notes.txt", &format!("{NOTES}09:30 - Tab 2 done\n"));
    assert_eq!(place.run(&args).out, "1 event added to .planc/run.jsonl\n");
    assert_eq!(place.read(".planc/run.jsonl").lines().count(), 5);
}

#[test]
fn what_is_not_settled_is_told_and_the_rest_is_logged() {
    let place = ferry("import-told");
    place.write("notes.txt", "09:00 - 1.1.1 started\n2026-01-31 09:05 - 1.1.2 started\n09:07 - 1.9.9 done\n");
    let said = place.run(&["import", "notes.txt"]);
    assert_eq!(said.code, 1, "{}", said.err);
    insta::assert_snapshot!(said.out, @r"
    notes.txt:1: 09:00 - 1.1.1 started
        not read: a clock without a date; say the day with --date
    notes.txt:3: 09:07 - 1.9.9 done
        not read: a clock without a date; say the day with --date
    1 event added to .planc/run.jsonl
    ");
    assert_eq!(place.run(&["import", "notes.txt", "--date", "31.1."]).code, 2);
    assert_eq!(place.run(&["import", "nothing.txt"]).code, 2);
}

#[test]
fn report_forms_come_from_standard_input() {
    let place = ferry("import-stdin");
    let form = "- Subtask: `F1-1.1.1`\n- Result: DONE\n- NOTES: \u{1b}[2Jall of it\n";
    let said = place.run_with(&["import", "-", "--dry-run"], form.as_bytes());
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("<stdin>:1: - Subtask: `F1-1.1.1`\n    done F1-1.1.1 "), "{}", said.out);
    assert!(said.out.ends_with("all of it\n") && !said.out.contains('\u{1b}'), "{:?}", said.out);
}

#[test]
fn a_file_outside_of_the_plan_a_wrong_clock_and_a_long_note_are_told() {
    let place = ferry("import-doubts");
    place.write("plan.md", "# Feature 1: Ferry\n\n## SUBTASK 1.1.1: Timetable\nFile: src/time.rs\n");
    let form = "- Subtask: F1-1.1.1\n- Result: DONE\n- TOUCHED: src/time.rs, src/fares.rs\n";
    let said = place.run_with(&["import", "-"], form.as_bytes());
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(
        said.out.contains("src/fares.rs was touched")
            && said.out.ends_with("1 event added to .planc/run.jsonl\n")
    );
    let note = "x".repeat(17_000);
    place.write("t.csv", &format!("Subtask,Start,End,Notes\n1.1.1,25:00,10:07,{note}\n"));
    let said = place.run(&["import", "t.csv", "--date", "2026-01-31", "--dry-run"]);
    assert_eq!(said.code, 1, "{}", said.err);
    let told: Vec<&str> = said.out.lines().skip(1).map(str::trim).collect();
    assert_eq!(
        told,
        [
            "done F1-1.1.1 2026-01-31T10:07:00Z",
            "not read: 25:00 is no time of a day",
            "not read: the note is longer than 16 KiB"
        ]
    );
}
