//! Fixes that change needs clauses.

use super::Facts;
use crate::diag::{Applicability, Edit, Fix};
use crate::plan::{Need, Place, SubtaskIx};
use crate::source::{SourceFile, Span};

/// More ids and ranges than this are not written out.
const LISTED: usize = 12;

/// Takes one operand out of a list of operands; `None` where it stands alone or has words of its own behind it.
pub(super) fn remove(facts: &Facts<'_>, place: Place, title: String) -> Option<Fix> {
    let span = cut(&facts.sources[place.file.index()], place.span)?;
    let edits = vec![Edit { file: place.file, span, text: String::new() }];
    Some(Fix { applicability: Applicability::Safe, title, edits })
}

/// Writes ids in place of a wildcard, neighbours as a range: a range stays what it is when other rules shorten lists.
pub(super) fn spell_out(facts: &Facts<'_>, need: &Need, members: &[SubtaskIx]) -> Option<Fix> {
    let written = facts.need_words(need);
    let plan = facts.plan;
    // A short id is read in the feature of the subtask that needs it; others would need a prefix.
    let own = plan.subtask(need.subtask).feature;
    if members.is_empty()
        || !written.ends_with('*')
        || members.iter().any(|&ix| plan.subtask(ix).feature != own)
    {
        return None;
    }
    let mut operands: Vec<String> = Vec::new();
    for run in members.chunk_by(|a, b| plan.position(*b) == plan.position(*a) + 1) {
        let id = |ix: &SubtaskIx| plan.subtask(*ix).id.clone();
        match run {
            [first, .., last] => operands.push(format!("{}-{}", id(first), id(last))),
            few => operands.extend(few.iter().map(id)),
        }
    }
    if operands.len() > LISTED {
        return None;
    }
    let text = operands.join(", ");
    let title = format!("write `{text}` instead of `{written}`");
    let edits = vec![Edit { file: need.place.file, span: need.place.span, text }];
    Some(Fix { applicability: Applicability::Safe, title, edits })
}

/// The operand with the comma before it, or else the one behind it.
fn cut(source: &SourceFile, operand: Span) -> Option<Span> {
    let (text, start, end) = (source.text(), operand.start as usize, operand.end as usize);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let before = text[line_start..start].trim_end_matches([' ', '*', '`']);
    let behind = text[end..].trim_start_matches([' ']);
    let marked = before.len() + line_start != text[..start].trim_end_matches(' ').len();
    let last = behind.is_empty() || behind.starts_with(['\n', '\r', ')', ',']);
    if marked || !last {
        return None;
    }
    if before.ends_with(',') {
        return Some(Span::new(line_start + before.len() - 1, end));
    }
    let rest = behind.strip_prefix(',')?;
    let next = text.len() - rest.trim_start_matches(' ').len();
    Some(Span::new(start, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(line: &str, operand: &str) -> Option<String> {
        let source = SourceFile::new("a.md", line.as_bytes().to_vec()).expect("text");
        let start = line.find(operand).expect("operand");
        let span = cut(&source, Span::new(start, start + operand.len()))?;
        Some(format!("{}{}", &line[..span.start as usize], &line[span.end as usize..]))
    }

    #[test]
    fn an_operand_goes_with_one_comma() {
        assert_eq!(without("(needs 1.1.1, 1.1.2)", "1.1.2").as_deref(), Some("(needs 1.1.1)"));
        assert_eq!(without("(needs 1.1.1, 1.1.2)", "1.1.1").as_deref(), Some("(needs 1.1.2)"));
        assert_eq!(without("Needs: 1.1.1,1.1.2, 1.1.3\n", "1.1.2").as_deref(), Some("Needs: 1.1.1, 1.1.3\n"));
    }

    #[test]
    fn what_cannot_be_cut_out_cleanly_stays() {
        assert_eq!(without("(needs 1.1.1)", "1.1.1"), None);
        assert_eq!(without("Needs: 1.1.1, 1.1.2 complete", "1.1.2"), None);
        assert_eq!(without("Needs: 1.1.1 and 1.1.2", "1.1.2"), None);
        assert_eq!(without("Needs: 1.1.1, `1.1.2`", "1.1.2"), None);
    }
}
