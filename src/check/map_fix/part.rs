//! Sub-phases behind those that the author wrote.

use std::collections::BTreeMap;

use super::layout::{Kind, stand_together};
use super::name;
use super::rewrite::{Changes, MEET, Piece, Rewrite, Run};

impl Rewrite<'_> {
    /// Opens new sub-phases behind those that the author wrote.
    pub(super) fn new_parts(
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
            let (model, before) = models
                .get(&phase)
                .cloned()
                .or_else(|| self.model(last))
                .ok_or("a sub-phase has no line of its own")?;
            let name = &self.target.parts[phase][part];
            let marker = name::like(&model, &before, name).ok_or("a sub-phase has no line of its own")?;
            let mut end = last.lines.end;
            while end < self.layout.len() && !self.layout.is_blank(end) && !self.layout.is_boundary(end) {
                end += 1;
            }
            let mut out = vec![Piece::New(String::new()), Piece::New(marker.clone())];
            if marker.trim_start().starts_with('#')
                || self.layout.is_blank(self.marker_line(last).unwrap_or(0) + 1)
            {
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
            let there = changes.entry(end).or_insert_with(|| (end, Vec::new()));
            if there.0 != end {
                return Err(MEET);
            }
            there.1.extend(out);
            models.insert(phase, (marker, name.clone()));
        }
        Ok(())
    }

    pub(super) fn marker_line(&self, run: &Run) -> Option<usize> {
        let stated = self.block(run.blocks[0]).sub_phase?;
        Some(self.layout.line_of(self.document.phases.get(stated.index())?.span.start))
    }

    /// The line that opens the sub-phase of a run, and its name as written there.
    pub(super) fn model(&self, run: &Run) -> Option<(String, String)> {
        let stated = self.block(run.blocks[0]).sub_phase?;
        let line = self.layout.line(self.marker_line(run)?);
        Some((line.to_owned(), self.document.phases.get(stated.index())?.name.clone()))
    }
}
