//! Needs expressions: what stands behind `needs`, `Depends on:` and in `DEPENDENCIES` lists.

use super::by_first::{OPENERS_BY, PLURALS_BY, UNITS_BY};
use super::id::{self, leading_id};
use super::item::{NeedOperand, StatedId, StatedNeed, StatedText};
use super::label::{NOTHING, OPENERS, PLURALS, UNITS, strip};
use super::phase;
use super::sentence::phases_listed;
use super::text::{leading_number, span_in, strip_word, trim_marks};
use crate::source::Span;

/// What a needs clause says.
#[derive(Clone, Debug, Default)]
pub(super) struct Clause {
    /// Operands in order.
    pub(super) needs: Vec<StatedNeed>,
    /// Parts that name no subtask.
    pub(super) prerequisites: Vec<StatedText>,
}

impl Clause {
    /// Whether the clause says nothing, not even `None`.
    pub(super) fn is_empty(&self) -> bool {
        self.needs.is_empty() && self.prerequisites.is_empty()
    }
}

/// Cuts `needs`, `depends on`, … from the start.
pub(super) fn strip_opener(text: &str) -> Option<&str> {
    let text = text.trim_start();
    // Every line of prose comes here, and few begin like an opener.
    OPENERS_BY
        .of(text)
        .find_map(|row| strip(text, OPENERS[row]))
        .map(|rest| rest.trim_start_matches([':', '：', ' ', '\t', '*']))
}

/// Whether the words say that nothing is needed.
pub(super) fn says_nothing(text: &str) -> bool {
    if text.trim() == "[]" {
        return true;
    }
    let text = trim_marks(text).trim_start_matches(['[', '(']).trim_end_matches(['.', ']', ')']);
    text.chars().all(|c| matches!(c, '-' | '–' | '—' | ' ')) && !text.is_empty()
        || NOTHING.iter().any(|word| strip(text, word).is_some())
}

/// Whether an operand is an id beyond doubt.
pub(super) fn is_certain(operand: &NeedOperand) -> bool {
    !matches!(operand, NeedOperand::Name(_) | NeedOperand::Everything | NeedOperand::Above)
}

/// Whether a word of the text is an id that only subtasks have: `1.2.3`, `T014`.
pub(super) fn mentions_id(text: &str, whole: &str) -> bool {
    let is_work = |id: &StatedId| {
        id::components(&id.text) >= 3 && !id.text.contains(|c: char| c.is_ascii_alphabetic())
            || id.text.starts_with('T') && id.text.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
    };
    text.split([' ', '(', ',']).any(|word| {
        leading_id(word, whole)
            .is_some_and(|(id, rest)| is_work(&id) && rest.trim_end_matches([')', '.', ';', ':']).is_empty())
    })
}

/// `All tool subtasks (8.1.1 - 8.1.5)`, `Setup (Phase 1)`: operands in brackets behind words.
pub(super) fn named_in_brackets<'t>(text: &'t str, whole: &str) -> Option<(Clause, &'t str)> {
    let open = text.find(['(', '（']).filter(|&open| open > 0 && open < 80)?;
    let (_, rest) = text.split_at(open);
    let inside = &rest[rest.chars().next()?.len_utf8()..];
    let close = inside.find([')', '）'])?;
    let clause = clause(&inside[..close], whole);
    let full = clause.prerequisites.is_empty()
        && !clause.needs.is_empty()
        && clause.needs.iter().all(|need| need.note.is_none() && is_certain(&need.operand));
    full.then(|| (clause, &inside[close + inside[close..].chars().next().map_or(0, char::len_utf8)..]))
}

