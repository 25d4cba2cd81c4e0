//! Phases, waves and levels: `## Phase 2: Title (8 tasks - run after Phase 1)`, `**Wave 1**`, `## 阶段一：…`,
//! `A. Title (Phase 7a)`.

use super::by_first::PHASES_BY;
use super::item::{Form, NeedOperand, PhaseIx, PhaseKind, StatedId, StatedNeed, StatedPhase, StatedText};
use super::label::{self, PHASES, strip};
use super::outline::PhaseHeading;
use super::reader::{BOLD, Reader};
use super::text::{last_brackets, leading_number, strip_decoration, strip_separator, strip_word, trim_marks};
use super::{claim, duration, need};

/// The kind and name of a phase and what stands behind it.
pub(super) struct Words<'t> {
    pub(super) kind: PhaseKind,
    pub(super) name: String,
    pub(super) rest: &'t str,
}

/// The words of a phase at the start of `text`; `None` where they are something else.
pub(super) fn words(text: &str) -> Option<Words<'_>> {
    let first = text.chars().next()?;
    if first.is_ascii() && !may_begin(first) && !first.is_ascii_digit() {
        return None;
    }
    let (kind, name, rest) = numbered_before(text).or_else(|| numbered_behind(text))?;
    // `Wave 7+` is the seventh and what comes behind it.
    let next = rest.strip_prefix('+').unwrap_or(rest).trim_start();
    let separated = next.is_empty()
        || next.starts_with([':', '-', '–', '—', '(', '：', '（', '.', '*', '|', '、', '['])
        || (kind != PhaseKind::Phase && next.starts_with('✅'));
    // `Wave 4-5` and `Phase 1.2` are no single phase.
    let more = rest.starts_with(['-', '–', '.']) && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    (separated && !more).then_some(Words { kind, name, rest })
}

/// Whether a word for phases begins with this letter: most lines are told apart by it.
fn may_begin(first: char) -> bool {
    matches!(first.to_ascii_lowercase(), 's' | 'p' | 'w' | 'b' | 'l' | 'f' | 'e' | 'm' | 'i' | 'h' | 'g')
}

/// The name of a phase wherever it stands in a sentence.
pub(super) fn name(text: &str) -> Option<Words<'_>> {
    let first = text.chars().next()?;
    if first.is_ascii() && !may_begin(first) {
        return None;
    }
    let (kind, name, rest) = numbered_before(text).or_else(|| numbered_behind(text))?;
    Some(Words { kind, name, rest })
}

/// `Phase 2`, `Sub-phase 2a`, `阶段一`, `フェーズ 3`.
fn numbered_behind(text: &str) -> Option<(PhaseKind, String, &str)> {
    let (kind, rest) = PHASES_BY.of(text).find_map(|row| {
        let (word, kind) = PHASES[row];
        strip(text, word).map(|rest| (kind, rest))
    })?;
    let other_script = !text.starts_with(|c: char| c.is_ascii());
    let name = rest.trim_start_matches([' ', '\t', '-', '#']);
    if name.len() == rest.len() && !other_script {
        return None;
    }
    if let Some((number, rest)) = numeral(name) {
        return Some((kind, number.to_string(), rest));
    }
    let mut length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    // `Phase 3.1` is a phase of its own, or a part of phase 3; so is `Batch 3.A`.
    let part = name[length..].strip_prefix('.').map_or(0, |rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let mut letters = rest.bytes();
        let letter = letters.next().is_some_and(|b| b.is_ascii_uppercase())
            && !letters.next().is_some_and(|b| b.is_ascii_alphanumeric());
        digits.max(usize::from(letter))
    });
    if part > 0 && length > 0 && name.bytes().take(length).all(|b| b.is_ascii_digit()) {
        length += 1 + part;
    }
    let (name, rest) = name.split_at(length);
    let numbered = name.bytes().next().is_some_and(|b| b.is_ascii_digit()) && name.len() <= 5;
    let lettered =
        name.len() == 1 || (name.len() <= 4 && name.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')));
    let last = name.eq_ignore_ascii_case("final");
    (length > 0 && (numbered || lettered || last)).then(|| (kind, name.to_owned(), rest))
}

