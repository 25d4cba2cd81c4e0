use super::barriers::Barriers;
use super::handover::Handover;
use super::lanes::lanes;
use super::{Moment, Pace, Progress, Run, State};
use crate::graph::{Estimate, Graph, times};
use crate::plan::{Plan, SubtaskIx};
use crate::schedule::{Course, Lock, Random, Rest, Running, WindowPools, draw, topological_order};
use crate::syntax::Minutes;

/// Everything that is known about a run at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its needs.
    pub graph: &'a Graph,
    /// Files with several writers.
    pub locks: &'a [Lock],
    /// Minutes per subtask.
    pub estimates: &'a [Estimate],
    /// What the log says.
    pub run: &'a Run,
    /// Where every subtask stands.
    pub progress: &'a Progress,
    /// The moment; `None` where nothing was logged, and then times only count from now.
    pub now: Option<Moment>,
}

impl Standing<'_> {
    /// A time of more than thirty days, pauses left out, of which the log says nothing: between two of its events, or
    /// since the last one. From such times nothing is foretold.
    pub fn gap(&self) -> Option<(Moment, Moment)> {
        let since = || super::gap::gap(self.run, [self.run.last, self.now].into_iter().flatten().collect());
        self.run.gap.or_else(since)
    }
}

/// When the rest of a run is likely to end. All times count from the moment of the [`Standing`].
#[derive(Clone, Debug)]
pub struct Forecast {
    /// How many windows there are.
    pub windows: u32,
    /// Whether a phase opens only when those before it are done.
    pub barriers: bool,
    /// How long subtasks take beside what was planned.
    pub pace: Pace,
    /// How many times the rest was played through with lengths drawn at random; 0 for a plan that is too large.
    pub samples: u32,
    /// What the random numbers began with.
    pub seed: u64,
    /// The end that half of the samples do not exceed.
    pub p50: Option<Minutes>,
    /// The end that four of five do not exceed.
    pub p80: Option<Minutes>,
    /// The rest with every subtask at its expected length.
    pub course: Course,
    /// Per subtask, in how many samples it is on the chain that decides the end.
    pub critical: Vec<u32>,
    /// Subtasks that failed or wait for something outside, in plan order: the forecast lets them start again now.
    pub assumed: Vec<SubtaskIx>,
}

/// Steps that all samples together may take.
const STEPS: usize = 6_000_000;
/// Samples where the plan is small enough, and how many there have to be.
const SAMPLES: usize = 1_000;
const LEAST: usize = 200;
/// What the random numbers begin with.
const SEED: u64 = 1;

/// Foretells the rest of a run: what is over or runs keeps its times, what is left starts by the list rule on
/// `windows` windows, where each feature keeps to its own if the plan says so, there are as many, and it did so far.
/// `barriers` says whether phases wait for each other; where it is `None`, they do if they did so far. `None` where
/// nothing is left, needs go in a circle, or the times cannot all be true (see [`Standing::gap`]).
///
/// Lengths are the estimates times what the run took beside its estimates so far (see [`Pace`]), and every start
/// waits for somebody as starts of this run did.
pub fn forecast(standing: &Standing<'_>, windows: u32, barriers: Option<bool>) -> Option<Forecast> {
    foretell(standing, windows, true, barriers)
}

/// The same for a number of windows that somebody asks for: all features share them.
pub fn forecast_shared(standing: &Standing<'_>, windows: u32, barriers: Option<bool>) -> Option<Forecast> {
    foretell(standing, windows, false, barriers)
}

fn foretell(
    standing: &Standing<'_>,
    windows: u32,
    grouped: bool,
    barriers: Option<bool>,
) -> Option<Forecast> {
    let over: Vec<bool> = standing.progress.states.iter().map(|state| state.is_over()).collect();
    if over.iter().all(|over| *over) || standing.gap().is_some() {
        return None;
    }
    let phases = Barriers::of(standing.plan);
    let wanted = barriers.unwrap_or_else(|| phases.were_kept(standing.run));
    let pools = || lanes(standing.plan, standing.run, &over, windows, grouped);
    let outlook = |barriers: bool| Outlook::new(standing, &phases, &over, pools(), windows, barriers);
    let stepped = wanted.then(|| outlook(true)).and_then(Outlook::forecast);
    // Where needs point to later phases, phases cannot wait for each other.
    stepped.or_else(|| outlook(false).forecast())
}

