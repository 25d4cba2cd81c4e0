//! The new order of lines: blocks moved as they are, sub-phases opened where their members begin.

use std::collections::BTreeMap;
use std::ops::Range;

use super::layout::{Block, Kind, Layout, stand_together};
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

/// Why a rewrite is given up that would write two things to one place.
pub(super) const MEET: &str = "two changes meet in one line";

/// The last run of each phase, part and form.
pub(super) type Homes = BTreeMap<(usize, Option<usize>, Kind), usize>;

/// Blocks of one phase and part with nothing between them.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) lines: Range<usize>,
    pub(super) blocks: Vec<usize>,
    pub(super) kind: Kind,
    pub(super) phase: usize,
    /// Index into the phase's parts, where the author has put them into one.
    pub(super) part: Option<usize>,
    /// Columns before its first line.
    pub(super) indent: usize,
}

impl Run {
    /// Whether a block stands in it now; its blocks follow each other.
    pub(super) fn holds(&self, block: usize) -> bool {
        self.blocks.first() <= Some(&block) && Some(&block) <= self.blocks.last()
    }
}

/// What a rewrite works with.
pub(super) struct Rewrite<'a> {
    pub(super) document: &'a Document,
    pub(super) map: &'a DocumentMap,
    pub(super) layout: &'a Layout<'a>,
    pub(super) target: &'a Target,
    /// Whether items and windows in headings say their phase in a field of their own, instead of standing below a line
    /// that does.
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
        let homes: Homes =
            runs.iter().enumerate().map(|(at, run)| ((run.phase, run.part, run.kind), at)).collect();
        let mut content: Vec<Vec<usize>> = vec![Vec::new(); runs.len()];
        let mut changes = Changes::new();
        let mut strangers: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        let mut said: BTreeMap<usize, String> = BTreeMap::new();
        for (at, run) in runs.iter().enumerate() {
            for &block in &run.blocks {
                let (kind, spot) = (run.kind, spots[block]);
                let stays = spot.phase == run.phase
                    && (!self.is_parted(run.phase) || spot.part == run.part || spot.part.is_none());
                if stays
                    || kind == Kind::Section
                    || self.by_field && matches!(kind, Kind::Item | Kind::Headed)
                {
                    content[at].push(block);
                } else if let Some(other) = self.home(&homes, kind, spot) {
                    content[other].push(block);
                } else if let Some((other, name)) = self.beside(&homes, block, spot) {
                    // The phase lists its sub-phases apart from its windows.
                    content[other].push(block);
                    said.insert(block, format!("Phase: {name}"));
                } else if self.is_parted(spot.phase) && spot.part.is_some() {
                    strangers.entry((spot.phase, spot.part.unwrap_or(0))).or_default().push(block);
                } else {
                    return Err("a phase has no line of the same form that a subtask could be put beside");
                }
            }
        }
        let mut order = Vec::new();
        let mut open = Open { said, ..Open::default() };
        for (run, blocks) in runs.iter().zip(&mut content) {
            if run.kind != Kind::Section && !self.by_field_at(run) {
                let part = |block: usize| spots[block].part.unwrap_or(0);
                let comes = |block: usize| !run.holds(block);
                blocks.sort_by_key(|&block| (self.is_free(block), part(block), comes(block)));
            }
            order.extend(blocks.iter().map(|&block| (spots[block], block)));
            self.emit(run, blocks, &spots, &mut open, &mut changes)?;
        }
        self.new_parts(&runs, &strangers, &mut changes)?;
        order.extend(strangers.values().flatten().map(|&block| (spots[block], block)));
        Ok(Rewritten { changes, order })
    }

    pub(super) fn block(&self, at: usize) -> &Block {
        &self.layout.blocks[at]
    }

    /// Whether a block keeps windows free.
    pub(super) fn is_free(&self, at: usize) -> bool {
        self.block(at).places.is_empty()
    }

    /// Whether the author has split the phase.
    pub(super) fn is_parted(&self, phase: usize) -> bool {
        !self.map.phases[phase].sub_phases.is_empty()
    }

    pub(super) fn by_field_at(&self, run: &Run) -> bool {
        run.kind == Kind::Item && (self.by_field || run.indent > 0)
            || run.kind == Kind::Headed && self.by_field
    }

    /// The part that a block stands in.
    pub(super) fn part_of(&self, block: &Block) -> Option<usize> {
        let name = &self.document.phases.get(block.sub_phase?.index())?.name;
        self.map.phases[block.phase].sub_phases.iter().position(|part| part == name)
    }

    /// Where each block has to stand: its phase, and the part if the line has to stand in one.
    pub(super) fn spots(&self) -> Result<Vec<Spot>, &'static str> {
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
    pub(super) fn runs(&self) -> Vec<Run> {
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
                    && (run.kind, run.phase, run.part, before.stated)
                        == (block.kind, block.phase, part, block.stated)
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
                runs.push(Run {
                    lines,
                    blocks: vec![at],
                    kind,
                    phase: block.phase,
                    part,
                    indent: block.indent,
                });
            }
        }
        runs
    }

    /// The last run of the same form in the phase and part that a block goes to.
    pub(super) fn home(&self, homes: &Homes, kind: Kind, spot: Spot) -> Option<usize> {
        let part = spot.part.filter(|_| self.is_parted(spot.phase));
        let of = |kind| homes.get(&(spot.phase, part, kind)).copied();
        let text = [Kind::Prose, Kind::Headed].into_iter().filter(|other| stand_together(*other, kind));
        of(kind).or_else(|| text.filter_map(of).max())
    }

    /// A run of the same form outside of all sub-phases, where a field in the block's fence can say the part.
    pub(super) fn beside(&self, homes: &Homes, block: usize, spot: Spot) -> Option<(usize, &str)> {
        let part = spot.part?;
        let kind = self.block(block).kind;
        let fenced = self.layout.fence(self.block(block).lines.end.checked_sub(1)?).is_some();
        let home = self.home(homes, kind, Spot { part: None, ..spot })?;
        let text = matches!(kind, Kind::Prose | Kind::Headed);
        (text && fenced).then(|| (home, self.target.parts[spot.phase][part].as_str()))
    }
}

/// The part that was opened last, as a reader of the result sees it, and what else is added.
#[derive(Debug, Default)]
pub(super) struct Open {
    pub(super) part: Option<(usize, usize)>,
    pub(super) until: usize,
    /// Fields that blocks get.
    pub(super) said: BTreeMap<usize, String>,
}

impl Open {
    /// Whether a part that was opened for an earlier run holds for this one.
    pub(super) fn stands(&self, layout: &Layout<'_>, run: &Run, part: Option<usize>, first: bool) -> bool {
        let in_fence = matches!(run.kind, Kind::Fence | Kind::Tree);
        first
            && !in_fence
            && self.part == part.map(|part| (run.phase, part))
            && (self.until..run.lines.start).all(|line| !layout.is_boundary(line))
    }
}
