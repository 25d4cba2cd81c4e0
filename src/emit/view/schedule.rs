use serde::Serialize;

use super::answers::AnswersView;
use super::lane::{LaneView, lanes};
use super::makespan::MakespanView;
use super::number::{Number, ratio};
use super::what_if::WhatIfView;
use crate::emit::{Material, ScheduleReport};
use crate::plan::{Plan, SubtaskIx};
use crate::schedule::{Argument, Blocked, Curve, Execution, Schedules, Slack, Slot, Step, WindowGroup};
use crate::syntax::Minutes;

/// `planc.schedule/1`: the executions of a plan side by side.
#[derive(Clone, Debug, Serialize)]
pub struct ScheduleView<'a> {
    schema: &'static str,
    /// How many windows were allowed; null for no limit.
    windows: Option<u32>,
    needs: &'static str,
    file_locks: bool,
    executions: Vec<ExecutionView<'a>>,
    work_minutes: Number,
    sequential_minutes: Number,
    track_minutes: Number,
    /// The smallest number of windows that reaches the floor; null where there is no curve.
    worthwhile_windows: Option<u32>,
    /// What no number of windows beats.
    floor_minutes: Number,
    curve: Vec<PointView>,
    slack: Vec<SlackView<'a>>,
    /// How many windows the tracks take.
    track_windows: u32,
    /// Subtasks whose estimates are corrected by what earlier runs took.
    calibrated_subtasks: usize,
    /// Subtasks that are done and take no part.
    left_out: Vec<&'a str>,
    groups: Vec<GroupView<'a>>,
    /// Dataflow if all groups shared their windows; null without groups.
    shared: Option<MakespanView>,
    /// Null where nobody asked what if.
    what_if: Option<WhatIfView<'a>>,
    #[serde(flatten)]
    answers: AnswersView<'a>,
}

#[derive(Clone, Debug, Serialize)]
struct ExecutionView<'a> {
    mode: &'static str,
    feasible: bool,
    makespan_minutes: Option<Number>,
    lower_bound_minutes: Option<Number>,
    optimal: bool,
    proof: &'static str,
    complete: bool,
    work_minutes: Number,
    speedup: Option<f64>,
    efficiency: Option<f64>,
    idle_minutes: Option<Number>,
    windows_used: u32,
    critical_path: Vec<&'a str>,
    blocked: Vec<BlockedView<'a>>,
    steps: Vec<StepView<'a>>,
    slots: Vec<SlotView<'a>>,
    /// The chain of needs behind the lower bound; empty where that is another argument.
    proof_chain: Vec<&'a str>,
    /// The file whose writers take turns behind the lower bound; null where that is another argument.
    proof_file: Option<&'a str>,
    lanes: Vec<LaneView>,
}

#[derive(Clone, Debug, Serialize)]
struct GroupView<'a> {
    features: Vec<&'a str>,
    first_window: u32,
    last_window: u32,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct BlockedView<'a> {
    subtask: &'a str,
    needs: &'a str,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct StepView<'a> {
    feature: Option<&'a str>,
    name: &'a str,
    title: &'a str,
    start: Number,
    end: Number,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct SlotView<'a> {
    id: &'a str,
    key: &'a str,
    window: u32,
    start: Number,
    end: Number,
    /// Index into `steps`.
    step: u32,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct PointView {
    windows: u32,
    makespan_minutes: Number,
    lower_bound_minutes: Number,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct SlackView<'a> {
    id: &'a str,
    key: &'a str,
    /// With windows enough.
    minutes: Number,
    /// In its window of dataflow.
    scheduled_minutes: Number,
}

impl<'a> ScheduleView<'a> {
    /// The view of a report that was made from the plan, graph and estimates of `material`.
    pub fn new(material: &Material<'a>, report: ScheduleReport<'a>) -> ScheduleView<'a> {
        let (plan, schedules) = (material.plan, report.schedules);
        let view = |execution| execution_view(plan, execution, schedules.work);
        ScheduleView {
            schema: "planc.schedule/1",
            windows: (schedules.windows != u32::MAX).then_some(schedules.windows),
            needs: schedules.needs.name(),
            file_locks: schedules.file_locks,
            executions: schedules.executions.iter().map(view).collect(),
            work_minutes: Number(schedules.work),
            sequential_minutes: Number(schedules.sequential),
            track_minutes: Number(schedules.track),
            worthwhile_windows: (!schedules.curve.points.is_empty()).then_some(schedules.curve.worthwhile),
            floor_minutes: Number(schedules.curve.floor),
            curve: points(&schedules.curve),
            slack: slack(plan, schedules),
            track_windows: schedules.tracks,
            calibrated_subtasks: material
                .estimates
                .iter()
                .filter(|estimate| estimate.is_calibrated())
                .count(),
            left_out: schedules.left_out.iter().map(|&ix| plan.name(ix)).collect(),
            groups: schedules.groups.iter().map(|group| group_view(plan, group)).collect(),
            shared: schedules.shared.map(MakespanView::new),
            what_if: report.what_if.map(|asked| WhatIfView::new(plan, asked)),
            answers: AnswersView::new(plan, report.answers),
        }
    }
}

