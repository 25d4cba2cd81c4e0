use super::Counts;
use crate::schedule::{Mode, Schedules};
use crate::syntax::Minutes;

/// One line that says how the plan stands: "30 subtasks, 9 errors; your 12 windows take 110 minutes, 5 take 88,
/// nothing is faster".
///
/// `schedules` is `None` where needs go in a circle. No word is said that is not shown: "nothing is faster" only
/// where the lower bound is reached.
pub fn verdict(subtasks: usize, counts: &Counts, schedules: Option<&Schedules>) -> String {
    let plan = format!("{}, {}", many(subtasks, "subtask"), severities(counts));
    match schedules {
        _ if subtasks == 0 => plan,
        None => format!("{plan}; needs go in a circle, so nothing can be scheduled"),
        Some(schedules) => match times(schedules) {
            Some(times) => format!("{plan}; {times}"),
            None => format!("{plan}; no schedule was found"),
        },
    }
}

fn severities(counts: &Counts) -> String {
    match (counts.errors, counts.warnings) {
        (0, 0) => "no errors".to_owned(),
        (0, warnings) => format!("no errors, {}", many(warnings, "warning")),
        (errors, _) => many(errors, "error"),
    }
}

fn times(schedules: &Schedules) -> Option<String> {
    let written = schedules.execution(Mode::AsWritten);
    let runs = written.filter(|execution| execution.feasible());
    let repaired = || schedules.execution(Mode::Phases).filter(|execution| execution.feasible());
    let execution = runs.or_else(repaired).or_else(|| schedules.execution(Mode::Dataflow))?;
    let now = execution.makespan?;
    let mut text = match schedules.windows {
        u32::MAX => format!("with windows enough it takes {}", minutes(now)),
        1 => format!("your 1 window takes {}", minutes(now)),
        windows => format!("your {windows} windows take {}", minutes(now)),
    };
    if runs.is_none() && written.is_some() {
        text.push_str(" once the phases are repaired (as written they cannot run)");
    }
    if let Some(best) = best(schedules) {
        let limited = schedules.windows != u32::MAX;
        let takes = if best.windows == 1 { "takes" } else { "take" };
        if best.makespan < now {
            text.push_str(&format!(", {} {takes} {}", best.windows, best.makespan));
        } else if best.makespan == now && (best.windows < schedules.windows || !limited) {
            text.push_str(&format!(", {} {takes} no longer", best.windows));
        }
        let shortest = best.makespan.min(now);
        if shortest <= best.floor {
            text.push_str(", nothing is faster");
        } else {
            text.push_str(&format!(", nothing takes less than {}", best.floor));
        }
    }
    Some(text)
}

struct Best {
    windows: u32,
    makespan: Minutes,
    /// What no number of windows beats.
    floor: Minutes,
}

/// The windows worth opening, from the curve.
fn best(schedules: &Schedules) -> Option<Best> {
    let points = &schedules.curve.points;
    let worth = points.iter().find(|point| point.windows == schedules.curve.worthwhile)?;
    let floor = points.iter().map(|point| point.lower_bound).min()?;
    Some(Best { windows: worth.windows, makespan: worth.makespan, floor })
}

fn many(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn minutes(length: Minutes) -> String {
    if length == Minutes::new(1) { "1 minute".to_owned() } else { format!("{length} minutes") }
}
