use super::Look;
use super::fact::{fact, facts, listed, many};
use super::status_tables::{phases, windows};
use crate::emit::clocks::{Clocks, length};
use crate::emit::tty;
use crate::emit::view::{Counts, FilesStatus, ForecastStatus, StatusView, SubtaskStatus};
use crate::runlog::State;

/// Entries of a list that are written out.
const SHOWN: usize = 6;

/// Where a run stands: how much is done, when it may end, what hangs and why, what each window does.
pub fn status(view: &StatusView<'_>, clocks: Clocks, look: Look) -> String {
    let mut out = String::new();
    headline(&mut out, view, look);
    times(&mut out, view, clocks, look);
    fact(&mut out, "now", &counts(&view.counts), look);
    if let Some(forecast) = &view.forecast {
        foretold(&mut out, view, forecast, clocks, look);
    }
    if let Some(gap) = &view.gap {
        let (from, until) = (clocks.short(gap.from.0), clocks.short(gap.until.0));
        let text = format!(
            "none: nothing is logged between {from} and {until}; if one of these times is wrong, take it back (planc log undo) and log it anew"
        );
        fact(&mut out, "forecast", &text, look);
    }
    late(&mut out, view, look);
    stopped(&mut out, view, look);
    if !view.unknown.is_empty() {
        let shown = view.unknown.iter().take(SHOWN).map(ToString::to_string);
        let text = format!("not in the plan: {}", listed(shown, view.unknown.len()));
        fact(&mut out, "left out", &text, look);
    }
    if let Some(checked) = &view.files {
        files(&mut out, checked, clocks, look);
    }
    for table in [phases(view, look), windows(view, clocks, look), held(view, look)] {
        if !table.is_empty() {
            out.push('\n');
            out.push_str(&table);
        }
    }
    out
}

fn headline(out: &mut String, view: &StatusView<'_>, look: Look) {
    let (over, total) = (view.counts.over(), view.counts.total);
    let name = view.run.as_deref().map_or(String::new(), |name| format!("{}: ", tty::line(name)));
    let mut text = format!("{name}{over} of {} done", many(total, "subtask"));
    if view.counts.done > 0 {
        tty::add(&mut text, format_args!(", {} of them not validated", view.counts.done));
    }
    if view.paused {
        text.push_str(", paused");
    }
    tty::add(out, format_args!("{}\n", look.ink.bold(&tty::fit(&text, look.width))));
    let (done, planned) = (view.done_minutes.0.as_f64(), view.planned_minutes.0.as_f64());
    let share = if planned > 0.0 { done / planned } else { f64::from(u8::from(over == total)) };
    let (_, percent) = filled(share, 1);
    let (done, planned) = (length(view.done_minutes.0), length(view.planned_minutes.0));
    let words = format!(" {percent} % ({done} of {planned} of work)");
    let columns = look.width.saturating_sub(words.len()).clamp(10, 50);
    let (full, _) = filled(share, columns);
    let bar = format!("{}{}", look.ink.added(&"█".repeat(full)), look.ink.dim(&"░".repeat(columns - full)));
    tty::add(out, format_args!("{bar}{words}\n"));
}

/// How much of a bar is full, and the percentage; neither says all before it is.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a few columns")]
#[expect(clippy::cast_precision_loss, reason = "a few columns")]
fn filled(share: f64, columns: usize) -> (usize, u32) {
    let share = share.clamp(0.0, 1.0);
    ((share * columns as f64) as usize, (share * 100.0) as u32)
}

fn times(out: &mut String, view: &StatusView<'_>, clocks: Clocks, look: Look) {
    let Some(as_of) = view.as_of else {
        return fact(out, "as of", "nothing is logged yet; `planc log start SUBTASK` begins", look);
    };
    let mut text = clocks.full(as_of.0);
    if let Some((began, elapsed)) = view.began.zip(view.elapsed_minutes) {
        tty::add(&mut text, format_args!("; began {}", clocks.short(began.0)));
        if let Some(ended) = view.ended {
            tty::add(&mut text, format_args!(", ended {}", clocks.short(ended.0)));
        }
        tty::add(&mut text, format_args!(", {} elapsed", length(elapsed.0)));
        if !view.paused_minutes.0.is_zero() {
            tty::add(&mut text, format_args!(" without {} of pauses", length(view.paused_minutes.0)));
        }
    }
    fact(out, "as of", &text, look);
}

