use serde::{Deserialize, Serialize};

use super::number::Number;
use crate::graph::Factors;
use crate::runlog::{Calibration, Group, Samples};

/// `planc.calibration/1`: what runs took by what was planned.
#[derive(Clone, Debug, Serialize)]
pub struct CalibrationView<'a> {
    schema: &'static str,
    runs: usize,
    samples: usize,
    /// Tries without a length.
    untimed: usize,
    pub(in crate::emit) factors: Vec<FactorView<'a>>,
    /// Null without a sample.
    pub(in crate::emit) error: Option<ErrorView>,
}

/// A group of samples and its factor.
#[derive(Clone, Debug, Serialize)]
pub(in crate::emit) struct FactorView<'a> {
    pub(in crate::emit) scope: &'static str,
    /// Empty for all.
    pub(in crate::emit) name: &'a str,
    /// Null below three samples.
    pub(in crate::emit) factor: Option<f64>,
    pub(in crate::emit) samples: usize,
    pub(in crate::emit) planned_minutes: Number,
    pub(in crate::emit) actual_minutes: Number,
}

/// Mean absolute errors, each sample predicted from the others.
#[derive(Clone, Copy, Debug, Serialize)]
pub(in crate::emit) struct ErrorView {
    pub(in crate::emit) before_minutes: f64,
    pub(in crate::emit) after_minutes: f64,
}

/// Four decimals.
fn short(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}

impl<'a> CalibrationView<'a> {
    /// The view of what was learnt from samples.
    pub fn new(found: &'a Calibration, samples: &Samples) -> CalibrationView<'a> {
        let factors = &found.factors;
        let mut rows = vec![row("all", "", factors.overall, found.overall)];
        let features = found.features.iter();
        rows.extend(
            features.map(|(name, group)| row("feature", name, known(&factors.features, name), *group)),
        );
        let tracks = found.tracks.iter();
        rows.extend(
            tracks.map(|(name, (_, group))| row("track", name, known(&factors.tracks, name), *group)),
        );
        let kinds = found.kinds.iter();
        rows.extend(kinds.map(|(name, group)| row("kind", name, known(&factors.kinds, name), *group)));
        let error = found
            .errors
            .map(|(before, after)| ErrorView { before_minutes: short(before), after_minutes: short(after) });
        CalibrationView {
            schema: "planc.calibration/1",
            runs: samples.runs,
            samples: samples.samples.len(),
            untimed: samples.untimed,
            factors: rows,
            error,
        }
    }
}

fn known(factors: &std::collections::BTreeMap<String, f64>, name: &str) -> Option<f64> {
    factors.get(name).copied()
}

fn row<'a>(scope: &'static str, name: &'a str, factor: Option<f64>, group: Group) -> FactorView<'a> {
    FactorView {
        scope,
        name,
        factor,
        samples: group.samples,
        planned_minutes: Number(group.planned),
        actual_minutes: Number(group.actual),
    }
}

/// The part of the contract that is read back.
#[derive(Deserialize)]
struct Read {
    schema: String,
    factors: Vec<ReadFactor>,
}

#[derive(Deserialize)]
struct ReadFactor {
    scope: String,
    name: String,
    factor: Option<f64>,
}

/// Reads the factors of a `planc.calibration/1` document.
///
/// # Errors
/// What is wrong with it, in words that fit behind "cannot use FILE: ".
pub fn read_calibration(bytes: &[u8]) -> Result<Factors, String> {
    let read: Read = serde_json::from_slice(bytes)
        .map_err(|_| "it is not what `planc calibrate --format json` prints".to_owned())?;
    if read.schema != "planc.calibration/1" {
        return Err(format!("its schema is {:?} and not \"planc.calibration/1\"", read.schema));
    }
    let mut factors = Factors::default();
    for ReadFactor { scope, name, factor } in read.factors {
        let Some(factor) = factor else { continue };
        if !(Factors::RANGE.0..=Factors::RANGE.1).contains(&factor) {
            let (least, most) = Factors::RANGE;
            return Err(format!("the factor {factor} of {scope} {name:?} is not from {least} to {most}"));
        }
        match scope.as_str() {
            "all" => factors.overall = Some(factor),
            "feature" => drop(factors.features.insert(name, factor)),
            "track" => drop(factors.tracks.insert(name, factor)),
            "kind" => drop(factors.kinds.insert(name, factor)),
            // A later version may know more.
            _ => {}
        }
    }
    Ok(factors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::view::to_json;

    #[test]
    fn factors_are_read_back() {
        let overall = Group { samples: 4, ..Group::default() };
        let mut found = Calibration { overall, ..Calibration::default() };
        found.factors.overall = Some(1.25);
        found.tracks.insert("F1-1.1".to_owned(), ("F1".to_owned(), Group::default()));
        found.factors.tracks.insert("F1-1.1".to_owned(), 0.75);
        found.kinds.insert("rs".to_owned(), Group::default());
        let json = to_json(&CalibrationView::new(&found, &Samples::default()));
        assert_eq!(read_calibration(json.as_bytes()), Ok(found.factors));
    }

    #[test]
    fn what_is_no_calibration_is_refused() {
        for (text, words) in [
            ("", "planc calibrate"),
            ("{\"schema\":\"planc.plan/1\",\"factors\":[]}", "planc.plan/1"),
            (
                "{\"schema\":\"planc.calibration/1\",\"factors\":[{\"scope\":\"all\",\"name\":\"\",\"factor\":1e9}]}",
                "from 0.5 to 3",
            ),
        ] {
            let error = read_calibration(text.as_bytes()).expect_err(text);
            assert!(error.contains(words), "{error}");
        }
    }
}
