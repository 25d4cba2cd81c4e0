//! Words of a plan in markdown: nothing in them means anything to a markdown or HTML reader.

use std::fmt::Write as _;

use crate::emit::tty;

/// Characters of a message; with it the whole stays far below the 1 MiB that a step summary may have.
const LONGEST: usize = 300;

/// A message with what it names in backticks as code.
pub(super) fn message(words: &str) -> String {
    let words = tty::line(words);
    let words = tty::fit(&words, LONGEST);
    let mut out = String::new();
    let parts: Vec<&str> = words.split('`').collect();
    for (at, part) in parts.iter().enumerate() {
        let is_code = at % 2 == 1 && at + 1 < parts.len();
        out.push_str(&if is_code { code_span(part) } else { text(part) });
    }
    out
}

/// Words that mean nothing to a markdown reader. A word that could mention somebody, point at an issue or become a
/// link is code.
pub(in crate::emit) fn text(words: &str) -> String {
    let words = tty::line(words);
    let word = |word: &str| if word.contains(['@', '#']) { code_span(word) } else { entities(word) };
    words.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Code without backticks: no number of them inside can end it.
pub(in crate::emit) fn code_span(text: &str) -> String {
    let text = tty::line(text);
    if text.is_empty() { String::new() } else { format!("<code>{}</code>", entities(&text)) }
}

/// Every mark that means something in markdown or HTML as a number; points, commas and dashes between letters stay.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let inside = before.is_alphanumeric()
            && chars.peek().is_none_or(|next| *next == ' ' || next.is_alphanumeric());
        // `www.` would become a link.
        let quiet = matches!(c, ',' | ';' | '-') && inside || c == '.' && inside && before.is_ascii_digit();
        if c.is_ascii_punctuation() && !quiet {
            // Writing to a string cannot fail.
            let _ = write!(out, "&#{};", u32::from(c));
        } else {
            out.push(c);
        }
        before = c;
    }
    out
}
