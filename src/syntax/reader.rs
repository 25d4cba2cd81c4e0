//! The walk over one document: which scope each line stands in, and which dialect reads it.

use super::document::{Document, Problem, ProblemKind};
use super::fence::{self, Fence};
use super::item::{
    Form, PhaseIx, StatedEstimate, StatedId, StatedNeed, StatedPhase, StatedSubtask, StatedText, StatedWindow,
};
use super::lines::Lines;
use super::{claim, field, heading, map_block, mark, prompt, table, text, window_line};
use crate::source::Span;

/// The level of phases and windows in bold text: below every heading.
pub(super) const BOLD: u8 = 7;

/// What was read so far, and the scope of the current line.
pub(super) struct Reader<'t> {
    pub(super) lines: &'t Lines<'t>,
    pub(super) document: Document,
    pub(super) scope: Scope,
}

/// What the current line stands in.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// The track of the last track heading.
    pub(super) track: Option<usize>,
    /// The open phase and the level of its heading.
    pub(super) phase: Option<(PhaseIx, u8)>,
    /// The open sub-phase.
    pub(super) sub_phase: Option<(PhaseIx, u8)>,
    /// The open section of a subtask, as index of its statement, and the level of its heading.
    pub(super) section: Option<(usize, u8)>,
    /// A window whose subtask is named in a following line.
    pub(super) window: Option<StatedWindow>,
    /// The statement that fields on the next lines belong to.
    pub(super) target: Option<usize>,
    /// A label whose items or value follow.
    pub(super) awaiting: Option<field::Awaiting>,
    /// Whether lines that begin with a clock were met since the last heading of level 1 or 2: the text reports
    /// what happened, and its totals are no claims about the plan.
    pub(super) reports: bool,
    /// Needs stated ahead of an integration test (`After all 4 tracks complete, run this:`).
    pub(super) ahead: Vec<StatedNeed>,
}

/// Reads a text; never fails.
pub(super) fn read(text: &str) -> Document {
    let lines = Lines::new(text);
    let marks = mark::marks(&lines);
    let fences = fence::fences(&lines, &marks);
    let mut reader = Reader { lines: &lines, document: Document::default(), scope: Scope::default() };
    let mut next_fence = fences.iter().peekable();
    let mut at = front_matter_end(&lines);
    while at < lines.len() {
        while next_fence.peek().is_some_and(|fence| (fence.open as usize) < at) {
            next_fence.next();
        }
        if let Some(fence) = next_fence.next_if(|fence| fence.open as usize == at) {
            reader.block(fence);
            at = fence.end as usize + usize::from(fence.closed);
        } else {
            at = reader.line(at);
        }
    }
    reader.close_section(lines.len());
    reader.document
}

/// The first line behind YAML front matter; 0 where there is none.
fn front_matter_end(lines: &Lines<'_>) -> usize {
    if lines.len() == 0 || lines.get(0).trim_end() != "---" {
        return 0;
    }
    (1..lines.len().min(200)).find(|&at| lines.get(at).trim_end() == "---").map_or(0, |at| at + 1)
}

impl<'t> Reader<'t> {
    /// Reads a line outside of fences; returns the next line to read.
    fn line(&mut self, at: usize) -> usize {
        let line = self.lines.get(at);
        let Some(first) = line.trim_start().chars().next() else {
            self.blank();
            return at + 1;
        };
        match first {
            '#' if line.starts_with('#') => {
                if let Some((level, words)) = mark::heading_text(line) {
                    heading::read(self, at, level, words);
                }
            }
            '|' => return table::read(self, at),
            '├' | '└' | '│' => {
                let end = (at..self.lines.len())
                    .find(|&at| !self.lines.get(at).trim_start().starts_with(['├', '└', '│']))
                    .unwrap_or(self.lines.len());
                map_block::read(self, at, end);
                return end;
            }
            _ => self.prose(at, line),
        }
        at + 1
    }

    fn prose(&mut self, at: usize, line: &'t str) {
        if fence::is_rule(line) {
            self.scope.target = None;
            self.scope.awaiting = None;
            return;
        }
        if field::continues(self, at) || heading::bold(self, at) || window_line::read(self, at, BOLD) {
            return;
        }
        if field::read(self, at) {
            return;
        }
        heading::remarks(self, at);
        claim::prose(self, at);
        if !line.starts_with([' ', '\t']) && text::strip_list_marker(line).is_none() {
            self.scope.target = None;
        }
    }

