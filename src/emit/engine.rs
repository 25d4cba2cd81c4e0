use std::collections::BTreeMap;
use std::io::{self, Write};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;

use super::RenderError;
use super::html::{Markup, escape};

/// Templates that are built in: pages by minijinja, style and script as they are.
const BUILT_IN: [(&str, &str); 12] = [
    ("controls.js", include_str!("../../templates/controls.js")),
    ("index.html", include_str!("../../templates/index.html")),
    ("pack.css", include_str!("../../templates/pack.css")),
    ("pack.js", include_str!("../../templates/pack.js")),
    ("page.css", include_str!("../../templates/page.css")),
    ("page.js", include_str!("../../templates/page.js")),
    ("plan.css", include_str!("../../templates/plan.css")),
    ("plan.js", include_str!("../../templates/plan.js")),
    ("prompts.html", include_str!("../../templates/prompts.html")),
    ("run.css", include_str!("../../templates/run.css")),
    ("run.html", include_str!("../../templates/run.html")),
    ("run.js", include_str!("../../templates/run.js")),
];

/// What pages are made with.
#[derive(Clone, Debug)]
pub struct EngineOptions {
    /// Templates in place of the built-in ones of the same name: name to text.
    pub overrides: BTreeMap<String, String>,
    /// The title of every page; `None` for one that says what the plan is about.
    pub title: Option<String>,
    /// Whether pages have scripts; they say the same without.
    pub scripts: bool,
    /// What one rendering may cost, in minijinja's fuel: about 64 bytes of output each.
    pub fuel: u64,
    /// The largest page in bytes.
    pub cap: usize,
}

impl Default for EngineOptions {
    fn default() -> EngineOptions {
        EngineOptions {
            overrides: BTreeMap::new(),
            title: None,
            scripts: true,
            fuel: 1_000_000,
            cap: 32 << 20,
        }
    }
}

/// A value that a template sees.
#[derive(Clone, Debug)]
pub enum Field {
    /// Words; escaped where they are written.
    Text(String),
    /// Markup of our own.
    Markup(Markup),
    /// Rows of named values.
    Rows(Vec<Context>),
}

