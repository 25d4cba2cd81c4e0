use super::axis;
use super::gantt_bar::{LEFT, RIGHT, Scale, WIDTH};
use super::measure::number;
use crate::emit::html::Markup;
use crate::emit::tty;
use crate::runlog::metrics::Load;
use crate::syntax::Minutes;

const HEIGHT: f64 = 170.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 24.0;

/// How many windows worked over a run, and above them how many waited. Empty where no window did anything.
pub(in crate::emit) fn run_load(load: &[Load]) -> Markup {
    let mut out = Markup::new();
    let mean = |minutes: Minutes, own: &Load| minutes.as_f64() / (own.to - own.from).as_f64();
    let all = |own: &Load| mean(own.busy + own.waiting, own);
    let Some(length) = load.last().map(|last| last.to).filter(|length| !length.is_zero()) else { return out };
    let most = load.iter().map(all).fold(1.0, f64::max).ceil();
    let scale = Scale { length, lane: 0.0, top: TOP };
    let y = |windows: f64| TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - windows / most);
    out.open(
        "svg",
        &[
            ("viewBox", &format!("0 0 {} {}", number(WIDTH), number(HEIGHT))),
            ("class", "gantt"),
            ("role", "group"),
            ("aria-label", &format!("windows at work and waiting over {length} minutes")),
        ],
    );
    let mut grid = String::new();
    let every = (most / 6.0).ceil();
    let mut windows = 0.0;
    while windows <= most {
        tty::add(
            &mut grid,
            format_args!("M{} {}H{}", number(LEFT), number(y(windows)), number(WIDTH - RIGHT)),
        );
        let level = number(y(windows) + 4.0);
        out.element(
            "text",
            &[("x", &number(LEFT - 8.0)), ("y", &level), ("class", "end q")],
            &number(windows),
        );
        windows += every;
    }
    for at in axis::ticks(length, axis::step(length, 14)) {
        let words = axis::clock(at, length);
        let place = [("x", number(scale.x(at))), ("y", number(HEIGHT - 6.0))];
        out.element(
            "text",
            &[(place[0].0, &place[0].1), (place[1].0, &place[1].1), ("class", "mid q")],
            &words,
        );
    }
    out.leaf("path", &[("class", "grid"), ("d", &grid)]);
    // Each step goes along its lower edge and back along its upper one.
    let area = |low: &dyn Fn(&Load) -> f64, high: &dyn Fn(&Load) -> f64| {
        let mut path = String::new();
        for own in load.iter().filter(|own| high(own) > low(own)) {
            let (from, to) = (number(scale.x(own.from)), number(scale.x(own.to)));
            let (low, high) = (number(y(low(own))), number(y(high(own))));
            tty::add(&mut path, format_args!("M{from} {low}H{to}V{high}H{from}Z"));
        }
        path
    };
    let busy = |own: &Load| mean(own.busy, own);
    out.leaf("path", &[("class", "b c0"), ("d", &area(&|_| 0.0, &busy))]);
    out.leaf("path", &[("class", "idle i4"), ("d", &area(&busy, &all))]);
    out.close("svg");
    out
}
