use super::directive;
use crate::source::Span;

/// The lines of a text without their ends. A line end is `\n` or `\r\n`.
pub(super) struct Lines<'t> {
    text: &'t str,
    /// Start of each line, and the end of the text.
    starts: Vec<u32>,
    /// Lines with words for planc itself, and where in the line those begin.
    directives: Vec<(u32, u32)>,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Lines<'t> {
        let mut starts = Vec::with_capacity(text.len() / 32 + 2);
        starts.push(0);
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        if starts.last() != Some(&(text.len() as u32)) {
            starts.push(text.len() as u32);
        }
        let mut lines = Lines { text, starts, directives: Vec::new() };
        for at in memchr::memmem::find_iter(text.as_bytes(), b"planc") {
            let line = lines.starts.partition_point(|&start| start as usize <= at) - 1;
            let start = lines.starts[line] as usize;
            if lines.directives.last().is_none_or(|&(last, _)| last as usize != line)
                && let Some(begin) = directive::begin(lines.raw(line), at - start)
            {
                lines.directives.push((line as u32, begin as u32));
            }
        }
        lines
    }

    /// Lines with words for planc itself, and these words.
    pub(super) fn directives(&self) -> impl Iterator<Item = (usize, &'t str)> {
        self.directives.iter().map(|&(line, at)| (line as usize, &self.raw(line as usize)[at as usize..]))
    }

    /// The whole text.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The line at an index, without its end and without words for planc itself.
    #[inline]
    pub(super) fn get(&self, line: usize) -> &'t str {
        let raw = self.raw(line);
        if self.directives.is_empty() {
            return raw;
        }
        match self.directives.binary_search_by_key(&(line as u32), |&(line, _)| line) {
            Ok(at) => raw[..self.directives[at].1 as usize].trim_end(),
            Err(_) => raw,
        }
    }

    #[inline]
    fn raw(&self, line: usize) -> &'t str {
        let (start, mut end) = (self.starts[line] as usize, self.starts[line + 1] as usize);
        let bytes = self.text.as_bytes();
        if end > start && bytes[end - 1] == b'\n' {
            end -= 1;
            end -= usize::from(end > start && bytes[end - 1] == b'\r');
        }
        &self.text[start..end]
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

    /// The line that holds a byte.
    pub(super) fn at(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The bytes of the lines `from..to`, with the last line's end.
    pub(super) fn range(&self, from: usize, to: usize) -> Span {
        Span { start: self.start(from), end: self.start(to.max(from)) }
    }
}
