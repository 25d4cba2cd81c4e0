use super::exit::Failure;
use super::pack_args::{PartFlags, Strategy};
use super::rerun::RunState;
use super::targets;
use crate::emit::pack::{NoPart, Part};
use crate::emit::tty;
use crate::plan::{Plan, SubtaskIx};

/// The part that is asked for; `None` for everything.
pub(super) fn part(flags: &PartFlags, plan: &Plan, run: Option<&RunState>) -> Result<Option<Part>, Failure> {
    let subtasks = match flags.strategy {
        None if flags.only.is_empty() => None,
        None => Some(listed(flags, plan, run)?),
        Some(_) => run.map(|run| [run.failed.as_slice(), &run.blocked].concat()),
    };
    let part = Part {
        phases: flags.phase.clone(),
        features: flags.feature.clone(),
        windows: flags.window.clone(),
        subtasks,
    };
    let whole = part.phases.is_empty()
        && part.features.is_empty()
        && part.windows.is_empty()
        && part.subtasks.is_none();
    Ok((!whole).then_some(part))
}

fn listed(flags: &PartFlags, plan: &Plan, run: Option<&RunState>) -> Result<Vec<SubtaskIx>, Failure> {
    let mut found = Vec::new();
    for name in &flags.only {
        match (name.as_str(), run) {
            ("ready", Some(run)) => found.extend_from_slice(run.ready()),
            ("failed", Some(run)) => found.extend_from_slice(&run.failed),
            _ => found.push(targets::known(plan, name)?),
        }
    }
    Ok(found)
}

/// The part in words of the command line.
pub(super) fn words(flags: &PartFlags) -> String {
    let list = |flag: &str, values: &[String]| {
        let mut values = values.to_vec();
        values.sort();
        values.dedup();
        (!values.is_empty()).then(|| format!("--{flag} {}", values.join(",")))
    };
    let windows: Vec<String> = flags.window.iter().map(u32::to_string).collect();
    let strategy = match flags.strategy {
        Some(Strategy::PauseAndFix) => vec!["failed".to_owned()],
        _ => flags.only.clone(),
    };
    let first = (flags.strategy == Some(Strategy::FixFirst)).then(|| "--strategy fix-first".to_owned());
    let lists = [
        list("phase", &flags.phase),
        list("feature", &flags.feature),
        list("window", &windows),
        list("only", &strategy),
        first,
    ];
    lists.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Why a part has nothing in it.
pub(super) fn nothing(flags: &PartFlags) -> String {
    let failed = flags.strategy.is_some() || flags.only == ["failed"];
    match flags.only.as_slice() {
        _ if failed => "no subtask of it failed".to_owned(),
        [only] if only == "ready" => "no subtask of it may start now".to_owned(),
        _ => format!("no subtask is in {} at once", words(flags)),
    }
}

/// A part that names what the plan does not have.
pub(super) fn failure(error: &NoPart) -> Failure {
    let known = |names: &[String]| {
        let more = if names.len() > 12 { ", …" } else { "" };
        format!("{}{more}", names.iter().take(12).map(String::as_str).collect::<Vec<_>>().join(", "))
    };
    let text = match error {
        NoPart::Phase(name, names) if names.is_empty() => {
            format!("--phase {name}: this execution has no phases; leave out --phase or --mode")
        }
        NoPart::Phase(name, names) => {
            format!("--phase {name}: there is no such phase; there are {}", known(names))
        }
        NoPart::Feature(name, names) => {
            format!("--feature {name}: the plan has no such feature; it has {}", known(names))
        }
        NoPart::Window(window, last) => {
            format!("--window {window}: nothing runs in this window; the last one is window {last}")
        }
        NoPart::Nothing => "nothing to pack".to_owned(),
    };
    Failure(tty::clean(&text).into_owned())
}
