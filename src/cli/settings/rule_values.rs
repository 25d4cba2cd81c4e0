//! Settings that name rules.

use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;

use serde_json::{Value, json};
use toml::Spanned;
use toml::de::DeValue;

use super::field::{Remark, Setting, Wrong};
use super::value::texts;
use crate::check::{self, RuleSet};
use crate::diag::Severity;

/// A list of rules. Where it is `STRICT` an unknown one is wrong; else it is only remarked, so that a configuration
/// for several versions of planc can leave out rules of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Rules<const STRICT: bool> {
    words: Vec<String>,
    remarks: Vec<Remark>,
}

impl<const STRICT: bool> Rules<STRICT> {
    pub(super) fn of(words: &[&str]) -> Rules<STRICT> {
        Rules { words: words.iter().map(|&word| word.to_owned()).collect(), remarks: Vec::new() }
    }

    /// The rules.
    pub(in crate::cli) fn set(&self) -> RuleSet {
        RuleSet::of(self.words.iter().map(String::as_str))
    }
}

/// What is wrong with a word that names no rule.
pub(in crate::cli) fn unknown(word: &str) -> String {
    let names = check::all().iter().flat_map(|rule| [rule.code, rule.name]);
    let known: Vec<&str> = names.clone().collect();
    match crate::plan::nearest(word, names).first() {
        Some(&near) => format!("did you mean {}?", known[near]),
        None => "`planc rule --all` lists the rules".to_owned(),
    }
}

const EXPECTED: &str = "a list of rules, such as [\"P2\", \"window-gap\"]";

impl<const STRICT: bool> Setting for Rules<STRICT> {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<Self, Wrong> {
        let words = texts(value, EXPECTED)?;
        let mut remarks = Vec::new();
        for (word, item) in
            words.iter().zip(value.get_ref().as_array().into_iter().flat_map(|list| list.iter()))
        {
            if check::chosen(word).is_none() {
                if STRICT {
                    return Err(Wrong::new(item, format!("a rule, which this is not; {}", unknown(word))));
                }
                remarks.push((item.span(), format!("names a rule that is not known; {}", unknown(word))));
            }
        }
        Ok(Rules { words, remarks })
    }

    fn json(&self) -> Value {
        json!(self.words)
    }

    fn schema() -> Value {
        json!({"type": "array", "items": rule_schema()})
    }

    fn remarks(&self) -> Vec<Remark> {
        self.remarks.clone()
    }
}

fn rule_schema() -> Value {
    let names: Vec<&str> = std::iter::once("ALL").chain(check::all().iter().map(|rule| rule.name)).collect();
    json!({"anyOf": [{"enum": names}, {"type": "string", "pattern": "^[Pp][0-9]{0,3}$"}]})
}

/// A key, its place and its value.
type Entry<'v, 'i> = (&'v str, Range<usize>, &'v Spanned<DeValue<'i>>);

/// Entries of a table, sorted by key.
fn entries<'v, 'i>(value: &'v Spanned<DeValue<'i>>, expected: &str) -> Result<Vec<Entry<'v, 'i>>, Wrong> {
    let table = value.get_ref().as_table().ok_or_else(|| Wrong::new(value, expected))?;
    Ok(table.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span(), value)).collect())
}

/// Severities by what names their rules; of two names for one rule the one that names fewer rules wins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Severities(BTreeMap<String, Severity>);

impl Severities {
    /// Severities by code.
    pub(in crate::cli) fn by_code(&self) -> BTreeMap<&'static str, Severity> {
        let mut named: Vec<_> = self
            .0
            .iter()
            .map(|(name, &severity)| (check::chosen(name).unwrap_or_default(), severity))
            .collect();
        named.sort_by_key(|(rules, _)| std::cmp::Reverse(rules.len()));
        named.iter().flat_map(|(rules, severity)| rules.iter().map(|rule| (rule.code, *severity))).collect()
    }
}

impl Setting for Severities {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<Severities, Wrong> {
        let mut severities = BTreeMap::new();
        for (name, span, value) in entries(value, "a table of rules and severities")? {
            if check::chosen(name).is_none() {
                return Err(Wrong {
                    span,
                    expected: format!("a rule, which this is not; {}", unknown(name)),
                });
            }
            let severity = value.get_ref().as_str().and_then(|word| Severity::from_str(word).ok());
            let severity = severity.ok_or_else(|| Wrong::new(value, "one of error, warning, info"))?;
            severities.insert(name.to_owned(), severity);
        }
        Ok(Severities(severities))
    }

    fn json(&self) -> Value {
        self.0.iter().map(|(name, severity)| (name.clone(), json!(severity.name()))).collect()
    }

    fn schema() -> Value {
        let severities = json!({"enum": ["error", "warning", "info"]});
        json!({"type": "object", "propertyNames": rule_schema(), "additionalProperties": severities})
    }
}

/// Rules by pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct PerFile(BTreeMap<String, Rules<false>>);

impl PerFile {
    /// Patterns and what files that match them leave out.
    pub(in crate::cli) fn entries(&self) -> impl Iterator<Item = (&str, RuleSet)> {
        self.0.iter().map(|(pattern, rules)| (pattern.as_str(), rules.set()))
    }
}

impl Setting for PerFile {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<PerFile, Wrong> {
        let entries = entries(value, "a table of patterns and rules")?;
        let read = |(pattern, _, rules): (&str, _, _)| Ok((pattern.to_owned(), Rules::read(rules)?));
        entries.into_iter().map(read).collect::<Result<_, _>>().map(PerFile)
    }

    fn json(&self) -> Value {
        self.0.iter().map(|(pattern, rules)| (pattern.clone(), rules.json())).collect()
    }

    fn schema() -> Value {
        json!({"type": "object", "additionalProperties": Rules::<false>::schema()})
    }

    fn remarks(&self) -> Vec<Remark> {
        self.0.values().flat_map(Rules::remarks).collect()
    }
}
