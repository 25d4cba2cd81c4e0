use super::DiffReport;
use super::piece::{Piece, Sign};
use super::section::{Section, sections};
use super::totals::totals;
use crate::emit::finding::escape;
use crate::emit::{Places, tty};

/// Characters of a name or title, so that a comment stays a comment.
const LONGEST: usize = 120;

/// The same as markdown for a pull request. Words of the plan mean nothing to a markdown reader.
pub fn markdown(report: &DiffReport<'_>, all: bool) -> String {
    let [old, new] =
        [report.old.name, report.new.name].map(|name| escape::code_span(&tty::fit(name, LONGEST)));
    let mut out = format!("## Plan: {old} → {new}\n\n");
    out.push_str("|  | old | new | change | lower bound |\n|---|---:|---:|---:|---:|\n");
    for total in totals(report) {
        let (name, before, after) = (total.name, &total.old, &total.new);
        tty::add(
            &mut out,
            format_args!("| {name} | {before} | {after} | {} | {} |\n", total.change, total.bound),
        );
    }
    for (version, name) in [(&report.old, &old), (&report.new, &new)] {
        let circle: Vec<String> = version.circle().iter().map(|id| escape::code_span(id)).collect();
        if let Some(first) = circle.first() {
            let circle = circle.join(" → ");
            tty::add(
                &mut out,
                format_args!("\n{name} cannot run: needs go in a circle, {circle} → {first}\n"),
            );
        }
    }
    let sections = sections(report, all);
    let masks = [&report.old, &report.new].map(|version| Places::new(version.material.sources));
    for section in &sections {
        list(&mut out, &masks, section);
    }
    if sections.is_empty() {
        out.push_str("\nNo subtask, need, lock or estimate differs.\n");
    } else if !report.comparison.needs_expanded {
        out.push_str("\nNeeds are compared by the names of sets: one by one they are too many.\n");
    }
    out
}

fn list(out: &mut String, masks: &[Places<'_>; 2], section: &Section) {
    let mut title = section.title.to_owned();
    title[..1].make_ascii_uppercase();
    tty::add(out, format_args!("\n### {title}\n\n"));
    for (sign, pieces) in &section.lines {
        let words: String = pieces.iter().map(|piece| shown(piece, masks)).collect();
        let mark = match sign {
            Sign::Added => "added: ",
            Sign::Removed => "removed: ",
            Sign::Changed => "",
        };
        tty::add(out, format_args!("- {mark}{words}\n"));
    }
    if section.more > 0 {
        tty::add(out, format_args!("- and {} more\n", section.more));
    }
}

fn shown(piece: &Piece, masks: &[Places<'_>; 2]) -> String {
    let masked = |text: &str| {
        let text = masks[1].mask().apply(&masks[0].mask().apply(text)).into_owned();
        tty::fit(&tty::line(&text), LONGEST).into_owned()
    };
    match piece {
        Piece::Name(text) => escape::code_span(&masked(text)),
        Piece::Title(text) => escape::text(&masked(text)),
        Piece::Say(text) => text.clone(),
    }
}
