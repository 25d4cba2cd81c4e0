//! Headings: features, tracks, phases, subtask sections, windows and the closing test.

use super::document::ProblemKind;
use super::duration;
use super::item::{Form, StatedFeature, StatedId, StatedStatus, StatedSubtask, StatedText, StatedTrack};
use super::mark::{is_integration_test, subtask_words};
use super::outline::UnitNote;
use super::reader::Reader;
use super::text::{
    first_of, last_brackets, last_of, strip_check_box, strip_decoration, strip_list_marker, strip_separator,
    strip_word, trim_marks,
};
use super::unit::Place;
use super::{
    allotment, awaiting, claim, id, label, need, phase, preparation, slip, status, suspect, window_line,
};

/// The id of a closing test.
const INTEGRATION: &str = "INTEGRATION";

/// Reads a heading; `words` is its text.
pub(super) fn read<'t>(reader: &mut Reader<'t>, at: usize, level: u8, words: &'t str) {
    if super::card::heading(reader, at, level, words) {
        return;
    }
    let text = strip_decoration(trim_marks(words));
    let is_window = window_line::opens(text);
    reader.close(at, level);
    allotment::heading(reader, level, text);
    if level <= 2 {
        reader.scope.reports = false;
    }
    // A mark at the end may belong to a word of the title.
    if let Some(rest) = subtask_words(strip_decoration(words)) {
        section(reader, at, level, rest, words);
    } else if is_integration_test(text) {
        let id = StatedId { text: INTEGRATION.to_owned(), feature: None, span: reader.span(text) };
        let statement = reader.statement(Form::Section, id, text, at);
        let ahead = std::mem::take(&mut reader.scope.ahead);
        reader.document.subtasks[statement].needs.extend(ahead);
        reader.open_section(statement, level);
    } else if phase::open(reader, at, level, text) {
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
        phase::in_brackets(reader, at, level, text);
        reader.unit(at, level, words, Place::Heading);
    } else if is_window {
        window_line::heading(reader, at, level, text);
    } else if suspect::opens_phase(reader, at, text) || reader.unit(at, level, words, Place::Heading) {
    } else {
        other(reader, at, level, text);
    }
}

/// A heading that opens nothing of its own: a label of the section around it, or a topic.
fn other(reader: &mut Reader<'_>, at: usize, level: u8, text: &str) {
    if looks_like_subtask(text) {
        let kind = ProblemKind::Unparsed { looks_like: "subtask heading", missing: slip::missing_id(text) };
        reader.problem(kind, reader.lines.span(at));
    }
    if awaiting::heading(reader, text) {
        return;
    }
    suspect::heading(reader, at, text);
    phase::in_brackets(reader, at, level, text);
    if about_needs(text) {
        // A part of a chapter about needs ends, the chapter goes on.
        reader.scope.relations.get_or_insert(level);
    }
    if level <= 2 {
        reader.scope.track = None;
    }
    if level <= 1 {
        reader.scope.ahead.clear();
    }
    claim::heading(reader, at, text);
    preparation::heading(reader, text);
}

/// Whether a heading announces statements about needs.
fn about_needs(text: &str) -> bool {
    if !text.is_ascii() {
        let lower = text.to_lowercase();
        if label::ABOUT_NEEDS.iter().any(|word| !word.is_ascii() && lower.contains(word)) {
            return true;
        }
    }
    // `Parallel opportunities` say after what tasks may run side by side.
    if strip_word(text, "parallel").is_some_and(|rest| rest.to_ascii_lowercase().contains("opportunit")) {
        return true;
    }
    text.split([' ', '&', '/']).any(|word| {
        let starts = |start: &&str| {
            start.is_ascii() && word.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
        };
        word.len() >= 7 && label::ABOUT_NEEDS.iter().any(starts)
    }) || ["execution order", "parallelism map"].iter().any(|words| strip_word(text, words).is_some())
}

