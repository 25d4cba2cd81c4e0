//! Texts as people write them, and how they are read.

use super::*;
use crate::plan::{Plan, lower};
use crate::source::{FileIx, SourceFile};

const PLAN: &str = "\
# Feature 1: Ferry

## PHASE 1
Window 1: SUBTASK 1.1.1 - Timetable
Window 2: SUBTASK 1.1.2 - Fares
Window 3: SUBTASK 1.2.1 - Pier

## PHASE 2
Window 1: SUBTASK 1.1.3 - Booking (needs 1.1.1)
Window 2: SUBTASK 1.1.4 - Refunds (needs 1.1.2)

## PHASE 3
Window 1: INTEGRATION TEST

## SUBTASK 1.1.1: Timetable
Files: src/time.rs, src/table.rs

VALIDATION:
- [ ] opens
- [ ] closes
";

fn plan() -> Plan {
    let source = SourceFile::new("plan.md".to_owned(), PLAN.as_bytes().to_vec()).expect("text");
    let document = crate::syntax::parse(FileIx(0), &source);
    lower(&[source], &[document], &[0])
}

fn options() -> ImportOptions {
    ImportOptions {
        day: Moment::midnight("2026-03-02", 0),
        start: None,
        offset: 0,
        now: Moment::parse("2026-03-02T18:00:00Z").expect("a time"),
    }
}

/// `line: kind subtask window clock validated note` for each event and `line! told` for each remark.
fn read_with(text: &str, options: &ImportOptions) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    for reading in import(&plan(), text, options).readings {
        for event in &reading.events {
            let about = event.subtask.as_deref().unwrap_or("run").replace("F1-", "");
            let window = event.window.map_or(String::new(), |window| format!(" w{window}"));
            let result = event.validated.map_or(String::new(), |result| format!(" {result}"));
            let note = event.note.as_deref().map_or(String::new(), |note| format!(" `{note}`"));
            let when = event.at.to_string();
            let when = when.trim_start_matches("2026-03-").trim_end_matches(":00Z");
            let _ =
                writeln!(out, "{}: {} {about}{window} {when}{result}{note}", reading.line, event.kind.name());
        }
        for told in &reading.told {
            let _ = writeln!(out, "{}! {told:?}", reading.line);
        }
    }
    out
}

fn read(text: &str) -> String {
    read_with(text, &options())
}

