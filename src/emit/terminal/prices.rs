use super::Look;
use super::fact::{fact, facts, length, many, minutes, price};
use crate::graph::NeedsMode;
use crate::plan::Plan;
use crate::schedule::{Answers, Price};

/// What each restriction costs, dearest first; of each kind `most` lines.
pub(super) fn prices(out: &mut String, plan: &Plan, answers: &Answers, most: usize, look: Look) {
    if !answers.barriers.is_empty() {
        let costs: Vec<String> =
            answers.barriers.iter().map(|(mode, cost)| format!("{}: {}", mode.name(), price(cost))).collect();
        fact(out, "barrier cost", &costs.join(", "), look);
    }
    locks(out, answers, most, look);
    disagreements(out, plan, answers, most, look);
    shortenings(out, plan, answers, most, look);
    let kinds = ["file lock", "disagreement", "subtask"];
    let unpriced: Vec<String> = answers
        .unpriced()
        .iter()
        .zip(kinds)
        .filter(|(count, _)| **count > 0)
        .map(|(&count, noun)| many(count, noun))
        .collect();
    if !unpriced.is_empty() {
        let text = format!("{} beyond the limit of effort for prices", unpriced.join(", "));
        fact(out, "not priced", &text, look);
    }
}

fn locks(out: &mut String, answers: &Answers, most: usize, look: Look) {
    let mut lines = Vec::new();
    for found in &answers.locks {
        let Some(cost) = dear(found.price) else { continue };
        let writers = found.lock.writers.len();
        let without = length(cost.without);
        lines.push(format!(
            "{}: {} ({without} without it, {writers} writers)",
            found.lock.label(),
            price(&cost)
        ));
    }
    let free = answers.locks.iter().filter(|lock| lock.price.is_some_and(|p| p.most().is_zero())).count();
    if lines.is_empty() && free > 0 {
        let verb = if free == 1 { "costs" } else { "cost" };
        lines.push(format!("{} {verb} nothing", many(free, "file lock")));
    } else {
        cut(&mut lines, most);
        if let Some(all) = dear(answers.all_locks).filter(|_| answers.locks.len() > 1) {
            lines.push(format!("all {} together: {}", answers.locks.len(), price(&all)));
        }
    }
    facts(out, "file locks", &lines, look);
}

fn disagreements(out: &mut String, plan: &Plan, answers: &Answers, most: usize, look: Look) {
    let found = &answers.disagreements;
    if found.needs.is_empty() {
        return;
    }
    let of = |(needs, makespan): &(NeedsMode, _)| {
        let words = match needs {
            NeedsMode::Union => "both",
            NeedsMode::Map => "maps alone",
            NeedsMode::Spec => "specs alone",
        };
        format!("{words} {}", length(*makespan))
    };
    let lengths: Vec<String> = found.makespans.iter().map(of).collect();
    let cut_words = if found.cut { ", counted up to a limit" } else { "" };
    let count = many(found.needs.len(), "need");
    let mut lines =
        vec![format!("{count} stated by one side only{cut_words}; minutes with {}", lengths.join(", "))];
    let mut dearest: Vec<String> = found
        .needs
        .iter()
        .filter_map(|need| {
            let cost = dear(need.price)?;
            let by = if need.stated_by.name() == "map" { "map" } else { "section" };
            let (subtask, needed) = (plan.name(need.subtask), plan.name(need.needed));
            let without = length(cost.without);
            Some(format!(
                "{subtask} needs {needed} only by its {by}: {} ({without} without it)",
                price(&cost)
            ))
        })
        .collect();
    if dearest.is_empty() && found.needs.iter().any(|need| need.price.is_some()) {
        dearest.push("none of them alone costs a minute".to_owned());
    }
    cut(&mut dearest, most);
    lines.append(&mut dearest);
    facts(out, "map against spec", &lines, look);
}

fn shortenings(out: &mut String, plan: &Plan, answers: &Answers, most: usize, look: Look) {
    let mut lines = Vec::new();
    for found in &answers.shortenings {
        let Some(gain) = dear(found.price) else { continue };
        let name = plan.name(found.subtask);
        lines.push(format!("{name} at half of {}: {} less", minutes(found.minutes), price(&gain)));
    }
    let priced = answers.shortenings.iter().any(|shortening| shortening.price.is_some());
    if lines.is_empty() && priced {
        lines.push("no single subtask at half its minutes makes the plan shorter".to_owned());
    }
    cut(&mut lines, most);
    facts(out, "shortening pays", &lines, look);
}

/// A price that may be something.
fn dear(price: Option<Price>) -> Option<Price> {
    price.filter(|price| !price.most().is_zero())
}

/// Keeps the first lines and counts the others.
fn cut(lines: &mut Vec<String>, most: usize) {
    if lines.len() > most {
        let rest = lines.len() - most;
        lines.truncate(most);
        lines.push(format!("and {rest} more (--all)"));
    }
}
