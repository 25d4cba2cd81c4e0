use super::args::Schedule;
use super::exit::Failure;
use crate::compile::Compilation;
use crate::plan::{FeatureIx, Plan, SubtaskIx, nearest};
use crate::schedule::{Change, locks};
use crate::syntax;

/// The estimates that `--what-if` changes.
pub(super) fn changes(args: &Schedule, plan: &Plan) -> Result<Vec<Change>, Failure> {
    let change = |text: &String| {
        let (name, length) = pair(text, "--what-if", "1.2.3=5m")?;
        let Some((min, max)) = syntax::duration(length) else {
            return Err(Failure(format!(
                "--what-if {text}: `{length}` is no duration; write `5m`, `1h30` or `10-20 min`"
            )));
        };
        Ok(Change { subtask: subtask(plan, name)?, min, max })
    };
    args.what_if.iter().map(change).collect()
}

/// The files that `--without-lock` names, each with several writers.
pub(super) fn without_locks(args: &Schedule, plan: &Plan) -> Result<Vec<String>, Failure> {
    if args.without_lock.is_empty() {
        return Ok(Vec::new());
    }
    let known = locks(plan);
    let paths: Vec<&str> = known.iter().filter_map(|lock| lock.path.as_deref()).collect();
    let find = |path: &String| {
        let wanted = path.strip_prefix("./").unwrap_or(path);
        if paths.contains(&wanted) {
            return Ok(wanted.to_owned());
        }
        let hint = hint(wanted, &paths);
        Err(Failure(format!("--without-lock {path}: no two subtasks write this file{hint}")))
    };
    args.without_lock.iter().map(find).collect()
}

/// The windows that `--group` keeps for features.
pub(super) fn groups(args: &Schedule, plan: &Plan) -> Result<Vec<(FeatureIx, u32)>, Failure> {
    let mut found: Vec<(FeatureIx, u32)> = Vec::new();
    for text in &args.group {
        let (id, count) = pair(text, "--group", "1=12")?;
        let windows =
            count.parse().ok().filter(|windows| (1..=100_000).contains(windows)).ok_or_else(|| {
                Failure(format!("--group {text}: `{count}` is no number of windows from 1 to 100000"))
            })?;
        let feature = feature(plan, text, id)?;
        if found.iter().any(|(other, _)| *other == feature) {
            return Err(Failure(format!("--group {text}: feature {id} has a group already")));
        }
        found.push((feature, windows));
    }
    let sum: u64 = found.iter().map(|(_, windows)| u64::from(*windows)).sum();
    let others = u64::from(!found.is_empty() && found.len() < plan.features.len());
    if let Some(all) = args.limits.windows.filter(|&all| sum + others > u64::from(all)) {
        let rest = if others > 0 { ", and other features need at least one" } else { "" };
        return Err(Failure(format!("groups take {sum} windows{rest}, but --windows gives {all}")));
    }
    Ok(found)
}

fn pair<'t>(text: &'t str, flag: &str, example: &str) -> Result<(&'t str, &'t str), Failure> {
    let (name, value) = text.rsplit_once('=').unwrap_or((text, ""));
    if name.trim().is_empty() || value.trim().is_empty() {
        return Err(Failure(format!("{flag} {text}: write it as `{flag} {example}`")));
    }
    Ok((name.trim(), value.trim()))
}

fn subtask(plan: &Plan, name: &str) -> Result<SubtaskIx, Failure> {
    if let Some(found) = plan.find(name) {
        return Ok(found);
    }
    let several: Vec<&str> = plan
        .subtasks
        .iter()
        .filter(|subtask| subtask.id == name)
        .map(|subtask| subtask.key.as_str())
        .collect();
    if !several.is_empty() {
        let shown = &several[..several.len().min(3)];
        return Err(Failure(format!(
            "several features have a subtask {name}; name one of {}",
            shown.join(", ")
        )));
    }
    let names: Vec<&str> =
        plan.subtasks.iter().flat_map(|subtask| [subtask.id.as_str(), subtask.key.as_str()]).collect();
    Err(Failure(format!("the plan has no subtask {name}{}", hint(name, &names))))
}

fn feature(plan: &Plan, text: &str, id: &str) -> Result<FeatureIx, Failure> {
    let is_it = |feature: &crate::plan::Feature| feature.id == id || feature.prefix == id;
    let mut found = plan.features.iter().enumerate().filter(|(_, feature)| is_it(feature));
    match (found.next(), found.next()) {
        (Some((at, _)), None) => Ok(FeatureIx(at as u32)),
        (Some(_), Some(_)) => Err(Failure(format!(
            "--group {text}: several paths define feature {id}; join them in one folder"
        ))),
        (None, _) => {
            let ids: Vec<&str> = plan.features.iter().map(|feature| feature.id.as_str()).collect();
            let shown = ids[..ids.len().min(8)].join(", ");
            let more = if ids.len() > 8 { ", …" } else { "" };
            Err(Failure(format!("--group {text}: the plan has no feature {id}; it has {shown}{more}")))
        }
    }
}

fn hint(wanted: &str, names: &[&str]) -> String {
    let near = nearest(wanted, names.iter().copied());
    let near: Vec<&str> = near.into_iter().map(|at| names[at]).collect();
    if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) }
}

/// Whether something was asked that changes the plan.
pub(super) fn is_asked(args: &Schedule) -> bool {
    !args.what_if.is_empty() || !args.without_lock.is_empty()
}

/// The failure of a plan whose schedules cannot be made.
pub(super) fn failed(compilation: &Compilation, error: &crate::schedule::ScheduleError) -> Failure {
    match error {
        crate::schedule::ScheduleError::Cycle => super::load::cyclic(compilation),
        crate::schedule::ScheduleError::Violation(_) => {
            Failure(format!("internal error, please report it: {error}"))
        }
    }
}
