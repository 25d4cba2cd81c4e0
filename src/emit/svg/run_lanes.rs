use super::axis;
use super::gantt_bar::{LEFT, RIGHT, Scale, WIDTH};
use super::measure::{number, width};
use super::merged::Merged;
use crate::emit::html::{Markup, RunFacts, cause_words, described};
use crate::emit::tty;
use crate::runlog::Outcome;
use crate::runlog::metrics::{Cause, Try, WindowFigures};
use crate::schedule::Slot;
use crate::syntax::Minutes;

/// Above this many tries a lane is one path per kind of bar and its bars have no links.
const BARS: usize = 1000;
/// Above this many windows there is no picture.
const LANES: usize = 200;
/// Above this many pauses none is drawn.
const PAUSES: usize = 40;

/// Planned over actual: two lanes per window, a thin bar for what the schedule gives it and a thick one per try.
/// Empty where there is nothing to draw, or too many windows.
pub(in crate::emit) fn run_lanes(facts: &RunFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let metrics = facts.metrics();
    let makespan = facts.plan.execution.and_then(|execution| execution.makespan).unwrap_or_default();
    let length = metrics.timeline.tries.iter().map(|own| own.until).max().unwrap_or_default();
    let length = length.max(metrics.timeline.end).max(makespan);
    let windows = &metrics.windows;
    if length.is_zero() || windows.is_empty() || windows.len() > LANES {
        return out;
    }
    let lane = match windows.len() {
        0..=20 => 38.0,
        21..=48 => 28.0,
        _ => 16.0,
    };
    let picture = Picture { facts, scale: Scale { length, lane, top: 38.0 } };
    let height = picture.scale.top + lane * f64::from(windows.len() as u32) + 8.0;
    let label = format!("{} windows over {length} minutes, planned above actual", windows.len());
    out.open(
        "svg",
        &[
            ("viewBox", &format!("0 0 {} {}", number(WIDTH), number(height))),
            ("class", "gantt run"),
            ("role", "group"),
            ("aria-label", &label),
        ],
    );
    picture.grid(&mut out, height);
    let mut slots: std::collections::BTreeMap<u32, Vec<&Slot>> = std::collections::BTreeMap::new();
    for slot in facts.plan.execution.iter().flat_map(|execution| &execution.slots) {
        slots.entry(slot.window).or_default().push(slot);
    }
    let tries: std::collections::BTreeMap<Option<u32>, &[usize]> = metrics.timeline.windows().collect();
    for (row, own) in (1..).zip(windows) {
        let planned = own.window.and_then(|window| slots.get(&window)).map_or(&[][..], Vec::as_slice);
        picture.lane(&mut out, row, own, planned, tries.get(&own.window).copied().unwrap_or_default());
        out.line();
    }
    out.close("svg");
    out
}

struct Picture<'a> {
    facts: &'a RunFacts<'a>,
    scale: Scale,
}

