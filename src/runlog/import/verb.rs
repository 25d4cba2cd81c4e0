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
const WORDS: &[(Verb, &[&str])] = &[
    (
        Verb::Start,
        &[
            "paste",
            "press enter",
            "start",
            "launch",
            "begin",
            "began",
            "kick off",
            "kicked off",
            "running",
            "in progress",
            "retry",
            "working on",
            "gestartet",
            "begonnen",
            "läuft",
            "commenc",
            "démarr",
            "lancé",
            "iniciad",
            "empezad",
            "comenz",
            "avviat",
            "начат",
            "запущ",
            "开始",
            "開始",
            "시작",
        ],
    ),
    (
        Verb::Done,
        &[
            "done",
            "complete",
            "finish",
            "succe",
            "pass",
            "merged",
            "shipped",
            "fertig",
            "erledigt",
            "abgeschlossen",
            "terminé",
            "terminad",
            "terminat",
            "fini ",
            "hecho",
            "conclu",
            "feito",
            "fatto",
            "klaar",
            "готово",
            "заверш",
            "выполнен",
            "完成",
            "完了",
            "완료",
        ],
    ),
    (
        Verb::Fail,
        &[
            "error",
            "fail",
            "crash",
            "broken",
            "abort",
            "timed out",
            "timeout",
            "killed",
            "fehlgeschlagen",
            "gescheitert",
            "échec",
            "échou",
            "falló",
            "fallid",
            "falhou",
            "fallit",
            "ошибка",
            "провал",
            "失败",
            "失敗",
            "실패",
        ],
    ),
    (
        Verb::Wait,
        &["waiting", "waits", "blocked", "wartet", "blockiert", "en attente", "esperando", "bloque", "ожида"],
    ),
    (Verb::Pause, &["pause"]),
    (Verb::Resume, &["resume"]),
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
        .flat_map(|&(verb, words)| words.iter().map(move |word| (word, verb)))
        .filter_map(|(word, verb)| find(&lower, word).map(|at| (at, verb)))
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
            ("Tab 3 abgeschlossen", Some(Verb::Done)),
            ("Terminal 3 crashed", Some(Verb::Fail)),
            ("Tab 3 unsuccessful", None),
            ("Tab 3 not done", None),
            ("Tab 3 incomplete", None),
            ("restarted Tab 3", Some(Verb::Start)),
            ("coffee", None),
        ] {
            assert_eq!(verb(line), expected, "{line}");
        }
    }
}
