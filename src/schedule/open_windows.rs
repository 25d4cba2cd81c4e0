use std::collections::BTreeSet;

use super::{Past, Schedules, WindowGroup};
use crate::plan::FeatureIx;

/// Windows of a run that goes on, and which of them work.
pub(super) struct OpenWindows<'a> {
    groups: &'a [WindowGroup],
    /// Windows that are open, where features have none of their own.
    open: BTreeSet<u32>,
    busy: BTreeSet<u32>,
}

impl<'a> OpenWindows<'a> {
    /// As many as the schedules allow, at most `most`: those that the run uses come first, then the lowest numbers.
    pub(super) fn new(schedules: &'a Schedules, past: &Past, most: u32) -> OpenWindows<'a> {
        let windows = schedules.windows.min(most).max(1);
        let fixed = past.fixed.iter().flatten();
        let running = fixed.clone().filter(|fixed| !fixed.over).filter_map(|fixed| fixed.window);
        let mut open: BTreeSet<u32> = running.collect();
        let used: BTreeSet<u32> = fixed.filter_map(|fixed| fixed.window).collect();
        for window in used.into_iter().chain(1..=windows) {
            if open.len() >= windows as usize {
                break;
            }
            open.insert(window);
        }
        OpenWindows { groups: &schedules.groups, open, busy: BTreeSet::new() }
    }

    /// Whether all features share all windows.
    pub(super) fn are_shared(&self) -> bool {
        self.groups.is_empty()
    }

    /// A free window for a subtask of a feature: the first one of its wishes that is free, else the lowest number.
    pub(super) fn pick(&self, feature: FeatureIx, mut wishes: impl Iterator<Item = u32>) -> Option<u32> {
        let group = self.groups.iter().find(|group| group.features.contains(&feature));
        let may = |window: &u32| {
            let open = match group {
                Some(group) => *window >= group.first && *window - group.first < group.windows,
                None => self.open.contains(window),
            };
            open && !self.busy.contains(window)
        };
        wishes.find(may).or_else(|| match group {
            Some(group) => (group.first..group.first.saturating_add(group.windows)).find(may),
            None => self.open.iter().copied().find(may),
        })
    }

    pub(super) fn take(&mut self, window: u32) {
        self.busy.insert(window);
    }

    pub(super) fn free(&mut self, window: u32) {
        self.busy.remove(&window);
    }
}
