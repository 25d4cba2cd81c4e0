//! Which lines below a statement belong to it.

use std::collections::BTreeSet;

use super::layout::{Block, Kind, Layout, words_at};
use crate::syntax::{Directive, Document};

impl Layout<'_> {
    /// Gives blocks the lines below them.
    pub(super) fn bound(&mut self, document: &Document) {
        let mut anchors: Vec<usize> = self.blocks.iter().map(|block| block.lines.start).collect();
        anchors.extend(document.phases.iter().map(|phase| self.line_of(phase.span.start)));
        anchors.sort_unstable();
        let comments = self.comments(document);
        for at in 0..self.blocks.len() {
            let block = &self.blocks[at];
            let next = anchors.partition_point(|&anchor| anchor < block.lines.end);
            let next = anchors.get(next).copied().unwrap_or(self.len());
            let end = match block.kind {
                Kind::Table | Kind::Section => block.lines.end,
                Kind::Fence => self.below_in_fence(block, next),
                Kind::Tree => self.below_in_tree(block, next),
                Kind::Item => self.below_item(block, next),
                Kind::Prose => self.paragraph(block.lines.end, next),
                Kind::Headed => self.headed(block.lines.end, next),
            };
            let start = block.lines.start;
            let above = start.checked_sub(1).filter(|line| comments.contains(line));
            self.blocks[at].lines = above.unwrap_or(start)..end;
        }
    }

    /// Fields that stand deeper than a window line.
    pub(super) fn below_in_fence(&self, block: &Block, next: usize) -> usize {
        let close = self.fence(block.lines.start).map_or(next, |fence| fence.end - 1).min(next);
        let deeper = |at: &usize| !self.is_blank(*at) && self.indent(*at) > block.indent;
        block.lines.end + (block.lines.end..close).take_while(deeper).count()
    }

    /// Rows that hang below a row of a tree.
    pub(super) fn below_in_tree(&self, block: &Block, next: usize) -> usize {
        let own = words_at(self.line(block.lines.start));
        let below = |at: &usize| {
            let line = self.line(*at);
            line.trim_start().starts_with(['├', '└', '│']) && words_at(line) > own
        };
        block.lines.end + (block.lines.end..next).take_while(below).count()
    }

    /// What stands deeper than an item, with blank lines between.
    pub(super) fn below_item(&self, block: &Block, next: usize) -> usize {
        let mut end = block.lines.end;
        for at in block.lines.end..next {
            if self.is_blank(at) {
                continue;
            }
            if self.indent(at) <= block.indent {
                break;
            }
            end = at + 1;
        }
        end
    }

    /// The last line with words below a heading.
    pub(super) fn headed(&self, from: usize, next: usize) -> usize {
        let ends = |at: &usize| self.is_boundary(*at) && self.fence(*at).is_none();
        let end = (from..next).find(ends).unwrap_or(next);
        (from..end).rev().find(|&at| !self.is_blank(at)).map_or(from, |at| at + 1)
    }

    /// The end of a paragraph with the fences that begin in it.
    pub(super) fn paragraph(&self, from: usize, next: usize) -> usize {
        let mut at = from;
        while at < next {
            let below_blank = self.is_blank(at);
            let opens = at + usize::from(below_blank);
            match self.fence(opens).filter(|fence| fence.start == opens && opens < next) {
                Some(fence) => at = fence.end.min(next),
                None if below_blank || self.is_boundary(at) => break,
                None => at += 1,
            }
        }
        at
    }

    /// Lines with nothing but a comment for planc about the line below; they move with it.
    pub(super) fn comments(&self, document: &Document) -> BTreeSet<usize> {
        let about_next = |directive: &&Directive| {
            let line = self.line_of(directive.span.start);
            let below = (line + 1).min(self.len());
            self.line(line).trim_start().starts_with("<!--")
                && directive.covers.start as usize == self.starts[below]
                && directive.covers.end as usize <= self.starts[(below + 1).min(self.len())]
        };
        document.directives.iter().filter(about_next).map(|d| self.line_of(d.span.start)).collect()
    }
}