/// Reads the operands of a needs clause; `whole` is the text that spans refer to.
pub(super) fn clause(text: &str, whole: &str) -> Clause {
    let mut clause = Clause::default();
    if says_nothing(text) {
        return clause;
    }
    let mut rest = text;
    // A chunk reaches to the next separator; what follows an operand inside it is a note.
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start_matches(is_separator);
        if let Some((operand, text, after)) = operand(rest, whole) {
            let span = span_in(whole, text);
            let after = phases_to(&operand, after, span, &mut clause.needs);
            let plural = matches!(operand, NeedOperand::Phase(_)) && strip_word(text, "phases").is_some();
            let (phases, after) = if plural { phases_listed(after) } else { (Vec::new(), after) };
            let (mut more, after) = more_numbers(text, after, whole);
            more.extend(phases.into_iter().map(|operand| StatedNeed { operand, note: None, span }));
            let (operand, after) = except(operand, after, whole);
            let span = match operand {
                NeedOperand::Except(..) => Span { end: span_in(whole, after).start.max(span.end), ..span },
                _ => span,
            };
            let (note, after) = match next_of_slashes(after, whole) {
                Some(next) => (None, next),
                None => note(after),
            };
            if clause.needs.is_empty() {
                // Most clauses name one subtask, and there are many clauses.
                clause.needs.reserve_exact(1);
            }
            clause.needs.push(StatedNeed { operand, note: note.map(str::to_owned), span });
            clause.needs.extend(more);
            rest = after;
        } else if let Some((inner, after)) = all_in_brackets(rest, whole) {
            clause.needs.extend(inner.needs);
            rest = chunk(after).1;
        } else {
            let (chunk, after) = chunk(rest);
            let words = trim_marks(chunk);
            if words.chars().any(char::is_alphanumeric) && !is_connective(words) {
                let words = words.to_owned();
                clause.prerequisites.push(StatedText { text: words, span: span_in(whole, chunk) });
            }
            rest = after;
        }
    }
    clause
}

/// Adds needs to those of a statement, without room for more.
pub(super) fn add(needs: &mut Vec<StatedNeed>, more: Vec<StatedNeed>) {
    if needs.is_empty() {
        *needs = more;
    } else {
        needs.extend(more);
    }
}

/// `/T024` behind an id, or `[Task 6]` behind `[Task 5]`: what begins with the next id.
pub(super) fn next_of_slashes<'t>(after: &'t str, whole: &str) -> Option<&'t str> {
    let rest = after.trim_start_matches(['`', '*']);
    let next = rest.strip_prefix('/').or_else(|| {
        let next = rest.strip_prefix(']')?.trim_start();
        next.starts_with('[').then_some(next)
    })?;
    operand(next, whole).filter(|(operand, ..)| is_certain(operand)).map(|_| next)
}

/// `/7/8`, `、7` behind `Task 6`: numbers for which its word stands, too.
pub(super) fn more_numbers<'t>(words: &str, after: &'t str, whole: &str) -> (Vec<StatedNeed>, &'t str) {
    let (mut more, mut after) = (Vec::new(), after);
    let digits = words.bytes().rev().take_while(u8::is_ascii_digit).count();
    let word = &words[..words.len() - digits];
    if digits == 0 || !word.ends_with(' ') || !word.trim_end().ends_with(char::is_alphabetic) {
        return (more, after);
    }
    while let Some(rest) = after.strip_prefix(['/', '、']) {
        let rest = rest.trim_start();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, behind) = rest.split_at(digits);
        if !(1..=4).contains(&digits) || !id::ends(behind) || behind.starts_with(['.', '-', '–', '~']) {
            break;
        }
        let span = span_in(whole, number);
        let id = StatedId { text: number.to_owned(), feature: None, span };
        more.push(StatedNeed { operand: NeedOperand::Id(id), note: None, span });
        after = behind;
    }
    (more, after)
}

/// `except 1.1.3 and 1.1.4` behind a set of subtasks.
fn except<'t>(operand: NeedOperand, after: &'t str, whole: &str) -> (NeedOperand, &'t str) {
    let is_set = matches!(
        operand,
        NeedOperand::Everything | NeedOperand::Wildcard(_) | NeedOperand::Range(..) | NeedOperand::Phase(_)
    );
    let words =
        ["except for", "except", "but not", "excluding", "without", "apart from", "other than", "besides"];
    let start = after.trim_start_matches([' ', ',', '(']);
    let Some(mut rest) = words.iter().find_map(|word| strip_word(start, word)).filter(|_| is_set) else {
        return (operand, after);
    };
    let mut left_out = Vec::new();
    loop {
        let part = rest.trim_start_matches(|c: char| c == ' ' || is_separator(c));
        let part = strip_word(part, "and").or_else(|| strip_word(part, "or")).unwrap_or(part).trim_start();
        let part = super::mark::subtask_words(part).unwrap_or(part).trim_start();
        let Some((id, behind)) = leading_id(part, whole) else { break };
        left_out.push(id);
        rest = behind;
    }
    if left_out.is_empty() {
        (operand, after)
    } else {
        (NeedOperand::Except(Box::new(operand), left_out), rest)
    }
}

