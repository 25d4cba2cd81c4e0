use std::borrow::Cow;

use serde::Serialize;

use super::comparison_parts::{
    Change, DurationView, ExecutionPair, ExecutionView, LockView, MinutesView, MovedView, NameView, NeedView,
    PlaceView, Renumbered, Retitled, SubtaskView, VersionView,
};
use super::number::Number;
use crate::emit::Places;
use crate::emit::comparison::{DiffReport, Version};
use crate::graph::{Estimate, NeedsMode};
use crate::plan::{Plan, PlanPhaseIx, SubtaskIx};
use crate::schedule::{Execution, LockChange, Mode, NeedChange, Needed, Subject};

/// `planc.diff/1`: two versions of a plan and what differs.
#[derive(Clone, Debug, Serialize)]
pub struct ComparisonView<'a> {
    schema: &'static str,
    needs: &'static str,
    file_locks: bool,
    old: VersionView<'a>,
    new: VersionView<'a>,
    executions: Vec<ExecutionPair>,
    subtasks_added: Vec<SubtaskView<'a>>,
    subtasks_removed: Vec<SubtaskView<'a>>,
    subtasks_renumbered: Vec<Renumbered<'a>>,
    titles_changed: Vec<Retitled<'a>>,
    /// Whether needs were compared one by one, not by the names of sets.
    needs_expanded: bool,
    needs_added: Vec<NeedView<'a>>,
    needs_removed: Vec<NeedView<'a>>,
    locks_changed: Vec<LockView<'a>>,
    minutes_changed: Vec<MinutesView<'a>>,
    places_changed: Vec<MovedView<'a>>,
}

impl<'a> ComparisonView<'a> {
    /// The view of a report.
    pub fn new(report: &DiffReport<'a>) -> ComparisonView<'a> {
        let comparison = report.comparison;
        let (old, new) = (&report.old, &report.new);
        let masks = [old, new].map(|version| Places::new(version.material.sources));
        let title = |plan: &'a Plan, ix: SubtaskIx| masked(&masks, &plan.subtask(ix).title);
        let subtask = |version: &Version<'a>, ix: SubtaskIx| {
            let NameView { id, key } = name(version.material.plan, ix);
            let title = title(version.material.plan, ix);
            SubtaskView {
                id,
                key,
                title,
                duration_minutes: duration(&version.material.estimates[ix.index()]),
            }
        };
        let (before, after) = (old.material.plan, new.material.plan);
        let renumbered = |&(was, is): &(SubtaskIx, SubtaskIx)| Renumbered {
            old: name(before, was),
            new: name(after, is),
            title: title(after, is),
        };
        let retitled = |&(was, is): &(SubtaskIx, SubtaskIx)| {
            let NameView { id, key } = name(after, is);
            Retitled { id, key, old: title(before, was), new: title(after, is) }
        };
        let moved = |&(was, is): &(SubtaskIx, SubtaskIx)| {
            let NameView { id, key } = name(after, is);
            MovedView { id, key, old: place(before, was), new: place(after, is) }
        };
        ComparisonView {
            schema: "planc.diff/1",
            needs: report.needs.name(),
            file_locks: report.file_locks,
            old: version(old, comparison.needs[0], comparison.lock_counts[0]),
            new: version(new, comparison.needs[1], comparison.lock_counts[1]),
            executions: executions(report),
            subtasks_added: comparison.added.iter().map(|&ix| subtask(new, ix)).collect(),
            subtasks_removed: comparison.removed.iter().map(|&ix| subtask(old, ix)).collect(),
            subtasks_renumbered: comparison.renumbered.iter().map(renumbered).collect(),
            titles_changed: comparison.retitled.iter().map(retitled).collect(),
            needs_expanded: comparison.needs_expanded,
            needs_added: needs(report, &comparison.needs_added, DiffReport::name),
            needs_removed: needs(report, &comparison.needs_removed, DiffReport::old_name),
            locks_changed: comparison.locks.iter().map(|lock| lock_view(report, lock)).collect(),
            minutes_changed: comparison.estimates.iter().map(|pair| minutes(report, *pair)).collect(),
            places_changed: comparison.moved.iter().map(moved).collect(),
        }
    }
}

