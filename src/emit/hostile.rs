//! Texts that a plan may hold to trick a terminal, a log or a reader, for the tests of every format.

/// Titles, ids and paths of a hostile plan.
pub(super) const TEXTS: &[&str] = &[
    "::error file=a.md,line=1::owned",
    "   ::add-mask::secret",
    "##[group]owned",
    "words ##[error]owned",
    "\u{1b}[2J\u{1b}[31mred",
    "\u{1b}]8;;https://evil.example\u{7}link\u{1b}]8;;\u{7}",
    "\u{1b}]52;c;ZXZpbA==\u{7}",
    "\u{9b}31mc1",
    "over\rwritten",
    "two\n::error::lines",
    "back\u{8}\u{8}space\u{7f}",
    "tab\tflood\t\t",
    "a\u{202E}cod\u{2066}e\u{2069}",
    "zero\u{200B}width\u{FEFF}\u{2060}",
    "tag\u{E0041}\u{E007F}",
    "line\u{2028}separator\u{85}",
    "nul\0",
    "family 👩‍❤️‍👨 flag 🏳️‍🌈",
];

/// Panics if text for people holds what a terminal or a log reader would act on; colours are not expected.
#[track_caller]
pub(super) fn check(output: &str) {
    let bad = output
        .chars()
        .enumerate()
        .find(|&(at, c)| c != '\n' && super::tty::is_hidden(c) && !in_emoji(output, at));
    assert!(bad.is_none(), "hidden character {bad:?} in {output:?}");
    for line in output.lines() {
        assert!(!line.trim_start().starts_with("::"), "command: {line}");
        assert!(!line.contains("##["), "command: {line}");
    }
}

/// The same for text with colours: nothing but colours may stand in it besides.
#[track_caller]
pub(super) fn check_colored(output: &str) {
    check(&without_colors(output));
}

/// Text without its colour codes; any other escape sequence stays.
pub(super) fn without_colors(output: &str) -> String {
    let mut plain = String::new();
    let mut rest = output;
    while let Some((before, behind)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        let code = behind.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(behind.len());
        rest = behind[code..].strip_prefix('m').unwrap_or_else(|| {
            plain.push('\u{1b}');
            behind
        });
    }
    plain + rest
}

fn in_emoji(output: &str, at: usize) -> bool {
    let before = output.chars().nth(at.wrapping_sub(1));
    before.is_some_and(|c| !c.is_ascii() || c.is_ascii_digit())
        && matches!(output.chars().nth(at), Some('\u{200D}' | '\u{FE0F}'))
}