/// `All tool subtasks (8.1.1 - 8.1.5)`.
fn all_in_brackets<'t>(text: &'t str, whole: &str) -> Option<(Clause, &'t str)> {
    let words = text.trim_start();
    strip_word(words, "all").or_else(|| strip_word(words, "both"))?;
    named_in_brackets(words, whole)
}

/// `Phases 3-7`: the phases before the last; returns what follows.
fn phases_to<'t>(operand: &NeedOperand, after: &'t str, span: Span, needs: &mut Vec<StatedNeed>) -> &'t str {
    let NeedOperand::Phase(first) = operand else { return after };
    // `Phase 4+5`
    let mut after = after;
    while let Some((number, rest)) = after.strip_prefix('+').and_then(leading_number) {
        let operand = NeedOperand::Phase(number.to_string());
        needs.push(StatedNeed { operand, note: None, span });
        after = rest;
    }
    let Some(rest) = after.strip_prefix(['-', '–']) else { return after };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (Ok(low), Ok(high)) = (first.parse::<u32>(), rest[..digits].parse::<u32>()) else { return after };
    if high <= low || high - low > 50 {
        return after;
    }
    needs.extend((low + 1..=high).map(|n| StatedNeed {
        operand: NeedOperand::Phase(n.to_string()),
        note: None,
        span,
    }));
    &rest[digits..]
}

/// One operand at the start of `text`: what it is, its words, and what follows.
pub(super) fn operand<'t>(text: &'t str, whole: &str) -> Option<(NeedOperand, &'t str, &'t str)> {
    let start =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '[' | '"'));
    let taken = |after: &'t str| &start[..start.len() - after.len()];
    if let Some(after) = all_tracks(start) {
        return Some((NeedOperand::Everything, taken(after), after));
    }
    let above = [
        "all above",
        "all of the above",
        "all previous tasks",
        "all previous",
        "all preceding tasks",
        "all preceding",
        "all prior tasks",
        "all earlier tasks",
        "everything above",
        "以上全部",
        "以上所有",
        "所有前置任务",
        "全部前置任务",
        "前面所有任务",
        "之前所有任务",
        "所有前序任务",
        "上記すべて",
        "これまでのすべてのタスク",
        "alle vorherigen aufgaben",
        "todas las tareas anteriores",
        "todas as tarefas anteriores",
        "toutes les tâches précédentes",
    ];
    // `All earlier tasks (T-001 - T-003)` says which.
    let says_which = |after: &str| {
        let inside = after.trim_start().strip_prefix(['(', '（']);
        inside.is_some_and(|inside| operand(inside, inside).is_some_and(|(operand, ..)| is_certain(&operand)))
    };
    let found = above.iter().find_map(|word| strip(start, word)).filter(|after| !says_which(after));
    if let Some(after) = found {
        return Some((NeedOperand::Above, taken(after), after));
    }
    if let Some((id, after)) = closing_test(start, whole) {
        return Some((NeedOperand::Id(id), taken(after), after));
    }
    if let Some((name, after)) = phase_name(start) {
        return Some((NeedOperand::Phase(name), taken(after), after));
    }
    let set = ["all of", "all", "any", "every", "each"].iter().find_map(|word| strip_word(start, word));
    if let Some((name, after)) = set.and_then(|rest| phase_name(rest.trim_start())) {
        return Some((NeedOperand::Phase(name), taken(after), after));
    }
    let (keyword, rest) = strip_kinds(start);
    if let Some(after) = strip(rest, "everything") {
        return Some((NeedOperand::Everything, taken(after), after));
    }
    if let Some((name, after)) = phase_name(rest) {
        return Some((NeedOperand::Phase(name), taken(after), after));
    }
    let marked = super::unit::issue(rest, whole)
        .filter(|(_, after)| !after.starts_with(|c: char| c.is_alphanumeric()));
    let rest = rest
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '"' | '#' | '['));
    if let Some((prefix, after)) = wildcard(rest, whole) {
        return Some((NeedOperand::Wildcard(prefix), taken(after), after));
    }
    let found = marked.or_else(|| leading_id(rest, whole).filter(|(id, _)| !is_foreign(id)));
    let Some((first, after)) = found.or_else(|| bare_number(rest, keyword.is_some(), whole)) else {
        let (name, after) = name(rest, keyword.is_some(), whole)?;
        return Some((NeedOperand::Name(name), taken(after), after));
    };
    if let Some((last, after)) = range_end(after, &first, whole) {
        return Some((NeedOperand::Range(first, last), taken(after), after));
    }
    if first.text.starts_with("US") || strip(start, "user story").is_some() {
        let text = format!("US{}", first.text.trim_start_matches(['U', 'S', '-', '0']));
        return Some((NeedOperand::Name(StatedId { text, ..first }), taken(after), after));
    }
    if keyword == Some(Kind::Container) {
        return Some((NeedOperand::Name(first), taken(after), after));
    }
    if keyword == Some(Kind::All) && id::components(&first.text) == 2 {
        return Some((NeedOperand::Wildcard(first), taken(after), after));
    }
    Some((NeedOperand::Id(first), taken(after), after))
}

