//! How lines were read, for the author who wonders why planc saw something else.

use super::Look;
use super::explain_facts::{Fact, facts};
use super::table::{Align, Table};
use crate::emit::{Material, Places, tty};
use crate::source::FileIx;
use crate::syntax::{Reading, ReadingKind, Trace};

/// What `planc plan --explain` prints about one line of a file, counted from 1; `None` if there is no such line.
pub fn explain_line(material: &Material<'_>, trace: &Trace, line: u32, look: Look) -> Option<String> {
    let at = line.checked_sub(1)? as usize;
    let reading = trace.lines.get(at)?;
    let (places, file) = (Places::new(material.sources), trace.document.file);
    let text = places.line_span(file, line).of(places.text(file));
    let mut out = format!("{}:{line}: {}\n", tty::line(places.path(file)), tty::line(text.trim()));
    for part in parts(&on_lines(material, trace, &places)[at], reading) {
        for (row, words) in tty::wrap(&tty::line(&part), look.width.saturating_sub(4)).iter().enumerate() {
            out.push_str(if row == 0 { "  " } else { "    " });
            out.push_str(words);
            out.push('\n');
        }
    }
    Some(tty::guard(out))
}

/// What it prints about every line of a file.
pub fn explain_file(material: &Material<'_>, trace: &Trace, look: Look) -> String {
    let (places, file) = (Places::new(material.sources), trace.document.file);
    let facts = on_lines(material, trace, &places);
    let mut table = Table::new(&[("line", Align::Right), ("text", Align::Cut), ("read as", Align::Cut)]);
    for (at, reading) in trace.lines.iter().enumerate() {
        let line = at as u32 + 1;
        let text = places.line_span(file, line).of(places.text(file));
        let shown = tty::fit(text.trim_end(), look.width * 2 / 5).into_owned();
        table.row([line.to_string(), shown, parts(&facts[at], reading).join("; ")]);
    }
    tty::guard(table.render(0, look))
}

/// The facts of a file by the line on which each begins.
fn on_lines(material: &Material<'_>, trace: &Trace, places: &Places<'_>) -> Vec<Vec<String>> {
    let file: FileIx = trace.document.file;
    let mut lines = vec![Vec::new(); trace.lines.len()];
    for Fact { span, words } in facts(material, &trace.document, places) {
        let at = places.line_at(file, span.start) as usize - 1;
        if let Some(line) = lines.get_mut(at)
            && !line.contains(&words)
        {
            line.push(words);
        }
    }
    lines
}

/// The facts of a line, or why it gave none.
fn parts(facts: &[String], reading: &Reading) -> Vec<String> {
    let why = why(reading, !facts.is_empty());
    facts.iter().cloned().chain(why).collect()
}

/// What a line is besides its facts.
fn why(reading: &Reading, has_facts: bool) -> Option<String> {
    let within = |words: &str| match &reading.inside {
        Some(id) => format!("{words} inside {id}"),
        None => words.to_owned(),
    };
    let prompt = || reading.inside.as_ref().map_or("a prompt".to_owned(), |id| format!("the prompt of {id}"));
    let words = match reading.kind {
        ReadingKind::Prompt if has_facts => format!("inside {}", prompt()),
        _ if has_facts => return None,
        ReadingKind::Blank => "blank".to_owned(),
        ReadingKind::Rule => "rule: it ends items and sections in bold text".to_owned(),
        ReadingKind::FrontMatter => "front matter: nothing here is used".to_owned(),
        ReadingKind::Heading(level) => format!(
            "heading of level {level}: no subtask, group or phase, because no word for work stands before an id"
        ),
        ReadingKind::Table => within("table: this line names no subtask and no claim"),
        ReadingKind::Tree => "tree: no id stands on this line".to_owned(),
        ReadingKind::Below(label) => within(&format!("part of the {label}")),
        ReadingKind::Field => within("label"),
        ReadingKind::Relation => "about needs: it names nothing that counts".to_owned(),
        ReadingKind::Placement => "places subtasks: it names none that counts".to_owned(),
        ReadingKind::CheckBox if reading.inside.is_some() => {
            format!("{}: a step or acceptance, no subtask", within("check box"))
        }
        ReadingKind::CheckBox => "check box without an id: no subtask".to_owned(),
        ReadingKind::Item => format!("{}: no id, no label", within("list item")),
        ReadingKind::Text => format!("{}: no id, no label", within("text")),
        ReadingKind::Fence => within("fence"),
        ReadingKind::Map => "in a map: no window line, no label, no id".to_owned(),
        ReadingKind::Mermaid => "in a drawing: no arrow between subtasks, no bar".to_owned(),
        ReadingKind::Prompt => format!("inside {}: not read as plan", prompt()),
        ReadingKind::Example => within("fenced text that is no prompt: not read as plan"),
        ReadingKind::Code => "fenced text in a language of its own: not read as plan".to_owned(),
        ReadingKind::Data => "JSON: nothing here is used".to_owned(),
    };
    Some(words)
}
