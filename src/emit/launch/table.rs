use std::fmt::Write;

use super::course::{Course, Needed};

/// `subtasks.tsv`, which the script reads: a line per subtask, after everything that it waits for, and one per set of
/// subtasks that many need, before those who need it. `-` stands for nothing.
pub(super) fn table(course: &Course) -> String {
    let mut text = String::from("# label\thandle\twindow\tphase\tafter\tprompt\tneeds\tturns\n");
    for (at, slot) in course.slots.iter().enumerate() {
        for &set in course.sets_before(at) {
            let _ = writeln!(text, "@{set}\t-\t-\t-\t-\t-\t{}\t-", words(course, course.members(set)));
        }
        let ix = slot.subtask;
        let after = course.step_before(slot.step).map_or("-".to_owned(), |step| step.to_string());
        let turns = course.turns(ix).iter().map(|&first| Needed::Subtask(first));
        let _ = writeln!(
            text,
            "{}\t{}\t{}\t{}\t{after}\t{}\t{}\t{}",
            course.label(ix),
            course.labels.handle(ix),
            slot.window,
            slot.step,
            course.prompt(ix),
            words(course, course.needs(ix)),
            words(course, turns),
        );
    }
    text
}

fn words(course: &Course, needed: impl Iterator<Item = Needed>) -> String {
    let words: Vec<String> = needed
        .map(|needed| match needed {
            Needed::Subtask(ix) => course.label(ix).to_owned(),
            Needed::Set(set) => format!("@{set}"),
        })
        .collect();
    if words.is_empty() { "-".to_owned() } else { words.join(" ") }
}
