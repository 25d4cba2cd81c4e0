//! What rules judge by, where one example of a page does not show it: several documents, trees beside window
//! lines, several features in one file.

use planc::compile::{FixOptions, Input, Options, compile, fix};

/// The findings of some rules over files, one per line: `path:line code severity message`.
fn check(codes: &[&str], files: &[(&str, &str)]) -> String {
    let input = |&(path, text): &(&str, &str)| {
        let text = text.strip_prefix('\n').unwrap_or(text);
        Input { path: path.to_owned(), bytes: text.as_bytes().to_vec(), root: 0, named: true }
    };
    let options = Options { schedule_up_to: 0, ..Options::default() };
    let done = compile(files.iter().map(input).collect(), &options).expect("text");
    let found = done.findings.iter().filter(|finding| codes.contains(&finding.code)).map(|finding| {
        let source = &done.sources[finding.primary.file.index()];
        let line = source.line(finding.primary.span.start);
        format!("{}:{line} {} {} {}\n", source.path(), finding.code, finding.severity.name(), finding.message)
    });
    found.collect()
}

const SPEC: &str = "
# Feature 1: Ferry

## SUBTASK 1.1.1: Timetable
UPDATE THIS FILE: ferry.rs

## SUBTASK 1.1.2: Fares
UPDATE THIS FILE: ferry.rs
Needs: 1.1.1
";

#[test]
fn a_map_is_judged_with_its_own_needs() {
    let map = "
# Feature 1: Ferry
## PHASE 1
Window 1: SUBTASK 1.1.1 - Timetable
Window 2: SUBTASK 1.1.2 - Fares
## PHASE 2
Window 1: SUBTASK 1.1.3 - Ticket (needs 1.1.2)
";
    let found = check(&["P201", "P407"], &[("map.md", map), ("spec.md", SPEC)]);
    assert_eq!(
        found,
        "map.md:4 P407 error `1.1.1` and `1.1.2` write `ferry.rs` at the same time in phase 1\n"
    );
}

#[test]
fn a_map_that_states_no_need_is_judged_with_all() {
    let map = "
# Feature 1: Ferry
## PHASE 1
Window 1: SUBTASK 1.1.1 - Timetable
Window 2: SUBTASK 1.1.2 - Fares
";
    let found = check(&["P201", "P407"], &[("map.md", map), ("spec.md", SPEC)]);
    assert_eq!(found, "spec.md:8 P201 error `1.1.2` needs `1.1.1`, but both run in phase 1\n");
}

#[test]
fn a_tree_and_window_lines_are_one_statement() {
    let plan = "
# Feature 1: Ferry
```
PHASE 1 (2 tasks)
├─ 1.1.1: Timetable
├─ 1.1.2: Fares (needs 1.1.1)
└─ [2 buffer windows]
```
### PHASE 1: Groundwork (4 windows)
**Window 1:** SUBTASK 1.1.1 - Timetable
**Window 2:** SUBTASK 1.1.2 - Fares
**Windows 3-4:** Buffer

**Sub-phase 1a:**
- Window 1: 1.1.1

**Sub-phase 1b:**
- Window 2: 1.1.2
";
    assert_eq!(check(&["P201", "P202", "P203", "P301", "P302", "P501"], &[("plan.md", plan)]), "");
}

#[test]
fn sub_phases_may_use_a_window_again() {
    let plan = "
# Feature 1: Ferry
## PHASE 1
### Sub-phase 1a
Window 1: SUBTASK 1.1.1 - Timetable
### Sub-phase 1b
Window 1: SUBTASK 1.1.2 - Fares
Window 1: SUBTASK 1.1.3 - Ticket
";
    let found = check(&["P301"], &[("plan.md", plan)]);
    assert_eq!(found, "plan.md:7 P301 error window 1 of phase 1 is given to `1.1.2` and `1.1.3`\n");
}

