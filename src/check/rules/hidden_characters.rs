#![doc = include_str!("../../../docs/rules/P703-hidden-characters.md")]

use crate::check::odd_lines::{self, Words};
use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::source::OddKind;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P703",
    name: "hidden-characters",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P703-hidden-characters.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let words = Words {
        noun: "hidden character",
        label: "something hides here",
        help: "remove what people cannot see and agents read; `planc fix` does",
        name,
        remark: spelled,
    };
    odd_lines::find(rule, facts, OddKind::Hidden, &words, found);
}

/// `U+202E right-to-left override`.
fn name(c: char) -> String {
    let name = match c {
        '\u{AD}' => "soft hyphen",
        '\u{34F}' => "combining grapheme joiner",
        '\u{61C}' => "Arabic letter mark",
        '\u{180E}' => "Mongolian vowel separator",
        '\u{200B}' => "zero width space",
        '\u{200C}' => "zero width non-joiner",
        '\u{200D}' => "zero width joiner",
        '\u{200E}' => "left-to-right mark",
        '\u{200F}' => "right-to-left mark",
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{202A}' => "left-to-right embedding",
        '\u{202B}' => "right-to-left embedding",
        '\u{202C}' => "pop directional formatting",
        '\u{202D}' => "left-to-right override",
        '\u{202E}' => "right-to-left override",
        '\u{2060}' => "word joiner",
        '\u{2061}'..='\u{2064}' => "invisible operator",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        '\u{2069}' => "pop directional isolate",
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' => "Hangul filler",
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => return "variation selectors".to_owned(),
        '\u{FEFF}' => "byte order mark inside the text",
        '\u{E0000}'..='\u{E007F}' => return "tags (U+E0000 to U+E007F)".to_owned(),
        _ => "takes no room",
    };
    format!("U+{:04X} {name}", u32::from(c))
}

/// What tags or variation selectors spell, if they spell something: text that only programs read.
fn spelled(run: &str) -> Option<String> {
    /// Characters that are shown of it.
    const LONGEST: usize = 60;
    let byte = |c: char| match u32::from(c) {
        code @ 0xE0020..=0xE007E => Some((code - 0xE0000) as u8),
        code @ 0xFE00..=0xFE0F => Some((code - 0xFE00) as u8),
        code @ 0xE0100..=0xE01EF => Some((code - 0xE0100 + 16) as u8),
        _ => None,
    };
    let bytes: Vec<u8> = run.chars().filter_map(byte).take(LONGEST).collect();
    let text: String = String::from_utf8_lossy(&bytes).chars().filter(|c| !c.is_control()).collect();
    let words = text.trim();
    (words.len() >= 3 && words.is_ascii()).then(|| format!("they spell `{words}`"))
}
