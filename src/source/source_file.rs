use super::decode::{self, DecodeError};
use super::mojibake::{self, MojibakeNote};
use super::odd::{self, Odd};
use super::secret::{self, Secret};
use super::{Position, Span};

/// Index of a file in the order of a compilation's sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileIx(pub u32);

impl FileIx {
    /// The index as a number.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A file with a plan: its path, the bytes on disk and the text that the stages read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    path: String,
    text: String,
    /// The bytes on disk where they differ from `text`.
    original: Option<Vec<u8>>,
    /// Where text and disk drift apart; empty where they are equal.
    drifts: Vec<Drift>,
    mojibake: Option<MojibakeNote>,
    invalid: Vec<Span>,
    odd: Vec<Odd>,
    secrets: Vec<Secret>,
}

/// From `text..` on the reading text lies at `disk..` of the file; a repaired run has no inner offsets.
#[derive(Clone, Copy, Debug)]
struct Drift {
    text: u32,
    disk: u32,
    /// Length in the reading text within which every offset maps to `disk`.
    opaque: u32,
}

impl SourceFile {
    /// Decodes `bytes`; `path` is what people see, relative and with `/`.
    ///
    /// # Errors
    /// UTF-16, UTF-32 and files above 4 GiB are refused.
    pub fn new(path: impl Into<String>, bytes: Vec<u8>) -> Result<SourceFile, DecodeError> {
        let decoded = decode::decode(bytes)?;
        let path = path.into();
        let found = mojibake::find(&decoded.text);
        if decoded.cut == 0 && decoded.invalid.is_empty() && found.is_none() {
            return Ok(SourceFile {
                path,
                text: decoded.text,
                original: None,
                drifts: Vec::new(),
                mojibake: None,
                invalid: Vec::new(),
                odd: Vec::new(),
                secrets: Vec::new(),
            }
            .searched());
        }
        Ok(SourceFile::drifted(path, &decoded, found).searched())
    }

    /// The file's path as people see it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The reading text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span, repaired where it was damaged.
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The bytes on disk that a span stands for.
    pub fn disk_bytes(&self, span: Span) -> &[u8] {
        let bytes = self.bytes();
        let start = self.disk_offset(span.start) as usize;
        let end = self.disk_offset(span.end) as usize;
        bytes.get(start..end).unwrap_or(&[])
    }

    /// All bytes as they are on disk.
    pub fn bytes(&self) -> &[u8] {
        self.original.as_deref().unwrap_or(self.text.as_bytes())
    }

    /// What decoding repaired, if the file is mojibake.
    pub fn mojibake(&self) -> Option<&MojibakeNote> {
        self.mojibake.as_ref()
    }

    /// Where bytes were no UTF-8.
    pub fn invalid(&self) -> &[Span] {
        &self.invalid
    }

    /// Characters that a reader does not see or takes for others, in order.
    pub fn odd(&self) -> &[Odd] {
        &self.odd
    }

    /// Keys, tokens and passwords, in order, none overlapping. Every output masks them, see [`Mask`](super::Mask).
    pub fn secrets(&self) -> &[Secret] {
        &self.secrets
    }

    /// The file, with what its reading text holds looked up while it is at hand.
    fn searched(mut self) -> SourceFile {
        self.odd = odd::find(&self.text);
        self.secrets = secret::find(&self.text);
        self
    }

    /// Where an offset of the reading text is on disk.
    pub fn disk_offset(&self, offset: u32) -> u32 {
        match self.drifts.partition_point(|d| d.text <= offset) {
            0 => offset,
            n => {
                let drift = self.drifts[n - 1];
                drift.disk + (offset - drift.text).saturating_sub(drift.opaque)
            }
        }
    }

