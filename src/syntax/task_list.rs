//! Task Master: `{"tasks": [...]}`, or `{"master": {"tasks": [...]}, ...}` with one list for each tag.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use super::document::{Document, Problem, ProblemKind};
use super::item::{
    Form, NeedOperand, StatedEstimate, StatedGroup, StatedId, StatedNeed, StatedPrompt, StatedStatus,
    StatedSubtask, StatedText,
};
use super::json::{self, Fault};
use super::json_value::{Kind, Value};
use super::lines::Lines;
use super::read_options::ReadOptions;
use super::reading::{Reading, ReadingKind, Trace};
use super::{duration, status};
use crate::source::Span;

/// What is known of the tasks of a file, and of the list that is read.
struct Lists<'t> {
    text: &'t str,
    document: Document,
    list: Option<String>,
}

/// The task that others are nested in.
struct Above<'v> {
    /// Its id in full.
    id: String,
    /// The numbers of what is nested in it, as written.
    numbers: FxHashSet<&'v str>,
}

/// Reads a file of JSON; the document is empty where it holds no such list. Never fails.
pub(super) fn read(text: &str, options: &ReadOptions) -> Document {
    let (value, fault) = json::read(text, options.nesting);
    let mut reading = Lists { text, document: Document::default(), list: None };
    let Some(root) = value else { return reading.document };
    let lists = lists(&root);
    for (tag, tasks) in &lists {
        reading.list = tag.filter(|_| lists.len() > 1).map(str::to_owned);
        for task in tasks.items() {
            reading.task(task, None);
        }
    }
    let mut document = reading.document;
    if let Some((fault, span)) = fault.filter(|_| document.is_plan()) {
        let kind = match fault {
            Fault::TooDeep if options.nesting < json::DEPTH => ProblemKind::Limit {
                followed: "as many levels of nested values as `nesting` of [limits] says",
            },
            Fault::TooDeep => ProblemKind::Limit { followed: "64 levels of nested values" },
            Fault::Missing(missing) => ProblemKind::Unparsed { looks_like: "list of tasks in JSON", missing },
        };
        document.problems.push(Problem { kind, span });
    }
    document
}

/// As [`read`]; no line but those of the facts says anything.
pub(super) fn trace(text: &str, options: &ReadOptions) -> Trace {
    let line = Reading { kind: ReadingKind::Data, inside: None };
    Trace { document: read(text, options), lines: vec![line; Lines::new(text).len()] }
}

/// The lists of a file, each with its tag.
fn lists<'v>(root: &'v Value<'_>) -> Vec<(Option<&'v str>, &'v Value<'v>)> {
    let is_list =
        |tasks: &&Value<'_>| tasks.items().iter().any(|t| t.get("id").is_some() && t.get("title").is_some());
    if let Some(tasks) = root.get("tasks").filter(is_list) {
        return vec![(None, tasks)];
    }
    let Kind::Object(members) = &root.kind else { return Vec::new() };
    let tagged = members.iter().map(|member| (Some(&*member.key), member.value.get("tasks").filter(is_list)));
    tagged.filter_map(|(tag, tasks)| tasks.map(|tasks| (tag, tasks))).collect()
}

