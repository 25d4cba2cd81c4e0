use super::measure::{cut, number, width};
use crate::emit::html::Markup;
use crate::emit::page_facts::PageFacts;
use crate::plan::SubtaskIx;
use crate::schedule::Slot;
use crate::syntax::Minutes;

pub(super) const WIDTH: f64 = 1240.0;
pub(super) const LEFT: f64 = 54.0;
pub(super) const RIGHT: f64 = 52.0;

/// From minutes and windows to places in the picture.
pub(super) struct Scale {
    /// The whole run.
    pub(super) length: Minutes,
    /// Height of a lane.
    pub(super) lane: f64,
    /// Where the first lane begins.
    pub(super) top: f64,
}

impl Scale {
    /// Where a minute lies.
    pub(super) fn x(&self, at: Minutes) -> f64 {
        LEFT + (WIDTH - LEFT - RIGHT) * at.as_f64() / self.length.as_f64()
    }

    /// Where the lane of a window begins.
    pub(super) fn y(&self, window: u32) -> f64 {
        self.top + f64::from(window - 1) * self.lane
    }

    /// Height of a bar.
    pub(super) fn bar_height(&self) -> f64 {
        if self.lane < 20.0 { self.lane - 2.0 } else { self.lane - 6.0 }
    }
}

/// One subtask: a link with a box, and its name where that fits.
pub(super) fn bar(out: &mut Markup, scale: &Scale, facts: &PageFacts<'_>, slot: &Slot) {
    let ix = slot.subtask;
    let (x, end) = (scale.x(slot.start), scale.x(slot.end));
    let inner = (end - x - 1.0).max(1.0);
    let y = scale.y(slot.window) + (scale.lane - scale.bar_height()) / 2.0;
    let words = label(facts, ix, inner - 7.0, scale);
    out.open("a", &[("href", &facts.link(ix)), ("aria-label", &described(facts, slot, words.as_deref()))]);
    let critical = if facts.is_critical(ix) { " k" } else { "" };
    out.leaf(
        "rect",
        &[
            ("class", &format!("b c{}{critical}", facts.hue(ix))),
            ("x", &number(x)),
            ("y", &number(y)),
            ("width", &number(inner)),
            ("height", &number(scale.bar_height())),
        ],
    );
    if let Some(words) = words {
        let at = number(y + scale.bar_height() / 2.0 + 4.0);
        out.element("text", &[("x", &number(x + 4.0)), ("y", &at)], &words);
    }
    out.close("a");
}

/// The name and title, the name alone, or nothing: what fits.
fn label(facts: &PageFacts<'_>, ix: SubtaskIx, room: f64, scale: &Scale) -> Option<String> {
    if scale.lane < 20.0 {
        return None;
    }
    let name = facts.name(ix);
    let title = &facts.plain_title(ix);
    let rest = room - width(name, 12.0) - 4.0;
    if !title.is_empty()
        && rest > 60.0
        && let Some(title) = cut(title, rest, 12.0)
    {
        return Some(format!("{name} {title}"));
    }
    (width(name, 12.0) <= room).then(|| name.to_owned())
}

/// What a bar says to those who do not see it; it begins with what others see. The whole title stands in the row.
fn described(facts: &PageFacts<'_>, slot: &Slot, visible: Option<&str>) -> String {
    let first = visible.unwrap_or(facts.name(slot.subtask));
    let critical = if facts.is_critical(slot.subtask) { ", critical" } else { "" };
    format!("{first}, window {}, {} to {} min{critical}", slot.window, slot.start, slot.end)
}
