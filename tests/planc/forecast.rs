//! Forecasts of runs whose end is known.

use std::fs;
use std::path::Path;

use planc::compile::{Compilation, Input, Options, compile};
use planc::plan::SubtaskIx;
use planc::runlog::{Event, EventKind, Gate, Moment, RunLog, Standing, forecast, progress, replay};
use planc::schedule::{Mode, locks};
use planc::syntax::Minutes;

/// When a run began, in milliseconds.
const BEGAN: i64 = 1_772_438_400_000;

/// The fixture plan with schedules.
fn harbour() -> Compilation {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/harbour-clean");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("a fixture").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let input = |path: &std::path::PathBuf| Input {
        path: path.file_name().expect("a name").to_string_lossy().into_owned(),
        bytes: fs::read(path).expect("a file"),
        root: 0,
        named: false,
    };
    compile(paths.iter().map(input).collect(), &Options { rough: true, ..Options::default() })
        .expect("a plan")
}

/// Numbers between 0 and 1 (Lehmer, 1951).
fn numbers(seed: u32) -> impl FnMut() -> f64 {
    let mut state = u64::from(seed) * 2 + 1;
    move || {
        state = state * 48_271 % 2_147_483_647;
        f64::from(u32::try_from(state).unwrap_or(0)) / 2_147_483_647.0
    }
}

/// How a run differs from its plan.
struct Kind {
    /// What estimates are multiplied with.
    pace: f64,
    /// Up to this share more or less.
    spread: f64,
    /// Up to how many minutes starts come late.
    late: f64,
}

/// A run of the plan in the order of a schedule. Events by time, with their minutes.
fn run(compilation: &Compilation, mode: Mode, kind: &Kind, seed: u32) -> Vec<(f64, Event)> {
    let (plan, graph) = (&compilation.plan, compilation.graph());
    let execution = compilation.schedules.as_ref().and_then(|s| s.execution(mode)).expect("a schedule");
    let mut slots = execution.slots.clone();
    slots.sort_by_key(|slot| (slot.step, slot.start, slot.window, slot.subtask));
    let mut number = numbers(seed);
    let mut ends = vec![0.0_f64; plan.subtasks.len()];
    let mut done: Vec<(u32, u32, SubtaskIx)> = Vec::new();
    let mut events = Vec::new();
    for slot in slots {
        let feature = execution.steps[slot.step as usize].feature;
        let before = |other: &(u32, u32, SubtaskIx)| {
            let same_window = other.0 == slot.window;
            let barrier = execution.steps[other.1 as usize].feature == feature && other.1 < slot.step;
            let files = |ix: SubtaskIx| plan.subtask(ix).files.iter().map(|file| file.path.clone());
            same_window || barrier || files(other.2).any(|path| files(slot.subtask).any(|own| own == path))
        };
        let waits = done.iter().filter(|other| before(other)).map(|other| ends[other.2.index()]);
        let needs = graph.direct_needs(plan, slot.subtask, |_| true);
        let free = needs.iter().map(|need| ends[need.index()]).chain(waits).fold(0.0, f64::max);
        let start = free + kind.late * number();
        let planned = compilation.estimates[slot.subtask.index()].likely.as_f64();
        let end = start + planned * kind.pace * (1.0 + kind.spread * (2.0 * number() - 1.0));
        ends[slot.subtask.index()] = end;
        done.push((slot.window, slot.step, slot.subtask));
        for (at, kind) in [(start, EventKind::Start), (end, EventKind::Done)] {
            events.push((
                at,
                Event {
                    at: Moment::from_millis(BEGAN).after(Minutes::from_f64(at)),
                    kind,
                    subtask: Some(plan.subtask(slot.subtask).key.clone()),
                    window: Some(slot.window),
                    note: None,
                    validated: None,
                    undoes: None,
                    writer: String::new(),
                    seq: 0,
                },
            ));
        }
    }
    events.sort_by(|a, b| a.0.total_cmp(&b.0));
    events
}

/// What the forecast says after a share of the run: minutes that are left as they were, half and four of five.
fn foretold(compilation: &Compilation, events: &[(f64, Event)], quarter: u32) -> (f64, f64, f64) {
    let (plan, graph) = (&compilation.plan, compilation.graph());
    let end = events.last().expect("events").0;
    let now = end * f64::from(quarter) / 4.0;
    let known = events.iter().filter(|(at, _)| *at <= now).map(|(_, event)| event.clone()).collect();
    let run = replay(plan, &RunLog { events: known, bad: Vec::new() });
    let locks = locks(plan);
    let progress = progress(plan, graph, &locks, &run, Gate::Done, &[]);
    let standing = Standing {
        plan,
        graph,
        locks: &locks,
        estimates: &compilation.estimates,
        run: &run,
        progress: &progress,
        now: Some(Moment::from_millis(BEGAN).after(Minutes::from_f64(now))),
    };
    let windows = compilation.schedules.as_ref().expect("schedules").windows;
    let forecast = forecast(&standing, windows, None).expect("a forecast");
    let minutes = |percentile: Option<Minutes>| percentile.expect("samples").as_f64();
    assert!(forecast.samples >= 200);
    (end - now, minutes(forecast.p50), minutes(forecast.p80))
}

#[test]
fn the_forecast_at_each_quarter_of_the_run_is_within_its_p80() {
    let compilation = harbour();
    // Where every subtask takes what was planned, every forecast holds, and none is far off; before anything is
    // measured it allows for a run that is as slow as some.
    for mode in [Mode::AsWritten, Mode::Phases, Mode::Dataflow] {
        let events = run(&compilation, mode, &Kind { pace: 1.0, spread: 0.0, late: 0.0 }, 1);
        for quarter in 0..4 {
            let (left, p50, p80) = foretold(&compilation, &events, quarter);
            let most = if quarter == 0 { 1.45 } else { 1.3 };
            assert!(left <= p80 && p80 < most * left, "{mode:?} {quarter}: {left} left, {p50} {p80}");
        }
    }
    // Runs that differ from the plan, fast and slow ones: per quarter how many, how many of them end within the
    // forecast, and how far that is.
    let mut quarters = [(0, 0, 0.0); 4];
    for (mode, pace) in [Mode::Phases, Mode::Dataflow]
        .into_iter()
        .flat_map(|mode| [0.7, 0.85, 1.0, 1.2, 1.4].map(|pace| (mode, pace)))
    {
        for seed in 1..=3 {
            let events = run(&compilation, mode, &Kind { pace, spread: 0.4, late: 2.0 }, seed);
            for (quarter, (all, within, width)) in (0..).zip(&mut quarters) {
                let (left, p50, p80) = foretold(&compilation, &events, quarter);
                let most = if quarter == 0 { 2.0 } else { 1.5 };
                assert!(
                    p50 < p80 && p80 < most * left,
                    "{mode:?} {pace} {seed} {quarter}: {left} {p50} {p80}"
                );
                *all += 1;
                *within += u32::from(left <= p80);
                *width += p80 / left;
            }
        }
    }
    let sum = |count: fn(&(u32, u32, f64)) -> u32| quarters.iter().map(count).sum::<u32>();
    let (all, within) = (sum(|quarter| quarter.0), sum(|quarter| quarter.1));
    assert!(within * 10 >= all * 8, "{within} of {all}");
    for (quarter, (all, within, width)) in quarters.into_iter().enumerate() {
        let width = width / f64::from(all);
        assert!(within * 10 >= all * 6, "quarter {quarter}: {within} of {all}");
        assert!(width < if quarter == 0 { 1.4 } else { 1.2 }, "quarter {quarter}: {width}");
    }
}