#[test]
fn notes_of_a_session() {
    insta::assert_snapshot!(read("\
### Phase 1 (15 minutes)
09:00 - Paste all 3 prompts, press Enter on all tabs
09:07 - Tab 1 done ✅
...
09:15 - All 4 tabs done ✅
09:16 - Check VALIDATION for Tab 1 ✅
09:17 - All validations pass ✅
### Phase 2
09:20 - Started Tabs 1-2
09:25 - Tab 2 ❌ failed - no fares table
09:30 - Tab 1 done
09:31 - coffee
### Later
10:00 - Start integration test in Tab 1
10:20 - All tests pass ✅
"), @"
    2: start 1.1.1 w1 02T09:00
    2: start 1.1.2 w2 02T09:00
    2: start 1.2.1 w3 02T09:00
    3: done 1.1.1 w1 02T09:07
    5: done 1.1.2 w2 02T09:15
    5: done 1.2.1 w3 02T09:15
    5! Count { stated: 4, found: 3 }
    6: done 1.1.1 w1 02T09:16 2/2
    7: done 1.1.2 w2 02T09:17 1/1
    7: done 1.2.1 w3 02T09:17 1/1
    9: start 1.1.3 w1 02T09:20
    9: start 1.1.4 w2 02T09:20
    10: fail 1.1.4 w2 02T09:25 `no fares table`
    11: done 1.1.3 w1 02T09:30
    12! NoEvent
    14: start INTEGRATION w1 02T10:00
    15: done INTEGRATION w1 02T10:20
    ");
}

#[test]
fn notification_lines() {
    insta::assert_snapshot!(read("\
09:05 - Window 1: ✅ SUBTASK 1.1.1 complete (7 min)
[09:06] Window 9: done
09:07 Subtask 1.9.9 done
09:08 F1-1.1.2 started in W4
09:20 F1-1.1.2 done (5 min)
09:10 1.2.1 done
09:11 Tab 3 failed again
2026-03-03 08:00 1.1.3 done
"), @"
    1: start 1.1.1 w1 02T08:58
    1: done 1.1.1 w1 02T09:05
    2! UnknownWindow(9)
    3! UnknownSubtask(\"1.9.9\")
    4: start 1.1.2 w4 02T09:08
    5: done 1.1.2 w4 02T09:20
    5! Duration { stated: Minutes(25200), between: Minutes(60480) }
    6: done 1.2.1 w3 02T09:10
    6! ClockBack
    7: fail 1.2.1 w3 02T09:11
    7! ClockBack
    8: done 1.1.3 w1 03T08:00
    ");
}

#[test]
fn tables() {
    insta::assert_snapshot!(read("\
| Tab | Task | State | Start | End | Duration | Notes |
|---|:-:|---|---|---|---|---|
| 1 | `1.1.1` | ✅ Done | 23:55 | 00:05 | 10 min | late |
| 2 | 1.1.2 | 🔄 Running | 10:00 | - | - | |
| 3 | 1.2.1 | ⏳ Waiting | - | - | - | |
| 1 | 1.1.3 | ❌ Error | 10:00 | 9:00 | | |
| 2 | 1.1.4 | done | - | - | | |
| 2 | 1.1.9 | done | 10:00 | 10:01 | | |
| 2 | F1-1.1.4 | failed | 10:00 | | 1.5h | no \\| key |
"), @"
    3: start 1.1.1 w1 02T23:55
    3: done 1.1.1 w1 03T00:05 `late`
    4: start 1.1.2 w2 02T10:00
    5! Nothing
    6! EndBeforeStart
    7! NoTime
    8! UnknownSubtask(\"1.1.9\")
    9: start 1.1.4 w2 02T10:00
    9: fail 1.1.4 w2 02T11:30 `no | key`
    ");
    insta::assert_snapshot!(read("\
Window;Subtask;Status;Start Time;End Time;Notes
1;1.1.1;Done;10:00;10:07;\"two;
lines\"
2;1.1.2;Running;10:01;;
"), @"
    2: start 1.1.1 w1 02T10:00
    2: done 1.1.1 w1 02T10:07 `two;
    lines`
    4: start 1.1.2 w2 02T10:01
    ");
}

#[test]
fn clocks_that_count_from_a_start() {
    let text = "✅ Win 1 (1.1.1) - Done at 0:03\n✅ Win 2 (1.1.2) - Done at 1:08\n";
    let start = Moment::parse("2026-03-02T09:00:00Z");
    insta::assert_snapshot!(read_with(text, &ImportOptions { start, ..options() }), @"
    1: start 1.1.1 w1 02T09:00
    1: done 1.1.1 w1 02T09:03
    2: start 1.1.2 w2 02T09:00
    2: done 1.1.2 w2 02T10:08
    ");
    assert!(read(text).starts_with("1! NoStart"));
}

#[test]
fn days_are_never_guessed() {
    let none = ImportOptions { day: None, ..options() };
    assert_eq!(read_with("09:05 - 1.1.1 done\n", &none), "1! NoDate\n");
    insta::assert_snapshot!(read("23:50 - 1.1.1 started\n00:10 - 1.1.1 done\n00:40 - 1.1.2 done\n"), @"
    1: start 1.1.1 w1 02T23:50
    2: done 1.1.1 w1 03T00:10
    3: done 1.1.2 w2 03T00:40
    ");
}

#[test]
fn report_forms_and_checked_boxes() {
    insta::assert_snapshot!(read("\
Done with it, here is the report:

- Subtask: `F1-1.1.1`
- Result: DONE
- Checked:
  - [x] opens
  - [ ] closes
- TOUCHED: src/time.rs, `src/other.rs` (new)
- NOTES: the harbour needs
  a second pier

## SUBTASK 1.1.2
- [x] 1.1.2 Fares
- [ ] 1.2.1 Pier
- Subtask: 1.1.9
- Result: FAILED
"), @r#"
    3: done 1.1.1 02T18:00 1/2 `the harbour needs
    a second pier`
    3! Outside("src/other.rs")
    13: done 1.1.2 02T18:00
    15! UnknownSubtask("1.1.9")
    "#);
}

#[test]
fn prose_is_left_alone() {
    let text = "# Notes\n\nThe ferry leaves at 10:05 from pier 3.\nSee 1.1.1 for more: done is done.\n| a | b |\n|---|---|\n| 1 | 2 |\n";
    assert_eq!(read(text), "");
}

#[test]
fn lines_in_other_hands() {
    insta::assert_snapshot!(read("\
### 2026-03-04 (second day)
✅ [09:05] 1.1.1 done
- Window 2: 09:06 – 09:20 ✅
* 9:30 PM: Tab 3 finished
- [x] 21:40 1.1.3 erledigt
- [ ] 21:50 start 1.1.4
1.1.4 ✅ 21:45
00:10 1.1.4 terminé
"), @"
    2: done 1.1.1 w1 04T09:05
    3: start 1.1.2 w2 04T09:06
    3: done 1.1.2 w2 04T09:20
    4: done 1.2.1 w3 04T21:30
    5: done 1.1.3 w1 04T21:40
    7: done 1.1.4 w2 04T21:45
    8: done 1.1.4 w2 05T00:10
    ");
    insta::assert_snapshot!(read("\
\u{feff}| Tab # | Sub-task | Progress | Started (UTC) | Completed | Time taken | Comments |
|---|---|---|---|---|---|---|
| W1 | 1.1.1 Timetable | terminé | 9:00 am | 10:05 am | 1h 5m | `@ann` \\*x\\* |\r
| 2 | 1.1.2 | échoué | 09:00:10 | 09:20:40 | | |\r
| 3 | 1.2.1 | perhaps | 09:00 | 09:20 | | |\r
| 1 | 1.1.3 | Done | 02.03.2026 23:50 | 03.03.2026 00:10 | 20 min | validated 1/1; try 2; |\r
| 2 | 1.1.4 | Done | 03/04/2026 10:00 | 10:20 PST | | |\r
"), @r#"
    3: start 1.1.1 w1 02T09:00
    3: done 1.1.1 w1 02T10:05 `@ann *x*`
    4: start 1.1.2 w2 02T09:00:10Z
    4: fail 1.1.2 w2 02T09:20:40Z
    5! UnknownState("perhaps")
    6: start 1.1.3 w1 02T23:50
    6: done 1.1.3 w1 03T00:10 1/1
    7! SomeDay
    7! Zone
    7! NoTime
    "#);
    let start = Moment::parse("2026-03-02T09:00:00Z");
    insta::assert_snapshot!(read_with("T+0:03 - Win 1 done\n+1:08 Tab 2 failed - no key\n", &ImportOptions { start, ..options() }), @"
    1: start 1.1.1 w1 02T09:00
    1: done 1.1.1 w1 02T09:03
    2: fail 1.1.2 w2 02T10:08 `no key`
    ");
    assert_eq!(read("T+0:03 - Win 1 done\n09:05 CET - Win 2 done\n"), "1! NoStart\n2! Zone\n");
    let updated = "**Updated**: 2026-03-09\n**2026-03-05**\n10:05: Tab 1 done\n**Date:** Mar 6, 2026\n10:05 1.1.2 done\n";
    assert_eq!(read(updated), "3: done 1.1.1 w1 05T10:05\n5: done 1.1.2 w2 06T10:05\n");
    assert_eq!(read("Win 1 started 09:00, tested 09:05, done 09:07\n"), "1! Clocks\n");
}

#[test]
fn report_forms_in_other_words() {
    insta::assert_snapshot!(read("\
**Subtask**: 1.1.1 Timetable
**Status**: ✅ Completed - all good
**Touched**: none

Task: 1.1.2
Outcome: FAILED (no key)
Task: write more tests
- Subtask: 1.2.1
- Result: probably
- Subtask: 1.1.3
- Result: DONE or FAILED
"), @"
    1: done 1.1.1 02T18:00
    5: fail 1.1.2 02T18:00
    8! NoEvent
    ");
}