/// `第一阶段`, `1단계`.
fn numbered_before(text: &str) -> Option<(PhaseKind, String, &str)> {
    let ordinal = text.strip_prefix('第');
    let body = ordinal.unwrap_or(text);
    let (number, rest) = leading_number(body).or_else(|| ordinal.and_then(numeral))?;
    let (kind, rest) = PHASES
        .iter()
        .filter(|(word, _)| !word.is_ascii())
        .find_map(|&(word, kind)| strip(rest, word).map(|r| (kind, r)))?;
    Some((kind, number.to_string(), rest))
}

/// A Chinese number from 1 to 99 and what follows.
fn numeral(text: &str) -> Option<(u32, &str)> {
    const DIGITS: &str = "一二三四五六七八九";
    let digit = |c: char| DIGITS.chars().position(|d| d == c).map(|at| at as u32 + 1);
    let (mut number, mut rest) = (0, text);
    if let Some(value) = text.chars().next().and_then(digit) {
        (number, rest) = (value, &text['一'.len_utf8()..]);
    }
    if let Some(after) = rest.strip_prefix('十') {
        number = number.max(1) * 10;
        rest = after;
        if let Some(value) = rest.chars().next().and_then(digit) {
            (number, rest) = (number + value, &rest['一'.len_utf8()..]);
        }
    }
    (number > 0).then_some((number, rest))
}

fn is_sub_phase(text: &str, name: &str) -> bool {
    let lettered = name.bytes().next().is_some_and(|b| b.is_ascii_digit())
        && name.bytes().last().is_some_and(|b| b.is_ascii_alphabetic());
    text.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("sub")) || lettered
}

/// Cuts the number of a chapter before a phase: `Section 3: `, `2. `.
fn strip_chapter(text: &str) -> &str {
    let rest = ["section", "part", "chapter"]
        .iter()
        .find_map(|word| strip_word(text, word))
        .unwrap_or(text)
        .trim_start();
    let digits = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let after = rest[digits..].trim_start_matches([':', ')', ' ']);
    // `1단계` is a phase by itself.
    let apart = after.len() < rest.len() - digits || rest[..digits].ends_with('.');
    if digits > 0 && apart && PHASES.iter().any(|(word, _)| strip(after, word).is_some()) {
        after
    } else {
        text
    }
}

/// Opens a phase or sub-phase; `true` if the words are one's.
pub(super) fn open(reader: &mut Reader<'_>, at: usize, level: u8, text: &str) -> bool {
    let text = strip_chapter(text);
    let Some((phase, bracket)) = stated(reader, at, text, false) else {
        return unseparated(reader, at, level, text);
    };
    enter(reader, phase, level, text);
    let ix = PhaseIx(reader.document.phases.len() as u32 - 1);
    claim::phase(reader, ix, bracket);
    if level < BOLD {
        remember(reader, at, level, ix, text);
    }
    true
}