/// `INTEGRATION`, `INTEGRATION TEST`: the closing test of the feature, where nothing else is said of it.
fn closing_test<'t>(text: &'t str, whole: &str) -> Option<(StatedId, &'t str)> {
    let rest = text.strip_prefix("INTEGRATION")?;
    let after = rest.strip_prefix(" TEST").unwrap_or(rest);
    let next = after.trim_start();
    let done =
        ["complete", "completed", "done", "passed", "passes", "and"].iter().any(|w| strip(next, w).is_some());
    let ends =
        next.is_empty() || next.starts_with(is_separator) || next.starts_with([')', '(', '.', '*', '`']);
    let id = &text[..text.len() - rest.len()];
    (ends || done).then(|| (StatedId { text: id.to_owned(), feature: None, span: span_in(whole, id) }, after))
}

/// `Phase 2`, `阶段一`: the name and what follows it.
fn phase_name(text: &str) -> Option<(String, &str)> {
    let words = phase::name(text)?;
    Some((words.name, words.rest))
}

/// Whether the letters of an id are those of requirements.
fn is_foreign(id: &StatedId) -> bool {
    let letters = id.text.bytes().take_while(|b| !b.is_ascii_digit()).count();
    letters > 0
        // `P1` is a priority, `P1.2` a part of something.
        && !id.text.contains('.')
        && id::is_foreign(id.text[..letters].trim_end_matches(['-', '_']))
        && !id.text.starts_with("US")
}

/// A word that only the plan can tell to be an id: `Agent4 (UI)`, `A`, `US1`.
fn name<'t>(text: &'t str, keyword: bool, whole: &str) -> Option<(StatedId, &'t str)> {
    if let Some(found) = id::mixed(text, whole) {
        return Some(found);
    }
    if let Some(found) = id::hyphenated(text, whole)
        .or_else(|| id::of_phase(text, whole))
        .or_else(|| id::of_letter(text, whole))
    {
        return Some(found);
    }
    let length = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (word, after) = text.split_at(length);
    let next = after.trim_start();
    let ends = next.is_empty()
        || next.starts_with(is_separator)
        || next.starts_with(['(', '（', ']', ')', '*'])
        || ["must", "should", "complete", "completes", "completed", "to", "and", "done", "完成", "后"]
            .iter()
            .any(|w| strip(next, w).is_some());
    let single = length == 1 && word.starts_with(|c: char| c.is_ascii_uppercase());
    // `4A`, `3b`
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let code = (1..=3).contains(&digits) && length == digits + 1;
    let id = StatedId { text: word.to_owned(), feature: None, span: span_in(whole, word) };
    ((single || code) && (keyword || ends)).then_some((id, after))
}

