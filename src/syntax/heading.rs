//! Headings: features, tracks, phases, subtask sections, windows and the closing test.

use super::document::ProblemKind;
use super::duration;
use super::item::{Form, StatedFeature, StatedId, StatedPhase, StatedSubtask, StatedText, StatedTrack};
use super::mark::{is_integration_test, subtask_words};
use super::reader::{BOLD, Reader};
use super::text::{
    last_brackets, strip_check_box, strip_decoration, strip_list_marker, strip_separator, strip_word,
    trim_marks,
};
use super::{claim, id, need, window_line};

/// The id of a closing test.
const INTEGRATION: &str = "INTEGRATION";

/// Reads a heading; `words` is its text.
pub(super) fn read(reader: &mut Reader<'_>, at: usize, level: u8, words: &str) {
    let text = strip_decoration(trim_marks(words));
    let is_window = window_line::opens(text);
    reader.close(at, level);
    if level <= 2 {
        reader.scope.reports = false;
    }
    if let Some(rest) = subtask_words(text) {
        section(reader, at, level, rest);
    } else if is_integration_test(text) {
        let id = StatedId { text: INTEGRATION.to_owned(), feature: None, span: reader.span(text) };
        let statement = reader.statement(Form::Section, id, text, at);
        let ahead = std::mem::take(&mut reader.scope.ahead);
        reader.document.subtasks[statement].needs.extend(ahead);
        reader.scope.section = Some((statement, level));
    } else if phase(reader, at, level, text) {
    } else if let Some((id, title)) = numbered(text, "feature") {
        let feature =
            StatedFeature { id: id.to_owned(), title: title.to_owned(), span: reader.lines.span(at) };
        reader.document.features.push(feature);
        reader.scope.track = None;
        claim::heading(reader, at, text);
    } else if let Some((id, title)) = numbered(text, "track") {
        let track = StatedTrack {
            id: id.to_owned(),
            title: title.to_owned(),
            estimate: None,
            span: reader.lines.span(at),
        };
        reader.document.tracks.push(track);
        reader.scope.track = Some(reader.document.tracks.len() - 1);
    } else if is_window {
        window_line::heading(reader, at, level, text);
    } else {
        if looks_like_subtask(text) {
            let kind =
                ProblemKind::Unparsed { looks_like: "subtask heading", missing: "an id behind `SUBTASK`" };
            reader.problem(kind, reader.lines.span(at));
        }
        if level <= 2 {
            reader.scope.track = None;
        }
        if level <= 1 {
            reader.scope.ahead.clear();
        }
        claim::heading(reader, at, text);
    }
}

/// Reads a line that opens a phase in bold text; `true` if it was one.
pub(super) fn bold(reader: &mut Reader<'_>, at: usize) -> bool {
    let line = reader.lines.get(at);
    if !line.starts_with("**") {
        return false;
    }
    let text = strip_decoration(line).trim_end_matches(['*', ' ', ':']);
    let Some((name, _)) = phase_words(text) else { return false };
    let is_sub = is_sub_phase(text, name);
    if reader.scope.section.is_some()
        || (!is_sub && !line.trim_end().ends_with("**") && !line.trim_end().ends_with(':'))
    {
        return false;
    }
    let level = if is_sub { BOLD + 1 } else { BOLD };
    if is_sub {
        reader.scope.sub_phase = None;
    } else {
        reader.close(at, level);
    }
    reader.scope.target = None;
    phase(reader, at, level, text)
}

/// Remarks of a phase: `Run after Phase 1 completes:`, `After all 4 tracks complete, run this:`.
pub(super) fn remarks(reader: &mut Reader<'_>, at: usize) {
    let line = reader.lines.get(at);
    let text = trim_marks(line);
    let Some(rest) = need::strip_opener(text) else { return };
    let whole = reader.lines.text();
    match need::operand(rest, whole) {
        Some((super::item::NeedOperand::Phase(name), words, _)) => {
            if let Some((phase, _)) = reader.scope.phase {
                let span = reader.span(words);
                reader.document.phases[phase.index()].after.push(StatedText { text: name, span });
            }
        }
        Some((operand @ super::item::NeedOperand::Everything, words, _))
            if reader.scope.section.is_none() =>
        {
            let span = reader.span(words);
            reader.scope.ahead.push(super::item::StatedNeed { operand, note: None, span });
        }
        _ => {}
    }
}