/// `## Phase 2 Core work`, `### 第一阶段 准备`: a title behind a space. Such a heading may also speak of a phase that is open
/// already (`### Phase 2 tasks`).
fn unseparated(reader: &mut Reader<'_>, at: usize, level: u8, text: &str) -> bool {
    const TOPICS: [&str; 38] = [
        "complete",
        "completed",
        "completion",
        "done",
        "summary",
        "overview",
        "status",
        "result",
        "results",
        "notes",
        "review",
        "checklist",
        "dependencies",
        "dependency",
        "parallel",
        "acceptance",
        "deliverables",
        "metrics",
        "success",
        "exit",
        "validation",
        "verification",
        "timeline",
        "risks",
        "gate",
        "gates",
        "progress",
        "goals",
        "report",
        "checkpoint",
        "milestone",
        "total",
        "criteria",
        "prompt",
        "prompts",
        "estimate",
        "budget",
        "schedule",
    ];
    const OTHER: [&str; 12] =
        ["完成", "总结", "依赖", "进度", "概述", "验收", "检查", "完了", "依存", "まとめ", "완료", "요약"];
    // `# Phase 7 of the tide table` is the title of a document.
    if level < 2 || reader.scope.heading_count <= 1 || reader.inside_work() {
        return false;
    }
    let Some(Words { kind, name, rest }) = name(text) else { return false };
    let title = rest.trim_start();
    let first = title.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let opens = title.len() < rest.len()
        && first.starts_with(|c: char| c.is_uppercase() || c >= '\u{2E80}')
        && !TOPICS.iter().any(|word| first.eq_ignore_ascii_case(word))
        && !OTHER.iter().any(|word| title.contains(word))
        && super::unit::read(title, super::unit::Place::Heading, reader.lines.text()).is_none();
    if !opens {
        return false;
    }
    let known = reader
        .document
        .phases
        .iter()
        .rposition(|phase| phase.name == name && phase.kind == kind && phase.parent.is_none());
    if let Some(known) = known {
        let ix = PhaseIx(known as u32);
        if kind == PhaseKind::Phase {
            (reader.scope.phase, reader.scope.sub_phase) = (Some((ix, level)), None);
        } else {
            reader.scope.wave = Some((ix, level));
        }
        return true;
    }
    let (title, bracket) =
        last_brackets(title).map_or((title, None), |(title, inside)| (title, Some(inside)));
    let mut phase = new(reader, at, Words { kind, name, rest: "" }, false);
    trim_marks(title).clone_into(&mut phase.title);
    enter(reader, phase, level, text);
    claim::phase(reader, PhaseIx(reader.document.phases.len() as u32 - 1), bracket);
    true
}

/// Notes what a phase heading would state if it were a unit.
fn remember(reader: &mut Reader<'_>, at: usize, level: u8, phase: PhaseIx, text: &str) {
    let Some(found) = words(text) else { return };
    let id = unit_id(reader, phase);
    let title = strip_separator(found.rest);
    let title = StatedText { text: trim_marks(title).to_owned(), span: reader.span(title) };
    let statement = reader.statement(Form::Section, id, "", at);
    reader.units.pop();
    let Some(mut unit) = reader.document.subtasks.pop() else { return };
    debug_assert_eq!(statement, reader.document.subtasks.len());
    unit.title = Some(title).filter(|title| !title.text.is_empty());
    unit.phase = None;
    unit.sub_phase = None;
    reader.phase_headings.push(PhaseHeading { phase, level, unit });
}

/// The id of a phase that is a unit: `Phase 0`.
pub(super) fn unit_id(reader: &Reader<'_>, phase: PhaseIx) -> StatedId {
    let stated = &reader.document.phases[phase.index()];
    StatedId { text: format!("Phase {}", stated.name), feature: None, span: stated.span }
}

/// The word before the number of a wave, as written: `Wave`, `Batch`.
fn wave_word(text: &str) -> &str {
    let length = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    &text[..length]
}

