use super::Look;
use super::fact::{fact, length, price};
use super::table::{Align, Table};
use crate::emit::tty;
use crate::plan::Plan;
use crate::schedule::{FeatureTimes, Makespan, Mode, Price, Schedules};
use crate::syntax::Minutes;

/// Columns of a terminal that has room for every column of the table and a title.
const WIDE: usize = 108;

/// Each feature on its own, all one after the other, and all at once.
pub(super) fn features(plan: &Plan, schedules: &Schedules, features: &[FeatureTimes], look: Look) -> String {
    use Align::{Cut, Left, Right};
    let mut table = Table::new(&[
        ("feature", Left),
        ("subtasks", Right),
        ("at once", Right),
        ("phases", Right),
        ("parallel", Right),
        ("dataflow", Right),
        ("tracks", Right),
        ("one window", Right),
        ("speedup", Right),
        ("busy", Right),
        ("", Cut),
    ]);
    // A narrow terminal has no room for what the other columns or `planc plan` say.
    let left_out: &[usize] = if look.width < WIDE { &[3, 9, 10] } else { &[] };
    let mut add = |mut cells: Vec<String>| {
        for &at in left_out {
            if let Some(cell) = cells.get_mut(at) {
                cell.clear();
            }
        }
        table.row(cells);
    };
    for row in features {
        let feature = plan.feature(row.feature);
        let [speedup, busy] = ratios(row.sequential, row.parallel.found, row.most_at_once);
        add(vec![
            feature.id.clone(),
            row.subtasks.to_string(),
            row.most_at_once.to_string(),
            row.phases.to_string(),
            length(row.parallel),
            length(row.dataflow),
            row.track.to_string(),
            row.sequential.to_string(),
            speedup,
            busy,
            feature.title.clone(),
        ]);
    }
    if features.len() > 1 {
        add(in_turn(features));
    }
    add(at_once(schedules, features));
    table.render(0, look)
}

/// The sum: one feature after the other.
fn in_turn(features: &[FeatureTimes]) -> Vec<String> {
    let sum = |of: fn(&FeatureTimes) -> Minutes| -> Minutes { features.iter().map(of).sum() };
    let most = features.iter().map(|row| row.most_at_once).max().unwrap_or(0);
    let (parallel, sequential) = (sum(|row| row.parallel.found), sum(|row| row.sequential));
    let proven = |of: fn(&FeatureTimes) -> Makespan| {
        let lower_bound = features.iter().map(|row| of(row).lower_bound).sum();
        length(Makespan { found: features.iter().map(|row| of(row).found).sum(), lower_bound })
    };
    let [speedup, busy] = ratios(sequential, parallel, most);
    vec![
        "one by one".to_owned(),
        features.iter().map(|row| row.subtasks).sum::<usize>().to_string(),
        most.to_string(),
        features.iter().map(|row| row.phases).sum::<u32>().to_string(),
        proven(|row| row.parallel),
        proven(|row| row.dataflow),
        sum(|row| row.track).to_string(),
        sequential.to_string(),
        speedup,
        busy,
    ]
}

/// The whole plan in its windows.
fn at_once(schedules: &Schedules, features: &[FeatureTimes]) -> Vec<String> {
    let phases = schedules.execution(Mode::Phases);
    let best = |mode| schedules.execution(mode).and_then(crate::schedule::Execution::best);
    let windows = phases.map_or(0, crate::schedule::Execution::windows_used);
    let parallel = best(Mode::Phases).unwrap_or_default();
    let [speedup, busy] = ratios(schedules.work, parallel.found, windows);
    vec![
        "all at once".to_owned(),
        features.iter().map(|row| row.subtasks).sum::<usize>().to_string(),
        windows.to_string(),
        String::new(),
        length(parallel),
        best(Mode::Dataflow).map_or_else(String::new, length),
        schedules.track.to_string(),
        schedules.sequential.to_string(),
        speedup,
        busy,
    ]
}

fn ratios(work: Minutes, length: Minutes, windows: u32) -> [String; 2] {
    if length.is_zero() || windows == 0 {
        return [String::new(), String::new()];
    }
    let speedup = work.as_f64() / length.as_f64();
    [format!("{speedup:.2}"), format!("{:.0} %", speedup / f64::from(windows) * 100.0)]
}

/// Which windows belong to which features, and what sharing them would save.
pub(super) fn groups(out: &mut String, plan: &Plan, schedules: &Schedules, look: Look) {
    if schedules.groups.is_empty() {
        return;
    }
    let words = schedules.groups.iter().map(|group| {
        let ids: Vec<&str> = group.features.iter().map(|&ix| plan.feature(ix).id.as_str()).collect();
        let noun = if ids.len() == 1 { "feature" } else { "features" };
        let last = group.first.saturating_add(group.windows - 1);
        if last == group.first {
            format!("window {last} for {noun} {}", ids.join(", "))
        } else {
            format!("windows {}-{last} for {noun} {}", group.first, ids.join(", "))
        }
    });
    fact(out, "window groups", &words.collect::<Vec<_>>().join("; "), look);
    let with = schedules.execution(Mode::Dataflow).and_then(crate::schedule::Execution::best);
    if let (Some(with), Some(without)) = (with, schedules.shared) {
        let cost = Price::new(with, without);
        let mut text =
            format!("sharing all {} windows saves {} in dataflow", schedules.windows, price(&cost));
        if !cost.most().is_zero() {
            tty::add(&mut text, format_args!(": {} instead of {}", length(cost.without), length(cost.with)));
        }
        fact(out, "", &text, look);
    }
}
