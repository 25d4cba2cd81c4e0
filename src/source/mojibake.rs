/// A one-byte encoding that UTF-8 text was wrongly read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Mac OS Roman.
    MacRoman,
    /// Windows-1252, with C1 controls for its five undefined bytes, or Latin 1, which has them for 32.
    Windows1252,
}

impl Encoding {
    /// The name people know it by.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::MacRoman => "Mac Roman",
            Encoding::Windows1252 => "Windows-1252",
        }
    }

    fn table(self) -> &'static [u16; 128] {
        match self {
            Encoding::MacRoman => &MAC_ROMAN,
            Encoding::Windows1252 => &WINDOWS_1252,
        }
    }

    fn byte(self, c: char) -> Option<u8> {
        let code = u32::from(c);
        if code < 0x80 {
            return Some(code as u8);
        }
        if self == Encoding::Windows1252 && code < 0xA0 {
            return Some(code as u8);
        }
        let code = u16::try_from(code).ok()?;
        self.table().iter().position(|&t| t == code).map(|at| at as u8 + 0x80)
    }
}

/// UTF-8 that was decoded with a one-byte encoding and saved again (`\u{201A}\u{00DC}\u{00ED}` for an arrow).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MojibakeNote {
    /// The encoding it was read as.
    pub encoding: Encoding,
    /// Where the damaged runs are, in the reading text (already repaired there).
    pub runs: Vec<super::Span>,
    /// Whether undoing the mistake on the whole file gives exactly the repaired text, so that a fix is safe.
    pub whole_file: bool,
}

/// One repaired run: the damaged bytes `start..end` of the text read as `repaired`.
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) repaired: String,
}

/// Finds damaged runs of non-ASCII characters, in the encoding that explains most of them.
pub(super) fn find(text: &str) -> Option<(Encoding, Vec<Run>, bool)> {
    let (mut mac, mut win) = (Damage::default(), Damage::default());
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(start) = next_non_ascii(bytes, at) {
        at = bytes[start..].iter().position(u8::is_ascii).map_or(bytes.len(), |n| start + n);
        mac.meet(text, start, at, Encoding::MacRoman);
        win.meet(text, start, at, Encoding::Windows1252);
    }
    let (encoding, damage) = if win.runs.len() > mac.runs.len() {
        (Encoding::Windows1252, win)
    } else {
        (Encoding::MacRoman, mac)
    };
    if damage.runs.is_empty() { None } else { Some((encoding, damage.runs, !damage.genuine)) }
}

/// What one encoding explains.
#[derive(Default)]
struct Damage {
    runs: Vec<Run>,
    /// Whether it leaves any non-ASCII run of the text as it is.
    genuine: bool,
}

impl Damage {
    fn meet(&mut self, text: &str, start: usize, end: usize, encoding: Encoding) {
        match repair(&text[start..end], encoding) {
            Some(repaired) => self.runs.push(Run { start, end, repaired }),
            None => self.genuine = true,
        }
    }
}

/// The first byte at or behind `at` that is not ASCII; many bytes at a time, because most text is.
fn next_non_ascii(bytes: &[u8], at: usize) -> Option<usize> {
    const BLOCK: usize = 64;
    let is_high = |block: &[u8; BLOCK]| block.iter().fold(0, |all, &byte| all | byte) >= 0x80;
    let clean = bytes[at..].as_chunks::<BLOCK>().0.iter().take_while(|block| !is_high(block)).count();
    let from = at + clean * BLOCK;
    bytes[from..].iter().position(|byte| !byte.is_ascii()).map(|offset| from + offset)
}

/// The text that was damaged, if `run` looks like UTF-8 that was read as `encoding`.
fn repair(run: &str, encoding: Encoding) -> Option<String> {
    // One character was one byte, and no byte alone is a character.
    run.chars().nth(1)?;
    let mut bytes = Vec::with_capacity(run.len());
    for c in run.chars() {
        bytes.push(encoding.byte(c)?);
    }
    let repaired = String::from_utf8(bytes).ok()?;
    let plausible = repaired.chars().all(|c| {
        let code = u32::from(c);
        let combining_alone = (0x0300..0x0370).contains(&code);
        !(combining_alone || (0x80..0xA0).contains(&code) || (0xE000..0xF900).contains(&code))
    });
    plausible.then_some(repaired)
}

