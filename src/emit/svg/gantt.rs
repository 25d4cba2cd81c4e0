use super::axis;
use super::gantt_bar::{LEFT, RIGHT, Scale, WIDTH, bar};
use super::measure::{cut, number, width};
use crate::emit::html::Markup;
use crate::emit::page_facts::PageFacts;
use crate::emit::tty;
use crate::schedule::{Execution, Slot, Step};
use crate::syntax::Minutes;

/// Above this many subtasks a lane is one path and its bars have no links.
const BARS: usize = 1000;
/// Above this many windows there is no picture.
const LANES: u32 = 200;

/// Height of a row of phase names.
const STRIP: f64 = 18.0;
/// Above this many steps barriers are not drawn: they would hide the bars.
const WALLS: usize = 80;
/// Above this many features phases are not named.
const STRIPS: usize = 8;

/// Windows × time of one execution: a lane per window, a bar per subtask, the steps between barriers.
/// Empty where there is nothing to draw, or too many windows.
pub(in crate::emit) fn gantt(facts: &PageFacts<'_>, execution: &Execution) -> Markup {
    let mut out = Markup::new();
    let lanes = execution.last_window();
    let Some(length) = execution.makespan.filter(|length| !length.is_zero()) else { return out };
    if lanes == 0 || lanes > LANES {
        return out;
    }
    let lane = match lanes {
        0..=20 => 30.0,
        21..=48 => 22.0,
        _ => 12.0,
    };
    let strips = if facts.sequences().len() > STRIPS { 0 } else { facts.sequences().len() };
    let scale = Scale { length, lane, top: 20.0 + STRIP * f64::from(strips as u32) };
    let height = scale.top + f64::from(lanes) * lane + 8.0;
    let label = format!("{lanes} windows over {length} minutes, {} mode", execution.mode.name());
    out.open(
        "svg",
        &[
            ("viewBox", &format!("0 0 {} {}", number(WIDTH), number(height))),
            ("class", "gantt"),
            ("role", "group"),
            ("aria-label", &label),
        ],
    );
    grid(&mut out, &scale, lanes, height);
    if strips > 0 {
        steps(&mut out, &scale, facts, execution, height);
    }
    let mut by_window: Vec<Vec<&Slot>> = vec![Vec::new(); lanes as usize];
    for slot in &execution.slots {
        by_window[slot.window as usize - 1].push(slot);
    }
    for (window, slots) in (1..).zip(&by_window) {
        use_of(&mut out, &scale, window, slots);
        if facts.len() > BARS {
            lane_path(&mut out, &scale, window, slots);
        } else {
            for slot in slots {
                bar(&mut out, &scale, facts, slot);
            }
        }
        out.line();
    }
    out.close("svg");
    out
}

fn grid(out: &mut Markup, scale: &Scale, lanes: u32, height: f64) {
    for window in 1..=lanes {
        let y = scale.y(window) + (scale.lane - scale.bar_height()) / 2.0;
        out.leaf(
            "rect",
            &[
                ("class", "lane"),
                ("x", &number(LEFT)),
                ("y", &number(y)),
                ("width", &number(WIDTH - LEFT - RIGHT)),
                ("height", &number(scale.bar_height())),
            ],
        );
        if scale.lane >= 20.0 || window == 1 || window % 5 == 0 {
            let at = ("y", number(scale.y(window) + scale.lane / 2.0 + 4.0));
            out.element(
                "text",
                &[("x", &number(LEFT - 8.0)), (at.0, &at.1), ("class", "end")],
                &format!("W{window}"),
            );
        }
    }
    let step = axis::step(scale.length, 14);
    let mut path = String::new();
    for at in axis::ticks(scale.length, step) {
        let x = scale.x(at);
        tty::add(
            &mut path,
            format_args!("M{} {}V{}", number(x), number(scale.top - 4.0), number(height - 8.0)),
        );
        out.element(
            "text",
            &[("x", &number(x)), ("y", &number(scale.top - 8.0)), ("class", "mid q")],
            &axis::clock(at, scale.length),
        );
    }
    out.leaf("path", &[("class", "grid"), ("d", &path)]);
    let unit = if scale.length <= Minutes::new(180) { "min" } else { "h:mm" };
    out.element("text", &[("x", "4"), ("y", &number(scale.top - 8.0)), ("class", "q")], unit);
    out.element(
        "text",
        &[("x", &number(WIDTH - 4.0)), ("y", &number(scale.top - 8.0)), ("class", "end q")],
        "in use",
    );
}

