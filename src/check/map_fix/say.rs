//! Says the part where no line around a subtask can be moved.

use super::field;
use super::layout::Kind;
use super::rewrite::{Changes, MEET, Open, Rewrite, Run};
use super::target::Spot;

impl Rewrite<'_> {
    /// Says phase or part in a field of each block, or in a line before the parent that they all hang below.
    pub(super) fn fields(
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
            let Some(name) = spot
                .part
                .map(|part| &self.target.parts[spot.phase][part])
                .or_else(|| moved.then(|| &self.map.phases[spot.phase].name))
            else {
                continue;
            };
            if !moved && self.part_of(block) == spot.part {
                continue;
            }
            let (line, pieces) = match block.kind {
                Kind::Section | Kind::Headed => field::section(self.layout, block, name),
                _ => field::item(block, name),
            };
            if changes.insert(line.start, (line.end, pieces)).is_some() {
                return Err(MEET);
            }
        }
        Ok(())
    }

    /// Opens a part before the item that holds the items of a run.
    pub(super) fn above_parent(
        &self,
        run: &Run,
        part: Option<usize>,
        open: &mut Open,
        changes: &mut Changes,
    ) -> Result<(), &'static str> {
        let Some(part) = part else { return Ok(()) };
        let parent = (0..run.lines.start)
            .rev()
            .find(|&line| !self.layout.is_blank(line) && self.layout.indent(line) == 0);
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
        match changes.insert(parent, (parent, out)) {
            None => Ok(()),
            Some(_) => Err(MEET),
        }
    }
}
