//! Sentences and tables that state numbers about a plan: which are contradicted, and what is said about them.

use planc::compile::check_text;

/// Two phases of 40 and 20 minutes; the widest opens two windows.
const PLAN: &str = "# Feature 1: Ferry

## PHASE 1 (2 tasks, 40 min)

### SUBTASK 1.1.1: Timetable
Duration: 40 min

### SUBTASK 1.1.2: Fares
Duration: 30 min

## PHASE 2 (1 task, 20 min)

### INTEGRATION TEST
Needs: everything
Duration: 20 min

## About

";

/// Findings about claims in a text behind the plan: code, line of the text from 1, message.
fn found(text: &str) -> Vec<(String, usize, String)> {
    let whole = format!("{PLAN}{text}");
    let before = PLAN.lines().count();
    let codes = ["P303", "P305", "P501", "P502", "P503", "P504", "P505", "P506", "P507"];
    let line = |start: u32| whole[..start as usize].matches('\n').count() + 1 - before;
    check_text("ferry.md", &whole)
        .expect("text")
        .into_iter()
        .filter(|finding| codes.contains(&finding.code))
        .map(|finding| (finding.code.to_owned(), line(finding.primary.span.start), finding.message))
        .collect()
}

/// Asserts that exactly one claim of the text is contradicted, at a line and with words.
fn contradicted(text: &str, code: &str, line: usize, words: &str) {
    let found = found(text);
    let [(found_code, found_line, message)] = &found[..] else { panic!("{text}\n{found:#?}") };
    assert_eq!((found_code.as_str(), *found_line), (code, line), "{text}\n{message}");
    assert!(message.contains(words), "{text}\n{message}");
}

fn silent(text: &str) {
    let found = found(text);
    assert!(found.is_empty(), "{text}\n{found:#?}");
}

#[test]
fn true_claims_are_left_alone() {
    for text in [
        "Sequential: 90 minutes\nParallel: 1 hour\nTime saved: 30 minutes (33% faster, 1.5x)\n",
        "- Sequential (1 window): 1.5 hours\n- Maximum parallel: 1 hour\n- **Time saved:** ~30 min (50% faster)\n",
        "| Way | Time | Speedup |\n|--|--|--|\n| One window | 90 min | 1x |\n| This map | 60 min | 1.5x |\n",
        "| Speedup | Method | Time |\n|--|--|--|\n| 1.5× | Parallel | 1 h |\n| 1× | Sequential | 1 h 30 |\n",
        "2 subtasks in 1 track, run in 2 phases with at most 2 windows open at once.\n",
        "Max parallel: 2\n",
        "**Estimated total time:** 55-65 minutes (vs. 90 minutes sequential)\n",
        "| Phase | Tasks | Time |\n|--|--|--|\n| Phase 1 | 2 | 40 min |\n| Phase 2 | 1 | 20 min |\n| **Total** | 3 | 1 h |\n",
        "| Teil | Anzahl | Dauer |\n|--|--|--|\n| a | 1.200 km | 1,5 h |\n| b | 3 | 2 h |\n| Summe | 7 | 3,5 Stunden |\n",
        "| Team | Points | Share of total |\n|--|--|--|\n| a | 10 | 25% |\n| b | 10 | 25% |\n| c | 20 | 50% |\n",
        "| Part | Time |\n|--|--|\n| a (parallel to b) | 2h |\n| b | 3h |\n| Total | 4h |\n",
        "- Monday: 2 hours\n- Tuesday: 1.5 hours\n- **Total:** 3.5 hours over 2 days\n",
        "Windows 1-2: Feature 1\n",
    ] {
        silent(text);
    }
}

