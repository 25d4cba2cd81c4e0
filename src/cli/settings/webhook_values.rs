//! Settings that say where messages go.

use serde_json::{Value, json};
use toml::Spanned;
use toml::de::DeValue;

use super::field::{Setting, Wrong};
use super::value::texts;

/// Names of hosts, without scheme, port or path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Hosts(pub(in crate::cli) Vec<String>);

impl Setting for Hosts {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<Hosts, Wrong> {
        const EXPECTED: &str = "a list of hosts, such as [\"chat.example.org\"]";
        let plain =
            |host: &String| host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
        let hosts = texts(value, EXPECTED)?;
        if hosts.iter().all(plain) { Ok(Hosts(hosts)) } else { Err(Wrong::new(value, EXPECTED)) }
    }

    fn json(&self) -> Value {
        json!(self.0)
    }

    fn schema() -> Value {
        json!({"type": "array", "items": {"type": "string", "pattern": "^[A-Za-z0-9.-]+$"}})
    }
}

/// The name of an environment variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Variable(pub(in crate::cli) String);

impl Setting for Variable {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<Variable, Wrong> {
        let name = value.get_ref().as_str().unwrap_or_default();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if name.is_empty() || !name.bytes().all(plain) {
            return Err(Wrong::new(value, "the name of an environment variable, not the address itself"));
        }
        Ok(Variable(name.to_owned()))
    }

    fn json(&self) -> Value {
        json!(self.0)
    }

    fn schema() -> Value {
        json!({"type": "string", "pattern": "^[A-Za-z0-9_]+$"})
    }
}
