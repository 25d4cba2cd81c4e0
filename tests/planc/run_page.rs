//! `run.html` of a replayed run: every number equals one that is worked out here, second by second, from the log, the
//! plan and the schedule alone.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a run is shorter than 2^52 seconds"
)]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::workplace::Workplace;

const LOG: &str = include_str!("../../fixtures/harbour/run-whole.jsonl");

/// Seconds of the run.
type Seconds = u64;

/// A try at a subtask.
#[derive(Clone, Debug)]
struct Try {
    key: String,
    window: u64,
    start: Seconds,
    end: Seconds,
    done: bool,
}

/// A subtask of the schedule.
struct Planned {
    window: u64,
    start: f64,
    end: f64,
    step: usize,
}

/// The plan, the schedule and the log, each as its own file states it.
struct Run {
    tries: Vec<Try>,
    needs: BTreeMap<String, Vec<String>>,
    files: BTreeMap<String, Vec<String>>,
    groups: BTreeMap<String, String>,
    estimates: BTreeMap<String, f64>,
    planned: BTreeMap<String, Planned>,
    steps: Vec<Value>,
    waits: Vec<(String, Seconds, Seconds)>,
    makespan: f64,
    bound: f64,
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn word(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}

impl Run {
    fn read(place: &Workplace) -> Run {
        let plan = json(&place.run(&["plan", "--format", "json"]).out);
        let schedule = json(&place.run(&["schedule", "--format", "json"]).out);
        let executions = schedule["executions"].as_array().expect("executions");
        let phases = executions.iter().find(|one| one["mode"] == "phases").expect("phases");
        let subtasks = plan["subtasks"].as_array().expect("subtasks");
        let by_id: BTreeMap<String, String> =
            subtasks.iter().map(|one| (word(&one["id"]), word(&one["key"]))).collect();
        let key = |need: &Value| by_id.get(&word(need)).cloned().unwrap_or(word(need));
        let known: BTreeSet<String> = by_id.values().cloned().collect();
        let mut run = Run {
            tries: Vec::new(),
            needs: BTreeMap::new(),
            files: BTreeMap::new(),
            groups: BTreeMap::new(),
            estimates: BTreeMap::new(),
            planned: BTreeMap::new(),
            steps: phases["steps"].as_array().expect("steps").clone(),
            waits: Vec::new(),
            makespan: phases["makespan_minutes"].as_f64().expect("minutes"),
            bound: phases["lower_bound_minutes"].as_f64().expect("minutes"),
        };
        for one in subtasks {
            let own = word(&one["key"]);
            let needs = one["needs"].as_array().expect("needs").iter().map(key);
            run.needs.insert(own.clone(), needs.filter(|need| known.contains(need)).collect());
            let files = one["files"].as_array().expect("files").iter();
            run.files.insert(own.clone(), files.map(|file| word(&file["path"])).collect());
            run.groups.insert(own.clone(), one["group"].as_str().unwrap_or("").to_owned());
            run.estimates.insert(own, one["duration_minutes"]["likely"].as_f64().expect("minutes"));
        }
        for slot in phases["slots"].as_array().expect("slots") {
            let planned = Planned {
                window: slot["window"].as_u64().expect("a window"),
                start: slot["start"].as_f64().expect("minutes"),
                end: slot["end"].as_f64().expect("minutes"),
                step: slot["step"].as_u64().expect("a step") as usize,
            };
            run.planned.insert(word(&slot["key"]), planned);
        }
        run.replay();
        run
    }

    /// The log has one pause; a result that comes after `done` changes no time.
    fn replay(&mut self) {
        let events: Vec<Value> = LOG.lines().map(json).collect();
        let stamp = |event: &Value| {
            let text = word(&event["at"]);
            let part = |from: usize| text[from..from + 2].parse::<u64>().expect("a clock");
            part(11) * 3600 + part(14) * 60 + part(17)
        };
        let began = stamp(&events[0]);
        let moment =
            |kind: &str| stamp(events.iter().find(|event| event["event"] == kind).expect(kind)) - began;
        let (from, to) = (moment("pause"), moment("resume"));
        let second = |event: &Value| {
            let at = stamp(event) - began;
            at - (at.clamp(from, to) - from)
        };
        for event in &events {
            let Some(key) = event["subtask"].as_str() else { continue };
            let at = second(event);
            let open = self.tries.iter_mut().find(|own| own.key == key && own.end == u64::MAX);
            match (event["event"].as_str().expect("an event"), open) {
                ("start", None) => {
                    let window = event["window"].as_u64().expect("a window");
                    let own = Try { key: key.to_owned(), window, start: at, end: u64::MAX, done: false };
                    self.tries.push(own);
                    self.waits
                        .iter_mut()
                        .filter(|wait| wait.0 == key && wait.2 == u64::MAX)
                        .for_each(|wait| wait.2 = at);
                }
                ("done", Some(own)) => (own.end, own.done) = (at, true),
                ("fail", Some(own)) => own.end = at,
                ("wait", None) => self.waits.push((key.to_owned(), at, u64::MAX)),
                _ => {}
            }
        }
    }