#[test]
fn features_of_one_file_have_phases_of_their_own() {
    let plan = "
# Feature 1: Ferry
## PHASE 1
Window 1: SUBTASK 1.1.1 - Timetable
## PHASE 2
Window 1: SUBTASK 1.1.2 - Fares
# Feature 2: Harbour
## PHASE 1
Window 1: SUBTASK 2.1.1 - Berths (needs 1.1.2)
## PHASE 2
Window 1: SUBTASK 2.1.2 - Cranes (needs 1.1.1)
";
    assert_eq!(check(&["P201", "P202", "P203", "P301"], &[("plan.md", plan)]), "");
}

#[test]
fn an_integration_test_may_be_counted_or_not() {
    let plan = |count: u32| {
        format!(
            "# Feature 1: Ferry\n\n- [ ] All {count} subtasks complete\n\n## SUBTASK 1.1.1: Timetable\n\n\
             ## SUBTASK 1.1.2: Fares\n\n## INTEGRATION TEST\n"
        )
    };
    let found = |count| check(&["P501"], &[("plan.md", &plan(count))]);
    assert_eq!((found(2), found(3)), (String::new(), String::new()));
    let message = "the plan of this file is said to have 4 subtasks, but has 2 (3 with the integration test)";
    assert_eq!(found(4), format!("plan.md:3 P501 error {message}\n"));
}

#[test]
fn lists_that_mean_the_same_order_are_information() {
    let map = "
# Feature 1: Ferry
Window 1: SUBTASK 1.1.1 - Timetable
Window 2: SUBTASK 1.1.2 - Fares (needs 1.1.1)
Window 3: SUBTASK 1.1.3 - Ticket (needs 1.1.1, 1.1.2)
Window 4: SUBTASK 1.1.4 - Poster
";
    let spec = "
# Feature 1: Ferry
## SUBTASK 1.1.1: Timetable
## SUBTASK 1.1.2: Fares
Needs: 1.1.1
## SUBTASK 1.1.3: Ticket
Needs: 1.1.2
## SUBTASK 1.1.4: Poster
Needs: 1.1.1
";
    let found = check(&["P405"], &[("map.md", map), ("spec.md", spec)]);
    let ticket = "`1.1.3` needs `1.1.1` and `1.1.2` by the map and `1.1.2` by its section; over other needs both mean the same";
    let poster = "`1.1.4` needs nothing by the map, but `1.1.1` by its section";
    assert_eq!(found, format!("map.md:4 P405 info {ticket}\nmap.md:5 P405 error {poster}\n"));
}

#[test]
fn a_map_without_any_need_denies_nothing() {
    let map = "# Feature 1: Ferry\nWindow 1: SUBTASK 1.1.1 - Timetable\nWindow 2: SUBTASK 1.1.2 - Fares\n";
    assert_eq!(check(&["P405"], &[("map.md", map), ("spec.md", SPEC)]), "");
}

#[test]
fn only_a_stated_everything_joins_a_lonely_subtask() {
    let plan = |test: &str| {
        format!(
            "# Feature 1: Ferry\n\n## SUBTASK 1.1.1: Timetable\n\n## SUBTASK 1.1.2: Fares\nNeeds: 1.1.1\n\n\
             ## SUBTASK 1.1.3: Poster\n\n## INTEGRATION TEST\n{test}\n"
        )
    };
    assert_eq!(
        check(&["P109"], &[("plan.md", &plan(""))]),
        "plan.md:8 P109 info `1.1.3` names no need, and no subtask names `1.1.3` as one\n"
    );
    assert_eq!(check(&["P109"], &[("plan.md", &plan("Needs: everything"))]), "");
}

