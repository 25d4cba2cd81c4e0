//! What `planc diff` tells of a change, between two folders and against a commit.

use std::process::Command;

use serde_json::Value;

use crate::workplace::Workplace;

const OLD: &str = "# Feature 1: Ferry\n\n## PHASE 1\n\
    Window 1: SUBTASK 1.1.1 - Timetable\nDuration: 10 minutes\nFile: src/time.rs\n\
    Window 2: SUBTASK 1.1.2 - Fares\nDuration: 10 minutes\n\n## PHASE 2\n\
    Window 1: SUBTASK 1.1.3 - Sales (needs 1.1.1)\nDuration: 10 minutes\n\
    Window 2: SUBTASK 1.1.4 - Refunds (needs 1.1.2)\nDuration: 10 minutes\n";

/// Fares are gone and what follows moved up; a new subtask writes the timetable's file; sales take longer.
const NEW: &str = "# Feature 1: Ferry\n\n## PHASE 1\n\
    Window 1: SUBTASK 1.1.1 - Timetable\nDuration: 10 minutes\nFile: src/time.rs\n\n## PHASE 2\n\
    Window 1: SUBTASK 1.1.2 - Sales (needs 1.1.1)\nDuration: 25 minutes\n\
    Window 2: SUBTASK 1.1.3 - Refunds (needs 1.1.1)\nDuration: 10 minutes\n\
    Window 3: SUBTASK 1.1.7 - Night boats (needs 1.1.1)\nDuration: 10 minutes\nFile: src/time.rs\n";

fn both(name: &str) -> Workplace {
    let place = Workplace::new(name);
    place.write("old/plan.md", OLD);
    place.write("new/plan.md", NEW);
    place
}

fn json(place: &Workplace, args: &[&str]) -> Value {
    let said = place.run(&[&["diff", "--format", "json"], args].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    serde_json::from_str(&said.out).expect("json")
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|entry| entry["id"].as_str().expect("an id")).collect()
}