impl Picture<'_> {
    /// Where the planned bars of a row begin, and how high they are.
    fn planned(&self, row: u32) -> (f64, f64) {
        (self.scale.y(row) + 3.0, self.scale.lane * 0.2)
    }

    /// The same for the actual bars.
    fn actual(&self, row: u32) -> (f64, f64) {
        let (top, height) = self.planned(row);
        (top + height + 2.0, self.scale.lane - height - 8.0)
    }

    fn x(&self, at: Minutes) -> f64 {
        self.scale.x(at)
    }

    /// The grid of minutes, pauses, and the time of the page.
    fn grid(&self, out: &mut Markup, height: f64) {
        let (scale, timeline) = (&self.scale, &self.facts.metrics().timeline);
        let mut path = String::new();
        let (top, bottom) = (number(scale.top - 4.0), number(height - 8.0));
        for at in axis::ticks(scale.length, axis::step(scale.length, 14)) {
            let x = number(scale.x(at));
            tty::add(&mut path, format_args!("M{x} {top}V{bottom}"));
            let words = axis::clock(at, scale.length);
            out.element("text", &[("x", &x), ("y", &number(scale.top - 8.0)), ("class", "mid q")], &words);
        }
        out.leaf("path", &[("class", "grid"), ("d", &path)]);
        let unit = if scale.length <= Minutes::new(180) { "min" } else { "h:mm" };
        let y = number(scale.top - 8.0);
        out.element("text", &[("x", "4"), ("y", &y), ("class", "q")], unit);
        out.element("text", &[("x", &number(WIDTH - 4.0)), ("y", &y), ("class", "end q")], "in use");
        let pauses: Vec<_> = timeline.clock.pauses().collect();
        let mut walls = String::new();
        let mut free = LEFT;
        for (at, took) in pauses.iter().take(if pauses.len() > PAUSES { 0 } else { PAUSES }) {
            let x = self.x(*at);
            tty::add(&mut walls, format_args!("M{} 6V{bottom}", number(x)));
            let words = format!("pause of {took} min");
            let wide = width(&words, 11.0);
            if x >= free && x + wide + 8.0 < WIDTH {
                out.element("text", &[("x", &number(x + 4.0)), ("y", "14"), ("class", "q")], &words);
                free = x + wide + 12.0;
            }
        }
        if !timeline.finished {
            let x = self.x(timeline.end);
            tty::add(&mut walls, format_args!("M{} 6V{bottom}", number(x)));
            let at = if x + 60.0 < WIDTH { (x + 4.0, "q") } else { (x - 4.0, "end q") };
            if x >= free || at.1 != "q" {
                out.element("text", &[("x", &number(at.0)), ("y", "14"), ("class", at.1)], "as of");
            }
        }
        out.leaf("path", &[("class", "wall"), ("d", &walls)]);
    }

    fn lane(&self, out: &mut Markup, row: u32, own: &WindowFigures, slots: &[&Slot], tries: &[usize]) {
        let (y, height) = self.actual(row);
        let wide = number(WIDTH - LEFT - RIGHT);
        let place = [("x", number(LEFT)), ("y", number(y)), ("width", wide), ("height", number(height))];
        let mut attributes = vec![("class", "lane")];
        attributes.extend(place.iter().map(|(name, value)| (*name, value.as_str())));
        out.leaf("rect", &attributes);
        if self.scale.lane >= 20.0 || row == 1 || row.is_multiple_of(5) {
            let name = own.window.map_or("no W".to_owned(), |window| format!("W{window}"));
            let at = number(y + height / 2.0 + 4.0);
            out.element("text", &[("x", &number(LEFT - 8.0)), ("y", &at), ("class", "end")], &name);
            if own.tries > 0 {
                let end = self.facts.metrics().timeline.end;
                let share = 100.0 * own.busy.as_f64() / end.as_f64().max(1e-9);
                let share = format!("{share:.0} %");
                out.element("text", &[("x", &number(WIDTH - 4.0)), ("y", &at), ("class", "end q")], &share);
            }
        }
        self.idle(out, row, own);
        let many = self.facts.metrics().timeline.tries.len() > BARS || self.facts.plan.len() > BARS;
        self.schedule(out, row, slots, many);
        if many {
            self.merged(out, row, tries);
        } else {
            for &at in tries {
                self.bar(out, row, at);
            }
        }
    }

    /// What the schedule gives a window.
    fn schedule(&self, out: &mut Markup, row: u32, slots: &[&Slot], many: bool) {
        let (y, height) = self.planned(row);
        for critical in [false, true] {
            let mut path = Merged::new(y, height, many);
            for slot in slots.iter().filter(|slot| self.facts.plan.is_critical(slot.subtask) == critical) {
                path.add(self.x(slot.start), self.x(slot.end));
            }
            let class = if critical { "plan k" } else { "plan" };
            path.write(out, class);
        }
    }

    /// Times in which the window did nothing, coloured by why.
    fn idle(&self, out: &mut Markup, row: u32, own: &WindowFigures) {
        let (y, height) = self.actual(row);
        for cause in Cause::ALL.into_iter().filter(|cause| *cause != Cause::Nothing) {
            let mut path = Merged::new(y + height / 2.0 - 2.0, 4.0, true);
            for idle in own.idle.iter().filter(|idle| idle.cause() == cause) {
                path.add(self.x(idle.from), self.x(idle.to));
            }
            path.write(out, idle_class(cause));
        }
    }

    /// One try: a link with a box, and its name where that fits.
    fn bar(&self, out: &mut Markup, row: u32, at: usize) {
        let own = &self.facts.metrics().timeline.tries[at];
        let plan = self.facts.plan;
        let (x, end) = (self.x(own.from()), self.x(own.until));
        let inner = (end - x - 1.0).max(1.5);
        let (y, height) = self.actual(row);
        let label = label(own, plan.name(own.subtask), inner - 7.0).filter(|_| height >= 14.0);
        let first = label.clone().unwrap_or_else(|| plan.name(own.subtask).to_owned());
        let critical = if self.facts.is_critical(at) { ", on the run's critical path" } else { "" };
        let words = format!("{first}: {} {}{critical}", plan.title(own.subtask), described(own));
        out.open("a", &[("href", &plan.link(own.subtask)), ("aria-label", &words)]);
        let mut class = format!("b c{}", plan.hue(own.subtask));
        if self.facts.is_critical(at) {
            class += " k";
        }
        if let Some(ending) = ending(own.outcome) {
            class = format!("{class} {ending}");
        }
        let place = [number(x), number(y), number(inner), number(height)];
        out.leaf(
            "rect",
            &[
                ("class", &class),
                ("x", &place[0]),
                ("y", &place[1]),
                ("width", &place[2]),
                ("height", &place[3]),
            ],
        );
        if let Some(label) = label {
            let middle = number(y + height / 2.0 + 4.0);
            out.element("text", &[("x", &number(x + 4.0)), ("y", &middle)], &label);
        }
        out.close("a");
    }

    /// All bars of one window as a path per kind, for runs of more than a thousand tries.
    fn merged(&self, out: &mut Markup, row: u32, tries: &[usize]) {
        let (y, height) = self.actual(row);
        let all = &self.facts.metrics().timeline.tries;
        for (class, failed) in [("b c0", false), ("b c0 x", true)] {
            let mut path = Merged::new(y, height, true);
            for own in tries.iter().map(|&at| &all[at]) {
                if (ending(own.outcome) == Some("x")) == failed {
                    path.add(self.x(own.from()), self.x(own.until));
                }
            }
            path.write(out, class);
        }
    }
}

