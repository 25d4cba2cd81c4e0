use super::Markup;
use super::parts::counted;
use super::verdict::windows;
use crate::emit::finding::Counts;
use crate::emit::page_facts::PageFacts;
use crate::schedule::Mode;
use crate::syntax::Minutes;

/// The numbers that a reader looks for first, as a list of terms.
pub(super) fn figures(facts: &PageFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let plan = facts.material.plan;
    let about = if facts.any_derived() { "≈" } else { "" };
    out.raw("<dl class=\"figures\">");
    let tracks: usize = plan.features.iter().map(|feature| feature.tracks.len()).sum();
    let parts = match (plan.features.len(), tracks) {
        (0 | 1, 0) => String::new(),
        (0 | 1, tracks) => format!("in {}", counted(tracks, "track")),
        (features, _) => format!("in {features} features"),
    };
    figure(&mut out, "Subtasks", &facts.len().to_string(), "", &parts);
    let stated = plan.phases.iter().filter(|phase| phase.parent.is_none()).count();
    let run = facts.execution.filter(|execution| execution.mode != Mode::Dataflow);
    let steps =
        run.map_or(String::new(), |execution| format!("run as {}", counted(execution.steps.len(), "step")));
    figure(&mut out, "Phases", &stated.to_string(), "", &steps);
    let work = facts.times.work;
    let hours = if work < Minutes::new(180) {
        "sum of all estimates".to_owned()
    } else {
        format!("{:.1} h in one window", work.as_f64() / 60.0)
    };
    figure(&mut out, "Work", &format!("{about}{work}"), "min", &hours);
    let chain = counted(facts.times.critical.len(), "subtask");
    figure(
        &mut out,
        "Critical path",
        &format!("{about}{}", facts.times.length),
        "min",
        &format!("{chain} in a row"),
    );
    if let (Some(schedules), Some(execution)) = (facts.material.schedules, facts.execution) {
        let given = windows(schedules, execution);
        figure(
            &mut out,
            "Worth opening",
            &schedules.curve.worthwhile.to_string(),
            if schedules.curve.worthwhile == 1 { "window" } else { "windows" },
            &format!("of {given} planned"),
        );
        let makespan = execution.makespan.unwrap_or_default();
        let proof = if execution.optimal() { "✓ proven best" } else { "○ not proven" };
        let note = format!("{}, {proof}", execution.mode.name());
        figure(&mut out, "Makespan", &format!("{about}{makespan}"), "min", &note);
        let phases = schedules.execution(Mode::Phases).and_then(|e| e.makespan);
        let dataflow = schedules.execution(Mode::Dataflow).and_then(|e| e.makespan);
        if let (Some(phases), Some(dataflow)) = (phases, dataflow) {
            let cost = if phases < dataflow {
                format!("−{}", dataflow - phases)
            } else {
                (phases - dataflow).to_string()
            };
            figure(&mut out, "Barrier cost", &format!("{about}{cost}"), "min", "phases minus dataflow");
        }
    }
    let counts = Counts::of(facts.material.findings);
    let (warnings, infos) = (counted(counts.warnings, "warning"), counted(counts.infos, "note"));
    let errors = counts.errors;
    let (class, mark) = if errors > 0 { ("bad", "✕") } else { ("ok", "✓") };
    out.raw("<div><dt>Errors<dd>").element("b", &[("class", class)], &format!("{mark} {errors}"));
    out.element("small", &[], &format!("{warnings}, {infos}")).raw("</div></dl>");
    out
}

/// A term with its number, its unit and a note below.
pub(super) fn figure(out: &mut Markup, term: &str, number: &str, unit: &str, note: &str) {
    out.raw("<div>").element("dt", &[], term).raw("<dd><b>").text(number).raw("</b>");
    if !unit.is_empty() {
        out.raw(" ").text(unit);
    }
    if !note.is_empty() {
        out.element("small", &[], note);
    }
    out.raw("</div>");
}
