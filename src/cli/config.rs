use std::fmt::Write as _;

use serde_json::{Value, json};

use super::args::{Config, Global, TextFormat};
use super::configuration::{Configuration, configuration};
use super::exit::{Exit, Failure};
use super::output;
use super::settings::{Origin, toml};
use crate::emit::tty;

/// `planc config`.
pub(super) fn run(args: &Config, global: &Global) -> Result<Exit, Failure> {
    let configuration = configuration(global, std::slice::from_ref(&args.path))?;
    let text = match args.format {
        TextFormat::Text => text(&configuration),
        TextFormat::Json => format!("{:#}\n", json(&configuration)),
    };
    output::print(&text)?;
    Ok(Exit::Clean)
}

/// Settings as they stand in a file, each with its origin as a comment.
fn text(configuration: &Configuration) -> String {
    let mut out = String::new();
    for section in configuration.settings.sections() {
        if !section.path().is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(out, "\n[{}]\n", section.path());
        }
        for key in section.keys() {
            let value = key.field.json();
            if value.is_null() {
                let _ = writeln!(out, "# {} is not set", key.name);
                continue;
            }
            let setting = format!("{} = {}", key.name, toml(&value));
            let origin = origin(configuration, key.field.origin());
            let _ = writeln!(out, "{}  # {}", tty::line(&setting), tty::line(&origin));
        }
    }
    tty::guard(out)
}

fn json(configuration: &Configuration) -> Value {
    let mut settings = Vec::new();
    for section in configuration.settings.sections() {
        for key in section.keys() {
            let line = match key.field.origin() {
                Origin::Line(line) => json!(line),
                Origin::Default => Value::Null,
            };
            settings.push(json!({
                "section": section.path(), "key": key.name, "value": key.field.json(), "line": line,
            }));
        }
    }
    json!({"schema": "planc.config/1", "path": configuration.path, "settings": settings})
}

/// `default`, `planc.toml:3`.
fn origin(configuration: &Configuration, origin: Origin) -> String {
    match (origin, &configuration.path) {
        (Origin::Line(line), Some(path)) => format!("{path}:{line}"),
        _ => "default".to_owned(),
    }
}