/// What the words before an id say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `SUBTASK`, `Tasks`.
    Named,
    /// `Track`, `Story`: an id only if the plan defines it.
    Container,
    /// `all`, `every`.
    All,
}

/// Cuts `all`, `SUBTASKS`, `Task`, `Track`, … before an id.
fn strip_kinds(text: &str) -> (Option<Kind>, &str) {
    let mut rest = text;
    let mut kind = None;
    for _ in 0..4 {
        let all = ["all of", "all", "every"]
            .iter()
            .find_map(|word| strip(rest, word))
            .map(|after| (after, Kind::All));
        let named = || {
            let plurals = PLURALS_BY.of(rest).map(|row| (PLURALS[row], 2));
            let words = plurals.chain(UNITS_BY.of(rest).map(|row| UNITS[row]));
            let kind = |rank| if rank < 2 { Kind::Container } else { Kind::Named };
            // `TASK-001` is an id, not a word before one.
            let mut found =
                words.filter_map(|(word, rank)| strip(rest, word).map(|after| (after, kind(rank))));
            found.find(|(after, _)| !after.starts_with(['-', '_']))
        };
        let Some((after, word)) = all.or_else(named) else { break };
        kind = if kind == Some(Kind::All) { kind } else { Some(word) };
        rest = after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '`' | ':'));
    }
    if kind == Some(Kind::All)
        && !rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'T' | 'F' | '*'))
    {
        // `all 4 tracks`, `all subtasks`, `all models exist`: only the whole feature or nothing.
        return (kind, text);
    }
    (kind, rest)
}

/// `all tracks`, `all 4 tracks`, `all other tasks`, `所有任务`.
fn all_tracks(text: &str) -> Option<&str> {
    if !text.is_ascii() {
        let words = [
            "所有任务",
            "全部任务",
            "所有其他任务",
            "其他所有任务",
            "其余所有任务",
            "すべてのタスク",
            "全タスク",
            "모든 작업",
            "모든 태스크",
            "toutes les tâches",
        ];
        if let Some(rest) = words.iter().find_map(|word| text.strip_prefix(word)) {
            return Some(rest);
        }
    }
    let words = ["alle aufgaben", "alle anderen aufgaben", "todas las tareas", "todas as tarefas"];
    if let Some(rest) = words.iter().find_map(|word| strip_word(text, word)) {
        return Some(rest);
    }
    let rest = strip_word(text, "all").or_else(|| strip_word(text, "every"))?.trim_start();
    let rest =
        ["other", "remaining"].iter().find_map(|word| strip_word(rest, word)).unwrap_or(rest).trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let rest = rest[digits..].trim_start();
    let after =
        ["tracks", "track", "subtasks", "subtask", "tasks"].iter().find_map(|word| strip_word(rest, word))?;
    // `all subtasks 1.1.*` and `all tracks of feature 2` name something narrower.
    let next = after.trim_start_matches([' ', '(', '（', '*']);
    let narrower = next.starts_with(|c: char| c.is_ascii_digit())
        || after.trim_start().starts_with('*')
        || id::leading_id(next, next).is_some()
        || ["of", "in", "from", "for", "with", "within"].iter().any(|word| strip_word(next, word).is_some());
    (!narrower).then_some(after)
}

/// `1.1.*`, `1.1.x`, `*`: the prefix and what follows the star.
fn wildcard<'t>(text: &'t str, whole: &str) -> Option<(StatedId, &'t str)> {
    let (feature, rest) =
        match text.strip_prefix(['F', 'f']).map(|r| (r.bytes().take_while(u8::is_ascii_digit).count(), r)) {
            Some((n, r)) if n > 0 && r[n..].starts_with('-') => (Some(r[..n].to_owned()), &r[n + 1..]),
            _ => (None, text),
        };
    let letters = rest.bytes().take_while(u8::is_ascii_uppercase).count();
    let letters = if feature.is_none() && letters <= 4 { letters } else { 0 };
    let digits = letters + rest[letters..].bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let prefix = rest[..digits].strip_suffix('.')?;
    let after = rest[digits..].strip_prefix(['*', 'x', 'X'])?;
    if prefix.len() == letters || after.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let mut after = after;
    while let Some(more) = after.strip_prefix(".*") {
        after = more;
    }
    let after = after.strip_prefix('`').unwrap_or(after);
    Some((StatedId { text: prefix.to_owned(), feature, span: span_in(whole, prefix) }, after))
}

