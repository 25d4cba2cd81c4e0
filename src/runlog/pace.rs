use super::{Moment, Outcome, Run, SubtaskRun};
use crate::graph::Estimate;
use crate::schedule::Random;
use crate::syntax::Minutes;

/// Actual minutes as shares of planned ones, before a run has shown its own: longer rather than shorter.
const ASSUMED: [f64; 5] = [0.7, 0.85, 1.0, 1.25, 1.7];
/// Their mean, and the mean square of what they differ from it.
const USUAL: f64 = 1.1;
const SPREAD: f64 = 0.123;

/// How far the mean of a whole run usually lies from [`USUAL`] (a standard deviation): some plans are estimated for
/// other agents, or by other people.
const BETWEEN: f64 = 0.3;
/// How far the mean of what is left lies from that of what is done, however much that was.
const DRIFT: f64 = 0.06;

/// A subtask that was left open over lunch says nothing about the others.
const LEAST: f64 = 0.25;
const MOST: f64 = 4.0;

/// How long subtasks of a run take beside what was planned.
#[derive(Clone, Debug)]
pub struct Pace {
    /// Ratios of actual to planned minutes, the assumed ones included, in ascending order; their mean is the factor.
    ratios: Vec<f64>,
    factor: f64,
    /// How unsure the factor is: its standard deviation.
    doubt: f64,
    /// How many subtasks of the run were measured.
    pub measured: u32,
}

impl Pace {
    /// Measures every subtask that is done: the minutes of all of its tries without pauses, by what was planned. One
    /// that runs longer than those counts with what it took until `now`: who only looks at what is done sees the fast
    /// ones first.
    ///
    /// The factor is the mean of these ratios, shrunk to what is usual the more, the fewer they are and the more they
    /// differ (B. Efron and C. Morris, "Data analysis using Stein's estimator and its generalizations", 1975).
    pub fn of(run: &Run, estimates: &[Estimate], now: Option<Moment>) -> Pace {
        let mut done = Vec::new();
        let mut open = Vec::new();
        for (own, estimate) in run.subtasks.iter().zip(estimates) {
            let planned = estimate.likely.as_f64();
            let ratio = |taken: Minutes| (taken.as_f64() / planned).clamp(LEAST, MOST);
            if planned <= 0.0 {
                continue;
            }
            if let Some(taken) = taken(run, own) {
                done.push(ratio(taken));
            } else if own.is_running()
                && let Some((start, now)) = own.last().and_then(|last| last.started).zip(now)
            {
                open.push(ratio(now.since(start) - run.paused(start, now)));
            }
        }
        let measured = done.len() as u32;
        let (first, _) = settled(&done);
        done.extend(open.into_iter().filter(|&ratio| ratio > first));
        Pace::from(done, measured)
    }

    fn from(own: Vec<f64>, measured: u32) -> Pace {
        let (factor, doubt) = settled(&own);
        let mean = mean(&own).unwrap_or(factor);
        let mut ratios: Vec<f64> = ASSUMED.iter().map(|ratio| ratio * factor / USUAL).collect();
        ratios.extend(own.into_iter().map(|ratio| ratio * factor / mean));
        ratios.sort_by(f64::total_cmp);
        Pace { ratios, factor, doubt, measured }
    }

    /// What planned minutes are multiplied with on average.
    pub fn factor(&self) -> f64 {
        self.factor
    }

    /// What the factor is multiplied with in one whole sample: 1, give or take its doubt.
    #[expect(clippy::cast_precision_loss, reason = "53 bits")]
    pub(super) fn common(&self, random: &mut Random) -> f64 {
        // The sum of twelve such numbers is nearly normal, with a standard deviation of 1.
        let normal: f64 = (0..12).map(|_| (random.bits() >> 11) as f64 / (1_u64 << 53) as f64 - 0.5).sum();
        (1.0 + normal * self.doubt / self.factor).max(LEAST)
    }

    /// One ratio.
    pub(super) fn pick(&self, random: &mut Random) -> f64 {
        self.ratios[random.below(self.ratios.len() as u64) as usize]
    }

    /// What a subtask that runs for `worked` already still takes, on average; `planned` is not zero.
    #[expect(clippy::cast_precision_loss, reason = "there are far fewer ratios than 2^52")]
    pub(super) fn left(&self, planned: f64, worked: f64) -> f64 {
        let longer = self.longer(worked / planned);
        if longer.is_empty() {
            return worked * OVERDUE / 2.0;
        }
        planned * longer.iter().sum::<f64>() / longer.len() as f64 - worked
    }

