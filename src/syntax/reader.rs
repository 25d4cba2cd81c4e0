//! The walk over one document: which scope each line stands in, and which dialect reads it.

use super::document::{Document, Problem, ProblemKind};
use super::fence::{self, Fence};
use super::item::{
    Form, NeedOperand, PhaseIx, StatedEstimate, StatedId, StatedNeed, StatedPhase, StatedStatus,
    StatedSubtask, StatedText, StatedWindow, Status,
};
use super::lines::Lines;
use super::outline::{self, UnitNote};
use super::read_options::ReadOptions;
use super::reading::{Reading, ReadingKind, Trace};
use super::unit::{self, Place};
use super::{
    awaiting, card, check_list, claim, directive, field, front_matter, heading, leftover, legend, map_block,
    mark, mermaid, phase, placement, plain_text, prompt, relation, story, sum_list, suspect, table, text,
    waves, window_line,
};
use crate::source::Span;

/// The level of phases, windows and units in bold text: below every heading.
pub(super) const BOLD: u8 = 7;

/// What was read so far, and the scope of the current line.
pub(super) struct Reader<'t> {
    pub(super) lines: &'t Lines<'t>,
    pub(super) options: &'t ReadOptions,
    pub(super) document: Document,
    /// What looks like a part of a plan, if the text turns out to be one.
    pub(super) doubts: Vec<Problem>,
    pub(super) scope: Scope,
    /// Notes about the statements, one for each.
    pub(super) units: Vec<UnitNote>,
    /// Headings that opened phases.
    pub(super) phase_headings: Vec<outline::PhaseHeading>,
    /// Whether the text is laid out with rules of `=` instead of headings.
    pub(super) is_plain: bool,
    /// Whether any line is a rule of `=`.
    pub(super) has_rules: bool,
    /// Marks whose states a legend gives.
    pub(super) legend: Vec<(&'t str, Status)>,
    /// How each line was taken; empty where nobody asks.
    readings: Vec<Reading>,
}

/// An open section or item of a unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub(super) statement: usize,
    /// Level of a section's heading, or columns before an item.
    pub(super) level: u8,
}

/// What the current line stands in.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// The track of the last track heading.
    pub(super) track: Option<usize>,
    /// The open phase and the level of its heading.
    pub(super) phase: Option<(PhaseIx, u8)>,
    /// The open wave or level and the level of its heading.
    pub(super) wave: Option<(PhaseIx, u8)>,
    /// The open sub-phase.
    pub(super) sub_phase: Option<(PhaseIx, u8)>,
    /// The open sections of units, from outer to inner.
    pub(super) sections: Vec<Open>,
    /// The open items of units, from outer to inner.
    pub(super) items: Vec<Open>,
    /// A heading about needs, by its level: lines below it relate subtasks.
    pub(super) relations: Option<u8>,
    /// A window whose subtask is named in a following line.
    pub(super) window: Option<StatedWindow>,
    /// The statement that fields on the next lines belong to.
    pub(super) target: Option<usize>,
    /// A label whose items or value follow.
    pub(super) awaiting: Option<awaiting::Awaiting>,
    /// Whether lines that begin with a clock were met since the last heading of level 1 or 2: the text reports
    /// what happened, and its totals are no claims about the plan.
    pub(super) reports: bool,
    /// How many headings were met.
    pub(super) heading_count: u32,
    /// Features that the section is about: those of its heading, else those that it gives windows.
    pub(super) features: Vec<String>,
    /// Whether a heading names them.
    pub(super) features_by_heading: bool,
    /// The level of that heading.
    pub(super) features_level: u8,
    /// Whether a heading says that an example follows.
    pub(super) is_example: bool,
    /// The fastest parallel way of the section: an index of the document's claims.
    pub(super) parallel_way: Option<usize>,
    /// The list whose times may be summed.
    pub(super) list: sum_list::List,
    /// The task of Task Master whose fields are headings.
    pub(super) card: Option<card::Card>,
    /// Needs stated ahead of an integration test (`After all 4 tracks complete, run this:`).
    pub(super) ahead: Vec<StatedNeed>,
}

impl Scope {
    /// The statement of the innermost open section.
    pub(super) fn section(&self) -> Option<usize> {
        self.sections.last().map(|open| open.statement)
    }

    /// The statement that a field belongs to.
    pub(super) fn owner(&self) -> Option<usize> {
        self.items.last().map(|open| open.statement).or_else(|| self.section()).or(self.target)
    }
}

