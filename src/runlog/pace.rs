use super::{Outcome, Run, SubtaskRun};
use crate::graph::Estimate;
use crate::schedule::Random;
use crate::syntax::Minutes;

/// Actual minutes as shares of planned ones, before a run has shown its own: five that are assumed, longer rather
/// than shorter. A run's own are put beside them, so that a few of them move the mean little and many move it all
/// the way (shrinkage).
const ASSUMED: [f64; 5] = [0.7, 0.85, 1.0, 1.25, 1.7];

/// A subtask that was left open over lunch says nothing about the others.
const LEAST: f64 = 0.25;
const MOST: f64 = 4.0;

/// As many ratios decide how fast a whole sample is.
const DRAWS: usize = 12;

/// How long subtasks of a run take beside what was planned.
#[derive(Clone, Debug)]
pub struct Pace {
    /// Ratios of actual to planned minutes, the assumed ones included, in ascending order.
    ratios: Vec<f64>,
    /// How many subtasks of the run were measured.
    pub measured: u32,
}

impl Pace {
    /// Measures every subtask that is done: the minutes of all of its tries without pauses, by what was planned.
    pub fn of(run: &Run, estimates: &[Estimate]) -> Pace {
        let mut ratios = ASSUMED.to_vec();
        for (own, estimate) in run.subtasks.iter().zip(estimates) {
            let planned = estimate.likely.as_f64();
            if let Some(taken) = taken(run, own).filter(|_| planned > 0.0) {
                ratios.push((taken.as_f64() / planned).clamp(LEAST, MOST));
            }
        }
        let measured = (ratios.len() - ASSUMED.len()) as u32;
        ratios.sort_by(f64::total_cmp);
        Pace { ratios, measured }
    }

    /// What planned minutes are multiplied with on average.
    #[expect(clippy::cast_precision_loss, reason = "there are far fewer ratios than 2^52")]
    pub fn factor(&self) -> f64 {
        self.ratios.iter().sum::<f64>() / self.ratios.len() as f64
    }

    /// The factor of one whole sample: the mean of ratios that are drawn again, by the mean of all. So the samples
    /// are unsure about the mean itself as long as little was measured (B. Efron, "Bootstrap methods", 1979).
    #[expect(clippy::cast_precision_loss, reason = "there are at most 12")]
    pub(super) fn common(&self, random: &mut Random) -> f64 {
        let draws = self.ratios.len().min(DRAWS);
        let sum: f64 = (0..draws).map(|_| self.pick(random)).sum();
        sum / draws as f64 / self.factor()
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
    fn what_runs_longer_than_all_others_still_takes_a_while() {
        let pace = Pace { ratios: vec![0.5, 1.0, 2.0], measured: 3 };
        assert!((pace.left(10.0, 0.0) - 35.0 / 3.0).abs() < 1e-9);
        assert!((pace.left(10.0, 8.0) - 7.0).abs() < 1e-9);
        assert!((pace.left(10.0, 40.0) - 10.0).abs() < 1e-9);
        let mut random = Random::new(1);
        assert!((0..100).all(|_| (0.0..=20.0).contains(&pace.draw_left(10.0, 40.0, &mut random))));
        assert!((0..100).all(|_| pace.draw_left(10.0, 15.0, &mut random) >= 5.0));
    }
}
