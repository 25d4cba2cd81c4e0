use super::Markup;
use super::policy::policy;
use crate::emit::Material;
use crate::emit::engine::{Context, Engine};
use crate::emit::hash;

/// What every page has: its title, style and script with their hashes, and the files it was made from.
/// Style and script are made of the templates of these names, in their order.
pub(super) fn shell(engine: &Engine, material: &Material<'_>, styles: &[&str], scripts: &[&str]) -> Context {
    let joined = |names: &[&str], ending: &str| {
        let texts: Vec<&str> = names.iter().map(|name| engine.plain(&format!("{name}.{ending}"))).collect();
        texts.join("\n")
    };
    let style = joined(styles, "css");
    let script = if engine.has_scripts() { joined(scripts, "js") } else { String::new() };
    let sources = material
        .sources
        .iter()
        .map(|source| Context::default().text("path", source.path()).text("hash", hash(source.bytes(), 12)));
    Context::default()
        .text("title", engine.title().map_or_else(|| title(material), str::to_owned))
        .text("policy", policy(&style, &script))
        .markup("style", Markup::trusted(&style))
        .markup("script", Markup::trusted(&script))
        .rows("sources", sources.collect())
        .text("version", env!("CARGO_PKG_VERSION"))
}

/// The feature's title, or how many features there are.
fn title(material: &Material<'_>) -> String {
    match material.plan.features.as_slice() {
        [] => "Empty plan".to_owned(),
        [one] if one.title.is_empty() => format!("Feature {}", one.id),
        [one] => format!("Feature {}: {}", one.id, one.title),
        many => {
            let titled: Vec<&str> = many
                .iter()
                .map(|f| if f.title.is_empty() { f.id.as_str() } else { f.title.as_str() })
                .collect();
            match titled.as_slice() {
                [a, b] => format!("{a}, {b}"),
                [a, b, c] => format!("{a}, {b}, {c}"),
                [a, b, ..] => format!("{a}, {b} and {} more features", many.len() - 2),
                _ => String::new(),
            }
        }
    }
}
