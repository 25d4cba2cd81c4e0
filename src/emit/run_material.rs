use crate::runlog::metrics::Metrics;
use crate::runlog::{Forecast, Progress, Run, RunLog};

/// What pages about a run are made of, beside the [`Material`](super::Material) of its plan.
#[derive(Clone, Copy)]
pub struct RunMaterial<'a> {
    /// The events that count: those up to the time of the page.
    pub log: &'a RunLog,
    /// What they say about each subtask.
    pub run: &'a Run,
    /// Where every subtask stands.
    pub progress: &'a Progress,
    /// Its figures.
    pub metrics: &'a Metrics,
    /// When the rest is likely to end; `None` where nothing is left.
    pub forecast: Option<&'a Forecast>,
    /// How many events are later than the time of the page.
    pub later: usize,
    /// The logs: their paths as people see them, and the first characters of their hashes.
    pub logs: &'a [(String, String)],
}
