use std::cmp::Reverse;

use super::Look;
use super::chart::chart;
use super::curve::curve;
use super::table::{Align, Table};
use crate::emit::finding::Worth;
use crate::emit::{Material, tty};
use crate::graph::{self, NeedsMode};
use crate::plan::{Plan, SubtaskIx};
use crate::schedule::{Execution, Mode, Proof, Schedules};
use crate::syntax::Minutes;

/// Needs that stop an execution, and subtasks with slack, are listed up to here.
const MOST_LISTED: usize = 8;

/// What `planc schedule` prints: the executions side by side, what limits them, and the windows of
/// `material.mode` over time; with `with_curve` also a row per number of windows.
///
/// `schedules` were made from the plan, graph and estimates of `material`.
pub fn schedule(material: &Material<'_>, schedules: &Schedules, look: Look, with_curve: bool) -> String {
    let plan = material.plan;
    let mut out = head(plan, schedules);
    out.push('\n');
    out.push_str(&executions(schedules, look));
    out.push('\n');
    out.push_str(&facts(material, schedules, look));
    let drawn = schedules.execution(material.mode).filter(|execution| execution.feasible());
    if let Some(execution) = drawn.or_else(|| schedules.executions.iter().find(|e| e.feasible())) {
        let title = format!("{}: windows over minutes", execution.mode.name());
        tty::add(&mut out, format_args!("\n{}\n{}", look.ink.bold(&title), chart(plan, execution, look)));
    }
    if with_curve {
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
        1 => "1 window".to_owned(),
        windows => format!("{windows} windows"),
    };
    let needs = match schedules.needs {
        NeedsMode::Union => "needs of maps and specs",
        NeedsMode::Map => "needs of maps only",
        NeedsMode::Spec => "needs of specs only",
    };
    let locks = if schedules.file_locks { "one writer a file" } else { "no file locks" };
    let subtasks = plan.subtasks.len();
    let noun = if subtasks == 1 { "subtask" } else { "subtasks" };
    format!("{subtasks} {noun}, {} minutes of work; {windows}, {needs}, {locks}\n", schedules.work)
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
    let other = |name: &str, length: Minutes, windows: &str| {
        let speedup = speedup(schedules.work, length);
        [name.to_owned(), length.to_string(), String::new(), windows.to_owned(), speedup]
    };
    table.row(other("one window", schedules.sequential, "1"));
    table.row(other("one per track", schedules.track, ""));
    table.render(0, look)
}

fn row(execution: &Execution, schedules: &Schedules) -> Vec<String> {
    let name = execution.mode.name().to_owned();
    let Some(makespan) = execution.makespan else {
        return std::iter::once(name).chain(std::iter::repeat_n("-".to_owned(), 7)).collect();
    };
    let windows = execution.windows_used();
    let room = Minutes::from_parts(makespan.parts().saturating_mul(u64::from(windows)));
    vec![
        name,
        makespan.to_string(),
        execution.lower_bound.to_string(),
        windows.to_string(),
        speedup(schedules.work, makespan),
        percent(schedules.work, room),
        (room - schedules.work).to_string(),
        if execution.optimal() { "proven" } else { "open" }.to_owned(),
    ]
}

/// Why nothing is shorter, or how far from the bound it is.
fn proof(execution: &Execution, makespan: Minutes) -> String {
    let gap = makespan - execution.lower_bound;
    if !gap.is_zero() {
        let left = if execution.complete { "" } else { "; the plan is too large for the longer searches" };
        return format!("not proven best, at most {gap} minutes above it{left}");
    }
    let words = match execution.proof {
        Proof::CriticalPath => "a chain of needs takes as long",
        Proof::Work => "the work fills every window",
        Proof::Lock => "writers of one file take turns",
        Proof::FernandezBussell => "some stretch of time holds all the work that fits",
        Proof::HeadTail => "what must come before and after leaves no room",
        Proof::Energy => "the work that must fall into some stretch of time fills it",
        Proof::Search => "a search found that nothing is shorter",
        _ => "it reaches the lower bound",
    };
    words.to_owned()
}

