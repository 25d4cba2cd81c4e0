use unicode_width::UnicodeWidthChar;

/// A number of a drawing: at most one decimal.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    match text.strip_suffix(".0") {
        Some("-0") => "0".to_owned(),
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

/// About how wide words are in a system font, rather too wide than too narrow.
pub(super) fn width(words: &str, size: f64) -> f64 {
    words.chars().map(advance).sum::<f64>() * size
}

/// The words, or as many as fit with an ellipsis; nothing where not even four characters fit.
pub(super) fn cut(words: &str, room: f64, size: f64) -> Option<String> {
    if width(words, size) <= room {
        return Some(words.to_owned());
    }
    let mut used = advance('…') * size;
    let mut kept = String::new();
    for c in words.chars() {
        used += advance(c) * size;
        if used > room {
            break;
        }
        kept.push(c);
    }
    let kept = kept.trim_end();
    (kept.chars().count() >= 4).then(|| format!("{kept}…"))
}

/// Up to `lines` lines of whole words; the last one is cut where they do not suffice.
pub(super) fn wrap(words: &str, lines: usize, room: f64, size: f64) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut left: Vec<&str> = words.split_whitespace().rev().collect();
    while let Some(word) = left.pop() {
        let longer = match out.last() {
            Some(line) => format!("{line} {word}"),
            None => word.to_owned(),
        };
        if out.is_empty() || width(&longer, size) > room {
            if out.len() == lines {
                let rest: Vec<&str> = left.iter().rev().copied().collect();
                let last = format!("{longer} {}", rest.join(" "));
                out.pop();
                out.extend(cut(last.trim_end(), room, size));
                return out;
            }
            out.push(word.to_owned());
        } else if let Some(line) = out.last_mut() {
            *line = longer;
        }
    }
    out.iter().filter_map(|line| cut(line, room, size)).collect()
}

/// Share of the font size that a character takes in the widest of the common system fonts (`DejaVu Sans`).
fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | 'I' => 0.30,
        ' ' | '.' | ',' | ':' | ';' | '|' | '/' | '\\' | 'f' | '-' => 0.37,
        't' | 'r' | '(' | ')' | '[' | ']' | '!' => 0.41,
        'c' | 's' | 'z' | 'k' | 'x' | 'v' | 'y' | '_' => 0.59,
        'm' | 'W' | '@' | '%' | '…' | '—' => 1.0,
        'w' | 'M' | '≈' | '→' | '=' | '+' | '<' | '>' | '#' | '~' => 0.87,
        'A'..='Z' => 0.76,
        _ if !c.is_ascii() => 0.70 * f64::from(c.width().unwrap_or(1).max(1) as u32),
        _ => 0.64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!([1.0, 0.25, -0.04, 12.55].map(number), ["1", "0.2", "0", "12.6"]);
    }

    #[test]
    fn words_are_wrapped_and_cut() {
        assert_eq!(cut("Berth", 100.0, 10.0).as_deref(), Some("Berth"));
        assert_eq!(cut("Berth", 12.0, 10.0), None);
        let lines = wrap("Query parsing and error replies for everyone", 2, 80.0, 10.0);
        assert_eq!(lines, ["Query parsing", "and error rep…"]);
        assert_eq!(wrap("", 2, 80.0, 10.0), Vec::<String>::new());
    }
}