#[test]
fn totals_are_true_by_phases_that_hold_what_runs_in_them() {
    let plan = |claim: &str| {
        format!(
            "# Feature 1: Ferry\n\n**Estimated total time:** {claim}\n\n## PHASE 1 (20 min)\n\
             ### SUBTASK 1.1.1: Timetable\nDuration: 10 min\n### SUBTASK 1.1.2: Fares\nDuration: 25 min\n\
             ### SUBTASK 1.1.3: Ticket\nNeeds: 1.1.1\nDuration: 10 min\n\
             ## PHASE 2 (30 min)\n### INTEGRATION TEST\nDuration: 30 min\n"
        )
    };
    // Phase 1 is shorter than what runs in it whatever the total says.
    let phase =
        "plan.md:5 P503 warning phase 1 is said to take `20 min`, but `1.1.2` inside it takes 25 minutes\n";
    let found = |claim: &str| check(&["P503"], &[("plan.md", &plan(claim))]);
    let wrong = |claim: &str| found(claim) != phase;
    assert!(wrong("50 minutes"), "a phase takes no less than what runs in it");
    assert!(!wrong("55 minutes"), "25 + 30");
    assert!(!wrong("45-60 min") && !wrong("~52 min"));
    assert!(!wrong("1 hour") && !wrong("0.9 h"), "rounded as the claim is");
    assert!(wrong("40 minutes") && wrong("70 minutes"));
    assert_eq!(
        found("70 minutes"),
        format!(
            "plan.md:3 P503 warning the plan is said to take `70 minutes`, but its phases take 25 + 30 = 55 minutes\n{phase}"
        )
    );
}

#[test]
fn a_wildcard_says_what_it_leaves_out() {
    let plan = "
# Feature 1: Ferry
Window 1: SUBTASK 1.1.1 - Timetable
Window 2: SUBTASK 1.1.2 - Fares (needs all 1.1.*)
Window 3: SUBTASK 1.1.3 - Ticket (needs 1.1.2)
";
    let message = "`1.1.2` needs `all 1.1.*`, which includes `1.1.2` itself and `1.1.3`, which waits for it";
    assert_eq!(check(&["P105", "P101"], &[("plan.md", plan)]), format!("plan.md:3 P105 warning {message}\n"));
}