fn speedup(work: Minutes, length: Minutes) -> String {
    if length.is_zero() { String::new() } else { format!("{:.2}", work.as_f64() / length.as_f64()) }
}

fn percent(part: Minutes, whole: Minutes) -> String {
    if whole.is_zero() { String::new() } else { format!("{:.0} %", part.as_f64() / whole.as_f64() * 100.0) }
}

/// One fact a paragraph, its name before it.
fn facts(material: &Material<'_>, schedules: &Schedules, look: Look) -> String {
    let plan = material.plan;
    let mut out = String::new();
    let proven = schedules
        .executions
        .iter()
        .filter_map(|execution| Some((execution.mode.name(), proof(execution, execution.makespan?))));
    let proven: Vec<(&str, String)> = proven.collect();
    for (at, same) in proven.chunk_by(|a, b| a.1 == b.1).enumerate() {
        let modes: Vec<&str> = same.iter().map(|(mode, _)| *mode).collect();
        let text = format!("{}: {}", modes.join(", "), same[0].1);
        fact(&mut out, if at == 0 { "proof" } else { "" }, &text, look);
    }
    for execution in schedules.executions.iter().filter(|execution| !execution.feasible()) {
        let shown = execution.blocked.iter().take(MOST_LISTED);
        let pairs = shown.map(|b| format!("{} needs {}", plan.name(b.subtask), plan.name(b.needed)));
        let pairs = listed(pairs, execution.blocked.len());
        let why = match execution.blocked.len() {
            0 => "phases of different features wait for each other".to_owned(),
            _ => format!("a later phase holds what is needed: {pairs}"),
        };
        let text = format!("{}, because {why}", execution.mode.name());
        fact(&mut out, "cannot run", &text, look);
    }
    if let Some(worth) = Worth::of(schedules) {
        let more = match worth.floor {
            Some(floor) if worth.makespan <= floor => "more make nothing faster".to_owned(),
            Some(floor) => format!("more were not found to help, nothing takes less than {floor}"),
            None => "more were not found to help".to_owned(),
        };
        let windows = if worth.windows == 1 { "1 window" } else { &format!("{} windows", worth.windows) };
        fact(&mut out, "worth opening", &format!("{windows} for {} minutes; {more}", worth.makespan), look);
    }
    let length = |mode| schedules.execution(mode).and_then(|execution| execution.makespan);
    if let Some(flow) = length(Mode::Dataflow) {
        let cost = |mode: Mode| length(mode).map(|with| format!("{}: {} minutes", mode.name(), with - flow));
        let costs: Vec<String> = [Mode::AsWritten, Mode::Phases].into_iter().filter_map(cost).collect();
        fact(&mut out, "barrier cost", &costs.join(", "), look);
    }
    critical_paths(&mut out, material, schedules, look);
    slack(&mut out, material, look);
    out
}

/// The chain that determines the length of the drawn execution, and that of dataflow where it differs.
fn critical_paths(out: &mut String, material: &Material<'_>, schedules: &Schedules, look: Look) {
    let path = |mode| {
        let execution = schedules.execution(mode).filter(|execution| execution.feasible())?;
        Some(chain(material.plan, &execution.critical_path))
    };
    match (path(material.mode), path(Mode::Dataflow)) {
        (Some(drawn), Some(flow)) if drawn != flow => {
            fact(out, "critical path", &format!("{}: {drawn}", material.mode.name()), look);
            fact(out, "", &format!("dataflow: {flow}"), look);
        }
        (drawn, flow) => fact(out, "critical path", &drawn.or(flow).unwrap_or_default(), look),
    }
}

