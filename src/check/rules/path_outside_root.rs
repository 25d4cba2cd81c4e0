#![doc = include_str!("../../../docs/rules/P411-path-outside-root.md")]

use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P411",
    name: "path-outside-root",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P411-path-outside-root.md"),
    check,
};

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let plan = facts.plan;
    for ix in plan.indices() {
        let name = plan.name(ix);
        for touch in &plan.subtask(ix).files {
            let path = touch.path.as_str();
            let Some(fault) = fault(path) else { continue };
            let mut finding = rule.finding(
                format!("`{name}` writes `{path}`, which {fault}"),
                touch.place,
                "this is outside of the project",
                "write the path from the root of the project, such as `src/ticket.rs`",
            );
            finding.subject.insert("subtask", name.to_owned());
            finding.subject.insert("file", path.to_owned());
            found.push(finding);
        }
    }
}

/// What leads out of the root in a path whose parts are joined by `/` and folded.
fn fault(path: &str) -> Option<&'static str> {
    let drive = path.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && path[1..].starts_with(':');
    if path.starts_with('/') || drive {
        Some("is absolute")
    } else if path == "~" || path.starts_with("~/") || path.starts_with("$HOME/") {
        Some("stands in a home folder")
    } else {
        (path == ".." || path.starts_with("../")).then_some("climbs out of the root")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_out_of_the_root() {
        for path in ["/etc/passwd", "C:/Users/a.rs", "c:a.rs", "~/notes.md", "$HOME/a", "../a.rs", ".."] {
            assert!(fault(path).is_some(), "{path}");
        }
        for path in ["src/a.rs", "...", "..a/b", "a~/b", "é:x", ".env", "src/$HOME/a"] {
            assert!(fault(path).is_none(), "{path}");
        }
    }
}