#[test]
fn people_read_what_came_and_went() {
    let said = both("diff-text").run(&["diff", "old", "new"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    insta::assert_snapshot!(said.out, @r#"
    old → new

                   old  new  change  lower bound
    subtasks         4    4       0
    needs            2    3      +1
    file locks       0    1      +1
    work, minutes   40   55     +15
    as-written      20   35     +15      20 → 35
    phases          20   35     +15      20 → 35
    dataflow        20   35     +15      20 → 35
    windows          2    3      +1
    worth opening    2    2       0

    subtasks
    + 1.1.7 Night boats, 10 minutes; needs 1.1.1
    - 1.1.2 Fares, 10 minutes

    renumbered
    ~ 1.1.3 is now 1.1.2: Sales
    ~ 1.1.4 is now 1.1.3: Refunds

    needs
    ~ 1.1.3 now needs 1.1.1, no longer 1.1.2 of before

    file locks
    + src/time.rs: one at a time of 1.1.1, 1.1.7

    minutes
    ~ 1.1.2 10 → 25 minutes (+15)
    "#);
}

#[test]
fn a_renumbered_subtask_is_the_same_one() {
    let place = both("diff-json");
    let diff = json(&place, &["old", "new"]);
    assert_eq!(ids(&diff["subtasks_added"]), ["1.1.7"]);
    assert_eq!(ids(&diff["subtasks_removed"]), ["1.1.2"]);
    let renumbered = diff["subtasks_renumbered"].as_array().expect("a list");
    let pairs: Vec<(&Value, &Value)> =
        renumbered.iter().map(|pair| (&pair["old"]["id"], &pair["new"]["id"])).collect();
    assert_eq!(pairs, [(&"1.1.3".into(), &"1.1.2".into()), (&"1.1.4".into(), &"1.1.3".into())]);
    // Sales still need the timetable: nothing to tell.
    let added: Vec<String> = diff["needs_added"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|need| {
            format!("{}>{}", need["subtask"].as_str().expect("x"), need["needs"].as_str().expect("x"))
        })
        .collect();
    assert_eq!(added, ["1.1.3>1.1.1", "1.1.7>1.1.1"]);
    assert_eq!(diff["locks_changed"][0]["new_writers"], serde_json::json!(["1.1.1", "1.1.7"]));
    assert_eq!(diff["minutes_changed"][0]["change_minutes"], 15);
    let back = json(&place, &["new", "old"]);
    assert_eq!(ids(&back["subtasks_removed"]), ["1.1.7"]);
    assert_eq!(back["minutes_changed"][0]["change_minutes"], -15);
    assert_eq!(back["needs_removed"].as_array().map(Vec::len), Some(2));
}

#[test]
fn titles_that_several_have_prove_nothing() {
    let place = Workplace::new("diff-titles");
    place.write("old.md", "# Feature 1: F\n## SUBTASK 1.1.1: Tests\n## SUBTASK 1.1.2: Tests\n");
    place.write("new.md", "# Feature 1: F\n## SUBTASK 1.1.3: Tests\n## SUBTASK 1.1.2: Other\n");
    let diff = json(&place, &["old.md", "new.md"]);
    assert_eq!(ids(&diff["subtasks_added"]), ["1.1.3"]);
    assert_eq!(ids(&diff["subtasks_removed"]), ["1.1.1"]);
    assert_eq!(ids(&diff["titles_changed"]), ["1.1.2"]);
    assert_eq!(diff["subtasks_renumbered"], serde_json::json!([]));
}

#[test]
fn files_that_give_their_feature_a_name_are_compared() {
    let place = Workplace::new("diff-names");
    place.write("old.md", "- [ ] T001 Setup\n- [ ] T002 Models (depends on T001)\n");
    place.write("new.md", "- [ ] T001 Setup\n- [ ] T002 Models\n");
    let diff = json(&place, &["old.md", "new.md"]);
    assert_eq!((ids(&diff["subtasks_added"]).len(), ids(&diff["subtasks_removed"]).len()), (0, 0));
    assert_eq!(diff["needs_removed"].as_array().map(Vec::len), Some(1), "{diff}");
}

#[test]
fn exit_codes_follow_git() {
    let place = both("diff-codes");
    assert_eq!(place.run(&["diff", "old", "new"]).code, 0);
    assert_eq!(place.run(&["diff", "old", "new", "--exit-code"]).code, 1);
    assert_eq!(place.run(&["diff", "old", "old", "--exit-code"]).code, 0);
    for refused in [&["diff", "old"][..], &["diff"], &["diff", "old", "nowhere"], &["diff", "--ref", "HEAD"]]
    {
        let said = place.run(refused);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{refused:?}: {}", said.err);
    }
    place.write("empty/readme.md", "nothing\n");
    assert_eq!(place.run(&["diff", "old", "empty"]).code, 2);
}

#[test]
fn a_circle_is_told_and_the_rest_is_compared() {
    let place = both("diff-circle");
    place.write(
        "new/plan.md",
        &OLD.replace("SUBTASK 1.1.1 - Timetable", "SUBTASK 1.1.1 - Timetable (needs 1.1.3)"),
    );
    for format in ["text", "markdown"] {
        let said = place.run(&["diff", "old", "new", "--format", format]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(said.out.contains("needs go in a circle"), "{}", said.out);
    }
    let diff = json(&place, &["old", "new"]);
    assert_eq!(diff["new"]["circle"].as_array().map(Vec::len), Some(2));
    assert_eq!((&diff["new"]["windows"], &diff["executions"][0]["new"]), (&Value::Null, &Value::Null));
}

fn git(place: &Workplace, args: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "user.name=Tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false"])
        .args(args)
        .current_dir(place.path())
        .output()
        .expect("git starts");
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// A repository whose first commit holds the old plan, and whose working tree the new one.
fn repository(name: &str) -> Workplace {
    let place = Workplace::new(name);
    git(&place, &["init", "-q", "."]);
    place.write("plans/plan.md", OLD);
    place.write("plans/.hidden/draft.md", "## SUBTASK 9.9.9: Never read\n");
    place.write("out/planc-manifest.json", "{}");
    place.write("out/map.md", "## SUBTASK 8.8.8: Our own output\n");
    place.write("kept/ignored.md", "## SUBTASK 7.7.7: Ignored, but known to git\n");
    git(&place, &["add", "-A"]);
    place.write(".gitignore", "kept/\n");
    git(&place, &["add", "-A"]);
    git(&place, &["commit", "-q", "-m", "old"]);
    place.write("plans/plan.md", NEW);
    place
}

#[test]
#[ignore = "needs git"]
fn a_commit_is_compared_with_the_working_tree() {
    let place = repository("diff-ref");
    let plain = json(&both("diff-ref-plain"), &["old", "new"]);
    for args in [&["--ref", "HEAD"][..], &["plans", "--ref", "HEAD"], &["plans/plan.md", "--ref", "HEAD"]] {
        let diff = json(&place, args);
        assert_eq!((&diff["old"]["name"], &diff["new"]["name"]), (&"HEAD".into(), &"working tree".into()));
        for (key, value) in plain.as_object().expect("an object") {
            if key != "old" && key != "new" {
                assert_eq!(&diff[key], value, "{args:?} {key}");
            }
        }
    }
    git(&place, &["commit", "-q", "-a", "-m", "new"]);
    assert_eq!(place.run(&["diff", "--ref", "HEAD", "--exit-code"]).code, 0);
    assert_eq!(place.run(&["diff", "--ref", "HEAD~1", "--exit-code"]).code, 1);
    // What the configuration leaves out is left out at the commit, too.
    place.write("planc.toml", "exclude = [\"plans\"]\n");
    place.write("other/tasks.md", "## SUBTASK 2.1.1: Harbour\n");
    let diff = json(&place, &["--ref", "HEAD~1"]);
    assert_eq!((ids(&diff["subtasks_added"]), ids(&diff["subtasks_removed"])), (vec!["2.1.1"], vec![]));
}

#[test]
#[ignore = "needs git"]
fn a_plan_that_was_not_there_is_all_new() {
    let place = repository("diff-new");
    place.write("more/tasks.md", "## SUBTASK 2.1.1: Harbour\n");
    let diff = json(&place, &["more", "--ref", "HEAD"]);
    assert_eq!((ids(&diff["subtasks_added"]), &diff["old"]["subtasks"]), (vec!["2.1.1"], &0.into()));
}

#[test]
#[ignore = "needs git"]
fn a_revision_is_never_an_option_nor_a_command() {
    let place = repository("diff-hostile");
    for name in
        ["--output=owned", "-h", "$(touch owned)", "HEAD;touch owned", "HEAD:plans", "", "nowhere", "HEAD\n"]
    {
        let said = place.run(&["diff", &format!("--ref={name}")]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{name}: {}", said.err);
        assert!(said.err.contains("git knows no commit"), "{name}: {}", said.err);
    }
    assert!(!place.path().join("owned").exists());
}
