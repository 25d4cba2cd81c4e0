//! Runs the engine over the benchmark folders and prints one line per set.
//!
//! `schedule_bench FOLDER SET... [--iterations N] [--nodes N] [--list] [--other]`

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::too_many_lines,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a tool for measuring: it reads files and a clock, prints, and stops on bad input"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Instant;

use planc::graph::Csr;
use planc::schedule::engine::{Effort, Problem, Solution, WindowGroups, solve, verify};

/// Whether durations are made uneven, so that they have no common divisor.
static NOISE: AtomicBool = AtomicBool::new(false);
/// How many files the tasks share, 0 for none.
static FILES: AtomicU32 = AtomicU32::new(0);

#[derive(Default)]
struct Tally {
    name: String,
    cases: usize,
    at_reference: usize,
    proven: usize,
    closed: usize,
    wrong: usize,
    better: usize,
    hard: usize,
    hard_proven: usize,
    gap_sum: f64,
    gap_max: f64,
    millis: Vec<f64>,
}

impl Tally {
    fn add(
        &mut self,
        solution: &Solution,
        problem: &Problem,
        lower: u64,
        upper: u64,
        millis: f64,
        hard: bool,
    ) {
        self.cases += 1;
        if verify(problem, &solution.starts) != Ok(solution.makespan) {
            self.wrong += 1;
            println!("  WRONG schedule");
        }
        if solution.lower_bound > upper || (solution.makespan < lower) {
            self.wrong += 1;
            println!("  WRONG [{}, {}] against [{lower}, {upper}]", solution.lower_bound, solution.makespan);
        }
        self.better +=
            usize::from(solution.makespan < upper || (solution.lower_bound > lower && lower < upper));
        self.at_reference += usize::from(solution.makespan <= upper);
        self.proven += usize::from(solution.optimal);
        self.closed += usize::from(lower == upper);
        self.hard += usize::from(hard);
        self.hard_proven += usize::from(hard && solution.optimal);
        let gap = if upper == 0 { 0.0 } else { (solution.makespan as f64 / upper as f64 - 1.0) * 100.0 };
        self.gap_sum += gap;
        self.gap_max = self.gap_max.max(gap);
        self.millis.push(millis);
    }

    fn print(&mut self) {
        self.millis.sort_by(f64::total_cmp);
        let n = self.cases.max(1) as f64;
        let at = |share: f64| {
            self.millis.get(((n * share) as usize).min(self.cases.max(1) - 1)).copied().unwrap_or(0.0)
        };
        let within = |limit: f64| self.millis.iter().filter(|&&m| m <= limit).count() as f64 * 100.0 / n;
        println!(
            "{:10} cases {:5} at-ref {:6.2}% proven {:6.2}% ({}) gap avg {:.4}% max {:.2}% | ms median {:.3} p95 {:.2} max {:.1} | <=20ms {:.1}% <=100ms {:.1}% <=1s {:.1}% | hard {}/{} better {} WRONG {}",
            self.name,
            self.cases,
            self.at_reference as f64 * 100.0 / n,
            self.proven as f64 * 100.0 / n,
            self.proven,
            self.gap_sum / n,
            self.gap_max,
            at(0.5),
            at(0.95),
            at(1.0),
            within(20.0),
            within(100.0),
            within(1000.0),
            self.hard_proven,
            self.hard,
            self.better,
            self.wrong
        );
    }
}

fn read_stg(path: &Path) -> Problem {
    let text = fs::read_to_string(path).expect("readable");
    let mut numbers = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .flat_map(str::split_whitespace)
        .map(|word| word.parse::<u32>().expect("a number"));
    let _tasks = numbers.next();
    let (mut durations, mut rows) = (Vec::new(), Vec::new());
    while numbers.next().is_some() {
        durations.push(u64::from(numbers.next().expect("a duration")));
        let count = numbers.next().expect("a count");
        rows.push((0..count).map(|_| numbers.next().expect("a need")).collect::<Vec<u32>>());
    }
    Problem::new(durations, Csr::from_rows(&rows), 1)
}

fn add_files(problem: &mut Problem, path: &Path) {
    let text = fs::read_to_string(path).expect("readable");
    let mut files: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (task, file) = line.split_once('\t').expect("two columns");
        files.entry(file.to_owned()).or_default().push(task.parse().expect("a task"));
    }
    problem.locks = files.into_values().collect();
}

