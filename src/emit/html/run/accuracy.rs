use super::facts::{RunFacts, difference, or_dash};
use crate::emit::html::Markup;
use crate::emit::html::parts::{end_table, subtask, table};
use crate::plan::SubtaskIx;
use crate::runlog::metrics::Accuracy;
use crate::syntax::Minutes;

/// Rows at most.
const ROWS: usize = 100;
/// Subtasks in the list of the worst.
const WORST: usize = 10;

/// How well estimates held: by track, by kind of work, and the subtasks that are off most. Empty where nothing is done.
pub(super) fn accuracy(facts: &RunFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let metrics = facts.metrics();
    if metrics.accuracy.subtasks == 0 {
        return out;
    }
    let heads = ["Of", "#Subtasks", "#Estimated", "#Actual", "#Off by", "#Factor", "#Mean error"];
    table(&mut out, "accuracy", "Estimates against actual minutes", &heads);
    row(&mut out, "all", &metrics.accuracy);
    let several = facts.plan.material.plan.features.len() > 1;
    for own in metrics.tracks.iter().take(ROWS) {
        let feature = own.feature.map(|feature| facts.plan.material.plan.feature(feature));
        let track = if own.name.is_empty() { "no track".to_owned() } else { format!("track {}", own.name) };
        let prefix =
            feature.filter(|_| several).map_or(String::new(), |feature| format!("{} ", feature.prefix));
        row(&mut out, &format!("{prefix}{track}"), own);
    }
    for own in metrics.kinds.iter().take(ROWS) {
        row(&mut out, &format!("work: {}", own.name), own);
    }
    end_table(&mut out);
    worst(&mut out, facts);
    out
}

fn row(out: &mut Markup, name: &str, own: &Accuracy) {
    out.raw("<tr><th>").text(name).raw("<td>").value(own.subtasks).raw("<td>").value(own.estimated);
    out.raw("<td>").value(own.actual).raw("<td>").text(&difference(own.actual, own.estimated)).raw("<td>");
    out.text(&own.factor().map_or("–".to_owned(), |factor| format!("{factor:.2}")));
    out.raw("<td>").value(own.mean_error()).line();
}

fn worst(out: &mut Markup, facts: &RunFacts<'_>) {
    let subtasks = &facts.metrics().subtasks;
    let off = |ix: SubtaskIx| {
        let own = &subtasks[ix.index()];
        own.actual.map_or(Minutes::ZERO, |actual| (actual - own.estimate) + (own.estimate - actual))
    };
    let mut list: Vec<SubtaskIx> =
        facts.plan.material.plan.indices().filter(|&ix| !off(ix).is_zero()).collect();
    list.sort_by_key(|&ix| (std::cmp::Reverse(off(ix)), ix));
    if list.is_empty() {
        return;
    }
    let heads = ["Subtask", "Title", "#Estimated", "#Actual", "#Off by"];
    out.raw("<h3>Off most</h3>").line();
    table(out, "worst", "The subtasks whose estimates are off most", &heads);
    for &ix in list.iter().take(WORST) {
        let own = &subtasks[ix.index()];
        out.raw("<tr><th>");
        subtask(out, facts.plan, ix);
        out.raw("<td>").text(&facts.plan.title(ix)).raw("<td>").text(&facts.plan.minutes(ix));
        out.raw("<td>").text(&or_dash(own.actual)).raw("<td>");
        out.text(&own.actual.map_or("–".to_owned(), |actual| difference(actual, own.estimate))).line();
    }
    end_table(out);
}
