use super::view::{FindingsOptions, FindingsView, PlanView, ScheduleView, to_json};
use super::{Artifact, Material, ScheduleReport};

/// `plan.json`, `schedule.json` and `findings.json`: the contracts as files.
pub fn json_files(material: &Material<'_>, expanded_needs: usize) -> Vec<Artifact> {
    let plan = to_json(&PlanView::new(material, expanded_needs));
    let findings =
        to_json(&FindingsView::new(material.sources, material.findings, FindingsOptions::default()));
    let mut files = vec![artifact("plan.json", plan), artifact("findings.json", findings)];
    if let Some(schedules) = material.schedules {
        files.push(artifact(
            "schedule.json",
            to_json(&ScheduleView::new(material, ScheduleReport::new(schedules))),
        ));
    }
    files
}

fn artifact(path: &str, text: String) -> Artifact {
    Artifact { path: path.to_owned(), bytes: text.into_bytes() }
}
