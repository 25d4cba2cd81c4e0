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

/// Up to `lines` lines of whole words; the last one is cut where they do not suffice. A wide character is a word of
/// its own, and a word that is wider than a line is broken.
pub(super) fn wrap(words: &str, lines: usize, room: f64, size: f64) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut line = String::new();
    let pieces = pieces(words, room, size);
    for (at, (apart, piece)) in pieces.iter().enumerate() {
        let space = if *apart && !line.is_empty() { " " } else { "" };
        let longer = format!("{line}{space}{piece}");
        if line.is_empty() || width(&longer, size) <= room {
            line = longer;
        } else if out.len() + 1 < lines {
            out.push(std::mem::replace(&mut line, piece.clone()));
        } else {
            let rest =
                pieces[at..].iter().map(|(apart, piece)| format!("{}{piece}", if *apart { " " } else { "" }));
            line.extend(rest);
            break;
        }
    }
    out.extend(cut(line.trim(), room, size).filter(|line| !line.is_empty()));
    out
}

/// What may stand on a line of its own, and whether a space stands before it.
fn pieces(words: &str, room: f64, size: f64) -> Vec<(bool, String)> {
    let mut out: Vec<(bool, String)> = Vec::new();
    for word in words.split_whitespace() {
        let mut apart = true;
        let mut piece = String::new();
        for c in word.chars() {
            let wide = c.width() == Some(2);
            let full = width(&piece, size) + advance(c) * size > room;
            if !piece.is_empty()
                && (wide || full || piece.ends_with(|before: char| before.width() == Some(2)))
            {
                out.push((std::mem::take(&mut apart), std::mem::take(&mut piece)));
            }
            piece.push(c);
        }
        out.push((apart, piece));
    }
    out
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
        let paths = wrap("src/learning/pages/path_of_lessons.dart: a new page", 2, 120.0, 10.0);
        assert_eq!(paths, ["src/learning/pages/pat", "h_of_lessons.dart: a…"]);
        assert!(wrap("验证按压动画", 2, 45.0, 10.0).iter().all(|line| width(line, 10.0) <= 45.0));
    }
}
