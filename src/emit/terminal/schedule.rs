use std::cmp::Reverse;

use super::chart::chart;
use super::curve::curve;
use super::fact::{fact, listed, many, minutes};
use super::proof::{chain, proofs};
use super::table::{Align, Table};
use super::{Look, features, prices, risk, what_if};
use crate::emit::finding::{Worth, times};
use crate::emit::{Material, ScheduleReport, tty};
use crate::graph::NeedsMode;
use crate::plan::Plan;
use crate::schedule::{Execution, Mode, Schedules};
use crate::syntax::Minutes;

/// Entries of each list, without `all`.
const SHOWN: usize = 5;

/// Which parts of `planc schedule` are shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parts {
    /// A row per number of windows.
    pub curve: bool,
    /// A row per feature.
    pub features: bool,
    /// Lists as long as they are.
    pub all: bool,
}

/// What `planc schedule` prints: the verdict, the executions side by side, what limits them and what that costs,
/// and the windows of `material.mode` over time.
///
/// `report` was made from the plan, graph and estimates of `material`.
pub fn schedule(material: &Material<'_>, report: ScheduleReport<'_>, parts: Parts, look: Look) -> String {
    let (plan, schedules) = (material.plan, report.schedules);
    let mut out = String::new();
    if let Some(asked) = report.what_if {
        tty::add(&mut out, format_args!("{}\n", what_if::what_if(plan, asked, schedules, look)));
    }
    if let Some(verdict) = times(schedules) {
        tty::add(&mut out, format_args!("{}\n", look.ink.bold(&tty::wrap(&verdict, look.width).join("\n"))));
    }
    tty::add(&mut out, format_args!("{}\n", tty::wrap(&head(plan, schedules), look.width).join("\n")));
    out.push('\n');
    out.push_str(&executions(schedules, look));
    out.push('\n');
    out.push_str(&facts(material, report, parts, look));
    if let Some(answers) = report.answers.filter(|_| parts.features) {
        let table = features::features(plan, schedules, &answers.features, look);
        tty::add(&mut out, format_args!("\n{}\n{table}", look.ink.bold("features on their own, minutes")));
    }
    let drawn = schedules.execution(material.mode).filter(|execution| execution.feasible());
    if let Some(execution) = drawn.or_else(|| schedules.executions.iter().find(|e| e.feasible())) {
        let title = format!("{}: windows over minutes", execution.mode.name());
        tty::add(&mut out, format_args!("\n{}\n{}", look.ink.bold(&title), chart(plan, execution, look)));
    }
    if parts.curve {
        tty::add(
            &mut out,
            format_args!(
                "\n{}\n{}",
                look.ink.bold("dataflow: minutes by number of windows"),
                curve(&schedules.curve, look)
            ),
        );
    }
    tty::guard(out)
}

fn head(plan: &Plan, schedules: &Schedules) -> String {
    let windows = match schedules.windows {
        u32::MAX => "windows without limit".to_owned(),
        windows => many(windows as usize, "window"),
    };
    let needs = match schedules.needs {
        NeedsMode::Union => "needs of maps and specs",
        NeedsMode::Map => "needs of maps only",
        NeedsMode::Spec => "needs of specs only",
    };
    let locks = if schedules.file_locks { "one writer a file" } else { "no file locks" };
    let all = plan.subtasks.len();
    let subtasks = match schedules.left_out.len() {
        0 => many(all, "subtask"),
        done => format!("{} of {} left", all - done, many(all, "subtask")),
    };
    format!("{subtasks}, {} of work; {windows}, {needs}, {locks}", minutes(schedules.work))
}

fn executions(schedules: &Schedules, look: Look) -> String {
    use Align::{Left, Right};
    let mut table = Table::new(&[
        ("", Left),
        ("makespan", Right),
        ("lower bound", Right),
        ("windows", Right),
        ("speedup", Right),
        ("busy", Right),
        ("idle", Right),
        ("best", Left),
    ]);
    for execution in &schedules.executions {
        table.row(row(execution, schedules));
    }
    table.row(other("one window", schedules, schedules.sequential, 1));
    table.row(other("one per track", schedules, schedules.track, schedules.tracks));
    table.render(0, look)
}

