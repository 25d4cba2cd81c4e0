use super::facts::{RunFacts, words_of};
use crate::emit::html::Markup;
use crate::emit::html::parts::{counted, subtask};
use crate::runlog::metrics::Doubt;

/// Entries at most.
const ENTRIES: usize = 50;

/// What in the log makes figures doubtful; empty where nothing does.
pub(super) fn doubts(facts: &RunFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let (log, run, doubts) = (facts.run.log, facts.run.run, &facts.metrics().doubts);
    let mut item = |write: &dyn Fn(&mut Markup)| {
        out.raw("<li>");
        write(&mut out);
        out.line();
    };
    if let Some(first) = log.bad.first() {
        item(&|out| {
            out.text(&counted(log.bad.len(), "line")).raw(" of the log cannot be read; the first is line ");
            out.value(first.line);
            out.raw(": ").text(&words_of(&first.reason.to_string()));
        });
    }
    if facts.run.later > 0 {
        item(&|out| {
            out.text(&counted(facts.run.later, "event"));
            out.raw(" later than the time of this page left out");
        });
    }
    if let Some((from, until)) = run.gap {
        item(&|out| {
            out.raw("nothing is logged between ")
                .text(&facts.full(from))
                .raw(" and ")
                .text(&facts.full(until));
            out.raw("; where one of these times is wrong, every figure of the run is");
        });
    }
    for name in run.unknown.iter().take(ENTRIES) {
        item(&|out| {
            out.element("code", &[], &words_of(name))
                .raw(" is no subtask of the plan; its events do not count");
        });
    }
    for doubt in doubts.iter().take(ENTRIES) {
        item(&|out| one(out, facts, *doubt));
    }
    let left = run.unknown.len().saturating_sub(ENTRIES) + doubts.len().saturating_sub(ENTRIES);
    if left > 0 {
        item(&|out| {
            out.value(left).raw(" more");
        });
    }
    if out.is_empty() {
        return out;
    }
    let mut whole = Markup::new();
    whole.raw("<ul>").line().append(&out).raw("</ul>");
    whole
}

fn one(out: &mut Markup, facts: &RunFacts<'_>, doubt: Doubt) {
    let (words, ix) = match doubt {
        Doubt::Backwards(ix, _) => (" ends before it starts; it counts as no time", ix),
        Doubt::NoStart(ix, _) => (" has an end, but nobody logged its start; its minutes are not known", ix),
        Doubt::NoWindow(ix, _) => (" has no window in the log; it counts for no window", ix),
        Doubt::Early(ix) => (" started before everything that it needs was done", ix),
        Doubt::Overlap(_, ix, other) => {
            subtask(out, facts.plan, ix);
            out.raw(" and ");
            (" run in one window at the same time; that time counts once", other)
        }
    };
    subtask(out, facts.plan, ix);
    match doubt {
        Doubt::Backwards(_, number) | Doubt::NoStart(_, number) | Doubt::NoWindow(_, number)
            if number > 1 =>
        {
            out.raw(", try ").value(number).raw(",");
        }
        _ => {}
    }
    out.raw(words);
    if let Doubt::Overlap(window, ..) = doubt {
        out.raw(", window ").value(window);
    }
}
