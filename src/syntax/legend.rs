//! A legend says what the marks of a plan mean: `- ⏳ **Blocked** (waits for others)` below `## Legend`, or
//! `**Legend**: ✅ Done | ⏳ Blocked`.

use super::item::Status;
use super::label::{STATES, strip};
use super::lines::Lines;
use super::status;
use super::text::{strip_decoration, strip_list_marker, trim_marks};

/// Lines below the word `Legend` that may belong to it.
const LINES: usize = 12;

/// Marks that a legend may explain.
const MARKS: usize = 32;

/// Marks and the states that the legends of a text give them, in order.
pub(super) fn marks<'t>(lines: &Lines<'t>) -> Vec<(&'t str, Status)> {
    let mut found = Vec::new();
    let text = lines.text().as_bytes();
    let mut hits = memchr::memmem::find_iter(text, b"egend").chain(memchr::memmem::find_iter(text, b"EGEND"));
    let Some(first) = hits.next().map(|at| lines.at(at as u32)) else { return found };
    for at in first..lines.len().min(first + LINES) {
        let line = lines.get(at);
        let over = at > first && line.starts_with('#') || line.starts_with('|');
        if over {
            break;
        }
        let line = strip_list_marker(line).unwrap_or(line);
        for part in line.split(['|', ',', '·', ';']) {
            found.extend(meaning(part));
        }
    }
    found.truncate(MARKS);
    found
}

/// `⏳ **Blocked** (waits)`, `Legend: ✅ = done`: a mark and the state behind it.
fn meaning(part: &str) -> Option<(&str, Status)> {
    let start =
        part.find(|c: char| !c.is_ascii() && !c.is_alphanumeric() && !matches!(c, '—' | '–' | '：'))?;
    let text = &part[start..];
    let length = text.find(|c: char| c.is_ascii() || c.is_alphanumeric())?;
    let mark = text[..length].trim_end_matches('\u{FE0F}');
    let words = trim_marks(strip_decoration(&text[length..]));
    let named = STATES.iter().find(|(word, _)| strip(words, word).is_some());
    named.map(|&(_, status)| (mark, status)).filter(|_| !mark.is_empty())
}

/// The state that a value names by a word, by a mark of the legend, or by a mark that everybody uses.
pub(super) fn state(legend: &[(&str, Status)], value: &str) -> Option<Status> {
    let is_bare = !value.chars().any(char::is_alphanumeric);
    let marked = || legend.iter().find(|(mark, _)| value.contains(mark)).map(|&(_, status)| status);
    is_bare.then(marked).flatten().or_else(|| status::status(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_legend_gives_marks_their_states() {
        let text = "## Legend\n\n- 📝 **Ready** (no blockers)\n- ⏳ Blocked\n\n# Next\n- ⏳ Done\n";
        let lines = Lines::new(text);
        let legend = marks(&lines);
        assert_eq!(legend, [("📝", Status::Ready), ("⏳", Status::Blocked)]);
        assert_eq!(state(&legend, "⏳"), Some(Status::Blocked));
        assert_eq!(state(&legend, "⏳ pending"), Some(Status::Todo));
        assert_eq!(state(&legend, "✅"), Some(Status::Done));
        let text = "**Legend**: ✅ = done | 🔵 in progress\n";
        assert_eq!(marks(&Lines::new(text)), [("✅", Status::Done), ("🔵", Status::InProgress)]);
    }
}