fn execution_view<'a>(plan: &'a Plan, execution: &'a Execution, work: Minutes) -> ExecutionView<'a> {
    let makespan = execution.makespan;
    let windows = execution.windows_used();
    let room = makespan.map(|length| Minutes::from_parts(length.parts().saturating_mul(u64::from(windows))));
    let names = |path: &[SubtaskIx]| path.iter().map(|&ix| plan.name(ix)).collect();
    ExecutionView {
        mode: execution.mode.name(),
        feasible: execution.feasible(),
        makespan_minutes: makespan.map(Number),
        lower_bound_minutes: makespan.map(|_| Number(execution.lower_bound)),
        optimal: execution.optimal(),
        proof: execution.proof.name(),
        complete: execution.complete,
        work_minutes: Number(work),
        speedup: makespan.and_then(|length| ratio(work.as_f64(), length.as_f64())),
        efficiency: room.and_then(|room| ratio(work.as_f64(), room.as_f64())),
        idle_minutes: room.map(|room| Number(room - work)),
        windows_used: windows,
        critical_path: names(&execution.critical_path),
        blocked: execution.blocked.iter().map(|&blocked| blocked_view(plan, blocked)).collect(),
        steps: execution.steps.iter().map(|step| step_view(plan, step)).collect(),
        slots: execution.slots.iter().map(|slot| slot_view(plan, slot)).collect(),
        proof_chain: match &execution.argument {
            Argument::Chain(path) => names(path),
            _ => Vec::new(),
        },
        proof_file: match &execution.argument {
            Argument::Turns { path, .. } => Some(path),
            _ => None,
        },
        lanes: lanes(execution),
    }
}

fn group_view<'a>(plan: &'a Plan, group: &WindowGroup) -> GroupView<'a> {
    GroupView {
        features: group.features.iter().map(|&ix| plan.feature(ix).id.as_str()).collect(),
        first_window: group.first,
        last_window: group.first.saturating_add(group.windows - 1),
    }
}

fn blocked_view(plan: &Plan, blocked: Blocked) -> BlockedView<'_> {
    BlockedView { subtask: plan.name(blocked.subtask), needs: plan.name(blocked.needed) }
}

fn step_view<'a>(plan: &'a Plan, step: &'a Step) -> StepView<'a> {
    StepView {
        feature: step.feature.map(|feature| plan.feature(feature).id.as_str()),
        name: &step.name,
        title: &step.title,
        start: Number(step.start),
        end: Number(step.end),
    }
}

fn slot_view<'a>(plan: &'a Plan, slot: &Slot) -> SlotView<'a> {
    let subtask = plan.subtask(slot.subtask);
    SlotView {
        id: &subtask.id,
        key: &subtask.key,
        window: slot.window,
        start: Number(slot.start),
        end: Number(slot.end),
        step: slot.step,
    }
}

fn points(curve: &Curve) -> Vec<PointView> {
    let view = |point: &crate::schedule::CurvePoint| PointView {
        windows: point.windows,
        makespan_minutes: Number(point.makespan),
        lower_bound_minutes: Number(point.lower_bound),
    };
    curve.points.iter().map(view).collect()
}

