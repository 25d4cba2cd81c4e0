use std::collections::BTreeMap;

use super::Look;
use crate::emit::tty;
use crate::plan::Plan;
use crate::schedule::{Execution, Slot};
use crate::syntax::Minutes;

/// Rows beyond this are counted, not drawn.
const MOST_ROWS: usize = 40;
/// Room for the window's number before a row and its idle minutes behind it.
const BEFORE: usize = 8;
const BEHIND: usize = 8;

/// Windows × time: a row per window with a bar per subtask, and how long each window idles.
///
/// A bar starts with `├` and carries the subtask's name where it fits.
pub(super) fn chart(plan: &Plan, execution: &Execution, look: Look) -> String {
    let Some(makespan) = execution.makespan.filter(|length| !length.is_zero()) else { return String::new() };
    let scale = Scale { makespan, columns: look.width.saturating_sub(BEFORE + BEHIND).clamp(20, 200) };
    let mut windows: BTreeMap<u32, Vec<&Slot>> = BTreeMap::new();
    for slot in &execution.slots {
        windows.entry(slot.window).or_default().push(slot);
    }
    let mut out = header(&scale, look);
    let one_feature = execution.steps.iter().all(|step| step.feature == execution.steps[0].feature);
    if execution.steps.len() > 1 && one_feature {
        out.push_str(&steps(execution, &scale, look));
    }
    for (window, slots) in windows.iter().take(MOST_ROWS) {
        let busy: Minutes = slots.iter().map(|slot| slot.end - slot.start).sum();
        let idle = (makespan - busy).to_string();
        let mut row = Row::new(scale.columns);
        for slot in slots {
            row.bar(scale.at(slot.start), scale.at(slot.end), &tty::line(plan.name(slot.subtask)));
        }
        tty::add(&mut out, format_args!("{window:>6}  {}{idle:>BEHIND$}\n", row.text()));
    }
    if windows.len() > MOST_ROWS {
        tty::add(&mut out, format_args!("        and {} more windows\n", windows.len() - MOST_ROWS));
    }
    out
}

struct Scale {
    makespan: Minutes,
    columns: usize,
}

impl Scale {
    fn at(&self, time: Minutes) -> usize {
        let column = u128::from(time.parts()) * self.columns as u128 / u128::from(self.makespan.parts());
        column as usize
    }
}

/// Minutes at round numbers.
fn header(scale: &Scale, look: Look) -> String {
    let tick = tick(scale);
    let mut row = Row::new(scale.columns);
    let mut time = 0;
    while Minutes::new(time) <= scale.makespan {
        row.word(scale.at(Minutes::new(time)), &time.to_string());
        time += tick;
    }
    format!("{}\n", look.ink.dim(&format!("window  {}{:>BEHIND$}", row.text(), "idle")))
}

/// The least round number of minutes whose ticks stand eight columns apart.
fn tick(scale: &Scale) -> u64 {
    let mut tick = 1;
    for factor in [5, 2, 3, 2].into_iter().cycle() {
        if scale.at(Minutes::new(tick)) >= 8 || Minutes::new(tick) > scale.makespan {
            break;
        }
        tick *= factor;
    }
    tick
}

/// Names of phases where they start.
fn steps(execution: &Execution, scale: &Scale, look: Look) -> String {
    let mut row = Row::new(scale.columns);
    for step in &execution.steps {
        row.word(scale.at(step.start), &tty::line(&step.name));
    }
    format!("{}\n", look.ink.dim(format!("phase   {}", row.text()).trim_end()))
}

/// One character a column; a wide character is followed by a column without one.
struct Row {
    cells: Vec<Option<char>>,
    /// Columns that are written.
    used: usize,
}

impl Row {
    fn new(columns: usize) -> Row {
        Row { cells: vec![Some(' '); columns], used: 0 }
    }

    fn bar(&mut self, start: usize, end: usize, name: &str) {
        let end = end.clamp(start + 1, self.cells.len().max(start + 1));
        for at in start..end.min(self.cells.len()) {
            self.cells[at] = Some(if at == start { '├' } else { '─' });
        }
        if end > start + 1 {
            self.cells[end - 1] = Some('┤');
        }
        // A name may take the place of the closing mark: what follows starts with a mark of its own.
        if tty::width(name) < end - start {
            self.write(start + 1, name);
        }
    }

    /// A word at a column, unless another stands there or the row ends.
    fn word(&mut self, at: usize, word: &str) {
        let wide = tty::width(word);
        if (at == 0 || at > self.used) && at + wide <= self.cells.len() && wide > 0 {
            self.write(at, word);
            self.used = at + wide;
        }
    }

    fn write(&mut self, mut at: usize, word: &str) {
        for c in word.chars() {
            let wide = unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
            if wide == 0 || at + wide > self.cells.len() {
                continue;
            }
            self.cells[at] = Some(c);
            self.cells[at + 1..at + wide].fill(None);
            at += wide;
        }
    }

    fn text(&self) -> String {
        self.cells.iter().flatten().collect()
    }
}