    fn of(&self, key: &str) -> Vec<&Try> {
        self.tries.iter().filter(|own| own.key == key).collect()
    }

    fn done(&self, key: &str) -> Seconds {
        self.of(key).iter().find(|own| own.done).expect("done").end
    }

    fn end(&self) -> Seconds {
        self.tries.iter().map(|own| own.end).max().expect("an end")
    }

    /// When everything in the phases before a subtask's own was done.
    fn barrier(&self, key: &str) -> Seconds {
        let own = self.planned[key].step;
        let feature = &self.steps[own]["feature"];
        let before = |step: usize| step < own && &self.steps[step]["feature"] == feature;
        let members = self.planned.iter().filter(|(_, planned)| before(planned.step));
        members.map(|(other, _)| self.done(other)).max().unwrap_or(0)
    }

    /// Why a subtask did not run in one second; `window` where that may be the reason.
    fn cause(&self, key: &str, at: Seconds, window: Option<u64>) -> usize {
        let runs = |own: &Try| own.start <= at && at < own.end;
        if self.needs[key].iter().any(|need| self.done(need) > at) {
            0
        } else if self.barrier(key) > at {
            1
        } else if self.waits.iter().any(|wait| wait.0 == key && wait.1 <= at && at < wait.2) {
            2
        } else if self.tries.iter().any(|own| {
            runs(own)
                && own.key != key
                && self.files[&own.key].iter().any(|file| self.files[key].contains(file))
        }) {
            3
        } else if self.tries.iter().any(|own| runs(own) && Some(own.window) == window) {
            4
        } else {
            5
        }
    }

    /// Seconds of idle time of a window by cause, the last one for no work.
    fn idle(&self, window: u64) -> [Seconds; 7] {
        let tries: Vec<&Try> = self.tries.iter().filter(|own| own.window == window).collect();
        let mut causes = [0; 7];
        for at in 0..self.end() {
            if tries.iter().any(|own| own.start <= at && at < own.end) {
                continue;
            }
            let next = tries.iter().filter(|own| own.start > at).min_by_key(|own| own.start);
            causes[next.map_or(6, |own| self.cause(&own.key, at, None))] += 1;
        }
        causes
    }