fn chain(plan: &Plan, path: &[SubtaskIx]) -> String {
    let names: Vec<&str> = path.iter().map(|&ix| plan.name(ix)).collect();
    match names.len() {
        0 => "empty".to_owned(),
        1..=30 => names.join(" → "),
        many => format!(
            "{} → … {} more … → {}",
            names[..15].join(" → "),
            many - 20,
            names[many - 5..].join(" → ")
        ),
    }
}

/// How many subtasks cannot wait, and which can wait longest.
fn slack(out: &mut String, material: &Material<'_>, look: Look) {
    if !material.graph.cycles().is_empty() || material.estimates.is_empty() {
        return;
    }
    let lengths: Vec<Minutes> = material.estimates.iter().map(|estimate| estimate.likely).collect();
    let times = graph::times(material.graph, &lengths);
    let mut free: Vec<(Minutes, SubtaskIx)> = material
        .plan
        .indices()
        .map(|ix| (times.slack(ix), ix))
        .filter(|(slack, _)| !slack.is_zero())
        .collect();
    free.sort_by_key(|&(slack, ix)| (Reverse(slack), ix));
    let tight = lengths.len() - free.len();
    let text = format!("{tight} of {} subtasks have none", lengths.len());
    let most =
        free.iter().take(MOST_LISTED).map(|&(slack, ix)| format!("{} ({slack})", material.plan.name(ix)));
    let most = listed(most, free.len());
    let text = if free.is_empty() { text } else { format!("{text}; most: {most}") };
    fact(out, "slack", &text, look);
}

fn listed(shown: impl Iterator<Item = String>, all: usize) -> String {
    let shown: Vec<String> = shown.collect();
    let rest = all - shown.len();
    let list = shown.join(", ");
    if rest > 0 { format!("{list} and {rest} more") } else { list }
}

/// `name` in a column of its own, the text wrapped beside it.
fn fact(out: &mut String, name: &str, text: &str, look: Look) {
    const NAME: usize = 18;
    for (at, line) in tty::wrap(&tty::line(text), look.width.saturating_sub(NAME).max(20)).iter().enumerate()
    {
        let name = if at == 0 { name } else { "" };
        tty::add(out, format_args!("{}{line}\n", look.ink.dim(&format!("{name:<NAME$}"))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::sample::Sample;
    use crate::emit::{Ink, hostile};

    const LOOK: Look = Look { ink: Ink::PLAIN, width: 80 };

    fn show(sample: &Sample) -> String {
        schedule(&sample.material(), sample.schedules.as_ref().expect("schedules"), LOOK, true)
    }

    #[test]
    fn executions_facts_chart_and_curve() {
        insta::assert_snapshot!(show(&Sample::new()), @"
        4 subtasks, 47.5 minutes of work; 2 windows, needs of maps and specs, one writer a file

                       makespan  lower bound  windows  speedup   busy  idle  best
        as-written            -            -        -        -      -     -  -
        phases             47.5         47.5        2     1.00   50 %  47.5  proven
        dataflow           47.5         47.5        1     1.00  100 %     0  proven
        one window         47.5                     1     1.00
        one per track      47.5                           1.00

        proof             phases, dataflow: a chain of needs takes as long
        cannot run        as-written, because a later phase holds what is needed: 1.1.2
                          needs 1.2.1
        worth opening     1 window for 47.5 minutes; more make nothing faster
        barrier cost      phases: 0 minutes
        critical path     1.1.1 → 1.1.2 → 1.2.1 → INTEGRATION
        slack             4 of 4 subtasks have none

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
    fn hostile_text_cannot_leave_its_place() {
        for text in hostile::TEXTS {
            let sample = Sample::hostile(text);
            hostile::check(&show(&sample));
            let look = Look { ink: Ink { color: true }, width: 80 };
            let schedules = sample.schedules.as_ref().expect("schedules");
            hostile::check_colored(&schedule(&sample.material(), schedules, look, true));
        }
    }
}
