#![doc = include_str!("../../../docs/rules/P006-undecodable-text.md")]

use std::fmt::Write as _;

use crate::check::words::counted;
use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::Place;
use crate::source::FileIx;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P006",
    name: "undecodable-text",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P006-undecodable-text.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for (at, source) in facts.sources.iter().enumerate() {
        let Some(&first) = source.invalid().first() else { continue };
        let mut bytes = String::new();
        for byte in source.disk_bytes(first) {
            let _ = write!(bytes, " {byte:02X}");
        }
        let (offset, places) = (source.disk_offset(first.start), source.invalid().len());
        let message = if places == 1 {
            format!("the bytes{bytes} at offset {offset} are no UTF-8")
        } else {
            format!(
                "{} of this file hold bytes that are no UTF-8, the first at offset {offset} ({})",
                counted(places, "place"),
                bytes.trim_start()
            )
        };
        let mut finding = rule.finding(
            message,
            Place { file: FileIx(at as u32), span: first },
            "read as a replacement character",
            "save the file as UTF-8; until then planc mends nothing in it",
        );
        finding.subject.insert("places", places.to_string());
        finding.subject.insert("bytes", bytes.trim_start().to_owned());
        found.push(finding);
    }
}
