//! Plan to graph: resolved needs, cycles, levels, reachability, critical path, slack, derived estimates.
//!
//! The only folder that names petgraph. Needs of large sets run through *joints*, nodes without a subtask, so
//! that memory stays linear in the text.

mod antichain;
mod build;
mod calibration;
mod csr;
mod cycle;
mod estimate;
mod joints;
mod needs_graph;
mod pairs;
mod path;
mod rank;
mod reach;
mod reduction;
mod scc;

pub use antichain::widest_antichain;
pub use calibration::{Factors, Traits, calibrated, combined};
pub use csr::Csr;
pub use cycle::Cycle;
pub use estimate::{Estimate, EstimateSource, estimates};
pub use needs_graph::{Graph, NeedsMode};
pub use pairs::{EXPANDED_NEEDS, Pairs, Sources, most_pairs};
pub use path::{Times, times};
pub use reach::Reach;
pub use reduction::{Redundant, redundant_needs};
