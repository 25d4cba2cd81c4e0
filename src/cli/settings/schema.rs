use serde_json::{Map, Value, json};

use super::section::Key;
use super::settings::Settings;

/// The JSON Schema (2020-12) of a configuration, for editors.
pub(in crate::cli) fn schema() -> Value {
    let settings = Settings::default();
    let mut root = Value::Null;
    for section in settings.sections() {
        let mut at = &mut root;
        for name in section.path().split('.').filter(|name| !name.is_empty()) {
            fill(at, "");
            at = &mut at["properties"][name];
        }
        fill(at, section.about());
        for key in section.keys() {
            at["properties"][key.name] = property(&key);
        }
    }
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("The configuration of planc");
    root
}

/// Makes an object that takes nothing but its properties, if there is none yet.
fn fill(at: &mut Value, about: &str) {
    if at.is_null() {
        *at = json!({"type": "object", "additionalProperties": false, "properties": Map::new()});
    }
    if !about.is_empty() {
        at["description"] = json!(about);
    }
}

fn property(key: &Key<'_>) -> Value {
    let mut property = key.field.schema();
    property["description"] = json!(about(key));
    let default = key.field.json();
    if !default.is_null() {
        property["default"] = default;
    }
    property
}

/// The sentences about a setting as one text.
fn about(key: &Key<'_>) -> String {
    key.about.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}
