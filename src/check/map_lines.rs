use super::Facts;
use crate::plan::{Place, SubtaskIx};
use crate::syntax::{Form, StatedSubtask};

/// What maps state about a subtask (everything but its own section), with the place: the chosen map first, then by
/// form, file and line.
pub(super) fn map_lines<'a>(facts: &Facts<'a>, ix: SubtaskIx) -> Vec<(Place, &'a StatedSubtask)> {
    let subtask = facts.plan.subtask(ix);
    // Choices stand in order of features.
    let maps = &facts.plan.maps;
    let at = maps.binary_search_by_key(&subtask.feature, |map| map.feature);
    let chosen = at.ok().map(|at| maps[at].chosen);
    let mut lines: Vec<(bool, Form, Place, &StatedSubtask)> = subtask
        .statements
        .iter()
        .map(|at| (at.file, &facts.documents[at.file.index()].subtasks[at.index as usize]))
        .filter(|(_, statement)| !statement.form.is_spec())
        .map(|(file, statement)| {
            (Some(file) != chosen, statement.form, Place { file, span: statement.span }, statement)
        })
        .collect();
    lines.sort_by_key(|&(other, form, place, _)| (other, form, place));
    lines.into_iter().map(|(_, _, place, statement)| (place, statement)).collect()
}
