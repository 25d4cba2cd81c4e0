//! What an author says to planc itself: comments that leave findings out, each with its reason.

use rustc_hash::{FxHashMap, FxHashSet};

use super::fence::Fence;
use super::item::StatedText;
use super::lines::Lines;
use crate::source::Span;

/// `<!-- planc-disable-next-line P201 -- reason -->` or `# planc: ignore[P201] reason`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// What it is.
    pub kind: DirectiveKind,
    /// Codes or names of rules.
    pub rules: Vec<StatedText>,
    /// Why; empty where nothing is said.
    pub reason: String,
    /// The comment.
    pub span: Span,
    /// What it speaks about.
    pub covers: Span,
}

/// Kinds of [`Directive`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectiveKind {
    /// Findings whose place begins in what it covers are left out.
    Suppress,
    /// It stands inside a prompt, where it is the agent's.
    InPrompt,
    /// Nobody knows its word, or its end is missing.
    Unknown,
}

/// How a comment begins; everything behind it is planc's.
const COMMENTS: [&str; 2] = ["<!-- planc-", "<!--planc-"];
const TRAILING: &str = "# planc: ignore[";

/// Where a directive begins in a line, given an offset at which `planc` stands in it. Quoted ones are none.
pub(super) fn begin(line: &str, at: usize) -> Option<usize> {
    let starts = [("<!-- ", "planc-"), ("<!--", "planc-"), ("# ", "planc: ignore[")];
    starts.iter().find_map(|(before, behind)| {
        let head = line[..at].strip_suffix(before)?;
        (line[at..].starts_with(behind) && !head.ends_with('`')).then_some(head.len())
    })
}

/// All directives of a text. `prompts` are the texts for agents.
pub(super) fn read(lines: &Lines<'_>, fences: &[Fence], prompts: &[Span]) -> Vec<Directive> {
    let mut found = Vec::new();
    let mut open = Open::default();
    let mut prompts: Vec<Span> = prompts.to_vec();
    prompts.sort_unstable();
    let holds = |at: u32| {
        let before = prompts.partition_point(|prompt| prompt.start <= at);
        before > 0 && prompts[before - 1].contains(at)
    };
    for (line, tail) in lines.directives() {
        let start = offset(lines, tail);
        let mut directive = Directive {
            kind: DirectiveKind::Unknown,
            rules: Vec::new(),
            reason: String::new(),
            span: Span::new(start, start + tail.trim_end().len()),
            covers: lines.range(line, line + 1),
        };
        if holds(start as u32) {
            directive.kind = DirectiveKind::InPrompt;
            found.push(directive);
            continue;
        }
        let before = fences.partition_point(|fence| (fence.open as usize) < line);
        let in_fence = before > 0 && line < fences[before - 1].end as usize;
        if let Some(words) = tail.strip_prefix(TRAILING) {
            if let Some((rules, reason)) = words.split_once(']') {
                directive.kind = DirectiveKind::Suppress;
                directive.rules = names(lines, rules);
                reason.trim().clone_into(&mut directive.reason);
            }
            found.push(directive);
            continue;
        }
        if in_fence {
            // In a map everybody would see the comment, so the other form is read there.
            found.push(directive);
            continue;
        }
        let words = COMMENTS.iter().find_map(|begin| tail.strip_prefix(begin)).unwrap_or(tail);
        let Some((inside, _)) = words.split_once("-->") else {
            found.push(directive);
            continue;
        };
        directive.span.end = (start + tail.find("-->").map_or(tail.len(), |at| at + 3)) as u32;
        let (head, reason) = inside.split_once(" -- ").unwrap_or((inside, ""));
        let (word, rules) = head.trim().split_once(char::is_whitespace).unwrap_or((head.trim(), ""));
        directive.rules = names(lines, rules);
        reason.trim().clone_into(&mut directive.reason);
        let end = lines.text().len() as u32;
        let covers = match word {
            "disable-file" => Some(Span { start: 0, end }),
            "disable" => {
                open.add(found.len(), &directive.rules);
                Some(Span { start: directive.span.end, end })
            }
            "disable-line" => Some(directive.covers),
            "disable-next-line" => Some(lines.range(line + 1, line + 2)),
            "disable-next-block" => Some(next_block(lines, fences, line + 1)),
            "enable" => {
                open.end(&mut found, &directive);
                continue;
            }
            _ => None,
        };
        if let Some(covers) = covers {
            (directive.kind, directive.covers) = (DirectiveKind::Suppress, covers);
        }
        found.push(directive);
    }
    found
}