fn row(execution: &Execution, schedules: &Schedules) -> Vec<String> {
    let name = execution.mode.name();
    let Some(makespan) = execution.makespan else {
        return std::iter::once(name.to_owned()).chain(std::iter::repeat_n("-".to_owned(), 7)).collect();
    };
    let mut cells = other(name, schedules, makespan, execution.windows_used());
    cells[2] = execution.lower_bound.to_string();
    cells.push(if execution.optimal() { "proven" } else { "open" }.to_owned());
    cells
}

fn other(name: &str, schedules: &Schedules, length: Minutes, windows: u32) -> Vec<String> {
    let room = Minutes::from_parts(length.parts().saturating_mul(u64::from(windows)));
    vec![
        name.to_owned(),
        length.to_string(),
        String::new(),
        windows.to_string(),
        speedup(schedules.work, length),
        percent(schedules.work, room),
        (room - schedules.work).to_string(),
    ]
}

fn speedup(work: Minutes, length: Minutes) -> String {
    if length.is_zero() { String::new() } else { format!("{:.2}", work.as_f64() / length.as_f64()) }
}

fn percent(part: Minutes, whole: Minutes) -> String {
    if whole.is_zero() { String::new() } else { format!("{:.0} %", part.as_f64() / whole.as_f64() * 100.0) }
}

/// One fact a paragraph, its name before it.
fn facts(material: &Material<'_>, report: ScheduleReport<'_>, parts: Parts, look: Look) -> String {
    let (plan, schedules) = (material.plan, report.schedules);
    let most = if parts.all { usize::MAX } else { SHOWN };
    let mut out = String::new();
    proofs(&mut out, plan, schedules, look);
    for execution in schedules.executions.iter().filter(|execution| !execution.feasible()) {
        let shown = execution.blocked.iter().take(most);
        let pairs = shown.map(|b| format!("{} needs {}", plan.name(b.subtask), plan.name(b.needed)));
        let pairs = listed(pairs, execution.blocked.len());
        let why = match execution.blocked.len() {
            0 => "phases of different features wait for each other".to_owned(),
            _ => format!("a later phase holds what is needed: {pairs}"),
        };
        let text = format!("{}, because {why}", execution.mode.name());
        fact(&mut out, "cannot run", &text, look);
    }
    calibrated(&mut out, material, look);
    worth_opening(&mut out, schedules, look);
    features::groups(&mut out, plan, schedules, look);
    critical_paths(&mut out, material, schedules, look);
    if let Some(answers) = report.answers {
        prices::prices(&mut out, plan, answers, most, look);
    }
    slack(&mut out, plan, schedules, most, look);
    if let Some(found) = report.answers.and_then(|answers| answers.risk.as_ref()) {
        risk::risk(&mut out, plan, found, most, look);
    }
    out
}

/// Which estimates are not the author's any more.
fn calibrated(out: &mut String, material: &Material<'_>, look: Look) {
    let all = material.estimates.len();
    let count = material.estimates.iter().filter(|estimate| estimate.is_calibrated()).count();
    if count > 0 {
        let text = format!(
            "{count} of {} corrected by what earlier runs took (planc calibrate)",
            many(all, "estimate")
        );
        fact(out, "calibrated", &text, look);
    }
}

fn worth_opening(out: &mut String, schedules: &Schedules, look: Look) {
    let Some(worth) = Worth::of(schedules) else { return };
    let more = if worth.makespan <= worth.floor {
        "more make nothing faster".to_owned()
    } else {
        let tried = if worth.all_tried { "more were not found to help" } else { "more were not tried" };
        format!("{tried}, nothing takes less than {}", worth.floor)
    };
    let windows = many(worth.windows as usize, "window");
    fact(out, "worth opening", &format!("{windows} for {}; {more}", minutes(worth.makespan)), look);
}

/// The chain that determines the length of the drawn execution, and that of dataflow where it differs.
fn critical_paths(out: &mut String, material: &Material<'_>, schedules: &Schedules, look: Look) {
    let path = |mode| {
        let execution = schedules.execution(mode).filter(|execution| execution.feasible())?;
        Some(chain(material.plan, &execution.critical_path, 30))
    };
    match (path(material.mode), path(Mode::Dataflow)) {
        (Some(drawn), Some(flow)) if drawn != flow => {
            fact(out, "critical path", &format!("{}: {drawn}", material.mode.name()), look);
            fact(out, "", &format!("dataflow: {flow}"), look);
        }
        (drawn, flow) => fact(out, "critical path", &drawn.or(flow).unwrap_or_default(), look),
    }
}

