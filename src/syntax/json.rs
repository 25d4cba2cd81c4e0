//! JSON whose values know where they stand. A damaged text gives what was read up to the damage.

use std::borrow::Cow;

use super::json_value::{Kind, Member, Value};
use crate::source::Span;

/// Arrays and objects are followed this deep at most.
pub(super) const DEPTH: u32 = 64;

/// Why reading ended before the text did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// This was expected.
    Missing(&'static str),
    /// Values are nested deeper than they are followed.
    TooDeep,
}

/// Reads a text: the value as far as it goes, and what ended it early.
///
/// `deepest` is how deep values may be nested, up to [`DEPTH`].
pub(super) fn read(text: &str, deepest: u32) -> (Option<Value<'_>>, Option<(Fault, Span)>) {
    let mut reader = Reader { text, at: 0, deepest: deepest.min(DEPTH), fault: None };
    let value = reader.value(0);
    reader.space();
    if reader.at < text.len() {
        reader.fail(Fault::Missing("the end of the file"));
    }
    (value, reader.fault)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    deepest: u32,
    fault: Option<(Fault, Span)>,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn space(&mut self) {
        self.at += self.rest().bytes().take_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')).count();
    }

    /// Notes the first fault, at the character where reading stopped.
    fn fail(&mut self, fault: Fault) {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        self.fault.get_or_insert((fault, Span::new(self.at, self.at + length)));
    }

    fn value(&mut self, depth: u32) -> Option<Value<'t>> {
        self.space();
        let start = self.at;
        let kind = match self.rest().bytes().next() {
            Some(b'{' | b'[') if depth >= self.deepest => {
                self.fail(Fault::TooDeep);
                return None;
            }
            Some(b'{') => Kind::Object(self.members(depth)),
            Some(b'[') => Kind::List(self.list(depth)),
            Some(b'"') => Kind::Text(self.string()),
            Some(b'-' | b'0'..=b'9') => {
                let number = |b: &u8| matches!(b, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9');
                Kind::Number(self.take(|bytes| bytes.iter().take_while(|b| number(b)).count()))
            }
            Some(b'a'..=b'z' | b'A'..=b'Z') => {
                self.take(|bytes| bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count());
                Kind::Word
            }
            _ => {
                self.fail(Fault::Missing("a value"));
                return None;
            }
        };
        let quotes = matches!(kind, Kind::Text(_));
        let closed = quotes && self.fault.is_none();
        let inside = Span::new(start + usize::from(quotes), self.at - usize::from(closed));
        Some(Value { kind, span: Span::new(start, self.at), inside })
    }

    fn take(&mut self, length: impl Fn(&[u8]) -> usize) -> &'t str {
        let (word, _) = self.rest().split_at(length(self.rest().as_bytes()));
        self.at += word.len();
        word
    }

    fn list(&mut self, depth: u32) -> Vec<Value<'t>> {
        self.at += 1;
        let mut items = Vec::new();
        while self.goes_on(b']', items.is_empty()) {
            items.extend(self.value(depth + 1));
        }
        items
    }

    fn members(&mut self, depth: u32) -> Vec<Member<'t>> {
        self.at += 1;
        let mut members = Vec::new();
        while self.goes_on(b'}', members.is_empty()) {
            if !self.rest().starts_with('"') {
                self.fail(Fault::Missing("a name in quotes"));
                break;
            }
            let start = self.at;
            let key = self.string();
            let key_span = Span::new(start, self.at);
            self.space();
            if !self.rest().starts_with(':') {
                self.fail(Fault::Missing("a colon"));
                break;
            }
            self.at += 1;
            let Some(value) = self.value(depth + 1) else { break };
            members.push(Member { key, key_span, value });
        }
        members
    }

    /// Whether another item stands here; takes the comma before it, or the closing bracket.
    fn goes_on(&mut self, close: u8, first: bool) -> bool {
        self.space();
        let next = self.rest().bytes().next();
        if self.fault.is_some() {
            return false;
        }
        if next == Some(close) {
            self.at += 1;
            return false;
        }
        if !first {
            if next != Some(b',') {
                self.fail(Fault::Missing("a comma or a closing bracket"));
                return false;
            }
            self.at += 1;
            self.space();
            // A comma behind the last item is forgiven.
            if self.rest().bytes().next() == Some(close) {
                self.at += 1;
                return false;
            }
        }
        if self.rest().is_empty() {
            self.fail(Fault::Missing("a closing bracket"));
            return false;
        }
        true
    }

    fn string(&mut self) -> Cow<'t, str> {
        let body = &self.rest()[1..];
        let mut from = 0;
        let end = loop {
            match memchr::memchr2(b'"', b'\\', &body.as_bytes()[from..]) {
                Some(at) if body.as_bytes()[from + at] == b'"' => break Some(from + at),
                Some(at) if from + at + 2 <= body.len() => from += at + 2,
                _ => break None,
            }
        };
        let inside = &body[..end.unwrap_or(body.len())];
        self.at += 1 + inside.len() + usize::from(end.is_some());
        if end.is_none() {
            self.fail(Fault::Missing("a closing quote"));
        }
        if inside.contains('\\') { Cow::Owned(decoded(inside)) } else { Cow::Borrowed(inside) }
    }
}

/// A text with its escapes replaced; half of a pair of surrogates becomes the replacement character.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut units: Vec<u16> = Vec::new();
    let mut rest = text;
    loop {
        let unit =
            rest.strip_prefix("\\u").and_then(|t| t.get(..4)).and_then(|t| u16::from_str_radix(t, 16).ok());
        if let Some(unit) = unit {
            units.push(unit);
            rest = &rest[6..];
            continue;
        }
        out.extend(char::decode_utf16(units.drain(..)).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        let Some(c) = rest.chars().next() else { return out };
        rest = &rest[c.len_utf8()..];
        if c != '\\' {
            out.push(c);
            continue;
        }
        let Some(escaped) = rest.chars().next() else { return out };
        rest = &rest[escaped.len_utf8()..];
        out.push(match escaped {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{C}',
            other => other,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_know_their_places() {
        let text = r#"{"a": [1, "x\n\u00e9\ud83d\ude00", null], "b": {"c": true,},}"#;
        let (value, fault) = read(text, DEPTH);
        let value = value.expect("a value");
        assert_eq!(fault, None);
        let items = value.get("a").expect("a").items();
        assert_eq!(items[1].words(), Some("x\né😀"));
        assert_eq!(items[1].span.of(text), r#""x\n\u00e9\ud83d\ude00""#);
        assert_eq!(value.get("b").and_then(|b| b.member("c")).expect("c").key_span.of(text), "\"c\"");
    }

    #[test]
    fn damage_ends_the_reading_and_no_more() {
        let text = r#"{"a": 1, "b": [2, {"c": "é\"", "d": 3"#;
        for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
            let (_, fault) = read(&text[..end], DEPTH);
            let (_, span) = fault.expect("a fault");
            assert!(span.end as usize <= end);
        }
        let (value, _) = read(text, DEPTH);
        assert_eq!(value.expect("a value").get("a").and_then(Value::words), Some("1"));
        assert_eq!(
            read("[1 2]", DEPTH).1,
            Some((Fault::Missing("a comma or a closing bracket"), Span::new(3, 4)))
        );
        let deep = "[".repeat(100_000);
        assert_eq!(read(&deep, DEPTH).1.map(|(fault, _)| fault), Some(Fault::TooDeep));
    }
}
