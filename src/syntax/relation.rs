//! Statements about needs that stand apart from the subtasks: sentences (`T001 must complete before T002-T005`,
//! `[Task 2-4] depends on [Task 1]`), arrows (`Task 6 → Task 9`) and reversed lists (`Blocks: 1.2, 1.3`).

use super::document::ProblemKind;
use super::in_turn;
use super::item::{NeedOperand, StatedNeed, StatedRelation, StatedText};
use super::label::strip;
use super::need::{self, Clause};
use super::reader::Reader;
use super::sentence::{
    behind_but, behind_label, behind_opening, everyone, framed, inside_brackets, later_verb, may_name,
    phases_to, sentences, skip_remark,
};
use super::text::{strip_list_marker, trim_marks};
use super::verb::{self, Verb};
use crate::source::Span;

/// Reads a line that relates subtasks; `true` if it was one.
pub(super) fn read(reader: &mut Reader<'_>, at: usize) -> bool {
    let line = reader.lines.get(at);
    let text = strip_list_marker(line).unwrap_or_else(|| line.trim_start());
    let bold = text.starts_with("**");
    let text = text.trim_start_matches(['*', '_', ' ']);
    let about = reader.scope.relations.is_some();
    if !may_name(text, about) {
        let rest = if bold { behind_label(text) } else { None };
        return rest.is_some_and(|rest| sentence(reader, at, rest, false));
    }
    if !about || super::matrix::read(reader, at, text) {
        return about || sentence(reader, at, text, false);
    }
    let mut found = false;
    for part in sentences(text) {
        found |= sentence(reader, at, part, true)
            || later_verb(reader, at, part)
            || behind_opening(part).is_some_and(|rest| sentence(reader, at, rest, true))
            || behind_but(part).is_some_and(|rest| sentence(reader, at, rest, true));
        found |= inside_brackets(reader, at, part);
    }
    found
}

/// Reads a line of a fence below a heading about needs: `T001 → T002 → T003`.
pub(super) fn drawn(reader: &mut Reader<'_>, at: usize, text: &str) -> bool {
    may_name(text, true)
        && ["→", "->", "=>", "➔", "⇒", "─►", "─▶", "⟶", "←", "<-", "⟵"]
            .iter()
            .any(|arrow| text.contains(arrow))
        && sentence(reader, at, text, true)
}

/// Arrows that are followed in one line.
const CHAIN: usize = 64;

pub(super) fn sentence(reader: &mut Reader<'_>, at: usize, text: &str, about: bool) -> bool {
    let whole = reader.lines.text();
    let Some((mut who, mut rest)) = side(text, about, whole) else { return false };
    let of_phases = who.needs.iter().all(|need| matches!(need.operand, NeedOperand::Phase(_)));
    let span = reader.lines.span(at);
    let mut found = false;
    // A chain of arrows relates each list with the next.
    for length in 0.. {
        let Some((verb, after)) = verb::verb(rest, about) else {
            let framed = framed(rest, about, whole).filter(|_| length == 0);
            if about && length == 0 && in_turn::read(reader, &who, rest, span) {
                return true;
            }
            if let Some((verb, other)) = framed {
                let (needing, needed) = in_order(verb, who, other);
                relate(reader, needing, needed, span);
                return true;
            }
            break;
        };
        if length == CHAIN {
            reader.problem(ProblemKind::Limit { followed: "64 arrows of a line" }, reader.span(rest));
            break;
        }
        if of_phases && need::operand(after, whole).is_none() {
            // `Phase 2: Depends on Setup (T001-T008)`: the brackets say what the phase holds.
            return titled(reader, &who, after);
        }
        let Some((other, after)) = everyone(after, whole).or_else(|| side(after, about, whole)) else {
            break;
        };
        let (needing, needed) = in_order(verb, who, other.clone());
        relate(reader, needing, needed, span);
        (who, rest) = (other, after);
        found = true;
    }
    found
}

/// Who needs and what is needed, of the first and the second list of a sentence.
fn in_order(verb: Verb, first: Clause, second: Clause) -> (Clause, Clause) {
    match verb {
        Verb::Needs => (first, second),
        Verb::Precedes => (second, first),
    }
}

/// Phases after a phase that is named by its title.
fn titled(reader: &mut Reader<'_>, who: &Clause, words: &str) -> bool {
    let first = words.trim_start().split([' ', ',', '(']).next().unwrap_or("");
    let named = |title: &str| {
        first.len() > 2 && title.get(..first.len()).is_some_and(|head| head.eq_ignore_ascii_case(first))
    };
    let Some(name) =
        reader.document.phases.iter().find(|phase| named(&phase.title)).map(|phase| phase.name.clone())
    else {
        return false;
    };
    let span = reader.span(words);
    for need in &who.needs {
        let NeedOperand::Phase(who) = &need.operand else { continue };
        if let Some(phase) =
            reader.document.phases.iter_mut().find(|phase| phase.name == *who && *who != name)
        {
            phase.after.push(StatedText { text: name.clone(), span });
        }
    }
    true
}