#[test]
fn what_is_said_of_other_things_is_no_claim() {
    for text in [
        "Queries become 10x faster, from 500 ms to 80 ms.\n",
        "The build went from 10 minutes to 4 minutes (50% faster).\n",
        "**Cost savings:** 80%\n",
        "| Suite | Tests | Rate |\n|--|--|--|\n| unit | 120 | 98% |\n| web | 30 | 80% |\n| All | 150 | 94.7% |\n",
        "| Measure | Value |\n|--|--|\n| Phases | 2 |\n| Windows | 2 |\n| Total tasks | 17 |\n",
        "| Month | Hours |\n|--|--|\n| May | 10 |\n| ... | ... |\n| Total | 60 |\n",
        "| Month | Hours |\n|--|--|\n| May | 10 |\n| June | open |\n| Total | 60 |\n",
        "| Wave | Agents |\n|--|--|\n| a | 3 |\n| b | 2 |\n| Total | 4 |\n",
        "Run it with 4 windows if you like.\n",
        "- Setup: 10 min\n- Look around\n- Total: 40 min\n",
        "| Step | Points |\n|--|--|\n| a | 3 |\n| b | 4 |\n| **c** | **5** |\n",
    ] {
        silent(text);
    }
}

#[test]
fn savings_follow_from_the_times_beside_them() {
    let ways = "Sequential: 90 minutes\nParallel: 1 hour\n";
    contradicted(&format!("{ways}Time saved: 30 minutes (40% faster)\n"), "P504", 3, "= 33.33 %");
    contradicted(&format!("{ways}Time saved: 45 minutes\n"), "P504", 3, "90 minutes - 1 hour = 30 minutes");
    contradicted(&format!("{ways}Speedup: 2.5x\n"), "P504", 3, "90 minutes ÷ 1 hour = 1.5x");
    let sentence = "From 4 hours sequential to 1 hour with 4 windows: 5x faster.\n";
    contradicted(sentence, "P504", 1, "4 hours ÷ 1 hour = 4x");
    let rows = "| Feature | Time (parallel) | Time (sequential) | Speedup |\n|--|--|--|--|\n| 7 | 2h | 5h | 3.1x |\n";
    contradicted(&format!("{rows}| 8 | 1h | 2h | 2x |\n"), "P504", 3, "5 hours ÷ 2 hours = 2.5x");
}

#[test]
fn rows_of_totals_add_up() {
    let table = |total: &str| {
        format!("| Part | Pages | Time |\n|--|--|--|\n| a | 12 | 1.5h |\n| b | 7 | 2h |\n{total}\n")
    };
    silent(&table("| **Total** | **19** | **~3h** |"));
    contradicted(&table("| Total | 20 | 3.5h |"), "P505", 5, "12 + 7 = 19");
    contradicted(&table("| 合计 | 19 | 4.5h |"), "P505", 5, "1.5 + 2 = 3.5 hours");
    contradicted(&table("| **Everything** | **19** | **5 h** |"), "P505", 5, "1.5 + 2 = 3.5 hours");
    let list = "- Monday: 2 hours\n- Tuesday: 1.5 hours\n- **Total:** 4.5 hours over 2 days\n";
    contradicted(list, "P505", 3, "2 + 1.5 = 3.5 hours");
    let shares =
        "| Team | Points | Share |\n|--|--|--|\n| a | 10 | 25% |\n| b | 10 | 35% |\n| c | 20 | 50% |\n";
    contradicted(shares, "P505", 4, "10 ÷ 40 = 25 %");
    let sum = "### Features 8 and 9\n\n**Sequential:** 1 hour (a) + 30 minutes (b) = 2.5 hours\n";
    contradicted(sum, "P505", 3, "1 + 0.5 = 1.5 hours");
}

#[test]
fn windows_at_once_are_compared_with_phases_and_needs() {
    contradicted("Max parallel: 3\n", "P502", 1, "its widest phase, phase 1, has 2 windows");
    contradicted("**Total: 20 parallel windows**\n", "P303", 1, "more than 15 are hard to follow");
    let limit = "Never open more than 6 windows: it is hard to follow.\n\n**Total: 8 parallel windows**\n";
    contradicted(limit, "P303", 3, "the text itself warns of more than 6");
    contradicted("Windows 1-4: Feature 1\n", "P305", 1, "its widest phase opens 2");
}

