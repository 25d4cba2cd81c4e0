use serde::Serialize;

use super::number::Number;
use crate::plan::Plan;
use crate::runlog::Notice;

/// `planc.notices/1`: what happened in a run since somebody was told.
#[derive(Debug, Serialize)]
pub struct NoticesView<'a> {
    schema: &'static str,
    notices: Vec<NoticeView<'a>>,
}

#[derive(Debug, Serialize)]
struct NoticeView<'a> {
    seq: u64,
    at: String,
    event: &'static str,
    /// The event that an undo takes back.
    took_back: Option<&'static str>,
    /// The key.
    subtask: Option<&'a str>,
    window: Option<u32>,
    duration_minutes: Option<Number>,
    validated: Option<String>,
    line: &'a str,
}

impl<'a> NoticesView<'a> {
    /// The view of notices with the line of each.
    pub fn new(plan: &'a Plan, notices: &'a [Notice], lines: &'a [String]) -> NoticesView<'a> {
        let view = |(notice, line): (&'a Notice, &'a String)| NoticeView {
            seq: notice.seq,
            at: notice.at.to_string(),
            event: notice.kind.name(),
            took_back: notice.taken_back.map(|(kind, _)| kind.name()),
            subtask: notice.subtask.map(|ix| plan.subtask(ix).key.as_str()).or(notice.name.as_deref()),
            window: notice.window,
            duration_minutes: notice.took.map(Number),
            validated: notice.validated.map(|validated| validated.to_string()),
            line,
        };
        NoticesView { schema: "planc.notices/1", notices: notices.iter().zip(lines).map(view).collect() }
    }
}
