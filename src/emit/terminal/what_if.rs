use super::Look;
use super::table::{Align, Table};
use crate::emit::tty;
use crate::plan::Plan;
use crate::schedule::{Schedules, WhatIf};
use crate::syntax::Minutes;

/// What was asked, and each execution before and after.
pub(super) fn what_if(plan: &Plan, asked: &WhatIf, after: &Schedules, look: Look) -> String {
    let mut words: Vec<String> = asked
        .changes
        .iter()
        .map(|change| {
            let minutes = if change.min == change.max {
                change.min.to_string()
            } else {
                format!("{}-{}", change.min, change.max)
            };
            format!("{} takes {minutes}", plan.name(change.subtask))
        })
        .collect();
    words.extend(asked.without_locks.iter().map(|path| format!("{path} has no lock")));
    let title = tty::line(&format!("what if {}", words.join(", "))).into_owned();
    let mut table = Table::new(&[
        ("", Align::Left),
        ("before", Align::Right),
        ("after", Align::Right),
        ("change", Align::Right),
    ]);
    for new in &after.executions {
        let old = asked.before.execution(new.mode).and_then(|old| old.makespan);
        table.row(row(new.mode.name(), old, new.makespan));
    }
    table.row(row("one window", Some(asked.before.sequential), Some(after.sequential)));
    table.row(row("one per track", Some(asked.before.track), Some(after.track)));
    let (old, new) = (asked.before.curve.worthwhile, after.curve.worthwhile);
    table.row([
        "worth opening".to_owned(),
        old.to_string(),
        new.to_string(),
        format!("{:+}", i64::from(new) - i64::from(old)),
    ]);
    format!("{}\n{}", look.ink.bold(&tty::wrap(&title, look.width).join("\n")), table.render(0, look))
}

fn row(name: &str, before: Option<Minutes>, after: Option<Minutes>) -> [String; 4] {
    let shown = |length: Option<Minutes>| length.map_or_else(|| "-".to_owned(), |length| length.to_string());
    let change = match (before, after) {
        (Some(before), Some(after)) if before == after => "0".to_owned(),
        (Some(before), Some(after)) if before < after => format!("+{}", after - before),
        (Some(before), Some(after)) => format!("-{}", before - after),
        _ => String::new(),
    };
    [name.to_owned(), shown(before), shown(after), change]
}