fn counts(counts: &Counts) -> String {
    let all = [
        (counts.running, "running"),
        (counts.failed, "failed"),
        (counts.waiting, "waiting for something outside"),
        (counts.ready, "may start"),
        (counts.held, "waiting for a file"),
        (counts.blocked, "blocked"),
        (counts.skipped, "skipped"),
    ];
    let told: Vec<String> =
        all.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    if told.is_empty() { "everything is done".to_owned() } else { told.join(", ") }
}

fn foretold(
    out: &mut String,
    view: &StatusView<'_>,
    forecast: &ForecastStatus<'_>,
    clocks: Clocks,
    look: Look,
) {
    let part = |name: &str, at: Option<crate::runlog::Moment>, minutes: Option<crate::syntax::Minutes>| {
        let minutes = minutes?;
        let left = format!("in {}", length(minutes));
        Some(at.map_or(format!("{name} {left}"), |at| format!("{name} {} ({left})", clocks.short(at))))
    };
    let p50 = part("P50", forecast.p50.map(|at| at.0), forecast.p50_minutes.map(|left| left.0));
    let p80 = part("P80", forecast.p80.map(|at| at.0), forecast.p80_minutes.map(|left| left.0));
    let likely = part("about", forecast.end.map(|at| at.0), Some(forecast.end_minutes.0));
    let end = p50.zip(p80).map(|(p50, p80)| format!("{p50}, {p80}")).or(likely).unwrap_or_default();
    let measured = match forecast.measured {
        0 => "nothing of this run is measured yet".to_owned(),
        count => format!("{} of this run measured", many(count as usize, "subtask")),
    };
    let lines = [
        format!("ends {end}"),
        format!(
            "{}, {}; subtasks take {} of their estimates ({measured})",
            many(forecast.windows as usize, "window"),
            if forecast.barriers { "phases wait for each other" } else { "no waiting for phases" },
            percent(forecast.factor)
        ),
    ];
    facts(out, "forecast", &lines, look);
    if !forecast.assumed.is_empty() {
        let shown = forecast.assumed.iter().take(SHOWN).map(ToString::to_string);
        let text = format!("supposed to start again now: {}", listed(shown, forecast.assumed.len()));
        fact(out, "", &text, look);
    }
    let of = |key: &&str| {
        let subtask = view.subtasks.iter().find(|subtask| subtask.key == *key);
        let window = subtask.filter(|s| s.state == State::Running).and_then(|s| s.window);
        window.map_or((*key).to_owned(), |window| format!("{key} (window {window})"))
    };
    let path: Vec<String> = forecast.critical_path.iter().take(2 * SHOWN).map(of).collect();
    let more = forecast.critical_path.len() - path.len();
    let more = if more > 0 { format!(" → {more} more") } else { String::new() };
    fact(out, "critical path", &format!("{}{more}", path.join(" → ")), look);
}

fn percent(factor: f64) -> String {
    format!("{:.0} %", factor * 100.0)
}

fn late(out: &mut String, view: &StatusView<'_>, look: Look) {
    let mut late: Vec<&SubtaskStatus<'_>> =
        view.subtasks.iter().filter(|s| s.late_minutes.is_some()).collect();
    late.sort_by_key(|subtask| std::cmp::Reverse(subtask.late_minutes.map(|late| late.0)));
    let line = |subtask: &&SubtaskStatus<'_>| {
        let window = subtask.window.map_or(String::new(), |window| format!(" in window {window}"));
        let beyond = subtask.late_minutes.map_or(String::new(), |late| length(late.0));
        let critical = if subtask.critical { ", on the critical path" } else { "" };
        format!(
            "{}{window}: {beyond} beyond its {}{critical}",
            subtask.key,
            length(subtask.planned_minutes.0)
        )
    };
    let mut lines: Vec<String> = late.iter().take(SHOWN).map(line).collect();
    if late.len() > SHOWN {
        lines.push(format!("and {} more", late.len() - SHOWN));
    }
    facts(out, "late", &lines, look);
}

