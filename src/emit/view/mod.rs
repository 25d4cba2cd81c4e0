//! The machine contracts: frozen, versioned shapes in JSON.
//!
//! Fields are only ever added. Every key is always present, null or empty where there is nothing to say.
//! What each key means stands in `docs/outputs.md`.

mod answers;
mod baseline;
mod claims;
mod comparison;
mod comparison_parts;
mod feature_times;
mod findings;
mod fingerprint;
mod json;
mod lane;
mod listed;
mod makespan;
mod next;
mod number;
mod phases;
mod plan;
mod schedule;
mod schema;
mod what_if;

pub use crate::graph::{EXPANDED_NEEDS, Pairs, Sources};
pub use baseline::{baseline, read_baseline};
pub use claims::ClaimView;
pub use comparison::ComparisonView;
pub use findings::{FindingView, FindingsOptions, FindingsView, finding_lines};
pub use fingerprint::fingerprint;
pub use json::{to_json, to_json_line};
pub use listed::{Listed, listed, page_url};
pub use next::NextView;
pub use phases::{PhaseView, SubPhaseView};
pub use plan::{PlanView, SubtaskView};
pub use schedule::ScheduleView;
pub use schema::{DIFF_SCHEMA, FINDINGS_SCHEMA, PLAN_SCHEMA, SCHEDULE_SCHEMA};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::emit::ScheduleReport;
    use crate::emit::comparison::tests::changed;
    use crate::emit::sample::Sample;

    const PAGE: &str = include_str!("../../../docs/outputs.md");

    /// Keys that the plan chooses: tracks, needed subtasks, what a finding is about.
    const FREE: [&str; 3] = ["track_titles", "need_sources", "subject"];

    fn keys(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    found.insert(key.clone());
                    if !FREE.contains(&key.as_str()) {
                        keys(value, found);
                    }
                }
            }
            Value::Array(list) => list.iter().for_each(|value| keys(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_key_is_documented() {
        let (sample, answers, what_if) = Sample::new().asked("src/fares.rs");
        let material = sample.material();
        let schedules = sample.schedules.as_ref().expect("schedules");
        let report = ScheduleReport { schedules, answers: Some(&answers), what_if: Some(&what_if) };
        let options = FindingsOptions::default();
        let views = [
            to_json(&PlanView::new(&material, EXPANDED_NEEDS)),
            to_json(&ScheduleView::new(&material, report)),
            to_json(&FindingsView::new(&sample.sources, &sample.findings, options)),
            changed("Fares", |report| to_json(&ComparisonView::new(report))),
        ];
        let headings = ["## planc.plan/1", "## planc.schedule/1", "## planc.findings/1", "## planc.diff/1"];
        for (view, heading) in views.iter().zip(headings) {
            let section = PAGE.split_once(heading).map_or("", |(_, behind)| behind);
            let section = section.split_once("\n## ").map_or(section, |(section, _)| section);
            let mut found = BTreeSet::new();
            keys(&serde_json::from_str(view).expect("json"), &mut found);
            let missing: Vec<&String> =
                found.iter().filter(|key| !section.contains(&format!("`{key}`"))).collect();
            assert!(missing.is_empty(), "docs/outputs.md, {heading}: add {missing:?}");
        }
    }
}
