//! The recovering reader of fences: where each fenced block begins and ends as its author meant it.
//!
//! A CommonMark parser closes a prompt at the first inner fence and may then read the rest of the file inside
//! out. Here typed headings bound every section, so a mistake in one prompt stays there. Inside a section the
//! strict reading is kept where it adds up; else fences are paired by their info words (`bash` opens, a bare
//! fence closes), the last fence of the section closing the prompt.

use super::lines::Lines;
use super::mark::{Mark, MarkKind};
use super::{label, text};

/// A fenced block that no other block holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    /// Line of the opening fence.
    pub(super) open: u32,
    /// Line of the closing fence, or one past the last line of the content where it is never closed.
    pub(super) end: u32,
    /// Whether a closing fence was found.
    pub(super) closed: bool,
    /// Whether words stand behind the opening fence.
    pub(super) info: bool,
    /// Characters of the opening fence.
    pub(super) length: u32,
    /// Lines of fences inside, as the recovering reading sees them.
    pub(super) inner: Vec<u32>,
    /// The longest fence inside.
    pub(super) inner_length: u32,
    /// Where a CommonMark parser ends the block, if that is earlier than `end`.
    pub(super) cut_at: Option<u32>,
}

/// Lines of the outermost fenced blocks of a text, from the opening line to one past the closing one.
pub(crate) fn fenced_lines(text: &str) -> Vec<std::ops::Range<usize>> {
    let lines = Lines::new(text);
    let found = fences(&lines, &super::mark::marks(&lines));
    found.iter().map(|fence| fence.open as usize..fence.end as usize + usize::from(fence.closed)).collect()
}

/// All outermost fenced blocks, in order of lines.
pub(super) fn fences(lines: &Lines<'_>, marks: &[Mark]) -> Vec<Fence> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < marks.len() {
        match marks[at].kind {
            MarkKind::Subtask { level } => {
                let end = section_end(marks, at, level);
                section(lines, marks, at + 1, end, &mut found);
                at = end;
            }
            MarkKind::Typed { level, .. } if holds_prompt(lines, marks, at) => {
                let end = section_end(marks, at, level);
                section(lines, marks, at + 1, end, &mut found);
                at = end;
            }
            MarkKind::Unit { level } => {
                let end = unit_end(marks, at, level);
                section(lines, marks, at + 1, end, &mut found);
                at = end;
            }
            MarkKind::Fence { .. } => at = prose(lines, marks, at, &mut found),
            MarkKind::Typed { .. } | MarkKind::Heading { .. } => at += 1,
        }
    }
    found
}

/// Whether an integration test heading opens a section with a prompt of its own.
fn holds_prompt(lines: &Lines<'_>, marks: &[Mark], at: usize) -> bool {
    let line = lines.get(marks[at].line as usize);
    super::mark::heading_text(line).is_some_and(|(_, words)| super::mark::is_integration_test(words))
}

/// The index of the mark that ends the section of the heading at `at`: the next heading of its kind or of a
/// higher one, whether a fence seems open there or not. A long fence that is properly closed protects its content,
/// and so does an inner fence with an info word if both it and the fence around it are closed behind the heading.
fn section_end(marks: &[Mark], at: usize, level: u8) -> usize {
    let mut next = at + 1;
    let mut open = Depth::default();
    while next < marks.len() {
        let ends = match marks[next].kind {
            MarkKind::Subtask { level: other } | MarkKind::Unit { level: other } => other <= level,
            MarkKind::Typed { level: other, capitals } => other <= level && (capitals || other > 1),
            MarkKind::Fence { tilde, length, info, .. } => {
                match strict_close(marks, next, marks.len()).filter(|_| length >= 4 || tilde) {
                    Some(close) => next = close,
                    None => open.meet(info),
                }
                false
            }
            MarkKind::Heading { .. } => false,
        };
        if ends && !(open.is_example() && open.closes_before_next_heading(&marks[next + 1..])) {
            return next;
        }
        next += 1;
    }
    marks.len()
}

/// How many fences are open when those with info words open and bare ones close.
#[derive(Clone, Default)]
struct Depth {
    count: u32,
    innermost_has_info: bool,
}

impl Depth {
    fn meet(&mut self, info: bool) {
        if info || self.count == 0 {
            self.count += 1;
            self.innermost_has_info = info;
        } else {
            self.count -= 1;
            self.innermost_has_info = false;
        }
    }

    /// Whether a heading here stands in a block with an info word inside another block.
    fn is_example(&self) -> bool {
        self.count >= 2 && self.innermost_has_info
    }

