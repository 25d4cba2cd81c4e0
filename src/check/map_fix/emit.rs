//! Writes a run of blocks with the lines that open its parts.

use std::ops::Range;

use super::layout::{Kind, words_at};
use super::name;
use super::rewrite::{Changes, MEET, Open, Piece, Rewrite, Run};
use super::target::Spot;

impl Rewrite<'_> {
    /// Writes a run that changes.
    pub(super) fn emit(
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
        if !split && *blocks == run.blocks && !blocks.iter().any(|block| open.said.contains_key(block)) {
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
                    None if matches!(run.kind, Kind::Prose | Kind::Headed) => {
                        out.push(Piece::New(String::new()));
                    }
                    None => {}
                }
                slot += 1;
            }
            self.lines_of(run, block, open, &mut out);
        }
        if split {
            open.part = parts.iter().rev().flatten().next().map(|&part| (run.phase, part));
            open.until = run.lines.end;
        }
        if run.kind == Kind::Tree {
            self.redraw(run, &mut out);
        }
        match changes.insert(lines.start, (lines.end, out)) {
            None => Ok(()),
            Some(_) => Err(MEET),
        }
    }

    /// Blank lines between blocks.
    pub(super) fn gaps(&self, run: &Run) -> Vec<Range<usize>> {
        run.blocks
            .windows(2)
            .map(|pair| self.block(pair[0]).lines.end..self.block(pair[1]).lines.start)
            .collect()
    }

    /// The line that opens a part, with the blank lines that its form needs.
    pub(super) fn marker(&self, run: &Run, part: usize, lines: &Range<usize>, out: &mut Vec<Piece>) {
        let names = &self.target.parts[run.phase];
        let words = name::words(&names[part], part.checked_sub(1).map(|before| names[before].as_str()));
        let first = out.is_empty();
        let above = lines.start.checked_sub(1);
        let free_above = above.is_none_or(|line| self.layout.is_blank(line));
        let blank = || Piece::New(String::new());
        let indent = " ".repeat(run.indent);
        match run.kind {
            Kind::Fence | Kind::Tree => {
                let opens =
                    above.is_some_and(|line| self.layout.fence(line).is_some_and(|f| f.start == line));
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

    /// The lines of a block, with the field that is added to it.
    pub(super) fn lines_of(&self, run: &Run, block: usize, open: &Open, out: &mut Vec<Piece>) {
        let lines = self.block(block).lines.clone();
        if run.kind == Kind::Tree && !run.holds(block) {
            // A row hangs where the rows around it do.
            let beside = self.layout.line(self.block(run.blocks[0]).lines.start);
            let prefix: String = beside.chars().take(words_at(beside)).collect();
            let row = |line| self.layout.line(line).chars().skip(words_at(self.layout.line(line)));
            out.extend(lines.map(|line| Piece::New(prefix.chars().chain(row(line)).collect())));
            return;
        }
        let last = lines.end - 1;
        out.extend((lines.start..last).map(Piece::Keep));
        if let Some(field) = open.said.get(&block) {
            out.push(Piece::New(field.clone()));
        }
        out.push(Piece::Keep(last));
    }

    /// The header of a table whose rows are all in the run.
    pub(super) fn table_top(&self, run: &Run) -> Result<usize, &'static str> {
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
}
