//! What a line is about: subtasks by name, windows by number.

/// The subjects of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Subject<'a> {
    /// Words that look like ids.
    pub(super) ids: Vec<&'a str>,
    /// Numbers of windows.
    pub(super) windows: Vec<u32>,
    /// `all tabs`.
    pub(super) all: bool,
    /// How many these are, where that is stated.
    pub(super) count: Option<u32>,
    /// The integration test.
    pub(super) integration: bool,
    /// `all tests`: the integration test, if that is running.
    pub(super) tests: bool,
}

/// Words for a window.
const WINDOW: [&str; 12] = [
    "window",
    "windows",
    "win",
    "tab",
    "tabs",
    "terminal",
    "terminals",
    "pane",
    "panes",
    "fenster",
    "窗口",
    "ウィンドウ",
];

/// Words that stand for everything that runs.
const ALL: [&str; 5] = ["all", "every", "everything", "alle", "全部"];

/// More windows than this in one range are a mistake.
const MOST: u32 = 1_000;

/// Finds subjects; `is_id` says which words name subtasks of the plan.
pub(super) fn subject(line: &str, is_id: impl Fn(&str) -> bool) -> Subject<'_> {
    let mut found = Subject::default();
    let lower = line.to_lowercase();
    found.integration = lower.contains("integration");
    found.tests = lower.contains("all tests") || lower.contains("tests pass");
    let words: Vec<&str> = line.split(|c: char| c.is_whitespace() || "()[]{},;`*|".contains(c)).collect();
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let mut at = 0;
    while at < words.len() {
        let word = plain(words[at]);
        if WINDOW.contains(&word.as_str()) {
            at = numbers(&words, at + 1, &mut found.windows);
            continue;
        }
        if let Some(number) = glued(&word) {
            found.windows.push(number);
        } else if ALL.contains(&word.as_str()) {
            let next: Vec<String> = words[at + 1..].iter().take(3).map(|word| plain(word)).collect();
            let count = next.first().and_then(|word| word.parse().ok());
            if next.iter().any(|word| WINDOW.contains(&word.as_str())) || word.starts_with("every") {
                (found.all, found.count) = (true, count);
                at += next.iter().position(|word| WINDOW.contains(&word.as_str())).map_or(0, |more| more + 1);
            } else if next.iter().any(|word| word.starts_with("validation") || word.starts_with("subtask")) {
                (found.all, found.count) = (true, count);
            }
        } else {
            let id = words[at].trim_matches(|c: char| !c.is_alphanumeric());
            if !id.is_empty() && (is_id(id) || looks_like_id(id)) {
                found.ids.push(id);
            }
        }
        at += 1;
    }
    found
}

/// Numbers behind a word for windows: `1`, `1-8`, `1, 2 and 3`. Returns where the rest begins.
fn numbers(words: &[&str], mut at: usize, windows: &mut Vec<u32>) -> usize {
    while let Some(word) = words.get(at) {
        let word =
            word.trim_matches(|c: char| "#:.!–—-".contains(c) && c != '-').trim_end_matches(['-', ':', '.']);
        let range = word.split_once(['-', '–', '—']).and_then(|(low, high)| {
            Some((low.trim_start_matches('#').parse::<u32>().ok()?, high.parse::<u32>().ok()?))
        });
        if let Some((low, high)) = range.filter(|(low, high)| low <= high && high - low < MOST) {
            windows.extend(low..=high);
        } else if let Ok(number) = word.trim_start_matches('#').parse::<u32>() {
            windows.push(number);
        } else if !["and", "+", "&", "und"].contains(&word) || windows.is_empty() {
            break;
        }
        let ends = words[at].ends_with([':', '.', '-', '–', '—']);
        at += 1;
        if ends {
            break;
        }
    }
    at
}

/// `W3`, `win3`, `tab3`.
fn glued(word: &str) -> Option<u32> {
    ["window", "win", "tab", "w"]
        .iter()
        .find_map(|start| word.strip_prefix(start))
        .filter(|digits| !digits.is_empty() && digits.len() < 5)
        .and_then(|digits| digits.parse().ok())
}

/// Three numbers with dots: somebody's subtask, even if this plan has none of that name.
fn looks_like_id(word: &str) -> bool {
    let parts: Vec<&str> = word.rsplit('-').next().unwrap_or(word).split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_and_ids_are_found() {
        let found = |line| subject(line, |word| word.starts_with("T0"));
        let windows = |line| found(line).windows;
        assert_eq!(windows("Window 1: ✅ SUBTASK 1.1.1 complete (7 min)"), [1]);
        assert_eq!(windows("Paste 8 new prompts into Tabs 1-8, press Enter"), (1..=8).collect::<Vec<_>>());
        assert_eq!(windows("Tabs 1, 2 and 4 done"), [1, 2, 4]);
        assert_eq!(windows("W3 done, Tab #7 done"), [3, 7]);
        assert_eq!(found("✅ Win 10 (1.2.6) - Done").ids, ["1.2.6"]);
        assert_eq!(found("F1-1.1.1 and T004 done, 7 min").ids, ["F1-1.1.1", "T004"]);
        assert_eq!(found("All 12 tabs done").count, Some(12));
        for line in ["Paste all 12 prompts, press Enter on all tabs", "All validations pass"] {
            assert_eq!((found(line).all, found(line).count), (true, None), "{line}");
        }
        assert!(found("All tests pass").tests);
    }
}
