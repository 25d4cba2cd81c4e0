//! The lines of a configuration that `planc calibrate --write` owns.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use toml::de::DeTable;

use super::factor_values::FactorTable;
use super::read::read;
use super::sample::toml;
use crate::graph::Factors;

/// What stands before the lines, followed by their hash, and what stands behind them.
const BEGIN: &str = "# planc calibrate wrote the lines from here ";
const END: &str = "# planc calibrate wrote the lines to here\n";

/// The text of a configuration with factors: in the lines that planc wrote before, else in new ones at its end. Every
/// other byte stays.
///
/// # Errors
/// Why the text has to stay as it is, in words that fit behind "PATH: ": factors that somebody else wrote or changed,
/// or a text that would not be a configuration any more.
pub(in crate::cli) fn with_factors(text: &str, factors: &Factors) -> Result<String, String> {
    let block = block(factors);
    let (before, behind) = match own(text)? {
        Some((start, end)) => (text[..start].to_owned(), &text[end..]),
        None => {
            let gap = match text {
                "" => "",
                text if text.ends_with('\n') => "\n",
                _ => "\n\n",
            };
            (format!("{text}{gap}"), "")
        }
    };
    if has_factors(&format!("{before}{behind}")) {
        return Err("it has factors that planc did not write; remove them first".to_owned());
    }
    let after = format!("{before}{block}{behind}");
    read("planc.toml", after.trim_start_matches('\u{FEFF}'))
        .map_err(|_| "a table of factors cannot be added to it".to_owned())?;
    Ok(after)
}

fn block(factors: &Factors) -> String {
    let mut lines = String::from("[calibration.factors]\n");
    for (name, factor) in FactorTable(factors.clone()).named() {
        let name = if name == "all" { name } else { toml(&serde_json::Value::from(name)) };
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "{name} = {factor:?}");
    }
    format!("{BEGIN}({})\n{lines}{END}", hash(&lines))
}

fn hash(lines: &str) -> String {
    let plain = lines.replace("\r\n", "\n");
    let mut hash = String::new();
    for byte in Sha256::digest(plain).iter().take(6) {
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

/// Where the lines of planc stand.
fn own(text: &str) -> Result<Option<(usize, usize)>, String> {
    let Some(start) = text.find(BEGIN).filter(|&at| at == 0 || text[..at].ends_with('\n')) else {
        return Ok(None);
    };
    let changed = || "the lines of `planc calibrate` were changed by hand; remove them first".to_owned();
    let (head, rest) = text[start..].split_once('\n').ok_or_else(changed)?;
    let end = END.trim_end();
    let inside = rest.find(end).ok_or_else(changed)?;
    let stated = head[BEGIN.len()..].trim_end().trim_matches(['(', ')']);
    if hash(&rest[..inside]) != stated {
        return Err(changed());
    }
    let behind = start + head.len() + 1 + inside + end.len();
    let line_end =
        if text[behind..].starts_with("\r\n") { 2 } else { usize::from(text[behind..].starts_with('\n')) };
    Ok(Some((start, behind + line_end)))
}

fn has_factors(text: &str) -> bool {
    let Ok(parsed) = DeTable::parse(text.trim_start_matches('\u{FEFF}')) else { return false };
    let calibration = parsed.get_ref().iter().find(|(key, _)| key.get_ref() == "calibration");
    let table = calibration.and_then(|(_, value)| value.get_ref().as_table());
    table.is_some_and(|table| table.iter().any(|(key, _)| key.get_ref() == "factors"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factors(overall: f64) -> Factors {
        let mut factors = Factors { overall: Some(overall), ..Factors::default() };
        factors.tracks.insert("F1-1.2".to_owned(), 0.75);
        factors
    }

    #[test]
    fn lines_are_added_and_replaced_and_every_other_byte_stays() {
        let before = "# mine\r\n[plan]\nmap='a.md' # x\n\n[calibration]\n#factors = {}";
        let once = with_factors(before, &factors(1.5)).expect("added");
        assert!(once.starts_with(before), "{once}");
        insta::assert_snapshot!(&once[before.len()..], @r#"


        # planc calibrate wrote the lines from here (0aacd523738f)
        [calibration.factors]
        all = 1.5
        "track F1-1.2" = 0.75
        # planc calibrate wrote the lines to here
        "#);
        let more = format!("{once}\n[schedule]\nwindows = 3\n");
        let twice = with_factors(&more, &factors(2.0)).expect("replaced");
        assert!(twice.contains("all = 2.0") && !twice.contains("all = 1.5"), "{twice}");
        assert!(twice.starts_with(before) && twice.ends_with("\n[schedule]\nwindows = 3\n"), "{twice}");
        assert_eq!(with_factors(&twice, &factors(2.0)).as_deref(), Ok(twice.as_str()));
        let windows = twice.replace("\r\n", "\n").replace('\n', "\r\n");
        assert!(with_factors(&windows, &factors(1.0)).expect("replaced").contains("all = 1.0"));
        let settings = read("planc.toml", &twice).expect("a configuration").settings;
        assert_eq!(settings.calibration.factors.value.0, factors(2.0));
        assert!(with_factors("", &factors(1.0)).expect("added").starts_with("# planc"));
    }

    #[test]
    fn what_somebody_else_wrote_stays() {
        let refused = |text: &str| with_factors(text, &factors(1.5)).expect_err(text);
        assert!(refused("[calibration.factors]\nall = 1.0\n").contains("did not write"));
        assert!(refused("calibration = { factors = { all = 1.0 } }\n").contains("did not write"));
        assert!(refused("calibration = {}\n").contains("cannot be added"));
        assert!(refused("[plan\n").contains("cannot be added"));
        let own = with_factors("", &factors(1.5)).expect("added");
        assert!(refused(&own.replace("1.5", "1.6")).contains("changed by hand"));
        assert!(refused(own.trim_end().trim_end_matches("to here")).contains("changed by hand"));
    }
}
