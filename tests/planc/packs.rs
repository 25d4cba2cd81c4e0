//! Prompt packs, over the real command: parts, templates, what is stale, monitors, and packs for running again.

use std::fs;
use std::time::{Duration, SystemTime};

use super::workplace::Workplace;

const PLAN: &str = "# Feature 1: Ferry

## PHASE 1
Window 1: SUBTASK 1.1.1 - Timetable
Window 2: SUBTASK 1.1.2 - Fares

## PHASE 2
Window 1: SUBTASK 1.1.3 - Booking (needs 1.1.1)
Window 2: SUBTASK 1.1.4 - Refunds (needs 1.1.2)

## PHASE 3
Window 1: SUBTASK 1.1.5 - Report (needs 1.1.3)
";

const SPEC: &str = "# Feature 1: Ferry

## SUBTASK 1.1.1: Timetable

Duration: 10 minutes

**Prerequisites:**
- PostgreSQL running

**Agent Prompt:**
```
Make the timetable.

UPDATE THIS FILE:
src/timetable.rs

VALIDATION:
- [ ] `cargo test timetable` passes
- [ ] it can be printed
```

## SUBTASK 1.1.2: Fares

Duration: 20 minutes

**Agent Prompt:**
```
Make the fares.
```

## INTEGRATION TEST

**Agent Prompt:**
```
Test the ferry.
```
";

fn ferry(name: &str) -> Workplace {
    let place = Workplace::new(name);
    place.write("plan/FEATURE_1_MAP.md", PLAN);
    place.write("plan/FEATURE_1_SPEC.md", SPEC);
    place
}

/// Files below a folder with `/`, sorted; the manifest left out.
fn files(place: &Workplace, folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![place.path().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                open.push(entry);
            } else {
                found.push(entry);
            }
        }
    }
    let root = place.path().join(folder);
    let shown =
        |path: std::path::PathBuf| path.strip_prefix(&root).expect("below").to_string_lossy().into_owned();
    let mut found: Vec<String> =
        found.into_iter().map(shown).filter(|path| path != "planc-manifest.json").collect();
    found.sort();
    found
}

fn prompts(place: &Workplace, folder: &str) -> Vec<String> {
    let mut names: Vec<String> = files(place, folder)
        .into_iter()
        .filter(|path| path.contains("/phases/") && !path.ends_with("bundle.md"))
        .filter_map(|path| Some(path.rsplit_once("-F1-")?.1.trim_end_matches(".md").to_owned()))
        .collect();
    names.sort();
    names
}

