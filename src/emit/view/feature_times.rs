use serde::Serialize;

use super::makespan::MakespanView;
use super::number::{Number, ratio};
use crate::plan::Plan;
use crate::schedule::FeatureTimes;

/// A feature on its own.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct FeatureView<'a> {
    feature: &'a str,
    title: &'a str,
    subtasks: usize,
    windows: Option<u32>,
    most_at_once: u32,
    phases: u32,
    parallel: MakespanView,
    dataflow: MakespanView,
    track_minutes: Number,
    track_windows: u32,
    sequential_minutes: Number,
    speedup: Option<f64>,
    efficiency: Option<f64>,
}

impl<'a> FeatureView<'a> {
    pub(super) fn new(plan: &'a Plan, row: &FeatureTimes) -> FeatureView<'a> {
        let feature = plan.feature(row.feature);
        let length = row.parallel.found.as_f64();
        let room = length * f64::from(row.most_at_once);
        FeatureView {
            feature: &feature.id,
            title: &feature.title,
            subtasks: row.subtasks,
            windows: (row.windows != u32::MAX).then_some(row.windows),
            most_at_once: row.most_at_once,
            phases: row.phases,
            parallel: MakespanView::new(row.parallel),
            dataflow: MakespanView::new(row.dataflow),
            track_minutes: Number(row.track),
            track_windows: row.tracks,
            sequential_minutes: Number(row.sequential),
            speedup: ratio(row.sequential.as_f64(), length),
            efficiency: ratio(row.sequential.as_f64(), room),
        }
    }
}
