//! Ids with two numbers (`T-02-01`) that turn out to be ranges (`T-02-05` where `T-02` is stated).

use rustc_hash::FxHashSet;

use super::document::Document;
use super::item::{NeedOperand, StatedId};

/// Makes ranges of what is needed and stated nowhere, where its first number alone is a statement's.
pub(super) fn settle(document: &mut Document) {
    let needed = document.subtasks.iter().flat_map(|subtask| &subtask.needs).map(|need| &need.operand);
    let related =
        document.relations.iter().flat_map(|r| r.who.iter().chain(r.needs.iter().map(|need| &need.operand)));
    if !needed.chain(related).any(|operand| matches!(operand, NeedOperand::Id(id) if first(id).is_some())) {
        return;
    }
    let ids: FxHashSet<String> = document.subtasks.iter().map(|subtask| subtask.id.text.clone()).collect();
    let settle = |operand: &mut NeedOperand| {
        let NeedOperand::Id(id) = operand else { return };
        let Some(first) = first(id).filter(|first| ids.contains(&first.text) && !ids.contains(&id.text))
        else {
            return;
        };
        let stem = first.text.len() - 2;
        let last = format!("{}{}", &first.text[..stem], &id.text[first.text.len() + 1..]);
        *operand = NeedOperand::Range(first, StatedId { text: last, ..id.clone() });
    };
    for subtask in &mut document.subtasks {
        subtask.needs.iter_mut().map(|need| &mut need.operand).for_each(settle);
    }
    for relation in &mut document.relations {
        let needs = relation.needs.iter_mut().map(|need| &mut need.operand);
        relation.who.iter_mut().chain(needs).for_each(settle);
    }
}

/// `T-02` of `T-02-05`.
fn first(id: &StatedId) -> Option<StatedId> {
    let at = id.text.len().checked_sub(3)?;
    let (head, tail) = (id.text.get(..at)?, id.text.as_bytes().get(at..)?);
    let two = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    let stem = head.len().checked_sub(2)?;
    let is_pair =
        tail[0] == b'-' && two(&tail[1..]) && two(&head.as_bytes()[stem..]) && head[..stem].ends_with('-');
    is_pair.then(|| StatedId { text: head.to_owned(), ..id.clone() })
}