/// Comments that reach to an `enable`, by their index. Each is ended once, so the work stays linear.
#[derive(Default)]
struct Open {
    all: Vec<usize>,
    by_rule: FxHashMap<String, Vec<usize>>,
    ended: FxHashSet<usize>,
}

impl Open {
    fn add(&mut self, at: usize, rules: &[StatedText]) {
        self.all.push(at);
        for rule in rules {
            self.by_rule.entry(rule.text.clone()).or_default().push(at);
        }
    }

    /// Ends what was left out from an earlier line on: all of it, or what names one of the same rules.
    fn end(&mut self, found: &mut [Directive], directive: &Directive) {
        let ends = if directive.rules.is_empty() {
            self.by_rule.clear();
            std::mem::take(&mut self.all)
        } else {
            let named = directive.rules.iter().filter_map(|rule| self.by_rule.remove(&rule.text));
            named.flatten().collect()
        };
        for at in ends {
            if self.ended.insert(at) {
                found[at].covers.end = directive.span.start;
            }
        }
    }
}

/// A fenced block, or the lines up to the next empty one.
fn next_block(lines: &Lines<'_>, fences: &[Fence], from: usize) -> Span {
    let is_blank = |line: &usize| lines.get(*line).trim().is_empty();
    let from = (from..lines.len()).find(|line| !is_blank(line)).unwrap_or(lines.len());
    let to = match fences.binary_search_by_key(&from, |fence| fence.open as usize) {
        Ok(at) => fences[at].end as usize + usize::from(fences[at].closed),
        Err(_) => (from..lines.len()).find(is_blank).unwrap_or(lines.len()),
    };
    lines.range(from, to)
}

fn names(lines: &Lines<'_>, list: &str) -> Vec<StatedText> {
    let words = list.split(',').map(str::trim).filter(|word| !word.is_empty());
    words
        .map(|word| {
            let start = offset(lines, word);
            StatedText { text: word.to_owned(), span: Span::new(start, start + word.len()) }
        })
        .collect()
}

