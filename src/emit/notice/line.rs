use std::fmt::Write as _;

use crate::emit::tty;
use crate::plan::Plan;
use crate::runlog::{EventKind, Notice};
use crate::source::Mask;

/// Characters of a note that a line shows; the log keeps all of it.
const WORDS: usize = 500;

/// A notice as people write them to a channel: `10:05 - Window 1: ✅ SUBTASK 1.1.1 complete (7 min)`.
///
/// The clock is UTC shifted by `offset` minutes. Notes become one line without hidden characters and secrets.
pub fn notice_line(plan: &Plan, notice: &Notice, offset: i32) -> String {
    let mut out = format!("{} - ", notice.at.clock(offset));
    // Writing to a string cannot fail.
    if let Some(window) = notice.window {
        let _ = write!(out, "Window {window}: ");
    }
    let own = notice.subtask.map(|ix| plan.name(ix)).or(notice.name.as_deref());
    let name = own.map(|name| words(&format!("SUBTASK {name}")));
    let (sign, what) = match notice.kind {
        EventKind::Begin => ("🚀", "the run begins"),
        EventKind::Start => ("▶️", "started"),
        EventKind::Done => ("✅", "complete"),
        EventKind::Fail => ("❌", "error"),
        EventKind::Note => ("📝", "note"),
        EventKind::Wait => ("⏳", "waits"),
        EventKind::Undo => ("↩️", "taken back"),
        EventKind::Pause => ("⏸️", "everybody stops"),
        EventKind::Resume => ("▶️", "everybody goes on"),
    };
    let _ = write!(out, "{sign} {}", name.map_or(String::new(), |name| name + " "));
    out.push_str(what);
    let mut details = Vec::new();
    if let Some((kind, at)) = notice.taken_back {
        details.push(format!("{} of {}", kind.name(), at.clock(offset)));
    }
    if let Some(took) = notice.took.filter(|_| notice.kind == EventKind::Done) {
        details.push(format!("{} min", took.rounded().max(u64::from(!took.is_zero()))));
    }
    if let Some(validated) = notice.validated {
        details.push(format!("validation {validated}"));
    }
    if !details.is_empty() {
        let _ = write!(out, " ({})", details.join(", "));
    }
    if let Some(note) = &notice.note {
        let _ = write!(out, " - {}", words(note));
    }
    tty::guard(out)
}

/// Words of a log on one line, cut where they are long.
fn words(text: &str) -> String {
    let masked = Mask::text(text);
    let joined: Vec<&str> = masked.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let line = tty::line(&joined.join(" · ")).into_owned();
    match line.char_indices().nth(WORDS) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
