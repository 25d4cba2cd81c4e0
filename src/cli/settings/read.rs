use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::field::{Remark, Wrong};
use super::settings::Settings;
use crate::emit::tty;
use crate::plan::nearest;

/// A configuration that can be used.
#[derive(Debug)]
pub(in crate::cli) struct Read {
    pub(in crate::cli) settings: Settings,
    /// What is odd about it: `planc.toml:3: …`.
    pub(in crate::cli) remarks: Vec<String>,
}

/// As many faults are told at once.
const TOLD: usize = 10;

/// Reads a configuration. `path` is what people see of it.
///
/// # Errors
/// Everything that is wrong with it, with `path:line`. Of the text only names of settings are repeated: the file may
/// be another one than its author thinks.
pub(in crate::cli) fn read(path: &str, text: &str) -> Result<Read, String> {
    let lines = Lines::new(path, text);
    let parsed = DeTable::parse(text).map_err(|error| {
        // Only the kind of the mistake: the rest of the message may quote the file.
        lines.at(
            &error.span().unwrap_or_default(),
            "this is not written as TOML; strings need quotes, lists brackets",
        )
    })?;
    let table = parsed.get_ref();
    let mut reader =
        Reader { lines: &lines, settings: Settings::default(), faults: Vec::new(), remarks: Vec::new() };
    reader.version(table);
    if reader.faults.is_empty() {
        reader.table("", table);
    }
    let Reader { settings, faults, remarks, .. } = reader;
    if faults.is_empty() {
        Ok(Read { settings, remarks: told(&lines, faults_of(remarks)) })
    } else {
        Err(told(&lines, faults).join("\n"))
    }
}

fn faults_of(remarks: Vec<Remark>) -> Vec<(Range<usize>, String)> {
    remarks.into_iter().map(|(span, text)| (span, format!("this {text}"))).collect()
}

/// The first ones, in the order of their places, with their lines.
fn told(lines: &Lines<'_>, mut found: Vec<(Range<usize>, String)>) -> Vec<String> {
    found.sort_by_key(|(span, _)| span.start);
    let more = found.len().saturating_sub(TOLD);
    let mut told: Vec<String> = found.iter().take(TOLD).map(|(span, text)| lines.at(span, text)).collect();
    if more > 0 {
        told.push(format!("{}: and {more} more", lines.path));
    }
    told
}

struct Reader<'a> {
    lines: &'a Lines<'a>,
    settings: Settings,
    faults: Vec<(Range<usize>, String)>,
    remarks: Vec<Remark>,
}

impl Reader<'_> {
    /// A configuration for another version may hold anything, so its version is looked at first.
    fn version(&mut self, table: &DeTable<'_>) {
        let found = table.iter().find(|(key, _)| key.get_ref() == "required-version");
        let Some((_, value)) = found else { return };
        let field = &mut self.settings.top.required_version;
        if super::field::Field::read(field, value, 0).is_ok()
            && let Some(required) = &field.value
            && !required.takes(env!("CARGO_PKG_VERSION"))
        {
            let text = format!(
                "this configuration is for other versions of planc than {}; install one that `required-version` allows",
                env!("CARGO_PKG_VERSION")
            );
            self.faults.push((value.span(), text));
        }
    }

    fn table(&mut self, path: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let inner = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            let line = self.lines.line(key.span().start);
            let mut sections = self.settings.sections_mut().into_iter();
            let section = sections.find(|section| section.path() == path);
            if let Some(field) = section.and_then(|section| section.key(name)) {
                match field.read(value, line) {
                    Ok(remarks) => self.remarks.extend(remarks),
                    Err(Wrong { span, expected }) => {
                        self.faults.push((span, format!("`{}` has to be {expected}", shown(name))));
                    }
                }
            } else if self.settings.sections().iter().any(|section| is_at_or_below(section.path(), &inner)) {
                match value.get_ref() {
                    DeValue::Table(table) => self.table(&inner, table),
                    _ => self.faults.push((key.span(), format!("`{inner}` has to be a table: [{inner}]"))),
                }
            } else {
                self.faults.push((key.span(), self.unknown(path, name)));
            }
        }
    }

    /// What to say about a name that nobody knows.
    fn unknown(&self, path: &str, name: &str) -> String {
        let place = if path.is_empty() { "at the top".to_owned() } else { format!("in [{path}]") };
        let said = format!("there is no setting `{}` {place}", shown(name));
        let sections = self.settings.sections();
        let here = sections.iter().filter(|section| section.path() == path);
        let keys = here.flat_map(|section| section.keys()).map(|key| key.name);
        let below = sections.iter().filter_map(|section| below(section.path(), path));
        let known: Vec<&str> = keys.chain(below).collect();
        if let Some(&near) = nearest(name, known.iter().copied()).first() {
            return format!("{said}; did you mean `{}`?", known[near]);
        }
        let elsewhere = sections.iter().find(|section| section.keys().iter().any(|key| key.name == name));
        match elsewhere.map(|section| section.path()) {
            Some("") => format!("{said}; it belongs above the first [section]"),
            Some(path) => format!("{said}; it belongs in [{path}]"),
            None => format!("{said}; `planc config --isolated` lists the settings"),
        }
    }
}

/// A name of the file, as one short line.
fn shown(name: &str) -> String {
    let short: String = name.chars().take(60).collect();
    tty::line(&short).into_owned()
}

fn is_at_or_below(section: &str, path: &str) -> bool {
    section.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The first name below `path` on the way to a section.
fn below<'s>(section: &'s str, path: &str) -> Option<&'s str> {
    let rest = if path.is_empty() { section } else { section.strip_prefix(path)?.strip_prefix('.')? };
    rest.split('.').next().filter(|name| !name.is_empty())
}

/// Lines of the file by offset.
struct Lines<'a> {
    path: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(path: &'a str, text: &str) -> Lines<'a> {
        Lines { path, starts: memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).collect() }
    }

    fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset) + 1
    }

    fn at(&self, span: &Range<usize>, text: &str) -> String {
        format!("{}:{}: {text}", self.path, self.line(span.start))
    }
}
