use super::line_diff::{Change, changes};
use super::{Ink, tty};

/// Lines around a change.
const AROUND: usize = 3;

/// A unified diff for reading: nothing where the bytes are equal. Line ends are not shown, and hidden characters are
/// made visible.
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
        Line::Text(sign, bytes) => {
            let text = String::from_utf8_lossy(bytes);
            let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text).trim_end_matches(['\n', '\r']);
            let text = format!("{sign}{}", tty::line(text));
            let text = match sign {
                '-' => ink.removed(&text),
                '+' => ink.added(&text),
                _ => text,
            };
            tty::add(&mut out, format_args!("{text}\n"));
            if !bytes.ends_with(b"\n") {
                tty::add(&mut out, format_args!("{}\n", ink.dim(NO_END)));
            }
        }
    });
    tty::guard(out)
}

/// The same changes byte for byte, as `git apply` and `patch -p1` read them.
pub fn patch(path: &str, before: &[u8], after: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::new();
    each(before, after, |line| match line {
        Line::Head(range) => {
            if out.is_empty() {
                let head = format!("--- {}\n+++ {}\n", quoted("a/", path), quoted("b/", path));
                out.extend_from_slice(head.as_bytes());
            }
            out.extend_from_slice(format!("{range}\n").as_bytes());
        }
        Line::Text(sign, bytes) => {
            out.push(sign as u8);
            out.extend_from_slice(bytes);
            if !bytes.ends_with(b"\n") {
                out.extend_from_slice(format!("\n{NO_END}\n").as_bytes());
            }
        }
    });
    out
}

const NO_END: &str = "\\ No newline at end of file";

/// A line of a unified diff.
enum Line<'a> {
    /// `@@ -1,3 +1,4 @@`.
    Head(String),
    /// A line of a file with its end, behind its sign.
    Text(char, &'a [u8]),
}

/// Gives every line of the diff, hunk by hunk.
fn each<'a>(before: &'a [u8], after: &'a [u8], mut give: impl FnMut(Line<'a>)) {
    let (old, new) = (lines(before), lines(after));
    let changes = changes(&old, &new);
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

fn hunk<'a>(old: &[&'a [u8]], new: &[&'a [u8]], changes: &[Change], give: &mut impl FnMut(Line<'a>)) {
    let (Some(first), Some(last)) = (changes.first(), changes.last()) else { return };
    let before = first.old.start.min(AROUND);
    let behind = (old.len() - last.old.end).min(AROUND);
    let (old_from, old_to) = (first.old.start - before, last.old.end + behind);
    let (new_from, new_to) = (first.new.start - before, last.new.end + behind);
    let range =
        |from: usize, to: usize| format!("{},{}", if from == to { from } else { from + 1 }, to - from);
    give(Line::Head(format!("@@ -{} +{} @@", range(old_from, old_to), range(new_from, new_to))));
    let mut at = old_from;
    for change in changes {
        old[at..change.old.start].iter().for_each(|line| give(Line::Text(' ', line)));
        old[change.old.clone()].iter().for_each(|line| give(Line::Text('-', line)));
        new[change.new.clone()].iter().for_each(|line| give(Line::Text('+', line)));
        at = change.old.end;
    }
    old[at..old_to].iter().for_each(|line| give(Line::Text(' ', line)));
}

fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|&byte| byte == b'\n').collect()
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
        let shown = |old: &[u8], new: &[u8]| String::from_utf8(patch("a b.md", old, new)).expect("text");
        insta::assert_snapshot!(shown(b"a\r\nb", b"a\r\nc\r\n").replace('\r', "<CR>"), @r"
        --- a/a b.md
        +++ b/a b.md
        @@ -1,2 +1,2 @@
         a<CR>
        -b
        \ No newline at end of file
        +c<CR>
        ");
        assert_eq!(patch("a", b"x", b"x"), b"");
        assert_eq!(quoted("a/", "x\n\"y"), "\"a/x\\012\\\"y\"");
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