    /// Whether every open block ends before another heading that names work stands outside of examples.
    fn closes_before_next_heading(&self, marks: &[Mark]) -> bool {
        let mut open = self.clone();
        for mark in marks {
            match mark.kind {
                MarkKind::Fence { info, .. } => open.meet(info),
                MarkKind::Heading { .. } => {}
                _ if open.count >= 2 => {}
                _ => return false,
            }
            if open.count == 0 {
                return true;
            }
        }
        false
    }
}

/// The index of the mark that ends the section of a unit: any next unit, subtask or typed heading. A fence that is
/// properly closed and names a language, or holds no such heading, protects its content.
fn unit_end(marks: &[Mark], at: usize, level: u8) -> usize {
    let ends = |kind: MarkKind| match kind {
        MarkKind::Subtask { .. } | MarkKind::Unit { .. } => true,
        MarkKind::Typed { level: other, .. } => other <= level && other > 1,
        _ => false,
    };
    let mut next = at + 1;
    while next < marks.len() {
        if let MarkKind::Fence { info, .. } = marks[next].kind {
            // A fence whose end is that far away is not looked for: it would cost more than it tells.
            if let Some(close) = strict_close(marks, next, marks.len().min(next + 4096))
                && (info || !marks[next + 1..close].iter().any(|mark| ends(mark.kind)))
            {
                next = close;
            }
        } else if ends(marks[next].kind) {
            return next;
        }
        next += 1;
    }
    marks.len()
}

/// The index of the mark that closes the fence at `open` for a CommonMark parser.
fn strict_close(marks: &[Mark], open: usize, end: usize) -> Option<usize> {
    let MarkKind::Fence { tilde, length, .. } = marks[open].kind else { return None };
    (open + 1..end).find(|&at| match marks[at].kind {
        MarkKind::Fence { tilde: t, length: l, info, .. } => t == tilde && l >= length && !info,
        _ => false,
    })
}

/// Whether a mark begins something that no fence should swallow.
fn shapes(kind: MarkKind) -> bool {
    matches!(kind, MarkKind::Subtask { .. } | MarkKind::Unit { .. } | MarkKind::Typed { .. })
}

/// A fence outside of subtask sections is read strictly, unless it would swallow a heading after window lines.
fn prose(lines: &Lines<'_>, marks: &[Mark], open: usize, found: &mut Vec<Fence>) -> usize {
    let close = strict_close(marks, open, marks.len());
    let MarkKind::Fence { info, length, .. } = marks[open].kind else { return open + 1 };
    let until = close.unwrap_or(marks.len());
    if !info && length == 3 {
        let bound = (open + 1..until).find(|&at| {
            shapes(marks[at].kind) && holds_window_line(lines, marks[open].line + 1, marks[at].line)
        });
        if let Some(bound) = bound {
            push(marks, open, bound, marks[bound].line, false, found);
            return bound;
        }
    }
    match close {
        Some(close) => {
            push(marks, open, close, marks[close].line, true, found);
            close + 1
        }
        None => {
            // An unclosed fence ends where the next typed heading begins, so that nothing is swallowed.
            let bound = (open + 1..marks.len()).find(|&at| shapes(marks[at].kind));
            let end = bound.unwrap_or(marks.len());
            let line = bound.map_or(lines.len() as u32, |at| marks[at].line);
            push(marks, open, end, line, false, found);
            end
        }
    }
}

fn holds_window_line(lines: &Lines<'_>, from: u32, to: u32) -> bool {
    (from..to).any(|at| {
        let line = lines.get(at as usize).trim_start();
        ["Window ", "WINDOW ", "Tab ", "TAB "].iter().any(|word| line.starts_with(word))
    })
}

/// Reads the fences of one section: marks `from..to`.
fn section(lines: &Lines<'_>, marks: &[Mark], from: usize, to: usize, found: &mut Vec<Fence>) {
    let end_line = marks.get(to).map_or(lines.len() as u32, |mark| mark.line);
    let fences: Vec<usize> = (from..to).filter(|&at| is_fence(marks[at])).collect();
    let Some(&first) = fences.first() else { return };
    if let Some(strict) = strict(marks, &fences, to)
        && !is_suspicious(lines, marks, &strict, end_line)
    {
        for (open, close) in strict {
            push(marks, open, close, marks[close].line, true, found);
        }
        return;
    }
    match nested(lines, marks, &fences, end_line) {
        Some(close) => {
            push(marks, first, close, marks[close].line, true, found);
            let rest: Vec<usize> = fences.iter().copied().filter(|&at| at > close).collect();
            for (open, close) in strict_prefix(marks, &rest, to) {
                push(marks, open, close, marks[close].line, true, found);
            }
        }
        None => {
            let end = content_end(lines, marks[first].line + 1, end_line);
            push(marks, first, to, end, false, found);
        }
    }
}

