use std::cmp::Reverse;

use super::Look;
use super::fact::{fact, facts, listed};
use crate::plan::Plan;
use crate::schedule::Risk;

/// How likely the makespans are, and which subtasks decide.
pub(super) fn risk(out: &mut String, plan: &Plan, risk: &Risk, most: usize, look: Look) {
    let lines: Vec<String> = risk
        .executions
        .iter()
        .map(|p| format!("{}: P50 {}, P80 {}, P95 {} minutes", p.mode.name(), p.p50, p.p80, p.p95))
        .collect();
    facts(out, "uncertainty", &lines, look);
    let mut critical: Vec<_> = risk.criticality.iter().filter(|(_, count)| *count > 0).collect();
    critical.sort_by_key(|&&(ix, count)| (Reverse(count), ix));
    let percent = |count: u32| u64::from(count) * 100 / u64::from(risk.samples.max(1));
    let shown =
        critical.iter().take(most).map(|&&(ix, count)| format!("{} ({} %)", plan.name(ix), percent(count)));
    fact(out, "", &format!("critical most often: {}", listed(shown, critical.len())), look);
    let text = format!(
        "{} runs with lengths drawn from the estimates, each window in its order; seed {}",
        risk.samples, risk.seed
    );
    fact(out, "", &text, look);
}
