//! Names of sub-phases, and the lines that open them.

/// The name behind `last`, or the first one of a phase: `2a`, `2b`, ….
pub(super) fn next_part(phase: &str, last: Option<&str>) -> Result<String, &'static str> {
    const NO_NAME: &str = "its phases have no numbers to name sub-phases by";
    let Some(last) = last else {
        let short = phase.len() <= 3 && phase.starts_with(|c: char| c.is_ascii_digit());
        return if short { Ok(format!("{phase}a")) } else { Err(NO_NAME) };
    };
    let mut chars = last.chars();
    match chars.next_back() {
        Some(letter @ ('a'..='y' | 'A'..='Y')) => {
            Ok(format!("{}{}", chars.as_str(), (letter as u8 + 1) as char))
        }
        Some('z' | 'Z') => Err("a phase would fall into more than 26 sub-phases"),
        _ => Err(NO_NAME),
    }
}

/// The words that open a sub-phase: `Sub-phase 2b (start after 2a)`.
pub(super) fn words(name: &str, after: Option<&str>) -> String {
    after.map_or_else(
        || format!("Sub-phase {name}"),
        |after| format!("Sub-phase {name} (start after {after})"),
    )
}

/// The line that opens sub-phase `name`, written as the line of the one before it: `### SUB-PHASE 2C: …` gives
/// `### SUB-PHASE 2D (start after 2C)`.
pub(super) fn like(line: &str, before: &str, name: &str) -> Option<String> {
    let at = line.find(before)?;
    let tail = &line[at + before.len()..];
    let marks = tail.len() - tail.trim_end_matches(['*', ':', '_', ' ']).len();
    Some(format!("{}{name} (start after {before}){}", &line[..at], tail[tail.len() - marks..].trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_each_other() {
        assert_eq!(next_part("2", None).as_deref(), Ok("2a"));
        assert_eq!(next_part("2", Some("2a")).as_deref(), Ok("2b"));
        assert_eq!(next_part("2", Some("2B")).as_deref(), Ok("2C"));
        assert!(next_part("Build", None).is_err() && next_part("2", Some("2z")).is_err());
    }

    #[test]
    fn a_new_line_looks_like_the_one_before() {
        let forms = [
            ("### SUB-PHASE 2C: Windows (2 tasks)", "2C", "2D", "### SUB-PHASE 2D (start after 2C)"),
            ("**Sub-phase 2c (Start after 2b):**", "2c", "2d", "**Sub-phase 2d (start after 2c):**"),
            ("  Sub-phase 1a", "1a", "1b", "  Sub-phase 1b (start after 1a)"),
        ];
        for (line, before, name, wanted) in forms {
            assert_eq!(like(line, before, name).as_deref(), Some(wanted));
        }
    }
}
