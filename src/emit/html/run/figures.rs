use super::facts::{RunFacts, percent};
use crate::emit::html::Markup;
use crate::emit::html::figures::figure;
use crate::emit::html::parts::counted;
use crate::runlog::State;
use crate::runlog::metrics::Cause;
use crate::syntax::Minutes;

/// The numbers that a reader looks for first.
pub(super) fn figures(facts: &RunFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let (timeline, totals) = (&facts.metrics().timeline, &facts.metrics().totals);
    let two = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.2}"));
    out.raw("<dl class=\"figures\">");
    let over = totals.states.iter().filter(|(state, _)| state.is_over()).map(|(_, count)| count).sum::<u32>();
    let failed = totals.states.iter().find(|(state, _)| *state == State::Failed).map_or(0, |(_, n)| *n);
    figure(
        &mut out,
        "Done",
        &over.to_string(),
        &format!("of {}", facts.plan.len()),
        &format!("{failed} failed"),
    );
    let planned = totals.planned.map_or(String::new(), |(planned, _)| format!("{planned} planned"));
    let ended = if timeline.finished { "" } else { " so far" };
    figure(&mut out, "Elapsed", &totals.elapsed.to_string(), "min", &format!("{planned}{ended}"));
    let words = if timeline.finished { "elapsed ÷ lower bound of" } else { "known at the end; lower bound" };
    let bound = totals.planned.map_or(String::new(), |(_, bound)| format!("{words} {bound} min"));
    let against = totals.against_bound().filter(|_| timeline.finished);
    figure(&mut out, "Against the bound", &two(against), "", &bound);
    let useful = format!("{} useful min ÷ elapsed", totals.useful);
    figure(&mut out, "Speedup", &format!("{}×", two(totals.speedup())), "", &useful);
    let share = totals.efficiency().map_or("–".to_owned(), |share| format!("{:.0}", 100.0 * share));
    let windows = counted(totals.windows as usize, "window");
    figure(&mut out, "Efficiency", &share, "%", &format!("speedup ÷ {windows}"));
    let idle = totals.idle.total();
    let most = Cause::ALL.into_iter().rev().max_by_key(|&cause| totals.idle.of(cause));
    let most = most.filter(|_| !idle.is_zero()).map_or(String::new(), |cause| {
        format!("{} of it: {}", percent(totals.idle.of(cause), idle), super::facts::cause_words(cause))
    });
    figure(&mut out, "Idle", &idle.to_string(), "min", &most);
    let noun = if totals.failed == 1 { "try" } else { "tries" };
    let tries = format!("{} failed {noun}, {} min lost", totals.failed, totals.lost);
    figure(&mut out, "Retries", &totals.retries.to_string(), "", &tries);
    let results = &totals.validation;
    let open =
        format!("{} complete, {} partial, {} missing", results.complete, results.partial, results.missing);
    figure(&mut out, "Validation", &format!("{}/{}", results.passed, results.points), "points", &open);
    foretold(&mut out, facts);
    out.raw("</dl>");
    out
}

/// When the rest is likely to end: the minute of the run that half, and four of five, of the samples do not exceed.
fn foretold(out: &mut Markup, facts: &RunFacts<'_>) {
    let Some(forecast) = facts.run.forecast else { return };
    let end = facts.metrics().timeline.end;
    let likely = forecast.p50.unwrap_or(Minutes::from_parts(forecast.course.end));
    let later = forecast.p80.map_or("without samples".to_owned(), |p80| {
        let clock = facts.clock(facts.metrics().timeline.as_of.after(p80));
        format!("80 %: minute {}, {clock} UTC", (end + p80).rounded())
    });
    figure(out, "Forecast end", &(end + likely).rounded().to_string(), "min", &later);
}