/// What the style sheet calls a bar that did not end done.
fn ending(outcome: Outcome) -> Option<&'static str> {
    match outcome {
        Outcome::Failed | Outcome::Abandoned => Some("x"),
        Outcome::Running => Some("r"),
        Outcome::Done => None,
    }
}

fn label(own: &Try, name: &str, room: f64) -> Option<String> {
    let mark = match own.outcome {
        Outcome::Failed | Outcome::Abandoned => "✕ ",
        Outcome::Running => "▶ ",
        Outcome::Done => "",
    };
    let whole = format!("{mark}{name}");
    [whole, name.to_owned(), mark.trim_end().to_owned()]
        .into_iter()
        .find(|words| !words.is_empty() && width(words, 12.0) <= room)
}

/// What the style sheet calls idle time of a cause.
fn idle_class(cause: Cause) -> &'static str {
    match cause {
        Cause::Needs => "idle i0",
        Cause::Barrier => "idle i1",
        Cause::Outside => "idle i2",
        Cause::File => "idle i3",
        Cause::Window | Cause::Start | Cause::Nothing => "idle i4",
    }
}

/// What bars and the lines between them mean.
pub(in crate::emit) fn run_legend() -> Markup {
    let mut out = Markup::new();
    out.raw("<ul class=\"legend\"><li><i class=\"key plan\"></i> planned<li><i class=\"key c0\"></i> a try");
    out.raw(
        "<li><i class=\"key c0 x\"></i> ✕ failed or given up<li><i class=\"key k\"></i> on a critical path",
    );
    for cause in [Cause::Needs, Cause::Barrier, Cause::Outside, Cause::File, Cause::Start] {
        let class = format!("key {}", idle_class(cause));
        out.raw("<li>").element("i", &[("class", &class)], "").raw(" idle: ").text(cause_words(cause));
    }
    out.raw("</ul>");
    out
}
