use super::exit::Failure;
use super::log_args::What;
use crate::emit::Labels;
use crate::plan::{Plan, PlanPhaseIx, SubtaskIx, nearest};
use crate::runlog::{EventKind, Run};

/// A subtask that an event is about; one that the plan does not have is kept as it was typed.
pub(super) struct Target {
    pub(super) name: String,
    pub(super) ix: Option<SubtaskIx>,
}

/// What the arguments mean.
pub(super) fn targets(plan: &Plan, run: &Run, kind: EventKind, what: &What) -> Result<Vec<Target>, Failure> {
    let mut found: Vec<Target> = Vec::new();
    for name in &what.subtasks {
        let ix = find(plan, name, what.force)?;
        found.push(Target { name: name.clone(), ix });
    }
    let known = |ix: SubtaskIx| Target { name: plan.subtask(ix).key.clone(), ix: Some(ix) };
    if let Some(phase) = &what.phase {
        let inside = in_phase(plan, phase)?;
        let open = inside.iter().filter(|&&ix| match kind {
            EventKind::Start => run.of(ix).attempts.is_empty(),
            _ => run.of(ix).is_running(),
        });
        found.extend(open.map(|&ix| known(ix)));
        if found.is_empty() {
            return Err(Failure(format!("nothing in phase {phase} is left to {}", kind.name())));
        }
    } else if found.is_empty() {
        let Some(window) = what.window.filter(|_| kind != EventKind::Start) else {
            return Err(Failure(format!(
                "name the subtasks: planc log {} 1.1.4, or --phase 1, or --window 7 for what runs there",
                kind.name()
            )));
        };
        found.extend(run.in_window(window).into_iter().map(known));
        if found.is_empty() {
            return Err(Failure(format!(
                "nothing runs in window {window}; `planc log` shows what was logged"
            )));
        }
    }
    Ok(found)
}

/// The subtask of a name; nothing where the plan has none and that is wanted.
pub(super) fn find(plan: &Plan, name: &str, force: bool) -> Result<Option<SubtaskIx>, Failure> {
    let same = || {
        let mut alike = plan.indices().filter(|&ix| {
            let subtask = plan.subtask(ix);
            subtask.key.eq_ignore_ascii_case(name) || subtask.id.eq_ignore_ascii_case(name)
        });
        alike.next().filter(|_| alike.next().is_none())
    };
    let labelled = || Labels::new(plan).find(name);
    if let Some(ix) = plan.find(name).or_else(same).or_else(labelled) {
        return Ok(Some(ix));
    }
    let with_id: Vec<&str> = plan
        .indices()
        .map(|ix| plan.subtask(ix))
        .filter(|subtask| subtask.id == name)
        .map(|subtask| subtask.key.as_str())
        .collect();
    if !with_id.is_empty() {
        return Err(Failure(format!("{name} is the id of several subtasks: {}", with_id.join(", "))));
    }
    if force && name.len() <= 200 {
        return Ok(None);
    }
    let names: Vec<&str> = plan.indices().map(|ix| plan.name(ix)).collect();
    let near: Vec<&str> = nearest(name, names.iter().copied()).into_iter().map(|at| names[at]).collect();
    let hint = match near.as_slice() {
        [] => "`planc plan` lists them".to_owned(),
        near => format!("did you mean {}?", near.join(" or ")),
    };
    Err(Failure(format!("the plan has no subtask {name}; {hint} (--force logs it all the same)")))
}

/// The subtasks of a phase or sub-phase, in plan order.
fn in_phase(plan: &Plan, name: &str) -> Result<Vec<SubtaskIx>, Failure> {
    let is = |at: PlanPhaseIx| plan.phase(at).name.eq_ignore_ascii_case(name);
    let inside = plan.indices().filter(|&ix| {
        let subtask = plan.subtask(ix);
        subtask.phase.is_some_and(is) || subtask.sub_phase.is_some_and(is)
    });
    let inside: Vec<SubtaskIx> = inside.collect();
    if inside.is_empty() {
        let mut names: Vec<&str> = plan.phases.iter().map(|phase| phase.name.as_str()).collect();
        names.dedup();
        return Err(Failure(format!("the plan has no phase {name}; it has {}", names.join(", "))));
    }
    Ok(inside)
}
