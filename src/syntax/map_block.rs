//! Lines of a map inside a fence: window lines, fields below them, and drawn trees.

use super::document::ProblemKind;
use super::id::leading_id;
use super::item::{
    Buffer, ClaimEntity, Form, NeedOperand, PhaseKind, StatedId, StatedNeed, StatedRelation, StatedStatus,
};
use super::outline::UnitNote;
use super::reader::{BOLD, Reader};
use super::text::{
    last_brackets, leading_number, starts_with_clock, strip_decoration, strip_word, trim_marks,
};
use super::unit::{self, Kind, Place};
use super::{allotment, field, heading, need, phase, placement, relation, suspect, window_line};

/// A branch of a drawn tree that announces how many subtasks hang below it.
struct Branch {
    /// Columns before its words.
    depth: usize,
    name: String,
    announced: u32,
    drawn: u32,
    line: usize,
}

/// Rows of a tree that a drawn bracket joins: `───┐`, `───┤──► 1.4`, `───┘`. The row it points at needs them all.
#[derive(Default)]
struct Bracket {
    rows: Vec<StatedId>,
    target: Option<StatedId>,
}

impl Bracket {
    /// Follows the bracket over one line; statements from `before` on stand in it.
    fn line(&mut self, reader: &mut Reader<'_>, line: &str, before: usize) {
        let Some((at, mark)) = line.char_indices().rfind(|&(_, c)| matches!(c, '┐' | '┤' | '┘' | '┼'))
        else {
            *self = Bracket::default();
            return;
        };
        if mark == '┐' {
            *self = Bracket::default();
        }
        self.rows.extend(reader.document.subtasks.get(before..).unwrap_or(&[]).iter().map(|s| s.id.clone()));
        let behind = line[at + mark.len_utf8()..].trim_start_matches(['─', '►', '→', '▶', '>', '-', ' ']);
        if line[at..].contains(['►', '→', '▶', '>'])
            && let Some((id, _)) = leading_id(behind, reader.lines.text())
        {
            self.target = Some(id);
        }
        if mark == '┘'
            && let Some(target) = self.target.take()
        {
            let span = target.span;
            let needs = self.rows.drain(..).map(|id| StatedNeed {
                span: id.span,
                operand: NeedOperand::Id(id),
                note: None,
            });
            let needs = needs.collect();
            reader.document.relations.push(StatedRelation {
                who: vec![NeedOperand::Id(target)],
                needs,
                drawn: true,
                span,
            });
        }
    }
}

/// Reads the lines `from..to`.
pub(super) fn read(reader: &mut Reader<'_>, from: usize, to: usize) {
    let outer = (reader.scope.phase, reader.scope.sub_phase, reader.scope.wave);
    let mut branches: Vec<Branch> = Vec::new();
    let mut bracket = Bracket::default();
    let mut in_tree_phase = false;
    let mut from_zero = None;
    for at in from..to {
        let line = reader.lines.get(at);
        let trimmed = line.trim_start();
        if starts_with_clock(trimmed) {
            reader.scope.reports = true;
            if *from_zero.get_or_insert(trimmed.starts_with("0:00") || trimmed.starts_with("00:00")) {
                allotment::clock(reader, trimmed);
            }
            continue;
        }
        if trimmed.is_empty() {
            continue;
        }
        if trimmed.starts_with(['├', '└', '│', '|', '+', '`']) {
            let before = reader.document.subtasks.len();
            in_tree_phase |= tree_line(reader, at, &mut branches);
            bracket.line(reader, line, before);
        } else if placement::phase_line(reader, at) {
        } else if opens_phase(reader, at, trimmed) {
            flush(reader, &mut branches, 0);
            in_tree_phase = true;
        } else if placement::bracketed(reader, at, trimmed)
            || window_line::read(reader, at, BOLD)
            || reader.scope.relations.is_some() && relation::drawn(reader, at, trimmed)
            || field::read(reader, at)
            || in_tree_phase && task_line(reader, at, trimmed)
        {
        } else {
            suspect::line(reader, at, true);
        }
    }
    flush(reader, &mut branches, 0);
    if in_tree_phase {
        (reader.scope.phase, reader.scope.sub_phase, reader.scope.wave) = outer;
    }
}

/// Opens the phase that a line of a map names; `true` if it names one.
fn opens_phase(reader: &mut Reader<'_>, at: usize, text: &str) -> bool {
    let Some((mut phase, bracket)) = phase::stated(reader, at, strip_decoration(text), true) else {
        return false;
    };
    let lettered = phase.name.bytes().last().is_some_and(|b| b.is_ascii_alphabetic()) && phase.name.len() > 1;
    let parent = phase::around(reader, strip_decoration(text)).filter(|_| lettered);
    phase.parent = parent.map(|(ix, _)| ix);
    let kind = phase.kind;
    let ix = reader.phase(phase);
    if kind != PhaseKind::Phase {
        phase::leave_wave(reader);
        reader.scope.wave = Some((ix, BOLD));
    } else if parent.is_some() {
        reader.scope.sub_phase = Some((ix, BOLD));
    } else {
        reader.scope.phase = Some((ix, BOLD));
        reader.scope.sub_phase = None;
    }
    super::claim::phase(reader, ix, bracket);
    true
}

