use super::facts::RunFacts;
use crate::emit::html::Markup;
use crate::emit::html::parts::{end_table, table};
use crate::emit::svg;
use crate::syntax::Minutes;

/// How many windows worked and waited over time: a picture, and its numbers; empty where no window is known.
pub(super) fn load(facts: &RunFacts<'_>) -> Markup {
    let load = &facts.metrics().load;
    let picture = svg::run_load(load);
    let mut out = Markup::new();
    if picture.is_empty() {
        return out;
    }
    out.raw("<ul class=\"legend\"><li><i class=\"key c0\"></i> at work<li><i class=\"key idle i4\"></i> waiting</ul>");
    out.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Windows at work over time\">")
        .line();
    out.append(&picture).raw("</div>").line();
    out.raw("<details><summary>The same as numbers</summary>").line();
    let heads = ["#From", "#To", "#At work", "#Waiting"];
    table(&mut out, "load-table", "Windows at work and waiting, from minute to minute of the run", &heads);
    for own in load {
        let mean = |minutes: Minutes| {
            let windows = minutes.as_f64() / (own.to - own.from).as_f64();
            if windows.fract() < 1e-9 { format!("{windows:.0}") } else { format!("{windows:.1}") }
        };
        out.raw("<tr><th>").value(own.from).raw("<td>").value(own.to);
        out.raw("<td>").text(&mean(own.busy)).raw("<td>").text(&mean(own.waiting)).line();
    }
    end_table(&mut out);
    out.raw("</details>");
    out
}
