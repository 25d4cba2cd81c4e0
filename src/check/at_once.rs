//! Whether a phase says that its subtasks run at once, or is only a chapter of a list that is worked through.

use super::{DocumentMap, Facts, MapPlace};
use crate::graph::EstimateSource;
use crate::plan::SubtaskIx;
use crate::syntax::{Form, Minutes, PhaseKind, StatedPhase, StatedSubtask};

/// What the phases of one document say about their subtasks, in the order of the map.
pub(super) struct AtOnce(Vec<Says>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    /// Nothing: subtasks are done one after another.
    Nothing,
    /// Only subtasks that are marked for it (`[P]`) run beside each other.
    Marked,
    /// All of them run at once.
    All,
}

impl AtOnce {
    pub(super) fn of(facts: &Facts<'_>, map: &DocumentMap) -> AtOnce {
        let document = &facts.documents[map.file.index()];
        let marks = document.subtasks.iter().any(|statement| statement.parallel == Some(true));
        let says = |at: usize| {
            if has_agents(facts, map, at) || is_too_short_in_turn(facts, map, at) {
                Says::All
            } else if marks {
                Says::Marked
            } else if map.phases[at].sub_phases.is_empty() && !is_stretch(facts, map, at) {
                Says::Nothing
            } else {
                Says::All
            }
        };
        AtOnce((0..map.phases.len()).map(says).collect())
    }

    /// Whether the subtasks of a phase all run at once, so that another phase is another time.
    pub(super) fn is_stretch(&self, phase: usize) -> bool {
        self.0[phase] == Says::All
    }

    /// Whether the document lets two subtasks of one phase run side by side.
    pub(super) fn meet(&self, facts: &Facts<'_>, map: &DocumentMap, a: &MapPlace, b: &MapPlace) -> bool {
        let slot = |place: &MapPlace| {
            facts.documents[map.file.index()].subtasks.get(place.statement).and_then(|stated| stated.slot)
        };
        let in_turn = slot(a).zip(slot(b)).is_some_and(|(a, b)| a != b);
        let marked = |ix: SubtaskIx| facts.plan.subtask(ix).parallel == Some(true);
        !in_turn
            && match self.0[a.phase] {
                Says::Nothing => false,
                Says::Marked => marked(a.subtask) && marked(b.subtask),
                Says::All => true,
            }
    }
}

/// Whether the phase is part of a plan for windows or agents: a window, a prompt, a buffer, or a section that is
/// called a SUBTASK.
pub(super) fn has_agents(facts: &Facts<'_>, map: &DocumentMap, phase: usize) -> bool {
    let subtask = |ix: SubtaskIx| facts.plan.subtask(ix);
    let statements = &facts.documents[map.file.index()].subtasks;
    let given = |ix: &SubtaskIx| subtask(*ix).window.is_some() || subtask(*ix).prompt.is_some();
    let source = &facts.sources[map.file.index()];
    // `### SUBTASK 1.1.1: …` is a section for an agent; other headings of work may be read by one person.
    let is_called_so = |stated: &StatedSubtask| {
        let before = &source.text()[..stated.id.span.start as usize];
        let line = before.rsplit('\n').next().unwrap_or_default();
        stated.form == Form::Section && line.contains("SUBTASK")
    };
    map.phases[phase].members.iter().any(given)
        || map.phases[phase].statements.iter().any(|&at| is_called_so(&statements[at]))
        || map.phases[phase].statements.iter().any(|&at| statements[at].window.is_some())
        || map.phases[phase]
            .stated
            .iter()
            .any(|ix| map.buffers.get(ix.index()).is_some_and(|buffers| !buffers.is_empty()))
}

/// Whether the phase is said to take less time than its subtasks do one after another, every one of which has a stated
/// time. A time alone says nothing: one person works through `Phase 1 (2 hours)`, too.
fn is_too_short_in_turn(facts: &Facts<'_>, map: &DocumentMap, phase: usize) -> bool {
    let Some(most) = stated(facts, map, phase).find_map(|phase| Some(phase.estimate.as_ref()?.max)) else {
        return false;
    };
    let members = &map.phases[phase].members;
    let estimates = || members.iter().map(|ix| facts.estimates[ix.index()]);
    estimates().all(|estimate| estimate.source == EstimateSource::Stated)
        && estimates().map(|estimate| estimate.min).sum::<Minutes>() > most
}

/// Words that say it.
const WORDS: [&str; 13] = [
    "parallel",
    "simultaneous",
    "concurrent",
    "at once",
    "at the same time",
    "side by side",
    "并行",
    "並行",
    "並列",
    "同时",
    "同時",
    "병렬",
    "paralel",
];

/// Words for stretches of a calendar, in which people do one thing after another; they count as waves elsewhere.
const CALENDAR: [&str; 8] =
    ["sprint", "milestone", "iteration", "meilenstein", "hito ", "里程碑", "マイルストーン", "마일스톤"];

/// Whether the phase is a stretch of time by its kind, by its place in a drawn tree, or in the words of its line.
fn is_stretch(facts: &Facts<'_>, map: &DocumentMap, phase: usize) -> bool {
    let source = &facts.sources[map.file.index()];
    stated(facts, map, phase).any(|phase| {
        let line = source.slice(phase.span).to_lowercase();
        let says = WORDS.iter().any(|word| line.contains(word)) && !line.contains("sequential");
        let counted =
            !phase.in_brackets && (line.contains("task") || line.contains("after")) && line.contains('(');
        let name = line.trim_start_matches(|c: char| !c.is_alphabetic());
        let is_calendar = CALENDAR.iter().any(|word| name.starts_with(word));
        (phase.kind != PhaseKind::Phase && !is_calendar) || phase.in_tree || says || counted
    })
}

fn stated<'a>(
    facts: &Facts<'a>,
    map: &'a DocumentMap,
    phase: usize,
) -> impl Iterator<Item = &'a StatedPhase> {
    let phases = &facts.documents[map.file.index()].phases;
    map.phases[phase].stated.iter().filter_map(|ix| phases.get(ix.index()))
}
