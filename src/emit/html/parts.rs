//! Small parts that several tables share.

use super::Markup;
use crate::diag::Severity;
use crate::emit::page_facts::PageFacts;
use crate::emit::page_needs::NeedWords;
use crate::plan::SubtaskIx;

/// A link to the row of a subtask, with its name.
pub(super) fn subtask(out: &mut Markup, facts: &PageFacts<'_>, ix: SubtaskIx) {
    out.element("a", &[("href", &facts.link(ix))], facts.name(ix));
}

/// Names of subtasks with commas between.
pub(super) fn names(out: &mut Markup, facts: &PageFacts<'_>, list: &[SubtaskIx]) {
    for (at, &ix) in list.iter().enumerate() {
        out.raw(if at > 0 { ", " } else { "" }).text(facts.name(ix));
    }
}

/// What a subtask needs, each as a link where `linked`; large sets by their label; `–` for nothing.
pub(super) fn needs(out: &mut Markup, facts: &PageFacts<'_>, ix: SubtaskIx, linked: bool) {
    let needs = facts.needs(ix);
    if needs.is_empty() {
        out.raw("–");
    }
    for (at, words) in needs.iter().enumerate() {
        if at > 0 {
            out.raw(", ");
        }
        match words {
            NeedWords::One(needed) if linked => subtask(out, facts, *needed),
            NeedWords::One(needed) => {
                out.text(facts.name(*needed));
            }
            NeedWords::Set(label, members) => {
                out.text(label).raw(" (").value(members).raw(")");
            }
        }
    }
}

/// A table inside a box that scrolls sideways; ends with the opened `tbody`.
/// Columns whose head begins with `#` hold numbers; the class `n3` of the table aligns its third column.
pub(super) fn table(out: &mut Markup, id: &str, label: &str, heads: &[&str]) {
    let numbers: Vec<String> =
        (1..).zip(heads).filter(|(_, head)| head.starts_with('#')).map(|(at, _)| format!("n{at}")).collect();
    out.open("div", &[("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-label", label)]);
    out.open("table", &[("id", id), ("class", &numbers.join(" "))]).raw("<thead><tr>");
    for head in heads {
        match head.strip_prefix('#') {
            Some(head) => out.raw("<th class=\"n\">").text(head),
            None => out.raw("<th>").text(head),
        };
    }
    out.raw("<tbody>").line();
}

/// Closes what [`table`] opens.
pub(super) fn end_table(out: &mut Markup) {
    out.raw("</table></div>").line();
}

/// Colour, glyph and word of a severity.
pub(super) fn severity(out: &mut Markup, severity: Severity) {
    let (class, words) = match severity {
        Severity::Error => ("bad", "✕ error"),
        Severity::Warning => ("warn", "▲ warning"),
        Severity::Info => ("info", "● info"),
    };
    out.element("span", &[("class", class)], words);
}

/// `1 subtask`, `2 subtasks`.
pub(super) fn counted(n: usize, noun: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{ending}")
}