/// Opens the section of a subtask; `rest` stands behind the word `SUBTASK`.
fn section(reader: &mut Reader<'_>, at: usize, level: u8, rest: &str) {
    let Some((id, words)) = id::after_keyword(rest, reader.lines.text()) else {
        let kind = ProblemKind::Unparsed { looks_like: "subtask heading", missing: "an id behind `SUBTASK`" };
        reader.problem(kind, reader.lines.span(at));
        return;
    };
    let statement = reader.statement(Form::Section, id, words, at);
    reader.scope.section = Some((statement, level));
}

fn looks_like_subtask(text: &str) -> bool {
    ["subtask", "sub-task"].iter().any(|word| {
        strip_word(text, word).is_some_and(|rest| rest.trim_start().starts_with([':', '-', '–', '—', '#']))
    })
}

/// `Feature 1: Title`, `Track 1.1 - Title`, `Feature 1 (Authentication) - Plan`: the id and the title.
fn numbered<'t>(text: &'t str, keyword: &str) -> Option<(&'t str, &'t str)> {
    let rest = strip_word(text, keyword)?;
    let rest = rest.strip_prefix([' ', '\t'])?.trim_start_matches(|c: char| c.is_whitespace() || c == '#');
    let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_')).count();
    let id = rest[..length].trim_end_matches('.');
    let after = &rest[id.len()..];
    let separated =
        after.is_empty() || after.trim_start().starts_with([':', '-', '–', '—', '(', '：', '.', '*']);
    let short = id.bytes().any(|b| b.is_ascii_digit()) || id.len() == 1;
    (!id.is_empty() && short && separated).then(|| (id, trim_marks(strip_separator(after))))
}

/// The name of a phase and what stands behind it; `None` where the words are not a phase's.
fn phase_words(text: &str) -> Option<(&str, &str)> {
    const WORDS: [&str; 4] = ["sub-phase", "subphase", "sub phase", "phase"];
    let rest = WORDS.iter().find_map(|word| strip_word(text, word))?;
    let rest = rest.strip_prefix([' ', '\t', '-'])?.trim_start();
    let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = &rest[..length];
    let numbered = name.bytes().next().is_some_and(|b| b.is_ascii_digit()) && name.len() <= 4;
    let lettered =
        name.len() == 1 || (name.len() <= 4 && name.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')));
    let after = &rest[length..];
    let separated = after.trim().is_empty()
        || after.trim_start().starts_with([':', '-', '–', '—', '(', '：', '.', '*', '|']);
    (length > 0 && (numbered || lettered) && separated).then_some((name, after))
}

fn is_sub_phase(text: &str, name: &str) -> bool {
    let lettered = name.bytes().next().is_some_and(|b| b.is_ascii_digit())
        && name.bytes().last().is_some_and(|b| b.is_ascii_alphabetic());
    text.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("sub")) || lettered
}

/// Opens a phase or sub-phase; `true` if the words are one's.
pub(super) fn phase(reader: &mut Reader<'_>, at: usize, level: u8, text: &str) -> bool {
    let Some(stated) = stated_phase(reader, at, text, false) else { return false };
    let (phase, bracket) = stated;
    let sub = is_sub_phase(text, &phase.name);
    let ix = reader.phase(phase);
    if sub && reader.scope.phase.is_some() {
        reader.document.phases[ix.index()].parent = reader.scope.phase.map(|(parent, _)| parent);
        reader.scope.sub_phase = Some((ix, level));
    } else {
        reader.scope.phase = Some((ix, level));
        reader.scope.sub_phase = None;
    }
    claim::phase(reader, ix, bracket);
    true
}

