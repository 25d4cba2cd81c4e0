use std::ops::Range;

use super::line_diff::{Change, changes};
use super::{Ink, tty};
use crate::source::Mask;

/// Lines around a change.
const AROUND: usize = 3;

/// A unified diff for reading: nothing where the bytes are equal. Line ends are not shown, hidden characters are
/// made visible, and of secrets only the first characters are left.
pub fn diff(path: &str, before: &[u8], after: &[u8], ink: Ink) -> String {
    let path = tty::line(path);
    let mut out = String::new();
    each(before, after, |line| match line {
        Line::Head(range) => {
            if out.is_empty() {
                let (from, to) = (format!("--- a/{path}"), format!("+++ b/{path}"));
                tty::add(&mut out, format_args!("{}\n{}\n", ink.bold(&from), ink.bold(&to)));
            }
            tty::add(&mut out, format_args!("{}\n", ink.dim(&range)));
        }
        Line::Text(sign, _, shown) => {
            let text = shown.strip_prefix('\u{FEFF}').unwrap_or(shown).trim_end_matches(['\n', '\r']);
            let text = format!("{sign}{}", tty::line(text));
            let text = match sign {
                '-' => ink.removed(&text),
                '+' => ink.added(&text),
                _ => text,
            };
            tty::add(&mut out, format_args!("{text}\n"));
            if !shown.ends_with('\n') {
                tty::add(&mut out, format_args!("{}\n", ink.dim(NO_END)));
            }
        }
    });
    tty::guard(out)
}

/// The same changes byte for byte, as `git apply` and `patch -p1` read them.
///
/// `None` where one of its lines holds a secret: no output repeats that, and with `****` in its place no program
/// could apply the patch. [`diff`] shows such changes to people.
pub fn patch(path: &str, before: &[u8], after: &[u8]) -> Option<Vec<u8>> {
    let mut out: Vec<u8> = Vec::new();
    let mut is_exact = true;
    each(before, after, |line| match line {
        Line::Head(range) => {
            if out.is_empty() {
                let head = format!("--- {}\n+++ {}\n", quoted("a/", path), quoted("b/", path));
                out.extend_from_slice(head.as_bytes());
            }
            out.extend_from_slice(format!("{range}\n").as_bytes());
        }
        Line::Text(sign, bytes, shown) => {
            is_exact &= shown.as_bytes() == bytes;
            out.push(sign as u8);
            out.extend_from_slice(bytes);
            if !bytes.ends_with(b"\n") {
                out.extend_from_slice(format!("\n{NO_END}\n").as_bytes());
            }
        }
    });
    is_exact.then_some(out)
}

const NO_END: &str = "\\ No newline at end of file";

/// A line of a unified diff.
enum Line<'a> {
    /// `@@ -1,3 +1,4 @@`.
    Head(String),
    /// A line of a file with its end, behind its sign: its bytes, and as it may be shown.
    Text(char, &'a [u8], &'a str),
}

/// The lines of one side, each with its end.
struct Side<'a> {
    bytes: Vec<&'a [u8]>,
    /// Without secrets.
    shown: Vec<&'a str>,
}

impl<'a> Side<'a> {
    fn new(bytes: &'a [u8], shown: &'a str) -> Side<'a> {
        let lines = bytes.split_inclusive(|&byte| byte == b'\n').collect();
        // A mask keeps the ends of lines.
        Side { bytes: lines, shown: shown.split_inclusive('\n').collect() }
    }

    fn lines(&self, range: Range<usize>) -> impl Iterator<Item = (&'a [u8], &'a str)> {
        self.bytes[range.clone()].iter().copied().zip(self.shown[range].iter().copied())
    }
}

