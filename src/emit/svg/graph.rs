use super::columns::Columns;
use super::crossing;
use super::layered::Layered;
use super::measure::{cut, width, wrap};
use super::placement::{Sizes, heights};
use crate::emit::html::Markup;
use crate::emit::page_facts::PageFacts;
use crate::emit::tty;
use crate::plan::SubtaskIx;

/// Boxes carry titles up to here,
const FULL: usize = 150;
/// and names up to here; above there is no picture.
const DENSE: usize = 400;
/// Nor with more direct needs than this.
const NEEDS: usize = 4000;

/// A drawing and what it leaves out.
pub(in crate::emit) struct Picture {
    /// The drawing.
    pub(in crate::emit) svg: Markup,
    /// Arrows that are drawn.
    pub(in crate::emit) drawn: usize,
    /// Direct needs that other needs imply, which have no arrow.
    pub(in crate::emit) implied: usize,
}

/// The needs of the plan in columns: a step of the page's execution, and levels where a step holds a chain.
/// `None` where needs go in a circle, there are none, or the picture would be too large to read.
pub(in crate::emit) fn graph(facts: &PageFacts<'_>) -> Option<Picture> {
    let subtasks = facts.len();
    if subtasks == 0 || subtasks > DENSE || !facts.material.graph.cycles().is_empty() {
        return None;
    }
    let needs: Vec<Vec<usize>> = facts
        .material
        .plan
        .indices()
        .map(|ix| facts.direct(ix, DENSE).first.iter().map(|needed| needed.index()).collect())
        .collect();
    let all: usize = needs.iter().map(Vec::len).sum();
    if all == 0 || all > NEEDS {
        return None;
    }
    let edges = reduced(facts, &needs);
    let columns = Columns::new(facts, &needs);
    let mut layered = Layered::new(&columns.of, &edges);
    crossing::order(&mut layered);
    let dense = subtasks > FULL;
    let look = if dense { DENSE_LOOK } else { FULL_LOOK };
    let middle =
        heights(&layered, &Sizes { node: look.height, bend: 8.0, gap: if dense { 5.0 } else { 9.0 } });
    let drawing = Drawing { facts, look, columns, layered, middle, edges };
    Some(Picture { svg: drawing.svg(), drawn: drawing.edges.len(), implied: all - drawing.edges.len() })
}

/// Edges `(needed, needs it)` that no longer way implies, by rows of ancestors as bits.
fn reduced(facts: &PageFacts<'_>, needs: &[Vec<usize>]) -> Vec<(usize, usize)> {
    let words = needs.len().div_ceil(64);
    let mut above = vec![vec![0u64; words]; needs.len()];
    let mut edges = Vec::new();
    let order = facts.material.graph.order().iter().map(|&node| node as usize);
    for node in order.filter(|&node| node < needs.len()) {
        let mut row = vec![0u64; words];
        for &needed in &needs[node] {
            for (word, other) in row.iter_mut().zip(&above[needed]) {
                *word |= other;
            }
        }
        let kept = needs[node].iter().filter(|&&n| row[n / 64] >> (n % 64) & 1 == 0);
        edges.extend(kept.map(|&needed| (needed, node)));
        for &needed in &needs[node] {
            row[needed / 64] |= 1 << (needed % 64);
        }
        above[node] = row;
    }
    edges.sort_unstable();
    edges
}

#[derive(Clone, Copy)]
struct Look {
    width: f64,
    height: f64,
    titles: bool,
}

const FULL_LOOK: Look = Look { width: 152.0, height: 46.0, titles: true };
const DENSE_LOOK: Look = Look { width: 78.0, height: 18.0, titles: false };
const TOP: f64 = 30.0;
const SIDE: f64 = 6.0;

struct Drawing<'a> {
    facts: &'a PageFacts<'a>,
    look: Look,
    columns: Columns,
    layered: Layered,
    middle: Vec<f64>,
    edges: Vec<(usize, usize)>,
}