/// Opens the section of a subtask; `rest` stands behind the word `SUBTASK`.
fn section(reader: &mut Reader<'_>, at: usize, level: u8, rest: &str, whole_words: &str) {
    let Some((id, words)) = id::after_keyword(rest, reader.lines.text()) else {
        let kind = ProblemKind::Unparsed { looks_like: "subtask heading", missing: slip::missing_id(rest) };
        reader.problem(kind, reader.lines.span(at));
        return;
    };
    let statement = reader.statement(Form::Section, id, words, at);
    reader.units[statement] =
        UnitNote { place: Place::Heading, rank: 3, level, ..reader.units[statement].clone() };
    let mark = status::leading_mark(whole_words)
        .or_else(|| status::check_box(strip_decoration(whole_words)).map(|(state, _)| state));
    if let Some(status) = mark {
        let span = reader.lines.span(at);
        reader.document.subtasks[statement].status.get_or_insert(StatedStatus { status, span });
    }
    reader.open_section(statement, level);
}

pub(super) fn looks_like_subtask(text: &str) -> bool {
    ["subtask", "sub-task"].iter().any(|word| {
        strip_word(text, word).is_some_and(|rest| {
            let rest = rest.trim_start();
            let named = rest
                .split_once(':')
                .is_some_and(|(id, title)| !id.trim().contains(' ') && !title.trim().is_empty());
            rest.starts_with([':', '-', '–', '—', '#']) || named
        })
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

/// A needs clause that was left in a title, because it stands in no brackets of its own.
pub(super) fn clause_in_title<'t>(title: &'t str, whole: &str) -> Option<&'t str> {
    let bytes = title.as_bytes();
    for (at, _) in title.match_indices(['n', 'N', 'd', 'D']) {
        let free = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        let words =
            ["needs", "depends on"].iter().find_map(|word| strip_word(&title[at..], word)).filter(|_| free);
        let certain = words.and_then(|rest| need::operand(rest.trim_start_matches([':', ' ']), whole));
        if certain.is_some_and(|(operand, ..)| need::is_certain(&operand)) {
            return Some(&title[at..]);
        }
    }
    None
}

/// Fills title, needs, estimate, alias and state from the words behind an id.
pub(super) fn title(reader: &Reader<'_>, statement: &mut StatedSubtask, words: &str) {
    let whole = reader.lines.text();
    let mut rest = strip_directive(words).trim_end();
    if !rest.is_ascii() {
        rest = cut_drawing(rest);
    }
    loop {
        if let Some((before, inside)) = last_brackets(rest) {
            let (inside, time) = timed_needs(inside);
            if let Some(clause) = need::strip_opener(inside).filter(|clause| !clause.is_empty()) {
                let clause = need::clause(clause, whole);
                need::add(&mut statement.needs, clause.needs);
                statement.prerequisites.extend(clause.prerequisites);
                if let Some(found) = time {
                    statement.estimate = statement.estimate.or_else(|| Some(found.estimate(whole)));
                }
            } else if let Some(found) = whole_duration(inside).or_else(|| duration_with_priority(inside)) {
                statement.estimate = statement.estimate.or_else(|| Some(found.estimate(whole)));
            } else if let Some((before, status)) = status::trailing(rest) {
                statement.status.get_or_insert(StatedStatus { status, span: reader.span(rest) });
                rest = before;
                continue;
            } else if strip_word(inside.trim_start(), "wait").is_none()
                && !is_reference(inside)
                && !is_priority(inside)
                && ["no deps", "no dependencies"]
                    .iter()
                    .all(|word| strip_word(inside.trim_start(), word).is_none())
            {
                break;
            }
            rest = before.trim_end();
        } else if let Some((before, inside)) = square_brackets(rest) {
            if let Some(found) = whole_duration(inside).or_else(|| duration_with_priority(inside)) {
                statement.estimate = statement.estimate.or_else(|| Some(found.estimate(whole)));
            } else if let Some((id, _)) = id::leading_id(inside, whole).filter(|(_, after)| after.is_empty())
            {
                statement.alias.get_or_insert(id);
            } else if let Some(clause) = need::strip_opener(inside) {
                need::add(&mut statement.needs, need::clause(clause, whole).needs);
            } else if is_tag(inside) || statement.form == Form::Tree && is_category(inside) {
            } else {
                let Some((before, status)) = status::trailing(rest) else { break };
                statement.status.get_or_insert(StatedStatus { status, span: reader.span(rest) });
                rest = before;
                continue;
            }
            rest = before.trim_end();
        } else if let Some((before, found)) = glued_duration(rest) {
            statement.estimate = statement.estimate.or_else(|| Some(found.estimate(whole)));
            rest = before.trim_end();
        } else if let Some((before, clause)) = trailing_clause(rest, whole) {
            need::add(&mut statement.needs, need::clause(clause, whole).needs);
            rest = before;
        } else if let Some((before, status)) = status::trailing(rest).filter(|_| statement.form != Form::Tree)
        {
            statement.status.get_or_insert(StatedStatus { status, span: reader.span(rest) });
            rest = before;
        } else {
            break;
        }
    }
    let text = trim_title(strip_separator(untagged(rest)));
    let text = strip_check_box(text).map_or(text, |(_, rest)| rest);
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':'));
    if text.chars().any(char::is_alphanumeric) {
        statement.title = Some(StatedText { text: text.to_owned(), span: reader.span(text) });
    }
}