fn is_fence(mark: Mark) -> bool {
    matches!(mark.kind, MarkKind::Fence { .. })
}

/// The strict pairs of a section, if every fence is closed inside it.
fn strict(marks: &[Mark], fences: &[usize], to: usize) -> Option<Vec<(usize, usize)>> {
    let pairs = strict_prefix(marks, fences, to);
    let last = pairs.last().map(|&(_, close)| close);
    (fences.iter().all(|&at| last.is_some_and(|last| at <= last))).then_some(pairs)
}

/// Strict pairs from the start, up to the first fence that is never closed.
fn strict_prefix(marks: &[Mark], fences: &[usize], to: usize) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for &at in fences {
        if pairs.last().is_some_and(|&(_, close)| at <= close) {
            continue;
        }
        match strict_close(marks, at, to) {
            Some(close) => pairs.push((at, close)),
            None => break,
        }
    }
    pairs
}

/// Whether strict pairs that add up still look like a prompt that was cut: a prompt's label in capitals, with
/// nothing behind its colon, follows the first block before anything that belongs to the document.
fn is_suspicious(lines: &Lines<'_>, marks: &[Mark], pairs: &[(usize, usize)], end_line: u32) -> bool {
    let Some(&(open, close)) = pairs.first() else { return false };
    if pairs.len() < 2 && !inner_info(marks, open, close) {
        return false;
    }
    let blocks: Vec<(u32, u32)> =
        pairs.iter().map(|&(open, close)| (marks[open].line, marks[close].line)).collect();
    for at in blocks[0].1 + 1..end_line {
        let line = lines.get(at as usize);
        let outside = !blocks.iter().any(|&(open, close)| open <= at && at <= close);
        if outside && (line.starts_with("**") || line.starts_with('#')) {
            return false;
        }
        if label::is_capital_label(line) && line.trim_end().ends_with(':') {
            return true;
        }
    }
    false
}

fn inner_info(marks: &[Mark], open: usize, close: usize) -> bool {
    marks[open + 1..close].iter().any(|mark| matches!(mark.kind, MarkKind::Fence { info: true, .. }))
}

/// The closing fence of a section's first block when fences are paired by their info words.
///
/// A bare fence at the outermost depth closes the block if it is the last of the section, or if a bold label,
/// a heading or a rule follows; else it opens an inner block.
fn nested(lines: &Lines<'_>, marks: &[Mark], fences: &[usize], end_line: u32) -> Option<usize> {
    let first = marks[*fences.first()?];
    let MarkKind::Fence { tilde, length, .. } = first.kind else { return None };
    let mut depth = 1;
    for (place, &at) in fences.iter().enumerate().skip(1) {
        let MarkKind::Fence { tilde: t, length: l, info, .. } = marks[at].kind else { continue };
        if t != tilde || l < length {
            continue;
        }
        if info {
            depth += 1;
        } else if depth > 1 {
            depth -= 1;
        } else if place + 1 == fences.len() || closes(lines, marks[at].line, end_line) {
            return Some(at);
        } else {
            depth += 1;
        }
    }
    // The last bare fence closes the prompt although the count does not come out.
    let last = *fences.last()?;
    let bare = matches!(marks[last].kind, MarkKind::Fence { info: false, .. });
    (bare && fences.len() > 1 && closes(lines, marks[last].line, end_line)).then_some(last)
}

/// Whether what follows a fence belongs to the document and not to a prompt.
fn closes(lines: &Lines<'_>, fence: u32, end_line: u32) -> bool {
    let next = (fence + 1..end_line).map(|at| lines.get(at as usize)).find(|line| !line.trim().is_empty());
    next.is_none_or(|line| {
        line.starts_with("**") || line.starts_with('#') || is_rule(line) || line.starts_with("<!--")
    })
}

/// Whether the line is a thematic break.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim_end();
    line.len() >= 3
        && (line.bytes().all(|b| b == b'-')
            || line.bytes().all(|b| b == b'*')
            || line.bytes().all(|b| b == b'_'))
}

/// One past the last line of an unclosed block: blank lines and a closing rule are left out.
fn content_end(lines: &Lines<'_>, from: u32, end: u32) -> u32 {
    let mut end = end;
    while end > from {
        let line = lines.get(end as usize - 1);
        if !(line.trim().is_empty() || is_rule(line)) {
            break;
        }
        end -= 1;
    }
    end
}