/// The rest of a run and how long its parts may take.
struct Outlook<'a> {
    standing: &'a Standing<'a>,
    rest: Rest,
    pace: Pace,
    handover: Handover,
    /// Per subtask that runs, the minutes that it took so far.
    worked: Vec<Option<f64>>,
    windows: u32,
    barriers: bool,
}

impl<'a> Outlook<'a> {
    fn new(
        standing: &'a Standing<'a>,
        phases: &Barriers,
        over: &[bool],
        pools: WindowPools,
        windows: u32,
        barriers: bool,
    ) -> Outlook<'a> {
        let Standing { plan, graph, run, .. } = *standing;
        let needs = if barriers { phases.with_needs(graph) } else { graph.needs().clone() };
        let mut worked = vec![None; plan.subtasks.len()];
        let mut running = Vec::new();
        for ix in plan.indices().filter(|&ix| run.of(ix).is_running()) {
            let attempt = run.of(ix).last();
            let started = attempt.and_then(|attempt| attempt.started).zip(standing.now);
            let taken = started.map_or(Minutes::ZERO, |(from, now)| now.since(from) - run.paused(from, now));
            worked[ix.index()] = Some(taken.as_f64());
            running.push(Running { subtask: ix, window: attempt.and_then(|attempt| attempt.window) });
        }
        let likely: Vec<Minutes> = standing.estimates.iter().map(|estimate| estimate.likely).collect();
        let tails: Vec<u64> = times(graph, &likely).tail.iter().map(|tail| tail.parts()).collect();
        let wishes = plan.subtasks.iter().map(|subtask| subtask.window).collect();
        let order = topological_order(&needs).unwrap_or_default();
        Outlook {
            standing,
            handover: Handover::of(run, &needs, &order),
            rest: Rest::new(&needs, over, running, standing.locks, pools, wishes, &tails),
            pace: Pace::of(run, standing.estimates, standing.now),
            worked,
            windows,
            barriers,
        }
    }

    fn forecast(self) -> Option<Forecast> {
        let course = self.rest.run(&self.expected())?;
        let subtasks = self.worked.len();
        let samples = SAMPLES.min(STEPS / (self.rest.size() + 1));
        let samples = if samples < LEAST { 0 } else { samples };
        let mut random = Random::new(SEED);
        let mut ends = Vec::with_capacity(samples);
        let mut critical = vec![0; subtasks];
        for _ in 0..samples {
            let sample = self.rest.run(&self.drawn(&mut random))?;
            ends.push(sample.end);
            sample.critical.iter().for_each(|ix| critical[ix.index()] += 1);
        }
        ends.sort_unstable();
        let percentile = |share: usize| {
            Some(Minutes::from_parts(*ends.get((samples * share).div_ceil(100).checked_sub(1)?)?))
        };
        let stopped =
            |ix: &SubtaskIx| matches!(self.standing.progress.state(*ix), State::Failed | State::Waiting);
        Some(Forecast {
            windows: self.windows,
            barriers: self.barriers,
            samples: samples as u32,
            seed: SEED,
            p50: percentile(50),
            p80: percentile(80),
            course,
            critical,
            assumed: self.standing.plan.indices().filter(stopped).collect(),
            pace: self.pace,
        })
    }

    /// What every subtask still takes, in parts of a minute.
    fn expected(&self) -> Vec<u64> {
        let factor = self.pace.factor();
        let left = |at: usize| {
            let planned = self.standing.estimates[at].likely.as_f64();
            match self.worked[at] {
                Some(worked) if planned > 0.0 => Minutes::from_f64(self.pace.left(planned, worked)).parts(),
                Some(_) => 0,
                None => Minutes::from_f64(planned * factor).parts() + self.handover.typical(),
            }
        };
        (0..self.worked.len()).map(left).collect()
    }

    /// The same, drawn.
    fn drawn(&self, random: &mut Random) -> Vec<u64> {
        let common = self.pace.common(random);
        let mut left = |at: usize| {
            let planned = Minutes::from_parts(draw(&self.standing.estimates[at], random)).as_f64() * common;
            match self.worked[at] {
                Some(worked) if planned > 0.0 => {
                    Minutes::from_f64(self.pace.draw_left(planned, worked, random)).parts()
                }
                Some(_) => 0,
                None => {
                    Minutes::from_f64(planned * self.pace.pick(random)).parts() + self.handover.pick(random)
                }
            }
        };
        (0..self.worked.len()).map(&mut left).collect()
    }
}