    fn blank(&mut self) {
        if let Some(awaiting) = &mut self.scope.awaiting {
            awaiting.blank_seen = true;
        }
    }

    /// Reads a fenced block: a prompt, the fields of a window, or a map.
    fn block(&mut self, block: &Fence) {
        let awaited = self.scope.awaiting.take();
        if let Some((statement, _)) = self.scope.section {
            let labelled = awaited.is_some_and(|a| a.is_prompt());
            let first_bare = !block.info && self.document.subtasks[statement].prompt.is_none();
            if labelled || first_bare {
                prompt::read(self, statement, block);
                return;
            }
            return;
        }
        if !fence::may_hold_plan(self.lines, block) {
            return;
        }
        map_block::read(self, block.open as usize + 1, block.end as usize);
        if !block.closed && self.scope.phase.is_some() {
            self.problem(ProblemKind::UnclosedFence, self.lines.span(block.open as usize));
        }
        self.scope.target = None;
    }

    /// Ends what a heading of `level` ends.
    pub(super) fn close(&mut self, at: usize, level: u8) {
        if self.scope.section.is_some_and(|(_, open)| open >= level) {
            self.close_section(at);
        }
        if self.scope.phase.is_some_and(|(_, open)| open >= level) {
            self.scope.phase = None;
            self.scope.sub_phase = None;
        }
        if self.scope.sub_phase.is_some_and(|(_, open)| open >= level) {
            self.scope.sub_phase = None;
        }
        self.scope.window = None;
        self.scope.target = None;
        self.scope.awaiting = None;
    }

    /// Ends the open subtask section before line `at`.
    pub(super) fn close_section(&mut self, at: usize) {
        if let Some((statement, _)) = self.scope.section.take() {
            let mut end = at;
            while end > 0 {
                let line = self.lines.get(end - 1);
                if !(line.trim().is_empty() || fence::is_rule(line)) {
                    break;
                }
                end -= 1;
            }
            let statement = &mut self.document.subtasks[statement];
            statement.section.end = self.lines.range(0, end).end.max(statement.span.end);
            prompt::bound_bare(statement, self.lines);
        }
    }

    /// Where `part` stands.
    pub(super) fn span(&self, part: &str) -> Span {
        text::span_in(self.lines.text(), part)
    }

    pub(super) fn problem(&mut self, kind: ProblemKind, span: Span) {
        self.document.problems.push(Problem { kind, span });
    }

    pub(super) fn phase(&mut self, phase: StatedPhase) -> PhaseIx {
        self.document.phases.push(phase);
        PhaseIx(self.document.phases.len() as u32 - 1)
    }

    /// Adds a statement about `id` in the current scope and returns its index.
    ///
    /// `words` stand behind the id: the title, with needs and minutes in brackets at its end.
    pub(super) fn statement(&mut self, form: Form, id: StatedId, words: &str, at: usize) -> usize {
        let span = self.lines.span(at);
        let mut statement = StatedSubtask {
            form,
            id,
            title: None,
            phase: self.scope.phase.map(|(ix, _)| ix),
            sub_phase: self.scope.sub_phase.map(|(ix, _)| ix),
            window: None,
            needs: Vec::new(),
            prerequisites: Vec::new(),
            estimate: None,
            files: Vec::new(),
            validation: None,
            prompt: None,
            status: None,
            span,
            section: span,
        };
        heading::title(self, &mut statement, words);
        self.document.subtasks.push(statement);
        self.document.subtasks.len() - 1
    }

    /// Puts a needs clause into a statement; words that name no subtask become one prerequisite.
    pub(super) fn add_needs(&mut self, statement: usize, words: &str) {
        let whole = self.lines.text();
        let words = super::need::strip_opener(words).unwrap_or(words);
        let clause = super::need::clause(words, whole);
        let span = self.span(words);
        let statement = &mut self.document.subtasks[statement];
        if clause.needs.is_empty() && !clause.is_empty() {
            let text = text::trim_marks(words).to_owned();
            statement.prerequisites.push(StatedText { text, span });
        }
        statement.needs.extend(clause.needs);
    }

    /// Gives the open sub-phase or phase its minutes, if it has none.
    pub(super) fn time_phase(&mut self, estimate: StatedEstimate) -> bool {
        let open = self.scope.sub_phase.or(self.scope.phase);
        let Some((ix, _)) = open else { return false };
        let phase = &mut self.document.phases[ix.index()];
        if phase.estimate.is_none() {
            phase.estimate = Some(estimate);
        }
        true
    }
}
