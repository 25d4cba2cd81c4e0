use std::collections::BTreeMap;

use super::{Outcome, Run, RunLog, replay, undone};
use crate::graph::{Estimate, Factors, Traits, combined};
use crate::plan::{Plan, SubtaskIx};
use crate::runlog::{EventKind, merge};
use crate::syntax::Minutes;

/// Samples that a factor needs.
pub const LEAST: usize = 3;

/// How many samples the mean above a group counts as.
const WEIGHT: f64 = 3.0;

/// A try that ended with `done`: what was planned and what it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The subtask.
    pub subtask: SubtaskIx,
    /// Its estimate.
    pub planned: Minutes,
    /// Minutes from start to end without pauses.
    pub actual: Minutes,
}

/// What logs tell about estimates.
#[derive(Clone, Debug, Default)]
pub struct Samples {
    /// In the order of runs, then of the plan.
    pub samples: Vec<Sample>,
    /// How many runs the logs hold.
    pub runs: usize,
    /// Tries that ended with `done` but without a start, or in the moment in which they started.
    pub untimed: usize,
}

/// Takes the samples from logs.
///
/// Logs that begin the same run, or none, are parts of one run and joined by time; every other log is a run of its own.
pub fn samples(plan: &Plan, estimates: &[Estimate], logs: Vec<RunLog>) -> Samples {
    let mut runs: BTreeMap<Option<(i64, String)>, Vec<RunLog>> = BTreeMap::new();
    for mut log in logs {
        // What an undo takes back is named by its number in its own file.
        let gone = undone(&log);
        let mut at = 0;
        log.events.retain(|_| {
            at += 1;
            !gone[at - 1]
        });
        let begin = log.events.iter().find(|event| event.kind == EventKind::Begin);
        let begin = begin.map(|event| (event.at.millis(), event.note.clone().unwrap_or_default()));
        runs.entry(begin).or_default().push(log);
    }
    let mut found = Samples { runs: runs.len(), ..Samples::default() };
    for logs in runs.into_values() {
        add(&mut found, plan, estimates, &replay(plan, &merge(logs)));
    }
    found
}

fn add(found: &mut Samples, plan: &Plan, estimates: &[Estimate], run: &Run) {
    for ix in plan.indices() {
        for attempt in run.of(ix).attempts.iter().filter(|attempt| attempt.outcome == Outcome::Done) {
            let planned = estimates[ix.index()].likely;
            match run.worked(attempt).filter(|actual| !actual.is_zero() && !planned.is_zero()) {
                Some(actual) => found.samples.push(Sample { subtask: ix, planned, actual }),
                None => found.untimed += 1,
            }
        }
    }
}

/// Samples that have something in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// How many there are.
    pub samples: usize,
    /// Minutes that were planned.
    pub planned: Minutes,
    /// Minutes that it took.
    pub actual: Minutes,
}

impl Group {
    fn add(&mut self, sample: &Sample) {
        self.samples += 1;
        self.planned = self.planned + sample.planned;
        self.actual = self.actual + sample.actual;
    }

    fn without(self, sample: &Sample) -> Group {
        Group {
            samples: self.samples - 1,
            planned: self.planned - sample.planned,
            actual: self.actual - sample.actual,
        }
    }

    /// What it took by what was planned, drawn towards `mean` as if [`WEIGHT`] more samples had that factor
    /// (credibility after Bühlmann, 1967: n / (n + k)), within [`Factors::RANGE`]; `None` below [`LEAST`] samples.
    #[expect(clippy::cast_precision_loss, reason = "logs hold fewer than 2^52 samples")]
    fn factor(self, mean: Option<f64>) -> Option<f64> {
        if self.samples < LEAST {
            return None;
        }
        let (own, n) = (self.actual.as_f64() / self.planned.as_f64(), self.samples as f64);
        let drawn = mean.map_or(own, |mean| (n * own + WEIGHT * mean) / (n + WEIGHT));
        let (least, most) = Factors::RANGE;
        Some((drawn.clamp(least, most) * 1e3).round() / 1e3)
    }
}

/// Everything that was learnt.
#[derive(Clone, Debug, Default)]
pub struct Calibration {
    /// All samples.
    pub overall: Group,
    /// By feature.
    pub features: BTreeMap<String, Group>,
    /// By track, with the feature that it belongs to.
    pub tracks: BTreeMap<String, (String, Group)>,
    /// By kind of file; a sample belongs to every kind that its subtask touches.
    pub kinds: BTreeMap<String, Group>,
    /// How many times as long as planned.
    pub factors: Factors,
    /// Mean of the absolute differences between plan and run, in minutes, with the estimates as they are and with
    /// those that factors learnt from all *other* samples give; `None` without a sample.
    pub errors: Option<(f64, f64)>,
}

/// Learns factors from samples, and tries them out leaving one sample out at a time.
pub fn learn(plan: &Plan, samples: &[Sample]) -> Calibration {
    let mut found = Calibration::default();
    for sample in samples {
        let traits = Traits::of(plan, sample.subtask);
        found.overall.add(sample);
        if let Some(track) = traits.track {
            found
                .tracks
                .entry(track)
                .or_insert_with(|| (traits.feature.clone(), Group::default()))
                .1
                .add(sample);
        }
        found.features.entry(traits.feature).or_default().add(sample);
        traits.kinds.into_iter().for_each(|kind| found.kinds.entry(kind).or_default().add(sample));
    }
    found.factors = factors(&found);
    found.errors = errors(plan, &found, samples);
    found
}