/// A bare number is an id behind a keyword, or where it is all there is.
fn bare_number<'t>(text: &'t str, keyword: bool, whole: &str) -> Option<(StatedId, &'t str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, after) = text.split_at(digits);
    let next = after.trim_start_matches([' ', '\t', '*', '_', '`']);
    // `Tasks 2, 3 → 4`, `[Tasks 2 and 3]`
    let alone = next.is_empty() || next.starts_with(['→', ']']) || next.starts_with(is_separator);
    let ends = id::ends(after) && !after.starts_with('.');
    (digits > 0 && digits <= 6 && ends && (keyword || alone))
        .then(|| (StatedId { text: number.to_owned(), feature: None, span: span_in(whole, number) }, after))
}

/// `-1.1.5`, `– 1.1.5`, `to 1.1.5`, `-004`, `] through [Task 5`: the other end of a range.
pub(super) fn range_end<'t>(text: &'t str, first: &StatedId, whole: &str) -> Option<(StatedId, &'t str)> {
    let rest = text.trim_start_matches([' ', '`', '*', ']']);
    let dash = rest.strip_prefix(['-', '–', '—', '−', '～', '‑']).or_else(|| rest.strip_prefix(".."));
    let mut in_words = false;
    let rest = dash.or_else(|| rest.strip_prefix(['~', '〜', '至', '到'])).or_else(|| {
        let words = ["to ", "through ", "thru ", "bis ", "à ", "a ", "hasta ", "até "];
        in_words = true;
        words.iter().find_map(|word| rest.strip_prefix(word))
    })?;
    let trim = |text: &'t str| {
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '`' | '*' | '.' | '=' | '#' | '['))
    };
    let bare = trim(rest);
    let rest = UNITS_BY.of(bare).find_map(|row| strip(bare, UNITS[row].0)).map_or(bare, trim);
    let is_spaced = text.starts_with(' ') && rest.len() == bare.len();
    if let Some((last, after)) = leading_id(rest, whole) {
        return Some((last, after));
    }
    // `1.1.1-1.1.99999999999`: longer than any id, still the end of a range.
    let dotted = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let far = rest[..dotted].trim_end_matches('.');
    if far.split('.').any(|part| part.len() > 9) && far.contains('.') {
        let id = StatedId { text: far.to_owned(), feature: first.feature.clone(), span: span_in(whole, far) };
        return Some((id, &rest[far.len()..]));
    }
    // Only the last component: `1.1.1-5`, `T-001-004`.
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, after) = rest.split_at(digits);
    if digits == 0 || !id::ends(after) {
        return None;
    }
    let stem = first.text.trim_end_matches(|c: char| c.is_ascii_digit());
    // `1 - 5 items` and `1 to 5 items` are no ranges; `1 ~ 5`, `1 to 5` and `Task 1 - Task 5` are.
    let alone = || after.trim_start().is_empty() || after.trim_start().starts_with(is_separator);
    if is_spaced && stem.is_empty() && (dash.is_some() || in_words && !alone()) {
        return None;
    }
    let text = format!("{stem}{number}");
    Some((StatedId { text, feature: first.feature.clone(), span: span_in(whole, number) }, after))
}

/// Words behind an operand up to the next separator, and what follows.
fn note(text: &str) -> (Option<&str>, &str) {
    let (chunk, after) = chunk(text);
    let words = trim_marks(chunk.trim_matches(|c: char| matches!(c, ']' | '"' | '.' | ' ')));
    ((!words.is_empty()).then_some(words), after)
}

