#![doc = include_str!("../../../docs/rules/P408-broken-reference.md")]

use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem;

use crate::check::prompts::Prompts;
use crate::check::{Facts, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::Place;
use crate::source::Span;

pub(in crate::check) static RULE: Rule = Rule {
    code: "P408",
    name: "broken-reference",
    severity: Severity::Warning,
    page: include_str!("../../../docs/rules/P408-broken-reference.md"),
    check,
};

/// Words behind which a heading is named that somebody is to look for, without their first letter, which may be a
/// capital.
const WORDS: &str = "earch for";

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    let mut headings: BTreeMap<u32, Headings<'_>> = BTreeMap::new();
    for document in facts.documents.iter().filter(|document| document.is_plan()) {
        let file = document.file;
        let source = &facts.sources[file.index()];
        let root = facts.roots[file.index()];
        let mut told = BTreeSet::new();
        for at in memmem::find_iter(source.text().as_bytes(), WORDS) {
            let Some(span) = sought(source.text(), at + WORDS.len()) else { continue };
            let words = source.slice(span);
            let headings = headings.entry(root).or_insert_with(|| Headings::of(facts, root));
            if !headings.can_tell(words) || headings.hold(words) || !told.insert(words) {
                continue;
            }
            let near = headings.nearest(words);
            let mut finding = rule.finding(
                format!("`{words}` is to be searched for, but no heading of the plan begins so"),
                Place { file, span },
                "nobody finds this",
                match near {
                    Some(heading) => format!("write it as the heading is written: `{heading}`"),
                    None => "write it as the heading is written, or add the section that is meant".to_owned(),
                },
            );
            finding.subject.insert("place", Prompts::of(facts, file).words(facts, span.start));
            finding.subject.insert("text", words.to_owned());
            found.push(finding);
        }
    }
}

/// The heading in quotes behind the words: `Search for "## SUBTASK 1.1.3: Ticket"`.
fn sought(text: &str, from: usize) -> Option<Span> {
    /// Longest heading that is looked for, in bytes.
    const LONGEST: usize = 400;
    let mut end = text.len().min(from + 2 * LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let line = text[from..end].lines().next().unwrap_or_default();
    let lead = line.len() - line.trim_start_matches([' ', ':', '*']).len();
    let quoted = &line[lead..];
    let open = quoted.chars().next()?;
    let close = match open {
        '"' | '\'' | '`' => open,
        '“' => '”',
        '‘' => '’',
        _ => return None,
    };
    let inside = &quoted[open.len_utf8()..];
    let long = inside.find(close)?;
    let words = inside[..long].trim_end().trim_end_matches(['.', '…', ' ']);
    // Marks of a template stand for something else.
    let template = words.contains(['[', '<', '{', '*']) || words.contains("X.") || words.contains("N.");
    let start = from + lead + open.len_utf8();
    (words.starts_with('#') && words.len() < LONGEST && !template)
        .then(|| Span::new(start, start + words.len()))
}

/// The headings of all files of a root.
struct Headings<'a> {
    /// Level and words, sorted by words.
    all: Vec<(&'a str, usize)>,
    /// The first words of headings: `SUBTASK`.
    kinds: BTreeSet<&'a str>,
}

impl<'a> Headings<'a> {
    fn of(facts: &Facts<'a>, root: u32) -> Headings<'a> {
        let sources = facts.sources.iter().zip(facts.roots).filter(|(_, of)| **of == root);
        let lines = sources.flat_map(|(source, _)| source.text().lines());
        let mut all: Vec<(&str, usize)> = lines.map(str::trim_start).filter_map(heading).collect();
        all.sort_unstable();
        let kinds = all.iter().map(|(words, _)| kind(words)).collect();
        Headings { all, kinds }
    }

    /// Whether headings of the kind are here at all; the file that holds them may not have been given.
    fn can_tell(&self, sought: &str) -> bool {
        heading(sought).is_some_and(|(words, _)| self.kinds.contains(kind(words)))
    }

    /// Whether a search for the text finds a heading.
    fn hold(&self, sought: &str) -> bool {
        let Some((words, level)) = heading(sought) else { return true };
        let from = self.all.partition_point(|(other, _)| *other < words);
        self.all[from..]
            .iter()
            .take_while(|(other, _)| other.starts_with(words))
            .any(|&(_, deep)| deep >= level)
    }

    /// The heading of the same id.
    fn nearest(&self, sought: &str) -> Option<String> {
        let id = |words: &str| words.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
        let (words, _) = heading(sought)?;
        let id_of = id(words);
        let id_of = id_of.trim_end_matches([':', '-']);
        let from = self.all.partition_point(|(other, _)| *other < id_of);
        let (near, level) = self.all.get(from)?;
        (id(near).trim_end_matches([':', '-']) == id_of).then(|| format!("{} {near}", "#".repeat(*level)))
    }
}

/// The words and the level of a heading.
fn heading(line: &str) -> Option<(&str, usize)> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    (level > 0).then(|| (words.trim(), level))
}

fn kind(words: &str) -> &str {
    words.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default()
}