impl Drawing<'_> {
    fn svg(&self) -> Markup {
        let gaps = self.gaps();
        let mut left = vec![SIDE];
        for gap in &gaps {
            let last = left[left.len() - 1];
            left.push(last + self.look.width + gap);
        }
        let wide = left[left.len() - 1] + self.look.width + SIDE;
        let high =
            self.middle.iter().fold(0.0, |most: f64, &at| most.max(at)) + self.look.height / 2.0 + TOP + SIDE;
        let mut out = Markup::new();
        out.open(
            "svg",
            &[
                ("viewBox", &format!("0 0 {wide:.0} {high:.0}")),
                ("width", &format!("{wide:.0}")),
                ("height", &format!("{high:.0}")),
                ("class", "graph"),
                ("role", "group"),
                ("aria-label", &format!("{} subtasks and what they need", self.facts.len())),
            ],
        );
        let mut walls = String::new();
        for (column, name) in &self.columns.heads {
            let x = left[*column];
            if *column > 0 {
                let between = x - gaps[column - 1] / 2.0;
                tty::add(&mut walls, format_args!("M{between:.0} 4V{:.0}", high - 4.0));
            }
            out.element("text", &[("x", &format!("{x:.0}")), ("y", "15"), ("class", "step")], name);
        }
        out.leaf("path", &[("class", "wall"), ("d", &walls)]);
        out.raw("<g class=\"e\">");
        for (at, way) in self.layered.ways.iter().enumerate() {
            self.edge(&mut out, at, way, &left);
        }
        out.raw("</g>").line();
        for ix in self.facts.material.plan.indices() {
            self.node(&mut out, ix, left[self.columns.of[ix.index()]]);
        }
        out.close("svg");
        out
    }

    /// Room between columns: more where more edges pass.
    fn gaps(&self) -> Vec<f64> {
        let columns = self.layered.columns.iter();
        let passing =
            columns.map(|column| column.iter().map(|&n| self.layered.right[n].len()).sum::<usize>());
        let mut gaps: Vec<f64> =
            passing.map(|edges| (26.0 + 1.6 * f64::from(edges as u32)).clamp(34.0, 90.0).round()).collect();
        gaps.pop();
        gaps
    }

    fn edge(&self, out: &mut Markup, at: usize, way: &[usize], left: &[f64]) {
        let (from, to) = self.edges[at];
        let y = |node: usize| self.middle[node] + TOP;
        let x = |node: usize| left[self.layered.column[node]];
        let mut path = format!("M{:.0} {:.0}", x(way[0]) + self.look.width, y(way[0]));
        for pair in way.windows(2) {
            let start = x(pair[0]) + self.look.width;
            let (end, level) = (x(pair[1]), y(pair[1]));
            let (half, wide, drop) = ((end - start) / 2.0, end - start, level - y(pair[0]));
            if drop.abs() < 0.5 {
                tty::add(&mut path, format_args!("H{end:.0}"));
            } else {
                tty::add(&mut path, format_args!("c{half:.0} 0 {half:.0} {drop:.0} {wide:.0} {drop:.0}"));
            }
            if self.layered.is_bend(pair[1]) {
                tty::add(&mut path, format_args!("H{:.0}", end + self.look.width));
            }
        }
        let (a, b) = (SubtaskIx(from as u32), SubtaskIx(to as u32));
        let row = |ix| self.facts.material.plan.position(ix);
        let ends = format!("{} {}", row(a), row(b));
        if self.facts.is_critical_step(a, b) {
            out.leaf("path", &[("class", "k"), ("data-e", &ends), ("d", &path)]);
        } else {
            out.leaf("path", &[("data-e", &ends), ("d", &path)]);
        }
    }

    fn node(&self, out: &mut Markup, ix: SubtaskIx, left: f64) {
        let facts = self.facts;
        let Look { width: wide, height, titles } = self.look;
        let top = self.middle[ix.index()] + TOP - height / 2.0;
        let minutes = format!("{} min", facts.minutes(ix));
        // A long name takes the whole first line, and the minutes go to the second.
        let beside = titles && width(facts.name(ix), 13.0) <= wide - 20.0 - width(&minutes, 11.0);
        let name = cut(facts.name(ix), wide - if titles { 14.0 } else { 8.0 }, 13.0).unwrap_or_default();
        let below =
            if beside { facts.plain_title(ix) } else { format!("{minutes} {}", facts.plain_title(ix)) };
        let lines = if titles { wrap(below.trim_end(), 2, wide - 14.0, 11.0) } else { Vec::new() };
        let first = if beside { format!("{name} {minutes}") } else { name.clone() };
        let seen = format!("{first} {}", lines.join(" "));
        let cut_off = !titles || lines.last().is_some_and(|line| line.ends_with('…')) || name.ends_with('…');
        let rest =
            if cut_off { format!(": {} {}", facts.name(ix), facts.plain_title(ix)) } else { String::new() };
        let critical = if facts.is_critical(ix) { ", critical" } else { "" };
        let (link, place) = (facts.link(ix), format!("translate({left:.0} {top:.0})"));
        let label = format!("{}{rest}{critical}", seen.trim());
        // Where the box says it all, its words are its label.
        if label == seen.trim() {
            out.open("a", &[("href", &link), ("transform", &place)]);
        } else {
            out.open("a", &[("href", &link), ("transform", &place), ("aria-label", &label)]);
        }
        let class = format!("b c{}{}", facts.hue(ix), if critical.is_empty() { "" } else { " k" });
        let (wide, height) = (format!("{wide:.0}"), format!("{height:.0}"));
        out.leaf("rect", &[("class", &class), ("width", &wide), ("height", &height)]);
        // The style moves the lines of a box to their places.
        out.element("text", &[("class", "id")], &name);
        if beside {
            out.raw(" ").element("text", &[("class", "min")], &minutes);
        }
        if titles {
            for (class, line) in ["one", "two"].into_iter().zip(&lines) {
                out.raw(" ").element("text", &[("class", class)], line);
            }
        }
        out.close("a");
    }
}
