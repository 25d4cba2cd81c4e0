#![doc = include_str!("../../../docs/rules/P702-unicode-dash.md")]

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{Facts, Rule};
use crate::diag::{Applicability, Diagnostic, Edit, Fix, Severity};
use crate::plan::Place;
use crate::source::{OddKind, Span};
use crate::syntax::{Document, NeedOperand, StatedNeed};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P702",
    name: "unicode-dash",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P702-unicode-dash.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let mut ids: Option<BTreeSet<&str>> = None;
    for document in facts.documents.iter().filter(|document| document.is_plan()) {
        let source = &facts.sources[document.file.index()];
        // What is written, how it should be, and whether the plan knows it so.
        let mut places: BTreeMap<Span, (String, bool)> = BTreeMap::new();
        for span in needs(document).filter_map(|need| range(source.text(), need)) {
            places.insert(span, (plain(source.slice(span)), true));
        }
        for odd in source.odd().iter().filter(|odd| odd.kind == OddKind::Lookalike) {
            let ids = ids.get_or_insert_with(|| known(facts));
            let token = token(source.text(), odd.span);
            let written = plain(source.slice(token));
            let before = source.text()[..token.start as usize].trim_end_matches([' ', '*', '`', '[', '#']);
            let is_known = is_id(&written, ids) || is_range(&written, ids);
            if is_known || (is_written_so(&written) && names_unit(before)) {
                places.insert(token, (written, is_known));
            }
        }
        let mut done = 0;
        for (span, (written, is_known)) in places {
            if span.start < done {
                continue;
            }
            done = span.end;
            let stated = source.slice(span);
            let mut finding = rule.finding(
                format!("`{stated}` looks like `{written}`, but has other characters in it"),
                Place { file: document.file, span },
                what(stated),
                format!("write `{written}`, which every other tool finds too"),
            );
            finding.subject.insert("text", stated.to_owned());
            // With a new id the plan would have another subtask; that is for the author to decide.
            finding.fix = is_known.then(|| Fix {
                applicability: Applicability::Safe,
                title: "write ids with plain digits and hyphens".to_owned(),
                edits: vec![Edit { file: document.file, span, text: written }],
            });
            found.push(finding);
        }
    }
}

/// Every need that a document states.
fn needs(document: &Document) -> impl Iterator<Item = &StatedNeed> {
    let groups = document.groups.iter().map(|group| &group.unit);
    let of_units = document.subtasks.iter().chain(groups).flat_map(|unit| &unit.needs);
    of_units.chain(document.relations.iter().flat_map(|relation| &relation.needs))
}

/// A range whose two ids are parted by a dash that is no hyphen.
fn range(text: &str, need: &StatedNeed) -> Option<Span> {
    let NeedOperand::Range(first, last) = &need.operand else { return None };
    let between = text.get(first.span.end as usize..last.span.start as usize)?;
    let dashed = between.chars().any(|c| plain_char(c) == Some('-'));
    dashed.then_some(Span { start: first.span.start, end: last.span.end })
}

/// Longest id or range that is looked at on either side of a place, in characters.
const LONGEST: usize = 60;

/// The word around a place: letters, digits, stops, hyphens and what looks like them.
fn token(text: &str, place: Span) -> Span {
    let holds =
        |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') || plain_char(*c).is_some();
    let bytes = |n: usize, c: char| n + c.len_utf8();
    let (before, behind) = (&text[..place.start as usize], &text[place.end as usize..]);
    let lead = before.chars().rev().take(LONGEST).take_while(holds).fold(0, bytes);
    let tail = behind.chars().take(LONGEST).take_while(holds).fold(0, bytes);
    let (start, end) = (before.len() - lead, place.end as usize + tail);
    let word = text[start..end].trim_end_matches(['.', '-']);
    Span::new(start, (start + word.len()).max(place.end as usize))
}

/// The character that one stands for, if it is a dash or a full-width digit or stop.
fn plain_char(c: char) -> Option<char> {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => Some('-'),
        '\u{FF0E}' => Some('.'),
        '\u{FF10}'..='\u{FF19}' => char::from_digit(u32::from(c) - 0xFF10, 10),
        _ => None,
    }
}

fn plain(text: &str) -> String {
    text.chars().map(|c| plain_char(c).unwrap_or(c)).collect()
}

/// Every id and key of the plan.
fn known<'p>(facts: &Facts<'p>) -> BTreeSet<&'p str> {
    facts.plan.subtasks.iter().flat_map(|subtask| [subtask.id.as_str(), subtask.key.as_str()]).collect()
}

/// Whether a word is an id that cannot be a number: `2.5` may be one.
fn is_id(word: &str, ids: &BTreeSet<&str>) -> bool {
    ids.contains(word) && (word.matches('.').count() >= 2 || !word.starts_with(|c: char| c.is_ascii_digit()))
}

/// `1.1.1-1.1.5`, both ends known.
fn is_range(word: &str, ids: &BTreeSet<&str>) -> bool {
    word.match_indices('-').any(|(at, _)| is_id(&word[..at], ids) && is_id(&word[at + 1..], ids))
}

/// Whether ids are written so: `1.1.4`, `T-1002`.
fn is_written_so(word: &str) -> bool {
    let numbers =
        |word: &str| word.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
    let behind = &word[letters..];
    let number = behind.trim_start_matches(['-', '_']);
    if letters == 0 { word.contains('.') && numbers(word) } else { numbers(number) }
}

/// Whether the words before an id say that a subtask follows.
fn names_unit(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    ["subtask", "task"].iter().any(|unit| word.eq_ignore_ascii_case(unit))
}

fn what(text: &str) -> &'static str {
    if text.chars().any(|c| matches!(c, '\u{FF0E}' | '\u{FF10}'..='\u{FF19}')) {
        "full-width digits stand here"
    } else {
        "this dash is no hyphen"
    }
}