/// Named values for a template.
#[derive(Clone, Debug, Default)]
pub struct Context(BTreeMap<&'static str, Field>);

impl Context {
    /// Adds words.
    #[must_use]
    pub fn text(mut self, name: &'static str, words: impl Into<String>) -> Context {
        self.0.insert(name, Field::Text(words.into()));
        self
    }

    /// Adds markup of our own.
    #[must_use]
    pub fn markup(mut self, name: &'static str, markup: Markup) -> Context {
        self.0.insert(name, Field::Markup(markup));
        self
    }

    /// Adds rows.
    #[must_use]
    pub fn rows(mut self, name: &'static str, rows: Vec<Context>) -> Context {
        self.0.insert(name, Field::Rows(rows));
        self
    }

    fn into_value(self) -> Value {
        let fields = self.0.into_iter().map(|(name, field)| {
            let value = match field {
                Field::Text(words) => Value::from(words),
                Field::Markup(markup) => Value::from_safe_string(markup.into_string()),
                Field::Rows(rows) => {
                    Value::from(rows.into_iter().map(Context::into_value).collect::<Vec<_>>())
                }
            };
            (name, value)
        });
        Value::from(fields.collect::<BTreeMap<_, _>>())
    }
}

/// The templates of pages: built in, some of them overridden by the user.
///
/// Everything that is not our own markup is escaped, whatever a template says; there is no filter and no block
/// that switches this off.
pub struct Engine {
    environment: Environment<'static>,
    plain: BTreeMap<String, String>,
    title: Option<String>,
    scripts: bool,
    cap: usize,
}

impl Engine {
    /// The built-in templates, with `overrides` (name to text) in place of those of the same name.
    ///
    /// # Errors
    /// A template does not parse, has no built-in one of its name, or is a style or script that ends itself.
    pub fn new(overrides: &BTreeMap<String, String>) -> Result<Engine, RenderError> {
        Engine::with(EngineOptions { overrides: overrides.clone(), ..EngineOptions::default() })
    }

    /// As [`new`](Engine::new), with options.
    ///
    /// # Errors
    /// As [`new`](Engine::new).
    pub fn with(options: EngineOptions) -> Result<Engine, RenderError> {
        let EngineOptions { overrides, title, scripts, fuel, cap } = options;
        if let Some(name) = overrides.keys().find(|name| BUILT_IN.iter().all(|(known, _)| known != name)) {
            return Err(RenderError::Unknown { name: name.clone() });
        }
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(fuel));
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_formatter(|out, _, value| {
            if value.is_undefined() {
                return Err(minijinja::ErrorKind::UndefinedError.into());
            }
            out.write_str(&escaped(value)).map_err(|_| minijinja::ErrorKind::WriteFailure.into())
        });
        environment.remove_filter("safe");
        for name in ["e", "escape"] {
            environment.add_filter(name, |value: &Value| Value::from_safe_string(escaped(value)));
        }
        let mut plain_texts = BTreeMap::new();
        for (name, built_in) in BUILT_IN {
            let page = name.rsplit_once('.').is_some_and(|(_, ending)| ending == "html");
            let text = match overrides.get(name) {
                Some(text) => text.replace("\r\n", "\n"),
                None if page => built_in.to_owned(),
                None => squeezed(built_in),
            };
            if page {
                environment.add_template_owned(name, text).map_err(|error| broken(name, &error))?;
            } else {
                let lower = text.to_ascii_lowercase();
                if ["</style", "</script", "<!--", "<script"].iter().any(|end| lower.contains(end)) {
                    return Err(RenderError::Breakout { name: name.to_owned() });
                }
                plain_texts.insert(name.to_owned(), text);
            }
        }
        Ok(Engine { environment, plain: plain_texts, title, scripts, cap })
    }

    /// The text of a style or script.
    pub fn plain(&self, name: &str) -> &str {
        self.plain.get(name).map_or("", String::as_str)
    }

    /// The title of every page, if one was chosen.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// Whether pages have scripts.
    pub fn has_scripts(&self) -> bool {
        self.scripts
    }

    /// Renders a page.
    ///
    /// # Errors
    /// The template names a value that is not given, runs out of fuel, or writes more than the cap.
    pub fn render(&self, name: &str, context: Context) -> Result<Vec<u8>, RenderError> {
        let template = self
            .environment
            .get_template(name)
            .map_err(|_| RenderError::Unknown { name: name.to_owned() })?;
        let mut out = Capped { bytes: Vec::new(), cap: self.cap, full: false };
        let rendered = template.render_captured_to(context.into_value(), &mut out).map(drop);
        if out.full {
            return Err(RenderError::TooLarge { name: name.to_owned(), cap: self.cap });
        }
        rendered.map_err(|error| broken(name, &error))?;
        Ok(out.bytes)
    }
}

/// A template of plain text, such as a prompt file.
///
/// Nothing is escaped: every value has to be ready for its place. Templates of users can read no file, and end after
/// a number of steps and bytes.
#[derive(Debug)]
pub struct TextTemplate {
    name: String,
    digest: String,
    environment: Environment<'static>,
    cap: usize,
}

/// What one text may cost at most, in minijinja's fuel, and its largest size: 1 MiB.
const TEXT_FUEL: u64 = 100_000;
const TEXT_CAP: usize = 1 << 20;

impl TextTemplate {
    /// A template; `name` is how errors call it.
    ///
    /// # Errors
    /// The template does not parse.
    pub fn new(name: &str, text: &str) -> Result<TextTemplate, RenderError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(TEXT_FUEL));
        environment.set_recursion_limit(100);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        // Nothing is escaped here, so whoever writes it expects something that does not happen.
        environment.remove_filter("safe");
        let mut syntax = SyntaxConfig::builder();
        syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
        environment.set_syntax(syntax.build().map_err(|error| broken(name, &error))?);
        let text = text.replace("\r\n", "\n");
        let digest = super::fingerprint::hash(text.as_bytes(), 12);
        environment.add_template_owned(name.to_owned(), text).map_err(|error| broken(name, &error))?;
        Ok(TextTemplate { name: name.to_owned(), digest, environment, cap: TEXT_CAP })
    }

    /// The same with narrower limits.
    #[must_use]
    pub fn within(mut self, fuel: u64, cap: usize) -> TextTemplate {
        self.environment.set_fuel(Some(fuel.min(TEXT_FUEL)));
        self.cap = cap.min(TEXT_CAP);
        self
    }

    /// What its text is, in twelve hexadecimal digits.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// How errors call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text for the fields of `view`.
    ///
    /// # Errors
    /// The template names a value that is not given, takes too long, or writes more than 1 MiB.
    pub fn render(&self, view: &impl Serialize) -> Result<Vec<u8>, RenderError> {
        let template =
            self.environment.get_template(&self.name).map_err(|error| broken(&self.name, &error))?;
        let mut out = Capped { bytes: Vec::new(), cap: self.cap, full: false };
        let rendered = template.render_captured_to(Serde(view), &mut out).map(drop);
        if out.full {
            return Err(RenderError::TooLarge { name: self.name.clone(), cap: self.cap });
        }
        rendered.map_err(|error| broken(&self.name, &error))?;
        Ok(out.bytes)
    }
}

