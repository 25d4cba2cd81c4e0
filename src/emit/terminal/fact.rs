use super::Look;
use crate::emit::tty;
use crate::schedule::{Makespan, Price};
use crate::syntax::Minutes;

/// Columns of a fact's name.
const NAME: usize = 18;

/// `name` in a column of its own, the text wrapped beside it.
pub(super) fn fact(out: &mut String, name: &str, text: &str, look: Look) {
    for (at, line) in tty::wrap(&tty::line(text), look.width.saturating_sub(NAME).max(20)).iter().enumerate()
    {
        let name = if at == 0 { name } else { "" };
        tty::add(out, format_args!("{}{line}\n", look.ink.dim(&format!("{name:<NAME$}"))));
    }
}

/// A fact of several lines: the name stands at the first.
pub(super) fn facts(out: &mut String, name: &str, lines: &[String], look: Look) {
    for (at, line) in lines.iter().enumerate() {
        fact(out, if at == 0 { name } else { "" }, line, look);
    }
}

/// The shown part of a list, and how many more there are.
pub(super) fn listed(shown: impl Iterator<Item = String>, all: usize) -> String {
    let shown: Vec<String> = shown.collect();
    let rest = all - shown.len();
    let list = shown.join(", ");
    if rest > 0 { format!("{list} and {rest} more") } else { list }
}

/// `1 minute`, `88 minutes`.
pub(super) fn minutes(length: Minutes) -> String {
    if length == Minutes::new(1) { "1 minute".to_owned() } else { format!("{length} minutes") }
}

/// `20 minutes`, `5 to 12 minutes`, `at most 12 minutes`, `nothing`: no more is said than is known.
pub(super) fn price(price: &Price) -> String {
    match (price.least(), price.most()) {
        (_, most) if most.is_zero() => "nothing".to_owned(),
        (least, most) if least == most => minutes(most),
        (least, most) if least.is_zero() => format!("at most {}", minutes(most)),
        (least, most) => format!("{least} to {}", minutes(most)),
    }
}

/// `88`, `88 or less` where it is not proven.
pub(super) fn length(makespan: Makespan) -> String {
    if makespan.is_proven() { makespan.found.to_string() } else { format!("{} or less", makespan.found) }
}

/// `one subtask`, `3 subtasks`.
pub(super) fn many(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