fn push(marks: &[Mark], open: usize, close: usize, end: u32, closed: bool, found: &mut Vec<Fence>) {
    let MarkKind::Fence { info, length, tilde, .. } = marks[open].kind else { return };
    let mut inner = Vec::new();
    let mut inner_length = 0;
    for mark in &marks[open + 1..close.min(marks.len())] {
        if let MarkKind::Fence { length: l, tilde: t, .. } = mark.kind
            && mark.line < end
        {
            inner.push(mark.line);
            if t == tilde {
                inner_length = inner_length.max(l);
            }
        }
    }
    let strict = strict_close(marks, open, marks.len()).map(|at| marks[at].line);
    let cut_at = strict.filter(|&line| line < end);
    found.push(Fence { open: marks[open].line, end, closed, info, length, inner, inner_length, cut_at });
}

/// Words behind the opening fence say that it holds a plan or plain text, not code or an example.
pub(super) fn may_hold_plan(lines: &Lines<'_>, fence: &Fence) -> bool {
    if !fence.info {
        return true;
    }
    let line = lines.get(fence.open as usize);
    let info = line.trim_start_matches([' ', '\t', '>', '`', '~']).trim();
    ["text", "txt", "plaintext", "map", "none"].iter().any(|word| text::strip_word(info, word) == Some(""))
}

#[cfg(test)]
mod tests {
    use super::super::mark::marks;
    use super::*;

    /// `open-end` of each block, with `!` where a CommonMark parser cuts it and `?` where it is unclosed.
    fn read(text: &str) -> Vec<String> {
        let lines = Lines::new(text);
        fences(&lines, &marks(&lines))
            .iter()
            .map(|f| {
                let marks = [(f.cut_at.is_some(), "!"), (!f.closed, "?")];
                let marks: String = marks.iter().filter(|(on, _)| *on).map(|&(_, mark)| mark).collect();
                format!("{}-{}{marks}", f.open, f.end)
            })
            .collect()
    }

    const NEXT: &str = "\n---\n\n## SUBTASK 1.1.2: b\n\n```\nc\n```\n";

    #[test]
    fn an_inner_block_with_a_language_does_not_close_the_prompt() {
        let text = format!("## SUBTASK 1.1.1: a\n```\np\n```bash\nx\n```\nVALIDATION:\n- [ ] v\n```\n{NEXT}");
        assert_eq!(read(&text), ["1-8!", "14-16"]);
    }

    #[test]
    fn an_inner_bare_pair_does_not_close_the_prompt() {
        let text = format!("## SUBTASK 1.1.1: a\n```\np\n```\ngit\n```\nNOTES:\nx\n```\n{NEXT}");
        assert_eq!(read(&text), ["1-8!", "14-16"]);
        let text = format!(
            "## SUBTASK 1.1.1: a\n```\np\n```env\nx\n```\nq\n```\nbare\n```\nNOTES:\n```env\ny\n```\n- [ ] v\n```\n{NEXT}"
        );
        assert_eq!(read(&text), ["1-15!", "21-23"]);
    }

    #[test]
    fn a_second_block_of_the_section_stays_a_block_of_its_own() {
        let text = "## SUBTASK 1.1.1: a\n```\np\n```\n\nThen run:\n```bash\ncargo test\n```\n";
        assert_eq!(read(text), ["1-3", "6-8"]);
    }

    #[test]
    fn a_prompt_that_is_never_closed_ends_with_its_section() {
        let text = format!("## SUBTASK 1.1.1: a\n```\np\nVALIDATION:\n- [ ] v\n{NEXT}");
        assert_eq!(read(&text), ["1-5?", "10-12"]);
    }

    #[test]
    fn a_long_fence_protects_headings_inside() {
        let text = "## SUBTASK 1.1.1: a\n````\n## SUBTASK 9.9.9: x\n```\ny\n```\n````\n## SUBTASK 1.1.2: b\n";
        assert_eq!(read(text), ["1-6"]);
    }

    #[test]
    fn an_example_inside_a_prompt_is_no_heading() {
        let text = format!(
            "## SUBTASK 1.1.1: a\n```markdown\np\n```markdown\n## SUBTASK 9.9.9: x\n```\nVALIDATION:\n- [ ] v\n```\n{NEXT}"
        );
        assert_eq!(read(&text), ["1-8!", "14-16"]);
    }

    #[test]
    fn an_example_in_a_fence_stays_an_example() {
        let text = "# Guide\n```markdown\n## SUBTASK 1.1.1: x\n```\ntext\n";
        assert_eq!(read(text), ["1-3"]);
    }

    #[test]
    fn a_map_fence_without_an_end_stops_at_the_next_phase() {
        let text = "## Phase 1\n```\nWindow 1: SUBTASK 1.1.1 - a\n\n## Phase 2\n```\nWindow 1: SUBTASK 1.1.2 - b\n```\n";
        assert_eq!(read(text), ["1-4?", "5-7"]);
    }
}
