use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use crate::emit::tty;

/// A contract as text: each entry of its lists on a line of its own, so that versions can be compared by line.
pub fn to_json(view: &impl Serialize) -> String {
    write(view, Lines::new(true)) + "\n"
}

/// A value on one line, without a line end.
pub fn to_json_line(view: &impl Serialize) -> String {
    write(view, Lines::new(false))
}

fn write(view: &impl Serialize, formatter: Lines) -> String {
    let mut out = Vec::with_capacity(1 << 12);
    let written = view.serialize(&mut Serializer::with_formatter(&mut out, formatter));
    // Views hold string keys and finite numbers only, and a vector takes every byte.
    debug_assert!(written.is_ok(), "{written:?}");
    String::from_utf8(out).unwrap_or_default()
}

/// Compact JSON with line ends between the keys of the outermost object and between entries of its lists.
///
/// Characters that control a terminal or hide are escaped although JSON would allow them, and so is the bracket
/// of `##[`; a reader of JSON sees no difference.
struct Lines {
    depth: u32,
    broken: bool,
    /// Whether the innermost list or object holds nothing yet.
    empty: bool,
    compact: CompactFormatter,
}

impl Lines {
    fn new(broken: bool) -> Lines {
        Lines { depth: 0, broken, empty: true, compact: CompactFormatter }
    }

    fn open(&mut self) {
        self.depth += 1;
        self.empty = true;
    }

    fn close<W: Write + ?Sized>(&mut self, writer: &mut W, list: bool) -> io::Result<()> {
        self.depth -= 1;
        let was_empty = std::mem::replace(&mut self.empty, false);
        if self.broken && list && !was_empty && self.depth == 1 { writer.write_all(b"\n") } else { Ok(()) }
    }

    fn separate<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool, broken: bool) -> io::Result<()> {
        self.empty = false;
        if !first {
            writer.write_all(b",")?;
        }
        if self.broken && broken { writer.write_all(b"\n") } else { Ok(()) }
    }
}

impl Formatter for Lines {
    fn begin_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open();
        self.compact.begin_array(writer)
    }

    fn end_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, true)?;
        self.compact.end_array(writer)
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.separate(writer, first, self.depth == 2)
    }

    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open();
        self.compact.begin_object(writer)
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, false)?;
        self.compact.end_object(writer)
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.separate(writer, first, self.depth == 1 && !first)
    }

    fn write_string_fragment<W: Write + ?Sized>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        if text.bytes().all(|b| b < 0x7F && b != b'[') {
            return writer.write_all(text.as_bytes());
        }
        let mut done = 0;
        for (at, c) in text.char_indices() {
            if tty::is_hidden(c) || (c == '[' && text[..at].ends_with("##")) {
                writer.write_all(&text.as_bytes()[done..at])?;
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
                done = at + c.len_utf8();
            }
        }
        writer.write_all(&text.as_bytes()[done..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::hostile;

    #[test]
    fn lists_have_a_line_per_entry() {
        let value = serde_json::json!({"a": [{"b": [1, 2]}, {"c": {}}], "n": null, "z": []});
        insta::assert_snapshot!(to_json(&value), @r#"
        {"a":[
        {"b":[1,2]},
        {"c":{}}
        ],
        "n":null,
        "z":[]}
        "#);
    }

    #[test]
    fn hostile_text_survives_and_is_harmless() {
        let json = to_json(&hostile::TEXTS);
        hostile::check(&json.replace(['\u{200D}', '\u{FE0F}'], ""));
        assert!(!json.contains(['\u{1b}', '\u{9b}', '\u{202E}']));
        let back: Vec<String> = serde_json::from_str(&json).expect("json");
        assert_eq!(back, hostile::TEXTS);
    }
}