/// A phase from its words, and the brackets at their end (`12 tasks, ~15 minutes`, `run after Phase 1`).
pub(super) fn stated_phase<'t>(
    reader: &Reader<'t>,
    at: usize,
    text: &'t str,
    in_tree: bool,
) -> Option<(StatedPhase, Option<&'t str>)> {
    let (name, rest) = phase_words(text)?;
    let rest = rest.trim_end_matches(['*', ':', ' ']);
    let (title, bracket) = match last_brackets(rest) {
        Some((title, bracket)) => (title, Some(bracket)),
        None => (rest, None),
    };
    let whole = reader.lines.text();
    let mut phase = StatedPhase {
        name: name.to_owned(),
        title: trim_marks(strip_separator(title)).to_owned(),
        parent: None,
        estimate: None,
        after: Vec::new(),
        in_tree,
        span: reader.lines.span(at),
    };
    for part in bracket.into_iter().flat_map(|b| b.split([',', ';']).flat_map(|p| p.split(" - "))) {
        if let Some(found) = duration::find(part) {
            phase.estimate = Some(found.estimate(whole));
        }
        if let Some(rest) = need::strip_opener(part) {
            let text = trim_marks(strip_word(rest, "phase").unwrap_or(rest)).to_owned();
            phase.after.push(StatedText { text, span: reader.span(rest) });
        }
    }
    Some((phase, bracket))
}

/// Fills title, needs and estimate from the words behind an id.
pub(super) fn title(reader: &Reader<'_>, statement: &mut StatedSubtask, words: &str) {
    let whole = reader.lines.text();
    let mut rest = strip_directive(words).trim_end();
    while let Some((before, inside)) = last_brackets(rest) {
        if let Some(clause) = need::strip_opener(inside) {
            let clause = need::clause(clause, whole);
            statement.needs.extend(clause.needs);
            statement.prerequisites.extend(clause.prerequisites);
        } else if let Some(found) = whole_duration(inside) {
            statement.estimate = statement.estimate.or_else(|| Some(found.estimate(whole)));
        } else if strip_word(inside.trim_start(), "wait").is_none() {
            break;
        }
        rest = before.trim_end();
    }
    let text = trim_marks(strip_separator(rest));
    let text = strip_check_box(text).map_or(text, |(_, rest)| rest);
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':'));
    if text.chars().any(char::is_alphanumeric) {
        statement.title = Some(StatedText { text: text.to_owned(), span: reader.span(text) });
    }
}

/// A duration that is all there is between two brackets.
fn whole_duration(inside: &str) -> Option<duration::Duration<'_>> {
    let found = duration::find(inside)?;
    let words = inside.trim().trim_start_matches(['~', '≈']).trim();
    let rest = words.replacen(found.text.trim_start_matches(['~', '≈']).trim(), "", 1);
    let rest = rest.trim().trim_matches(['.', ',']);
    (rest.is_empty() || ["est", "estimate", "estimated", "total"].contains(&rest)).then_some(found)
}

/// Cuts a suppression comment of a map line: `# planc: ignore[name] reason`.
fn strip_directive(words: &str) -> &str {
    words.find("# planc:").map_or(words, |at| &words[..at])
}

/// Whether the words ask to run a closing test: `Run INTEGRATION TEST prompt`, `Integration test (needs all)`.
pub(super) fn integration(reader: &Reader<'_>, words: &str) -> Option<(StatedId, Form)> {
    let text = strip_decoration(trim_marks(strip_list_marker(words).unwrap_or(words)));
    let run = ["run the", "run", "execute"].iter().find_map(|word| strip_word(text, word));
    let named = strip_word(run.unwrap_or(text).trim_start(), "integration test")?;
    let ends = named.is_empty()
        || named.starts_with([' ', ':', '(', '-', '*', '"'])
        || strip_word(named, "ing").is_some();
    if !ends {
        return None;
    }
    let form = if run.is_some() { Form::Reference } else { Form::WindowLine };
    Some((StatedId { text: INTEGRATION.to_owned(), feature: None, span: reader.span(text) }, form))
}
