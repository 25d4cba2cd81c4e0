use super::engine;
use crate::plan::{FeatureIx, Plan};

/// Windows that are kept for some features.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowGroup {
    /// The features that use them.
    pub features: Vec<FeatureIx>,
    /// The first window.
    pub first: u32,
    /// How many windows.
    pub windows: u32,
}

/// The groups that a plan states, with one for the features that have none; nothing where all share all windows.
pub fn window_groups(plan: &Plan) -> Vec<WindowGroup> {
    groups(plan, &[], None)
}

/// Larger window numbers than this are no windows that anybody opens.
const MOST: u32 = 100_000;

/// The groups that were asked for, else those that the plan states where no number of windows is asked for.
/// Features without a group share what is left: of `windows`, else as many as their largest window number.
///
/// Nothing for a plan of one feature that states them: its windows are its own anyway.
pub(super) fn groups(plan: &Plan, asked: &[(FeatureIx, u32)], windows: Option<u32>) -> Vec<WindowGroup> {
    let mut found: Vec<WindowGroup> = Vec::new();
    if !asked.is_empty() {
        for &(feature, windows) in asked {
            let first =
                found.last().map_or(1, |group: &WindowGroup| group.first.saturating_add(group.windows));
            found.push(WindowGroup { features: vec![feature], first, windows });
        }
    } else if plan.features.len() > 1 && windows.is_none() {
        found = stated(plan);
    }
    if found.is_empty() {
        return found;
    }
    let has_group = |feature: FeatureIx| found.iter().any(|group| group.features.contains(&feature));
    let indices = (0..plan.features.len() as u32).map(FeatureIx);
    let rest: Vec<FeatureIx> = indices.filter(|&feature| !has_group(feature)).collect();
    if !rest.is_empty() {
        let end = found.iter().map(|group| group.first.saturating_add(group.windows)).max().unwrap_or(1);
        let stated = plan.subtasks.iter().filter(|subtask| rest.binary_search(&subtask.feature).is_ok());
        let largest = stated.filter_map(|subtask| subtask.window).max();
        let used: u32 = found.iter().map(|group| group.windows).fold(0, u32::saturating_add);
        let left = windows.map(|all| all.saturating_sub(used));
        found.push(WindowGroup {
            features: rest,
            first: end,
            windows: left.or(largest).unwrap_or(1).clamp(1, MOST),
        });
    }
    found
}

/// The groups of the plan that do not overlap, by their first window: of two that overlap the earlier statement
/// holds, and a feature has one group.
fn stated(plan: &Plan) -> Vec<WindowGroup> {
    let mut found: Vec<WindowGroup> = Vec::new();
    for group in &plan.window_groups {
        let windows = group.last.saturating_sub(group.first).saturating_add(1);
        let new = WindowGroup { features: vec![group.feature], first: group.first, windows };
        let end = |group: &WindowGroup| group.first.saturating_add(group.windows);
        let clashes = |old: &WindowGroup| {
            old.features.contains(&group.feature) || (old.first < end(&new) && new.first < end(old))
        };
        if group.first > 0 && group.last <= MOST && !found.iter().any(clashes) {
            found.push(new);
        }
    }
    found.sort_by_key(|group| group.first);
    found
}

/// All windows of all groups.
pub(super) fn total(groups: &[WindowGroup]) -> u32 {
    groups.iter().map(|group| group.windows).fold(0, u32::saturating_add)
}

/// The groups as the engine takes them; joints belong to the first.
pub(super) fn for_engine(plan: &Plan, groups: &[WindowGroup], nodes: usize) -> Option<engine::WindowGroups> {
    if groups.is_empty() {
        return None;
    }
    let mut of_feature = vec![0; plan.features.len()];
    for (at, group) in (0..).zip(groups) {
        group.features.iter().for_each(|feature| of_feature[feature.index()] = at);
    }
    let mut of: Vec<u32> = plan.subtasks.iter().map(|subtask| of_feature[subtask.feature.index()]).collect();
    of.resize(nodes, 0);
    Some(engine::WindowGroups { of, windows: groups.iter().map(|group| group.windows).collect() })
}

/// The author's number of a window that the engine numbered from 1 through all groups.
pub(super) fn renumber(groups: &[WindowGroup], window: u32) -> u32 {
    let mut before = 0;
    for group in groups {
        let end = group.windows.saturating_add(before);
        if window <= end {
            return group.first.saturating_add(window - before - 1);
        }
        before = end;
    }
    window
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(feature: u32, first: u32, windows: u32) -> WindowGroup {
        WindowGroup { features: vec![FeatureIx(feature)], first, windows }
    }

    #[test]
    fn windows_keep_the_numbers_of_their_group() {
        let groups = [group(0, 1, 2), group(1, 13, 6)];
        assert_eq!([1, 2, 3, 8].map(|window| renumber(&groups, window)), [1, 2, 13, 18]);
        assert_eq!(total(&groups), 8);
        let huge = [group(0, 1, u32::MAX), group(1, u32::MAX, u32::MAX)];
        assert_eq!((renumber(&huge, u32::MAX), total(&huge)), (u32::MAX, u32::MAX));
    }
}