/// Our own markup as it is; words with hidden characters shown and markup escaped.
fn escaped(value: &Value) -> String {
    let words = value.to_string();
    if value.is_safe() { words } else { escape::attr(&escape::visible(&words)) }
}

/// Our own style or script without indentation, comment lines and empty lines.
fn squeezed(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn broken(name: &str, error: &minijinja::Error) -> RenderError {
    let reason = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    let name = error.name().unwrap_or(name).to_owned();
    RenderError::Template { name, line: error.line(), reason }
}

/// Refuses to grow beyond its cap.
struct Capped {
    bytes: Vec<u8>,
    cap: usize,
    full: bool,
}

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.cap {
            self.full = true;
            return Err(io::Error::other("the page is too large"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine(template: &str) -> Result<Engine, RenderError> {
        Engine::new(&BTreeMap::from([("index.html".to_owned(), template.to_owned())]))
    }

    fn render(template: &str, words: &str) -> Result<String, RenderError> {
        let bytes = engine(template)?.render("index.html", Context::default().text("words", words))?;
        Ok(String::from_utf8(bytes).expect("UTF-8"))
    }

    #[test]
    fn words_are_escaped_whatever_the_template_says() {
        let hostile = "<i a=\"`\" b='&'>\u{202E}";
        let escaped = "&lt;i a=&quot;&#96;&quot; b=&#39;&amp;&#39;&gt;\\u{202e}";
        assert_eq!(render("{{ words }}", hostile).as_deref(), Ok(escaped));
        assert_eq!(render("{{ words|e }}", hostile).as_deref(), Ok(escaped));
        assert_eq!(
            render("{% autoescape false %}{{ words }}{% endautoescape %}", hostile).as_deref(),
            Ok(escaped)
        );
        assert!(matches!(render("{{ words|safe }}", hostile), Err(RenderError::Template { .. })));
    }

    #[test]
    fn missing_values_and_endless_loops_are_errors() {
        assert!(matches!(render("a\n{{ absent }}", ""), Err(RenderError::Template { line: Some(2), .. })));
        assert!(matches!(
            render("{% for a in range(9999) %}{% for b in range(9999) %}{{ b }}{% endfor %}{% endfor %}", ""),
            Err(RenderError::Template { .. })
        ));
        assert!(matches!(engine("{% if %}"), Err(RenderError::Template { .. })));
    }

    #[test]
    fn output_is_capped() {
        let mut engine = engine("{% for a in range(500) %}{{ words }}{% endfor %}").expect("template");
        engine.cap = 100_000;
        let context = Context::default().text("words", "x".repeat(1000));
        assert_eq!(
            engine.render("index.html", context),
            Err(RenderError::TooLarge { name: "index.html".to_owned(), cap: 100_000 })
        );
    }

    #[test]
    fn overrides_are_known_by_name_and_cannot_end_their_element() {
        let over =
            |name: &str, text: &str| Engine::new(&BTreeMap::from([(name.to_owned(), text.to_owned())])).err();
        assert_eq!(over("nope.html", ""), Some(RenderError::Unknown { name: "nope.html".to_owned() }));
        assert_eq!(over("page.css", "</STYLE>"), Some(RenderError::Breakout { name: "page.css".to_owned() }));
        assert_eq!(over("page.js", "1"), None);
    }
}