/// Gives every line of the diff, hunk by hunk.
fn each(before: &[u8], after: &[u8], mut give: impl FnMut(Line<'_>)) {
    if before == after {
        return;
    }
    let (old_text, new_text) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    let (old_text, new_text) = (Mask::text(&old_text), Mask::text(&new_text));
    let (old, new) = (Side::new(before, &old_text), Side::new(after, &new_text));
    let changes = changes(&old.bytes, &new.bytes);
    let mut from = 0;
    while from < changes.len() {
        let mut to = from + 1;
        while to < changes.len() && changes[to].old.start <= changes[to - 1].old.end + 2 * AROUND {
            to += 1;
        }
        hunk(&old, &new, &changes[from..to], &mut give);
        from = to;
    }
}

fn hunk(old: &Side<'_>, new: &Side<'_>, changes: &[Change], give: &mut impl FnMut(Line<'_>)) {
    let (Some(first), Some(last)) = (changes.first(), changes.last()) else { return };
    let before = first.old.start.min(AROUND);
    let behind = (old.bytes.len() - last.old.end).min(AROUND);
    let (old_from, old_to) = (first.old.start - before, last.old.end + behind);
    let (new_from, new_to) = (first.new.start - before, last.new.end + behind);
    let range =
        |from: usize, to: usize| format!("{},{}", if from == to { from } else { from + 1 }, to - from);
    give(Line::Head(format!("@@ -{} +{} @@", range(old_from, old_to), range(new_from, new_to))));
    let mut at = old_from;
    let mut all = |sign: char, side: &Side<'_>, range: Range<usize>| {
        side.lines(range).for_each(|(bytes, shown)| give(Line::Text(sign, bytes, shown)));
    };
    for change in changes {
        all(' ', old, at..change.old.start);
        all('-', old, change.old.clone());
        all('+', new, change.new.clone());
        at = change.old.end;
    }
    all(' ', old, at..old_to);
}

/// A path as git writes it: in quotes where it holds quotes, backslashes or control characters.
fn quoted(side: &str, path: &str) -> String {
    if !path.contains(|c: char| c.is_control() || matches!(c, '"' | '\\')) {
        return format!("{side}{path}");
    }
    let mut out = format!("\"{side}");
    for byte in path.bytes() {
        match byte {
            b'"' | b'\\' => out.extend(['\\', byte as char]),
            b' '..=b'~' => out.push(byte as char),
            _ => out.extend(format!("\\{byte:03o}").chars()),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::hostile;

    #[test]
    fn changed_lines_with_three_around_them() {
        let old = "1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n8\r\n9\r\n10\r\n11\r\n12\r\n13\r\n14\r\n15\r\n";
        let new = old.replace("\n5\r", "\nfive\r").replace("7\r", "seven\r").replace("15\r", "x\r");
        insta::assert_snapshot!(diff("a.md", old.as_bytes(), new.as_bytes(), Ink::PLAIN), @r"
        --- a/a.md
        +++ b/a.md
        @@ -2,9 +2,9 @@
         2
         3
         4
        -5
        +five
         6
        -7
        +seven
         8
         9
         10
        @@ -12,4 +12,4 @@
         12
         13
         14
        -15
        +x
        ");
    }

    #[test]
    fn lines_that_come_or_go() {
        insta::assert_snapshot!(diff("a.md", b"a\nb\nc\n", b"a\nx\ny\nc\n", Ink::PLAIN), @r"
        --- a/a.md
        +++ b/a.md
        @@ -1,3 +1,4 @@
         a
        -b
        +x
        +y
         c
        ");
        assert!(diff("a.md", b"", b"a\n", Ink::PLAIN).contains("@@ -0,0 +1,1 @@\n+a\n"));
        assert_eq!(diff("a.md", b"a", b"a", Ink::PLAIN), "");
    }

    #[test]
    fn a_patch_keeps_every_byte() {
        let shown = |old: &[u8], new: &[u8]| {
            String::from_utf8(patch("a b.md", old, new).expect("no secret")).expect("text")
        };
        insta::assert_snapshot!(shown(b"a\r\nb", b"a\r\nc\r\n").replace('\r', "<CR>"), @r"
        --- a/a b.md
        +++ b/a b.md
        @@ -1,2 +1,2 @@
         a<CR>
        -b
        \ No newline at end of file
        +c<CR>
        ");
        assert_eq!(patch("a", b"x", b"x").as_deref(), Some(&b""[..]));
        assert_eq!(quoted("a/", "x\n\"y"), "\"a/x\\012\\\"y\"");
    }

    #[test]
    fn a_secret_is_masked_for_people_and_makes_no_patch() {
        let token = format!("gh{}_{}", 'p', "k3".repeat(4) + "Q9v7Xz1LmN4bR8tYw2Pc6Df");
        let (old, new) = (format!("a\n{token}\nb\n"), format!("a\n{token}\nc\n"));
        let shown = diff("a", old.as_bytes(), new.as_bytes(), Ink::PLAIN);
        assert!(shown.contains("\n ghp_****\n-b\n+c\n"), "{shown}");
        assert_eq!(patch("a", old.as_bytes(), new.as_bytes()), None);
        // A change of nothing but the secret is shown as one, with what is left of both.
        let other = old.replace("k3k3", "k3k4");
        let shown = diff("a", old.as_bytes(), other.as_bytes(), Ink::PLAIN);
        assert!(shown.contains("\n-ghp_****\n+ghp_****\n"), "{shown}");
        let far = "x\n".repeat(9);
        let (old, new) = (format!("{old}{far}"), format!("{old}{far}y\n"));
        assert!(patch("a", old.as_bytes(), new.as_bytes()).is_some(), "no line of it holds the secret");
    }

    #[test]
    fn hostile_text_cannot_leave_its_line() {
        for text in hostile::TEXTS {
            let (old, new) = (format!("x\n{text}\ny\n"), format!("x\n{text}\nz\n"));
            hostile::check(&diff(text, old.as_bytes(), new.as_bytes(), Ink::PLAIN));
            hostile::check_colored(&diff(text, new.as_bytes(), old.as_bytes(), Ink { color: true }));
        }
    }
}
