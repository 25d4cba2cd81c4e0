use crate::source::Span;

/// The lines of a text without their ends. A line end is `\n` or `\r\n`.
pub(super) struct Lines<'t> {
    text: &'t str,
    /// Start of each line, and the end of the text.
    starts: Vec<u32>,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Lines<'t> {
        let mut starts = Vec::with_capacity(text.len() / 32 + 2);
        starts.push(0);
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        if starts.last() != Some(&(text.len() as u32)) {
            starts.push(text.len() as u32);
        }
        Lines { text, starts }
    }

    /// The whole text.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The line at an index, without its end.
    pub(super) fn get(&self, line: usize) -> &'t str {
        let raw = &self.text[self.starts[line] as usize..self.starts[line + 1] as usize];
        raw.strip_suffix('\n').map_or(raw, |raw| raw.strip_suffix('\r').unwrap_or(raw))
    }

    /// The bytes of a line, without its end.
    pub(super) fn span(&self, line: usize) -> Span {
        let start = self.starts[line] as usize;
        Span::new(start, start + self.get(line).len())
    }

    /// Where a line starts; the end of the text for one past the last.
    pub(super) fn start(&self, line: usize) -> u32 {
        self.starts[line.min(self.len())]
    }

    /// The bytes of the lines `from..to`, with the last line's end.
    pub(super) fn range(&self, from: usize, to: usize) -> Span {
        Span { start: self.start(from), end: self.start(to.max(from)) }
    }
}
