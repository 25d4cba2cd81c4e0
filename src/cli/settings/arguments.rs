use serde_json::{Value, json};
use toml::Spanned;
use toml::de::DeValue;

use super::field::{Setting, Wrong};

/// A program and its arguments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Arguments(pub(in crate::cli) Vec<String>);

impl Setting for Arguments {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<Arguments, Wrong> {
        let wrong = || Wrong::new(value, "a list of words, such as [\"claude\", \"{prompt}\"]");
        let list = value.get_ref().as_array().ok_or_else(wrong)?;
        let words = list.iter().map(|item| item.get_ref().as_str().map(str::to_owned));
        let words: Vec<String> = words.collect::<Option<_>>().ok_or_else(wrong)?;
        let fits = words.first().is_none_or(|program| !program.is_empty());
        if fits && !words.iter().any(|word| word.contains('\0')) {
            Ok(Arguments(words))
        } else {
            Err(wrong())
        }
    }

    fn json(&self) -> Value {
        json!(self.0)
    }

    fn schema() -> Value {
        json!({"type": "array", "items": {"type": "string"}})
    }
}
