//! What rules ask of plans whose phases are chapters of a list, and of plans whose phases run at once.

use planc::compile::{Input, Options, compile};

/// The findings over one file, one per line: `line code message`.
fn check(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let input = Input { path: "ferry.md".into(), bytes: text.as_bytes().to_vec(), root: 0, named: true };
    let options = Options { schedule_up_to: 0, ..Options::default() };
    let done = compile(vec![input], &options).expect("text");
    let line = |finding: &planc::diag::Diagnostic| {
        let line = done.sources[0].line(finding.primary.span.start);
        format!("{line} {} {}\n", finding.code, finding.message)
    };
    done.findings.iter().filter(|finding| finding.code != "P401").map(line).collect()
}

const CHAPTERS: &str = "
# Ferry

## Phase 1: Sailing

### Task 1.1: Timetable
- **Files:** src/ferry.rs

### Task 1.2: Fares
- **Files:** src/ferry.rs
- **Depends on:** 1.1

### Task 1.3: Ticket
- **Files:** src/ferry.rs
- **Depends on:** 1.1

## Phase 2: Harbour

### Task 2.1: Berths
- **Depends on:** 1.3
";

#[test]
fn a_chapter_is_worked_through_from_top_to_bottom() {
    assert_eq!(check(CHAPTERS), "");
}

#[test]
fn a_phase_that_says_so_runs_at_once() {
    let wanted = [
        "P201 `1.2` needs `1.1`, but both",
        "P201 `1.3` needs `1.1`, but both",
        "P407 `1.2` and `1.3` write",
    ];
    for line in [
        "## Phase 1: Sailing (all in parallel)",
        "## PHASE 1 (3 tasks)",
        "## Wave 1: Sailing",
        "## Phase 1：并行",
        "## Phase 1: Sailing\n\n### SUBTASK 1.0: Quay",
    ] {
        let found = check(&CHAPTERS.replace("## Phase 1: Sailing", line));
        for words in wanted {
            assert!(found.contains(words), "{line}: {found}");
        }
    }
}

#[test]
fn a_time_alone_does_not_say_so() {
    for line in ["## Phase 1: Sailing (~2 hours)", "## Sprint 1: Sailing", "## Milestone 1: Sailing (week 1)"]
    {
        assert_eq!(check(&CHAPTERS.replace("## Phase 1: Sailing", line)), "", "{line}");
    }
    // Two hours hold one hour and a half in turn, but not three hours.
    let plan = |hours: &str| {
        let times = CHAPTERS.replace("- **Files:**", &format!("- **Estimate:** {hours}\n- **Files:**"));
        check(&times.replace("## Phase 1: Sailing", "## Phase 1: Sailing (2 hours)"))
    };
    assert_eq!(plan("0.5h"), "");
    assert!(plan("1h").contains("P201 `1.2` needs `1.1`, but both run in phase 1"), "{}", plan("1h"));
}

#[test]
fn letters_tell_the_batches_of_a_phase_apart() {
    let plan = "
# Ferry

## Phase 1: Sailing

### Batch 1.A - first

#### Task 1.1: Timetable

### Batch 1.B - parallel

#### Task 1.2: Fares
- **Depends on:** 1.1

#### Task 1.3: Ticket
- **Depends on:** 1.1
";
    assert_eq!(check(plan), "");
    let one = check(&plan.replace("Batch 1.B", "Batch 1.A"));
    assert!(one.contains("P201 `1.2` needs `1.1`, but both run in sub-phase"), "{one}");
}

/// Issues with phases of their own, and waves that give out worktrees; the posters stand in wave 1 or 2.
fn issues(posters: u32) -> String {
    let wave = |at: u32| if at == posters { "  └─ Worktree 3: #4 Posters\n" } else { "" };
    format!(
        "==========\nISSUES\n==========\n\n  Issue #1: Timetable\n  └─ Priority: HIGH | Phase 1\n\n\
         \x20 Issue #2: Fares\n  └─ Priority: HIGH | Phase 1\n  └─ Tasks:\n    - BLOCKED BY: #1 (sailings)\n\n\
         \x20 Issue #3: Ticket\n  └─ Priority: HIGH | Phase 2\n  └─ Tasks:\n    - BLOCKED BY: #2 (fares)\n\n\
         \x20 Issue #4: Posters\n  └─ Priority: LOW | Phase 3\n  └─ Tasks:\n    - BLOCKED BY: #1 (sailings)\n\n\
         ==========\nORDER\n==========\n\nWAVE 1 (Week 1): Sailing\n  └─ Worktree 1: #1 Timetable\n{}\n\
         WAVE 2 (Week 2): Tickets\n  └─ Worktree 1: #2 Fares\n  └─ Worktree 2: #3 Ticket (depends on #2)\n{}",
        wave(1),
        wave(2),
    )
}

#[test]
fn waves_beside_phases_are_judged_where_they_give_out_windows() {
    // A line without needs denies none that its wave waits for anyway.
    assert_eq!(check(&issues(2)), "16 P201 `#3` needs `#2`, but both run in wave 2\n");
    let early = check(&issues(1));
    assert!(early.contains("P201 `#4` needs `#1`, but both run in wave 1"), "{early}");
    assert!(early.contains("P405 `#4` needs nothing by the map, but `#1` by its section"), "{early}");
}

