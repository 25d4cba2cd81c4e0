use std::collections::BTreeMap;

use super::{Observed, SubtaskFigures};
use crate::plan::{FeatureIx, Subtask, SubtaskIx};
use crate::syntax::Minutes;

/// How well the estimates of some subtasks held. Only subtasks that are done and whose minutes are known count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accuracy {
    /// What they have in common: the id of a track or feature, or a kind of work.
    pub name: String,
    /// The feature, where it is about one.
    pub feature: Option<FeatureIx>,
    /// How many count.
    pub subtasks: u32,
    /// The sum of their estimates.
    pub estimated: Minutes,
    /// The sum of the minutes of the tries that they were done in.
    pub actual: Minutes,
    /// The sum of what each differs by, up or down.
    pub off: Minutes,
}

impl Accuracy {
    /// Actual ÷ estimated: above 1 where subtasks took longer; `None` without estimates.
    pub fn factor(&self) -> Option<f64> {
        (!self.estimated.is_zero()).then(|| self.actual.as_f64() / self.estimated.as_f64())
    }

    /// The mean of what each differs by.
    pub fn mean_error(&self) -> Minutes {
        self.off.divided_by(u64::from(self.subtasks))
    }

    fn new(name: String, feature: Option<FeatureIx>) -> Accuracy {
        let (estimated, actual, off) = (Minutes::ZERO, Minutes::ZERO, Minutes::ZERO);
        Accuracy { name, feature, subtasks: 0, estimated, actual, off }
    }

    fn add(&mut self, estimate: Minutes, actual: Minutes) {
        self.subtasks += 1;
        self.estimated = self.estimated + estimate;
        self.actual = self.actual + actual;
        // Minutes stop at zero, so one of the two is nothing.
        self.off = self.off + (estimate - actual) + (actual - estimate);
    }
}

/// What kind of work a subtask is: the ending of the files that it writes (most of them, of equally many the
/// first by name), `integration test`, or `no file`.
pub fn kind_of_work(subtask: &Subtask) -> String {
    if subtask.integration {
        return "integration test".to_owned();
    }
    let mut endings: BTreeMap<&str, usize> = BTreeMap::new();
    for file in &subtask.files {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        *endings.entry(ending).or_default() += 1;
    }
    let most = endings.iter().rev().max_by_key(|(_, count)| **count);
    match most {
        None => "no file".to_owned(),
        Some((&"", _)) => "files without ending".to_owned(),
        Some((ending, _)) => format!(".{ending}"),
    }
}

/// Over all subtasks, by track (feature and group) and by kind of work.
pub(super) fn accuracy(
    observed: &Observed<'_>,
    subtasks: &[SubtaskFigures],
) -> (Accuracy, Vec<Accuracy>, Vec<Accuracy>) {
    let mut all = Accuracy::new(String::new(), None);
    let mut tracks: BTreeMap<(FeatureIx, String), Accuracy> = BTreeMap::new();
    let mut kinds: BTreeMap<String, Accuracy> = BTreeMap::new();
    for (at, own) in subtasks.iter().enumerate() {
        let Some(actual) = own.actual else { continue };
        let subtask = observed.plan.subtask(SubtaskIx(at as u32));
        all.add(own.estimate, actual);
        let track = subtask.group.clone().unwrap_or_default();
        let key = (subtask.feature, track.clone());
        tracks
            .entry(key)
            .or_insert_with(|| Accuracy::new(track, Some(subtask.feature)))
            .add(own.estimate, actual);
        let kind = kind_of_work(subtask);
        kinds.entry(kind.clone()).or_insert_with(|| Accuracy::new(kind, None)).add(own.estimate, actual);
    }
    (all, tracks.into_values().collect(), kinds.into_values().collect())
}
