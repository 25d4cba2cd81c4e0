//! Rows of tables: markdown and CSV.

/// The cells of a row between bars; `None` for other lines.
pub(super) fn markdown(line: &str) -> Option<Vec<String>> {
    let line = line.trim().strip_prefix('|')?;
    let line = line.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.chars() {
        match c {
            '|' if escaped => {
                let cell = cells.last_mut()?;
                cell.pop();
                cell.push('|');
            }
            '|' => cells.push(String::new()),
            c => cells.last_mut()?.push(c),
        }
        escaped = c == '\\';
    }
    Some(cells.into_iter().map(|cell| cell.trim().to_owned()).collect())
}

/// Whether a row only draws the line below a header.
pub(super) fn is_rule(cells: &[String]) -> bool {
    cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':' | ' ')))
}

/// All rows of a CSV text with their line numbers; commas, semicolons or tabs, whichever the header has most of.
pub(super) fn csv(text: &str) -> Vec<(u32, Vec<String>)> {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |delimiter: u8| header.bytes().filter(|&byte| byte == delimiter).count();
    let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(|&byte| count(byte)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let rows = reader.records().filter_map(Result::ok);
    rows.map(|row| {
        let line = row.position().map_or(0, csv::Position::line) as u32;
        (line, row.iter().map(|cell| guarded(cell.trim()).to_owned()).collect())
    })
    .collect()
}

/// A spreadsheet's guard against formulas: `'=1+1`.
fn guarded(cell: &str) -> &str {
    let rest = cell.strip_prefix('\'');
    rest.filter(|rest| {
        rest.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\'', '"', '|', '%'])
    })
    .unwrap_or(cell)
}

/// What a cell of a markdown table shows: escapes and code spans as the words that they stand for.
pub(super) fn shown(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if c == '\\' && after.starts_with(|c: char| c.is_ascii_punctuation()) {
            out.push_str(&after[..1]);
            rest = &after[1..];
        } else if c == '`' {
            let (code, behind) = code_span(rest);
            out.push_str(code);
            rest = behind;
        } else {
            out.push(c);
            rest = after;
        }
    }
    out
}

/// The words of the code span at the start of a text, else its backticks, and what follows.
fn code_span(text: &str) -> (&str, &str) {
    let run = |text: &str| text.len() - text.trim_start_matches('`').len();
    let (open, rest) = text.split_at(run(text));
    let mut from = 0;
    while let Some(at) = rest[from..].find(open) {
        let end = from + at;
        let ticks = run(&rest[end..]);
        if ticks == open.len() {
            let code = &rest[..end];
            let padded = code.strip_prefix(' ').and_then(|code| code.strip_suffix(' '));
            return (padded.filter(|code| !code.trim().is_empty()).unwrap_or(code), &rest[end + ticks..]);
        }
        from = end + ticks;
    }
    (open, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_they_are_shown() {
        for (cell, words) in [
            ("a \\* \\_x\\_ C:\\new", "a * _x_ C:\\new"),
            ("ask `@ann,` see `` `#12` ``", "ask @ann, see `#12`"),
            ("a ` b `` c", "a ` b `` c"),
            ("\\`no code\\`", "`no code`"),
            ("", ""),
        ] {
            assert_eq!(shown(cell), words, "{cell}");
        }
    }

    #[test]
    fn rows_are_cut_into_cells() {
        assert_eq!(markdown("| 1 | a \\| b | |").expect("a row"), ["1", "a | b", ""]);
        assert_eq!(markdown("no row"), None);
        assert!(is_rule(&markdown("|---|:--:|").expect("a row")));
        let rows = csv("Window;Subtask;Notes\n1;1.1.1;\"two; three\nlines\"\n2;1.1.2;'=SUM\n");
        assert_eq!(rows[1], (2, vec!["1".to_owned(), "1.1.1".to_owned(), "two; three\nlines".to_owned()]));
        assert_eq!((rows[2].0, rows[2].1[2].as_str()), (4, "=SUM"));
    }
}