/// Where a part of the text begins.
fn offset(lines: &Lines<'_>, part: &str) -> usize {
    part.as_ptr() as usize - lines.text().as_ptr() as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileIx, SourceFile};

    fn directives(text: &str) -> Vec<Directive> {
        let source = SourceFile::new("a.md", text.as_bytes().to_vec()).expect("text");
        crate::syntax::parse(FileIx(0), &source).directives
    }

    /// Kind, rules, reason and what is covered.
    #[track_caller]
    fn check(text: &str, expected: &[(DirectiveKind, &str, &str, &str)]) {
        let found: Vec<_> = directives(text)
            .iter()
            .map(|d| {
                let rules: Vec<&str> = d.rules.iter().map(|rule| rule.span.of(text)).collect();
                (d.kind, rules.join("+"), d.reason.clone(), d.covers.of(text).to_owned())
            })
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|&(kind, rules, reason, covers)| {
                (kind, rules.to_owned(), reason.to_owned(), covers.to_owned())
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn comments_say_how_far_they_reach() {
        use DirectiveKind::{Suppress, Unknown};
        check(
            "a\n<!-- planc-disable-file P1 -- r -->\n",
            &[(Suppress, "P1", "r", "a\n<!-- planc-disable-file P1 -- r -->\n")],
        );
        check(
            "<!-- planc-disable-next-line P1, a-b -- x -- y -->\nb\r\nc\n",
            &[(Suppress, "P1+a-b", "x -- y", "b\r\n")],
        );
        check("<!-- planc-disable-next-block P1 -- r -->\n\nb\nc\n\nd\n", &[(Suppress, "P1", "r", "b\nc\n")]);
        check(
            "<!-- planc-disable-next-block P1 -- r -->\n```\nb\n\nc\n```\nd\n",
            &[(Suppress, "P1", "r", "```\nb\n\nc\n```\n")],
        );
        check(
            "b <!-- planc-disable-line P1 -- r -->\nc\n",
            &[(Suppress, "P1", "r", "b <!-- planc-disable-line P1 -- r -->\n")],
        );
        check(
            "<!-- planc-disable P1 -- r -->a\n<!-- planc-enable P1 -->\nb\n",
            &[(Suppress, "P1", "r", "a\n")],
        );
        check(
            "<!-- planc-disable P1 -- r -->a\n<!-- planc-enable P2 -->",
            &[(Suppress, "P1", "r", "a\n<!-- planc-enable P2 -->")],
        );
        check(
            "<!-- planc-disables P1 -- r -->\n",
            &[(Unknown, "P1", "r", "<!-- planc-disables P1 -- r -->\n")],
        );
        check("`<!-- planc-disable P1 -- r -->` is quoted; planc-disable is not\n", &[]);
    }

    #[test]
    fn an_end_speaks_about_what_it_names_and_about_nothing_twice() {
        let covered = |text: &str| -> Vec<usize> {
            let lines = |d: &Directive| d.covers.of(text).matches("\nx").count();
            directives(text).iter().map(lines).collect()
        };
        let text = "<!-- planc-disable P1 -- r -->\nx\n<!-- planc-disable P2, P3 -- r -->\nx\n";
        assert_eq!(
            covered(&format!("{text}<!-- planc-enable P3 -->\nx\n<!-- planc-enable P2 -->\nx\n")),
            [4, 1]
        );
        assert_eq!(
            covered(&format!("{text}<!-- planc-enable -->\nx\n<!-- planc-enable P1 -->\nx\n")),
            [2, 1]
        );
        let again = "<!-- planc-disable P1 -- r -->\nx\n<!-- planc-enable P1 -->\nx\n";
        assert_eq!(covered(&again.repeat(3)), [1, 1, 1]);
    }

    #[test]
    fn many_open_comments_cost_no_more_than_their_text() {
        let opened: String =
            (0..20_000).fold(String::new(), |text, n| text + &format!("<!-- planc-disable a-{n} -- r -->\n"));
        let ended = "<!-- planc-enable b -->\n".repeat(20_000);
        assert_eq!(directives(&(opened + &ended)).len(), 20_000);
    }

    #[test]
    fn a_map_has_comments_at_line_ends_and_they_are_not_read_as_plan() {
        let line = "Window 2: SUBTASK 1.1.2 - Fares (needs 1.1.1)";
        let text =
            |tail: &str| format!("# Feature 1: F\n\n```\nWindow 1: SUBTASK 1.1.1 - T\n{line}{tail}\n```\n");
        let with = text("  # planc: ignore[P201, same-phase-need] 1.1.9 is later");
        let read = |text: &str| {
            let source = SourceFile::new("a.md", text.as_bytes().to_vec()).expect("text");
            crate::syntax::parse(FileIx(0), &source).subtasks
        };
        assert_eq!(format!("{:?}", read(&with)[1]), format!("{:?}", read(&text(""))[1]));
        let found = directives(&with);
        assert_eq!((found.len(), found[0].rules.len(), found[0].reason.as_str()), (1, 2, "1.1.9 is later"));
    }

    #[test]
    fn prompts_are_not_ours() {
        let text = "# Feature 1: F\n\n## SUBTASK 1.1.1: T\n\n**Agent Prompt:**\n```\nx <!-- planc-disable P1 -- r -->\ny  # planc: ignore[P1] r\n```\n";
        let kinds: Vec<DirectiveKind> = directives(text).iter().map(|d| d.kind).collect();
        assert_eq!(kinds, [DirectiveKind::InPrompt; 2]);
    }

    #[test]
    fn odd_text_is_read_without_harm() {
        for text in [
            "<!-- planc-",
            "# planc: ignore[",
            "<!-- planc--->",
            "<!-- planc-disable -->",
            "é# planc: ignore[é]é",
        ] {
            for directive in directives(text) {
                assert!(directive.span.end as usize <= text.len() && !directive.span.of(text).is_empty());
            }
        }
    }
}