/// Everything up to the next separator outside brackets.
fn chunk(text: &str) -> (&str, &str) {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' if depth > 0 => depth -= 1,
            _ if depth == 0 && (is_separator(c) || matches!(c, '和' | '与')) => {
                let skip = if is_separator(c) { 0 } else { c.len_utf8() };
                return (&text[..at], &text[at + skip..]);
            }
            ' ' if depth == 0 => {
                let rest = &text[at + 1..];
                if ["and ", "und ", "y ", "e ", "et "].iter().any(|word| rest.starts_with(word)) {
                    let word = rest.find(' ').unwrap_or(0);
                    return (&text[..at], &rest[word..]);
                }
            }
            _ => {}
        }
    }
    (text, "")
}

fn is_separator(c: char) -> bool {
    matches!(c, ',' | ';' | '+' | '&' | '、' | '，' | '；' | '‖' | '∥')
}

fn is_connective(words: &str) -> bool {
    ["and", "und", "y", "e", "et", "or"].contains(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let clause = clause(text, text);
        let needs = clause
            .needs
            .iter()
            .map(|need| match &need.operand {
                NeedOperand::Id(id) => id.text.clone(),
                NeedOperand::Range(a, b) => format!("{}..{}", a.text, b.text),
                NeedOperand::Wildcard(id) => format!("{}.*", id.text),
                NeedOperand::Phase(name) => format!("phase {name}"),
                NeedOperand::Everything => "everything".to_owned(),
                NeedOperand::Above => "above".to_owned(),
                NeedOperand::Except(_, ids) => {
                    format!("all but {}", ids.iter().map(|id| id.text.as_str()).collect::<Vec<_>>().join(" "))
                }
                NeedOperand::Name(id) => format!("{}?", id.text),
            })
            .collect();
        (needs, clause.prerequisites.into_iter().map(|p| p.text).collect())
    }

    #[test]
    fn operands_of_every_kind() {
        let forms: [(&str, &[&str]); 21] = [
            ("1.1.1-1.1.5 complete", &["1.1.1..1.1.5"]),
            ("1.2.3, 1.2.4", &["1.2.3", "1.2.4"]),
            ("all 1.1.*", &["1.1.*"]),
            ("all 3.1.* (every subtask of the track)", &["3.1.*"]),
            ("everything", &["everything"]),
            ("all 4 tracks complete", &["everything"]),
            ("SUBTASK 1.1.1 completed (User model base exists)", &["1.1.1"]),
            ("SUBTASKS 1.1.1–1.1.5 completed", &["1.1.1..1.1.5"]),
            ("1.1.7 complete (can run in parallel, see 1.1.2)", &["1.1.7"]),
            ("1.2.3 and 1.2.4 complete", &["1.2.3", "1.2.4"]),
            ("1.1.1 + 1.1.2 & 1.1.3、1.1.4", &["1.1.1", "1.1.2", "1.1.3", "1.1.4"]),
            ("1.1.1 to 1.1.3", &["1.1.1..1.1.3"]),
            ("1.1.1-5", &["1.1.1..1.1.5"]),
            ("Phase 2", &["phase 2"]),
            ("Phases 2 and 3, 1.1.1", &["phase 2", "phase 3", "1.1.1"]),
            ("Task 6/7 and 24/7 support", &["6", "7"]),
            ("3, 4", &["3", "4"]),
            ("F1-1.1.4", &["1.1.4"]),
            ("everything except 1.1.3 and 1.1.4", &["all but 1.1.3 1.1.4"]),
            ("all 1.1.* (but not 1.1.3)", &["all but 1.1.3"]),
            ("INTEGRATION TEST, 1.1.1", &["INTEGRATION", "1.1.1"]),
        ];
        for (text, wanted) in forms {
            assert_eq!(read(text).0, wanted, "{text}");
        }
    }

    #[test]
    fn what_names_no_subtask_is_a_prerequisite() {
        for text in [
            "SQLAlchemy 2.0 installed",
            "Base declarative model available",
            "PostgreSQL configured in database.py",
            "INTEGRATION tests of the old port",
        ] {
            let (needs, prerequisites) = read(text);
            assert!(needs.is_empty(), "{text}: {needs:?}");
            assert_eq!(prerequisites, [text]);
        }
        for text in ["None", "None (this is the base)", "-", "none.", "无"] {
            assert_eq!(read(text), (Vec::new(), Vec::new()), "{text}");
        }
    }
}
