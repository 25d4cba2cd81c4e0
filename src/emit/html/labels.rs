use std::collections::BTreeMap;

use super::Markup;
use super::parts::{end_table, table};
use crate::emit::page_facts::PageFacts;
use crate::plan::FeatureIx;

/// The labels of each window in the order of their turns, for paper and for naming tabs. Nothing where nothing can run.
pub(super) fn labels(facts: &PageFacts<'_>, feature: Option<FeatureIx>) -> Markup {
    let mut out = Markup::new();
    let plan = facts.material.plan;
    let mut windows: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for slot in facts.execution.iter().flat_map(|execution| &execution.slots) {
        let subtask = plan.subtask(slot.subtask);
        if feature.is_none_or(|of| of == subtask.feature) {
            windows.entry(slot.window).or_default().push(&subtask.key);
        }
    }
    if windows.is_empty() {
        return out;
    }
    out.raw("<section id=\"labels\" class=\"labels\"><h2>Labels by window</h2>").line();
    table(&mut out, "label-table", "Labels by window", &["#Window", "Labels in order"]);
    for (window, keys) in &windows {
        out.raw("<tr><th>").value(window).raw("<td>").text(&keys.join(", ")).line();
    }
    end_table(&mut out);
    out.raw("</section>").line();
    out
}
