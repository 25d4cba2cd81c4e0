//! Where the clocks of a line stand, and what it says besides.

use super::clock::{self, Clock};
use super::session::Session;
use super::subject::subject;
use super::verb::verb;

/// What a line says besides its clocks: none where several do not settle when it happened, two for a stretch.
pub(super) struct Clocked {
    pub(super) clocks: Vec<Clock>,
    pub(super) words: String,
}

/// The clock behind a dash or a word such as `to`, and what follows it; else all of the text.
fn stretch(text: &str, offset: i32) -> (Option<Clock>, &str) {
    let rest = text.trim_start();
    let marks = ["-", "–", "—", "→", "->", "to ", "until ", "bis "];
    let behind = marks.iter().rev().find_map(|mark| rest.strip_prefix(mark));
    let found = behind.and_then(|rest| clock::leading(rest, offset));
    found.map_or((None, text), |(clock, rest)| (Some(clock), rest))
}

/// Boxes that somebody checked.
pub(super) const BOXES: [&str; 5] = ["[x]", "[X]", "[✓]", "[✔]", "[✅]"];

impl Session<'_> {
    /// The clocks of a line and its words without them; `None` for lines that are not about a run.
    ///
    /// A clock at the start makes a line one, and so does one behind a word such as `at` at the end. Elsewhere it does
    /// so only where the words say what happened to a window or subtask.
    pub(super) fn clocked(&self, line: &str) -> Option<Clocked> {
        let offset = self.options.offset;
        let item = line.trim().trim_start_matches(['-', '*', '>', ' ']);
        let item = item.strip_prefix("+ ").unwrap_or(item).trim_start();
        if item.starts_with("[ ]") {
            // What is to happen.
            return None;
        }
        let item = BOXES.iter().find_map(|mark| item.strip_prefix(mark)).unwrap_or(item);
        let text = item.trim().trim_start_matches(|c: char| !c.is_alphanumeric() && c != '+');
        let marks = &item[..item.trim_end().len() - text.len()];
        if let Some((clock, rest)) = clock::leading(text, offset) {
            let (second, rest) = stretch(rest, offset);
            let words = rest.trim_start_matches([']', ')', ' ', '-', '–', '—', ':', '|', '*', '`']);
            let marks = marks.trim_matches(|c: char| c.is_ascii() || c.is_whitespace());
            let words = if marks.is_empty() { words.to_owned() } else { format!("{marks} {words}") };
            return Some(Clocked { clocks: std::iter::once(clock).chain(second).collect(), words });
        }
        if let Some((clock, words)) = clock::trailing(line.trim().trim_end_matches('`'), offset) {
            return Some(Clocked { clocks: vec![clock], words: words.to_owned() });
        }
        let found = clock::all(line, offset);
        let (first, last) = (found.first()?, found.last()?);
        let words = format!("{} {}", &line[..first.1.start], &line[last.1.end..]);
        let about = subject(&words, |word| self.names.find(word).is_some());
        if (about.ids.is_empty() && about.windows.is_empty()) || verb(&words).is_none() {
            return None;
        }
        let between = |from: usize, to: usize| stretch(&line[from..to], offset).0.is_some();
        let clocks = match found.as_slice() {
            [one] => vec![one.0],
            [from, to] if between(from.1.end, to.1.end) => vec![from.0, to.0],
            _ => Vec::new(),
        };
        Some(Clocked { clocks, words })
    }
}