fn read_groups(path: &Path, files: bool) -> Problem {
    let text = fs::read_to_string(path).expect("readable");
    let mut names: Vec<String> = Vec::new();
    let mut windows = Vec::new();
    let (mut ids, mut durations, mut rows, mut of) = (BTreeMap::new(), vec![], vec![], vec![]);
    let mut locks: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for line in text.lines() {
        if let Some(list) = line.strip_prefix("# windows:") {
            for word in list.split_whitespace() {
                let (name, count) = word.split_once('=').expect("name=count");
                names.push(name.to_owned());
                windows.push(count.parse().expect("a count"));
            }
        } else if !line.starts_with('#') && !line.is_empty() {
            let columns: Vec<&str> = line.split('\t').collect();
            let id = ids.len() as u32;
            ids.insert(columns[0].to_owned(), id);
            durations.push(columns[1].parse().expect("a duration"));
            rows.push(columns[2].split_whitespace().map(str::to_owned).collect::<Vec<_>>());
            of.push(names.iter().position(|name| name == columns[3]).expect("a group") as u32);
            if let Some(file) = columns.get(4).filter(|file| !file.is_empty()) {
                locks.entry((*file).to_owned()).or_default().push(id);
            }
        }
    }
    let rows: Vec<Vec<u32>> = rows.iter().map(|row| row.iter().map(|need| ids[need]).collect()).collect();
    let mut problem = Problem::new(durations, Csr::from_rows(&rows), u32::MAX);
    problem.groups = Some(WindowGroups { of, windows });
    if files {
        problem.locks = locks.into_values().collect();
    }
    problem
}

fn timed(make: impl Fn() -> Problem, effort: &Effort) -> (Problem, Solution, f64) {
    // Time on the processor where the kernel tells it: the machine is shared.
    let on_processor = || {
        let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        text.split_whitespace().next()?.parse::<f64>().ok()
    };
    let (begin, before) = (Instant::now(), on_processor());
    let mut problem = make();
    let files = FILES.load(Ordering::Relaxed);
    if files > 0 {
        problem.locks = vec![Vec::new(); files as usize];
        for task in 0..problem.len() as u32 {
            problem.locks[(task.wrapping_mul(2_654_435_761) % files) as usize].push(task);
        }
    }
    if NOISE.load(Ordering::Relaxed) {
        for (i, duration) in problem.durations.iter_mut().enumerate() {
            *duration = *duration * 5_040 + *duration * (i as u64 * 7_919 % 613);
        }
    }
    let solution = solve(&problem, effort).expect("acyclic");
    let elapsed = begin.elapsed().as_secs_f64() * 1e3;
    let millis = match (before, on_processor()) {
        (Some(before), Some(after)) if elapsed > 5.0 => (after - before) / 1e6,
        _ => elapsed,
    };
    (problem, solution, millis)
}