/// A list of operands, or words with operands in brackets behind them; and what follows.
pub(super) fn side<'t>(text: &'t str, about: bool, whole: &str) -> Option<(Clause, &'t str)> {
    let mut clause = Clause::default();
    let mut rest = text.trim_start_matches([' ', '*', '_']);
    while let Some((operand, words, after)) = need::operand(rest, whole) {
        let single = matches!(&operand, NeedOperand::Name(name) if name.text.len() == 1);
        if single && !about || matches!(operand, NeedOperand::Everything | NeedOperand::Above) {
            break;
        }
        let mut after = after;
        if let NeedOperand::Phase(first) = &operand {
            let (more, behind) = phases_to(first, words, after);
            clause.needs.extend(more.into_iter().map(|operand| StatedNeed {
                operand,
                note: None,
                span: super::text::span_in(whole, words),
            }));
            after = behind;
        }
        clause.needs.push(StatedNeed { operand, note: None, span: super::text::span_in(whole, words) });
        if let Some(next) = need::next_of_slashes(after, whole) {
            rest = next;
            continue;
        }
        let (more, after) = need::more_numbers(words, after, whole);
        clause.needs.extend(more);
        rest = skip_remark(after);
        let next = rest.trim_start_matches([',', '，', '、', '+', '&', '/', ' ']);
        let next = ["and", "und", "y", "e", "et", "和", "与", "と", "及", "以及", "과", "와"]
            .iter()
            .find_map(|word| strip(next, word))
            .unwrap_or(next);
        let next = strip(next.trim_start(), "on").filter(|_| about).unwrap_or(next);
        if next.len() == rest.len() || next.trim_start().len() == rest.trim_start().len() {
            break;
        }
        let next = next.trim_start_matches([' ', '*', '_']);
        if need::operand(next, whole).is_none() {
            break;
        }
        rest = next;
    }
    if !clause.needs.is_empty() {
        return Some((clause, rest));
    }
    if !about || text.find(['(', '（']).is_none_or(|at| text[..at].contains([':', '→', '.'])) {
        return None;
    }
    need::named_in_brackets(text, whole).map(|(clause, rest)| (clause, rest.trim_start_matches(['*', ' '])))
}

pub(super) fn relate(reader: &mut Reader<'_>, mut who: Clause, mut needed: Clause, span: Span) {
    for need in who.needs.iter_mut().chain(&mut needed.needs) {
        // A user story is the phase that delivers it.
        let NeedOperand::Name(name) = &need.operand else { continue };
        let phase = reader.document.phases.iter().find(|phase| phase.alias.as_ref() == Some(&name.text));
        if let Some(phase) = phase {
            need.operand = NeedOperand::Phase(phase.name.clone());
        }
    }
    let phases_only =
        |clause: &Clause| clause.needs.iter().all(|need| matches!(need.operand, NeedOperand::Phase(_)));
    if phases_only(&who) && phases_only(&needed) {
        // A phase after a phase orders the phases and says nothing about their subtasks.
        for need in &who.needs {
            let NeedOperand::Phase(name) = &need.operand else { continue };
            let after: Vec<StatedText> = needed
                .needs
                .iter()
                .filter_map(|n| match &n.operand {
                    NeedOperand::Phase(text) => Some(StatedText { text: text.clone(), span: n.span }),
                    _ => None,
                })
                .collect();
            if let Some(phase) = reader.document.phases.iter_mut().find(|phase| phase.name == *name) {
                phase.after.extend(after);
            }
        }
        return;
    }
    let who = who.needs.into_iter().map(|need| need.operand).collect();
    reader.document.relations.push(StatedRelation { who, needs: needed.needs, drawn: false, span });
}

/// `Blocks: all other streams` in a phase: it counts if the phase turns out to be a unit.
pub(super) fn phase_blocks(reader: &mut Reader<'_>, at: usize, value: &str) {
    let Some((phase, _)) = reader.scope.phase else { return };
    let id = super::phase::unit_id(reader, phase);
    waits(reader, NeedOperand::Name(id), at, value);
}

/// The value of `Blocks:`: what waits for the statement.
pub(super) fn blocks(reader: &mut Reader<'_>, statement: usize, at: usize, value: &str) {
    let id = reader.document.subtasks[statement].id.clone();
    waits(reader, NeedOperand::Id(id), at, value);
}

fn waits(reader: &mut Reader<'_>, operand: NeedOperand, at: usize, value: &str) {
    let whole = reader.lines.text();
    let span = reader.lines.span(at);
    let mut who: Vec<NeedOperand> = Vec::new();
    let words = trim_marks(value);
    let others = ["all other", "all others", "everything", "all streams", "all tasks", "所有其他"];
    if others.iter().any(|word| strip(words, word).is_some()) {
        who.push(NeedOperand::Everything);
    } else if !need::says_nothing(words) {
        who.extend(need::clause(value, whole).needs.into_iter().map(|need| need.operand));
    }
    if !who.is_empty() {
        let needs = vec![StatedNeed { operand, note: None, span }];
        reader.document.relations.push(StatedRelation { who, needs, drawn: false, span });
    }
}
