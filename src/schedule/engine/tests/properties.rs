//! What must hold for every problem.

use crate::graph::Csr;
use crate::schedule::engine::random::Random;
use crate::schedule::engine::*;

use super::brute_force::{optimum, random_problem};

#[test]
fn small_problems_agree_with_brute_force() {
    let mut random = Random::new(1);
    let mut open = 0;
    for case in 0..4_000 {
        let problem = random_problem(&mut random, 6);
        let best = optimum(&problem);
        for effort in [Effort::default(), Effort::cheap()] {
            let solution = solve(&problem, &effort).expect("needs are acyclic");
            assert_eq!(verify(&problem, &solution.starts), Ok(solution.makespan), "case {case} {problem:?}");
            assert!(solution.lower_bound <= best, "case {case} {problem:?} {solution:?} {best}");
            assert!(solution.makespan >= best, "case {case} {problem:?} {solution:?} {best}");
            assert_eq!(solution.optimal, solution.makespan == solution.lower_bound);
            if effort == Effort::default() {
                assert_eq!(solution.makespan, best, "case {case} {problem:?}");
                open += u32::from(!solution.optimal);
            }
        }
    }
    assert!(open < 60, "{open} cases stay open");
}

#[test]
fn windows_are_coloured_without_overlap() {
    let mut random = Random::new(2);
    for case in 0..600 {
        let problem = random_problem(&mut random, 30);
        let solution = solve(&problem, &Effort::cheap()).expect("needs are acyclic");
        assert_eq!(verify(&problem, &solution.starts), Ok(solution.makespan), "case {case}");
        for prefer in [
            WindowPreference::default(),
            WindowPreference { warm_context: false, keep_chains: false },
            WindowPreference { warm_context: true, keep_chains: false },
        ] {
            let windows = assign_windows(&problem, &solution.starts, &prefer);
            for a in 0..problem.len() {
                assert!(windows[a] >= 1 && windows[a] <= problem.windows, "case {case}");
                for b in 0..a {
                    let end = |task: usize| solution.starts[task] + problem.durations[task];
                    let overlap = solution.starts[a].max(solution.starts[b]) < end(a).min(end(b));
                    assert!(!overlap || windows[a] != windows[b], "case {case} {problem:?}");
                }
            }
        }
    }
}

#[test]
fn units_do_not_matter() {
    let mut random = Random::new(3);
    for _ in 0..200 {
        let problem = random_problem(&mut random, 20);
        let mut fine = problem.clone();
        fine.durations.iter_mut().for_each(|duration| *duration *= 5_040);
        let (coarse, fine) = (solve(&problem, &Effort::default()), solve(&fine, &Effort::default()));
        let (coarse, fine) = (coarse.expect("acyclic"), fine.expect("acyclic"));
        assert_eq!(coarse.makespan * 5_040, fine.makespan);
        assert_eq!(coarse.lower_bound * 5_040, fine.lower_bound);
    }
}

#[test]
fn curves_fall_and_bounds_hold() {
    let mut random = Random::new(4);
    for _ in 0..100 {
        let problem = random_problem(&mut random, 15);
        let points = curve(&problem, &Effort::cheap(), 6).expect("acyclic");
        assert_eq!(points.len(), 6);
        for pair in points.windows(2) {
            assert!(pair[0].makespan >= pair[1].makespan && pair[0].lower_bound >= pair[1].lower_bound);
        }
        assert!(points.iter().all(|point| point.lower_bound <= point.makespan));
    }
}

#[test]
fn corner_cases() {
    let solve = |problem: &Problem| solve(problem, &Effort::default());
    let empty = solve(&Problem::new(vec![], Csr::default(), 1)).expect("acyclic");
    assert!(empty.optimal && empty.complete && empty.proof == Proof::None && empty.makespan == 0);
    let joints = solve(&Problem::new(vec![0, 0], Csr::from_rows(&[vec![], vec![0]]), 1)).expect("acyclic");
    assert!(joints.optimal && joints.starts == [0, 0]);
    let circle = Problem::new(vec![1, 1], Csr::from_rows(&[vec![1], vec![0]]), 1);
    assert_eq!(solve(&circle), Err(Cycle { tasks: vec![0, 1] }));
    let mut barred = Problem::new(vec![1, 1], Csr::from_rows(&[vec![1], vec![]]), 1);
    barred.barriers = Some(vec![0, 1]);
    assert_eq!(solve(&barred), Err(Cycle { tasks: vec![0, 1] }));
    barred.barriers = Some(vec![7, 3]);
    assert_eq!(solve(&barred).map(|solution| solution.starts), Ok(vec![1, 0]));
    let none = solve(&Problem::new(vec![3], Csr::from_rows::<[u32; 0]>(&[[]]), 0)).expect("acyclic");
    assert_eq!((none.makespan, none.optimal), (3, true));
}

#[test]
fn the_same_problem_gives_the_same_solution() {
    let mut random = Random::new(5);
    for _ in 0..40 {
        let problem = random_problem(&mut random, 40);
        assert_eq!(solve(&problem, &Effort::quick()), solve(&problem.clone(), &Effort::quick()));
    }
}

#[test]
fn a_tolerance_stops_early_and_is_kept() {
    let mut random = Random::new(6);
    for _ in 0..200 {
        let problem = random_problem(&mut random, 12);
        let effort = Effort { tolerance: 2, ..Effort::default() };
        let solution = solve(&problem, &effort).expect("acyclic");
        assert!(solution.makespan - solution.lower_bound <= 2, "{problem:?} {solution:?}");
        assert_eq!(solution.optimal, solution.makespan == solution.lower_bound);
    }
}
