use std::ops::Range;

use crate::diag::Label;
use crate::emit::places::floor_boundary;
use crate::emit::{Places, tty};
use crate::source::{FileIx, SHOWN, Span};

/// Lines of one file, made fit for a terminal, with the marks on them.
pub(super) struct Excerpt<'a> {
    pub(super) file: FileIx,
    /// The number of the first line.
    pub(super) first_line: u32,
    pub(super) text: String,
    pub(super) marks: Vec<Mark<'a>>,
}

/// A label on the lines of an excerpt.
pub(super) struct Mark<'a> {
    pub(super) primary: bool,
    /// Bytes of the excerpt's text, inside one line.
    pub(super) span: Range<usize>,
    pub(super) label: &'a Label,
}

/// Labels that stand farther apart get excerpts of their own, so that no finding costs more than a page.
const FARTHEST_LINES: u32 = 200;
/// How much of a long line is shown before and from the mark on.
const BEFORE_MARK: usize = 200;
const FROM_MARK: usize = 800;

/// The excerpts that show a primary label and the related ones: the primary label's first, then by file and line.
pub(super) fn excerpts<'a>(
    places: &Places<'_>,
    primary: &'a Label,
    related: &'a [Label],
) -> Vec<Excerpt<'a>> {
    let mut labels: Vec<(FileIx, u32, bool, &Label)> = vec![at_line(places, primary, true)];
    labels.extend(related.iter().map(|label| at_line(places, label, false)));
    labels.sort_by_key(|&(file, line, primary, label)| (file, line, label.span.start, !primary));
    let mut excerpts: Vec<Excerpt<'a>> = Vec::new();
    let mut from = 0;
    for at in 1..=labels.len() {
        let near = labels
            .get(at)
            .is_some_and(|next| next.0 == labels[at - 1].0 && next.1 - labels[at - 1].1 <= FARTHEST_LINES);
        if !near {
            excerpts.push(excerpt(places, &labels[from..at]));
            from = at;
        }
    }
    excerpts.sort_by_key(|excerpt| !excerpt.marks.iter().any(|mark| mark.primary));
    excerpts
}

fn at_line<'a>(places: &Places<'_>, label: &'a Label, primary: bool) -> (FileIx, u32, bool, &'a Label) {
    (label.file, places.line_at(label.file, label.span.start), primary, label)
}

/// The lines from the first to the last of some labels of one file, which come in order of lines. The renderer leaves
/// out what lies far from a mark.
fn excerpt<'a>(places: &Places<'_>, labels: &[(FileIx, u32, bool, &'a Label)]) -> Excerpt<'a> {
    let (file, first_line) = (labels[0].0, labels[0].1);
    let mut excerpt = Excerpt { file, first_line, text: String::new(), marks: Vec::new() };
    let mut line = first_line;
    let mut at = 0;
    while at < labels.len() {
        while line < labels[at].1 {
            excerpt.line(places, line, &[]);
            line += 1;
        }
        let here = labels[at..].iter().take_while(|label| label.1 == line).count();
        excerpt.line(places, line, &labels[at..at + here]);
        (line, at) = (line + 1, at + here);
    }
    excerpt
}

impl<'a> Excerpt<'a> {
    fn line(&mut self, places: &Places<'_>, line: u32, labels: &[(FileIx, u32, bool, &'a Label)]) {
        let whole = places.line_span(self.file, line);
        let text = places.text(self.file);
        let shown = window(text, whole, labels.first().map_or(whole.start, |label| label.3.span.start));
        // Byte offsets of the marks' ends, to be met while the line is written.
        let base = self.text.len();
        let mut ends: Vec<(u32, usize)> = Vec::new();
        if whole.start < shown.start {
            self.text.push('…');
        }
        let (mut before, mut masking) = ('\0', false);
        let mut secrets = places.secrets(self.file, shown).iter().peekable();
        let mut chars = text[shown.start as usize..shown.end as usize].char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if !labels.is_empty() {
                ends.push((shown.start + at as u32, self.text.len()));
            }
            let offset = shown.start + at as u32;
            while secrets.next_if(|secret| secret.span.end <= offset).is_some() {}
            let is_masked = secrets.peek().is_some_and(|secret| is_masked(secret.span, offset, whole.start));
            if is_masked {
                if !masking {
                    self.text.push_str("****");
                }
                masking = true;
                continue;
            }
            masking = false;
            match c {
                '\t' => self.text.push_str("⇥   "),
                '\n' => self.text.push_str("\\u{a}"),
                _ => tty::push(&mut self.text, before, c, chars.peek().map(|&(_, next)| next)),
            }
            before = c;
        }
        ends.push((shown.end, self.text.len()));
        for &(_, _, primary, label) in labels {
            // The first written character at or behind an offset: offsets inside a character move on.
            let find = |offset: u32| ends.get(ends.partition_point(|end| end.0 < offset)).or(ends.last());
            let start = find(label.span.start).map_or(base, |end| end.1);
            let end = find(label.span.end.min(shown.end)).map_or(start, |end| end.1).max(start);
            self.marks.push(Mark { primary, span: start..end, label });
        }
        if shown.end < whole.end {
            self.text.push('…');
        }
        self.text.push('\n');
    }
}

/// Whether a character belongs to a secret and is not one of the first, which are shown on the line where it begins.
fn is_masked(secret: Span, offset: u32, line_start: u32) -> bool {
    let kept = SHOWN.min(secret.len() / 4) as u32;
    secret.contains(offset) && (secret.start < line_start || offset >= secret.start + kept)
}

/// The part of a line that is shown: all of it, or what stands around a mark.
fn window(text: &str, line: Span, mark: u32) -> Span {
    if line.len() <= BEFORE_MARK + FROM_MARK {
        return line;
    }
    let mark = mark.clamp(line.start, line.end) as usize;
    let start = floor_boundary(text, mark.saturating_sub(BEFORE_MARK)).max(line.start as usize);
    let end = floor_boundary(text, mark + FROM_MARK).min(line.end as usize);
    Span::new(start, end)
}