impl Lists<'_> {
    /// Reads a task and what is nested in it; returns the indices of the leaves.
    fn task(&mut self, task: &Value<'_>, above: Option<&Above<'_>>) -> Vec<u32> {
        let Some(id) = id(task, above) else {
            if let Kind::Object(_) = task.kind {
                let kind =
                    ProblemKind::Unparsed { looks_like: "task", missing: "an id of letters and digits" };
                let place = task.member("title").map_or(task.span, |title| title.key_span);
                self.document.problems.push(Problem { kind, span: place });
            }
            return Vec::new();
        };
        let mut unit = self.unit(task, id, above);
        let nested = task.get("subtasks").map_or(&[][..], Value::items);
        if nested.is_empty() {
            unit.group = above.map(|above| above.id.clone());
            self.document.subtasks.push(unit);
            return vec![self.document.subtasks.len() as u32 - 1];
        }
        let numbers = nested.iter().filter_map(|inner| inner.get("id")?.words());
        let above = Above { id: unit.id.text.clone(), numbers: numbers.collect() };
        let leaves: Vec<u32> = nested.iter().flat_map(|inner| self.task(inner, Some(&above))).collect();
        self.document.groups.push(StatedGroup { unit, members: leaves.clone() });
        leaves
    }

    fn unit(&self, task: &Value<'_>, id: StatedId, above: Option<&Above<'_>>) -> StatedSubtask {
        let title = task.get("title").and_then(text_of).filter(|title| !title.text.is_empty());
        // People see the line of the title, or of the id where there is none.
        let place = ["title", "id"].iter().find_map(|key| task.member(key));
        let span = place.map_or(task.span, |m| Span { start: m.key_span.start, end: m.value.span.end });
        let state = task.get("status");
        let status = state.and_then(|state| {
            status::status(state.words()?).map(|status| StatedStatus { status, span: state.inside })
        });
        StatedSubtask {
            form: Form::Section,
            id,
            alias: None,
            group: None,
            list: self.list.clone(),
            title,
            phase: None,
            sub_phase: None,
            window: None,
            needs: task
                .get("dependencies")
                .map_or(&[][..], Value::items)
                .iter()
                .filter_map(|n| need(n, above))
                .collect(),
            prerequisites: Vec::new(),
            tools: Vec::new(),
            conflicts: Vec::new(),
            parallel: None,
            slot: None,
            needs_nothing: false,
            other_phase: None,
            estimate: self.estimate(task),
            files: Vec::new(),
            validation: validation(task),
            prompt: prompt(task),
            status,
            span,
            section: task.span,
        }
    }

    fn estimate(&self, task: &Value<'_>) -> Option<StatedEstimate> {
        let value =
            ["estimate", "estimatedTime", "estimatedHours", "effort"].iter().find_map(|key| task.get(key))?;
        let words = value.inside.of(self.text);
        duration::find(words)
            .map(|found| found.estimate(self.text))
            .or_else(|| duration::hours(words, self.text))
    }
}

/// The id of a task; inside another task its number is the last part of the id.
fn id(task: &Value<'_>, above: Option<&Above<'_>>) -> Option<StatedId> {
    let value = task.get("id")?;
    let text = full(value.words()?.trim(), above)?;
    Some(StatedId { text: text.into_owned(), feature: None, span: value.inside })
}

/// An id as it is written in full: `1.2` for `2` inside of `1`.
fn full<'t>(words: &'t str, above: Option<&Above<'_>>) -> Option<Cow<'t, str>> {
    let plain = words.len() <= 40
        && words.starts_with(|c: char| c.is_ascii_alphanumeric())
        && words.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
    match above {
        _ if !plain => None,
        Some(above) if !words.contains('.') => Some(Cow::Owned(format!("{}.{words}", above.id))),
        _ => Some(Cow::Borrowed(words)),
    }
}

/// An entry of `dependencies`: inside another task a plain number names a neighbour, if there is one.
fn need(entry: &Value<'_>, above: Option<&Above<'_>>) -> Option<StatedNeed> {
    let words = entry.words()?.trim();
    let text = full(words, above.filter(|above| above.numbers.contains(words)))?.into_owned();
    let id = StatedId { text, feature: None, span: entry.inside };
    Some(StatedNeed { operand: NeedOperand::Id(id), note: None, span: entry.inside })
}

/// What the test strategy asks for, line by line.
fn validation(task: &Value<'_>) -> Option<Vec<StatedText>> {
    let value = task.get("testStrategy")?;
    let lines = value.words()?.lines().map(one_line).filter(|line| !line.is_empty());
    let items: Vec<StatedText> = lines.map(|text| StatedText { text, span: value.inside }).collect();
    (!items.is_empty()).then_some(items)
}

/// What is to be done: the description, then the details.
fn prompt(task: &Value<'_>) -> Option<StatedPrompt> {
    let part =
        |key| task.get(key).filter(|value: &&Value<'_>| value.words().is_some_and(|w| !w.trim().is_empty()));
    let (description, details) = (part("description"), part("details"));
    let span = details.or(description)?.inside;
    let words: Vec<&str> =
        description.into_iter().chain(details).filter_map(Value::words).map(str::trim).collect();
    let decoded = Some(words.join("\n\n") + "\n");
    Some(StatedPrompt { span, opening: None, closing: None, inner_fence: 0, cut_at: None, decoded })
}

fn text_of(value: &Value<'_>) -> Option<StatedText> {
    Some(StatedText { text: one_line(value.words()?), span: value.inside })
}

/// Titles and items of lists stand on one line, as in every other dialect.
fn one_line(text: &str) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}