/// Reads a text; never fails. `traced` asks how each line was taken.
pub(super) fn read(text: &str, path: &str, options: &ReadOptions, traced: bool) -> Trace {
    let lines = Lines::new(text);
    let marks = mark::marks(&lines);
    let fences = fence::fences(&lines, &marks);
    let mut reader = Reader {
        lines: &lines,
        options,
        document: Document::default(),
        doubts: Vec::new(),
        scope: Scope::default(),
        units: Vec::new(),
        phase_headings: Vec::new(),
        is_plain: plain_text::is_plain(text),
        has_rules: memchr::memmem::find(text.as_bytes(), b"\n===").is_some(),
        legend: legend::marks(&lines),
        readings: Vec::new(),
    };
    if traced {
        reader.readings = vec![Reading { kind: ReadingKind::Text, inside: None }; lines.len()];
    }
    let mut next_fence = fences.iter().peekable();
    let mut at = front_matter::read(&mut reader, path);
    reader.note(0, at, ReadingKind::FrontMatter);
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
    reader.close_sections(lines.len(), 0);
    if lines.len() == 1 && text.trim_end().contains('\r') {
        reader.problem(ProblemKind::LoneReturns, Span::new(0, text.find('\r').unwrap_or(0)));
    }
    cut_ranges(&mut reader);
    leftover::leftovers(&mut reader);
    suspect::settle(&mut reader);
    let Reader { mut document, units, phase_headings, readings, .. } = reader;
    story::elsewhere(&mut document, &units, text);
    outline::settle(&mut document, units, phase_headings);
    let prompts = document.subtasks.iter().filter_map(|subtask| subtask.prompt.as_ref());
    let prompts: Vec<Span> = prompts.map(|prompt| prompt.span).collect();
    document.directives = directive::read(&lines, &fences, &prompts);
    let block =
        |fence: &Fence| lines.range(fence.open as usize, fence.end as usize + usize::from(fence.closed));
    document.fences = fences.iter().map(block).collect();
    Trace { document, lines: readings }
}

