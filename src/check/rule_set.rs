use std::collections::BTreeSet;

use super::{Rule, registry};

/// Rules that somebody chose, by code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleSet {
    codes: BTreeSet<&'static str>,
}

impl RuleSet {
    /// Every rule.
    pub fn all() -> RuleSet {
        RuleSet { codes: registry::all().iter().map(|rule| rule.code).collect() }
    }

    /// What words choose together: `ALL`, codes (`P201`), beginnings of codes (`P2`) and names. Other words choose
    /// nothing.
    pub fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> RuleSet {
        let chosen = words.into_iter().flat_map(|word| chosen(word).unwrap_or_default());
        RuleSet { codes: chosen.map(|rule| rule.code).collect() }
    }

    /// Adds the rules of another set.
    pub fn add(&mut self, other: &RuleSet) {
        self.codes.extend(&other.codes);
    }

    /// Takes the rules of another set out.
    pub fn remove(&mut self, other: &RuleSet) {
        self.codes.retain(|code| !other.codes.contains(code));
    }

    /// Whether the rule with a code is in it.
    pub fn contains(&self, code: &str) -> bool {
        self.codes.contains(code)
    }

    /// Whether it holds no rule.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }
}

/// The rules that a word chooses: `ALL`, a code, the beginning of codes or a name; nothing for other words.
/// A family without a rule is known, too.
pub fn chosen(word: &str) -> Option<Vec<&'static Rule>> {
    if word == "ALL" {
        return Some(registry::all().to_vec());
    }
    if let Some(rule) = registry::find(word) {
        return Some(vec![rule]);
    }
    let digits =
        word.strip_prefix(['P', 'p']).filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))?;
    let found: Vec<_> =
        registry::all().iter().copied().filter(|rule| rule.code[1..].starts_with(digits)).collect();
    let family = digits.len() == 1 && digits <= "7";
    (family || !found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(words: &[&str]) -> Vec<&'static str> {
        RuleSet::of(words.iter().copied()).codes.into_iter().collect()
    }

    #[test]
    fn codes_beginnings_and_names_choose_rules() {
        assert_eq!(codes(&["P201", "window-gap"]), ["P201", "P302"]);
        let family = |start: &str| -> Vec<&str> {
            registry::all().iter().map(|rule| rule.code).filter(|code| code.starts_with(start)).collect()
        };
        assert!(family("P3").len() > 2 && family("P70").len() > 1);
        assert_eq!(codes(&["p3"]), family("P3"));
        assert_eq!(codes(&["P70", "nothing"]), family("P70"));
        assert_eq!(RuleSet::of(["ALL"]), RuleSet::all());
        assert_eq!(RuleSet::of(["P"]), RuleSet::all());
    }

    #[test]
    fn words_that_choose_nothing_are_told_from_families_without_a_rule() {
        assert!(chosen("P6").is_some(), "rules about logs are a family");
        for word in ["P9", "P999", "x", "", "201", "Pé"] {
            assert!(chosen(word).is_none(), "{word}");
        }
    }
}
