use super::Markup;
use super::parts::{end_table, table};
use crate::schedule::Schedules;

/// Rows at most; the number worth opening and the last are always among them.
const ROWS: usize = 80;

/// The numbers of the curve, a row per number of windows.
pub(super) fn curve_table(schedules: &Schedules) -> Markup {
    let mut out = Markup::new();
    let points = &schedules.curve.points;
    if points.is_empty() {
        return out;
    }
    let heads = ["#Windows", "#Minutes", "#Lower bound", "Best possible?", "#Speedup", "#Efficiency"];
    table(&mut out, "curve-table", "Minutes by number of windows, without barriers", &heads);
    let stride = points.len().div_ceil(60);
    for (at, point) in points.iter().enumerate() {
        let worth = point.windows == schedules.curve.worthwhile;
        if at % stride != 0 && !worth && at + 1 != points.len() && points.len() > ROWS {
            continue;
        }
        let id = format!("w-{}", point.windows);
        out.open("tr", &[("id", &id)]).raw("<th>").value(point.windows).raw("<td>");
        out.value(point.makespan).raw("<td>").value(point.lower_bound).raw("<td>");
        out.raw(if point.makespan == point.lower_bound { "✓ proven" } else { "○ not proven" });
        out.raw(if worth { " <b>◆ worth opening</b>" } else { "" });
        let speedup = schedules.work.as_f64() / point.makespan.as_f64().max(1e-9);
        out.raw("<td>").value(format!("{speedup:.2}×")).raw("<td>");
        out.value(format!("{:.0} %", 100.0 * speedup / f64::from(point.windows.max(1)))).line();
    }
    end_table(&mut out);
    out
}
