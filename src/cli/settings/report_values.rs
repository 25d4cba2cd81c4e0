//! Settings of published pages.

use serde_json::{Value, json};
use toml::Spanned;
use toml::de::DeValue;

use super::field::{Setting, Wrong};
use super::value::RelativePath;
use crate::source::Redaction;

/// The longest title in bytes.
const LONGEST: usize = 500;

/// A title: one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Title(pub(in crate::cli) String);

impl Setting for Title {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<Title, Wrong> {
        let text = value.get_ref().as_str().map(str::trim).unwrap_or_default();
        if text.is_empty() || text.len() > LONGEST || text.contains(['\n', '\r']) {
            return Err(Wrong::new(value, format!("a line of text of at most {LONGEST} bytes")));
        }
        Ok(Title(text.to_owned()))
    }

    fn json(&self) -> Value {
        json!(self.0)
    }

    fn schema() -> Value {
        json!({"type": "string", "minLength": 1, "maxLength": LONGEST})
    }
}

/// A path below the plan root, or empty for what is built in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct TemplatePath(pub(in crate::cli) Option<RelativePath>);

impl Setting for TemplatePath {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<TemplatePath, Wrong> {
        if value.get_ref().as_str() == Some("") {
            return Ok(TemplatePath(None));
        }
        RelativePath::read(value).map(|path| TemplatePath(Some(path)))
    }

    fn json(&self) -> Value {
        self.0.as_ref().map_or(json!(""), RelativePath::json)
    }

    fn schema() -> Value {
        json!({"type": "string"})
    }
}

/// Regular expressions.
#[derive(Clone, Debug, Default)]
pub(in crate::cli) struct Expressions {
    texts: Vec<String>,
    /// What they mask.
    pub(in crate::cli) redaction: Redaction,
}

impl Setting for Expressions {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<Expressions, Wrong> {
        const EXPECTED: &str = "a list of regular expressions, such as ['(?i)token=\\S+']";
        let wrong = || Wrong::new(value, EXPECTED);
        let mut found = Expressions::default();
        for item in value.get_ref().as_array().ok_or_else(wrong)? {
            let text = item.get_ref().as_str().filter(|text| !text.is_empty()).ok_or_else(wrong)?;
            found
                .redaction
                .add(text)
                .map_err(|reason| Wrong::new(item, format!("{EXPECTED}; this one {reason}")))?;
            found.texts.push(text.to_owned());
        }
        Ok(found)
    }

    fn json(&self) -> Value {
        json!(self.texts)
    }

    fn schema() -> Value {
        json!({"type": "array", "items": {"type": "string", "minLength": 1}})
    }
}
