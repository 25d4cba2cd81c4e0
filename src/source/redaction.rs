//! What a person wants masked in published pages, beside the secrets that planc knows.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;

use regex::{Regex, RegexBuilder};

/// What a compiled expression may take, and its automaton, in bytes.
const SIZE: usize = 1 << 20;

/// Expressions whose matches are replaced. The crate takes linear time for every expression.
#[derive(Clone, Debug, Default)]
pub struct Redaction {
    expressions: Vec<Regex>,
}

impl Redaction {
    /// Adds an expression.
    ///
    /// # Errors
    /// What is wrong with it, in words that fit behind "it".
    pub fn add(&mut self, expression: &str) -> Result<(), &'static str> {
        let built = RegexBuilder::new(expression).size_limit(SIZE).dfa_size_limit(SIZE).build();
        let regex = built.map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "is too large: what it takes is limited to 1 MiB",
            _ => "cannot be read",
        })?;
        self.expressions.push(regex);
        Ok(())
    }

    /// Whether there is nothing to mask.
    pub fn is_empty(&self) -> bool {
        self.expressions.is_empty()
    }

    /// A mask for texts that belong together.
    pub fn masker(&self) -> Masker<'_> {
        Masker { redaction: self, known: HashMap::new() }
    }
}

/// Masks texts so that equal values stay equal and different ones different: `masked-1`, `masked-2`.
#[derive(Debug)]
pub struct Masker<'r> {
    redaction: &'r Redaction,
    /// The number of each value, in the order in which they are met.
    known: HashMap<String, usize>,
}

impl Masker<'_> {
    /// `text` with a mask for every match that is not empty; as many line ends as before stay.
    pub fn apply<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        self.each(text, str::len)
    }

    /// The same for JSON: a match ends with the string that it begins in, if only signs of JSON stand behind that.
    pub fn apply_json<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        self.each(text, json_end)
    }

    fn each<'t>(&mut self, text: &'t str, end: fn(&str) -> usize) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        for expression in &self.redaction.expressions {
            let mut out = String::new();
            let mut done = 0;
            for found in expression.find_iter(&text) {
                let value = &found.as_str()[..end(found.as_str())];
                if value.is_empty() {
                    continue;
                }
                out.push_str(&text[done..found.start()]);
                let next = self.known.len() + 1;
                let number = *self.known.entry(value.to_owned()).or_insert(next);
                // Writing to a string cannot fail.
                let _ = write!(out, "masked-{number}");
                out.extend(std::iter::repeat_n('\n', value.matches('\n').count()));
                done = found.start() + value.len();
            }
            if done > 0 {
                out.push_str(&text[done..]);
                text = Cow::Owned(out);
            }
        }
        text
    }
}

/// Where a match ends in JSON.
fn json_end(found: &str) -> usize {
    let mut escaped = false;
    let quote = found.char_indices().find(|&(_, c)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    let signs = |rest: &str| rest.chars().all(|c| c.is_whitespace() || matches!(c, '"' | ',' | ']' | '}'));
    quote.filter(|&(at, _)| signs(&found[at..])).map_or(found.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redaction(expressions: &[&str]) -> Redaction {
        let mut redaction = Redaction::default();
        for expression in expressions {
            redaction.add(expression).expect("an expression");
        }
        redaction
    }

    #[test]
    fn equal_values_stay_equal() {
        let redaction = redaction(&["(?i)token=\\S+", "x*", "(?s)BEGIN.*END"]);
        let mut masker = redaction.masker();
        assert_eq!(masker.apply("a token=1, TOKEN=2 token=1,"), "a masked-1 masked-2 masked-1");
        assert_eq!(masker.apply("token=2"), "masked-3");
        assert_eq!(masker.apply("BEGIN\na\nEND!\n"), "masked-4\n\n!\n");
        assert!(matches!(masker.apply("nothing"), Cow::Borrowed("nothing")));
    }

    #[test]
    fn json_stays_json() {
        let redaction = redaction(&["token=\\S+"]);
        let mut masker = redaction.masker();
        assert_eq!(masker.apply_json("{\"a\":\"token=1\"}"), "{\"a\":\"masked-1\"}");
        assert_eq!(masker.apply_json("[\"token=\\\"1\\\"\",\n2]"), "[\"masked-2\",\n2]");
        assert_eq!(masker.apply_json("token=\"1\""), "masked-3");
    }

    #[test]
    fn broken_and_large_expressions_are_refused() {
        let mut redaction = Redaction::default();
        assert_eq!(redaction.add("("), Err("cannot be read"));
        assert_eq!(redaction.add("(\\w{100}){100}"), Err("is too large: what it takes is limited to 1 MiB"));
        assert!(redaction.is_empty());
    }
}
