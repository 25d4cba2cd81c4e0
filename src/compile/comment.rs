use std::collections::{BTreeMap, BTreeSet};

use crate::check;
use crate::diag::Diagnostic;
use crate::plan::Plan;
use crate::source::{FileIx, SourceFile, Span};
use crate::syntax::{Directive, DirectiveKind, Document};

/// A comment that leaves findings out, before it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Comment {
    pub(super) file: FileIx,
    /// Where it comes, in the reading text.
    pub(super) at: u32,
    /// Up to where it replaces what stands there.
    pub(super) until: u32,
    pub(super) form: Form,
}

/// Forms of [`Comment`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// More rules and their reason in a comment that stands there already.
    More,
    /// `# planc: ignore[…]` at the end of a line of a map.
    Map,
    /// `disable-line` at the end of a line.
    Line,
    /// `disable-next-line` in a line of its own.
    NextLine,
    /// The same before a fenced block.
    NextBlock,
    /// `disable-file` in the first line.
    File,
}

/// A document's places for comments.
pub(super) struct Places<'a> {
    source: &'a SourceFile,
    fences: &'a [Span],
    /// Sorted.
    prompts: Vec<Span>,
    /// By the beginning of what they cover.
    directives: BTreeMap<u32, &'a Directive>,
}

impl<'a> Places<'a> {
    pub(super) fn new(source: &'a SourceFile, document: &'a Document) -> Places<'a> {
        let prompts = document.subtasks.iter().filter_map(|subtask| subtask.prompt.as_ref());
        let mut prompts: Vec<Span> = prompts.map(|prompt| prompt.span).collect();
        prompts.sort_unstable();
        let followed = document
            .directives
            .iter()
            .filter(|found| found.kind == DirectiveKind::Suppress && !found.reason.is_empty());
        let directives = followed.map(|found| (found.covers.start, found)).collect();
        Places { source, fences: &document.fences, prompts, directives }
    }

    /// The comments that could leave a finding out, best first; none stands inside a prompt.
    pub(super) fn candidates(&self, finding: &Diagnostic) -> Vec<Comment> {
        let (text, start) = (self.source.text(), finding.primary.span.start);
        // A folder without a file is an input, too; its path ends so.
        if start as usize > text.len() || self.source.path().ends_with('/') {
            return Vec::new();
        }
        let line = line_at(text, start as usize);
        let comment = |at: u32, form| Comment { file: finding.primary.file, at, until: at, form };
        if let Some(Span { start: at, end: until }) = self.more(line) {
            return vec![Comment { until, ..comment(at, Form::More) }];
        }
        let head = front_matter(text);
        if start < head {
            return vec![comment(head, Form::File)];
        }
        let words = text[line.start as usize..line.end as usize].trim_end();
        let end = line.start + words.len() as u32;
        match holding(self.fences, start) {
            Some(fence) if self.has_prompt(fence) || fence.start == line.start => {
                vec![comment(fence.start, Form::NextBlock)]
            }
            Some(fence) => vec![comment(end, Form::Map), comment(fence.start, Form::NextBlock)],
            None if holding(&self.prompts, start).is_some() => Vec::new(),
            None => {
                let before = text[..line.start as usize].lines().next_back().unwrap_or_default();
                let mut found = vec![comment(line.start, Form::NextLine), comment(end, Form::Line)];
                // A line of its own would split a paragraph, a list or a table.
                if !before.trim().is_empty() {
                    found.reverse();
                }
                if line.start == 0 {
                    found.insert(1, comment(0, Form::File));
                }
                found
            }
        }
    }

    /// From the last rule to the end of the reason of a comment that speaks about this line alone.
    fn more(&self, line: Span) -> Option<Span> {
        let found = self.directives.get(&line.start).filter(|found| found.covers.end <= line.end + 1)?;
        let start = found.rules.last()?.span.end as usize;
        let reason = start + self.source.text().get(start..)?.find(&found.reason)?;
        Some(Span::new(start, reason + found.reason.len()))
    }

    fn has_prompt(&self, fence: Span) -> bool {
        let after = self.prompts.partition_point(|prompt| prompt.start < fence.start);
        self.prompts.get(after).is_some_and(|prompt| fence.contains(prompt.start))
    }
}

/// Where the text begins behind its front matter.
fn front_matter(text: &str) -> u32 {
    let mut lines = text.split_inclusive('\n');
    let mut end = lines.next().filter(|first| first.trim_end() == "---").map_or(0, str::len);
    if end == 0 {
        return 0;
    }
    for line in lines {
        end += line.len();
        if line.trim_end() == "---" {
            return end as u32;
        }
    }
    0
}

/// The one of sorted spans that holds an offset.
fn holding(spans: &[Span], at: u32) -> Option<Span> {
    let before = spans.partition_point(|span| span.start <= at);
    spans[..before].last().copied().filter(|span| span.contains(at))
}

/// The line around an offset, without its end.
fn line_at(text: &str, at: usize) -> Span {
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |end| end + 1);
    let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end);
    Span::new(start, end)
}

/// The text of a comment about rules, given by code.
pub(super) fn text(source: &SourceFile, comment: Comment, codes: &BTreeSet<&str>, reason: &str) -> String {
    let names = || codes.iter().filter_map(|code| check::find(code)).map(|rule| rule.name);
    let codes = codes.iter().copied().collect::<Vec<_>>().join(", ");
    let line = line_at(source.text(), comment.at as usize);
    let own = &source.text()[line.start as usize..line.end as usize];
    let ending = if own.ends_with('\r') { "\r\n" } else { "\n" };
    let indent = &own[..own.len() - own.trim_start().len()];
    match comment.form {
        Form::More => {
            let old = &source.text()[comment.at as usize..comment.until as usize];
            format!(", {codes}{old}; {codes}: {reason}")
        }
        Form::Map => format!("  # planc: ignore[{}] {reason}", names().collect::<Vec<_>>().join(", ")),
        Form::Line => format!(" <!-- planc-disable-line {codes} -- {reason} -->"),
        Form::NextLine => format!("{indent}<!-- planc-disable-next-line {codes} -- {reason} -->{ending}"),
        Form::NextBlock => format!("{indent}<!-- planc-disable-next-block {codes} -- {reason} -->{ending}"),
        Form::File => format!("<!-- planc-disable-file {codes} -- {reason} -->{ending}"),
    }
}

/// What agents are told, per subtask: no comment may change it.
pub(super) fn prompts<'a>(plan: &'a Plan, sources: &'a [SourceFile]) -> Vec<Option<&'a str>> {
    let prompts = plan.subtasks.iter().map(|subtask| subtask.prompt.as_ref());
    let text = |prompt: &crate::plan::Prompt| sources[prompt.file.index()].slice(prompt.stated.span);
    prompts.map(|prompt| prompt.map(text)).collect()
}
