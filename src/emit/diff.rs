use super::{Ink, tty};
use crate::source::Mask;

/// Lines around a change.
const AROUND: usize = 3;

/// A unified diff for reading: nothing where the bytes are equal. Line ends are not shown, hidden characters are
/// made visible, and of secrets only the first characters are left.
pub fn diff(path: &str, before: &[u8], after: &[u8], ink: Ink) -> String {
    if before == after {
        return String::new();
    }
    let (old_text, new_text) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    let (old_text, new_text) = (Mask::text(&old_text), Mask::text(&new_text));
    let (old, new) = (lines(&old_text), lines(&new_text));
    let path = tty::line(path);
    let mut out = format!("{}\n{}\n", ink.bold(&format!("--- {path}")), ink.bold(&format!("+++ {path}")));
    let changes = changes(&old, &new);
    let mut from = 0;
    while from < changes.len() {
        let mut to = from + 1;
        while to < changes.len() && changes[to].old.0 <= changes[to - 1].old.1 + 2 * AROUND {
            to += 1;
        }
        hunk(&mut out, &old, &new, &changes[from..to], ink);
        from = to;
    }
    tty::guard(out)
}

/// Lines `old.0..old.1` became lines `new.0..new.1`.
struct Change {
    old: (usize, usize),
    new: (usize, usize),
}

/// Texts of equally many lines differ line by line; else what lies between the equal head and the equal tail changed.
fn changes(old: &[&str], new: &[&str]) -> Vec<Change> {
    let mut found: Vec<Change> = Vec::new();
    if old.len() == new.len() {
        for at in (0..old.len()).filter(|&at| old[at] != new[at]) {
            match found.last_mut() {
                Some(last) if last.old.1 == at => (last.old.1, last.new.1) = (at + 1, at + 1),
                _ => found.push(Change { old: (at, at + 1), new: (at, at + 1) }),
            }
        }
        return found;
    }
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    found.push(Change { old: (head, old.len() - tail), new: (head, new.len() - tail) });
    found
}

fn hunk(out: &mut String, old: &[&str], new: &[&str], changes: &[Change], ink: Ink) {
    let (Some(first), Some(last)) = (changes.first(), changes.last()) else { return };
    let before = first.old.0.min(AROUND);
    let behind = (old.len() - last.old.1).min(AROUND);
    let (old_from, old_to) = (first.old.0 - before, last.old.1 + behind);
    let (new_from, new_to) = (first.new.0 - before, last.new.1 + behind);
    let range =
        |from: usize, to: usize| format!("{},{}", if from == to { from } else { from + 1 }, to - from);
    let head = format!("@@ -{} +{} @@", range(old_from, old_to), range(new_from, new_to));
    tty::add(out, format_args!("{}\n", ink.dim(&head)));
    let mut at = old_from;
    let context = |out: &mut String, lines: &[&str]| {
        for line in lines {
            tty::add(out, format_args!(" {}\n", tty::line(line)));
        }
    };
    for change in changes {
        context(out, &old[at..change.old.0]);
        for line in &old[change.old.0..change.old.1] {
            tty::add(out, format_args!("{}\n", ink.removed(&format!("-{}", tty::line(line)))));
        }
        for line in &new[change.new.0..change.new.1] {
            tty::add(out, format_args!("{}\n", ink.added(&format!("+{}", tty::line(line)))));
        }
        at = change.old.1;
    }
    context(out, &old[at..old_to]);
}

fn lines(text: &str) -> Vec<&str> {
    text.strip_prefix('\u{FEFF}').unwrap_or(text).lines().collect()
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
        --- a.md
        +++ a.md
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
        --- a.md
        +++ a.md
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
    fn hostile_text_cannot_leave_its_line() {
        for text in hostile::TEXTS {
            let (old, new) = (format!("x\n{text}\ny\n"), format!("x\n{text}\nz\n"));
            hostile::check(&diff(text, old.as_bytes(), new.as_bytes(), Ink::PLAIN));
            hostile::check_colored(&diff(text, new.as_bytes(), old.as_bytes(), Ink { color: true }));
        }
    }
}
