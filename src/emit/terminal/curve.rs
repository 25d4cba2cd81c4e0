use super::Look;
use crate::emit::tty;
use crate::schedule::Curve;

/// Rows beyond this are left out unless they matter.
const MOST_ROWS: usize = 40;

/// A row per number of windows: the time it takes, the bound, and a bar.
pub(super) fn curve(curve: &Curve, look: Look) -> String {
    let Some(longest) =
        curve.points.iter().map(|point| point.makespan.parts()).max().filter(|&most| most > 0)
    else {
        return String::new();
    };
    let room = look.width.saturating_sub(46).clamp(10, 60) as u128;
    let mut out = look.ink.dim("windows  makespan  lower bound");
    out.push('\n');
    for point in curve.points.iter().take(MOST_ROWS) {
        let length = (u128::from(point.makespan.parts()) * room).div_ceil(u128::from(longest)) as usize;
        let note = if point.windows == curve.worthwhile { "  worth opening" } else { "" };
        tty::add(
            &mut out,
            format_args!(
                "{:>7}  {:>8}  {:>11}  {}{note}\n",
                point.windows,
                point.makespan.to_string(),
                point.lower_bound.to_string(),
                "■".repeat(length),
            ),
        );
    }
    if curve.points.len() > MOST_ROWS {
        tty::add(
            &mut out,
            format_args!(
                "{} more rows end no earlier than {} windows\n",
                curve.points.len() - MOST_ROWS,
                curve.worthwhile
            ),
        );
    }
    out
}