/// What failed or waits, why, and what hangs on it.
fn stopped(out: &mut String, view: &StatusView<'_>, look: Look) {
    for (state, name) in [(State::Failed, "failed"), (State::Waiting, "waiting")] {
        let all: Vec<&SubtaskStatus<'_>> = view.subtasks.iter().filter(|s| s.state == state).collect();
        let line = |subtask: &&SubtaskStatus<'_>| {
            let why = subtask.note.as_deref().map_or(String::new(), |note| format!(": {}", short(note)));
            let shown = subtask.blocks.iter().take(SHOWN).map(ToString::to_string);
            let blocks = match subtask.blocks_count {
                0 => "; it blocks nothing".to_owned(),
                count => format!("; it blocks {}", listed(shown, count)),
            };
            format!("{}{why}{blocks}", subtask.key)
        };
        let mut lines: Vec<String> = all.iter().take(2 * SHOWN).map(line).collect();
        if all.len() > 2 * SHOWN {
            lines.push(format!("and {} more", all.len() - 2 * SHOWN));
        }
        facts(out, name, &lines, look);
    }
    let goes_on: Vec<&str> =
        view.subtasks.iter().filter(|s| s.state == State::Ready).map(|subtask| subtask.key).collect();
    if !goes_on.is_empty() {
        let shown = goes_on.iter().take(2 * SHOWN).map(ToString::to_string);
        fact(out, "may start", &listed(shown, goes_on.len()), look);
    }
}

/// The first words of a note.
pub(super) fn short(note: &str) -> String {
    tty::fit(&tty::line(note), 80).into_owned()
}

fn files(out: &mut String, files: &FilesStatus<'_>, clocks: Clocks, look: Look) {
    let mut lines: Vec<String> = Vec::new();
    for fault in &files.faults {
        let what = match fault.fault {
            "missing" => "is not there",
            "no-file" => "is no regular file",
            "link" => "is a link, or stands behind one, and was not looked at",
            _ => "points out of the root and was not looked at",
        };
        lines.push(format!("{}: {} {what}", fault.key, fault.path));
    }
    for clash in &files.clashes {
        let [first, second] = clash.keys;
        let (from, until) = (clocks.short(clash.from.0), clocks.short(clash.until.0));
        lines.push(format!("{}: {first} and {second} both ran from {from} to {until}", clash.path));
    }
    if lines.is_empty() {
        let paths = many(files.checked, "path");
        lines.push(format!("{paths} of finished subtasks are there, none written by two at the same time"));
    }
    facts(out, "files", &lines, look);
}

/// What is blocked and by what.
fn held(view: &StatusView<'_>, look: Look) -> String {
    super::status_tables::blocked(view, look)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::hostile;
    use crate::emit::pack::{run_csv, run_markdown};
    use crate::emit::sample::Sample;
    use crate::emit::view::RunSample;
    use crate::emit::{Ink, tty};

    const TITLES: Look = Look { ink: Ink { color: true }, width: 80 };

    #[test]
    fn no_note_moves_a_terminal_or_breaks_a_table() {
        for text in hostile::TEXTS.iter().chain(&["a | b \\| c", "=1+1", "`|`", "ghp_0123"]) {
            let sample = RunSample::new(Sample::hostile(text), text);
            sample.look(|view| {
                let clocks = Clocks::new(0, []);
                hostile::check_colored(&tty::guard(status(view, clocks, TITLES)));
                let table = run_markdown(view, clocks);
                hostile::check(&table);
                // A bar behind a backslash ends no cell, however many backslashes there are.
                let bars = |row: &str| row.replace("\\|", "").matches('|').count();
                assert!(table.lines().all(|row| bars(row) == 8), "{text:?}: {table}");
                let sheet = run_csv(view, clocks, false);
                assert_eq!(sheet.lines().count(), 5, "{text:?}: {sheet}");
                hostile::check(&sheet.replace("\r\n", "\n"));
            });
        }
    }
}
