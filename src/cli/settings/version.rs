use std::cmp::Ordering;

use serde_json::{Value, json};
use toml::Spanned;
use toml::de::DeValue;

use super::field::{Setting, Wrong};

/// Which versions will do: `>=1.2, <2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Requirement {
    text: String,
    bounds: Vec<(Comparison, Vec<u32>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    AtLeast,
    AtMost,
    Above,
    Below,
    Equal,
}

/// Longer signs first.
const SIGNS: [(&str, Comparison); 5] = [
    (">=", Comparison::AtLeast),
    ("<=", Comparison::AtMost),
    (">", Comparison::Above),
    ("<", Comparison::Below),
    ("=", Comparison::Equal),
];

impl Requirement {
    fn parse(text: &str) -> Option<Requirement> {
        let bounds = text.split(',').map(|bound| {
            let bound = bound.trim();
            let (sign, comparison) = SIGNS.iter().find(|(sign, _)| bound.starts_with(sign))?;
            let parts = numbers(bound[sign.len()..].trim())?;
            Some((*comparison, parts))
        });
        Some(Requirement { text: text.to_owned(), bounds: bounds.collect::<Option<_>>()? })
    }

    /// Whether a version such as `1.4.0-rc1` will do; what stands behind the dash does not count. Numbers that a
    /// bound leaves out may be anything.
    pub(in crate::cli) fn takes(&self, version: &str) -> bool {
        let version = version.split(['-', '+']).next().and_then(numbers).unwrap_or_default();
        self.bounds.iter().all(|(comparison, bound)| {
            let order = version.iter().take(bound.len()).cmp(bound);
            match comparison {
                Comparison::AtLeast => order != Ordering::Less,
                Comparison::AtMost => order != Ordering::Greater,
                Comparison::Above => order == Ordering::Greater,
                Comparison::Below => order == Ordering::Less,
                Comparison::Equal => order == Ordering::Equal,
            }
        })
    }
}

/// One to three numbers with dots between them.
fn numbers(text: &str) -> Option<Vec<u32>> {
    let parts: Vec<u32> = text.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    (parts.len() <= 3).then_some(parts)
}

impl Setting for Requirement {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<Requirement, Wrong> {
        let found = value.get_ref().as_str().and_then(Requirement::parse);
        found.ok_or_else(|| Wrong::new(value, "versions such as \">=0.1\" or \">=0.1, <2\""))
    }

    fn json(&self) -> Value {
        json!(self.text)
    }

    fn schema() -> Value {
        json!({"type": "string", "pattern": r"^ *[<>=]=? *[0-9]+(\.[0-9]+){0,2} *(, *[<>=]=? *[0-9]+(\.[0-9]+){0,2} *)*$"})
    }
}

#[cfg(test)]
mod tests {
    use super::Requirement;

    #[test]
    fn bounds_hold_together() {
        let takes = |text: &str, version: &str| Requirement::parse(text).expect("bounds").takes(version);
        assert!(takes(">=1.2, <2", "1.4.0-rc1"));
        assert!(!takes(">=1.2, <2", "2.0.0"));
        assert!(!takes(">1.2", "1.2.9"));
        assert!(takes("=1.2", "1.2.9") && takes("<=1.2", "1.2.9") && !takes("<1.2", "1.2.0"));
    }

    #[test]
    fn other_text_is_none() {
        for text in ["", "1.2", "^1", ">=", ">=1.2.3.4", ">=x", ">=1,", ">=-1"] {
            assert!(Requirement::parse(text).is_none(), "{text}");
        }
    }
}
