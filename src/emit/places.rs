use std::cell::OnceCell;

use crate::plan::Place;
use crate::source::{FileIx, Mask, Position, Secret, SourceFile, Span};

/// Positions of many places, in time that does not grow with the files: one index per file, made when first asked.
pub struct Places<'a> {
    sources: &'a [SourceFile],
    indexes: Vec<OnceCell<Index>>,
    mask: OnceCell<Mask>,
}

/// Where the lines of a file begin, and how many characters lie before some of its bytes.
struct Index {
    /// Bytes of the reading text behind which a line begins.
    text_lines: Vec<u32>,
    /// The same for the bytes on disk, where they differ.
    disk_lines: Option<Vec<u32>>,
    /// Byte on disk and characters before it, about every [`STEP`] bytes; made for lines that are longer.
    marks: OnceCell<Vec<(u32, u32)>>,
}

/// Bytes between two marks: what one column costs at most to count.
const STEP: usize = 2048;

impl<'a> Places<'a> {
    /// For places in `sources`.
    pub fn new(sources: &'a [SourceFile]) -> Places<'a> {
        Places { sources, indexes: sources.iter().map(|_| OnceCell::new()).collect(), mask: OnceCell::new() }
    }

    /// The path of a file; empty for a file that is not there.
    pub fn path(&self, file: FileIx) -> &'a str {
        self.sources.get(file.index()).map_or("", SourceFile::path)
    }

    /// The reading text of a file.
    pub fn text(&self, file: FileIx) -> &'a str {
        self.sources.get(file.index()).map_or("", SourceFile::text)
    }

    /// The secrets of a file that begin or end in a part of it.
    pub fn secrets(&self, file: FileIx, part: Span) -> &'a [Secret] {
        let all = self.sources.get(file.index()).map_or(&[][..], SourceFile::secrets);
        let from = all.partition_point(|secret| secret.span.end <= part.start);
        let to = all.partition_point(|secret| secret.span.start < part.end);
        &all[from..to.max(from)]
    }

    /// What stands for the secrets of all files.
    pub fn mask(&self) -> &Mask {
        self.mask.get_or_init(|| Mask::new(self.sources))
    }

    /// The line on which a place begins, counted from 1.
    pub fn line(&self, place: Place) -> u32 {
        self.line_at(place.file, place.span.start)
    }

    /// The line of an offset of the reading text, counted from 1.
    pub fn line_at(&self, file: FileIx, offset: u32) -> u32 {
        self.index(file).map_or(1, |index| count_below(&index.text_lines, offset) + 1)
    }

    /// The bytes of a line of the reading text, without its line end.
    pub fn line_span(&self, file: FileIx, line: u32) -> Span {
        let text = self.text(file);
        let Some(index) = self.index(file) else { return Span::default() };
        let at = line.max(1) as usize - 1;
        let start =
            if at == 0 { 0 } else { index.text_lines.get(at - 1).map_or(text.len(), |&n| n as usize + 1) };
        let end = index.text_lines.get(at).map_or(text.len(), |&n| n as usize);
        let end = if text[..end].ends_with('\r') && end > start { end - 1 } else { end };
        Span::new(start, end)
    }

    /// Line, column and byte of an offset, as [`SourceFile::position`] gives them.
    pub fn position(&self, file: FileIx, offset: u32) -> Position {
        let (Some(index), Some(source)) = (self.index(file), self.sources.get(file.index())) else {
            return Position { line: 1, column: 1, byte: 0 };
        };
        let bytes = source.bytes();
        let byte = source.disk_offset(offset).min(bytes.len() as u32);
        let lines = index.disk_lines.as_ref().unwrap_or(&index.text_lines);
        let line = count_below(lines, byte);
        let start = if line == 0 { 0 } else { lines[line as usize - 1] + 1 };
        let bom = u32::from(line == 0 && bytes.starts_with(&[0xEF, 0xBB, 0xBF]) && byte >= 3);
        let column = if (byte - start) as usize <= STEP {
            characters(&bytes[start as usize..byte as usize])
        } else {
            index.characters(bytes, byte) - index.characters(bytes, start)
        };
        let column = column - bom + 1;
        Position { line: line + 1, column, byte }
    }

    fn index(&self, file: FileIx) -> Option<&Index> {
        let source = self.sources.get(file.index())?;
        Some(self.indexes[file.index()].get_or_init(|| Index::new(source)))
    }
}

impl Index {
    fn new(source: &SourceFile) -> Index {
        let (text, bytes) = (source.text(), source.bytes());
        let same = text.len() == bytes.len() && text.as_ptr() == bytes.as_ptr();
        let disk_lines = (!same).then(|| line_ends(bytes));
        Index { text_lines: line_ends(text.as_bytes()), disk_lines, marks: OnceCell::new() }
    }

    /// Characters of `bytes[..byte]`, read lossily.
    fn characters(&self, bytes: &[u8], byte: u32) -> u32 {
        let marks = self.marks.get_or_init(|| marks(bytes));
        let at = marks.partition_point(|&(mark, _)| mark <= byte);
        let (from, before) = if at == 0 { (0, 0) } else { marks[at - 1] };
        before + characters(&bytes[from as usize..byte as usize])
    }
}

/// How many characters bytes are, read lossily.
fn characters(bytes: &[u8]) -> u32 {
    String::from_utf8_lossy(bytes).chars().count() as u32
}

/// Marks at boundaries of characters only, so that what is counted from a mark on adds up.
fn marks(bytes: &[u8]) -> Vec<(u32, u32)> {
    let mut marks = Vec::with_capacity(bytes.len() / STEP + 1);
    let (mut at, mut characters) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        let mut valid = chunk.valid();
        while !valid.is_empty() {
            let (head, tail) = valid.split_at(floor_boundary(valid, STEP));
            at += head.len();
            characters += head.chars().count();
            marks.push((at as u32, characters as u32));
            valid = tail;
        }
        at += chunk.invalid().len();
        characters += usize::from(!chunk.invalid().is_empty());
    }
    marks
}

/// The last boundary of a character at or before a byte.
pub(super) fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn line_ends(bytes: &[u8]) -> Vec<u32> {
    memchr::memchr_iter(b'\n', bytes).map(|at| at as u32).collect()
}

fn count_below(sorted: &[u32], limit: u32) -> u32 {
    sorted.partition_point(|&at| at < limit) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_equal_those_of_the_source() {
        let long = format!("{}é\u{0}", "wörds and 日本 ".repeat(900));
        let mut broken = long.clone().into_bytes();
        broken.extend(b"\xFF\xFE x\r\n\xE2\x82 y\n");
        let files = [
            long.into_bytes(),
            broken,
            "\u{FEFF}x\n\u{201A}\u{00DC}\u{00ED} y".as_bytes().to_vec(),
            b"a\n\nb".to_vec(),
            Vec::new(),
        ];
        for bytes in files {
            let source = [SourceFile::new("a.md", bytes).expect("text")];
            let places = Places::new(&source);
            for (offset, _) in source[0].text().char_indices() {
                let offset = offset as u32;
                assert_eq!(places.position(FileIx(0), offset), source[0].position(offset), "{offset}");
                assert_eq!(places.line_at(FileIx(0), offset), source[0].line(offset));
            }
        }
    }
}
