#![doc = include_str!("../../../docs/rules/P704-control-characters.md")]

use crate::check::odd_lines::{self, Words};
use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::source::OddKind;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P704",
    name: "control-characters",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P704-control-characters.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let words = Words {
        noun: "control character",
        label: "a terminal would act on this",
        help: "remove it; where a prompt is about such characters, write them as `\\x1b`",
        name,
        remark: |_| None,
    };
    odd_lines::find(rule, facts, OddKind::Control, &words, found);
}

/// `U+001B escape`; nothing for the letters of its sequence.
fn name(c: char) -> String {
    let name = match c {
        '\0' => "null",
        '\u{7}' => "bell",
        '\u{8}' => "backspace",
        '\u{B}' => "vertical tab",
        '\u{C}' => "form feed",
        '\u{1B}' => "escape",
        '\u{7F}' => "delete",
        '\u{85}' => "next line",
        '\u{90}' | '\u{98}' | '\u{9D}'..='\u{9F}' => "command string",
        '\u{9B}' => "control sequence",
        c if c.is_control() => "control",
        _ => return String::new(),
    };
    format!("U+{:04X} {name}", u32::from(c))
}