fn rows(path: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).expect("readable");
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn main() {
    let mut sets = Vec::new();
    let mut effort = Effort::default();
    let mut list = false;
    let mut published = [0; 4];
    let mut other: Vec<u32> = Vec::new();
    let mut only = String::new();
    let mut arguments = std::env::args().skip(1);
    let root = arguments.next().expect("the benchmark folder");
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().expect("a value");
        match argument.as_str() {
            "--iterations" => effort.improve_iterations = number().parse().expect("a number"),
            "--nodes" => effort.nodes = number().parse().expect("a number"),
            "--rules" => effort.rules = number().parse().expect("a number"),
            "--only" => only = number(),
            "--windows" => other = number().split(',').map(|count| count.parse().expect("a count")).collect(),
            "--list" => list = true,
            "--files" => FILES.store(number().parse().expect("a number"), Ordering::Relaxed),
            "--noise" => NOISE.store(true, Ordering::Relaxed),
            set => sets.push(set.to_owned()),
        }
    }
    let root = Path::new(&root);
    for set in &sets {
        let mut tally = Tally { name: set.clone(), ..Tally::default() };
        let mut show = |name: &str, lower: u64, upper: u64, hard: bool, result: (Problem, Solution, f64)| {
            let (problem, solution, millis) = result;
            tally.add(&solution, &problem, lower, upper, millis, hard);
            if list && (!solution.optimal || solution.makespan > upper || millis > 100.0 || !only.is_empty())
            {
                println!(
                    "  {set} {name} W={} [{}, {}] reference [{lower}, {upper}] {millis:.1} ms {}",
                    problem.windows,
                    solution.lower_bound,
                    solution.makespan,
                    solution.proof.name()
                );
            }
        };
        match set.as_str() {
            "files" => {
                for row in rows(&root.join("files/optima.tsv")) {
                    if !row[0].contains(&only) {
                        continue;
                    }
                    let result = timed(
                        || {
                            let mut problem = read_stg(&root.join(&row[1]));
                            add_files(&mut problem, &root.join("files").join(&row[0]));
                            problem.windows = row[2].parse().expect("windows");
                            problem
                        },
                        &effort,
                    );
                    show(
                        &row[0],
                        row[3].parse().expect("lower"),
                        row[4].parse().expect("upper"),
                        false,
                        result,
                    );
                }
            }
            "small" | "small-files" => {
                for row in rows(&root.join("small/optima.tsv")) {
                    if !row[0].contains(&only) {
                        continue;
                    }
                    let files = set == "small-files";
                    let result = timed(
                        || {
                            let mut problem = read_stg(&root.join(format!("small/{}.stg", row[0])));
                            if files {
                                add_files(&mut problem, &root.join(format!("small/{}.files.tsv", row[0])));
                            }
                            problem.windows = row[1].parse().expect("windows");
                            problem
                        },
                        &effort,
                    );
                    let optimum = row[if files { 3 } else { 2 }].parse().expect("optimum");
                    show(&row[0], optimum, optimum, false, result);
                }
            }
            "groups" => {
                for row in rows(&root.join("groups/optima.tsv")) {
                    if !row[0].contains(&only) {
                        continue;
                    }
                    let files = row[1] == "yes";
                    let name = root.join("groups").join(&row[0]);
                    let result = timed(|| read_groups(&name, files), &effort);
                    show(
                        &format!("{} {}", row[0], row[1]),
                        row[2].parse().expect("lower"),
                        row[3].parse().expect("upper"),
                        false,
                        result,
                    );
                }
            }
            _ => {
                let (table, prefix) = if set == "generated" {
                    ("generated/optima.tsv", "")
                } else {
                    ("stg/optima.tsv", set.as_str())
                };
                let folder = if set == "generated" { "generated" } else { "stg" };
                let table = rows(&root.join(table));
                for row in &table {
                    if !row[0].starts_with(prefix) || !row[0].contains(&only) {
                        continue;
                    }
                    if !other.is_empty() {
                        if row[1] != table[0][1] {
                            continue;
                        }
                        for &windows in &other {
                            let result = timed(
                                || {
                                    let mut problem = read_stg(&root.join(folder).join(&row[0]));
                                    problem.windows = windows;
                                    problem
                                },
                                &effort,
                            );
                            // Fewer windows bound from above, more windows from below.
                            let known = |column: usize, fewer: bool| {
                                let rows = table.iter().filter(move |other| other[0] == row[0]);
                                rows.filter(move |other| {
                                    let count: u32 = other[1].parse().expect("windows");
                                    if fewer { count <= windows } else { count >= windows }
                                })
                                .map(move |other| other[column].parse::<u64>().expect("a bound"))
                            };
                            let lower = known(2, false).max().unwrap_or(0);
                            let upper = known(3, true).min().unwrap_or(u64::MAX);
                            show(&row[0], lower, upper, false, result);
                        }
                        continue;
                    }
                    let result = timed(
                        || {
                            let mut problem = read_stg(&root.join(folder).join(&row[0]));
                            problem.windows = row[1].parse().expect("windows");
                            problem
                        },
                        &effort,
                    );
                    let hard = row.get(5).is_some_and(|proof| proof != "cp-or-work");
                    let value = |column: usize| row.get(column).and_then(|text| text.parse::<u64>().ok());
                    if let (Some(low), Some(high)) = (value(6), value(7)) {
                        let solution = &result.1;
                        let counts = [
                            low < high,
                            low < high && solution.optimal,
                            solution.makespan < high,
                            solution.makespan < low || solution.lower_bound > high,
                        ];
                        for (sum, one) in published.iter_mut().zip(counts) {
                            *sum += usize::from(one);
                        }
                    }
                    show(
                        &row[0],
                        row[2].parse().expect("lower"),
                        row[3].parse().expect("upper"),
                        hard,
                        result,
                    );
                }
            }
        }
        tally.print();
    }
    if published[0] > 0 {
        let [open, closed, better, contradicted] = published;
        println!(
            "published table: open {open}, closed here {closed}, upper bounds improved {better}, contradicted {contradicted}"
        );
    }
}