#[test]
fn the_fix_of_a_cut_prompt_lengthens_two_lines() {
    let text = "# Feature 1: Ferry\n\n## SUBTASK 1.1.1: Timetable\n\n**Agent Prompt:**\n```\nRun this:\n\n```bash\nls\n```\n\nVALIDATION:\n- [ ] done\n```\n";
    let input = Input { path: "spec.md".into(), bytes: text.into(), root: 0, named: true };
    let done = compile(vec![input], &Options::default()).expect("text");
    let finding = done.findings.iter().find(|finding| finding.code == "P402").expect("P402");
    let fix = finding.fix.as_ref().expect("a fix");
    let mut mended = text.to_owned();
    for edit in fix.edits.iter().rev() {
        mended.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    let expected = text.replacen("```\nRun", "````\nRun", 1).replace("done\n```\n", "done\n````\n");
    assert_eq!(mended, expected);
    assert_eq!(check(&["P402"], &[("spec.md", &mended)]), "");
}

/// A plan after the fixes of one rule.
fn fixed(code: &str, text: &str) -> String {
    let input = Input { path: "plan.md".into(), bytes: text.into(), root: 0, named: true };
    let done = compile(vec![input], &Options::default()).expect("text");
    let mut mended = text.to_owned();
    let fixes = done.findings.iter().filter(|finding| finding.code == code).filter_map(|f| f.fix.as_ref());
    let mut edits: Vec<_> = fixes.flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    for edit in edits {
        mended.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    assert_eq!(check(&[code], &[("plan.md", &mended)]), "", "{mended}");
    mended
}

#[test]
fn fixes_of_needs_change_nothing_else() {
    let plan = |needs: &str| {
        format!(
            "# Feature 1: Ferry\nWindow 1: SUBTASK 1.1.1 - Timetable\nWindow 2: SUBTASK 1.1.2 - Fares (needs 1.1.1)\n\
             Window 3: SUBTASK 1.1.3 - Ticket (needs {needs})\n"
        )
    };
    assert_eq!(fixed("P103", &plan("1.1.2, 1.1.3")), plan("1.1.2"));
    assert_eq!(fixed("P105", &plan("all 1.1.*")), plan("1.1.1-1.1.2"));
    assert_eq!(fixed("P108", &plan("1.1.1, 1.1.2")), plan("1.1.2"));
}

#[test]
fn a_track_heading_counts_and_times_what_hangs_below_it() {
    let plan = "# Feature 1: Ferry\n\n# TRACK 1.1: Base\n\n**Total subtasks:** 4\n**Estimated time:** 70 minutes\n\n\
                ## SUBTASK 1.1.1: Timetable\n\n## SUBTASK 1.1.2: Fares\n";
    assert_eq!(
        check(&["P501"], &[("plan.md", plan)]),
        "plan.md:5 P501 error track 1.1 is said to have 4 subtasks, but has 2\n"
    );
    let input = planc::compile::Input { path: "plan.md".into(), bytes: plan.into(), root: 0, named: true };
    let found = planc::compile::compile(vec![input], &planc::compile::Options::default()).expect("a plan");
    let minutes: Vec<String> = found.estimates.iter().map(|estimate| estimate.likely.to_string()).collect();
    assert_eq!(minutes, ["35", "35"]);
}

#[test]
fn titles_are_compared_over_documents_and_renamed_in_the_map() {
    let map = "
# Feature 1: Ferry
## PHASE 1
├─ 1.1.1: Timetable
├─ 1.1.2: Berths
## PHASE 2
Window 1: SUBTASK 1.1.2 - Berth list (needs 1.1.1)
Tab 2: F1-1.1.1
";
    let found = check(&["P406"], &[("map.md", map), ("spec.md", SPEC)]);
    assert_eq!(
        found,
        "map.md:6 P406 info `1.1.2` is called `Berth list` by the map, but `Fares` by its section\n"
    );
    let input = |path: &str, text: &str| Input {
        path: path.to_owned(),
        bytes: text.as_bytes().to_vec(),
        root: 0,
        named: true,
    };
    let allow_unsafe = FixOptions { allow_unsafe: true, ..FixOptions::default() };
    let files = vec![input("map.md", map), input("spec.md", SPEC)];
    let fixed = fix(files, &allow_unsafe).expect("text");
    let after = String::from_utf8(fixed.files[0].after.clone()).expect("text");
    assert_eq!(after, map.replace("Berth list", "Fares").replace("Berths", "Fares"), "{:?}", fixed.refused);
}

#[test]
fn a_prompt_is_an_orphan_only_beside_a_map_of_its_feature() {
    let spec = "
# Feature 1: Ferry
## SUBTASK 1.1.1: Timetable
**Agent Prompt:**
```
Write it.
```
## SUBTASK 1.1.2: Fares
**Agent Prompt:**
```
Write it.
```
";
    assert_eq!(check(&["P404"], &[("spec.md", spec)]), "");
    let other = "\n# Feature 2: Harbour\n## PHASE 1\nWindow 1: SUBTASK 2.1.1 - Berths\n";
    assert_eq!(check(&["P404"], &[("other.md", other), ("spec.md", spec)]), "");
    let map = "\n# Feature 1: Ferry\n## PHASE 1\nWindow 1: SUBTASK 1.1.1 - Timetable\n";
    assert_eq!(
        check(&["P404"], &[("map.md", map), ("other.md", other), ("spec.md", spec)]),
        "spec.md:7 P404 error `1.1.2` has a prompt, but no line of the map places it\n"
    );
}

#[test]
fn a_wildcard_that_is_spelt_out_is_not_shortened() {
    let map = |last: &str| {
        let line = |n: usize| {
            let need = match n {
                1 => String::new(),
                5 => format!(" (needs {last})"),
                n => format!(" (needs 1.1.{})", n - 1),
            };
            format!("Window {n}: SUBTASK 1.1.{n} - Part {n}{need}\n")
        };
        ["# Feature 1: Ferry\n".to_owned()].into_iter().chain((1..=5).map(line)).collect::<String>()
    };
    let fixed = |text: &str| {
        let file = Input { path: "map.md".to_owned(), bytes: text.into(), root: 0, named: true };
        let fixed = fix(vec![file], &FixOptions::default()).expect("text");
        assert!(fixed.refused.is_empty(), "{:?}", fixed.refused);
        fixed.files.first().map(|file| String::from_utf8(file.after.clone()).expect("text"))
    };
    assert_eq!(fixed(&map("all 1.1.*")), Some(map("1.1.1-1.1.4")));
    // Lists that name the whole track mean it; others are shortened.
    assert_eq!(fixed(&map("1.1.1, 1.1.2, 1.1.3, 1.1.4")), None);
    assert_eq!(fixed(&map("1.1.2, 1.1.4")), Some(map("1.1.4")));
}

/// Lines that are broken on purpose: each is found at exactly its own line.
#[test]
fn mistyped_lines_are_found() {
    let plan = |line: &str, at: usize| {
        let mut lines = vec![
            "# Feature 1: Ferry",
            "## PHASE 1 (~10 min)",
            "```",
            "Window 1: SUBTASK 1.1.1 - Timetable",
            "Window 2: SUBTASK 1.1.2 - Fares",
            "Window 3: SUBTASK 1.1.3 - Berths",
            "```",
            "## PHASE 2 (~10 min)",
            "```",
            "Window 1: SUBTASK 1.1.4 - Ticket (needs 1.1.2)",
            "```",
        ];
        lines[at] = line;
        lines.join("\n")
    };
    let broken = [
        (3, "Window 1: SUBTASK 1.1. - Timetable"),
        (3, "Window 1: SUBTASK 1..1 - Timetable"),
        (3, "Window 1: SUBTASK 1,1,1 - Timetable"),
        (3, "Window 1: SUBTASK 1.1 .1 - Timetable"),
        (3, "Window 1: SUBTASKS 1.1.1 - Timetable"),
        (3, "Window 1: SUBTSK 1.1.1 - Timetable"),
        (3, "Window 1 SUBTASK 1.1.1 - Timetable"),
        (3, "Window : SUBTASK 1.1.1 - Timetable"),
        (3, "Windw 1: SUBTASK 1.1.1 - Timetable"),
        (3, "SUBTASK 1.1.1 - Timetable"),
        (7, "## PHASE two (~10 min)"),
        (7, "## Phse 2 (~10 min)"),
        (7, "## PHASE2 (~10 min)"),
        (9, "Window 1: SUBTASK 1.1.4 - Ticket (neds 1.1.2)"),
        (9, "Window 1: SUBTASK 1.1.4 - Ticket (depends one 1.1.2)"),
        (9, "Window 1: SUBTASK 1.1.4 - Ticket (needs 1.1.2"),
        (9, "Window 1: SUBTASK 1.1.4 - Ticket needs 1.1.2"),
        (9, "Window 1: SUBTASK 1.1.4 - Ticket (needs)"),
        (9, "Window 1: SUBTASK 1.1.4 - Ticket (needs 1.1.)"),
        (9, "Window 1: SUBTASK 1.1.4 - Ticket (needs 1.1.1 1.1.2)"),
        (9, "Window 1: SUBTASK 1.1.4 - Ticket (needs 1.1.1-)"),
    ];
    for (at, line) in broken {
        let found = check(&["P002"], &[("map.md", &plan(line, at))]);
        let place = format!("map.md:{} P002 warning ", at + 1);
        assert!(found.starts_with(&place) && found.lines().count() == 1, "{line}\n{found}");
    }
    let whole = [
        (3, "Window 1: SUBTASK 1.1.1 - Timetable of 1.1.2026 (needs care)"),
        (3, "Window 1: SUBTASK 1.1.1 - See 1.1.2, in the phase after"),
        (
            6,
            "```\nPhase out the old windows; subtasks of 1.1 need one test each.\nWindow shopping: 3 - 5 items",
        ),
        (9, "Window 1: SUBTASK 1.1.4 - Ticket (needs 1.1.2 complete, see 1.1.3)"),
    ];
    for (at, line) in whole {
        assert_eq!(check(&["P002"], &[("map.md", &plan(line, at))]), "", "{line}");
    }
}

#[test]
fn a_need_of_another_file_is_no_error() {
    let found = |need: &str| {
        let plan =
            format!("# Ferry\n\n## Task 8.1.1: Timetable\n\n## Task 8.1.2: Fares\nDepends on: {need}\n");
        check(&["P102"], &[("phase-8.md", &plan)])
    };
    assert_eq!(
        found("5.1.1"),
        "phase-8.md:6 P102 warning `8.1.2` needs `5.1.1`, but no file given here states a subtask `5.*`\n"
    );
    assert_eq!(found("8.1.7"), "phase-8.md:6 P102 error `8.1.2` needs `8.1.7`, but no subtask has this id\n");
    assert_eq!(found("9.9.9"), "phase-8.md:6 P102 error `8.1.2` needs `9.9.9`, but no subtask has this id\n");
    let one = "---\nname: Fares\nstatus: open\ndepends_on: [001]\nparallel: false\n---\n\n# Task: Fares\n";
    assert_eq!(
        check(&["P102"], &[("epic/002.md", one)]),
        "epic/002.md:4 P102 warning `002` needs `001`, but no file given here states subtask `001`\n"
    );
    assert_eq!(
        found("#12"),
        "phase-8.md:6 P102 warning `8.1.2` needs `#12`, but no file given here states issue `#12`\n"
    );
}

#[test]
fn a_line_that_was_not_understood_is_no_slip_of_the_author() {
    let plan = "
# Ferry

Crew Ann: TASK-001 Timetable

- TASK-002: Fares (1h)
- TASK-003: Ticket (1h) - depends on TASK-001
";
    let found = check(&["P102"], &[("plan.md", plan)]);
    let wanted = "P102 warning `TASK-003` needs `TASK-001`, but the line that names `TASK-001` is not understood as a subtask";
    assert!(found.contains(wanted), "{found}");
}

#[test]
fn all_above_is_shorter_than_any_list() {
    let plan = |needs: &str| {
        format!(
            "# Ferry\n\n## Wave 1\n\n| ID | Dependencies | Slot |\n|---|---|---|\n| SAIL-001 | None | 1 |\n\
             | SAIL-002 | SAIL-001 | 2 |\n| SAIL-003 | {needs} | 3 |\n"
        )
    };
    let found = |needs: &str| check(&["P108"], &[("plan.md", &plan(needs))]);
    assert_eq!(found("ALL above"), "");
    assert!(found("SAIL-001, SAIL-002").contains("P108 info `SAIL-003` needs `SAIL-001`"));
}

#[test]
fn chapters_out_of_order_are_a_warning() {
    let plan = |word: &str, second: u32| {
        format!(
            "# Ferry\n\n## {word} 1\n\n### Task 1: Timetable\n\n## {word} 2\n\nA meeting.\n\n## {word} {second}\n\n\
             ### Task 2: Fares\n"
        )
    };
    let found = |word: &str, second: u32| check(&["P203"], &[("plan.md", &plan(word, second))]);
    assert_eq!(found("Phase", 3), "");
    assert_eq!(found("Phase", 4), "plan.md:11 P203 warning phase 4 follows phase 1; phase 3 is missing\n");
    assert_eq!(found("Wave", 3), "plan.md:11 P203 error phase 3 follows phase 1; phase 2 holds no subtask\n");
}
