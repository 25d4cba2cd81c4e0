#![doc = include_str!("../../../docs/rules/P102-unknown-need.md")]

use rustc_hash::FxHashMap;

use crate::check::rule::label;
use crate::check::words::listed;
use crate::check::{Facts, Rule, unread};
use crate::diag::{Diagnostic, Severity};
use crate::plan::{Place, PlanProblemKind, SubtaskIx};
use crate::source::FileIx;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P102",
    name: "unknown-need",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P102-unknown-need.md"),
    check,
};

/// Bytes that searches for lines which were not understood may read.
const SEARCHED: usize = 20_000_000;

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let plan = facts.plan;
    if plan.problems.is_empty() {
        return;
    }
    let defined = Defined::of(facts);
    let mut bytes = SEARCHED;
    for problem in &plan.problems {
        let PlanProblemKind::UnknownNeed { subtask, text, nearest } = &problem.kind else { continue };
        let name = plan.name(*subtask);
        let source = &facts.sources[problem.place.file.index()];
        let unread = if source.text().len() <= bytes {
            bytes -= source.text().len();
            unread::line(source.text(), text, problem.place.span)
        } else {
            None
        };
        let elsewhere = defined.elsewhere(facts, problem.place.file, text);
        let (why, help) = if unread.is_some() {
            let help =
                format!("write that line as others of this plan are written, such as `## Task {text}: …`");
            (format!("the line that names `{text}` is not understood as a subtask"), help)
        } else if let Some(series) = &elsewhere {
            let help = format!(
                "check the files of the whole plan together, or correct the id; {series} may stand in another one"
            );
            (format!("no file given here states {series}"), help)
        } else {
            ("no subtask has this id".to_owned(), suggestion(facts, nearest))
        };
        let mut finding = rule.finding(
            format!("`{name}` needs `{text}`, but {why}"),
            problem.place,
            "nothing defines it",
            help,
        );
        if let Some(span) = unread {
            let place = Place { file: problem.place.file, span };
            finding.related.push(label(place, "this line seems to define it"));
        }
        // It is not the author's slip for certain.
        if unread.is_some() || elsewhere.is_some() {
            finding.severity = Severity::Warning;
        }
        finding.subject.insert("subtask", name.to_owned());
        finding.subject.insert("needs", text.clone());
        found.push(finding);
    }
}

fn suggestion(facts: &Facts<'_>, nearest: &[SubtaskIx]) -> String {
    if nearest.is_empty() {
        return "write the id of a subtask that exists, or add the subtask".to_owned();
    }
    let plan = facts.plan;
    let like = nearest.iter().map(|&ix| match plan.subtask(ix).title.as_str() {
        "" => format!("`{}`", plan.name(ix)),
        title => format!("`{}` ({title})", plan.name(ix)),
    });
    format!("did you mean {}", listed(like).replace(" and ", " or "))
}

/// What the files of each root define.
struct Defined {
    /// The lowest first number of dotted ids: 8 of `8.1.1`.
    first: FxHashMap<u32, u64>,
    /// The lowest number of an issue: 12 of `#12`.
    first_issue: FxHashMap<u32, u64>,
    /// How many subtasks.
    counts: FxHashMap<u32, usize>,
}

impl Defined {
    fn of(facts: &Facts<'_>) -> Defined {
        let (first, first_issue) = (FxHashMap::default(), FxHashMap::default());
        let mut defined = Defined { first, first_issue, counts: FxHashMap::default() };
        for subtask in &facts.plan.subtasks {
            let root = root(facts, subtask.place.file);
            *defined.counts.entry(root).or_default() += 1;
            let (series, firsts) = match subtask.id.strip_prefix('#') {
                Some(issue) => (issue.parse().ok(), &mut defined.first_issue),
                None => (head(&subtask.id), &mut defined.first),
            };
            if let Some(series) = series {
                firsts.entry(root).and_modify(|first| *first = series.min(*first)).or_insert(series);
            }
        }
        defined
    }

    /// What the files at hand say nothing about, so that an unknown id may well be defined in another file: subtasks
    /// of an earlier track or phase (`5.1.1` where the lowest ids begin with 8), earlier issues of a tracker (`#12`), and
    /// anything where only one of several files with a subtask each is given.
    fn elsewhere(&self, facts: &Facts<'_>, file: FileIx, text: &str) -> Option<String> {
        let root = root(facts, file);
        let is_before = |series: u64, first: Option<&u64>| first.is_none_or(|&first| series < first);
        if let Some(issue) = text.strip_prefix('#').and_then(|text| text.parse().ok()) {
            return is_before(issue, self.first_issue.get(&root)).then(|| format!("issue `{text}`"));
        }
        if self.counts.get(&root) == Some(&1) {
            return Some(format!("subtask `{text}`"));
        }
        let head = head(text)?;
        is_before(head, self.first.get(&root)).then(|| format!("a subtask `{head}.*`"))
    }
}

/// The first number of a dotted id.
fn head(id: &str) -> Option<u64> {
    let (head, rest) = id.split_once('.')?;
    head.parse().ok().filter(|_| rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn root(facts: &Facts<'_>, file: FileIx) -> u32 {
    facts.roots.get(file.index()).copied().unwrap_or_default()
}
