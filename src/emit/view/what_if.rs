use serde::Serialize;

use super::answers::names;
use super::number::Number;
use crate::plan::Plan;
use crate::schedule::WhatIf;

/// What was asked, and the plan without it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct WhatIfView<'a> {
    changes: Vec<ChangeView<'a>>,
    without_locks: &'a [String],
    before: Vec<BeforeView>,
    before_worthwhile_windows: u32,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct ChangeView<'a> {
    id: &'a str,
    key: &'a str,
    min_minutes: Number,
    max_minutes: Number,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct BeforeView {
    mode: &'static str,
    makespan_minutes: Option<Number>,
    lower_bound_minutes: Option<Number>,
}

impl<'a> WhatIfView<'a> {
    pub(super) fn new(plan: &'a Plan, asked: &'a WhatIf) -> WhatIfView<'a> {
        let change = |change: &crate::schedule::Change| {
            let (id, key) = names(plan, change.subtask);
            ChangeView { id, key, min_minutes: Number(change.min), max_minutes: Number(change.max) }
        };
        let before = |execution: &crate::schedule::Execution| BeforeView {
            mode: execution.mode.name(),
            makespan_minutes: execution.makespan.map(Number),
            lower_bound_minutes: execution.makespan.map(|_| Number(execution.lower_bound)),
        };
        WhatIfView {
            changes: asked.changes.iter().map(change).collect(),
            without_locks: &asked.without_locks,
            before: asked.before.executions.iter().map(before).collect(),
            before_worthwhile_windows: asked.before.curve.worthwhile,
        }
    }
}
