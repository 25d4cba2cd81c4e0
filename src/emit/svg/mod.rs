//! Pictures: windows × time, planned and as they were, the curve over windows, and the graph of needs.
//!
//! Every picture has a viewBox, holds text nodes only, and is coloured by classes of the page's style. Every
//! mark links to a row that states the same facts.

mod axis;
mod columns;
mod crossing;
mod curve;
mod gantt;
mod gantt_bar;
mod graph;
mod layered;
mod measure;
mod merged;
mod placement;
mod run_lanes;
mod run_load;

pub(super) use curve::curve;
pub(super) use gantt::gantt;
pub(super) use graph::graph;
pub(super) use run_lanes::{run_lanes, run_legend};
pub(super) use run_load::run_load;
