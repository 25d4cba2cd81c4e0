use serde_json::{Value, json};
use toml::Spanned;
use toml::de::DeValue;

use super::field::{Setting, Wrong};
use crate::emit::PROMPT_NAME;

/// How a file of each subtask is called. Whatever the subtask, the name is a slug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct FileName(pub(in crate::cli) String);

impl Default for FileName {
    fn default() -> FileName {
        FileName(PROMPT_NAME.to_owned())
    }
}

impl Setting for FileName {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<FileName, Wrong> {
        const EXPECTED: &str = "letters, digits, `.`, `_` and `-` with {id} or {key}, and {window} if you like, such as \"{id}\"";
        let text = value.get_ref().as_str().unwrap_or_default();
        let rest =
            ["{id}", "{key}", "{window}"].iter().fold(text.to_owned(), |rest, mark| rest.replace(mark, ""));
        let plain =
            rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
        let names = text.contains("{id}") || text.contains("{key}");
        if plain && names && text.len() <= 60 && !text.starts_with(['.', '-']) {
            Ok(FileName(text.to_owned()))
        } else {
            Err(Wrong::new(value, EXPECTED))
        }
    }

    fn json(&self) -> Value {
        json!(self.0)
    }

    fn schema() -> Value {
        json!({"type": "string", "pattern": r"^([A-Za-z0-9_]|\{(id|key|window)\})([A-Za-z0-9._-]|\{(id|key|window)\})*$", "maxLength": 60})
    }
}
