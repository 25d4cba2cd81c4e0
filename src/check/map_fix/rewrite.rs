//! The new order of lines: blocks moved as they are, sub-phases opened where their members begin.

use std::collections::BTreeMap;
use std::ops::Range;

use super::layout::{Block, Kind, Layout, words_at};
use super::name;
use super::target::{Spot, Target};
use crate::check::DocumentMap;
use crate::syntax::Document;

/// A line of the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A line of the file.
    Keep(usize),
    /// A new line, without its end.
    New(String),
}

/// Lines that go, and what comes in their place; an empty range is an insertion.
pub(super) type Changes = BTreeMap<usize, (usize, Vec<Piece>)>;

/// Blocks of one phase and part with nothing between them.
#[derive(Debug)]
struct Run {
    lines: Range<usize>,
    blocks: Vec<usize>,
    kind: Kind,
    phase: usize,
    /// Index into the phase's parts, where the author has put them into one.
    part: Option<usize>,
    /// Columns before its first line.
    indent: usize,
}

/// What a rewrite works with.
pub(super) struct Rewrite<'a> {
    pub(super) document: &'a Document,
    pub(super) map: &'a DocumentMap,
    pub(super) layout: &'a Layout<'a>,
    pub(super) target: &'a Target,
    /// Whether items say their phase in a field of their own, instead of standing below a line that does.
    pub(super) by_field: bool,
}

/// The result of a rewrite.
pub(super) struct Rewritten {
    pub(super) changes: Changes,
    /// The blocks of changed phases in their new order, with their spots.
    pub(super) order: Vec<(Spot, usize)>,
}