#[test]
fn totals_of_one_feature_agree_everywhere() {
    contradicted(
        "**Goal:** Complete Feature 1 in **under 40 minutes**\n\n**Estimated total time:** 60 minutes\n",
        "P506",
        1,
        "under 40 minutes",
    );
    silent("**Goal:** Complete Feature 1 in under 90 minutes\n\n**Estimated total time:** 1 hour\n");
    let together = "### Features 1 and 2 together\n\nParallel approach: 2 hours\n\n```\n0:00 - start\n0:45 - both features complete\n```\n";
    contradicted(
        &format!("**Estimated total time:** 1 hour\n\n{together}"),
        "P506",
        9,
        "feature 1 alone is said to take `1 hour`",
    );
}

#[test]
fn fixes_write_numbers_as_precisely_as_they_were() {
    let text = format!("{PLAN}Sequential: 90 minutes\nParallel: 1 hour\nSpeedup: 2.5x\n");
    let found = check_text("ferry.md", &text).expect("text");
    let fix = found.iter().find(|finding| finding.code == "P504").and_then(|finding| finding.fix.as_ref());
    let edit = &fix.expect("a fix").edits[0];
    assert_eq!((&text[edit.span.start as usize..edit.span.end as usize], edit.text.as_str()), ("2.5", "1.5"));
}

#[test]
fn long_times_are_told_in_the_units_of_their_author() {
    let plan = |total: &str| {
        format!(
            "# Ferry\n\n**Sequential:** {total}\n\n## Task 1: Timetable\nEstimate: 3 days\n\n## Task 2: Fares\n\
             Estimate: 2 days\nDepends on: 1\n"
        )
    };
    let words = |total: &str| {
        let found = check_text("ferry.md", &plan(total)).expect("text");
        found.into_iter().filter(|f| f.code == "P503").map(|f| f.message).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(
        words("8 days"),
        "the plan is said to take `8 days` in one window, but its 2 subtasks take 5 days one after another"
    );
    assert_eq!(
        words("50 hours"),
        "the plan is said to take `50 hours` in one window, but its 2 subtasks take 40 hours one after another"
    );
    assert_eq!(words("5 days"), "");
}

#[test]
fn a_phase_may_take_longer_than_its_work() {
    let plan = |days: &str| {
        format!(
            "# Ferry\n\n| Phase | Status | Duration |\n|---|---|---|\n| 1 | ready | {days} |\n\n## Phase 1: Sailing\n\n\
             ### Task 1: Timetable\nEstimate: 4 hours\n\n### Task 2: Fares\nEstimate: 6 hours\nDepends on: 1\n"
        )
    };
    let found = |days: &str| {
        let found = check_text("ferry.md", &plan(days)).expect("text");
        found.into_iter().filter(|f| f.code == "P503").count()
    };
    assert_eq!((found("2-3 days"), found("10 hours"), found("4 hours")), (0, 0, 1));
}

#[test]
fn a_count_far_above_what_was_read_is_no_error() {
    let severity = |count: u32| {
        let plan =
            format!("# Ferry\n\n**Total tasks**: {count}\n\n## Task 1: Timetable\n\n## Task 2: Fares\n");
        let found = check_text("ferry.md", &plan).expect("text");
        let of_rule = found.into_iter().find(|f| f.code == "P501");
        of_rule.map(|f| (f.severity.name(), f.fix.is_some(), f.help))
    };
    let wanted = ("error", true, "write 2, or add what is missing".to_owned());
    assert_eq!(severity(3), Some(wanted));
    let wanted = "write 2, or add what is missing; `planc plan` lists what was read".to_owned();
    assert_eq!(severity(21), Some(("warning", false, wanted)));
    assert_eq!(severity(2), None);
}