    /// One draw of the same.
    #[expect(clippy::cast_precision_loss, reason = "53 bits")]
    pub(super) fn draw_left(&self, planned: f64, worked: f64, random: &mut Random) -> f64 {
        let longer = self.longer(worked / planned);
        let bits = random.bits();
        if longer.is_empty() {
            let share = (bits >> 11) as f64 / (1_u64 << 53) as f64;
            return worked * OVERDUE * share;
        }
        planned * longer[(bits % longer.len() as u64) as usize] - worked
    }

    fn longer(&self, ratio: f64) -> &[f64] {
        &self.ratios[self.ratios.partition_point(|&known| known <= ratio)..]
    }
}

/// A subtask that takes longer than any other takes up to this share more of what it took so far.
const OVERDUE: f64 = 0.5;

fn mean(numbers: &[f64]) -> Option<f64> {
    (!numbers.is_empty()).then(|| numbers.iter().sum::<f64>() / count(numbers))
}

#[expect(clippy::cast_precision_loss, reason = "there are far fewer ratios than 2^52")]
fn count(numbers: &[f64]) -> f64 {
    numbers.len() as f64
}

/// The factor that ratios of a run speak for, and how unsure it is.
fn settled(own: &[f64]) -> (f64, f64) {
    let between = BETWEEN * BETWEEN;
    let Some(mean) = mean(own) else { return (USUAL, between.sqrt()) };
    let (assumed, n) = (count(&ASSUMED), count(own));
    let around: f64 = own.iter().map(|ratio| (ratio - mean) * (ratio - mean)).sum();
    let within = (assumed * SPREAD + around) / (assumed + n);
    let weight = between / (between + within / n);
    (USUAL + weight * (mean - USUAL), (between * (1.0 - weight) + DRIFT * DRIFT).sqrt())
}

/// The minutes of all tries of a subtask that is done; `None` where the last one's start or end is not known.
fn taken(run: &Run, own: &SubtaskRun) -> Option<Minutes> {
    let last = own.last().filter(|last| last.outcome == Outcome::Done)?;
    run.worked(last)?;
    Some(own.attempts.iter().filter_map(|attempt| run.worked(attempt)).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_moves_the_factor_the_more_it_shows() {
        let factor = |own: &[f64]| Pace::from(own.to_vec(), 0).factor();
        assert!((factor(&[]) - USUAL).abs() < 1e-9);
        let slow = [[1.8_f64; 1].as_slice(), &[1.8; 4], &[1.8; 40]].map(factor);
        assert!(USUAL < slow[0] && slow[0] < slow[1] && slow[1] < slow[2] && slow[2] > 1.79, "{slow:?}");
        let doubt = |own: &[f64]| Pace::from(own.to_vec(), 0).doubt;
        assert!(doubt(&[1.0, 1.0]) < doubt(&[1.0]) && doubt(&[0.5, 1.5]) > doubt(&[1.0, 1.0]));
        let pace = Pace::from(vec![0.5, 0.9, 1.3], 3);
        let mean = pace.ratios.iter().sum::<f64>() / count(&pace.ratios);
        assert!((mean - pace.factor()).abs() < 1e-9);
        let mut random = Random::new(1);
        let drawn: Vec<f64> = (0..2_000).map(|_| pace.common(&mut random)).collect();
        assert!((super::mean(&drawn).expect("numbers") - 1.0).abs() < 0.02);
    }

    #[test]
    fn what_runs_longer_than_all_others_still_takes_a_while() {
        let pace = Pace { ratios: vec![0.5, 1.0, 2.0], factor: 1.0, doubt: 0.0, measured: 3 };
        assert!((pace.left(10.0, 0.0) - 35.0 / 3.0).abs() < 1e-9);
        assert!((pace.left(10.0, 8.0) - 7.0).abs() < 1e-9);
        assert!((pace.left(10.0, 40.0) - 10.0).abs() < 1e-9);
        let mut random = Random::new(1);
        assert!((0..100).all(|_| (0.0..=20.0).contains(&pace.draw_left(10.0, 40.0, &mut random))));
        assert!((0..100).all(|_| pace.draw_left(10.0, 15.0, &mut random) >= 5.0));
    }
}