impl Rewrite<'_> {
    /// Works out the new order. The reason if a line cannot be moved.
    pub(super) fn run(&self) -> Result<Rewritten, &'static str> {
        let spots = self.spots()?;
        let runs = self.runs();
        let mut content: Vec<Vec<usize>> = vec![Vec::new(); runs.len()];
        let mut changes = Changes::new();
        let mut strangers: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (at, run) in runs.iter().enumerate() {
            for &block in &run.blocks {
                let (kind, spot) = (run.kind, spots[block]);
                let stays = spot.phase == run.phase && (!self.is_parted(run.phase) || spot.part == run.part || spot.part.is_none());
                if stays || kind == Kind::Section || self.by_field && kind == Kind::Item {
                    content[at].push(block);
                } else if let Some(other) = self.home(&runs, kind, spot) {
                    content[other].push(block);
                } else if self.is_parted(spot.phase) && spot.phase == run.phase && spot.part.is_some() {
                    strangers.entry((spot.phase, spot.part.unwrap_or(0))).or_default().push(block);
                } else {
                    return Err("a phase has no line of the same form that a subtask could be put beside");
                }
            }
        }
        let mut order = Vec::new();
        let mut open: Open = Open::default();
        for (run, blocks) in runs.iter().zip(&mut content) {
            if run.kind != Kind::Section && !self.by_field_at(run) {
                let part = |block: usize| spots[block].part.unwrap_or(0);
                let comes = |block: usize| !run.blocks.contains(&block);
                blocks.sort_by_key(|&block| (self.is_free(block), part(block), comes(block)));
            }
            order.extend(blocks.iter().map(|&block| (spots[block], block)));
            self.emit(run, blocks, &spots, &mut open, &mut changes)?;
        }
        self.new_parts(&runs, &strangers, &mut changes)?;
        order.extend(strangers.values().flatten().map(|&block| (spots[block], block)));
        Ok(Rewritten { changes, order })
    }

    fn block(&self, at: usize) -> &Block {
        &self.layout.blocks[at]
    }

    /// Whether a block keeps windows free.
    fn is_free(&self, at: usize) -> bool {
        self.block(at).places.is_empty()
    }

    /// Whether the author has split the phase.
    fn is_parted(&self, phase: usize) -> bool {
        !self.map.phases[phase].sub_phases.is_empty()
    }

    fn by_field_at(&self, run: &Run) -> bool {
        run.kind == Kind::Item && (self.by_field || run.indent > 0)
    }

    /// The part that a block stands in.
    fn part_of(&self, block: &Block) -> Option<usize> {
        let name = &self.document.phases.get(block.sub_phase?.index())?.name;
        self.map.phases[block.phase].sub_phases.iter().position(|part| part == name)
    }

    /// Where each block has to stand: its phase, and the part if the line has to stand in one.
    fn spots(&self) -> Result<Vec<Spot>, &'static str> {
        let mut in_part = vec![false; self.target.spots.len()];
        for block in self.layout.blocks.iter().filter(|block| self.part_of(block).is_some()) {
            for &place in &block.places {
                in_part[place] |= block.phase == self.target.spots[place].phase;
            }
        }
        let mut spots = Vec::with_capacity(self.layout.blocks.len());
        for block in &self.layout.blocks {
            let Some((&first, others)) = block.places.split_first() else {
                spots.push(Spot { phase: block.phase, part: None });
                continue;
            };
            let spot = self.target.spots[first];
            if others.iter().any(|&other| self.target.spots[other] != spot) {
                return Err("subtasks that have to part share a line");
            }
            let needs_part = if self.is_parted(spot.phase) {
                self.part_of(block).is_some() && block.phase == spot.phase || block.decides && !in_part[first]
            } else {
                block.decides
            };
            spots.push(Spot { phase: spot.phase, part: spot.part.filter(|_| needs_part) });
        }
        Ok(spots)
    }

    /// Blocks of changed phases that follow each other without anything between them.
    fn runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for (at, block) in self.layout.blocks.iter().enumerate() {
            if !self.target.changed[block.phase] {
                continue;
            }
            let part = self.part_of(block);
            let joins = runs.last().is_some_and(|run| {
                let before = self.block(*run.blocks.last().unwrap_or(&at));
                let between = run.lines.end..block.lines.start;
                let blank_ends = matches!(block.kind, Kind::Tree | Kind::Table);
                at > 0
                    && run.blocks.last() == Some(&(at - 1))
                    && block.kind != Kind::Section
                    && (run.kind, run.phase, run.part, before.stated) == (block.kind, block.phase, part, block.stated)
                    && (block.kind == Kind::Tree || before.indent == block.indent)
                    && between.clone().all(|line| self.layout.is_blank(line))
                    && (between.is_empty() || !blank_ends)
                    && self.layout.fence(before.lines.start).map(|f| f.start)
                        == self.layout.fence(block.lines.start).map(|f| f.start)
            });
            if let Some(run) = runs.last_mut().filter(|_| joins) {
                run.blocks.push(at);
                run.lines.end = block.lines.end;
            } else {
                let (lines, kind) = (block.lines.clone(), block.kind);
                runs.push(Run { lines, blocks: vec![at], kind, phase: block.phase, part, indent: block.indent });
            }
        }
        runs
    }

    /// The last run of the same form in the phase and part that a block goes to.
    fn home(&self, runs: &[Run], kind: Kind, spot: Spot) -> Option<usize> {
        let part = spot.part.filter(|_| self.is_parted(spot.phase));
        let like = |run: &&Run| run.phase == spot.phase && run.part == part;
        let same = |run: &Run| like(&run) && run.kind == kind;
        runs.iter().rposition(same).or_else(|| runs.iter().rposition(|run| like(&run) && stand_together(run.kind, kind)))
    }

    /// Writes a run that changes.
    fn emit(
        &self,
        run: &Run,
        blocks: &[usize],
        spots: &[Spot],
        open: &mut Open,
        changes: &mut Changes,
    ) -> Result<(), &'static str> {
        let parts: Vec<Option<usize>> = blocks.iter().map(|&block| spots[block].part).collect();
        let split = !self.is_parted(run.phase) && parts.iter().any(Option::is_some);
        if run.kind == Kind::Section || self.by_field_at(run) && (split || self.by_field) {
            return self.fields(run, blocks, spots, open, changes);
        }
        if !split && *blocks == run.blocks {
            return Ok(());
        }
        if blocks.is_empty() && run.kind == Kind::Table {
            return Err("a table would be left without rows");
        }
        let mut out = Vec::new();
        let mut lines = run.lines.clone();
        if run.kind == Kind::Table && split {
            lines.start = self.table_top(run)?;
        }
        if split && run.kind == Kind::Tree && blocks.iter().any(|&block| self.hangs_deeper(run, block)) {
            return Err("a drawn tree has branches below its phase");
        }
        let gaps = self.gaps(run);
        let mut slot = 0;
        for (at, &block) in blocks.iter().enumerate() {
            let part = parts[at].filter(|_| split);
            let new_part = part.is_some() && (at == 0 || part != parts[at - 1]);
            if new_part && !open.stands(self.layout, run, part, at == 0) {
                self.marker(run, part.unwrap_or(0), &lines, &mut out);
            } else if at > 0 {
                match gaps.get(slot) {
                    Some(gap) => out.extend(gap.clone().map(Piece::Keep)),
                    None if matches!(run.kind, Kind::Prose | Kind::Headed) => out.push(Piece::New(String::new())),
                    None => {}
                }
                slot += 1;
            }
            out.extend(self.block(block).lines.clone().map(Piece::Keep));
        }
        if split {
            open.part = parts.iter().rev().flatten().next().map(|&part| (run.phase, part));
            open.until = run.lines.end;
        }
        if run.kind == Kind::Tree {
            self.redraw(run, &mut out);
        }
        changes.insert(lines.start, (lines.end, out));
        Ok(())
    }

    /// Blank lines between blocks.
    fn gaps(&self, run: &Run) -> Vec<Range<usize>> {
        run.blocks.windows(2).map(|pair| self.block(pair[0]).lines.end..self.block(pair[1]).lines.start).collect()
    }

    /// The line that opens a part, with the blank lines that its form needs.
    fn marker(&self, run: &Run, part: usize, lines: &Range<usize>, out: &mut Vec<Piece>) {
        let names = &self.target.parts[run.phase];
        let words = name::words(&names[part], part.checked_sub(1).map(|before| names[before].as_str()));
        let first = out.is_empty();
        let above = lines.start.checked_sub(1);
        let free_above = above.is_none_or(|line| self.layout.is_blank(line));
        let blank = || Piece::New(String::new());
        let indent = " ".repeat(run.indent);
        match run.kind {
            Kind::Fence | Kind::Tree => {
                let opens = above.is_some_and(|line| self.layout.fence(line).is_some_and(|f| f.start == line));
                if run.kind == Kind::Fence && !(first && (free_above || opens)) {
                    out.push(blank());
                }
                out.push(Piece::New(format!("{indent}{words}")));
            }
            Kind::Table | Kind::Item | Kind::Prose | Kind::Headed | Kind::Section => {
                if !(first && free_above) {
                    out.push(blank());
                }
                out.push(Piece::New(if run.kind == Kind::Headed {
                    // A heading ends what bold text has opened; only one above it holds.
                    let level = self.layout.line(lines.start).bytes().take_while(|b| *b == b'#').count();
                    format!("{} {words}", "#".repeat(level.saturating_sub(1).max(1)))
                } else {
                    format!("**{words}**")
                }));
                out.push(blank());
                if run.kind == Kind::Table {
                    out.extend([lines.start, lines.start + 1].map(|line| {
                        if first { Piece::Keep(line) } else { Piece::New(self.layout.line(line).to_owned()) }
                    }));
                }
            }
        }
    }

    /// The header of a table whose rows are all in the run.
    fn table_top(&self, run: &Run) -> Result<usize, &'static str> {
        let is_row = |at: usize| at < self.layout.len() && self.layout.line(at).trim_start().starts_with('|');
        let mut top = run.lines.start;
        while top > 0 && is_row(top - 1) {
            top -= 1;
        }
        if top + 2 == run.lines.start && !is_row(run.lines.end) {
            Ok(top)
        } else {
            Err("a table holds rows of several phases")
        }
    }

    fn hangs_deeper(&self, run: &Run, block: usize) -> bool {
        let line = |block: usize| self.layout.line(self.block(block).lines.start);
        words_at(line(block)) != words_at(line(run.blocks[0])) || line(block).trim_start().starts_with('│')
    }

    /// Draws `├─` and `└─` so that the last row of each part ends it.
    fn redraw(&self, run: &Run, out: &mut [Piece]) {
        let glyph_at = |line: &str| line.char_indices().rfind(|(_, c)| matches!(c, '├' | '└')).map(|(at, _)| at);
        let Some(own) = glyph_at(self.layout.line(self.block(run.blocks[0]).lines.start)) else { return };
        let text = |piece: &Piece| match piece {
            Piece::Keep(line) => self.layout.line(*line).to_owned(),
            Piece::New(line) => line.clone(),
        };
        // A run that did not end its branch does not do so now.
        let last_line = self.block(*run.blocks.last().unwrap_or(&0)).lines.start;
        let ends_branch = self.layout.line(last_line).get(own..).is_some_and(|line| line.starts_with('└'));
        let mut last = ends_branch;
        for piece in out.iter_mut().rev() {
            let line = text(piece);
            let Some(glyph) = line.get(own..).and_then(|rest| rest.chars().next()) else { continue };
            let drawn = match glyph {
                '├' | '└' => {
                    let drawn = if last { '└' } else { '├' };
                    last = false;
                    drawn
                }
                '│' if last => ' ',
                _ if line.trim_start().starts_with(['├', '└', '│', ' ']) => continue,
                _ => {
                    last = true;
                    continue;
                }
            };
            if drawn != glyph {
                let end = own + glyph.len_utf8();
                *piece = Piece::New(format!("{}{drawn}{}", &line[..own], &line[end..]));
            }
        }
    }

    /// Says phase or part in a field of each block, or in a line before the parent that they all hang below.
    fn fields(
        &self,
        run: &Run,
        blocks: &[usize],
        spots: &[Spot],
        open: &mut Open,
        changes: &mut Changes,
    ) -> Result<(), &'static str> {
        if run.kind == Kind::Item && !self.by_field {
            let part = spots[blocks[0]].part;
            if blocks.iter().all(|&block| spots[block].part == part) {
                return self.above_parent(run, part, open, changes);
            }
            return Err("subtasks of one group have to part");
        }
        for &at in blocks {
            let (block, spot) = (self.block(at), spots[at]);
            let moved = spot.phase != block.phase;
            let Some(name) = spot.part.map(|part| &self.target.parts[spot.phase][part]).or_else(|| {
                moved.then(|| &self.map.phases[spot.phase].name)
            }) else {
                continue;
            };
            if !moved && self.part_of(block) == spot.part {
                continue;
            }
            let (line, pieces) = match block.kind {
                Kind::Section => super::field::section(self.layout, block, name),
                _ => super::field::item(block, name),
            };
            if changes.insert(line.start, (line.end, pieces)).is_some() {
                return Err("two changes meet in one line");
            }
        }
        Ok(())
    }

    /// Opens a part before the item that holds the items of a run.
    fn above_parent(
        &self,
        run: &Run,
        part: Option<usize>,
        open: &mut Open,
        changes: &mut Changes,
    ) -> Result<(), &'static str> {
        let Some(part) = part else { return Ok(()) };
        let parent = (0..run.lines.start).rev().find(|&line| {
            !self.layout.is_blank(line) && self.layout.indent(line) == 0
        });
        let parent = parent.ok_or("a list has no item that holds its items")?;
        if open.stands(self.layout, run, Some(part), true) {
            open.until = run.lines.end;
            return Ok(());
        }
        if let Some((phase, before)) = open.part
            && phase == run.phase
            && before >= part
        {
            return Err("groups of subtasks would have to change places");
        }
        let mut out = Vec::new();
        self.marker(run, part, &(parent..parent), &mut out);
        open.part = Some((run.phase, part));
        open.until = run.lines.end;
        changes.insert(parent, (parent, out));
        Ok(())
    }

    /// Opens new sub-phases behind those that the author wrote.
    fn new_parts(
        &self,
        runs: &[Run],
        strangers: &BTreeMap<(usize, usize), Vec<usize>>,
        changes: &mut Changes,
    ) -> Result<(), &'static str> {
        let mut models: BTreeMap<usize, (String, String)> = BTreeMap::new();
        for (&(phase, part), blocks) in strangers {
            let last = runs.iter().rfind(|run| run.phase == phase && run.part.is_some());
            let last = last.ok_or("a phase lists its sub-phases apart from its subtasks")?;
            if blocks.iter().any(|&block| !stand_together(self.block(block).kind, last.kind)) {
                return Err("a phase lists its sub-phases apart from its windows");
            }
            let (model, before) = models.get(&phase).cloned().or_else(|| self.model(last)).ok_or("a sub-phase has no line of its own")?;
            let name = &self.target.parts[phase][part];
            let marker = name::like(&model, &before, name).ok_or("a sub-phase has no line of its own")?;
            let mut end = last.lines.end;
            while end < self.layout.len() && !self.layout.is_blank(end) && !self.layout.is_boundary(end) {
                end += 1;
            }
            let mut out = vec![Piece::New(String::new()), Piece::New(marker.clone())];
            if marker.trim_start().starts_with('#') || self.layout.is_blank(self.marker_line(last).unwrap_or(0) + 1) {
                out.push(Piece::New(String::new()));
            }
            for &block in blocks {
                out.extend(self.block(block).lines.clone().map(Piece::Keep));
                if matches!(last.kind, Kind::Prose | Kind::Headed) {
                    out.push(Piece::New(String::new()));
                }
            }
            if matches!(last.kind, Kind::Prose | Kind::Headed) {
                out.pop();
            }
            changes.entry(end).or_insert_with(|| (end, Vec::new())).1.extend(out);
            models.insert(phase, (marker, name.clone()));
        }
        Ok(())
    }

    fn marker_line(&self, run: &Run) -> Option<usize> {
        let stated = self.block(run.blocks[0]).sub_phase?;
        Some(self.layout.line_of(self.document.phases.get(stated.index())?.span.start))
    }

    /// The line that opens the sub-phase of a run, and its name as written there.
    fn model(&self, run: &Run) -> Option<(String, String)> {
        let stated = self.block(run.blocks[0]).sub_phase?;
        let line = self.layout.line(self.marker_line(run)?);
        Some((line.to_owned(), self.document.phases.get(stated.index())?.name.clone()))
    }
}

/// Whether lines of two forms can follow each other.
fn stand_together(a: Kind, b: Kind) -> bool {
    let is_text = |kind| matches!(kind, Kind::Prose | Kind::Headed);
    a == b || is_text(a) && is_text(b)
}

/// The part that was opened last, as a reader of the result sees it.
#[derive(Debug, Default)]
struct Open {
    part: Option<(usize, usize)>,
    until: usize,
}

impl Open {
    /// Whether a part that was opened for an earlier run holds for this one.
    fn stands(&self, layout: &Layout<'_>, run: &Run, part: Option<usize>, first: bool) -> bool {
        let in_fence = matches!(run.kind, Kind::Fence | Kind::Tree);
        first
            && !in_fence
            && self.part == part.map(|part| (run.phase, part))
            && (self.until..run.lines.start).all(|line| !layout.is_boundary(line))
    }
}
