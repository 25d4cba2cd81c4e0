//! Translation between a plan and the engine's problem.

use super::engine::{self, Effort, Problem, Violation, WindowPreference};
use super::execution::{Execution, Mode, Slot, Step};
use super::groups::{self, WindowGroup};
use super::locks::Lock;
use super::repair::Stepping;
use super::{Argument, Proof, argument, critical};
use crate::graph::{Csr, Graph};
use crate::plan::{FeatureIx, Plan, SubtaskIx};
use crate::syntax::Minutes;

/// The parts that all executions of a plan share.
#[derive(Clone)]
pub(super) struct Shared<'a> {
    pub(super) plan: &'a Plan,
    pub(super) graph: &'a Graph,
    /// Parts of a minute per node of the graph; joints take none.
    pub(super) durations: Vec<u64>,
    pub(super) locks: Vec<Lock>,
    pub(super) windows: u32,
    pub(super) effort: Effort,
    /// Whether each subtask is done and takes no part; its duration is zero, and the graph has no needs of it.
    pub(super) left_out: &'a [bool],
    /// Windows of their own for features.
    pub(super) groups: Vec<WindowGroup>,
}

impl Shared<'_> {
    /// The problem without barriers.
    pub(super) fn problem(&self) -> Problem {
        Problem {
            durations: self.durations.clone(),
            needs: self.graph.needs().clone(),
            locks: self.locks.iter().map(|lock| lock.writers.iter().map(|ix| ix.0).collect()).collect(),
            windows: self.windows,
            groups: groups::for_engine(self.plan, &self.groups, self.durations.len()),
            barriers: None,
        }
    }

    /// Whether a subtask takes no part.
    pub(super) fn is_left_out(&self, at: usize) -> bool {
        self.left_out.get(at).copied().unwrap_or(false)
    }

    /// The problem with a barrier between the steps of each feature.
    ///
    /// Where one sequence of steps holds every subtask the engine's own barriers do; else a joint stands for
    /// each barrier, so that features do not wait for each other.
    pub(super) fn stepped(&self, stepping: &Stepping) -> Problem {
        let mut problem = self.problem();
        if stepping.steps.len() < 2 {
            return problem;
        }
        let one = stepping.steps.windows(2).all(|pair| pair[0].feature == pair[1].feature);
        if one && stepping.of.iter().all(Option::is_some) && self.graph.subtasks() == problem.len() {
            problem.barriers = Some(stepping.of.iter().map(|step| step.unwrap_or(0)).collect());
            return problem;
        }
        let mut pairs: Vec<(u32, u32)> = problem.needs.pairs().collect();
        let first = problem.len() as u32;
        let joint = |step: u32| first + step;
        for (at, step) in stepping.of.iter().enumerate() {
            let Some(step) = *step else { continue };
            // The joint of a step waits for its subtasks; the next step's subtasks wait for the joint.
            pairs.push((joint(step), at as u32));
            if let Some(before) = step.checked_sub(1)
                && same_sequence(stepping, before, step)
            {
                pairs.push((at as u32, joint(before)));
            }
        }
        for step in 1..stepping.steps.len() as u32 {
            if same_sequence(stepping, step - 1, step) {
                pairs.push((joint(step), joint(step - 1)));
            }
        }
        problem.durations.extend(std::iter::repeat_n(0, stepping.steps.len()));
        pairs.sort_unstable();
        problem.needs = Csr::from_pairs(problem.durations.len(), &pairs);
        if let Some(groups) = &mut problem.groups {
            groups.of.resize(problem.durations.len(), 0);
        }
        problem
    }

    /// Solves a problem and translates the answer.
    pub(super) fn execute(
        &self,
        mode: Mode,
        problem: &Problem,
        stepping: Stepping,
    ) -> Result<Execution, Failure> {
        let solution = engine::solve(problem, &self.effort).map_err(|_| Failure::Cycle)?;
        engine::verify(problem, &solution.starts).map_err(Failure::Violation)?;
        let windows = self.windows(mode, problem, &solution.starts);
        let mut slots: Vec<Slot> = (0..self.graph.subtasks())
            .filter(|&at| !self.is_left_out(at))
            .map(|at| Slot {
                subtask: SubtaskIx(at as u32),
                window: windows[at],
                start: Minutes::from_parts(solution.starts[at]),
                end: Minutes::from_parts(solution.starts[at] + self.durations[at]),
                step: stepping.of[at].unwrap_or(0),
            })
            .collect();
        let mut steps = self.used_steps(&mut slots, stepping.steps);
        for (at, step) in steps.iter_mut().enumerate() {
            let own = || slots.iter().filter(|slot| slot.step == at as u32);
            step.start = own().map(|slot| slot.start).min().unwrap_or_default();
            step.end = own().map(|slot| slot.end).max().unwrap_or_default();
        }
        let critical_path = critical::trace(self, &slots);
        slots.sort_by_key(|slot| (slot.start, slot.window, slot.subtask));
        // Subtasks that take no time make an empty chain of needs, which nothing is shorter than.
        let proof = match solution.proof {
            Proof::None if !slots.is_empty() => Proof::CriticalPath,
            proof => proof,
        };
        Ok(Execution {
            mode,
            blocked: Vec::new(),
            makespan: Some(Minutes::from_parts(solution.makespan)),
            lower_bound: Minutes::from_parts(solution.lower_bound),
            proof,
            argument: argument::argument(self, problem, solution.lower_bound, proof),
            complete: solution.complete,
            critical_path,
            steps,
            slots,
        })
    }

    /// The author's own windows for the plan as written, where they hold; else windows of the engine's choice.
    fn windows(&self, mode: Mode, problem: &Problem, starts: &[u64]) -> Vec<u32> {
        if mode == Mode::AsWritten
            && let Some(stated) = self.stated_windows(starts)
        {
            return stated;
        }
        let mut windows = engine::assign_windows(problem, starts, &WindowPreference::default());
        for window in &mut windows {
            *window = groups::renumber(&self.groups, *window);
        }
        windows
    }

    /// The steps that a slot stands in; slots then point to these. Without left out subtasks it is all of them.
    fn used_steps(&self, slots: &mut [Slot], steps: Vec<Step>) -> Vec<Step> {
        if self.left_out.is_empty() {
            return steps;
        }
        let mut number = vec![None; steps.len()];
        for slot in slots.iter() {
            number[slot.step as usize] = Some(0);
        }
        let mut kept = Vec::new();
        for (step, number) in steps.into_iter().zip(&mut number) {
            if let Some(number) = number {
                *number = kept.len() as u32;
                kept.push(step);
            }
        }
        for slot in slots {
            slot.step = number[slot.step as usize].unwrap_or(0);
        }
        kept
    }

    fn stated_windows(&self, starts: &[u64]) -> Option<Vec<u32>> {
        let stated: Vec<u32> = self.plan.subtasks.iter().map(|s| s.window).collect::<Option<_>>()?;
        if !self.groups.is_empty() || stated.iter().any(|&window| window == 0 || window > self.windows) {
            return None;
        }
        let mut busy: Vec<(u32, u64, u64)> = stated
            .iter()
            .enumerate()
            .filter(|&(at, _)| !self.is_left_out(at))
            .map(|(at, &window)| (window, starts[at], starts[at] + self.durations[at]))
            .collect();
        busy.sort_unstable();
        busy.windows(2).all(|pair| pair[0].0 != pair[1].0 || pair[0].2 <= pair[1].1).then_some(stated)
    }

    /// The execution that cannot run, because needs point to later phases.
    pub(super) fn blocked(mode: Mode, blocked: Vec<super::Blocked>, stepping: Stepping) -> Execution {
        Execution {
            mode,
            blocked,
            makespan: None,
            lower_bound: Minutes::ZERO,
            proof: Proof::None,
            argument: Argument::Other,
            complete: true,
            critical_path: Vec::new(),
            steps: stepping.steps,
            slots: Vec::new(),
        }
    }
}

fn same_sequence(stepping: &Stepping, a: u32, b: u32) -> bool {
    stepping.steps[a as usize].feature == stepping.steps[b as usize].feature
}

/// Groups of one window per track of each feature; every subtask without a track has its own.
pub(super) fn track_groups(plan: &Plan) -> engine::WindowGroups {
    let mut known: Vec<(FeatureIx, &str)> = Vec::new();
    let mut index = rustc_hash::FxHashMap::default();
    let mut of = Vec::with_capacity(plan.subtasks.len());
    for subtask in &plan.subtasks {
        let track = subtask.group.as_deref().unwrap_or("");
        let key = (subtask.feature, track);
        let at = *index.entry(key).or_insert_with(|| {
            known.push(key);
            known.len() as u32 - 1
        });
        of.push(at);
    }
    engine::WindowGroups { of, windows: vec![1; known.len()] }
}

/// Why an execution could not be worked out.
#[derive(Debug)]
pub(super) enum Failure {
    /// Needs and barriers go in a circle.
    Cycle,
    /// The verifier refused the schedule.
    Violation(Violation),
}
