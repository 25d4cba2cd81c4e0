//! A field that says the phase of a subtask, where no line around it can: `**Phase:** 2b`.

use std::ops::Range;

use super::layout::{Block, Kind, Layout};
use super::rewrite::Piece;

/// The field of a section, or of a window in a heading: the one it has with another value, else a new one written like
/// the fields below the heading. The lines that go, and those that come.
pub(super) fn section(layout: &Layout<'_>, block: &Block, name: &str) -> (Range<usize>, Vec<Piece>) {
    let is_heading = |at: &usize| layout.line(*at).starts_with('#');
    let heading = match block.kind {
        Kind::Section => block.lines.end - 1,
        _ => block.lines.clone().find(is_heading).unwrap_or(block.lines.start),
    };
    let end = (heading + 1..layout.len())
        .find(|&at| layout.fence(at).is_none() && layout.line(at).starts_with('#'))
        .unwrap_or(layout.len());
    let mut own = (heading + 1..end).filter(|&at| layout.fence(at).is_none());
    if let Some((at, line)) = own.find_map(|at| Some((at, with_value(layout.line(at), name)?))) {
        return (at..at + 1, vec![Piece::New(line)]);
    }
    let blank = || Piece::New(String::new());
    let next = (heading + 1..end).find(|&at| !layout.is_blank(at));
    let field = |line: &str| line.starts_with("**") && line[2..].split("**").next().is_some_and(is_label);
    match next.map(|at| (at, layout.line(at))) {
        Some((at, line)) if line.starts_with("- ") && field(&line[2..]) => {
            (at..at, vec![Piece::New(format!("- **Phase:** {name}"))])
        }
        Some((at, line)) if field(line) => {
            let mut out = vec![Piece::New(format!("**Phase:** {name}"))];
            if at + 1 >= end || !field(layout.line(at + 1)) {
                out.push(blank());
            }
            (at..at, out)
        }
        _ => {
            let mut out = vec![blank(), Piece::New(format!("**Phase:** {name}"))];
            if next == Some(heading + 1) {
                out.push(blank());
            }
            (heading + 1..heading + 1, out)
        }
    }
}

/// A field below an item.
pub(super) fn item(block: &Block, name: &str) -> (Range<usize>, Vec<Piece>) {
    let below = block.lines.end;
    (below..below, vec![Piece::New(format!("{}- Phase: {name}", " ".repeat(block.indent + 2)))])
}

fn is_label(words: &str) -> bool {
    words.ends_with(':') || words.len() < 24
}

/// `- **Phase:** 2` with another value; `None` for a line that is no such field.
fn with_value(line: &str, name: &str) -> Option<String> {
    if let Some((before, behind)) = line.split_once(" | Phase ") {
        let value = behind.split(" | ").next().unwrap_or(behind).trim_end();
        let numbered = value.bytes().all(|b| b.is_ascii_alphanumeric()) && !value.is_empty();
        return numbered.then(|| format!("{before} | Phase {name}{}", &behind[value.len()..]));
    }
    let label = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '_'));
    let rest = label.get(..5).filter(|word| word.eq_ignore_ascii_case("phase")).map(|_| &label[5..])?;
    let value = rest.trim_start_matches(['*', '_', ':', ' ']);
    let length = value.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let separated = rest[..rest.len() - value.len()].contains(':');
    let numbered = value.starts_with(|c: char| c.is_ascii_digit());
    (separated && numbered).then(|| {
        let at = line.len() - value.len();
        format!("{}{name}{}", &line[..at], &line[at + length..])
    })
}

#[cfg(test)]
mod tests {
    use super::with_value;

    #[test]
    fn a_field_keeps_its_form() {
        assert_eq!(with_value("- **Phase:** 2 - Build", "2b").as_deref(), Some("- **Phase:** 2b - Build"));
        assert_eq!(with_value("Phase: 2", "3").as_deref(), Some("Phase: 3"));
        assert_eq!(with_value("Score: 1 | Phase 2 | x", "2b").as_deref(), Some("Score: 1 | Phase 2b | x"));
        assert_eq!(with_value("**Phases:** 2", "3"), None);
        assert_eq!(with_value("Phase 2 comes first", "3"), None);
    }
}