fn enter(reader: &mut Reader<'_>, phase: StatedPhase, level: u8, text: &str) {
    let outer = reader.scope.phase.filter(|&(_, open)| open < level);
    let part = outer.is_some_and(|(outer, _)| {
        let outer = &reader.document.phases[outer.index()].name;
        phase.name.strip_prefix(outer.as_str()).is_some_and(|rest| rest.starts_with('.'))
    });
    let sub = is_sub_phase(text, &phase.name) || part;
    let kind = phase.kind;
    let ix = reader.phase(phase);
    if let Some((parent, _)) = outer.filter(|_| kind == PhaseKind::Wave) {
        // A wave inside a phase is a part of it; its name says so, because each phase counts its waves anew.
        let stated = &mut reader.document.phases[ix.index()];
        stated.name = format!("{} {}", wave_word(text), stated.name);
        (stated.parent, stated.kind) = (Some(parent), PhaseKind::Phase);
        reader.scope.sub_phase = Some((ix, level));
    } else if kind != PhaseKind::Phase {
        leave_wave(reader);
        reader.scope.wave = Some((ix, level));
    } else if let Some((parent, _)) = around(reader, text).filter(|_| sub) {
        reader.document.phases[ix.index()].parent = Some(parent);
        reader.scope.sub_phase = Some((ix, level));
    } else {
        reader.scope.phase = Some((ix, level));
        reader.scope.sub_phase = None;
    }
}

/// The phase that a sub-phase with these words belongs to; below a wave only the word `sub-phase` opens one.
pub(super) fn around(reader: &Reader<'_>, text: &str) -> Option<(PhaseIx, u8)> {
    let says_sub = text.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("sub"));
    reader.scope.phase.or(reader.scope.wave.filter(|_| says_sub))
}

/// A sub-phase of a wave ends with it.
pub(super) fn leave_wave(reader: &mut Reader<'_>) {
    let of_wave = |(ix, _): &(PhaseIx, u8)| {
        let parent = reader.document.phases[ix.index()].parent;
        parent.is_some_and(|parent| reader.document.phases[parent.index()].kind != PhaseKind::Phase)
    };
    if reader.scope.sub_phase.as_ref().is_some_and(of_wave) {
        reader.scope.sub_phase = None;
    }
}

/// Puts a statement into the phase that its own field names: `Phase: 2`, or `Phase: 2b` for a part of phase 2.
pub(super) fn assign(reader: &mut Reader<'_>, at: usize, words: Words<'_>, statement: usize) {
    let top = |reader: &Reader<'_>, name: &str| {
        reader.document.phases.iter().rposition(|p| p.parent.is_none() && p.name == name)
    };
    let number = words.name.strip_suffix(|c: char| c.is_ascii_alphabetic()).map(str::to_owned);
    let is_known = top(reader, &words.name).is_some();
    let numbered = |number: &String| {
        !is_known && (number.bytes().all(|b| b.is_ascii_digit()) || top(reader, number).is_some())
    };
    let Some(number) = number.filter(|number| !number.is_empty()).filter(numbered) else {
        let ix = known(reader, at, words);
        let stated = &mut reader.document.subtasks[statement];
        stated.sub_phase = stated.sub_phase.filter(|_| stated.phase == Some(ix));
        stated.phase = Some(ix);
        return;
    };
    let parent = match top(reader, &number) {
        Some(at) => PhaseIx(at as u32),
        None => {
            let name = Words { kind: words.kind, name: number.clone(), rest: "" };
            let phase = StatedPhase { by_field: true, ..new(reader, at, name, false) };
            reader.phase(phase)
        }
    };
    let phases = &reader.document.phases;
    let own = phases.iter().rposition(|phase| {
        let above = phase.parent.and_then(|above| phases.get(above.index()));
        phase.name == words.name && above.is_some_and(|above| above.name == number)
    });
    let sub = match own {
        Some(at) => PhaseIx(at as u32),
        None => {
            let phase = StatedPhase { parent: Some(parent), by_field: true, ..new(reader, at, words, false) };
            reader.phase(phase)
        }
    };
    let stated = &mut reader.document.subtasks[statement];
    (stated.phase, stated.sub_phase) = (Some(parent), Some(sub));
}

