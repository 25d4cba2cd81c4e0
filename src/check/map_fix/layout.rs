//! The lines of a document that place subtasks in phases, and what belongs to each of them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::target::by_subtask;
use crate::check::{DocumentMap, Facts};
use crate::source::Span;
use crate::syntax::{Document, Form, PhaseIx, StatedSubtask, fenced_lines};

/// How lines that place subtasks are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Window lines in a fence.
    Fence,
    /// Rows of a drawn tree.
    Tree,
    /// Rows of a table.
    Table,
    /// Items of a list.
    Item,
    /// Paragraphs: a window in bold text with what stands below it.
    Prose,
    /// Windows in headings, with what stands below them.
    Headed,
    /// The section of a subtask.
    Section,
}

/// A statement with the lines that go with it; several where they share a line.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) lines: Range<usize>,
    pub(super) kind: Kind,
    /// Index into the map's phases.
    pub(super) phase: usize,
    /// The phase as stated, and the name of the sub-phase that it stands in.
    pub(super) stated: PhaseIx,
    pub(super) sub_phase: Option<PhaseIx>,
    /// Indices into the map's places; none for windows kept free.
    pub(super) places: Vec<usize>,
    /// Whether it is the statement that puts one of them there.
    pub(super) decides: bool,
    /// Number and place of its window.
    pub(super) window: Option<(u32, Span)>,
    /// Columns before its first word.
    pub(super) indent: usize,
}

/// The text by lines, and its blocks in order.
#[derive(Debug)]
pub(super) struct Layout<'t> {
    pub(super) text: &'t str,
    /// Start of each line, and the end of the text.
    pub(super) starts: Vec<usize>,
    pub(super) fences: Vec<Range<usize>>,
    pub(super) blocks: Vec<Block>,
}

