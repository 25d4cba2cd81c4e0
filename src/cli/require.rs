use super::exit::Failure;
use super::output;
use super::status_args::Requirement;
use super::targets::in_phase;
use crate::emit::tty;
use crate::plan::{Plan, SubtaskIx};
use crate::runlog::{Gate, Progress};

/// How many names are told.
const TOLD: usize = 5;

/// Whether what a script asks for is reached; says on standard error what is missing.
pub(super) fn reached(plan: &Plan, progress: &Progress, wanted: &Requirement) -> Result<bool, Failure> {
    let all = match &wanted.phase {
        Some(phase) => in_phase(plan, phase)?,
        None => plan.indices().collect(),
    };
    let missing: Vec<SubtaskIx> =
        all.iter().copied().filter(|ix| !wanted.gate.lets_through(progress.state(*ix))).collect();
    if missing.is_empty() {
        return Ok(true);
    }
    let told = missing.iter().take(TOLD).map(|&ix| {
        let state = progress.state(ix);
        format!("{} is {}", tty::line(plan.name(ix)), state.name())
    });
    let more = if missing.len() > TOLD { ", …" } else { "" };
    let what = wanted.phase.as_ref().map_or("the plan".to_owned(), |phase| format!("phase {phase}"));
    let word = if wanted.gate == Gate::Done { "done" } else { "validated" };
    output::notice(&format!(
        "note: {what} is not {word}: {} of {} left ({}{more})",
        missing.len(),
        all.len(),
        told.collect::<Vec<_>>().join(", ")
    ));
    Ok(false)
}
