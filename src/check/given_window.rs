//! Windows that documents give to subtasks.

use std::collections::BTreeMap;

use super::{DocumentMap, Facts};
use crate::plan::SubtaskIx;
use crate::syntax::{Form, StatedSubtask, StatedWindow};

/// A window that a document gives to a subtask in a phase, and where it does.
pub(super) struct GivenWindow<'a> {
    pub(super) subtask: SubtaskIx,
    pub(super) phase: Option<&'a str>,
    pub(super) window: StatedWindow,
    pub(super) form: Form,
}

/// The windows of each subtask in each phase, in order of lines.
pub(super) type ByPhase<'a> = BTreeMap<(SubtaskIx, &'a str), Vec<StatedWindow>>;

/// What a document gives, in order of lines.
pub(super) fn given<'a>(facts: &Facts<'a>, map: &DocumentMap) -> Vec<GivenWindow<'a>> {
    let document = &facts.documents[map.file.index()];
    let Some(links) = facts.plan.documents.get(map.file.index()) else { return Vec::new() };
    let given = |(statement, link): (&'a StatedSubtask, &Option<SubtaskIx>)| {
        let phase =
            statement.phase.and_then(|ix| document.phases.get(ix.index())).map(|phase| phase.name.as_str());
        Some(GivenWindow { subtask: (*link)?, phase, window: statement.window?, form: statement.form })
    };
    document.subtasks.iter().zip(&links.subtasks).filter_map(given).collect()
}

/// The same by subtask and phase.
pub(super) fn by_phase<'a>(given: &[GivenWindow<'a>]) -> ByPhase<'a> {
    let mut places = ByPhase::new();
    for given in given {
        if let Some(phase) = given.phase {
            places.entry((given.subtask, phase)).or_default().push(given.window);
        }
    }
    places
}