#[test]
fn prompt_prints_one_prompt_and_nothing_else() {
    let place = ferry("prompt");
    let full = place.run(&["prompt", "1.1.1", "plan"]);
    assert_eq!(full.code, 0, "{}", full.err);
    assert!(full.out.starts_with("# `F1-1.1.1` Timetable\n\nWindow 1, phase 1, 10 minutes"), "{}", full.out);
    assert!(
        full.out.ends_with("- Failed: `planc log fail F1-1.1.1 --note \"what went wrong\"`\n"),
        "{}",
        full.out
    );
    let same = place.run(&["pack", "plan", "-o", "OUT"]);
    assert_eq!(same.code, 0, "{}", same.err);
    assert_eq!(place.read("OUT/F1/phases/1/window-01-F1-1.1.1.md"), full.out);
    let plain = place.run(&["prompt", "f1-1.1.2", "plan", "--style", "plain"]);
    assert_eq!((plain.code, plain.out.as_str()), (0, "Make the fares.\n"));
    let none = place.run(&["prompt", "1.1.3", "plan", "--style", "plain"]);
    assert_eq!((none.code, none.out.as_str()), (2, ""));
    assert!(none.err.contains("the plan holds no prompt for 1.1.3"), "{}", none.err);
    let unknown = place.run(&["prompt", "1.1.9", "plan"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (2, ""));
    assert!(unknown.err.contains("did you mean 1.1.1"), "{}", unknown.err);
}

#[test]
fn a_prompt_needs_no_schedule() {
    let place = ferry("prompt-cycle");
    place.write("plan/FEATURE_1_MAP.md", &PLAN.replace("Timetable", "Timetable (needs 1.1.3)"));
    assert_eq!(place.run(&["prompt", "1.1.2", "plan"]).code, 2);
    assert_eq!(place.run(&["prompt", "1.1.2", "plan", "--style", "plain"]).out, "Make the fares.\n");
}

#[test]
fn a_template_of_the_user_lays_prompts_out() {
    let place = ferry("template");
    place.write("own.md", "Task {{ label }}\n{% if fence %}\n\n{{ prompt }}\n{% endif %}\nEnd.\n");
    let said = place.run(&["prompt", "1.1.2", "plan", "--template", "own.md"]);
    assert_eq!(said.out, "Task `F1-1.1.2`\n\nMake the fares.\nEnd.\n", "{}", said.err);
    assert_eq!(place.run(&["pack", "plan", "-o", "OUT", "--template", "own.md"]).code, 0);
    assert_eq!(place.read("OUT/F1/phases/1/window-02-F1-1.1.2.md"), said.out);
    for (template, words) in [
        ("Task\n{{ lable }} {{ prompt }}", "own.md:2: "),
        ("Task\n{% for %}", "own.md:2: "),
        ("{% include 'plan/FEATURE_1_MAP.md' %}{{ prompt }}", "own.md:1: "),
        ("{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}", "own.md:1: "),
        ("{{ label }}", "failed to use `own.md`: it leaves out the prompt of `F1-1.1.1`"),
        ("{{ prompt }}\0", "zero byte"),
        ("Task\n{{ prompt|safe }}", "own.md:2: "),
    ] {
        place.write("own.md", template);
        let said = place.run(&["pack", "plan", "-o", "NEW", "--template", "own.md"]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{template}");
        assert!(said.err.contains(words), "{template}: {}", said.err);
        assert!(!place.path().join("NEW").exists());
    }
}

#[test]
fn the_index_lists_tools_of_subtasks_and_of_documents() {
    let place = ferry("tools");
    let spec = SPEC.replace("- PostgreSQL running", "- Docker and PostgreSQL running");
    let spec = spec.replace("Duration: 20 minutes", "**Tools:** `psql` (16), Cargo 1.90");
    place.write("plan/FEATURE_1_SPEC.md", &spec);
    let map =
        format!("{PLAN}\n## Tools\n\nInstall:\n\n- Node.js 20\n- jq\n\n## Prerequisites\n\n1. An account\n");
    place.write("plan/FEATURE_1_MAP.md", &map);
    assert_eq!(place.run(&["pack", "plan", "-o", "OUT"]).code, 0);
    let index = place.read("OUT/INDEX.md");
    let before = index.split("## Before the start").nth(1).and_then(|text| text.split("## Windows").next());
    insta::assert_snapshot!(before.expect("a chapter").trim_start(), @r##"
    ### Prerequisites

    - [ ] An account
    - [ ] Docker and PostgreSQL running (`F1-1.1.1`)

    ### Tools

    Programs that the plan asks for, and that prompts and validation lists run.

    - [ ] Node.js 20
    - [ ] jq
    - [ ] psql (16) (`F1-1.1.2`)
    - [ ] Cargo 1.90 (`F1-1.1.1`, `F1-1.1.2`)
    - [ ] `docker` (`F1-1.1.1`)

    ### Files that must exist

    Subtasks update them, and none creates them.

    - [ ] `src/timetable.rs` (`F1-1.1.1`)
    "##);
    assert!(place.read("OUT/F1/phases/1/window-02-F1-1.1.2.md").contains("- Cargo 1.90\n"));
}

#[cfg(unix)]
#[test]
fn a_limit_of_file_sizes_is_an_answer_and_leaves_nothing() {
    let place = ferry("file-limit");
    let planc = env!("CARGO_BIN_EXE_planc");
    let limited = |blocks: u32, command: &str| {
        let script = format!("ulimit -f {blocks}; exec \"{planc}\" {command}");
        let done =
            std::process::Command::new("bash").args(["-c", &script]).current_dir(place.path()).output();
        let done = done.expect("bash starts");
        (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    let (code, said) = limited(1, "pack plan -o OUT");
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("failed to write OUT/") && said.contains("ulimit -f"), "{said}");
    assert!(!place.path().join("OUT").exists());
    assert_eq!(limited(4096, "pack plan -o OUT").0, Some(0));
    let whole = files(&place, "OUT");
    place.write("plan/FEATURE_1_SPEC.md", &SPEC.replace("Make the fares", "Make all fares"));
    assert_eq!(limited(1, "pack plan -o OUT").0, Some(2));
    assert_eq!(files(&place, "OUT"), whole);
    assert_eq!(place.run(&["pack", "plan", "-o", "OUT"]).code, 0);
    let (code, said) = limited(0, "log done 1.1.1 --plan plan");
    assert_eq!(code, Some(2), "{said}");
}

#[test]
fn a_part_is_written_beside_the_rest_of_the_same_plan() {
    let place = ferry("part");
    let pack = |args: &[&str]| {
        let said = place.run(&[&["pack", "plan", "-o", "OUT"], args].concat());
        (said.code, said.out, said.err)
    };
    assert_eq!(pack(&["--phase", "1"]).0, 0);
    let first =
        ["F1/phases/1/bundle.md", "F1/phases/1/window-01-F1-1.1.1.md", "F1/phases/1/window-02-F1-1.1.2.md"];
    assert_eq!(files(&place, "OUT"), first);
    assert_eq!(pack(&["--phase", "2"]).1, "OUT: 3 new, 0 changed, 0 equal, 0 removed\n");
    assert_eq!(files(&place, "OUT").len(), 6);
    assert_eq!(pack(&["--only", "1.1.5", "--check"]).0, 1);
    assert_eq!(pack(&[]).0, 0);
    let whole = files(&place, "OUT");
    fs::remove_file(place.path().join("OUT").join(first[1])).expect("a file");
    assert_eq!(pack(&["--window", "1"]).1, "OUT: 1 new, 0 changed, 6 equal, 0 removed\n");
    assert_eq!(files(&place, "OUT"), whole);
    // A part of a plan that has changed would leave a mix.
    place.write("plan/FEATURE_1_SPEC.md", &SPEC.replace("Make the fares", "Make all fares"));
    let (code, _, err) = pack(&["--phase", "1"]);
    assert_eq!((code, err.contains("another state of the plan")), (2, true), "{err}");
    assert_eq!(files(&place, "OUT"), whole);
    // What holds only that part is brought up to date.
    assert_eq!(place.run(&["pack", "plan", "-o", "PART", "--only", "1.1.1,F1-1.1.5"]).code, 0);
    assert_eq!(prompts(&place, "PART"), ["1.1.1", "1.1.5"]);
    place.write("plan/FEATURE_1_SPEC.md", SPEC);
    assert_eq!(place.run(&["pack", "plan", "-o", "PART", "--only", "1.1.1"]).code, 2, "another part");
    let again = place.run(&["pack", "plan", "-o", "PART", "--only", "F1-1.1.5,1.1.1"]);
    assert_eq!(again.code, 0, "{}", again.err);
}

#[test]
fn a_part_that_is_none_says_what_there_is() {
    let place = ferry("no-part");
    for (args, words) in [
        (["--phase", "9"], "there are 1, 2, 3"),
        (["--feature", "2"], "it has 1"),
        (["--window", "9"], "the last one is window 2"),
        (["--only", "1.1.9"], "did you mean"),
    ] {
        let said = place.run(&[&["pack", "plan", "-o", "OUT"], &args[..]].concat());
        assert_eq!(said.code, 2, "{args:?}");
        assert!(said.err.contains(words), "{args:?}: {}", said.err);
    }
    let empty = place.run(&["pack", "plan", "-o", "OUT", "--phase", "1", "--only", "1.1.5"]);
    assert_eq!((empty.code, empty.err.contains("nothing to pack")), (1, true), "{}", empty.err);
    assert!(!place.path().join("OUT").exists());
}

#[test]
fn a_stale_pack_is_told_with_what_changed() {
    let place = ferry("stale");
    let check = |args: &[&str]| place.run(&[&["pack", "plan", "-o", "OUT", "--check"], args].concat());
    let none = check(&[]);
    assert_eq!((none.code, none.out.as_str()), (1, "OUT holds no pack\n"));
    assert_eq!(place.run(&["pack", "plan", "-o", "OUT"]).code, 0);
    let fresh = check(&[]);
    assert_eq!(fresh.code, 0, "{}", fresh.out);
    assert!(fresh.out.starts_with("OUT is up to date, "), "{}", fresh.out);
    let stale = check(&["--mode", "dataflow"]);
    assert_eq!(stale.code, 1);
    assert!(stale.out.contains("made with mode=phases windows=plan"), "{}", stale.out);
    place.write("plan/FEATURE_1_SPEC.md", &SPEC.replace("Make the fares", "Make all fares"));
    let stale = check(&[]);
    assert_eq!(stale.code, 1);
    insta::assert_snapshot!(stale.out, @r##"
    OUT is stale:
      plan/FEATURE_1_SPEC.md changed
      differs F1/phases/1/bundle.md
      differs F1/phases/1/window-02-F1-1.1.2.md
    "##);
    place.write("plan/FEATURE_1_SPEC.md", &format!("{SPEC}\nA remark.\n"));
    assert_eq!(check(&[]).out, "OUT is stale:\n  plan/FEATURE_1_SPEC.md changed\n");
    place.write("plan/FEATURE_1_SPEC.md", SPEC);
    place.write("OUT/map.md", "mine");
    assert_eq!(check(&[]).out, "OUT is stale:\n  differs map.md\n");
    assert_eq!(place.read("OUT/map.md"), "mine", "a check writes nothing");
    fs::remove_file(place.path().join("OUT/INDEX.md")).expect("a file");
    assert!(check(&[]).out.contains("  missing INDEX.md\n"));
}

#[test]
fn the_index_says_what_to_prepare_and_where_windows_sit() {
    let place = ferry("index");
    assert_eq!(place.run(&["build", "plan", "-o", "OUT", "--monitors", "1x2"]).code, 0);
    insta::assert_snapshot!(place.read("OUT/INDEX.md"), @r##"
    # Prompt pack

    6 subtasks in 4 phases, 2 windows, 65 minutes.

    ## Before the start

    ### Prerequisites

    - [ ] PostgreSQL running (`F1-1.1.1`)

    ### Tools

    Programs that the plan asks for, and that prompts and validation lists run.

    - [ ] `cargo` (`F1-1.1.1`)

    ### Files that must exist

    Subtasks update them, and none creates them.

    - [ ] `src/timetable.rs` (`F1-1.1.1`)

    ## Monitors

    ### Monitor 1

    |   |
    |---|
    | Window 1 |
    | Window 2 |

    ## Windows

    Open a window for each line, name its tab by the label, and paste the prompt.
    Begin a phase when every subtask of the phase before it is validated.

    ### Feature 1, phase 1 (minute 0 to 20)

    All prompts in one file: [F1/phases/1/bundle.md](F1/phases/1/bundle.md)

    - [ ] Window 1 (monitor 1, row 1, column 1): `F1-1.1.1` Timetable [window-01-F1-1.1.1.md](F1/phases/1/window-01-F1-1.1.1.md)
    - [ ] Window 2 (monitor 1, row 2, column 1): `F1-1.1.2` Fares [window-02-F1-1.1.2.md](F1/phases/1/window-02-F1-1.1.2.md)

    Labels to copy:

    ```text
    F1-1.1.1
    F1-1.1.2
    ```

    ### Feature 1, phase 2 (minute 20 to 35)

    All prompts in one file: [F1/phases/2/bundle.md](F1/phases/2/bundle.md)

    - [ ] Window 1 (monitor 1, row 1, column 1): `F1-1.1.3` Booking [window-01-F1-1.1.3.md](F1/phases/2/window-01-F1-1.1.3.md)
    - [ ] Window 2 (monitor 1, row 2, column 1): `F1-1.1.4` Refunds [window-02-F1-1.1.4.md](F1/phases/2/window-02-F1-1.1.4.md)

    Labels to copy:

    ```text
    F1-1.1.3
    F1-1.1.4
    ```

    ### Feature 1, phase 3 (minute 35 to 50)

    All prompts in one file: [F1/phases/3/bundle.md](F1/phases/3/bundle.md)

    - [ ] Window 1 (monitor 1, row 1, column 1): `F1-1.1.5` Report [window-01-F1-1.1.5.md](F1/phases/3/window-01-F1-1.1.5.md)

    Labels to copy:

    ```text
    F1-1.1.5
    ```

    ### Feature 1, phase 4 (minute 50 to 65)

    All prompts in one file: [F1/phases/4/bundle.md](F1/phases/4/bundle.md)

    - [ ] Window 1 (monitor 1, row 1, column 1): `F1-INTEGRATION` INTEGRATION TEST [window-01-F1-INTEGRATION.md](F1/phases/4/window-01-F1-INTEGRATION.md)

    Labels to copy:

    ```text
    F1-INTEGRATION
    ```
    "##);
    let page = place.read("OUT/prompts.html");
    assert!(
        page.contains(
            "<table><caption>Monitor 1</caption><tr><td>Window <b>1</b><tr><td>Window <b>2</b></table>"
        ),
        "no layout"
    );
    assert!(page.contains("Window <b>2</b> <small>monitor 1, row 2, column 1</small>"), "no place");
    let prompt = place.read("OUT/F1/phases/1/window-02-F1-1.1.2.md");
    assert!(prompt.contains("\n\nWindow 2 (monitor 1, row 2, column 1), phase 1, "), "{prompt}");
    let small = place.run(&["pack", "plan", "-o", "SMALL", "--monitors", "1x1"]);
    assert_eq!(small.code, 0);
    assert!(place.read("SMALL/INDEX.md").contains("\nNo monitor has room for window 2.\n"));
    assert_eq!(place.run(&["pack", "plan", "-o", "SMALL", "--monitors", "six"]).code, 2);
}

#[test]
fn a_strict_chain_is_one_file_for_its_window() {
    let place = ferry("chains");
    let pack = |out: &str| {
        let said = place.run(&["pack", "plan", "-o", out, "--bundle-chains"]);
        assert_eq!(said.code, 0, "{}", said.err);
        let chains = files(&place, out).into_iter().filter(|path| path.contains("/chain-"));
        chains.collect::<Vec<_>>()
    };
    let first = "F1/phases/1/chain-01-F1-1.1.1.md";
    assert_eq!(pack("OUT"), [first, "F1/phases/1/chain-02-F1-1.1.2.md"]);
    let chain = place.read(&format!("OUT/{first}"));
    assert!(
        chain.starts_with("# Window 1: `F1-1.1.1`, `F1-1.1.3`, `F1-1.1.5`\n\n3 subtasks, each of "),
        "{chain}"
    );
    let prompt = place.read("OUT/F1/phases/1/window-01-F1-1.1.1.md");
    assert!(
        chain.contains(&format!("\n## 1. `F1-1.1.1` Timetable\n\n````markdown\n{prompt}````\n")),
        "{chain}"
    );
    assert!(place.read("OUT/INDEX.md").contains(&format!("[chain-01-F1-1.1.1.md]({first})")));
    // A file that somebody else writes, and a second need, each end a chain.
    let spec = SPEC.replace("Make the fares.", "Make the fares.\n\nUPDATE THIS FILE:\nsrc/timetable.rs");
    place.write("plan/FEATURE_1_SPEC.md", &spec);
    place.write("plan/FEATURE_1_MAP.md", &PLAN.replace("needs 1.1.2", "needs 1.1.1, 1.1.2"));
    assert_eq!(pack("OTHER"), ["F1/phases/2/chain-01-F1-1.1.3.md"]);
}

#[test]
fn what_failed_is_packed_again_with_its_note() {
    let place = ferry("rerun");
    let log = |args: &[&str]| {
        let said = place.run(&[&["log", "--log", "run.jsonl", "--plan", "plan"], args].concat());
        assert_eq!(said.code, 0, "{args:?}: {}", said.err);
    };
    let pack = |out: &str, args: &[&str]| {
        let said = place.run(&[&["pack", "plan", "--log", "run.jsonl", "-o", out], args].concat());
        (said.code, said.err)
    };
    assert_eq!(pack("NONE", &["--only", "failed"]).0, 2, "a named log has to be there");
    log(&["start", "1.1.1", "--window", "5", "--at", "2026-01-05T10:00:00Z"]);
    assert_eq!(pack("NONE", &["--only", "failed"]).0, 1, "nothing failed");
    assert!(!place.path().join("NONE").exists());
    log(&["start", "1.1.2", "--window", "6", "--at", "2026-01-05T10:01:00Z"]);
    log(&["fail", "1.1.2", "--note", "no *key*\nfor the API", "--at", "2026-01-05T10:04:00Z"]);
    log(&["done", "1.1.1", "--at", "2026-01-05T10:07:00Z"]);
    log(&["start", "1.1.3", "--window", "5", "--at", "2026-01-05T10:07:30Z"]);
    assert_eq!(pack("AGAIN", &["--only", "failed"]), (0, String::new()));
    assert_eq!(prompts(&place, "AGAIN"), ["1.1.2"]);
    let file = files(&place, "AGAIN").into_iter().find(|path| path.contains("F1-1.1.2")).expect("a prompt");
    let prompt = place.read(&format!("AGAIN/{file}"));
    assert!(
        prompt.contains("## What went wrong before\n\n- try 1: no \\*key\\*\n- try 1: for the API\n"),
        "{prompt}"
    );
    assert!(prompt.contains(", failed, 20 minutes (from minute 7.5 to minute 27.5 of the run)"), "{prompt}");
    assert!(prompt.contains("```text\nMake the fares.\n```"), "{prompt}");
    // The log goes on; the folder is brought up to date.
    log(&["note", "1.1.2", "--note", "looked at", "--at", "2026-01-05T10:08:00Z"]);
    assert_eq!(pack("AGAIN", &["--strategy", "pause-and-fix"]), (0, String::new()));
    assert_eq!(pack("FIX", &["--strategy", "fix-first"]), (0, String::new()));
    assert_eq!(prompts(&place, "FIX"), ["1.1.2", "1.1.4", "INTEGRATION"]);
    insta::assert_snapshot!(place.read("FIX/RERUN.md"), @r##"
    # Run again

    1 subtask failed, and 2 subtasks cannot go on before. Pause the windows of those, mend first what failed, then go on in this order.

    ## Mend

    - [ ] Window 1: `F1-1.1.2` Fares [window-01-F1-1.1.2.md](F1/phases/1/window-01-F1-1.1.2.md)
      - try 1: no \*key\*
      - try 1: for the API

    ## Then go on

    - [ ] Window 1: `F1-1.1.4` Refunds [window-01-F1-1.1.4.md](F1/phases/2/window-01-F1-1.1.4.md)
    - [ ] Window 1: `F1-INTEGRATION` INTEGRATION TEST [window-01-F1-INTEGRATION.md](F1/phases/4/window-01-F1-INTEGRATION.md)
    "##);
    assert_eq!(pack("READY", &["--only", "ready"]).0, 1, "everything runs, failed or waits");
    assert_eq!(pack("BOTH", &["--strategy", "fix-first", "--only", "ready"]).0, 2);
}

#[test]
fn with_a_log_only_the_rest_is_planned_anew() {
    let place = ferry("resume");
    let log = |args: &[&str]| {
        let said = place.run(&[&["log", "--log", "run.jsonl", "--plan", "plan"], args].concat());
        assert_eq!(said.code, 0, "{args:?}: {}", said.err);
    };
    log(&["start", "1.1.2", "--window", "7", "--at", "2026-01-05T10:00:00Z"]);
    log(&["start", "1.1.1", "--window", "9", "--at", "2026-01-05T10:01:00Z"]);
    log(&["done", "1.1.1", "--at", "2026-01-05T10:04:00Z"]);
    let said = place.run(&["pack", "plan", "--log", "run.jsonl", "--mode", "dataflow", "-o", "OUT"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let line = |key: &str| {
        let path = files(&place, "OUT")
            .into_iter()
            .find(|path| path.contains("phases") && path.ends_with(&format!("{key}.md")));
        let text = place.read(&format!("OUT/{}", path.expect("a prompt")));
        text.lines().nth(2).expect("a line").to_owned()
    };
    let lines: Vec<String> = ["1.1.1", "1.1.2", "1.1.3", "1.1.4", "1.1.5", "INTEGRATION"]
        .map(|id| line(&format!("F1-{id}")))
        .to_vec();
    insta::assert_snapshot!(lines.join("\n"), @r##"
    Window 9, done, 10 minutes (from minute 1 to minute 4 of the run).
    Window 7, running, 20 minutes (from minute 0 to minute 20 of the run).
    Window 9, ≈ 15 minutes (from minute 4 to minute 19 of the run).
    Window 7, ≈ 15 minutes (from minute 20 to minute 35 of the run).
    Window 9, ≈ 15 minutes (from minute 19 to minute 34 of the run).
    Window 9, ≈ 15 minutes (from minute 35 to minute 50 of the run).
    "##);
    let phases = place.run(&["pack", "plan", "--log", "run.jsonl", "-o", "PHASES"]);
    assert_eq!(phases.code, 0, "{}", phases.err);
    let booking =
        files(&place, "PHASES").into_iter().find(|path| path.contains("F1-1.1.3")).expect("a prompt");
    // Phase 2 waits for what still runs in phase 1.
    assert!(place.read(&format!("PHASES/{booking}")).contains("(from minute 20 to minute 35 of the run)"));
}

#[test]
fn an_unchanged_pack_is_not_rewritten() {
    let place = ferry("times");
    assert_eq!(place.run(&["pack", "plan", "-o", "OUT"]).code, 0);
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
    let all: Vec<String> =
        files(&place, "OUT").into_iter().chain(["planc-manifest.json".to_owned()]).collect();
    for path in &all {
        let file =
            fs::File::options().append(true).open(place.path().join("OUT").join(path)).expect("a file");
        file.set_modified(old).expect("a time");
    }
    let again = place.run(&["pack", "plan", "-o", "OUT"]);
    assert!(again.out.contains("is up to date"), "{}", again.out);
    for path in &all {
        let meta = fs::metadata(place.path().join("OUT").join(path)).expect("a file");
        assert_eq!(meta.modified().expect("a time"), old, "{path}");
    }
}

#[test]
fn nothing_of_the_user_is_touched_and_the_next_run_completes() {
    let place = ferry("users");
    let build = || place.run(&["build", "plan", "-o", "OUT"]);
    // A page of the user's own among files of planc.
    assert_eq!(place.run(&["pack", "plan", "-o", "OUT"]).code, 0);
    place.write("OUT/index.html", "mine");
    let refused = build();
    assert_eq!(
        (refused.code, refused.err.contains("index.html was not written by planc")),
        (2, true),
        "{}",
        refused.err
    );
    assert_eq!(place.run(&["pack", "plan", "-o", "OUT"]).code, 0);
    assert_eq!(place.read("OUT/index.html"), "mine");
    fs::remove_file(place.path().join("OUT/index.html")).expect("a file");
    assert_eq!(build().code, 0);
    // A deleted input takes only our files with it.
    place.write("OUT/F1/phases/notes.md", "mine too");
    fs::remove_file(place.path().join("plan/FEATURE_1_MAP.md")).expect("a file");
    assert_eq!(build().code, 0);
    assert_eq!(place.read("OUT/F1/phases/notes.md"), "mine too");
    assert_eq!(prompts(&place, "OUT"), ["1.1.1", "1.1.2", "INTEGRATION"]);
    // A folder that is a link.
    #[cfg(unix)]
    {
        let phases = place.path().join("OUT/F1/phases");
        fs::rename(&phases, place.path().join("elsewhere")).expect("a folder");
        std::os::unix::fs::symlink("../../elsewhere", &phases).expect("a link");
        let before = files(&place, "elsewhere");
        place.write("plan/FEATURE_1_MAP.md", PLAN);
        let refused = build();
        assert_eq!((refused.code, refused.err.contains("link")), (2, true), "{}", refused.err);
        assert_eq!(files(&place, "elsewhere"), before);
        fs::remove_file(&phases).expect("a link");
        assert_eq!(build().code, 0);
        assert_eq!(prompts(&place, "OUT").len(), 6);
        assert_eq!(files(&place, "elsewhere"), before);
    }
}

#[cfg(unix)]
#[test]
fn a_kill_at_any_moment_leaves_a_pack_that_the_next_run_completes() {
    let place = Workplace::with("kill", "fixtures/harbour-clean");
    let wanted = place.run(&["pack", ".", "-o", "WANTED", "--mode", "dataflow"]);
    assert_eq!(wanted.code, 0, "{}", wanted.err);
    let whole = |folder: &str| -> Vec<(String, String)> {
        files(&place, folder)
            .into_iter()
            .map(|path| (path.clone(), place.read(&format!("{folder}/{path}"))))
            .collect()
    };
    assert_eq!(place.run(&["pack", ".", "-o", "OUT"]).code, 0);
    place.write("OUT/mine.txt", "mine");
    for round in 0..24_u64 {
        let mode = if round % 2 == 0 { "dataflow" } else { "phases" };
        let mut child = place.command(&["pack", ".", "-o", "OUT", "--mode", mode]);
        let mut child = child
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("planc starts");
        // Wait for the first sign of writing, then a little longer in each round.
        let out = place.path().join("OUT");
        let busy = || {
            fs::read_dir(&out).expect("a folder").any(|entry| {
                entry.expect("an entry").file_name().to_string_lossy().starts_with(".planc-staging")
            })
        };
        while child.try_wait().expect("a state").is_none() && !busy() {
            std::hint::spin_loop();
        }
        for _ in 0..round * 20_000 {
            std::hint::spin_loop();
        }
        let _ = child.kill();
        child.wait().expect("an end");
        assert_eq!(place.read("OUT/mine.txt"), "mine");
    }
    let last = place.run(&["pack", ".", "-o", "OUT", "--mode", "dataflow"]);
    assert_eq!(last.code, 0, "{}", last.err);
    let found: Vec<(String, String)> =
        whole("OUT").into_iter().filter(|(path, _)| path != "mine.txt").collect();
    assert_eq!(found, whole("WANTED"));
}