/// Whether words in brackets are a tag: `P` (beside others), `US2` (of a story), `P0` (a priority).
fn is_tag(inside: &str) -> bool {
    // `P with T004`: beside which others.
    if inside.strip_prefix("P with ").is_some_and(|rest| rest.bytes().any(|b| b.is_ascii_digit())) {
        return true;
    }
    let number = inside.strip_prefix("US").filter(|number| !number.is_empty());
    let number = number.or_else(|| inside.strip_prefix('P').filter(|number| number.len() < 2));
    number.is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether words in square brackets behind a line of a tree say who does it: `quick`, `unspecified-high`.
fn is_category(inside: &str) -> bool {
    !inside.is_empty() && inside.len() <= 24 && inside.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
}

/// Cuts tags from the start of a title.
fn untagged(text: &str) -> &str {
    let mut rest = text;
    loop {
        let start = rest.trim_start();
        let square = start.strip_prefix('[').and_then(|t| t.split_once(']'));
        let round = || start.strip_prefix('(').and_then(|t| t.split_once(')'));
        let Some((inside, after)) = square.or_else(round) else { break };
        if !is_tag(inside) {
            break;
        }
        rest = after;
    }
    rest
}

/// `Priority: High`: how important a unit is.
fn is_priority(inside: &str) -> bool {
    let value = strip_word(inside.trim_start(), "priority").and_then(|rest| rest.strip_prefix([':', '：']));
    value.is_some_and(|value| value.split_whitespace().count() == 1)
}

/// `AC: 1, 2`: which requirements a unit serves.
fn is_reference(inside: &str) -> bool {
    let rest = ["ACs", "AC"].iter().find_map(|word| strip_word(inside.trim_start(), word));
    rest.is_some_and(|rest| {
        rest.bytes().any(|b| b.is_ascii_digit())
            && rest
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b':' | b'#' | b' ' | b',' | b'-' | b'.' | b'&'))
    })
}

/// Cuts marks around a title; marks that belong to one of its words stay (`` `a` and `b` ``).
fn trim_title(text: &str) -> &str {
    let text = text.trim();
    let cut = trim_marks(text);
    let ticks = |t: &str| t.bytes().filter(|&b| b == b'`').count();
    if ticks(text) > 2 || ticks(text) == 2 && ticks(cut) == 1 {
        return text.trim_matches(['*', ' ']);
    }
    cut
}

/// Cuts what is drawn behind a title: `Title ─────┐`.
fn cut_drawing(text: &str) -> &str {
    let at = text.char_indices().find(|&(_, c)| matches!(c, '\u{2500}'..='\u{257F}'));
    at.map_or(text, |(at, _)| text[..at].trim_end())
}

/// `Title [KERNEL-T002]`: what stands before and between the brackets.
fn square_brackets(text: &str) -> Option<(&str, &str)> {
    let inside = text.trim_end().strip_suffix(']')?;
    let open = inside.rfind('[')?;
    (!inside[open..].contains('`')).then(|| (text[..open].trim_end(), inside[open + 1..].trim()))
}