/// The names of what runs between barriers, a row per feature that has its own; lines at barriers that hold for all.
fn steps(out: &mut Markup, scale: &Scale, facts: &PageFacts<'_>, execution: &Execution, height: f64) {
    let single = facts.sequences().len() == 1;
    let mut walls = String::new();
    for (row, sequence) in facts.sequences().iter().enumerate() {
        let top = STRIP * f64::from(row as u32);
        if let Some(feature) = sequence.filter(|_| !single) {
            let prefix = &facts.material.plan.feature(feature).prefix;
            let words = cut(prefix, LEFT - 8.0, 11.0).unwrap_or_default();
            out.element(
                "text",
                &[("x", &number(LEFT - 8.0)), ("y", &number(top + 13.0)), ("class", "end q")],
                &words,
            );
        }
        for step in execution.steps.iter().filter(|step| step.feature == *sequence && step.end > step.start) {
            let (x, end) = (scale.x(step.start), scale.x(step.end));
            if single && !step.start.is_zero() && execution.steps.len() <= WALLS {
                // Not through the row of minutes.
                let (x, top) = (number(x), number(scale.top - 4.0));
                tty::add(&mut walls, format_args!("M{x} 4V{STRIP}M{x} {top}V{}", number(height - 8.0)));
            } else if !single {
                let span = number((end - x - 2.0).max(1.0));
                out.leaf(
                    "rect",
                    &[
                        ("class", "strip"),
                        ("x", &number(x)),
                        ("y", &number(top + 2.0)),
                        ("width", &span),
                        ("height", "14"),
                    ],
                );
            }
            if let Some(words) = step_words(step, end - x - 9.0) {
                out.element(
                    "text",
                    &[("x", &number(x + 5.0)), ("y", &number(top + 13.0)), ("class", "step")],
                    &words,
                );
            }
        }
    }
    out.leaf("path", &[("class", "wall"), ("d", &walls)]);
}

/// `Phase 2a · Storage`, less where that does not fit, nothing where not even the name does.
fn step_words(step: &Step, room: f64) -> Option<String> {
    if step.name.is_empty() {
        return None;
    }
    let short = format!("Phase {}", step.name);
    let long = format!("{short} · {}", step.title);
    if !step.title.is_empty() && width(&short, 13.0) + 60.0 < room {
        return cut(&long, room, 13.0);
    }
    [short, step.name.clone()].into_iter().find(|words| width(words, 13.0) <= room)
}

/// Share of the run in which a window works.
fn use_of(out: &mut Markup, scale: &Scale, window: u32, slots: &[&Slot]) {
    if scale.lane < 20.0 {
        return;
    }
    let busy: Minutes = slots.iter().map(|slot| slot.end - slot.start).sum();
    let share = 100.0 * busy.as_f64() / scale.length.as_f64();
    let y = number(scale.y(window) + scale.lane / 2.0 + 4.0);
    out.element(
        "text",
        &[("x", &number(WIDTH - 4.0)), ("y", &y), ("class", "end q")],
        &format!("{share:.0} %"),
    );
}

/// All bars of one window as one path, for plans of more than a thousand subtasks.
fn lane_path(out: &mut Markup, scale: &Scale, window: u32, slots: &[&Slot]) {
    let height = scale.bar_height();
    let y = scale.y(window) + (scale.lane - height) / 2.0;
    let mut path = format!("M0 {}", number(y));
    for slot in slots {
        let (x, end) = (scale.x(slot.start), scale.x(slot.end));
        tty::add(
            &mut path,
            format_args!(
                "M{} {}h{}v{}H{}z",
                number(x),
                number(y),
                number((end - x - 0.4).max(0.4)),
                number(height),
                number(x)
            ),
        );
    }
    out.leaf("path", &[("class", "b c0"), ("d", &path)]);
}