/// Ranges of phases that are too long to follow: their end was left behind as a note (`-80`).
fn cut_ranges(reader: &mut Reader<'_>) {
    let is_rest = |note: &str| {
        note.strip_prefix(['-', '–']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let needs = reader.document.subtasks.iter().flat_map(|statement| &statement.needs);
    let cut = needs.filter(|need| matches!(need.operand, NeedOperand::Phase(_)));
    let cut = cut.filter(|need| need.note.as_deref().is_some_and(is_rest)).map(|need| need.span);
    let kind = ProblemKind::Limit { followed: "50 phases of a range" };
    let cut: Vec<Problem> = cut.map(|span| Problem { kind: kind.clone(), span }).collect();
    reader.document.problems.extend(cut);
}

impl<'t> Reader<'t> {
    /// Reads a line outside of fences; returns the next line to read.
    fn line(&mut self, at: usize) -> usize {
        let line = self.lines.get(at);
        let Some(first) = line.trim_start().chars().next() else {
            self.blank();
            self.note(at, at + 1, ReadingKind::Blank);
            return at + 1;
        };
        match first {
            '#' if line.starts_with('#') => {
                if let Some((level, words)) = mark::heading_text(line) {
                    self.scope.items.clear();
                    heading::read(self, at, level, words);
                    self.note(at, at + 1, ReadingKind::Heading(level));
                } else {
                    self.prose(at, line);
                }
            }
            '|' => {
                let end = table::read(self, at);
                self.note(at, end, ReadingKind::Table);
                return end;
            }
            '├' | '└' | '│' if self.is_plain && plain_text::branch(self, at) => {
                self.note(at, at + 1, ReadingKind::Field);
            }
            '├' | '└' | '│' => {
                let end = (at..self.lines.len())
                    .find(|&at| !self.lines.get(at).trim_start().starts_with(['├', '└', '│']))
                    .unwrap_or(self.lines.len());
                map_block::read(self, at, end);
                self.note(at, end, ReadingKind::Tree);
                return end;
            }
            '=' if plain_text::is_rule(line) => self.note(at, at + 1, ReadingKind::Rule),
            _ => self.prose(at, line),
        }
        at + 1
    }

    fn prose(&mut self, at: usize, line: &'t str) {
        let kind = self.words(at, line);
        self.note(at, at + 1, kind);
    }

    /// Reads a line that is no heading, table or drawing.
    fn words(&mut self, at: usize, line: &'t str) -> ReadingKind {
        if fence::is_rule(line) {
            self.scope.target = None;
            self.scope.awaiting = None;
            self.scope.items.clear();
            self.close_sections(at, BOLD);
            return ReadingKind::Rule;
        }
        if !self.scope.items.is_empty() {
            let column = text::indent(line);
            while self.scope.items.last().is_some_and(|item| usize::from(item.level) >= column) {
                self.scope.items.pop();
            }
        }
        if let Some(label) = self.scope.awaiting.map(|awaiting| awaiting.label)
            && awaiting::continues(self, at)
        {
            return ReadingKind::Below(label.name());
        }
        if phase::bold(self, at)
            || check_list::read(self, at)
            || window_line::read(self, at, BOLD)
            || self.has_rules && plain_text::read(self, at)
        {
            return ReadingKind::Text;
        }
        if relation::read(self, at) {
            return ReadingKind::Relation;
        }
        if field::read(self, at) {
            return ReadingKind::Field;
        }
        if placement::read(self, at) || placement::phase_line(self, at) {
            return ReadingKind::Placement;
        }
        phase::remarks(self, at);
        claim::prose(self, at);
        suspect::line(self, at, false);
        let item = text::strip_list_marker(line);
        if !line.starts_with([' ', '\t']) && item.is_none() {
            self.scope.target = None;
        }
        match item {
            Some(item) if super::status::check_box(item).is_some() => ReadingKind::CheckBox,
            Some(_) => ReadingKind::Item,
            None => ReadingKind::Text,
        }
    }

    /// Notes how the lines `from..to` were taken, where somebody asks.
    fn note(&mut self, from: usize, to: usize, kind: ReadingKind) {
        if self.readings.is_empty() {
            return;
        }
        let owner = self.scope.items.last().map(|open| open.statement).or_else(|| self.scope.section());
        let inside = owner.map(|owner| self.document.subtasks[owner].id.text.clone());
        for reading in &mut self.readings[from..to] {
            *reading = Reading { kind, inside: inside.clone() };
        }
    }

    fn blank(&mut self) {
        if let Some(awaiting) = &mut self.scope.awaiting {
            awaiting.blank_seen = true;
        }
    }

    /// Reads a fenced block: a prompt, the fields of a window, a drawing, or a map.
    fn block(&mut self, block: &Fence) {
        let kind = self.fenced(block);
        let (open, end) = (block.open as usize, block.end as usize);
        self.note(open, end + usize::from(block.closed), ReadingKind::Fence);
        self.note(open + 1, end, kind);
    }

    fn fenced(&mut self, block: &Fence) -> ReadingKind {
        let awaited = self.scope.awaiting.take();
        if block.info && mermaid::read(self, block) {
            return ReadingKind::Mermaid;
        }
        if !self.inside_work() && waves::read(self, block) {
            return ReadingKind::Map;
        }
        if let Some(statement) = self.scope.section().filter(|_| self.inside_work() || awaited.is_some()) {
            let labelled = awaited.is_some_and(awaiting::Awaiting::is_prompt);
            let note = &self.units[statement];
            let is_subtask = note.rank >= 3 && note.certain;
            let first_bare = !block.info && is_subtask && self.document.subtasks[statement].prompt.is_none();
            if labelled || first_bare {
                prompt::read(self, statement, block);
                return ReadingKind::Prompt;
            }
            return ReadingKind::Example;
        }
        let inside_item =
            self.scope.items.last().is_some_and(|item| {
                usize::from(item.level) < text::indent(self.lines.get(block.open as usize))
            });
        if inside_item || !fence::may_hold_plan(self.lines, block) {
            return if inside_item { ReadingKind::Example } else { ReadingKind::Code };
        }
        map_block::read(self, block.open as usize + 1, block.end as usize);
        if !block.closed && self.scope.phase.is_some() {
            self.problem(ProblemKind::UnclosedFence, self.lines.span(block.open as usize));
        }
        self.scope.target = None;
        ReadingKind::Map
    }

    /// Reads the announcement of a unit in a heading, in bold text or in a plain line, and opens its section.
    pub(super) fn unit(&mut self, at: usize, level: u8, words: &'t str, place: Place) -> bool {
        if self.document.is_one_subtask {
            return false;
        }
        let Some(unit) = unit::read(words, place, self.lines.text()) else { return false };
        if place != Place::Heading {
            self.close(at, level);
        }
        let statement = self.announce(Form::Section, unit, level, at, place);
        self.open_section(statement, level);
        true
    }

    /// Adds the statement of an announced unit.
    pub(super) fn announce(
        &mut self,
        form: Form,
        unit: unit::Unit<'t>,
        level: u8,
        at: usize,
        place: Place,
    ) -> usize {
        let around = self.scope.items.last().or(self.scope.sections.last()).map(|open| open.statement as u32);
        let statement = self.statement(form, unit.id, unit.words, at);
        if let Some(status) = unit.status {
            let span = self.lines.span(at);
            self.document.subtasks[statement].status = Some(StatedStatus { status, span });
        }
        self.units[statement] = UnitNote {
            place,
            kind: unit.kind,
            rank: unit.rank,
            level,
            certain: unit.certain,
            until: unit.until,
            around,
            needs_stated: false,
        };
        statement
    }

    /// Opens the section of a statement.
    pub(super) fn open_section(&mut self, statement: usize, level: u8) {
        self.scope.sections.push(Open { statement, level });
    }

    /// Ends what a heading of `level` ends.
    pub(super) fn close(&mut self, at: usize, level: u8) {
        self.close_sections(at, level);
        if self.scope.phase.is_some_and(|(_, open)| open >= level) {
            self.scope.phase = None;
            self.scope.sub_phase = None;
        }
        if self.scope.wave.is_some_and(|(_, open)| open >= level) {
            self.scope.wave = None;
        }
        if self.scope.sub_phase.is_some_and(|(_, open)| open >= level) {
            self.scope.sub_phase = None;
        }
        if self.scope.relations.is_some_and(|open| open >= level) {
            self.scope.relations = None;
        }
        self.scope.items.clear();
        self.scope.window = None;
        self.scope.target = None;
        self.scope.awaiting = None;
    }

    /// Ends the open sections of `level` and below before line `at`.
    pub(super) fn close_sections(&mut self, at: usize, level: u8) {
        while let Some(&Open { statement, level: open }) = self.scope.sections.last() {
            if open < level {
                return;
            }
            self.scope.sections.pop();
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

    /// Whether an open section is that of a unit of work beyond doubt; chapters, tracks and stories may hold maps.
    pub(super) fn inside_work(&self) -> bool {
        self.scope.sections.iter().any(|open| {
            let note = &self.units[open.statement];
            note.certain && note.rank >= 2
        })
    }

    /// The track in scope, if `statement` is its heading's: a track is a unit that others hang below.
    pub(super) fn track_of(&self, statement: usize) -> Option<usize> {
        let heading = self.document.subtasks[statement].span;
        self.scope.track.filter(|&track| self.document.tracks[track].span == heading)
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
            alias: None,
            group: None,
            list: None,
            phase: self.scope.phase.or(self.scope.wave).map(|(ix, _)| ix),
            sub_phase: self.scope.sub_phase.map(|(ix, _)| ix),
            window: None,
            needs: Vec::new(),
            prerequisites: Vec::new(),
            tools: Vec::new(),
            conflicts: Vec::new(),
            parallel: None,
            slot: None,
            needs_nothing: false,
            other_phase: None,
            estimate: None,
            files: Vec::new(),
            validation: None,
            prompt: None,
            status: None,
            span,
            section: span,
        };
        heading::title(self, &mut statement, words);
        let title = statement.title.as_ref().map_or("", |title| title.span.of(self.lines.text()));
        if let Some(clause) = heading::clause_in_title(title, self.lines.text()) {
            let kind =
                ProblemKind::Unparsed { looks_like: "needs clause", missing: "a pair of brackets around it" };
            self.problem(kind, self.span(clause));
        } else if let Some(clause) = leftover::clause(title, self.lines.text()) {
            self.doubts.push(leftover::problem(self.lines.text(), clause));
        }
        self.document.subtasks.push(statement);
        self.units.push(UnitNote::plain());
        self.document.subtasks.len() - 1
    }

    /// Puts a needs clause into a statement; words that name no subtask become one prerequisite.
    pub(super) fn add_needs(&mut self, statement: usize, words: &str) {
        let whole = self.lines.text();
        if self.document.is_one_subtask && self.units[statement].needs_stated {
            // The front matter says what is needed; the text below it often uses older numbers.
            let text = StatedText { text: text::trim_marks(words).to_owned(), span: self.span(words) };
            self.document.subtasks[statement].prerequisites.push(text);
            return;
        }
        let words = super::need::strip_opener(words).unwrap_or(words);
        let clause = super::need::clause(words, whole);
        let span = self.span(words);
        let nothing = super::need::says_nothing(words);
        self.units[statement].needs_stated |= !clause.needs.is_empty() || nothing;
        if clause.needs.is_empty() && super::need::mentions_id(words, whole) {
            // An id in the middle of a sentence: perhaps a need, perhaps not.
            let missing = "an id where a part of the list begins";
            let kind = ProblemKind::Unparsed { looks_like: "needs clause", missing };
            self.document.problems.push(Problem { kind, span });
        }
        let statement = &mut self.document.subtasks[statement];
        statement.needs_nothing |= nothing;
        if clause.needs.is_empty() && !clause.is_empty() {
            let text = text::trim_marks(words).to_owned();
            statement.prerequisites.push(StatedText { text, span });
        }
        super::need::add(&mut statement.needs, clause.needs);
    }

    /// Gives the open sub-phase or phase its minutes, if it has none.
    pub(super) fn time_phase(&mut self, estimate: StatedEstimate) -> bool {
        let open = self.scope.sub_phase.or(self.scope.phase).or(self.scope.wave);
        let Some((ix, _)) = open else { return false };
        let phase = &mut self.document.phases[ix.index()];
        if phase.estimate.is_none() {
            phase.estimate = Some(estimate);
        }
        true
    }
}
