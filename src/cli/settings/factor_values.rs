//! Settings that calibrate estimates.

use serde_json::{Value, json};
use toml::Spanned;
use toml::de::DeValue;

use super::field::{Setting, Wrong};
use super::rule_values::entries;
use crate::graph::Factors;

/// Factors by what they are of: `all`, `feature F1`, `track F1-1.2`, `kind rs`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::cli) struct FactorTable(pub(in crate::cli) Factors);

impl FactorTable {
    /// Every factor with its name.
    pub(super) fn named(&self) -> Vec<(String, f64)> {
        let factors = &self.0;
        let mut named: Vec<(String, f64)> =
            factors.overall.into_iter().map(|factor| ("all".to_owned(), factor)).collect();
        let groups = [("feature", &factors.features), ("track", &factors.tracks), ("kind", &factors.kinds)];
        for (scope, group) in groups {
            named.extend(group.iter().map(|(name, factor)| (format!("{scope} {name}"), *factor)));
        }
        named
    }
}

impl Setting for FactorTable {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<FactorTable, Wrong> {
        let (least, most) = Factors::RANGE;
        let mut factors = Factors::default();
        for (name, span, value) in entries(value, "a table of factors, such as \"track F1-1.2\" = 1.25")? {
            let number = value.get_ref();
            let float = number.as_float().and_then(|float| float.as_str().replace('_', "").parse().ok());
            let whole = || number.as_integer().and_then(|whole| whole.as_str().parse().ok());
            let factor: Option<f64> = float.or_else(whole);
            let Some(factor) = factor.filter(|factor| (least..=most).contains(factor)) else {
                return Err(Wrong::new(value, format!("a number from {least} to {most}")));
            };
            match name.split_once(' ') {
                None if name == "all" => factors.overall = Some(factor),
                Some(("feature", name)) => drop(factors.features.insert(name.to_owned(), factor)),
                Some(("track", name)) => drop(factors.tracks.insert(name.to_owned(), factor)),
                Some(("kind", name)) => drop(factors.kinds.insert(name.to_owned(), factor)),
                _ => {
                    let expected = "a table whose names are all, feature NAME, track NAME or kind ENDING";
                    return Err(Wrong { span, expected: expected.to_owned() });
                }
            }
        }
        Ok(FactorTable(factors))
    }

    fn json(&self) -> Value {
        self.named().into_iter().map(|(name, factor)| (name, json!(factor))).collect()
    }

    fn schema() -> Value {
        let (least, most) = Factors::RANGE;
        json!({
            "type": "object",
            "propertyNames": {"pattern": "^(all|(feature|track|kind) .+)$"},
            "additionalProperties": {"type": "number", "minimum": least, "maximum": most},
        })
    }
}