/// `Title — needs T011`: a clause behind a dash, if it names an id.
fn trailing_clause<'t>(text: &'t str, whole: &str) -> Option<(&'t str, &'t str)> {
    if let Some((at, arrow)) = ["←", "<-"].iter().find_map(|arrow| last_of(text, arrow).map(|at| (at, arrow)))
    {
        let clause = text[at + arrow.len()..].trim_start_matches(['-', '─', ' ']);
        let named = need::operand(clause, whole).is_some_and(|(operand, ..)| need::is_certain(&operand));
        return named.then(|| (text[..at].trim_end(), clause));
    }
    let (at, dash) = [" — ", " – ", " - ", "; ", "；"]
        .iter()
        .filter_map(|dash| last_of(text, dash).map(|at| (at, dash)))
        .max()?;
    let clause = need::strip_opener(&text[at + dash.len()..])?;
    let named = need::operand(clause, whole).is_some_and(|(operand, ..)| need::is_certain(&operand));
    named.then(|| (text[..at].trim_end(), clause))
}

/// `Title ~3d`, `Title - 4h`: an estimate behind its sign or a dash at the end.
fn glued_duration(text: &str) -> Option<(&str, duration::Duration<'_>)> {
    let signs = memchr::memrchr(b'~', text.as_bytes()).max(last_of(text, "≈")).map(|at| (at, at));
    let signs = signs.max(last_of(text, "⏱").map(|at| (at, at + "⏱".len())));
    let dashes = [" - ", " – ", " — ", " · ", " | "]
        .iter()
        .filter_map(|dash| last_of(text, dash).map(|at| (at, at + dash.len())));
    let (at, from) = dashes.chain(signs).max()?;
    if text.len() - from > 24 {
        return None;
    }
    let found = whole_duration(&text[from..])?;
    Some((&text[..at], found))
}

/// A duration that is all there is between two brackets.
fn whole_duration(inside: &str) -> Option<duration::Duration<'_>> {
    // `Est: 2h`
    if let Some((name, value)) = inside.split_once(':')
        && matches!(label::find(trim_marks(name)), Some(label::Label::Duration))
    {
        return whole_duration(value);
    }
    let found = duration::find(inside)?;
    let words = inside.trim().trim_start_matches(['~', '≈', '\u{FE0F}']).trim();
    let rest = words.replacen(found.text.trim_start_matches(['~', '≈']).trim(), "", 1);
    let rest = rest.trim().trim_matches(['.', ',', ':']);
    (rest.is_empty() || ["est", "estimate", "estimated", "total"].contains(&rest)).then_some(found)
}

/// `2h, P0`, `P1 - 2 hours`: a duration beside a priority, and nothing else.
fn duration_with_priority(inside: &str) -> Option<duration::Duration<'_>> {
    let is_priority = |part: &str| {
        let digits = part
            .strip_prefix(['P', 'p'])
            .is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit());
        digits || ["high", "medium", "low", "critical"].iter().any(|word| part.eq_ignore_ascii_case(word))
    };
    let (head, tail) = inside.split_once([',', '/', '|']).or_else(|| inside.split_once(" - "))?;
    match (is_priority(head.trim()), is_priority(tail.trim())) {
        (true, false) => whole_duration(tail.trim()),
        (false, true) => whole_duration(head.trim()),
        _ => None,
    }
}

/// `~10 min, needs 1.1.1` and `needs 1.1.1, ~10 min`: the needs clause without the duration beside it.
fn timed_needs(inside: &str) -> (&str, Option<duration::Duration<'_>>) {
    const BETWEEN: [char; 2] = [',', ';'];
    if let Some((head, tail)) = inside.split_once(BETWEEN)
        && let Some(found) = whole_duration(head)
        && need::strip_opener(tail.trim_start()).is_some()
    {
        return (tail.trim_start(), Some(found));
    }
    if need::strip_opener(inside).is_some()
        && let Some((head, tail)) = inside.rsplit_once(BETWEEN)
        && let Some(found) = whole_duration(tail.trim())
    {
        return (head, Some(found));
    }
    (inside, None)
}

/// Cuts a suppression comment of a map line: `# planc: ignore[name] reason`.
fn strip_directive(words: &str) -> &str {
    first_of(words, "# planc:").map_or(words, |at| &words[..at])
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
