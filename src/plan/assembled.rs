//! Plans made by hand, for the tests of later stages.

use super::{Need, Plan};

impl Plan {
    /// Completes a plan whose public fields are filled: groups needs by subtask and indexes ids.
    pub(crate) fn assembled(mut self, mut needs: Vec<Need>) -> Plan {
        needs.sort_by_key(|need| need.subtask);
        self.need_starts = (0..=self.subtasks.len())
            .map(|at| needs.partition_point(|need| need.subtask.index() < at) as u32)
            .collect();
        self.needs = needs;
        self.positions = vec![0; self.subtasks.len()];
        for (at, ix) in self.sorted.iter().enumerate() {
            self.positions[ix.index()] = at as u32;
        }
        let mut ids: Vec<&str> = self.subtasks.iter().map(|subtask| subtask.id.as_str()).collect();
        ids.sort_unstable();
        let mut shared: Vec<String> =
            ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].to_owned()).collect();
        shared.dedup();
        self.shared_ids = shared;
        self
    }
}