fn slack<'a>(plan: &'a Plan, schedules: &Schedules) -> Vec<SlackView<'a>> {
    let view = |slack: &Slack| {
        let subtask = plan.subtask(slack.subtask);
        SlackView {
            id: &subtask.id,
            key: &subtask.key,
            minutes: Number(slack.free),
            scheduled_minutes: Number(slack.scheduled),
        }
    };
    schedules.slack.iter().map(view).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::hostile;
    use crate::emit::sample::Sample;
    use crate::emit::view::to_json;

    #[test]
    fn hostile_text_is_data() {
        for text in hostile::TEXTS {
            let sample = Sample::hostile(text);
            let schedules = sample.schedules.as_ref().expect("schedules");
            let json = to_json(&ScheduleView::new(&sample.material(), ScheduleReport::new(schedules)));
            hostile::check(&json);
            let back: serde_json::Value = serde_json::from_str(&json).expect("json");
            assert_eq!(back["executions"][1]["steps"][0]["title"], *text);
        }
    }

    #[test]
    fn hostile_text_is_data_in_answers() {
        for text in hostile::TEXTS {
            let (sample, answers, what_if) = Sample::hostile(text).asked(text);
            let schedules = sample.schedules.as_ref().expect("schedules");
            let report = ScheduleReport { schedules, answers: Some(&answers), what_if: Some(&what_if) };
            let json = to_json(&ScheduleView::new(&sample.material(), report));
            hostile::check(&json);
            let back: serde_json::Value = serde_json::from_str(&json).expect("json");
            assert_eq!(back["locks"][0]["path"], *text);
        }
    }

    #[test]
    fn three_executions() {
        let sample = Sample::new();
        let schedules = sample.schedules.as_ref().expect("schedules");
        insta::assert_snapshot!(to_json(&ScheduleView::new(&sample.material(), ScheduleReport::new(schedules))), @r#"
        {"schema":"planc.schedule/1",
        "windows":2,
        "needs":"union",
        "file_locks":true,
        "executions":[
        {"mode":"as-written","feasible":false,"makespan_minutes":null,"lower_bound_minutes":null,"optimal":false,"proof":"none","complete":true,"work_minutes":47.5,"speedup":null,"efficiency":null,"idle_minutes":null,"windows_used":0,"critical_path":[],"blocked":[{"subtask":"1.1.2","needs":"1.2.1"}],"steps":[],"slots":[],"proof_chain":[],"proof_file":null,"lanes":[]},
        {"mode":"phases","feasible":true,"makespan_minutes":47.5,"lower_bound_minutes":47.5,"optimal":true,"proof":"critical-path","complete":true,"work_minutes":47.5,"speedup":1.0,"efficiency":0.5,"idle_minutes":47.5,"windows_used":2,"critical_path":["1.1.1","1.1.2","1.2.1","INTEGRATION"],"blocked":[],"steps":[{"feature":"1","name":"1","title":"","start":0,"end":20},{"feature":"1","name":"2","title":"","start":20,"end":47.5}],"slots":[{"id":"1.1.1","key":"F1-1.1.1","window":1,"start":0,"end":10,"step":0},{"id":"1.1.2","key":"F1-1.1.2","window":2,"start":10,"end":20,"step":0},{"id":"1.2.1","key":"F1-1.2.1","window":1,"start":20,"end":27.5,"step":1},{"id":"INTEGRATION","key":"F1-INTEGRATION","window":2,"start":27.5,"end":47.5,"step":1}],"proof_chain":["1.1.1","1.1.2","1.2.1","INTEGRATION"],"proof_file":null,"lanes":[{"window":1,"subtasks":2,"busy_minutes":17.5,"idle_minutes":30},{"window":2,"subtasks":2,"busy_minutes":30,"idle_minutes":17.5}]},
        {"mode":"dataflow","feasible":true,"makespan_minutes":47.5,"lower_bound_minutes":47.5,"optimal":true,"proof":"critical-path","complete":true,"work_minutes":47.5,"speedup":1.0,"efficiency":1.0,"idle_minutes":0,"windows_used":1,"critical_path":["1.1.1","1.1.2","1.2.1","INTEGRATION"],"blocked":[],"steps":[{"feature":null,"name":"","title":"","start":0,"end":47.5}],"slots":[{"id":"1.1.1","key":"F1-1.1.1","window":1,"start":0,"end":10,"step":0},{"id":"1.1.2","key":"F1-1.1.2","window":1,"start":10,"end":20,"step":0},{"id":"1.2.1","key":"F1-1.2.1","window":1,"start":20,"end":27.5,"step":0},{"id":"INTEGRATION","key":"F1-INTEGRATION","window":1,"start":27.5,"end":47.5,"step":0}],"proof_chain":["1.1.1","1.1.2","1.2.1","INTEGRATION"],"proof_file":null,"lanes":[{"window":1,"subtasks":4,"busy_minutes":47.5,"idle_minutes":0}]}
        ],
        "work_minutes":47.5,
        "sequential_minutes":47.5,
        "track_minutes":47.5,
        "worthwhile_windows":1,
        "floor_minutes":47.5,
        "curve":[
        {"windows":1,"makespan_minutes":47.5,"lower_bound_minutes":47.5}
        ],
        "slack":[
        {"id":"1.1.1","key":"F1-1.1.1","minutes":0,"scheduled_minutes":0},
        {"id":"1.1.2","key":"F1-1.1.2","minutes":0,"scheduled_minutes":0},
        {"id":"1.2.1","key":"F1-1.2.1","minutes":0,"scheduled_minutes":0},
        {"id":"INTEGRATION","key":"F1-INTEGRATION","minutes":0,"scheduled_minutes":0}
        ],
        "track_windows":3,
        "calibrated_subtasks":0,
        "left_out":[],
        "groups":[],
        "shared":null,
        "what_if":null,
        "locks":null,
        "all_locks":null,
        "barriers":null,
        "disagreements":null,
        "disagreements_complete":null,
        "by_needs":null,
        "shortening":null,
        "unpriced":null,
        "risk":null,
        "features":null}
        "#);
    }
}
