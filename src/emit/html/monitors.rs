use super::Markup;
use crate::emit::Monitors;
use crate::emit::pack::no_room;
use crate::schedule::Execution;

/// Which window sits where: a table per monitor.
pub(super) fn monitors(execution: &Execution, monitors: Monitors) -> Markup {
    let mut out = Markup::new();
    let (grid, left) = monitors.grid(execution);
    out.raw("<section class=\"monitors\" aria-label=\"Monitors\">").line();
    for (number, rows) in (1..).zip(grid) {
        out.raw("<table><caption>Monitor ").value(number).raw("</caption>");
        for row in rows {
            out.raw("<tr>");
            for cell in row {
                match cell {
                    Some(window) => out.raw("<td>Window <b>").value(window).raw("</b>"),
                    None => out.raw("<td class=\"free\">free"),
                };
            }
        }
        out.raw("</table>").line();
    }
    if !left.is_empty() {
        out.element("p", &[("class", "warn")], &no_room(&left));
    }
    out.raw("</section>").line();
    out
}
