use std::collections::{BTreeMap, BTreeSet};

use super::{Estimate, EstimateSource};
use crate::plan::{Plan, SubtaskIx};
use crate::syntax::Minutes;

/// How many times as long as planned subtasks take, by what is known about them; [`crate::runlog::learn`] finds it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Factors {
    /// Of all subtasks.
    pub overall: Option<f64>,
    /// By prefix of the feature: `F1`.
    pub features: BTreeMap<String, f64>,
    /// By track: `F1-1.2`.
    pub tracks: BTreeMap<String, f64>,
    /// By kind of the files that a subtask touches: `rs`.
    pub kinds: BTreeMap<String, f64>,
}

impl Factors {
    /// The least and the greatest factor: beyond them a log says more about how it was kept than about the work.
    pub const RANGE: (f64, f64) = (0.5, 3.0);

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.overall.is_none() && self.features.is_empty() && self.tracks.is_empty() && self.kinds.is_empty()
    }

    /// The factor of a subtask: its track's; else the mean of its feature's and its files'; else that of all.
    pub fn of(&self, plan: &Plan, ix: SubtaskIx) -> Option<f64> {
        let traits = Traits::of(plan, ix);
        let kinds: Vec<f64> = traits.kinds.iter().filter_map(|kind| self.kinds.get(kind).copied()).collect();
        let track = traits.track.and_then(|track| self.tracks.get(&track).copied());
        combined(track, self.features.get(&traits.feature).copied(), &kinds, self.overall)
    }
}

/// One factor from what is known, the most specific first.
pub fn combined(
    track: Option<f64>,
    feature: Option<f64>,
    kinds: &[f64],
    overall: Option<f64>,
) -> Option<f64> {
    let kind = mean(kinds.iter().copied());
    track.or_else(|| mean(feature.into_iter().chain(kind))).or(overall)
}

#[expect(clippy::cast_precision_loss, reason = "a subtask touches few kinds of files")]
fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let values: Vec<f64> = values.collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// What a subtask has in common with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traits {
    /// Prefix of its feature.
    pub feature: String,
    /// Its track with the feature's prefix.
    pub track: Option<String>,
    /// Kinds of the files that it touches.
    pub kinds: BTreeSet<String>,
}

impl Traits {
    /// The traits of a subtask.
    pub fn of(plan: &Plan, ix: SubtaskIx) -> Traits {
        let subtask = plan.subtask(ix);
        let feature = plan.feature(subtask.feature).prefix.clone();
        let track = subtask.group.as_ref().map(|group| format!("{feature}-{group}"));
        let kinds = subtask.files.iter().map(|file| kind(&file.path)).collect();
        Traits { feature, track, kinds }
    }
}

/// The ending of a file's name in small letters (`rs`), else its name (`makefile`); `other` for what is too odd.
fn kind(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').filter(|(stem, ending)| !stem.is_empty() && !ending.is_empty());
    let kind = ending.map_or(name, |(_, ending)| ending).to_ascii_lowercase();
    let plain = kind.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+'));
    if plain && (1..=16).contains(&kind.len()) { kind } else { "other".to_owned() }
}

/// A length times a factor, in tenths of a minute; no length becomes none.
fn scaled(length: Minutes, factor: f64) -> Minutes {
    let exact = length.as_f64() * factor;
    let tenths = Minutes::from_f64((exact * 10.0).round() / 10.0);
    if tenths.is_zero() { Minutes::from_f64(exact) } else { tenths }
}

/// Estimates multiplied by the factors that are known, in plan order and tenths of a minute; others stay.
pub fn calibrated(plan: &Plan, estimates: &[Estimate], factors: &Factors) -> Vec<Estimate> {
    let estimate = |(ix, estimate): (SubtaskIx, &Estimate)| match factors.of(plan, ix) {
        Some(factor) => Estimate {
            min: scaled(estimate.min, factor),
            likely: scaled(estimate.likely, factor),
            max: scaled(estimate.max, factor),
            source: EstimateSource::Calibrated,
        },
        None => *estimate,
    };
    plan.indices().zip(estimates).map(estimate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_endings() {
        for (path, expected) in [
            ("src/a.rs", "rs"),
            ("db/Schema.SQL", "sql"),
            ("Makefile", "makefile"),
            (".gitignore", "other"),
            ("a.", "other"),
            ("src/a.b c", "other"),
            ("x.tar.gz", "gz"),
        ] {
            assert_eq!(kind(path), expected, "{path}");
        }
    }

    #[test]
    fn the_most_specific_factor_counts() {
        assert_eq!(combined(Some(2.0), Some(1.0), &[1.0], Some(1.0)), Some(2.0));
        assert_eq!(combined(None, Some(1.0), &[2.0, 4.0], Some(9.0)), Some(2.0));
        assert_eq!(combined(None, None, &[2.0, 4.0], Some(9.0)), Some(3.0));
        assert_eq!(combined(None, None, &[], Some(1.5)), Some(1.5));
        assert_eq!(combined(None, None, &[], None), None);
    }
}