/// How many subtasks cannot wait in their window, and which can wait longest.
fn slack(out: &mut String, plan: &Plan, schedules: &Schedules, most: usize, look: Look) {
    let mut free: Vec<_> = schedules.slack.iter().filter(|slack| !slack.scheduled.is_zero()).collect();
    free.sort_by_key(|slack| (Reverse(slack.scheduled), slack.subtask));
    let all = schedules.slack.len();
    let tight = all - free.len();
    let text = format!("{tight} of {} cannot wait in dataflow", many(all, "subtask"));
    let longest =
        free.iter().take(most).map(|slack| format!("{} ({})", plan.name(slack.subtask), slack.scheduled));
    let longest = listed(longest, free.len());
    let text = if free.is_empty() { text } else { format!("{text}; longest: {longest}") };
    fact(out, "slack", &text, look);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::sample::Sample;
    use crate::emit::{Ink, hostile};

    const LOOK: Look = Look { ink: Ink::PLAIN, width: 80 };

    const ALL: Parts = Parts { curve: true, features: true, all: true };

    fn show(sample: &Sample) -> String {
        let report = ScheduleReport::new(sample.schedules.as_ref().expect("schedules"));
        schedule(&sample.material(), report, ALL, LOOK)
    }

    #[test]
    fn executions_facts_chart_and_curve() {
        insta::assert_snapshot!(show(&Sample::new()), @"
        as written it cannot run; repaired, your 2 windows take 47.5 minutes, 1 takes no
        longer, nothing is faster
        4 subtasks, 47.5 minutes of work; 2 windows, needs of maps and specs, one writer
        a file

                       makespan  lower bound  windows  speedup   busy  idle  best
        as-written            -            -        -        -      -     -  -
        phases             47.5         47.5        2     1.00   50 %  47.5  proven
        dataflow           47.5         47.5        1     1.00  100 %     0  proven
        one window         47.5                     1     1.00  100 %     0
        one per track      47.5                     3     1.00   33 %    95

        proof             phases: no schedule with these phases beats 47.5 minutes:
                          1.1.1 → 1.1.2 → 1.2.1 → INTEGRATION is 47.5 long
                          dataflow: no schedule beats 47.5 minutes: 1.1.1 → 1.1.2 →
                          1.2.1 → INTEGRATION is 47.5 long
        cannot run        as-written, because a later phase holds what is needed: 1.1.2
                          needs 1.2.1
        worth opening     1 window for 47.5 minutes; more make nothing faster
        critical path     1.1.1 → 1.1.2 → 1.2.1 → INTEGRATION
        slack             4 of 4 subtasks cannot wait in dataflow

        phases: windows over minutes
        window  0            10           20            30           40             idle
        phase   1                         2
             1  ├1.1.1──────┤             ├1.2.1────┤                                 30
             2               ├1.1.2──────┤           ├INTEGRATION──────────────┤    17.5

        dataflow: minutes by number of windows
        windows  makespan  lower bound
              1      47.5         47.5  ■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■  worth opening
        ");
    }

    #[test]
    fn hostile_text_cannot_leave_the_answers() {
        for text in hostile::TEXTS {
            let (sample, answers, what_if) = Sample::hostile(text).asked(text);
            let schedules = sample.schedules.as_ref().expect("schedules");
            let report = ScheduleReport { schedules, answers: Some(&answers), what_if: Some(&what_if) };
            let shown = schedule(&sample.material(), report, ALL, LOOK);
            assert!(
                shown.contains("P95") && shown.contains("file lock") && shown.contains("what if"),
                "{shown}"
            );
            hostile::check(&shown);
        }
    }

    #[test]
    fn hostile_text_cannot_leave_its_place() {
        for text in hostile::TEXTS {
            let sample = Sample::hostile(text);
            hostile::check(&show(&sample));
            let look = Look { ink: Ink { color: true }, width: 80 };
            let report = ScheduleReport::new(sample.schedules.as_ref().expect("schedules"));
            hostile::check_colored(&schedule(&sample.material(), report, ALL, look));
        }
    }
}
