//! States: check boxes, words (`Status: in progress`) and marks (`✅`).

use super::item::Status;
use super::label::{STATE_MARKS, STATES, strip};
use super::text::{strip_decoration, trim_marks};

/// The state that a cell or value names by a word or a mark.
pub(super) fn status(cell: &str) -> Option<Status> {
    if let Some((state, rest)) = check_box(trim_marks(cell)) {
        return status(rest).or(Some(state));
    }
    let words = trim_marks(strip_decoration(cell));
    let by_word = STATES.iter().find(|(word, _)| strip(words, word).is_some());
    let by_mark = || STATE_MARKS.iter().find(|(mark, _)| cell.contains(mark));
    // In a title the word `review` names work; as a state it stands alone.
    let review = words.eq_ignore_ascii_case("review").then_some(Status::InProgress);
    review.or_else(|| by_word.or_else(by_mark).map(|&(_, status)| status))
}

/// The state that a mark at the start of a heading or title gives.
pub(super) fn leading_mark(text: &str) -> Option<Status> {
    mark(text.trim_start_matches(['*', '_', ' '])).map(|(status, _)| status)
}

/// A mark at the start: the state that it gives, and what follows.
pub(super) fn mark(text: &str) -> Option<(Status, &str)> {
    if text.starts_with(|c: char| c.is_ascii()) {
        return None;
    }
    STATE_MARKS.iter().find_map(|&(mark, status)| {
        text.strip_prefix(mark).map(|rest| (status, rest.trim_start_matches(['\u{FE0F}', ' '])))
    })
}

/// A state at the end of a title, in brackets or as a mark: the title without it, and the state.
pub(super) fn trailing(text: &str) -> Option<(&str, Status)> {
    let text = text.trim_end().trim_end_matches('\u{FE0F}');
    if let Some(&(mark, status)) = STATE_MARKS.iter().find(|(mark, _)| text.ends_with(mark)) {
        return Some((text[..text.len() - mark.len()].trim_end(), status));
    }
    let (open, close) = match text.chars().next_back()? {
        ')' => ('(', ')'),
        ']' => ('[', ']'),
        _ => return with_mark(text),
    };
    let start = text.rfind(open)?;
    let inside = trim_marks(strip_decoration(&text[start + 1..text.len() - close.len_utf8()]));
    let whole = STATES.iter().find(|(word, _)| strip(inside, word).is_some_and(str::is_empty))?;
    Some((text[..start].trim_end(), whole.1))
}

/// `Title ✅ COMPLETE`: a mark with a word behind it.
fn with_mark(text: &str) -> Option<(&str, Status)> {
    if text.is_ascii() {
        return None;
    }
    let (at, status) =
        STATE_MARKS.iter().find_map(|&(mark, status)| text.rfind(mark).map(|at| (at, status)))?;
    let words = trim_marks(strip_decoration(&text[at..]));
    let named = STATES.iter().any(|(word, _)| strip(words, word).is_some_and(str::is_empty));
    (named && at > 0).then(|| (text[..at].trim_end(), status))
}

/// Cuts a check box from the start: the state it gives and the rest. Kiro marks optional work with `[ ]*`.
pub(super) fn check_box(text: &str) -> Option<(Status, &str)> {
    let rest = text.strip_prefix('[')?;
    let mut chars = rest.chars();
    let state = match chars.next()? {
        ' ' => Status::Todo,
        'x' | 'X' | '✓' | '✔' | '✅' => Status::Done,
        '-' | '~' | '/' | '>' => Status::InProgress,
        '!' => Status::Blocked,
        ']' => return Some((Status::Todo, chars.as_str().trim_start_matches('*').trim_start())),
        _ => return None,
    };
    let rest = chars.as_str().strip_prefix(']')?;
    let rest = rest.strip_prefix('*').filter(|r| r.starts_with(' ')).unwrap_or(rest);
    Some((state, rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_in_every_dress() {
        assert_eq!(status("🔄 In progress"), Some(Status::InProgress));
        assert_eq!(status("BLOCKED (waiting for 2.1)"), Some(Status::Blocked));
        assert_eq!(status("已完成"), Some(Status::Done));
        assert_eq!(status("Concluído"), Some(Status::Done));
        assert_eq!(status("[x] Done"), Some(Status::Done));
        assert_eq!(status("[ ]"), Some(Status::Todo));
        assert_eq!(status("soon"), None);
        assert_eq!(trailing("Build it ✅"), Some(("Build it", Status::Done)));
        assert_eq!(trailing("Build it (DONE)"), Some(("Build it", Status::Done)));
        assert_eq!(trailing("Build it ✅ COMPLETE"), Some(("Build it", Status::Done)));
        assert_eq!(trailing("Build it (done by hand)"), None);
        assert_eq!(check_box("[ ]* 2.3 Title"), Some((Status::Todo, "2.3 Title")));
        assert_eq!(check_box("[X] T"), Some((Status::Done, "T")));
        assert_eq!(check_box("[P] T"), None);
    }
}