/// Opens the phase that brackets at the end of another heading name: `B. Title (Phase 7b, 6 subtasks)`.
pub(super) fn in_brackets(reader: &mut Reader<'_>, at: usize, level: u8, text: &str) {
    let Some((title, inside)) = last_brackets(text) else { return };
    let named = inside.split([',', ';']).next().unwrap_or(inside).trim();
    let Some(words) = words(named).filter(|words| words.rest.trim().is_empty()) else { return };
    let mut phase = new(reader, at, words, false);
    trim_marks(title).clone_into(&mut phase.title);
    phase.in_brackets = true;
    let whole = phase.name.clone();
    enter(reader, phase, level, &whole);
}

fn new(reader: &Reader<'_>, at: usize, words: Words<'_>, in_tree: bool) -> StatedPhase {
    StatedPhase {
        name: words.name,
        title: String::new(),
        parent: None,
        estimate: None,
        kind: words.kind,
        alias: None,
        after: Vec::new(),
        in_tree,
        by_field: false,
        in_brackets: false,
        span: reader.lines.span(at),
    }
}

/// The phase of this name if the document has opened it, else a new one.
pub(super) fn known(reader: &mut Reader<'_>, at: usize, words: Words<'_>) -> PhaseIx {
    let found =
        reader.document.phases.iter().rposition(|phase| phase.name == words.name && phase.kind == words.kind);
    match found {
        Some(ix) => PhaseIx(ix as u32),
        None => {
            let phase = StatedPhase { by_field: true, ..new(reader, at, words, false) };
            reader.phase(phase)
        }
    }
}

/// The value of a `Phase:` field: `2`, `2a`, `2 - Build`.
pub(super) fn value(text: &str) -> Option<Words<'_>> {
    let mut length = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let part = text[length..]
        .strip_prefix('.')
        .map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    length += if part > 0 { part + 1 } else { 0 };
    let (name, rest) = text.split_at(length);
    let number = name.bytes().next().is_some_and(|b| b.is_ascii_digit()) && name.len() <= 5;
    let ends = rest.trim_start().is_empty() || rest.trim_start().starts_with([':', '-', '–', '—', '(']);
    (number && ends).then(|| Words { kind: PhaseKind::Phase, name: name.to_owned(), rest: "" })
}

/// Reads a line that opens a phase in bold text; `true` if it was one.
pub(super) fn bold(reader: &mut Reader<'_>, at: usize) -> bool {
    let line = reader.lines.get(at);
    if !line.starts_with("**") {
        return false;
    }
    let text = strip_decoration(line).trim_end_matches(['*', ' ', ':']);
    let Some(found) = words(text) else { return false };
    let is_sub = is_sub_phase(text, &found.name);
    let whole_line = line.trim_end().ends_with("**") || line.trim_end().ends_with(':');
    if reader.inside_work() || (!is_sub && !whole_line) {
        return false;
    }
    let level = if is_sub { BOLD + 1 } else { BOLD };
    if is_sub {
        reader.scope.sub_phase = None;
    } else {
        reader.close(at, level);
    }
    reader.scope.target = None;
    open(reader, at, level, text)
}

/// A phase from its words, and the brackets at their end (`12 tasks, ~15 minutes`, `run after Phase 1`).
pub(super) fn stated<'t>(
    reader: &Reader<'t>,
    at: usize,
    text: &'t str,
    in_tree: bool,
) -> Option<(StatedPhase, Option<&'t str>)> {
    let found = words(text)?;
    let rest = found.rest.trim_end_matches(['*', ':', ' ']);
    let (title, bracket) = match last_brackets(rest) {
        Some((title, bracket)) => (title, Some(bracket)),
        None => (rest, None),
    };
    let whole = reader.lines.text();
    let mut phase = new(reader, at, found, in_tree);
    trim_marks(strip_separator(title)).clone_into(&mut phase.title);
    phase.alias = story(title);
    for part in bracket.into_iter().flat_map(|b| b.split([',', ';']).flat_map(|p| p.split(" - "))) {
        let mut names_phase = false;
        if let Some(rest) = need::strip_opener(part) {
            let text =
                trim_marks(PHASES.iter().find_map(|(word, _)| strip(rest, word)).unwrap_or(rest)).to_owned();
            names_phase = text.bytes().all(|b| b.is_ascii_alphanumeric());
            phase.after.push(StatedText { text, span: reader.span(rest) });
        }
        // `after 4d` is no time of four days.
        if let Some(found) = duration::find(part).filter(|_| !names_phase) {
            phase.estimate = Some(found.estimate(whole));
        }
    }
    Some((phase, bracket))
}

