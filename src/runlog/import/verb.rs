//! What a line says happened.

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Start,
    Done,
    Fail,
    Wait,
    Validate,
    Pause,
    Resume,
}

/// Words, by what they mean; the earliest in a line counts.
const WORDS: &[(&str, Verb)] = &[
    ("paste", Verb::Start),
    ("press enter", Verb::Start),
    ("start", Verb::Start),
    ("launch", Verb::Start),
    ("begin", Verb::Start),
    ("kick off", Verb::Start),
    ("running", Verb::Start),
    ("gestartet", Verb::Start),
    ("开始", Verb::Start),
    ("開始", Verb::Start),
    ("done", Verb::Done),
    ("complete", Verb::Done),
    ("finished", Verb::Done),
    ("pass", Verb::Done),
    ("merged", Verb::Done),
    ("fertig", Verb::Done),
    ("完成", Verb::Done),
    ("完了", Verb::Done),
    ("error", Verb::Fail),
    ("fail", Verb::Fail),
    ("crash", Verb::Fail),
    ("broken", Verb::Fail),
    ("失败", Verb::Fail),
    ("失敗", Verb::Fail),
    ("waiting", Verb::Wait),
    ("blocked", Verb::Wait),
    ("pause", Verb::Pause),
    ("resume", Verb::Resume),
];

/// Marks, which say more than words.
const MARKS: &[(&str, Verb)] = &[
    ("❌", Verb::Fail),
    ("✗", Verb::Fail),
    ("🔴", Verb::Fail),
    ("✅", Verb::Done),
    ("✓", Verb::Done),
    ("✔", Verb::Done),
    ("🟢", Verb::Done),
    ("🔄", Verb::Start),
    ("▶", Verb::Start),
    ("⏳", Verb::Wait),
];

/// Words that turn a result into one of a validation.
const VALIDATION: [&str; 4] = ["validation", "validated", "验证", "検証"];

/// What a line says; `None` where it says nothing that a log knows.
pub(super) fn verb(line: &str) -> Option<Verb> {
    let lower = line.to_lowercase();
    let word = WORDS
        .iter()
        .filter_map(|&(word, verb)| find(&lower, word).map(|at| (at, verb)))
        .min_by_key(|&(at, _)| at)
        .map(|(_, verb)| verb);
    let mark = MARKS.iter().find(|(mark, _)| line.contains(mark)).map(|&(_, verb)| verb);
    let result = mark.or(word);
    if VALIDATION.iter().any(|word| lower.contains(word)) {
        return match result {
            Some(Verb::Done) => Some(Verb::Validate),
            Some(Verb::Fail) => Some(Verb::Fail),
            _ => None,
        };
    }
    result
}

/// Where a word begins; an ending (`starting`, `passed`) is fine, a beginning (`restart` too) is not where letters stand
/// before it, and `not done`, `incomplete` are no results.
fn find(lower: &str, word: &str) -> Option<usize> {
    let at = lower.match_indices(word).map(|(at, _)| at).find(|&at| {
        let before = lower[..at].trim_end();
        let joined =
            word.is_ascii() && lower[..at].ends_with(char::is_alphabetic) && !lower[..at].ends_with("re");
        !joined && !before.ends_with("not") && !before.ends_with("no")
    })?;
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_say_what_happened() {
        for (line, expected) in [
            ("Window 1: ✅ SUBTASK 1.1.1 complete (7 min)", Some(Verb::Done)),
            ("Window 4: ❌ SUBTASK 1.1.4 error - import issue", Some(Verb::Fail)),
            ("Paste all 12 prompts, press Enter on all tabs", Some(Verb::Start)),
            ("Check VALIDATION for Tab 1 ✅", Some(Verb::Validate)),
            ("Check VALIDATION for Tab 1", None),
            ("All validations pass ✅", Some(Verb::Validate)),
            ("Start integration test in Tab 1", Some(Verb::Start)),
            ("Tab 3 not done", None),
            ("Tab 3 incomplete", None),
            ("restarted Tab 3", Some(Verb::Start)),
            ("coffee", None),
        ] {
            assert_eq!(verb(line), expected, "{line}");
        }
    }
}
