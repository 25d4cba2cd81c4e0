use std::ops::Range;

use serde_json::Value;
use toml::Spanned;
use toml::de::DeValue;

/// Where a value comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) enum Origin {
    /// Nobody says anything else.
    #[default]
    Default,
    /// A line of the configuration, from 1.
    Line(usize),
}

/// A value and where it comes from.
#[derive(Clone, Debug, Default)]
pub(in crate::cli) struct Given<T> {
    pub(in crate::cli) value: T,
    pub(in crate::cli) origin: Origin,
}

impl<T> Given<T> {
    pub(super) fn default(value: T) -> Given<T> {
        Given { value, origin: Origin::Default }
    }
}

/// A part of the configuration that cannot be used, and what was expected there: "a whole number from 1 to 9".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Wrong {
    pub(super) span: Range<usize>,
    pub(super) expected: String,
}

impl Wrong {
    pub(super) fn new(at: &Spanned<DeValue<'_>>, expected: impl Into<String>) -> Wrong {
        Wrong { span: at.span(), expected: expected.into() }
    }
}

/// What is odd about a value that can be used all the same, and where.
pub(in crate::cli) type Remark = (Range<usize>, String);

/// A type that a setting can have.
pub(super) trait Setting: Sized {
    /// Reads it from the configuration.
    fn read(value: &Spanned<DeValue<'_>>) -> Result<Self, Wrong>;
    /// How the value is written, in TOML and in JSON; null where nothing is said.
    fn json(&self) -> Value;
    /// The JSON Schema of what [`read`](Setting::read) takes.
    fn schema() -> Value;
    /// What is odd about it.
    fn remarks(&self) -> Vec<Remark> {
        Vec::new()
    }
}

/// A setting of any type.
pub(in crate::cli) trait Field {
    fn read(&mut self, value: &Spanned<DeValue<'_>>, line: usize) -> Result<Vec<Remark>, Wrong>;
    fn json(&self) -> Value;
    fn schema(&self) -> Value;
    fn origin(&self) -> Origin;
}

impl<T: Setting> Field for Given<T> {
    fn read(&mut self, value: &Spanned<DeValue<'_>>, line: usize) -> Result<Vec<Remark>, Wrong> {
        *self = Given { value: T::read(value)?, origin: Origin::Line(line) };
        Ok(self.value.remarks())
    }

    fn json(&self) -> Value {
        self.value.json()
    }

    fn schema(&self) -> Value {
        T::schema()
    }

    fn origin(&self) -> Origin {
        self.origin
    }
}
