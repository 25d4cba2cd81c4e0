use std::borrow::Cow;

use serde::Serialize;

/// Characters of a message; what a plan says in it may be of any length.
const LONGEST: usize = 2_000;

/// Words that are not changed.
#[derive(Serialize)]
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
}

/// Words made for the log.
#[derive(Serialize)]
pub(super) struct Message {
    pub(super) text: String,
}

/// Words in a message, of a bounded length, in which nothing is a link: SARIF reads `[words](target)` as one.
pub(super) fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len().min(LONGEST) + 8);
    for c in cut(words).chars() {
        if matches!(c, '[' | ']' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Words of a bounded length.
pub(super) fn cut(words: &str) -> Cow<'_, str> {
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", &words[..end])),
        None => Cow::Borrowed(words),
    }
}