/// Reads a line of a tree; `true` if it opens a phase.
fn tree_line(reader: &mut Reader<'_>, at: usize, branches: &mut Vec<Branch>) -> bool {
    let line = reader.lines.get(at);
    let text = line.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '├' | '└' | '│' | '─' | '|' | '+' | '-' | '`' | '┬' | '╰' | '╭' | '>')
    });
    if text.is_empty() {
        return false;
    }
    let depth = line[..line.len() - text.len()].chars().count();
    flush(reader, branches, depth);
    let whole = reader.lines.text();
    if opens_phase(reader, at, text) {
        return true;
    }
    let text = trim_marks(text);
    let (state, text) =
        super::status::check_box(text).map_or((None, text), |(state, rest)| (Some(state), rest));
    let named = super::mark::subtask_words(text).and_then(|rest| super::id::after_keyword(rest, whole));
    let found = named.or_else(|| super::id::whole_id(text, whole)).or_else(|| announced(text, whole));
    if let Some((id, words)) = found {
        let separated = words.is_empty() || words.starts_with([':', ' ', '-', '–', '—', '*', '：']);
        if !separated {
            return false;
        }
        let range = need::range_end(words, &id, whole);
        let statement = reader.statement(Form::Tree, id, range.as_ref().map_or(words, |(_, rest)| rest), at);
        if let Some(status) = state {
            let span = reader.lines.span(at);
            reader.document.subtasks[statement].status.get_or_insert(StatedStatus { status, span });
        }
        if let Some((last, _)) = range {
            reader.units[statement] = UnitNote { until: Some(last), certain: false, ..UnitNote::plain() };
        }
        for branch in branches.iter_mut() {
            branch.drawn += 1;
        }
    } else if let Some((id, form)) = heading::integration(reader, text) {
        let form = if form == Form::Reference { form } else { Form::Tree };
        reader.statement(form, id, text, at);
    } else if text.starts_with('[') {
        buffer(reader, at, text);
    } else if let Some((name, inside)) = last_brackets(text)
        && let Some((announced, rest)) = leading_number(inside.trim())
        && ["tasks", "task", "subtasks", "subtask"]
            .iter()
            .any(|word| strip_word(rest.trim_start(), word).is_some())
    {
        branches.push(Branch { depth, name: name.to_owned(), announced, drawn: 0, line: at });
    } else {
        suspect::tree(reader, at, text);
    }
    false
}

/// `Task 4: Title`, `Issue #52: Title`: a unit behind its word.
fn announced<'t>(text: &'t str, whole: &str) -> Option<(StatedId, &'t str)> {
    let unit = unit::read(text, Place::Map, whole)?;
    let named = matches!(unit.kind, Kind::Work | Kind::Issue) && unit.until.is_none();
    (named && unit.words.starts_with([':', '-', '–', '—'])).then_some((unit.id, unit.words))
}

/// Reads `Task 4: Title   [src/a.rs]` below a phase of the map; `true` if it was one.
fn task_line(reader: &mut Reader<'_>, at: usize, text: &str) -> bool {
    let text = super::text::strip_list_marker(text).unwrap_or(text);
    let Some((id, words)) = announced(text, reader.lines.text()) else { return false };
    let words =
        words.rsplit_once("  [").filter(|(_, tail)| tail.ends_with(']')).map_or(words, |(head, _)| head);
    reader.statement(Form::Tree, id, words, at);
    true
}

/// `[2 buffer windows for quick tasks]`.
fn buffer(reader: &mut Reader<'_>, at: usize, text: &str) {
    let inside = text.trim_matches(['[', ']', ' ']);
    let number = leading_number(inside);
    let rest = number.map_or(inside, |(_, rest)| rest.trim_start());
    let span = reader.lines.span(at);
    if reader.options.is_buffer(rest) {
        let count = number.map_or(1, |(count, _)| count);
        let phase = reader.scope.phase.map(|(ix, _)| ix);
        reader.document.buffers.push(Buffer { windows: None, count, phase, span });
    } else if number.is_some() && rest.contains("window") {
        let kind =
            ProblemKind::Unparsed { looks_like: "line of a tree", missing: "an id or the word `buffer`" };
        reader.problem(kind, span);
    }
}

/// Ends branches that are not above `depth` and states what they announced.
fn flush(reader: &mut Reader<'_>, branches: &mut Vec<Branch>, depth: usize) {
    while branches.last().is_some_and(|branch| branch.depth >= depth) {
        let Some(branch) = branches.pop() else { break };
        let span = reader.lines.span(branch.line);
        let words = trim_marks(span.of(reader.lines.text()).trim_start_matches(['├', '└', '│', '─', ' ']));
        let entity = ClaimEntity::Branch { name: branch.name, drawn: branch.drawn };
        super::claim::announced(reader, entity, branch.announced, words);
    }
}