fn factors(found: &Calibration) -> Factors {
    let overall = found.overall.factor(None);
    let known = |groups: &BTreeMap<String, Group>| -> BTreeMap<String, f64> {
        groups.iter().filter_map(|(name, group)| Some((name.clone(), group.factor(overall)?))).collect()
    };
    let features = known(&found.features);
    let track = |(name, (feature, group)): (&String, &(String, Group))| {
        let mean = features.get(feature).copied().or(overall);
        Some((name.clone(), group.factor(mean)?))
    };
    Factors {
        overall,
        tracks: found.tracks.iter().filter_map(track).collect(),
        kinds: known(&found.kinds),
        features,
    }
}

/// The mean error before and after, each sample predicted from the others.
#[expect(clippy::cast_precision_loss, reason = "logs hold fewer than 2^52 samples")]
fn errors(plan: &Plan, found: &Calibration, samples: &[Sample]) -> Option<(f64, f64)> {
    let (mut before, mut after) = (0.0, 0.0);
    for sample in samples {
        let (planned, actual) = (sample.planned.as_f64(), sample.actual.as_f64());
        before += (actual - planned).abs();
        after += (actual - planned * factor_from_others(plan, found, sample).unwrap_or(1.0)).abs();
    }
    let n = samples.len() as f64;
    (!samples.is_empty()).then(|| (before / n, after / n))
}

fn factor_from_others(plan: &Plan, found: &Calibration, sample: &Sample) -> Option<f64> {
    let traits = Traits::of(plan, sample.subtask);
    let overall = found.overall.without(sample).factor(None);
    let feature = found.features[&traits.feature].without(sample).factor(overall);
    let track =
        traits.track.and_then(|track| found.tracks[&track].1.without(sample).factor(feature.or(overall)));
    let kinds: Vec<f64> =
        traits.kinds.iter().filter_map(|kind| found.kinds[kind].without(sample).factor(overall)).collect();
    combined(track, feature, &kinds, overall)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::lower;
    use crate::source::{FileIx, SourceFile};
    use crate::syntax::parse;

    /// Two tracks of one feature; every subtask is planned to take 10 minutes.
    fn plan() -> Plan {
        let subtask =
            |(id, file): (&str, &str)| format!("\n## SUBTASK {id}: T\nDuration: 10 min\nFiles: src/{file}\n");
        let subtasks =
            [("1.1.1", "a.rs"), ("1.1.2", "b.rs"), ("1.1.3", "c.rs"), ("1.2.1", "a.sql"), ("1.2.2", "b.sql")];
        let text = "# Feature 1: Ferry\n".to_owned() + &subtasks.map(subtask).concat();
        let source = SourceFile::new("plan.md".to_owned(), text.into_bytes()).expect("text");
        let document = parse(FileIx(0), &source);
        lower(&[source], &[document], &[0])
    }

    fn taken(plan: &Plan, minutes: &[(&str, u64)]) -> Vec<Sample> {
        let sample = |&(id, minutes): &(&str, u64)| Sample {
            subtask: plan.find(id).expect(id),
            planned: Minutes::new(10),
            actual: Minutes::new(minutes),
        };
        minutes.iter().map(sample).collect()
    }

    #[test]
    fn factors_are_those_computed_by_hand() {
        let plan = plan();
        let samples =
            taken(&plan, &[("1.1.1", 20), ("1.1.2", 20), ("1.1.3", 20), ("1.2.1", 10), ("1.2.2", 5)]);
        let found = learn(&plan, &samples);
        let factors = &found.factors;
        // 75 of 50 minutes; the feature is all there is, so it is drawn towards itself.
        assert_eq!((factors.overall, factors.features["F1"]), (Some(1.5), 1.5));
        // 60 of 30 minutes, drawn: (3 × 2 + 3 × 1.5) / 6. Two samples are too few.
        assert_eq!((factors.tracks["F1-1.1"], factors.tracks.len()), (1.75, 1));
        assert_eq!((factors.kinds["rs"], factors.kinds.len()), (1.75, 1));
        // Before: 10 + 10 + 10 + 0 + 5 over 5. After, without the sample itself:
        // 1.1.x: no track (2 left); all: 55 / 40 = 1.375; feature 1.375; no kind (2 left); 20 − 13.75 = 6.25.
        // 1.2.1: no track; all: 65 / 40 = 1.625; feature 1.625; no kind; 16.25 − 10 = 6.25.
        // 1.2.2: all: 70 / 40 = 1.75; 17.5 − 5 = 12.5.
        let (before, after) = found.errors.expect("samples");
        assert!((before - 7.0).abs() < 1e-9, "{before}");
        assert!((after - (3.0 * 6.25 + 6.25 + 12.5) / 5.0).abs() < 1e-9, "{after}");
    }

    #[test]
    fn factors_stay_in_range_and_need_three_samples() {
        let plan = plan();
        let of = |minutes: &[(&str, u64)]| learn(&plan, &taken(&plan, minutes)).factors;
        assert_eq!(of(&[]), Factors::default());
        assert!(of(&[("1.1.1", 20), ("1.1.2", 20)]).is_empty());
        let slow = of(&[("1.1.1", 900), ("1.1.2", 900), ("1.1.3", 900)]);
        assert_eq!((slow.overall, slow.tracks["F1-1.1"]), (Some(3.0), 3.0));
        let quick = of(&[("1.1.1", 1), ("1.1.2", 1), ("1.1.3", 1)]);
        assert_eq!((quick.overall, quick.kinds["rs"]), (Some(0.5), 0.5));
    }
}