#[test]
fn only_marked_items_of_a_check_list_run_at_once() {
    let list = "
# Ferry

## Phase 1: Sailing

- [ ] T001 Make the folders
- [ ] T002 [P] Timetable in src/timetable.rs
- [ ] T003 [P] [US1] Fares in src/fares.rs
- [ ] T004 [P] Discounts in src/fares.rs
- [ ] T005 Ticket in src/fares.rs

## Dependencies

- T001 must complete before T002-T003
- T005 depends on T003
- T004 depends on T002
";
    assert_eq!(
        check(list),
        "8 P407 `T003` and `T004` write `src/fares.rs` at the same time in phase 1\n\
         15 P201 `T004` needs `T002`, but both run in phase 1\n"
    );
}

#[test]
fn what_is_done_runs_no_more() {
    let plan = |mark: &str| {
        format!(
            "# Ferry\n\n## Wave 1\n\n- [{mark}] T001 Timetable in src/a.rs\n- [ ] T002 Fares in src/a.rs\n\n\
             ## Wave 2\n\n- [ ] T003 Ticket in src/c.rs\n\n## Dependencies\n\n- T002 depends on T001\n- T003 depends on T002\n"
        )
    };
    assert_eq!(check(&plan("x")), "");
    let open = check(&plan(" "));
    assert_eq!(open, "14 P201 `T002` needs `T001`, but both run in phase 1\n");
}

#[test]
fn slots_order_the_rows_of_a_wave() {
    let table = |slot: u32| {
        format!(
            "# Ferry\n\n### Wave 1: Sailing\n\
             | ID | Dependencies | Parallel Slots |\n|---|---|---|\n\
             | SAIL-001 | None | 1 |\n| SAIL-002 | SAIL-001 | {slot} |\n| SAIL-003 | SAIL-001 | 2 |\n"
        )
    };
    assert_eq!(check(&table(2)), "");
    assert_eq!(check(&table(1)), "7 P201 `SAIL-002` needs `SAIL-001`, but both run in phase 1\n");
}

#[test]
fn headings_may_share_a_phase_that_they_name_in_brackets() {
    let plan = |second: &str| {
        format!(
            "# Ferry\n\n### A. Sailing (Phase 1a)\n\n#### Subtask 1: Timetable\n\n#### Subtask 2: Fares\n\
             - **Depends on:** 1\n\n### {second}\n\n#### Subtask 3: Ticket\n- **Depends on:** 2\n"
        )
    };
    assert_eq!(check(&plan("B. Tickets (Phase 1a)")), "");
    assert!(check(&plan("Phase 1a: Tickets")).contains("P203 phase 1a comes twice in a row"));
}

#[test]
fn what_is_said_to_need_nothing_is_not_forgotten() {
    let plan = |needs: &str| {
        format!(
            "# Ferry\n\n## Task 1: Timetable\n\n## Task 2: Fares\n**Depends on**: 1\n\n## Task 3: Ticket\n\
             **Priority**: P1\n{needs}\n## Task 4: Berths\n**Depends on**: 2\n"
        )
    };
    let alone = "8 P109 `3` names no need, and no subtask names `3` as one\n";
    assert_eq!(check(&plan("")), alone);
    for words in [
        "**Depends on**: None\n",
        "**Depends on**: the harbour master's consent\n",
        "**Status**: in progress\n",
        "It can start early, with drawings.\n",
    ] {
        assert_eq!(check(&plan(words)), "", "{words}");
    }
    let level = plan("")
        .replace("## Task 1", "## Level 0 (no dependencies)\n\n### Task 1")
        .replace("\n## Task", "\n### Task");
    assert!(!check(&level).contains("P109"), "{}", check(&level));
    // Where few subtasks state needs, none of the others stands out.
    assert_eq!(check(&plan("\n## Task 5: Piers\n\n## Task 6: Lights\n")), "");
}

#[test]
fn a_phase_that_could_begin_earlier_is_one_finding() {
    let plan = |word: &str| {
        format!(
            "# Ferry\n\n## {word} 1\n\n### Task 1: Timetable\n\n## {word} 2\n\n### Task 2: Fares\nDepends on: 1\n\n\
             ## {word} 3\n\n### Task 3: Ticket\nDepends on: 1\n\n### Task 4: Berths\nDepends on: 1\n\n\
             ### Task 5: Piers\nDepends on: 2\n"
        )
    };
    assert_eq!(
        check(&plan("Wave")),
        "12 P204 2 of the 3 subtasks of phase 3 need nothing of the phase before it: `3` and `4`\n"
    );
    assert_eq!(check(&plan("Phase")), "", "a chapter is no time");
}

#[test]
fn an_outline_without_needs_does_not_deny_those_of_the_sections() {
    let plan = |outline: &str| {
        format!(
            "# Ferry\n\n```\nWAVE 1\n├── T-001: Timetable\n└── T-002: Fares\n\nWAVE 2\n├── T-003: Ticket{outline}\n\
             ├── T-004: Berths\n├── T-005: Piers\n├── T-006: Lights\n\
             ├── T-007: Bells\n└── T-008: Flags\n```\n\n\
             ### T-001: Timetable\n\n### T-002: Fares\n\n\
             ### T-003: Ticket\n**Depends on**: T-001\n\n### T-004: Berths\n**Depends on**: T-001\n\n\
             ### T-005: Piers\n**Depends on**: T-002\n\n### T-006: Lights\n**Depends on**: T-002\n\n\
             ### T-007: Bells\n**Depends on**: T-002\n\n### T-008: Flags\n**Depends on**: T-002\n"
        )
    };
    assert_eq!(check(&plan("")), "");
    assert_eq!(
        check(&plan(" (needs T-002)")),
        "9 P405 `T-003` needs `T-002` by the map, but `T-001` by its section\n"
    );
}
