use std::fmt::Write as _;

use super::settings::Settings;

/// A configuration that says nothing: every setting with its default, as a comment.
pub(in crate::cli) fn sample() -> String {
    let mut out = String::from(
        "# The configuration of planc; its folder is the root of the plan.\n\
         # Every setting stands here with its default; remove the `#` before one to change it.\n",
    );
    for section in Settings::default().sections() {
        let path = section.path();
        let heading = if path.is_empty() { String::new() } else { format!("[{path}]\n") };
        // Writing to a string cannot fail.
        let _ = write!(out, "\n{heading}# {}\n", section.about());
        for key in section.keys() {
            let default = key.field.json();
            let value = if default.is_null() { String::new() } else { format!(" {}", toml(&default)) };
            key.about.iter().for_each(|line| {
                let _ = writeln!(out, "# {}", line.trim());
            });
            let _ = writeln!(out, "#{} ={value}", key.name);
        }
    }
    out
}

/// A value as TOML writes it; JSON differs in tables only. There is no null.
pub(in crate::cli) fn toml(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Object(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{} = {}", serde_json::Value::from(key.as_str()), toml(value)))
                .collect();
            if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
        }
        other => other.to_string(),
    }
}