    /// Line, column and byte of an offset, as the file is on disk. Linear in the file: for findings only.
    pub fn position(&self, offset: u32) -> Position {
        let bytes = self.bytes();
        let byte = (self.disk_offset(offset) as usize).min(bytes.len());
        let before = &bytes[..byte];
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |n| n + 1);
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        let bom = if line_start == 0 && before.starts_with(&[0xEF, 0xBB, 0xBF]) { 3 } else { 0 };
        let column = String::from_utf8_lossy(&before[line_start + bom..]).chars().count() + 1;
        Position { line: line as u32, column: column as u32, byte: byte as u32 }
    }

    /// The line number of an offset, counted from 1.
    pub fn line(&self, offset: u32) -> u32 {
        let end = (offset as usize).min(self.text.len());
        memchr::memchr_iter(b'\n', &self.text.as_bytes()[..end]).count() as u32 + 1
    }

    fn drifted(
        path: String,
        decoded: &decode::Decoded,
        found: Option<(mojibake::Encoding, Vec<mojibake::Run>, bool)>,
    ) -> SourceFile {
        let original = decoded.original.clone().unwrap_or_else(|| decoded.text.clone().into_bytes());
        let mut drifts = vec![Drift { text: 0, disk: decoded.cut as u32, opaque: 0 }];
        let mut text = String::with_capacity(decoded.text.len());
        let mut invalid = Vec::new();
        let mut runs = Vec::new();
        let (encoding, repairs, whole) = match found {
            Some((encoding, repairs, whole)) => (Some(encoding), repairs, whole),
            None => (None, Vec::new(), false),
        };
        let mut repairs = repairs.into_iter().peekable();
        let mut bad = decoded.invalid.iter().peekable();
        // `at` walks the decoded text, `disk` the bytes; both meet at every damaged place.
        let (mut at, mut disk) = (0, decoded.cut);
        loop {
            let next_run = repairs.peek().map(|run| run.start);
            let next_bad = bad.peek().map(|(start, _)| *start);
            let stop = match (next_run, next_bad) {
                (None, None) => break,
                (run, bad) => run.unwrap_or(usize::MAX).min(bad.unwrap_or(usize::MAX)),
            };
            text.push_str(&decoded.text[at..stop]);
            disk += stop - at;
            let start = text.len();
            let length = if next_bad == Some(stop) {
                let (_, length) = *bad.next().unwrap_or(&(0, 0));
                text.push(char::REPLACEMENT_CHARACTER);
                invalid.push(Span::new(start, text.len()));
                at = stop + char::REPLACEMENT_CHARACTER.len_utf8();
                length
            } else if let Some(run) = repairs.next() {
                text.push_str(&run.repaired);
                runs.push(Span::new(start, text.len()));
                at = run.end;
                run.end - run.start
            } else {
                break;
            };
            drifts.push(Drift { text: start as u32, disk: disk as u32, opaque: (text.len() - start) as u32 });
            disk += length;
            drifts.push(Drift { text: text.len() as u32, disk: disk as u32, opaque: 0 });
        }
        text.push_str(&decoded.text[at..]);
        let mojibake = encoding.map(|encoding| MojibakeNote {
            encoding,
            runs,
            whole_file: whole && decoded.invalid.is_empty(),
        });
        SourceFile {
            path,
            text,
            original: Some(original),
            drifts,
            mojibake,
            invalid,
            odd: Vec::new(),
            secrets: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_of_the_file_on_disk() {
        let file = SourceFile::new("a.md", "\u{FEFF}x\n\u{201A}\u{00DC}\u{00ED} y".as_bytes().to_vec())
            .expect("text");
        assert_eq!(file.text(), "x\n\u{2192} y");
        let y = file.text().find('y').expect("y") as u32;
        let at = file.position(y);
        assert_eq!((at.line, at.column), (2, 5));
        assert_eq!(file.bytes()[at.byte as usize], b'y');
        assert_eq!(file.disk_bytes(Span::new(y as usize, y as usize + 1)), b"y");
    }

    #[test]
    fn invalid_bytes_are_read_lossily_and_located() {
        let file = SourceFile::new("a.md", b"a\xFF\xFEb\n".to_vec()).expect("text");
        assert_eq!(file.invalid().len(), 2);
        let b = file.text().find('b').expect("b") as u32;
        assert_eq!(file.position(b).byte, 3);
        assert_eq!(file.bytes(), b"a\xFF\xFEb\n");
    }

    #[test]
    fn utf_16_is_named() {
        assert_eq!(SourceFile::new("a.md", vec![0xFF, 0xFE, 0x41, 0]).err(), Some(DecodeError::Utf16));
    }
}
