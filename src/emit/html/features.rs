use super::Markup;
use super::parts::{end_table, table};
use crate::emit::page_facts::PageFacts;
use crate::plan::FeatureIx;
use crate::schedule::Slot;
use crate::syntax::Minutes;

/// One row per feature: size, the most windows it has open at once, and its time alone and in parallel.
pub(super) fn features(facts: &PageFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let plan = facts.material.plan;
    let mut slots: Vec<Vec<&Slot>> = vec![Vec::new(); plan.features.len()];
    let mut work = vec![Minutes::ZERO; plan.features.len()];
    let mut size = vec![0usize; plan.features.len()];
    let mut derived = vec![false; plan.features.len()];
    for ix in plan.indices() {
        let at = plan.subtask(ix).feature.index();
        slots[at].extend(facts.slot(ix));
        work[at] = work[at] + facts.likely(ix);
        size[at] += 1;
        derived[at] |= facts.material.estimates[ix.index()].is_derived();
    }
    let heads = [
        "Feature",
        "Title",
        "#Subtasks",
        "#Most at once",
        "#Phases",
        "#Minutes in parallel",
        "#Minutes in one window",
        "#Speedup",
    ];
    table(&mut out, "feature-table", "Features", &heads);
    for (at, feature) in plan.features.iter().enumerate() {
        let phases =
            plan.phases.iter().filter(|p| p.feature == FeatureIx(at as u32) && p.parent.is_none()).count();
        let start = slots[at].iter().map(|slot| slot.start).min().unwrap_or_default();
        let end = slots[at].iter().map(|slot| slot.end).max().unwrap_or_default();
        let mark = if derived[at] { "≈" } else { "" };
        out.raw("<tr>").raw("<th>").text(&feature.id).raw("<td>").text(&feature.title);
        out.raw("<td>").value(size[at]).raw("<td>").value(most(&slots[at]));
        out.raw("<td>").value(phases).raw("<td>").text(mark).value(end - start);
        out.raw("<td>").text(mark).value(work[at]).raw("<td>");
        let speedup = work[at].as_f64() / (end - start).as_f64().max(1e-9);
        out.value(if end > start { format!("{speedup:.2}×") } else { "–".to_owned() }).line();
    }
    end_table(&mut out);
    out
}

/// The most slots that run at the same time.
fn most(slots: &[&Slot]) -> usize {
    let mut changes: Vec<(Minutes, bool)> =
        slots.iter().flat_map(|slot| [(slot.end, false), (slot.start, true)]).collect();
    changes.sort_unstable();
    let (mut now, mut most) = (0usize, 0);
    for (_, begins) in changes {
        now = if begins { now + 1 } else { now.saturating_sub(1) };
        most = most.max(now);
    }
    most
}
