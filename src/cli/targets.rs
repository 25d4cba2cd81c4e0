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
    if what.phase.is_some() || what.feature.is_some() {
        let inside = inside(plan, what)?;
        let open = inside.iter().filter(|&&ix| match kind {
            EventKind::Start => run.of(ix).attempts.is_empty(),
            _ => run.of(ix).is_running(),
        });
        found.extend(open.map(|&ix| known(ix)));
        if found.is_empty() {
            let feature = what.feature.iter().map(|feature| format!("feature {feature}"));
            let phase = what.phase.iter().map(|phase| format!("phase {phase}"));
            let place: Vec<String> = phase.chain(feature).collect();
            return Err(Failure(format!("nothing in {} is left to {}", place.join(" of "), kind.name())));
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
    match look(plan, name)? {
        None if force && name.len() <= 200 => Ok(None),
        None => Err(Failure(format!("{} (--force logs it all the same)", unknown(plan, name)))),
        found => Ok(found),
    }
}

/// The subtask of a name.
pub(super) fn known(plan: &Plan, name: &str) -> Result<SubtaskIx, Failure> {
    look(plan, name)?.ok_or_else(|| Failure(unknown(plan, name)))
}

/// The subtask of a name, if there is one; an error where the name stands for several.
fn look(plan: &Plan, name: &str) -> Result<Option<SubtaskIx>, Failure> {
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
    Ok(None)
}

/// That the plan has no such subtask, with those most like it.
fn unknown(plan: &Plan, name: &str) -> String {
    let names: Vec<&str> = plan.indices().map(|ix| plan.name(ix)).collect();
    let near: Vec<&str> = nearest(name, names.iter().copied()).into_iter().map(|at| names[at]).collect();
    let hint = match near.as_slice() {
        [] => "`planc plan` lists them".to_owned(),
        near => format!("did you mean {}?", near.join(" or ")),
    };
    format!("the plan has no subtask {name}; {hint}")
}

/// The subtasks of a phase, a feature, or a phase of a feature, in plan order.
fn inside(plan: &Plan, what: &What) -> Result<Vec<SubtaskIx>, Failure> {
    let mut inside = match &what.phase {
        Some(phase) => in_phase(plan, phase)?,
        None => plan.indices().collect(),
    };
    if let Some(name) = &what.feature {
        let is = |feature: &crate::plan::Feature| {
            feature.id.eq_ignore_ascii_case(name) || feature.prefix.eq_ignore_ascii_case(name)
        };
        if !plan.features.iter().any(is) {
            let names: Vec<&str> = plan.features.iter().map(|feature| feature.id.as_str()).collect();
            return Err(Failure(format!("the plan has no feature {name}; it has {}", names.join(", "))));
        }
        inside.retain(|&ix| is(plan.feature(plan.subtask(ix).feature)));
    }
    Ok(inside)
}

/// The subtasks of a phase or sub-phase, in plan order.
pub(super) fn in_phase(plan: &Plan, name: &str) -> Result<Vec<SubtaskIx>, Failure> {
    let is = |at: PlanPhaseIx| plan.phase(at).name.eq_ignore_ascii_case(name);
    let inside = plan.indices().filter(|&ix| {
        let subtask = plan.subtask(ix);
        subtask.phase.is_some_and(is) || subtask.sub_phase.is_some_and(is)
    });
    let inside: Vec<SubtaskIx> = inside.collect();
    if inside.is_empty() {
        let mut names: Vec<&str> = plan.phases.iter().map(|phase| phase.name.as_str()).collect();
        let mut known = std::collections::BTreeSet::new();
        names.retain(|name| known.insert(*name));
        return Err(Failure(format!("the plan has no phase {name}; it has {}", names.join(", "))));
    }
    Ok(inside)
}
