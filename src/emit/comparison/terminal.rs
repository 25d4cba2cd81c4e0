use super::DiffReport;
use super::piece::{Piece, Sign};
use super::section::{Section, sections};
use super::totals::totals;
use crate::emit::terminal::{Align, Look, Table};
use crate::emit::{Places, tty};

/// What `planc diff` prints for people: figures side by side, then what was added, removed and changed. Lists end
/// after twenty entries unless `all` are asked for.
pub fn text(report: &DiffReport<'_>, all: bool, look: Look) -> String {
    let names = [report.old.name, report.new.name].map(tty::line);
    let title = format!("{} → {}", names[0], names[1]);
    let mut out = format!("{}\n\n", look.ink.bold(&tty::fit(&title, look.width)));
    out.push_str(&table(report, look));
    for version in [&report.old, &report.new] {
        let circle = version.circle();
        if let Some(first) = circle.first() {
            let words = format!(
                "{} cannot run: needs go in a circle, {} → {first}",
                version.name,
                circle.join(" → ")
            );
            tty::add(&mut out, format_args!("\n{}\n", tty::wrap(&tty::line(&words), look.width).join("\n")));
        }
    }
    let sections = sections(report, all);
    for section in &sections {
        out.push('\n');
        list(&mut out, report, section, look);
    }
    if sections.is_empty() {
        out.push_str("\nno subtask, need, lock or estimate differs\n");
    } else if !report.comparison.needs_expanded {
        out.push_str("\nneeds are compared by the names of sets: one by one they are too many\n");
    }
    tty::guard(out)
}

fn table(report: &DiffReport<'_>, look: Look) -> String {
    use Align::{Left, Right};
    let mut table =
        Table::new(&[("", Left), ("old", Right), ("new", Right), ("change", Right), ("lower bound", Right)]);
    for total in totals(report) {
        table.row([total.name, &total.old, &total.new, &total.change, &total.bound]);
    }
    table.render(0, look)
}

fn list(out: &mut String, report: &DiffReport<'_>, section: &Section, look: Look) {
    tty::add(out, format_args!("{}\n", look.ink.bold(section.title)));
    let masks = [&report.old, &report.new].map(|version| Places::new(version.material.sources));
    for (sign, pieces) in &section.lines {
        let words: String = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Name(text) | Piece::Title(text) => {
                    let text = masks[0].mask().apply(text);
                    tty::line(&masks[1].mask().apply(&text)).into_owned()
                }
                Piece::Say(text) => text.clone(),
            })
            .collect();
        let mark = match sign {
            Sign::Added => look.ink.added("+"),
            Sign::Removed => look.ink.removed("-"),
            Sign::Changed => "~".to_owned(),
        };
        for (at, line) in tty::wrap(&words, look.width.saturating_sub(4)).iter().enumerate() {
            let start = if at == 0 { format!("{mark} ") } else { "    ".to_owned() };
            tty::add(out, format_args!("{start}{line}\n"));
        }
    }
    if section.more > 0 {
        tty::add(
            out,
            format_args!("{}\n", look.ink.dim(&format!("  and {} more; --all lists them", section.more))),
        );
    }
}
