use super::axis;
use super::measure::{number, width};
use crate::emit::html::Markup;
use crate::emit::tty;
use crate::schedule::Schedules;
use crate::syntax::Minutes;

/// At most this many points are drawn as marks.
const MARKS: usize = 60;

const WIDTH: f64 = 680.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 52.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 40.0;

/// Makespan over the number of windows, with the lower bound, the number worth opening, and a square for each time
/// that the documents state for a number of windows. Empty for one point.
pub(in crate::emit) fn curve(schedules: &Schedules, stated: &[(u32, Minutes)]) -> Markup {
    let mut out = Markup::new();
    let points = &schedules.curve.points;
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return out };
    if points.len() < 2 || first.makespan.is_zero() {
        return out;
    }
    let top = first.makespan;
    let x = |windows: u32| {
        LEFT + (WIDTH - LEFT - RIGHT) * f64::from(windows - first.windows)
            / f64::from((last.windows - first.windows).max(1))
    };
    let y = |at: Minutes| TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - at.as_f64() / top.as_f64());
    out.open(
        "svg",
        &[
            ("viewBox", &format!("0 0 {} {}", number(WIDTH), number(HEIGHT))),
            ("class", "curve"),
            ("role", "group"),
            ("aria-label", &format!("minutes for {} to {} windows", first.windows, last.windows)),
        ],
    );
    let mut grid = String::new();
    for at in axis::ticks(top, axis::step(top, 6)) {
        tty::add(&mut grid, format_args!("M{} {}H{}", number(LEFT), number(y(at)), number(WIDTH - RIGHT)));
        let level = number(y(at) + 4.0);
        out.element(
            "text",
            &[("x", &number(LEFT - 8.0)), ("y", &level), ("class", "end q")],
            &axis::clock(at, top),
        );
        if !at.is_zero() {
            let speedup = format!("{:.1}×", schedules.work.as_f64() / at.as_f64());
            out.element(
                "text",
                &[("x", &number(WIDTH - RIGHT + 8.0)), ("y", &level), ("class", "q")],
                &speedup,
            );
        }
    }
    out.leaf("path", &[("class", "grid"), ("d", &grid)]);
    let unit = if top <= Minutes::new(180) { "minutes" } else { "h:mm" };
    out.element("text", &[("x", "6"), ("y", "14"), ("class", "q")], unit);
    out.element("text", &[("x", &number(WIDTH - 6.0)), ("y", "14"), ("class", "end q")], "speedup");
    out.element(
        "text",
        &[("x", &number((WIDTH + LEFT - RIGHT) / 2.0)), ("y", &number(HEIGHT - 6.0)), ("class", "mid q")],
        "windows",
    );
    knee(&mut out, schedules, &x, &y);
    let line = |value: &dyn Fn(usize) -> Minutes| -> String {
        let mut path = String::new();
        for (at, point) in points.iter().enumerate() {
            let lead = if at == 0 { 'M' } else { 'L' };
            tty::add(&mut path, format_args!("{lead}{} {}", number(x(point.windows)), number(y(value(at)))));
        }
        path
    };
    out.leaf("path", &[("class", "bound"), ("d", &line(&|at| points[at].lower_bound))]);
    out.leaf("path", &[("class", "span"), ("d", &line(&|at| points[at].makespan))]);
    for &(windows, minutes) in stated.iter().filter(|said| said.0 <= last.windows && said.1 <= top) {
        said(&mut out, x(windows), y(minutes));
    }
    let stride = points.len().div_ceil(MARKS);
    let labels = points.len().div_ceil(20);
    for (at, point) in points.iter().enumerate() {
        if at % labels == 0 {
            out.element(
                "text",
                &[
                    ("x", &number(x(point.windows))),
                    ("y", &number(HEIGHT - BOTTOM + 16.0)),
                    ("class", "mid q"),
                ],
                &point.windows.to_string(),
            );
        }
        if at % stride == 0 || point.windows == schedules.curve.worthwhile {
            let knee = if point.windows == schedules.curve.worthwhile { ", worth opening" } else { "" };
            let proof = if point.makespan == point.lower_bound { "proven" } else { "not proven" };
            let label = format!("{} windows, {} minutes, {proof}{knee}", point.windows, point.makespan);
            out.open("a", &[("href", &format!("#w-{}", point.windows)), ("aria-label", &label)]);
            let class = if point.makespan == point.lower_bound { "dot" } else { "dot open" };
            out.leaf(
                "circle",
                &[
                    ("class", class),
                    ("cx", &number(x(point.windows))),
                    ("cy", &number(y(point.makespan))),
                    ("r", "4.5"),
                ],
            );
            out.close("a");
        }
    }
    out.close("svg");
    out
}

/// A square where the documents state a time.
fn said(out: &mut Markup, x: f64, y: f64) {
    let (left, level) = (number(x - 5.0), number(y - 5.0));
    out.leaf("rect", &[("class", "said"), ("x", &left), ("y", &level), ("width", "10"), ("height", "10")]);
}

/// A line at the number of windows worth opening.
fn knee(out: &mut Markup, schedules: &Schedules, x: &dyn Fn(u32) -> f64, y: &dyn Fn(Minutes) -> f64) {
    let Some(point) = schedules.curve.points.iter().find(|p| p.windows == schedules.curve.worthwhile) else {
        return;
    };
    let at = x(point.windows);
    out.leaf(
        "path",
        &[
            ("class", "wall"),
            ("d", &format!("M{} {}V{}", number(at), number(TOP - 8.0), number(HEIGHT - BOTTOM))),
        ],
    );
    let words = format!("{} windows: {} minutes", point.windows, point.makespan);
    let right = at + 8.0 + width(&words, 12.0) < WIDTH - RIGHT;
    let (from, class) = if right { (at + 8.0, "step") } else { (at - 8.0, "step end") };
    let level = (y(point.makespan) - 40.0).max(TOP + 8.0);
    out.element("text", &[("x", &number(from)), ("y", &number(level)), ("class", class)], &words);
}