    /// Seconds that a subtask waited for its first start, by cause.
    fn waited(&self, key: &str) -> [Seconds; 7] {
        let first = self.of(key)[0].clone();
        let mut causes = [0; 7];
        (0..first.start).for_each(|at| causes[self.cause(key, at, Some(first.window))] += 1);
        causes
    }
}

/// Minutes as pages write them.
fn minutes(seconds: Seconds) -> String {
    shown(seconds as f64 / 60.0)
}

fn shown(minutes: f64) -> String {
    let hundredths = (minutes * 100.0 + 1e-9).round() as i64;
    let (whole, part) = (hundredths / 100, hundredths % 100);
    match part {
        0 => whole.to_string(),
        part if part % 10 == 0 => format!("{whole}.{}", part / 10),
        part => format!("{whole}.{part:02}"),
    }
}

/// `+2.5`, `−3`, `0`.
fn difference(actual: f64, planned: f64) -> String {
    let off = actual - planned;
    match shown(off.abs()).as_str() {
        "0" => "0".to_owned(),
        words if off < 0.0 => format!("−{words}"),
        words => format!("+{words}"),
    }
}

/// The rows of a table as the words of their cells.
fn rows(page: &str, table: &str) -> Vec<Vec<String>> {
    let start = page.find(&format!("<table id=\"{table}\"")).expect(table);
    let body = &page[start..start + page[start..].find("</table>").expect("an end")];
    let body = body.split_once("<tbody>").expect("rows").1.replace("<tbody>", "");
    body.split("<tr")
        .skip(1)
        .map(|row| {
            let cells = row.split_once('>').expect("a tag").1.replace("<th>", "<td>");
            cells.split("<td>").skip(1).map(words).collect()
        })
        .collect()
}

/// Text without its tags.
fn words(markup: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in markup.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.trim().to_owned()
}

/// The figures at the top: term, number, note.
fn figures(page: &str) -> BTreeMap<String, String> {
    let list =
        page.split_once("<dl class=\"figures\">").expect("figures").1.split("</dl>").next().expect("an end");
    let part = |text: &str, from: &str, to: &str| {
        words(text.split_once(from).expect(from).1.split(to).next().unwrap_or_default())
    };
    list.split("<div>")
        .skip(1)
        .map(|one| {
            let note = one.split_once("<small>").map_or(String::new(), |(_, note)| words(note));
            (part(one, "<dt>", "</dt>"), format!("{} | {note}", part(one, "<b>", "</b>")))
        })
        .collect()
}

fn page() -> (Run, String) {
    let place = Workplace::with("run-page", "fixtures/harbour");
    place.write("run.jsonl", LOG);
    let said = place.run(&["report", "--log", "run.jsonl", "-o", "SITE"]);
    assert_eq!(said.code, 0, "{}", said.err);
    (Run::read(&place), place.read("SITE/run.html"))
}

#[test]
fn every_number_of_the_run_is_the_one_worked_out_second_by_second() {
    let (run, page) = page();
    windows(&run, &page);
    load(&run, &page);
    subtasks(&run, &page);
    causes(&run, &page);
    phases(&run, &page);
    accuracy(&run, &page);
    chains(&run, &page);
    top(&run, &page);
}

fn numbers(run: &Run) -> BTreeSet<u64> {
    run.planned.values().map(|planned| planned.window).chain(run.tries.iter().map(|own| own.window)).collect()
}

fn windows(run: &Run, page: &str) {
    let expected: Vec<Vec<String>> = numbers(run)
        .into_iter()
        .map(|window| {
            let planned: Vec<&Planned> = run.planned.values().filter(|own| own.window == window).collect();
            let tries: Vec<&Try> = run.tries.iter().filter(|own| own.window == window).collect();
            let busy: Seconds = tries.iter().map(|own| own.end - own.start).sum();
            let idle = run.idle(window);
            let mut row = vec![
                window.to_string(),
                planned.len().to_string(),
                shown(planned.iter().map(|own| own.end - own.start).sum()),
                shown(planned.iter().map(|own| own.end).fold(0.0, f64::max)),
                tries.len().to_string(),
                tries.iter().filter(|own| !own.done).count().to_string(),
                minutes(busy),
                format!("{:.0} %", 100.0 * busy as f64 / run.end() as f64),
                minutes(tries.iter().map(|own| own.start).min().expect("a try")),
                minutes(tries.iter().map(|own| own.end).max().expect("a try")),
                minutes(idle.iter().sum()),
            ];
            row.extend([0, 1, 2, 3, 5, 6].map(|cause| minutes(idle[cause])));
            row
        })
        .collect();
    assert_eq!(rows(page, "window-table"), expected);
}

/// Second by second, how many windows worked; and all of the waiting.
fn load(run: &Run, page: &str) {
    let at_work = |second: Seconds| {
        let busy = run.tries.iter().filter(|own| (own.start..own.end).contains(&second));
        busy.map(|own| own.window).collect::<BTreeSet<u64>>().len()
    };
    let number = |cell: &String| cell.parse::<f64>().expect("a number");
    let (mut last, mut waited) = (0.0, 0.0);
    for row in rows(page, "load-table") {
        let [from, to, busy, waiting] = [0, 1, 2, 3].map(|column| number(&row[column]));
        assert!((from - last).abs() < 0.06 && from < to, "{row:?}");
        let middle: Seconds = format!("{:.0}", 30.0 * (from + to)).parse().expect("seconds");
        assert!((busy - at_work(middle) as f64).abs() < 0.01, "{row:?}: {} at work", at_work(middle));
        waited += waiting * (to - from);
        last = to;
    }
    assert!((last - run.end() as f64 / 60.0).abs() < 0.06, "{last}");
    // What is idle because nothing was left is no waiting.
    let worked: BTreeSet<u64> = run.tries.iter().map(|own| own.window).collect();
    let idle: Seconds = worked.iter().map(|&window| run.idle(window).iter().take(6).sum::<Seconds>()).sum();
    assert!((waited - idle as f64 / 60.0).abs() < 5.0, "{waited} of {idle}");
}

fn subtasks(run: &Run, page: &str) {
    let found = rows(page, "tasks-table");
    assert_eq!(found.len(), run.planned.len());
    for row in found {
        let key = row[1].split(' ').next().expect("a key");
        let (tries, planned, waited) = (run.of(key), &run.planned[key], run.waited(key));
        let last = tries.iter().find(|own| own.done).expect("done");
        let actual = (last.end - last.start) as f64 / 60.0;
        let expected = [
            shown(actual),
            shown(run.estimates[key]),
            difference(actual, run.estimates[key]),
            shown(planned.start),
            minutes(tries[0].start),
            tries.len().to_string(),
            minutes(waited[0]),
            minutes(waited[5]),
        ];
        assert_eq!(row[0], last.window.to_string(), "{key}");
        assert_eq!(row[5..13], expected, "{key}");
    }
}

fn causes(run: &Run, page: &str) {
    let sum = |all: &[[Seconds; 7]], cause: usize| -> Seconds { all.iter().map(|own| own[cause]).sum() };
    let idle: Vec<[Seconds; 7]> = numbers(run).into_iter().map(|window| run.idle(window)).collect();
    let waited: Vec<[Seconds; 7]> = run.planned.keys().map(|key| run.waited(key)).collect();
    let whole = |all: &[[Seconds; 7]]| -> Seconds { all.iter().flatten().sum() };
    let found = rows(page, "causes");
    for (cause, row) in found.iter().enumerate().take(7) {
        let cells = |all: &[[Seconds; 7]]| {
            let own = sum(all, cause);
            [minutes(own), format!("{:.0} %", 100.0 * own as f64 / whole(all) as f64)]
        };
        assert_eq!(row[1..], [cells(&idle), cells(&waited)].concat(), "{}", row[0]);
    }
    assert_eq!((&found[7][1], &found[7][3]), (&minutes(whole(&idle)), &minutes(whole(&waited))));
}

fn phases(run: &Run, page: &str) {
    let found = rows(page, "phase-table");
    assert_eq!(found.len(), run.steps.len());
    for (at, row) in found.iter().enumerate() {
        let members: Vec<&String> =
            run.planned.iter().filter(|(_, own)| own.step == at).map(|(key, _)| key).collect();
        let planned = ["start", "end"].map(|end| run.steps[at][end].as_f64().expect("minutes"));
        let end = members.iter().map(|key| run.done(key)).max().expect("an end");
        let expected = [
            format!("{0} of {0}", members.len()),
            shown(planned[0]),
            minutes(members.iter().map(|key| run.of(key)[0].start).min().expect("a start")),
            shown(planned[1]),
            minutes(end),
            difference(end as f64 / 60.0, planned[1]),
        ];
        assert_eq!(row[2..], expected, "{}", row[0]);
    }
}

fn accuracy(run: &Run, page: &str) {
    let mut groups: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for (key, estimate) in &run.estimates {
        let own = run.of(key).into_iter().find(|own| own.done).expect("done");
        let pair = (*estimate, (own.end - own.start) as f64 / 60.0);
        let feature = key.split('-').next().expect("a feature");
        let track = Some(&run.groups[key]).filter(|group| !group.is_empty());
        let track = track.map_or("no track".to_owned(), |group| format!("track {group}"));
        // Every subtask of the fixture writes files of one kind, or mostly so.
        let mut endings: BTreeMap<&str, usize> = BTreeMap::new();
        run.files[key]
            .iter()
            .for_each(|file| *endings.entry(file.rsplit_once('.').expect("a dot").1).or_default() += 1);
        let most = endings.values().max().copied().unwrap_or(0);
        let kind = endings.iter().find(|(_, count)| **count == most).map(|(ending, _)| *ending);
        let kind = match kind {
            _ if key.ends_with("INTEGRATION") => "work: integration test".to_owned(),
            Some(ending) => format!("work: .{ending}"),
            None => "work: no file".to_owned(),
        };
        for name in ["all".to_owned(), format!("{feature} {track}"), kind] {
            groups.entry(name).or_default().push(pair);
        }
    }
    let found = rows(page, "accuracy");
    assert_eq!(found.len(), groups.len());
    for row in found {
        let pairs = &groups[&row[0]];
        let (estimated, actual): (f64, f64) =
            (pairs.iter().map(|pair| pair.0).sum(), pairs.iter().map(|pair| pair.1).sum());
        let off: f64 = pairs.iter().map(|pair| (pair.0 - pair.1).abs()).sum();
        let expected = [
            pairs.len().to_string(),
            shown(estimated),
            shown(actual),
            difference(actual, estimated),
            format!("{:.2}", actual / estimated),
            shown(off / pairs.len() as f64),
        ];
        assert_eq!(row[1..], expected, "{}", row[0]);
    }
}

/// Each part of the run's chain starts where the one before it ended and the wait is over; it ends with the run.
fn chains(run: &Run, page: &str) {
    let found = rows(page, "run-path");
    let mut end = 0.0;
    let number = |words: &str| -> f64 { words.parse().expect("a number") };
    for row in &found {
        let (waited, took, total) = (number(&row[4]), number(&row[5]), number(&row[6]));
        assert!((end + waited + took - total).abs() < 0.021, "{row:?}");
        let of = |own: &&Try| minutes(own.end) == row[6] && (own.key == row[1] || own.key[3..] == row[1]);
        assert!(run.tries.iter().any(|own| of(&own) && minutes(own.end - own.start) == row[5]), "{row:?}");
        end = total;
    }
    assert_eq!(found.last().expect("a chain")[6], minutes(run.end()));
    for row in rows(page, "planned-path") {
        let key = run.planned.keys().find(|key| **key == row[1] || key[3..] == row[1]).expect("a subtask");
        let own = run.of(key).into_iter().find(|own| own.done).expect("done");
        let (actual, planned) = ((own.end - own.start) as f64 / 60.0, &run.planned[key]);
        let expected = [
            planned.window.to_string(),
            shown(run.estimates[key]),
            shown(actual),
            difference(actual, run.estimates[key]),
            shown(planned.end),
            minutes(own.end),
        ];
        assert_eq!(row[2..], expected, "{key}");
    }
}

fn top(run: &Run, page: &str) {
    let found = figures(page);
    let (useful, lost): (Vec<&Try>, Vec<&Try>) = run.tries.iter().partition(|own| own.done);
    let sum = |list: &[&Try]| -> Seconds { list.iter().map(|own| own.end - own.start).sum() };
    let (end, windows) = (run.end(), run.tries.iter().map(|own| own.window).collect::<BTreeSet<_>>().len());
    let speedup = sum(&useful) as f64 / end as f64;
    let idle: Seconds = numbers(run).into_iter().flat_map(|window| run.idle(window)).sum();
    let expected = [
        ("Done", format!("{} | 0 failed", run.planned.len())),
        ("Elapsed", format!("{} | {} planned", minutes(end), shown(run.makespan))),
        (
            "Against the bound",
            format!(
                "{:.2} | elapsed ÷ lower bound of {} min",
                end as f64 / 60.0 / run.bound,
                shown(run.bound)
            ),
        ),
        ("Speedup", format!("{speedup:.2}× | {} useful min ÷ elapsed", minutes(sum(&useful)))),
        ("Efficiency", format!("{:.0} | speedup ÷ {windows} windows", 100.0 * speedup / windows as f64)),
        ("Retries", format!("1 | {} failed try, {} min lost", lost.len(), minutes(sum(&lost)))),
    ];
    for (term, words) in expected {
        assert_eq!(found[term], words, "{term}");
    }
    assert!(found["Idle"].starts_with(&format!("{} | ", minutes(idle))), "{}", found["Idle"]);
    let results: Vec<Value> = LOG.lines().map(json).filter(|event| event["validated"].is_string()).collect();
    let mut newest: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for event in &results {
        let text = word(&event["validated"]);
        let (passed, all) = text.split_once('/').expect("a result");
        newest
            .insert(word(&event["subtask"]), (passed.parse().expect("points"), all.parse().expect("points")));
    }
    let points = newest.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    assert!(found["Validation"].starts_with(&format!(
        "{}/{} | {} complete, 0 partial",
        points.0,
        points.1,
        newest.len()
    )));
}
