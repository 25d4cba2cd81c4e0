use crate::diag::Diagnostic;
use crate::graph::{Estimate, Graph};
use crate::plan::Plan;
use crate::schedule::{Mode, Schedules};
use crate::source::SourceFile;
use crate::syntax::Document;

/// What artifacts are made of. Everything is borrowed.
#[derive(Clone, Copy)]
pub struct Material<'a> {
    /// The files, in the order of their indices.
    pub sources: &'a [SourceFile],
    /// What each file states, in the same order.
    pub documents: &'a [Document],
    /// The plan that the documents join to.
    pub plan: &'a Plan,
    /// The graph over the needs that count.
    pub graph: &'a Graph,
    /// Minutes per subtask, in plan order.
    pub estimates: &'a [Estimate],
    /// The executions; `None` where a cycle leaves the plan without one.
    pub schedules: Option<&'a Schedules>,
    /// Which execution packs and pages follow.
    pub mode: Mode,
    /// How prompt files are called: words with `{window}`, `{id}` and `{key}`.
    pub prompt_name: &'a str,
    /// All findings, sorted.
    pub findings: &'a [Diagnostic],
}
