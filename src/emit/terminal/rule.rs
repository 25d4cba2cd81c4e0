use super::Look;
use super::page::page;
use super::table::{Align, Table};
use crate::check::Rule;
use crate::emit::tty;

/// What `planc rule P201` prints: the rule's page, readable in a terminal.
pub fn rule(rule: &Rule, look: Look) -> String {
    let (title, body) = rule.page.split_once('\n').unwrap_or((rule.page, ""));
    let title = look.ink.bold(&tty::line(title.trim_start_matches('#').trim()));
    let severity = look.ink.severity(rule.severity, rule.severity.name());
    tty::guard(format!(
        "{title}\n{severity} by default, about {}\n{}",
        rule.family().title(),
        page(body, look)
    ))
}

/// What `planc rule --all` prints: the rules by family, each with what it checks.
pub fn rules(rules: &[&Rule], look: Look) -> String {
    let mut out = String::new();
    for family in rules.chunk_by(|a, b| a.family() == b.family()) {
        let mut table =
            Table::new(&[("", Align::Left), ("", Align::Left), ("", Align::Left), ("", Align::Cut)]);
        for rule in family {
            table.row([rule.code, rule.severity.name(), rule.name, first_sentence(rule.page)]);
        }
        out.push_str(if out.is_empty() { "" } else { "\n" });
        out.push_str(&look.ink.bold(family[0].family().title()));
        out.push('\n');
        out.push_str(&table.render(2, look));
    }
    tty::guard(out)
}

/// The first line under the page's first section, which says what the rule checks.
fn first_sentence(page: &str) -> &str {
    let prose = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    page.lines().find(prose).unwrap_or("").trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check;
    use crate::emit::Ink;

    const LOOK: Look = Look { ink: Ink::PLAIN, width: 80 };

    #[test]
    fn a_page_is_readable() {
        let found = check::find("P101").expect("P101");
        insta::assert_snapshot!(rule(found, LOOK), @"
        P101 dependency-cycle
        error by default, about needs

        What it checks

        Needs that lead back to where they started: each subtask of the circle waits for
        the next, and the last waits for the first. The shortest circle is shown, with
        the place of every need on it.

        Why it matters

        None of these subtasks can ever start, and neither can anything that needs them.
        A plan with a cycle has no schedule, so `planc schedule`, `planc pack` and
        `planc build` refuse it.

        Bad

            # Feature 1: Ferry

            ## SUBTASK 1.1.1: Timetable
            Needs: 1.1.2

            ## SUBTASK 1.1.2: Fares
            Needs: 1.1.1

        Good

            # Feature 1: Ferry

            ## SUBTASK 1.1.1: Timetable

            ## SUBTASK 1.1.2: Fares
            Needs: 1.1.1

        How to fix

        Decide which of the subtasks comes first and remove its need. Where two subtasks
        truly need each other's result, split the shared part off into a subtask of its
        own that both need.

        Since

        0.1.0
        ");
    }

    #[test]
    fn every_page_and_the_table_fit() {
        for found in check::all() {
            let shown = rule(found, LOOK);
            let prose = |line: &&str| !line.starts_with("    ") && !line.starts_with('|');
            assert!(shown.lines().filter(prose).all(|line| tty::width(line) <= 100), "{shown}");
        }
        let table = rules(check::all(), LOOK);
        assert!(table.contains("P101  error"), "{table}");
        assert!(table.lines().all(|line| tty::width(line) <= 80), "{table}");
    }
}
