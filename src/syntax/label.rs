//! Words that open a field (`Depends on:`, `**Duration**:`, `CREATE THIS FILE:`), in one table.

/// What a label says about the words behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// What is needed.
    Needs,
    /// How long it takes.
    Duration,
    /// A file that is touched.
    File,
    /// A file that is made.
    CreateFile,
    /// A file that is changed.
    UpdateFile,
    /// The prompt follows.
    Prompt,
    /// Check items follow.
    Validation,
    /// Conditions that name no subtask.
    Prerequisites,
    /// The state.
    Status,
    /// The title.
    Title,
    /// How many subtasks there are.
    Count,
    /// How long everything takes.
    TotalTime,
}

/// Every label word in lower case. To teach planc a word, add a row.
const TABLE: &[(&str, Label)] = &[
    ("needs", Label::Needs),
    ("need", Label::Needs),
    ("depends on", Label::Needs),
    ("depends", Label::Needs),
    ("dependency", Label::Needs),
    ("dependencies", Label::Needs),
    ("blocked by", Label::Needs),
    ("requires", Label::Needs),
    ("after", Label::Needs),
    ("依赖", Label::Needs),
    ("依存", Label::Needs),
    ("abhängig von", Label::Needs),
    ("depende de", Label::Needs),
    ("duration", Label::Duration),
    ("estimate", Label::Duration),
    ("estimated time", Label::Duration),
    ("estimated duration", Label::Duration),
    ("effort", Label::Duration),
    ("time", Label::Duration),
    ("推定時間", Label::Duration),
    ("dauer", Label::Duration),
    ("file", Label::File),
    ("files", Label::File),
    ("create this file", Label::CreateFile),
    ("create these files", Label::CreateFile),
    ("create file", Label::CreateFile),
    ("update this file", Label::UpdateFile),
    ("update these files", Label::UpdateFile),
    ("update file", Label::UpdateFile),
    ("modify this file", Label::UpdateFile),
    ("agent prompt", Label::Prompt),
    ("prompt", Label::Prompt),
    ("validation", Label::Validation),
    ("validation checklist", Label::Validation),
    ("validation criteria", Label::Validation),
    ("acceptance", Label::Validation),
    ("acceptance criteria", Label::Validation),
    ("success criteria", Label::Validation),
    ("prerequisites", Label::Prerequisites),
    ("status", Label::Status),
    ("title", Label::Title),
    ("total subtasks", Label::Count),
    ("total tasks", Label::Count),
    ("subtasks", Label::Count),
    ("total time", Label::TotalTime),
    ("estimated total time", Label::TotalTime),
    ("total estimated time", Label::TotalTime),
    ("total duration", Label::TotalTime),
];

/// A label at the start of a line and the words behind it: `**Depends on:** 1.1.1`, `- Duration: 5 min`,
/// `2. UPDATE THIS FILE: src/a.rs`. Marks and a list marker before it are cut.
pub(super) fn leading_label(line: &str) -> Option<(Label, &str)> {
    let (words, rest) = split(line)?;
    find(words).map(|label| (label, rest))
}

/// The words before the first colon and what follows it, without marks; `None` where they cannot be a label.
pub(super) fn split(line: &str) -> Option<(&str, &str)> {
    let text = super::text::strip_list_marker(line).unwrap_or_else(|| line.trim_start());
    let colon = text.char_indices().take(64).find(|(_, c)| matches!(c, ':' | '：'));
    let (at, c) = colon?;
    let words = super::text::trim_marks(&text[..at]);
    if words.is_empty() || words.len() > 48 || words.contains(['|', '(', '"']) {
        return None;
    }
    let rest = text[at + c.len_utf8()..].trim_start_matches(['*', '_', ' ', '\t']);
    Some((words, rest.trim_end()))
}

/// The label that `words` are, in any case.
pub(super) fn find(words: &str) -> Option<Label> {
    TABLE.iter().find(|(name, _)| eq_lower(words, name)).map(|&(_, label)| label)
}

fn eq_lower(words: &str, lower: &str) -> bool {
    if words.is_ascii() { words.eq_ignore_ascii_case(lower) } else { words.to_lowercase() == lower }
}

/// Whether the line is a label in capital letters as prompts use them: `NOTES:`, `TEST SCENARIOS:`.
pub(super) fn is_capital_label(line: &str) -> bool {
    let Some(colon) = line.find(':') else { return false };
    let words = &line[..colon];
    let capitals = words.bytes().filter(u8::is_ascii_uppercase).count();
    capitals >= 3
        && words.starts_with(|c: char| c.is_ascii_uppercase())
        && words.bytes().all(|b| {
            b.is_ascii_uppercase()
                || b.is_ascii_digit()
                || matches!(b, b' ' | b'&' | b'/' | b'-' | b'\'' | b'(' | b')' | b',')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_every_dress() {
        assert_eq!(leading_label("**Depends on:** 1.1.1"), Some((Label::Needs, "1.1.1")));
        assert_eq!(leading_label("**Duration**: ~8 min"), Some((Label::Duration, "~8 min")));
        assert_eq!(leading_label("- File: a/b.rs "), Some((Label::File, "a/b.rs")));
        assert_eq!(leading_label("2. UPDATE THIS FILE: src/a.rs"), Some((Label::UpdateFile, "src/a.rs")));
        assert_eq!(leading_label("依赖：1.1.1"), Some((Label::Needs, "1.1.1")));
        assert_eq!(leading_label("Note: 5"), None);
        assert!(is_capital_label("TEST SCENARIOS:"));
        assert!(!is_capital_label("Config: x"));
    }
}
