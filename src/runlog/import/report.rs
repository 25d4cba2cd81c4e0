//! The form that an agent gives back: `Result: DONE`, checked points, `TOUCHED`, `NOTES`.

use super::session::Session;
use super::{Reading, Told};
use crate::runlog::{EventKind, Validated};

/// A form that is being read.
#[derive(Clone, Debug, Default)]
pub(super) struct Report {
    /// Where it begins, from 1.
    pub(super) line: u32,
    name: String,
    result: Option<EventKind>,
    /// Whether somebody wrote a result, understood or not.
    stated: bool,
    passed: u32,
    total: u32,
    touched: Vec<String>,
    notes: Vec<String>,
    field: Field,
}

/// The field that further lines belong to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Field {
    #[default]
    Head,
    Checked,
    Touched,
    Notes,
}

/// The name of the subtask on the first line of a form; `is_id` says which words are one, where more follows.
pub(super) fn begins(line: &str, is_id: impl Fn(&str) -> bool) -> Option<&str> {
    let (label, rest) = label(line).filter(|(label, _)| label == "subtask" || label == "task")?;
    let name = rest.trim_matches(|c: char| c.is_whitespace() || "`*".contains(c));
    let first = name.split_whitespace().next()?.trim_matches(|c: char| "`*:,".contains(c));
    if first.len() < name.len() || label == "task" {
        Some(first).filter(|first| is_id(first))
    } else {
        Some(name)
    }
}

impl Report {
    pub(super) fn new(line: u32, name: &str) -> Report {
        Report { line, name: name.to_owned(), ..Report::default() }
    }

    /// Takes one more line; false where it belongs to something else.
    pub(super) fn take(&mut self, line: &str, is_id: impl Fn(&str) -> bool) -> bool {
        let text = line.trim();
        if text.starts_with('#') || text.starts_with('|') || begins(line, is_id).is_some() {
            return false;
        }
        if let Some((label, rest)) = label(line) {
            let known = match label.as_str() {
                "result" | "status" | "outcome" => {
                    self.result = result(rest);
                    self.stated |= !is_form(rest);
                    Field::Head
                }
                "checked" | "validation" => Field::Checked,
                "touched" | "files" => {
                    self.touched.extend(paths(rest));
                    Field::Touched
                }
                "notes" | "note" => {
                    self.notes.extend(words(rest));
                    Field::Notes
                }
                _ => self.field,
            };
            self.field = known;
            if ["result", "status", "outcome", "checked", "validation", "touched", "files", "notes", "note"]
                .contains(&label.as_str())
            {
                return true;
            }
        }
        match self.field {
            Field::Checked => self.check(text),
            Field::Touched => self.touched.extend(paths(text.trim_start_matches(['-', '*', ' ']))),
            Field::Notes => self.notes.extend(words(text)),
            Field::Head => {}
        }
        true
    }

    fn check(&mut self, text: &str) {
        let text = text.trim_start_matches(['-', '*', ' ']);
        let Some(mark) = text.strip_prefix('[').and_then(|rest| rest.chars().next()) else { return };
        self.total += 1;
        self.passed += u32::from(!matches!(mark, ' ' | ']'));
    }

    /// Whether it is as it was handed out.
    pub(super) fn is_blank(&self) -> bool {
        !self.stated
    }

    /// The event of the form, and the files outside of what the subtask may edit.
    pub(super) fn end(self, session: &mut Session<'_>) -> Reading {
        let mut reading = Reading { line: self.line, ..Reading::default() };
        let Some(kind) = self.result else {
            reading.told.push(Told::NoEvent);
            return reading;
        };
        let Some(ix) = session.named(&self.name) else {
            reading.told.push(Told::UnknownSubtask(self.name));
            return reading;
        };
        let allowed = &session.plan.subtask(ix).files;
        if !allowed.is_empty() {
            let outside = self.touched.iter().filter(|path| allowed.iter().all(|file| file.path != **path));
            reading.told.extend(outside.cloned().map(Told::Outside));
        }
        let note = (!self.notes.is_empty()).then(|| self.notes.join("\n"));
        session.add(&mut reading, kind, ix, None, session.options.now, note);
        if let Some(event) = reading.events.last_mut()
            && self.total > 0
        {
            event.validated = Some(Validated { passed: self.passed, total: self.total });
        }
        reading
    }
}

/// `- Result: DONE` as `result` and ` DONE`.
fn label(line: &str) -> Option<(String, &str)> {
    let text = line.trim_start_matches([' ', '\t', '-', '*']);
    let (label, rest) = text.split_once(':')?;
    let label = label.trim_matches(['*', '`', ' ']);
    (label.len() <= 12 && !label.is_empty() && label.chars().all(char::is_alphabetic))
        .then(|| (label.to_lowercase(), rest))
}

/// What a result says: the word that it begins with, or a mark.
fn result(rest: &str) -> Option<EventKind> {
    let first = rest.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty());
    let word = match first.unwrap_or_default().to_uppercase().as_str() {
        "DONE" | "COMPLETE" | "COMPLETED" | "FINISHED" | "SUCCESS" | "PASSED" => Some(EventKind::Done),
        "FAILED" | "FAIL" | "FAILURE" | "ERROR" => Some(EventKind::Fail),
        "" if rest.contains(['✅', '✔', '✓']) => Some(EventKind::Done),
        "" if rest.contains(['❌', '✗']) => Some(EventKind::Fail),
        _ => None,
    };
    word.filter(|_| !is_form(rest))
}

/// The form as it was handed out says `DONE or FAILED`.
fn is_form(rest: &str) -> bool {
    let rest = rest.to_uppercase();
    rest.trim().is_empty()
        || rest.contains("DONE OR FAILED")
        || rest.contains("DONE / FAILED")
        || rest.contains("DONE/FAILED")
}

/// Paths of one line; what stands in brackets is the form's own hint.
fn paths(text: &str) -> Vec<String> {
    if text.trim_start().starts_with('(') {
        return Vec::new();
    }
    let path = |part: &str| {
        let part = part.trim().trim_matches('`');
        let path = part.split(" (").next().unwrap_or(part).trim().trim_matches('`').trim_start_matches("./");
        (!path.is_empty() && !["none", "nothing", "-"].contains(&path.to_lowercase().as_str()))
            .then(|| path.to_owned())
    };
    text.split(',').filter_map(path).collect()
}

fn words(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && !text.starts_with("(what the next")).then(|| text.to_owned())
}
