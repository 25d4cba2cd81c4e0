use super::Counts;
use crate::emit::tty;
use crate::schedule::{Mode, Schedules};
use crate::syntax::Minutes;

/// One line that says how the plan stands: "30 subtasks, 9 errors; your 12 windows take 110 minutes, 5 take 88,
/// nothing is faster".
///
/// `schedules` is `None` where needs go in a circle (`circle`) or none were made. No word is said that is not shown: "nothing is faster" only
/// where the lower bound is reached.
pub fn verdict(subtasks: usize, counts: &Counts, circle: bool, schedules: Option<&Schedules>) -> String {
    let plan = format!("{}, {}", many(subtasks, "subtask"), severities(counts));
    match schedules {
        _ if subtasks == 0 => plan,
        None if circle => format!("{plan}; needs go in a circle, so nothing can be scheduled"),
        None => plan,
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

/// What the windows take, what would be enough, and whether anything is faster.
pub(in crate::emit) fn times(schedules: &Schedules) -> Option<String> {
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
        text.insert_str(0, "as written it cannot run; repaired, ");
    }
    if let Some(best) = Worth::of(schedules) {
        let limited = schedules.windows != u32::MAX;
        let takes = if best.windows == 1 { "takes" } else { "take" };
        if best.makespan < now && best.windows >= schedules.windows {
            tty::add(&mut text, format_args!(", without phases {}", best.makespan));
        } else if best.makespan < now {
            tty::add(&mut text, format_args!(", {} {takes} {}", best.windows, best.makespan));
        } else if best.makespan == now && (best.windows < schedules.windows || !limited) {
            tty::add(&mut text, format_args!(", {} {takes} no longer", best.windows));
        }
        if best.makespan.min(now) <= best.floor {
            text.push_str(", nothing is faster");
        } else {
            let untried = if best.all_tried { "" } else { ", more were not tried" };
            tty::add(&mut text, format_args!("{untried}, nothing takes less than {}", best.floor));
        }
    }
    Some(text)
}

/// The windows worth opening, from the curve.
pub(in crate::emit) struct Worth {
    pub(in crate::emit) windows: u32,
    pub(in crate::emit) makespan: Minutes,
    /// What no number of windows beats.
    pub(in crate::emit) floor: Minutes,
    /// Whether every number of windows that can make a difference was tried.
    pub(in crate::emit) all_tried: bool,
}

impl Worth {
    /// `None` where there is no curve.
    pub(in crate::emit) fn of(schedules: &Schedules) -> Option<Worth> {
        let curve = &schedules.curve;
        let worth = curve.points.iter().find(|point| point.windows == curve.worthwhile)?;
        let subtasks = schedules.slack.len();
        let all_tried = curve.tried as usize >= subtasks || curve.worthwhile < curve.tried;
        Some(Worth { windows: worth.windows, makespan: worth.makespan, floor: curve.floor, all_tried })
    }
}

fn many(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn minutes(length: Minutes) -> String {
    if length == Minutes::new(1) { "1 minute".to_owned() } else { format!("{length} minutes") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Severity;
    use crate::emit::sample::Sample;
    use crate::schedule::CurvePoint;

    fn counts(errors: usize, warnings: usize) -> Counts {
        Counts { errors, warnings, ..Counts::default() }
    }

    fn schedules(windows: u32, now: u64, worthwhile: u32, best: u64, floor: u64) -> Schedules {
        let mut schedules = Sample::new().schedules.expect("schedules");
        schedules.windows = windows;
        schedules.executions.remove(0);
        schedules.executions[0].mode = Mode::AsWritten;
        schedules.executions[0].makespan = Some(Minutes::new(now));
        let (makespan, lower_bound) = (Minutes::new(best), Minutes::new(floor));
        schedules.executions[1].lower_bound = lower_bound;
        schedules.curve.worthwhile = worthwhile;
        (schedules.curve.floor, schedules.curve.tried) = (lower_bound, 30);
        schedules.curve.points = vec![CurvePoint { windows: worthwhile, makespan, lower_bound }];
        schedules
    }

    #[test]
    fn it_says_no_more_than_is_shown() {
        let say = |counts: Counts, schedules: Schedules| verdict(30, &counts, false, Some(&schedules));
        assert_eq!(
            say(counts(9, 3), schedules(12, 110, 5, 88, 88)),
            "30 subtasks, 9 errors; your 12 windows take 110 minutes, 5 take 88, nothing is faster"
        );
        assert_eq!(
            say(counts(0, 1), schedules(12, 88, 5, 88, 80)),
            "30 subtasks, no errors, 1 warning; your 12 windows take 88 minutes, 5 take no longer, nothing takes less than 80"
        );
        assert_eq!(
            say(counts(0, 0), schedules(5, 88, 5, 88, 88)),
            "30 subtasks, no errors; your 5 windows take 88 minutes, nothing is faster"
        );
        assert_eq!(
            say(counts(0, 0), schedules(5, 110, 5, 88, 88)),
            "30 subtasks, no errors; your 5 windows take 110 minutes, without phases 88, nothing is faster"
        );
        assert_eq!(
            say(counts(1, 0), schedules(u32::MAX, 1, 1, 1, 1)),
            "30 subtasks, 1 error; with windows enough it takes 1 minute, 1 takes no longer, nothing is faster"
        );
    }

    #[test]
    fn plans_that_cannot_run() {
        assert_eq!(
            verdict(3, &counts(2, 0), true, None),
            "3 subtasks, 2 errors; needs go in a circle, so nothing can be scheduled"
        );
        assert_eq!(verdict(3_000, &counts(2, 0), false, None), "3000 subtasks, 2 errors");
        assert_eq!(verdict(0, &counts(1, 0), false, None), "0 subtasks, 1 error");
        assert_eq!(
            verdict(4, &Counts::default(), false, Sample::new().schedules.as_ref()),
            "4 subtasks, no errors; as written it cannot run; repaired, your 2 windows take 47.5 minutes, \
             1 takes no longer, nothing is faster"
        );
    }

    #[test]
    fn severities_are_counted() {
        let mut findings = Sample::new().findings;
        findings.extend(Sample::new().findings);
        findings[1].severity = Severity::Info;
        let counts = Counts::of(&findings);
        assert_eq!((counts.errors, counts.infos, counts.unsafe_fixes), (1, 1, 2));
        assert_eq!((counts.rules[0].severity, counts.rules[0].findings), (Severity::Error, 2));
    }
}
