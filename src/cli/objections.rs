use super::output;
use super::session::Session;
use super::targets::Target;
use crate::plan::SubtaskIx;
use crate::runlog::{self, Barriers, Gate, Hold, Run};
use crate::schedule::locks;

/// How many objections to a start are written out.
const NOTES: usize = 5;

/// Says what speaks against a start; the log records what happened all the same.
pub(super) fn tell(session: &Session, run: &Run, targets: &[Target]) {
    let plan = &session.compilation.plan;
    let graph = session.compilation.graph();
    let progress = runlog::progress(plan, graph, &locks(plan), run, session.need_gate(None), &[]);
    let phases = Barriers::of(plan);
    let open = phases.open(&progress, session.phase_gate(None));
    let mut notes = Vec::new();
    let mut closed: Vec<SubtaskIx> = Vec::new();
    for ix in targets.iter().filter_map(|target| target.ix) {
        let name = plan.name(ix);
        if let Some(attempt) = run.of(ix).last().filter(|_| run.of(ix).is_running()) {
            let place = attempt.window.map_or(String::new(), |window| format!(" in window {window}"));
            notes.push(format!("note: {name} is already running{place}"));
        }
        let holds = progress.holds(graph, ix, 3);
        if holds.is_empty()
            && !open[ix.index()]
            && closed.iter().all(|&known| phases.phase(known) != phases.phase(ix))
        {
            closed.push(ix);
        }
        notes.extend(holds.into_iter().map(|hold| match hold {
            Hold::Need(need) => format!("note: {name} needs {}, which is not done", plan.name(need)),
            Hold::File(_, holder) => {
                format!("note: {name} writes a file that {} writes now", plan.name(holder))
            }
        }));
    }
    let gate = session.phase_gate(None);
    for ix in closed {
        let missing = phases.missing(&progress, gate, ix);
        let Some((first, more)) = missing.split_first() else { continue };
        let first = plan.name(*first);
        let what = plan.subtask(ix).phase.map_or_else(
            || format!("{} follows all phases", plan.name(ix)),
            |phase| format!("{} is in phase {}", plan.name(ix), plan.phase(phase).name),
        );
        let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        let word = if gate == Gate::Done { "done" } else { "validated" };
        notes.push(format!(
            "note: {what}, which opens when those before it are {word}: {first}{more} missing"
        ));
    }
    notes.iter().take(NOTES).for_each(|note| output::notice(note));
    if notes.len() > NOTES {
        output::notice(&format!("note: and {} more that start too early", notes.len() - NOTES));
    }
}
