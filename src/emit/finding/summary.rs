use super::{Counts, Omitted, verdict};
use crate::emit::{Ink, Material, tty};

/// The end of a check: how often each rule spoke, what is left out, and the verdict.
pub fn summary(material: &Material<'_>, omitted: Omitted<'_>, ink: Ink) -> String {
    let counts = Counts::of(material.findings);
    let mut out = rules(&counts, ink) + &fixes(&counts, ink);
    if let Some(words) = omitted.words() {
        tty::add(&mut out, format_args!("{words}\n"));
    }
    if !out.is_empty() {
        out.push('\n');
    }
    let circle = !material.graph.cycles().is_empty();
    let verdict = verdict(material.plan.subtasks.len(), &counts, circle, material.schedules);
    out.push_str(&ink.bold(&verdict));
    out.push('\n');
    tty::guard(out)
}

/// A line per rule: count, code, severity and name, the worst and most frequent first.
fn rules(counts: &Counts, ink: Ink) -> String {
    let mut rules = counts.rules.clone();
    rules.sort_by_key(|rule| (std::cmp::Reverse((rule.severity, rule.findings)), rule.code));
    let widest = rules.iter().map(|rule| rule.findings.to_string().len()).max().unwrap_or(0);
    let mut out = String::new();
    for rule in &rules {
        let severity = format!("{:<7}", rule.severity.name());
        let severity = ink.severity(rule.severity, &severity);
        tty::add(
            &mut out,
            format_args!("{:>widest$}  {severity}  {}  {}\n", rule.findings, rule.code, rule.name),
        );
    }
    out
}

/// What can be mended by machine; nothing where nothing can.
fn fixes(counts: &Counts, ink: Ink) -> String {
    let command = |more: &str| ink.code(&format!("`planc fix{more}`"));
    match (counts.safe_fixes, counts.unsafe_fixes) {
        (0, 0) => String::new(),
        (0, n) => format!("{} can mend {n} of them\n", command(" --unsafe")),
        (n, 0) => format!("{} can mend {n} of them\n", command("")),
        (n, m) => format!("{} can mend {n} of them, {} {m} more\n", command(""), command(" --unsafe")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Severity;
    use crate::emit::sample::Sample;

    #[test]
    fn counts_then_verdict() {
        let mut sample = Sample::new();
        for _ in 0..10 {
            let mut finding = sample.findings[0].clone();
            (finding.code, finding.name, finding.severity) = ("P108", "redundant-need", Severity::Info);
            finding.fix = None;
            sample.findings.push(finding);
        }
        insta::assert_snapshot!(summary(&sample.material(), Omitted { comments: &[], known: 2 }, Ink::PLAIN), @"
         1  error    P201  same-phase-need
        10  info     P108  redundant-need
        `planc fix --unsafe` can mend 1 of them
        2 findings are known by the baseline

        4 subtasks, 1 error; as written it cannot run; repaired, your 2 windows take 47.5 minutes, 1 takes no longer, nothing is faster
        ");
    }
}