fn masked<'a>(masks: &[Places<'_>; 2], text: &'a str) -> Cow<'a, str> {
    match masks[0].mask().apply(text) {
        Cow::Borrowed(text) => masks[1].mask().apply(text),
        Cow::Owned(text) => Cow::Owned(masks[1].mask().apply(&text).into_owned()),
    }
}

fn version<'a>(version: &Version<'a>, needs: usize, locks: usize) -> VersionView<'a> {
    let schedules = version.material.schedules;
    VersionView {
        name: version.name,
        subtasks: version.material.plan.subtasks.len(),
        needs,
        locks,
        work_minutes: Number(version.material.estimates.iter().map(|estimate| estimate.likely).sum()),
        windows: schedules.map(|schedules| schedules.windows).filter(|&windows| windows != u32::MAX),
        worthwhile_windows: schedules.map(|schedules| schedules.curve.worthwhile),
        circle: version.circle(),
    }
}

fn executions(report: &DiffReport<'_>) -> Vec<ExecutionPair> {
    let view = |execution: &Execution| ExecutionView {
        feasible: execution.feasible(),
        makespan_minutes: execution.makespan.map(Number),
        lower_bound_minutes: execution.makespan.map(|_| Number(execution.lower_bound)),
        optimal: execution.optimal(),
    };
    let pair = |mode: Mode| {
        let [old, new] = [&report.old, &report.new]
            .map(|version| version.material.schedules.and_then(|schedules| schedules.execution(mode)));
        let makespan = |execution: Option<&Execution>| execution.and_then(|execution| execution.makespan);
        let change_minutes = makespan(old).zip(makespan(new)).map(|(old, new)| Change { old, new });
        (old.is_some() || new.is_some()).then(|| ExecutionPair {
            mode: mode.name(),
            old: old.map(view),
            new: new.map(view),
            change_minutes,
        })
    };
    [Mode::AsWritten, Mode::Phases, Mode::Dataflow].into_iter().filter_map(pair).collect()
}

fn name(plan: &Plan, ix: SubtaskIx) -> NameView<'_> {
    let subtask = plan.subtask(ix);
    NameView { id: &subtask.id, key: &subtask.key }
}

fn place(plan: &Plan, ix: SubtaskIx) -> PlaceView<'_> {
    let subtask = plan.subtask(ix);
    let name = |phase: Option<PlanPhaseIx>| phase.map(|phase| plan.phase(phase).name.as_str());
    PlaceView { phase: name(subtask.phase), sub_phase: name(subtask.sub_phase), window: subtask.window }
}

fn duration(estimate: &Estimate) -> DurationView {
    DurationView {
        min: Number(estimate.min),
        likely: Number(estimate.likely),
        max: Number(estimate.max),
        source: estimate.source.name(),
    }
}

fn minutes<'a>(report: &DiffReport<'a>, (was, is): (SubtaskIx, SubtaskIx)) -> MinutesView<'a> {
    let (old, new) =
        (&report.old.material.estimates[was.index()], &report.new.material.estimates[is.index()]);
    let NameView { id, key } = name(report.new.material.plan, is);
    let change_minutes = Change { old: old.likely, new: new.likely };
    MinutesView { id, key, old: duration(old), new: duration(new), change_minutes }
}

/// Each need in the names of the version that has it.
fn needs<'a>(
    report: &DiffReport<'a>,
    changes: &'a [NeedChange],
    name: impl Fn(&DiffReport<'a>, Subject) -> &'a str,
) -> Vec<NeedView<'a>> {
    let view = |change: &'a NeedChange| NeedView {
        subtask: name(report, change.subtask),
        needs: match &change.needed {
            Needed::Subtask(subject) => name(report, *subject),
            Needed::Set(label) => label.as_str(),
        },
        // A narrowed comparison looks at one kind of source only.
        sources: match report.needs {
            NeedsMode::Union => change.sources.names(),
            NeedsMode::Map => &["map"],
            NeedsMode::Spec => &["spec"],
        },
    };
    changes.iter().map(view).collect()
}

fn lock_view<'a>(report: &DiffReport<'a>, lock: &'a LockChange) -> LockView<'a> {
    LockView {
        path: lock.path.as_deref(),
        old_writers: lock.before.iter().map(|&subject| report.old_name(subject)).collect(),
        new_writers: lock.after.iter().map(|&subject| report.name(subject)).collect(),
    }
}
