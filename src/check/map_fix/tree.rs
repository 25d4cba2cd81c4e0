//! Rows of drawn trees.

use super::layout::words_at;
use super::rewrite::{Piece, Rewrite, Run};

impl Rewrite<'_> {
    pub(super) fn hangs_deeper(&self, run: &Run, block: usize) -> bool {
        let line = |block: usize| self.layout.line(self.block(block).lines.start);
        words_at(line(block)) != words_at(line(run.blocks[0])) || line(block).trim_start().starts_with('│')
    }

    /// Draws `├─` and `└─` so that the last row of each part ends it.
    pub(super) fn redraw(&self, run: &Run, out: &mut [Piece]) {
        let glyph_at =
            |line: &str| line.char_indices().rfind(|(_, c)| matches!(c, '├' | '└')).map(|(at, _)| at);
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
}
