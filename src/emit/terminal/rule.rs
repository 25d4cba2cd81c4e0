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
    use crate::diag::Severity;
    use crate::emit::{Ink, hostile};

    const LOOK: Look = Look { ink: Ink::PLAIN, width: 80 };

    const PAGE: &str = "\
# P900 late-ferry

## What it checks

A ferry that leaves after its `timetable` says so, which passengers on the pier tend to notice well before the
harbour office does.
Every landing is checked:

- the landings of the first line, in the order in which the ferry calls at them on a working day
- the others

## Bad

```plan bad expect=P900:2
# Feature 1: Ferry
```

## Since

0.1.0
";

    #[test]
    fn a_page_is_readable() {
        let found = Rule {
            code: "P900",
            name: "late-ferry",
            severity: Severity::Info,
            page: PAGE,
            check: |_, _, _| (),
        };
        insta::assert_snapshot!(rule(&found, LOOK), @"
        P900 late-ferry
        info by default, about text and ids

        What it checks

        A ferry that leaves after its `timetable` says so, which passengers on the pier
        tend to notice well before the harbour office does. Every landing is checked:

        - the landings of the first line, in the order in which the ferry calls at
          them on a working day
        - the others

        Bad

            # Feature 1: Ferry

        Since

        0.1.0
        ");
        let colored = rule(&found, Look { ink: Ink { color: true }, width: 80 });
        assert_eq!(hostile::without_colors(&colored), rule(&found, LOOK).replace('`', ""));
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