/// The user story that a phase's title names: `User Story 2 - Title`, `US2: Title`.
fn story(title: &str) -> Option<String> {
    let title = strip_separator(title);
    let rest = ["user story", "story", "us"].iter().find_map(|word| {
        title.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word)).map(|_| &title[word.len()..])
    })?;
    let (number, _) = leading_number(rest.trim_start())?;
    Some(format!("US{number}"))
}

/// Remarks of a phase: `Run after Phase 1 completes:`, `PREREQUISITES: Wave 2 complete`,
/// `After all 4 tracks complete, run this:`.
pub(super) fn remarks(reader: &mut Reader<'_>, at: usize) {
    let line = reader.lines.get(at);
    let text = super::text::strip_list_marker(line).unwrap_or(line);
    let text = trim_marks(text);
    let in_phase = reader.scope.phase.or(reader.scope.wave);
    let labelled = || match in_phase.and_then(|_| label::leading_label(text))? {
        (label::Label::Needs | label::Label::Prerequisites, value) => Some(value),
        _ => None,
    };
    let Some(rest) = need::strip_opener(text).or_else(labelled) else { return };
    match need::operand(rest, reader.lines.text()) {
        Some((NeedOperand::Phase(name), words, _)) => {
            if let Some((phase, _)) = reader.scope.phase.or(reader.scope.wave) {
                let span = reader.span(words);
                reader.document.phases[phase.index()].after.push(StatedText { text: name, span });
            }
        }
        Some((operand @ NeedOperand::Everything, words, _)) if !reader.inside_work() => {
            let span = reader.span(words);
            reader.scope.ahead.push(StatedNeed { operand, note: None, span });
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_several_scripts() {
        let forms = [
            ("Phase 2: Build", "2"),
            ("PHASE 7b (6 tasks)", "7b"),
            ("Wave 11", "11"),
            ("阶段一：准备", "1"),
            ("第十二阶段", "12"),
            ("阶段 3（第4周）：收尾", "3"),
            ("フェーズ2 - 実装", "2"),
            ("1단계: 준비", "1"),
            ("Fase 4 – Cierre", "4"),
            ("Phase IV. Tests", "IV"),
            ("Phase 3.1: Setup", "3.1"),
            ("Milestone 2: Beta", "2"),
            ("Wave FINAL (after all)", "FINAL"),
        ];
        for (text, wanted) in forms {
            assert_eq!(words(text).map(|w| w.name).as_deref(), Some(wanted), "{text}");
        }
        for text in
            ["Phase 1 Verification: x", "Wave 4-5 (many)", "Phases", "Level up", "Phase out the old API"]
        {
            assert!(words(text).is_none(), "{text}");
        }
        assert_eq!(story(": User Story 2 - Title").as_deref(), Some("US2"));
    }

    #[test]
    fn the_part_that_comes_before_is_no_time() {
        let text = "## PHASE 4 (20 min)\n## Sub-phase 4d\n## Sub-phase 4e (start after 4d)\n";
        let phases = super::super::reader::read(text, "a.md", &crate::syntax::ReadOptions::default(), false)
            .document
            .phases;
        let minutes = phases.iter().map(|phase| phase.estimate.map(|time| time.max.to_string()));
        let wanted = [Some("20"), None, None];
        assert_eq!(minutes.collect::<Vec<_>>(), wanted.map(|time| time.map(str::to_owned)));
    }
}
