use serde_json::{Value, json};
use toml::Spanned;
use toml::de::DeValue;

use super::field::{Setting, Wrong};
use crate::cli::clock;

/// How many minutes clocks are ahead of UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Zone(pub(in crate::cli) i32);

impl Setting for Zone {
    fn read(value: &Spanned<DeValue<'_>>) -> Result<Zone, Wrong> {
        const EXPECTED: &str = "\"UTC\" or hours and minutes from \"-14:00\" to \"+14:00\", such as \"+02:00\"; names such as \"Europe/Paris\" are not known, since planc has no database of time zones";
        let text = value.get_ref().as_str();
        let read = |text: &str| if text == "UTC" { Some(0) } else { clock::offset(text) };
        text.and_then(read).map(Zone).ok_or_else(|| Wrong::new(value, EXPECTED))
    }

    fn json(&self) -> Value {
        match self.0 {
            0 => json!("UTC"),
            minutes => {
                let (sign, ahead) = (if minutes < 0 { '-' } else { '+' }, minutes.abs());
                json!(format!("{sign}{:02}:{:02}", ahead / 60, ahead % 60))
            }
        }
    }

    fn schema() -> Value {
        json!({"type": "string", "pattern": r"^(UTC|[+-](0[0-9]|1[0-4]):[0-5][0-9])$"})
    }
}