impl<'t> Layout<'t> {
    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// A line without its end.
    pub(super) fn line(&self, at: usize) -> &'t str {
        self.raw(at).trim_end_matches(['\n', '\r'])
    }

    /// A line with its end.
    pub(super) fn raw(&self, at: usize) -> &'t str {
        &self.text[self.starts[at]..self.starts[at + 1]]
    }

    /// Where a line begins.
    pub(super) fn start(&self, at: usize) -> usize {
        self.starts[at]
    }

    /// The line that holds a byte.
    pub(super) fn line_of(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset as usize).saturating_sub(1).min(self.len() - 1)
    }

    /// Whether a line holds nothing.
    pub(super) fn is_blank(&self, at: usize) -> bool {
        self.line(at).trim().is_empty()
    }

    /// The fence that holds a line, opening and closing line included.
    pub(super) fn fence(&self, at: usize) -> Option<&Range<usize>> {
        let behind = self.fences.partition_point(|fence| fence.start <= at);
        self.fences[..behind].last().filter(|fence| at < fence.end)
    }

    /// Reads the blocks of a document.
    pub(super) fn new(facts: &Facts<'t>, map: &DocumentMap) -> Layout<'t> {
        let text = facts.sources[map.file.index()].text();
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1).filter(|&at| at < text.len()));
        starts.push(text.len());
        let mut layout = Layout { text, starts, fences: fenced_lines(text), blocks: Vec::new() };
        let document = &facts.documents[map.file.index()];
        let mut joined: Vec<Option<usize>> = vec![None; document.phases.len()];
        for (at, phase) in map.phases.iter().enumerate() {
            phase.stated.iter().for_each(|ix| joined[ix.index()] = Some(at));
        }
        layout.statements(facts, map, &joined);
        layout.buffers(document, &joined);
        layout.blocks.sort_by_key(|block| block.lines.start);
        layout.bound(document);
        layout
    }

    fn statements(&mut self, facts: &Facts<'_>, map: &DocumentMap, joined: &[Option<usize>]) {
        let at = map.file.index();
        let (document, links) = (&facts.documents[at], &facts.plan.documents[at].subtasks);
        let places = by_subtask(map);
        let mut by_line: BTreeMap<usize, Block> = BTreeMap::new();
        for (index, (statement, link)) in document.subtasks.iter().zip(links).enumerate() {
            let Some(&place) = link.and_then(|ix| places.get(&ix)) else { continue };
            let decides = map.places[place].statement == index;
            let Some(stated) = statement.phase.filter(|_| decides || !statement.form.is_spec()) else {
                continue;
            };
            let Some(phase) = joined[stated.index()] else { continue };
            let block = by_line
                .entry(self.line_of(statement.span.start))
                .or_insert_with(|| self.block(statement, phase, stated));
            block.places.push(place);
            block.decides |= decides;
        }
        self.blocks.extend(by_line.into_values());
    }

    fn block(&self, statement: &StatedSubtask, phase: usize, stated: PhaseIx) -> Block {
        let own = self.line_of(statement.span.start);
        let window = statement.window.map(|window| (window.number, window.span));
        // The window may stand on a line above the one that names the subtask.
        let first = window.map_or(own, |(_, span)| self.line_of(span.start)).min(own);
        let first = if own - first <= 3 { first } else { own };
        let line = self.line(first);
        let kind = if statement.form == Form::Section {
            Kind::Section
        } else if line.starts_with('#') && self.fence(first).is_none() {
            Kind::Headed
        } else {
            self.kind(first)
        };
        Block {
            lines: first..own + 1,
            kind,
            phase,
            stated,
            sub_phase: statement.sub_phase,
            places: Vec::new(),
            decides: false,
            window,
            indent: line.len() - line.trim_start().len(),
        }
    }

    fn kind(&self, at: usize) -> Kind {
        let words = self.line(at).trim_start();
        if words.starts_with(['├', '└', '│']) {
            Kind::Tree
        } else if self.fence(at).is_some() {
            Kind::Fence
        } else if words.starts_with('|') {
            Kind::Table
        } else if is_item(words) {
            Kind::Item
        } else {
            Kind::Prose
        }
    }

    fn buffers(&mut self, document: &Document, joined: &[Option<usize>]) {
        for buffer in &document.buffers {
            let Some((stated, phase)) = buffer.phase.and_then(|ix| Some((ix, joined[ix.index()]?))) else {
                continue;
            };
            let at = self.line_of(buffer.span.start);
            let line = self.line(at);
            self.blocks.push(Block {
                lines: at..at + 1,
                kind: self.kind(at),
                phase,
                stated,
                sub_phase: None,
                places: Vec::new(),
                decides: false,
                window: None,
                indent: line.len() - line.trim_start().len(),
            });
        }
    }

    /// Whether a line is a heading, a rule, or the end of a fence around it.
    pub(super) fn is_boundary(&self, at: usize) -> bool {
        let line = self.line(at).trim();
        line.starts_with('#') && self.fence(at).is_none()
            || matches!(line, "---" | "***" | "___")
            || self.fence(at).is_some_and(|fence| fence.end - 1 == at || fence.start == at)
    }

    pub(super) fn indent(&self, at: usize) -> usize {
        let line = self.line(at);
        line.len() - line.trim_start().len()
    }
}

/// Whether lines of two forms can follow each other.
pub(super) fn stand_together(a: Kind, b: Kind) -> bool {
    let is_text = |kind| matches!(kind, Kind::Prose | Kind::Headed);
    a == b || is_text(a) && is_text(b)
}

/// Columns before the words of a row of a tree.
pub(super) fn words_at(line: &str) -> usize {
    let glyph = |c: &char| c.is_whitespace() || matches!(c, '├' | '└' | '│' | '─' | '┬');
    line.chars().take_while(glyph).count()
}

fn is_item(words: &str) -> bool {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &words[digits..];
    let marked = rest.strip_prefix(['-', '*', '+']).is_some_and(|rest| rest.starts_with([' ', '\t']));
    digits == 0 && marked
        || words.starts_with("• ")
        || digits > 0 && (rest.starts_with(". ") || rest.starts_with(") "))
}
