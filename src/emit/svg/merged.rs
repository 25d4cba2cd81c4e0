use super::measure::number;
use crate::emit::html::Markup;
use crate::emit::tty;

/// Bars of one height as one path. Where they are many, bars that lie nearer than half a pixel become one, so that the
/// path cannot be longer than the picture is wide.
pub(super) struct Merged {
    y: f64,
    height: f64,
    join: bool,
    bars: Vec<(f64, f64)>,
}

/// Bars that lie nearer than this are one, where they are joined.
const NEAR: f64 = 0.5;

impl Merged {
    pub(super) fn new(y: f64, height: f64, join: bool) -> Merged {
        Merged { y, height, join, bars: Vec::new() }
    }

    /// Adds a bar; bars come by their start.
    pub(super) fn add(&mut self, from: f64, to: f64) {
        match self.bars.last_mut() {
            Some(last) if self.join && from <= last.1 + NEAR => last.1 = last.1.max(to),
            _ => self.bars.push((from, to)),
        }
    }

    /// Writes the path; nothing where there is no bar.
    pub(super) fn write(self, out: &mut Markup, class: &str) {
        if self.bars.is_empty() {
            return;
        }
        let mut path = String::new();
        for (from, to) in self.bars {
            let long = (to - from - if self.join { 0.0 } else { 1.0 }).max(0.6);
            tty::add(
                &mut path,
                format_args!(
                    "M{} {}h{}v{}H{}z",
                    number(from),
                    number(self.y),
                    number(long),
                    number(self.height),
                    number(from)
                ),
            );
        }
        out.leaf("path", &[("class", class), ("d", &path)]);
    }
}
