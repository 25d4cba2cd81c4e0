//! Characters that nobody sees, and the company in which they belong.

/// Whether a character takes no room or changes the direction of others: `Bidi_Control`, `Default_Ignorable` and the
/// separators of lines and paragraphs (Unicode Character Database 16). Controls are not meant here.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a joiner or a variation selector belongs to an emoji, given its neighbours.
pub fn is_part_of_emoji(before: char, c: char, after: Option<char>) -> bool {
    match c {
        '\u{FE0E}' | '\u{FE0F}' => is_pictograph(before) || matches!(before, '0'..='9' | '#' | '*'),
        '\u{200D}' => (is_pictograph(before) || before == '\u{FE0F}') && after.is_some_and(is_pictograph),
        _ => false,
    }
}

/// Whether an invisible character does what it is made for, given its neighbours: it joins letters of a script that
/// needs it, chooses among forms of the character before it, or belongs to an emoji.
pub(super) fn is_at_home(before: char, c: char, after: Option<char>) -> bool {
    match c {
        '\u{200C}' | '\u{200D}' if joins(before) => {
            after.is_none_or(|c| joins(c) || !(c.is_alphanumeric() || is_invisible(c)))
        }
        '\u{FE00}'..='\u{FE0D}' => is_han(before) || has_forms(before),
        '\u{E0100}'..='\u{E01EF}' => is_han(before),
        '\u{180B}'..='\u{180F}' => matches!(before, '\u{1800}'..='\u{180A}' | '\u{1810}'..='\u{18AF}'),
        '\u{115F}' | '\u{1160}' => is_jamo(before) || after.is_some_and(is_jamo),
        _ => is_part_of_emoji(before, c, after),
    }
}

/// How many bytes of tags follow a black flag and make it the flag of a region, such as England's; 0 if none do.
///
/// Regions have three to six letters and digits (Unicode Technical Standard 51, annex C); anything else is text in
/// hiding.
pub(super) fn region_tags(behind_flag: &str) -> usize {
    let is_name = |c: &char| matches!(c, '\u{E0030}'..='\u{E0039}' | '\u{E0061}'..='\u{E007A}');
    let count = behind_flag.chars().take_while(is_name).count();
    let ends = behind_flag.chars().nth(count) == Some('\u{E007F}');
    if (3..=6).contains(&count) && ends { (count + 1) * '\u{E007F}'.len_utf8() } else { 0 }
}

fn is_pictograph(c: char) -> bool {
    matches!(c,
        '©' | '®' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{21FF}'
        | '\u{2300}'..='\u{23FF}' | '\u{2460}'..='\u{24FF}' | '\u{25A0}'..='\u{27BF}' | '\u{2900}'..='\u{297F}'
        | '\u{2B00}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Letters and signs of scripts in which joiners change what a word looks like or means: Arabic and its relatives,
/// the scripts of India and South-East Asia, Mongolian.
fn joins(c: char) -> bool {
    matches!(c,
        '\u{620}'..='\u{65F}' | '\u{66E}'..='\u{6D3}' | '\u{6D5}'..='\u{6DC}' | '\u{6EE}'..='\u{6EF}'
        | '\u{6FA}'..='\u{6FF}' | '\u{700}'..='\u{7BF}' | '\u{7C0}'..='\u{7FF}' | '\u{840}'..='\u{8FF}'
        | '\u{900}'..='\u{DFF}' | '\u{F00}'..='\u{109F}' | '\u{1780}'..='\u{17B3}' | '\u{17B6}'..='\u{17FF}'
        | '\u{1800}'..='\u{180A}' | '\u{1810}'..='\u{18AF}' | '\u{1A20}'..='\u{1AAF}' | '\u{1B00}'..='\u{1BFF}'
        | '\u{A8E0}'..='\u{A8FF}' | '\u{A980}'..='\u{A9DF}' | '\u{AA60}'..='\u{AA7F}' | '\u{FB50}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFC}' | '\u{11000}'..='\u{11FFF}' | '\u{1E900}'..='\u{1E95F}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Characters beside ideographs whose forms the first variation selectors choose: mathematical signs, full-width
/// marks, letters of Myanmar and `ʼPhags-pa`.
fn has_forms(c: char) -> bool {
    matches!(c,
        '\u{1000}'..='\u{109F}' | '\u{2200}'..='\u{22FF}' | '\u{2A00}'..='\u{2AFF}' | '\u{3000}'..='\u{303F}'
        | '\u{A840}'..='\u{A877}' | '\u{AA60}'..='\u{AA7F}' | '\u{FF00}'..='\u{FF60}')
}

/// Parts of Korean syllables that stand alone.
fn is_jamo(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115E}' | '\u{1161}'..='\u{11FF}' | '\u{A960}'..='\u{A97C}' | '\u{D7B0}'..='\u{D7FB}')
}
