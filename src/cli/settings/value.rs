//! Types of settings.

use clap::ValueEnum;
use serde_json::{Value, json};
use toml::Spanned;
use toml::de::DeValue;

use super::field::{Remark, Setting, Wrong};
use crate::plan::nearest;

impl Setting for bool {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<bool, Wrong> {
        value.get_ref().as_bool().ok_or_else(|| Wrong::new(value, "true or false"))
    }

    fn json(&self) -> Value {
        json!(self)
    }

    fn schema() -> Value {
        json!({"type": "boolean"})
    }
}

impl<T: Setting> Setting for Option<T> {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<Option<T>, Wrong> {
        T::read(value).map(Some)
    }

    fn json(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::json)
    }

    fn schema() -> Value {
        T::schema()
    }

    fn remarks(&self) -> Vec<Remark> {
        self.as_ref().map(T::remarks).unwrap_or_default()
    }
}

/// A whole number from `MIN` to `MAX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Count<const MIN: u32, const MAX: u32>(pub(in crate::cli) u32);

impl<const MIN: u32, const MAX: u32> Setting for Count<MIN, MAX> {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<Self, Wrong> {
        let number = value.get_ref().as_integer();
        let found = number.and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok());
        match found {
            Some(count) if (MIN..=MAX).contains(&count) => Ok(Count(count)),
            _ => Err(Wrong::new(value, format!("a whole number from {MIN} to {MAX}"))),
        }
    }

    fn json(&self) -> Value {
        json!(self.0)
    }

    fn schema() -> Value {
        json!({"type": "integer", "minimum": MIN, "maximum": MAX})
    }
}

/// Text that is not empty.
fn text<'v>(value: &'v Spanned<DeValue<'_>>, expected: &str) -> Result<&'v str, Wrong> {
    value.get_ref().as_str().filter(|text| !text.is_empty()).ok_or_else(|| Wrong::new(value, expected))
}

/// The texts of a list.
pub(super) fn texts(value: &Spanned<DeValue<'_>>, expected: &str) -> Result<Vec<String>, Wrong> {
    let list = value.get_ref().as_array().ok_or_else(|| Wrong::new(value, expected))?;
    list.iter().map(|item| text(item, expected).map(str::to_owned)).collect()
}

fn list_schema() -> Value {
    json!({"type": "array", "items": {"type": "string", "minLength": 1}})
}

/// A list of patterns for paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Patterns(pub(in crate::cli) Vec<String>);

impl Setting for Patterns {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<Patterns, Wrong> {
        texts(value, "a list of patterns, such as [\"archive/**\"]").map(Patterns)
    }

    fn json(&self) -> Value {
        json!(self.0)
    }

    fn schema() -> Value {
        list_schema()
    }
}

/// A text or a list of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Words(pub(in crate::cli) Vec<String>);

impl Words {
    pub(super) fn of(words: &[&str]) -> Words {
        Words(words.iter().map(|&word| word.to_owned()).collect())
    }
}

impl Setting for Words {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<Words, Wrong> {
        const EXPECTED: &str = "a text or a list of texts";
        if value.get_ref().as_str().is_some() {
            return Ok(Words(vec![text(value, EXPECTED)?.to_owned()]));
        }
        texts(value, EXPECTED).map(Words)
    }

    fn json(&self) -> Value {
        json!(self.0)
    }

    fn schema() -> Value {
        json!({"anyOf": [{"type": "string", "minLength": 1}, list_schema()]})
    }
}

/// One of the words that the command line takes as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Choice<E>(pub(in crate::cli) E);

fn names<E: ValueEnum>() -> Vec<String> {
    let values = E::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    values.map(|value| value.get_name().to_owned()).collect()
}

impl<E: ValueEnum> Setting for Choice<E> {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<Choice<E>, Wrong> {
        let word = value.get_ref().as_str().unwrap_or_default();
        if let Ok(found) = E::from_str(word, false) {
            return Ok(Choice(found));
        }
        let names = names::<E>();
        let near = nearest(word, names.iter().map(String::as_str)).first().copied();
        let hint = near.map_or(String::new(), |near| format!("; did you mean {}?", names[near]));
        Err(Wrong::new(value, format!("one of {}{hint}", names.join(", "))))
    }

    fn json(&self) -> Value {
        self.0.to_possible_value().map_or(Value::Null, |value| json!(value.get_name()))
    }

    fn schema() -> Value {
        json!({"enum": names::<E>()})
    }
}

/// A share in percent, from 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::cli) struct Percent(pub(in crate::cli) f64);

impl Setting for Percent {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<Percent, Wrong> {
        let number = value.get_ref().as_str().and_then(|text| text.strip_suffix('%'));
        let plain = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        match number.filter(plain).and_then(|text| text.parse().ok()) {
            Some(percent) if (0.0..=100.0).contains(&percent) => Ok(Percent(percent)),
            _ => Err(Wrong::new(value, "a share from \"0%\" to \"100%\"")),
        }
    }

    fn json(&self) -> Value {
        json!(format!("{}%", self.0))
    }

    fn schema() -> Value {
        json!({"type": "string", "pattern": r"^[0-9.]+%$"})
    }
}

/// Bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Size(pub(in crate::cli) u64);

const UNITS: [(&str, u64); 4] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1)];

/// Offsets in a file have 32 bits.
const LARGEST: u64 = 2 << 30;

impl Setting for Size {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<Size, Wrong> {
        let words = value.get_ref().as_str().unwrap_or_default();
        let parts =
            UNITS.iter().find_map(|(unit, bytes)| Some((words.strip_suffix(unit)?.trim_end(), bytes)));
        let size = parts.and_then(|(number, unit)| number.parse::<u64>().ok()?.checked_mul(*unit));
        match size {
            Some(size) if (1..=LARGEST).contains(&size) => Ok(Size(size)),
            _ => Err(Wrong::new(value, "a size from \"1B\" to \"2GiB\", such as \"64MiB\"")),
        }
    }

    fn json(&self) -> Value {
        let unit = UNITS.iter().find(|(_, bytes)| self.0.is_multiple_of(*bytes)).unwrap_or(&UNITS[3]);
        json!(format!("{}{}", self.0 / unit.1, unit.0))
    }

    fn schema() -> Value {
        json!({"type": "string", "pattern": r"^[0-9]+ *(B|KiB|MiB|GiB)$"})
    }
}

/// A path that stays below the plan root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct RelativePath(pub(in crate::cli) String);

impl Setting for RelativePath {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<RelativePath, Wrong> {
        use std::path::{Component, Path};
        const EXPECTED: &str = "a path below the plan root, with `/` and without `..`";
        let path = text(value, EXPECTED)?;
        let plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if !Path::new(path).components().all(plain) || path.contains(['\\', ':', '\0']) {
            return Err(Wrong::new(value, EXPECTED));
        }
        Ok(RelativePath(path.to_owned()))
    }

    fn json(&self) -> Value {
        json!(self.0)
    }

    fn schema() -> Value {
        json!({"type": "string", "minLength": 1})
    }
}
