use super::{DiffReport, Version, markdown, text};
use crate::emit::Ink;
use crate::emit::hostile;
use crate::emit::sample::Sample;
use crate::emit::terminal::Look;
use crate::graph::NeedsMode;
use crate::plan::{FileTouch, Place};
use crate::schedule::compare;
use crate::syntax::{Minutes, TouchMode};

const LOOK: Look = Look { ink: Ink::PLAIN, width: 80 };

/// What `show` makes of a change of the sample with `word` in every place: one subtask has another number, one
/// another title, one is new, one gone; a file has two writers, an estimate doubled.
pub(in crate::emit) fn changed<T>(word: &str, show: impl FnOnce(&DiffReport<'_>) -> T) -> T {
    let (old, mut new) = (Sample::new(), Sample::hostile(word));
    new.plan.features[0].prefix.clone_from(&old.plan.features[0].prefix);
    let ids = ["1.1.1", "1.1.9", "1.2.1", "1.9.9"];
    let titles = ["Timetable of boats", "Fares", word, word];
    for ((subtask, id), title) in new.plan.subtasks.iter_mut().zip(ids).zip(titles) {
        (subtask.id, subtask.title) = (id.to_owned(), title.to_owned());
        let (path, mode) = (format!("src/{word}"), TouchMode::Update);
        subtask.files = vec![FileTouch { path, mode, place: Place::default() }];
    }
    new.estimates[0].likely = Minutes::new(20);
    new.plan.subtasks[0].window = Some(7);
    let before = Version { name: "main", material: old.material() };
    let after = Version { name: word, material: new.material() };
    let comparison = compare(&before.side(), &after.side(), NeedsMode::Union, 1_000);
    let needs = NeedsMode::Union;
    show(&DiffReport { old: before, new: after, comparison: &comparison, needs, file_locks: true })
}

#[test]
fn every_kind_of_change_is_told() {
    insta::assert_snapshot!(changed("Sales", |report| text(report, false, LOOK)), @r#"
    main → Sales

                          old         new  change  lower bound
    subtasks                4           4       0
    needs                   3           3       0
    file locks              0           1      +1
    work, minutes        37.5        47.5     +10
    as-written     cannot run  cannot run                    -
    phases               47.5        47.5       0         47.5
    dataflow             47.5        47.5       0         47.5
    windows                 2           2       0
    worth opening           1           1       0

    subtasks
    + 1.9.9 Sales, ≈10 minutes
    - INTEGRATION, ≈10 minutes

    renumbered
    ~ 1.1.2 is now 1.1.9: Fares

    new titles
    ~ 1.1.1 Timetable → Timetable of boats
    ~ 1.2.1 Booking → Sales

    file locks
    + src/Sales: one at a time of 1.1.1, 1.1.9, 1.2.1, 1.9.9

    minutes
    ~ 1.1.1 ≈10 → ≈20 minutes (+10)

    phases and windows
    ~ 1.1.1: phase 1, window 1 → phase Sales, window 7
    ~ 1.1.9: phase 1, window 2 → phase Sales, window 2
    ~ 1.2.1: phase 2, window 1 → phase Sales, window 1
    "#);
}

#[test]
fn hostile_text_stays_text() {
    for word in hostile::TEXTS {
        hostile::check(&changed(word, |report| text(report, true, LOOK)));
        let shown = changed(word, |report| markdown(report, true));
        hostile::check(&shown);
        assert!(!shown.contains("://"), "{shown}");
    }
    for word in ["a | b", "](https://evil.example)", "<img src=x>", "@all see #1"] {
        let shown = changed(word, |report| markdown(report, true));
        let words = shown.replace("<code>", "").replace("</code>", "");
        assert!(!words.contains(['<', '[', '@', '>']) && !words.contains(" #1"), "{shown}");
        assert!(
            shown.lines().filter(|line| line.starts_with('|')).all(|line| line.matches('|').count() == 6)
        );
    }
}

#[test]
fn long_lists_end_and_say_so() {
    let count = |all| {
        changed("Sales", |report| {
            let mut comparison = report.comparison.clone();
            comparison.estimates = vec![comparison.estimates[0]; 30];
            text(&DiffReport { comparison: &comparison, ..*report }, all, LOOK)
        })
    };
    assert!(count(false).contains("  and 10 more; --all lists them"), "{}", count(false));
    assert!(!count(true).contains("more;") && count(true).lines().count() > count(false).lines().count());
}

#[test]
fn needs_beyond_the_limit_are_compared_by_the_names_of_sets() {
    let told = changed("Sales", |report| {
        let comparison = compare(&report.old.side(), &report.new.side(), NeedsMode::Union, 2);
        text(&DiffReport { comparison: &comparison, ..*report }, false, LOOK)
    });
    assert!(told.contains("~ 1.2.1 now needs Sales, no longer 1.1.*"), "{told}");
    assert!(told.contains("too many"), "{told}");
}