#[rustfmt::skip]
const MAC_ROMAN: [u16; 128] = [
    0x00C4, 0x00C5, 0x00C7, 0x00C9, 0x00D1, 0x00D6, 0x00DC, 0x00E1, 0x00E0, 0x00E2, 0x00E4, 0x00E3,
    0x00E5, 0x00E7, 0x00E9, 0x00E8, 0x00EA, 0x00EB, 0x00ED, 0x00EC, 0x00EE, 0x00EF, 0x00F1, 0x00F3,
    0x00F2, 0x00F4, 0x00F6, 0x00F5, 0x00FA, 0x00F9, 0x00FB, 0x00FC, 0x2020, 0x00B0, 0x00A2, 0x00A3,
    0x00A7, 0x2022, 0x00B6, 0x00DF, 0x00AE, 0x00A9, 0x2122, 0x00B4, 0x00A8, 0x2260, 0x00C6, 0x00D8,
    0x221E, 0x00B1, 0x2264, 0x2265, 0x00A5, 0x00B5, 0x2202, 0x2211, 0x220F, 0x03C0, 0x222B, 0x00AA,
    0x00BA, 0x03A9, 0x00E6, 0x00F8, 0x00BF, 0x00A1, 0x00AC, 0x221A, 0x0192, 0x2248, 0x2206, 0x00AB,
    0x00BB, 0x2026, 0x00A0, 0x00C0, 0x00C3, 0x00D5, 0x0152, 0x0153, 0x2013, 0x2014, 0x201C, 0x201D,
    0x2018, 0x2019, 0x00F7, 0x25CA, 0x00FF, 0x0178, 0x2044, 0x20AC, 0x2039, 0x203A, 0xFB01, 0xFB02,
    0x2021, 0x00B7, 0x201A, 0x201E, 0x2030, 0x00C2, 0x00CA, 0x00C1, 0x00CB, 0x00C8, 0x00CD, 0x00CE,
    0x00CF, 0x00CC, 0x00D3, 0x00D4, 0xF8FF, 0x00D2, 0x00DA, 0x00DB, 0x00D9, 0x0131, 0x02C6, 0x02DC,
    0x00AF, 0x02D8, 0x02D9, 0x02DA, 0x00B8, 0x02DD, 0x02DB, 0x02C7,
];

#[rustfmt::skip]
const WINDOWS_1252: [u16; 128] = [
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178, 0x00A0, 0x00A1, 0x00A2, 0x00A3,
    0x00A4, 0x00A5, 0x00A6, 0x00A7, 0x00A8, 0x00A9, 0x00AA, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x00AF,
    0x00B0, 0x00B1, 0x00B2, 0x00B3, 0x00B4, 0x00B5, 0x00B6, 0x00B7, 0x00B8, 0x00B9, 0x00BA, 0x00BB,
    0x00BC, 0x00BD, 0x00BE, 0x00BF, 0x00C0, 0x00C1, 0x00C2, 0x00C3, 0x00C4, 0x00C5, 0x00C6, 0x00C7,
    0x00C8, 0x00C9, 0x00CA, 0x00CB, 0x00CC, 0x00CD, 0x00CE, 0x00CF, 0x00D0, 0x00D1, 0x00D2, 0x00D3,
    0x00D4, 0x00D5, 0x00D6, 0x00D7, 0x00D8, 0x00D9, 0x00DA, 0x00DB, 0x00DC, 0x00DD, 0x00DE, 0x00DF,
    0x00E0, 0x00E1, 0x00E2, 0x00E3, 0x00E4, 0x00E5, 0x00E6, 0x00E7, 0x00E8, 0x00E9, 0x00EA, 0x00EB,
    0x00EC, 0x00ED, 0x00EE, 0x00EF, 0x00F0, 0x00F1, 0x00F2, 0x00F3, 0x00F4, 0x00F5, 0x00F6, 0x00F7,
    0x00F8, 0x00F9, 0x00FA, 0x00FB, 0x00FC, 0x00FD, 0x00FE, 0x00FF,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_read_as_mac_roman_is_repaired() {
        let (encoding, runs, all) = find("a \u{201A}\u{00DC}\u{00ED} b").expect("one run");
        assert_eq!((encoding, runs[0].repaired.as_str(), all), (Encoding::MacRoman, "\u{2192}", true));
    }

    #[test]
    fn an_accent_read_as_windows_1252_is_repaired() {
        let (encoding, runs, _) = find("caf\u{C3}\u{A9}").expect("one run");
        assert_eq!((encoding, runs[0].repaired.as_str()), (Encoding::Windows1252, "\u{E9}"));
    }

    /// UTF-8 read byte by byte and saved again.
    fn damaged(text: &str, read: impl Fn(u8) -> char) -> String {
        text.bytes().map(|byte| if byte.is_ascii() { byte as char } else { read(byte) }).collect()
    }

    #[test]
    fn both_relatives_of_latin_1_are_repaired_whole() {
        let text =
            "caf\u{E9} \u{2192} \u{2705} \u{201C}x\u{201D} \u{2014} \u{251C}\u{2500} \u{1F4CB} \u{4F9D}";
        let windows =
            |byte: u8| char::from_u32(u32::from(WINDOWS_1252[usize::from(byte) - 0x80])).unwrap_or('?');
        for damaged in [damaged(text, windows), damaged(text, char::from)] {
            let (encoding, runs, all) = find(&damaged).expect("runs");
            let repaired: Vec<&str> = runs.iter().map(|run| run.repaired.as_str()).collect();
            let whole: Vec<&str> = text.split(|c: char| c.is_ascii()).filter(|run| !run.is_empty()).collect();
            assert_eq!((encoding, repaired, all), (Encoding::Windows1252, whole, true), "{damaged}");
            let mixed = format!("{damaged} na\u{EF}ve");
            assert!(!find(&mixed).expect("runs").2, "a genuine accent keeps the fix unsafe");
        }
    }

    #[test]
    fn genuine_text_is_left_alone() {
        for text in
            ["\u{2192}", "caf\u{E9}", "\u{251C}\u{2500}", "\u{4F9D}\u{8D56}", "\u{2705} ok", "\u{2013}"]
        {
            assert!(find(text).is_none(), "{text}");
        }
    }

    #[test]
    fn one_genuine_arrow_keeps_the_fix_unsafe_but_not_the_reading() {
        let (_, runs, all) = find("\u{2192} and \u{201A}\u{00DC}\u{00ED}").expect("one run");
        assert_eq!((runs.len(), all), (1, false));
    }
}
