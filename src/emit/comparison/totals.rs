use super::DiffReport;
use crate::schedule::{Execution, Mode, Schedules};
use crate::syntax::Minutes;

/// A figure of both versions.
pub(super) struct Total {
    pub(super) name: &'static str,
    pub(super) old: String,
    pub(super) new: String,
    /// With its sign; empty where one side has no such figure.
    pub(super) change: String,
    /// What no schedule beats, old and new; empty where the figure is no schedule.
    pub(super) bound: String,
}

/// Every figure of the table, in its order.
pub(super) fn totals(report: &DiffReport<'_>) -> Vec<Total> {
    let comparison = report.comparison;
    let [old, new] = [&report.old, &report.new].map(|version| version.material);
    let mut found = vec![count("subtasks", [old.plan.subtasks.len(), new.plan.subtasks.len()])];
    found.push(count("needs", comparison.needs));
    found.push(count("file locks", comparison.lock_counts));
    let work = |material: &crate::emit::Material<'_>| {
        Some(material.estimates.iter().map(|estimate| estimate.likely).sum::<Minutes>())
    };
    found.push(length("work, minutes", work(&old), work(&new)));
    let executions = |mode: Mode| [old, new].map(|material| execution(material.schedules, mode));
    for mode in [Mode::AsWritten, Mode::Phases, Mode::Dataflow] {
        let [before, after] = executions(mode);
        if before.is_some() || after.is_some() {
            found.push(compared(mode, before, after));
        }
    }
    let windows = |of: &dyn Fn(&Schedules) -> u32| {
        let [before, after] = [old, new].map(|material| material.schedules.map(of));
        Some([before? as usize, after? as usize])
    };
    found.extend(windows(&|schedules| schedules.windows).map(|pair| count("windows", pair)));
    found.extend(windows(&|schedules| schedules.curve.worthwhile).map(|pair| count("worth opening", pair)));
    found
}

fn execution(schedules: Option<&Schedules>, mode: Mode) -> Option<&Execution> {
    schedules.and_then(|schedules| schedules.execution(mode))
}

fn compared(mode: Mode, before: Option<&Execution>, after: Option<&Execution>) -> Total {
    let makespan = |execution: Option<&Execution>| execution.and_then(|execution| execution.makespan);
    let mut total = length(mode.name(), makespan(before), makespan(after));
    let shown = |execution: Option<&Execution>| match execution {
        None => "-".to_owned(),
        Some(execution) => match execution.makespan {
            None => "cannot run".to_owned(),
            Some(makespan) if execution.optimal() => makespan.to_string(),
            Some(makespan) => format!("{makespan} or less"),
        },
    };
    (total.old, total.new) = (shown(before), shown(after));
    let bound = |execution: Option<&Execution>| {
        let runs = execution.filter(|execution| execution.makespan.is_some());
        runs.map_or_else(|| "-".to_owned(), |execution| execution.lower_bound.to_string())
    };
    total.bound = match (bound(before), bound(after)) {
        (old, new) if old == new => new,
        (old, new) => format!("{old} → {new}"),
    };
    total
}

fn count(name: &'static str, [old, new]: [usize; 2]) -> Total {
    let change = if new < old { format!("-{}", old - new) } else { plus(new - old) };
    Total { name, old: old.to_string(), new: new.to_string(), change, bound: String::new() }
}

fn length(name: &'static str, old: Option<Minutes>, new: Option<Minutes>) -> Total {
    let change = match (old, new) {
        (Some(old), Some(new)) => signed(old, new),
        _ => String::new(),
    };
    let shown = |length: Option<Minutes>| length.map_or_else(|| "-".to_owned(), |length| length.to_string());
    Total { name, old: shown(old), new: shown(new), change, bound: String::new() }
}

fn plus(more: usize) -> String {
    if more == 0 { "0".to_owned() } else { format!("+{more}") }
}

/// `+14`, `-7.5`, `0`.
pub(super) fn signed(old: Minutes, new: Minutes) -> String {
    match old.cmp(&new) {
        std::cmp::Ordering::Less => format!("+{}", new - old),
        std::cmp::Ordering::Equal => "0".to_owned(),
        std::cmp::Ordering::Greater => format!("-{}", old - new),
    }
}
