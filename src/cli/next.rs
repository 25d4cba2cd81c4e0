use std::time::Duration;

use super::args::{Global, Limits, TextFormat};
use super::exit::{Exit, Failure};
use super::log_args::{Common, Next};
use super::session::{self, Session};
use super::{clock, load, log, output, template};
use crate::compile::Options;
use crate::emit::view::{NextView, to_json};
use crate::emit::{PackOptions, pack, terminal, tty};
use crate::io::{self, Unlocked};
use crate::plan::SubtaskIx;
use crate::runlog::{self, Barriers, EventKind, Progress, Run, RunLog, State, next_seq, replay};
use crate::schedule::{Mode, locks};

/// How long to wait before the log is looked at again.
const PAUSE: Duration = Duration::from_millis(250);

/// `planc next`: exit 0 with something that may start, 1 with nothing.
pub(super) fn run(args: &Next, global: &Global) -> Result<Exit, Failure> {
    let mut template = None;
    let session = session::open(&args.place, global, |project| {
        template = template::configured(project);
        Options { rough: true, ..project.scheduled(&Limits::default(), Mode::Dataflow) }
    })?;
    // A template that cannot be read is told before anything is claimed.
    let settings = &session.settings.limits;
    let template = if args.take { template::read(template.as_deref(), settings)? } else { None };
    let options = PackOptions { template: template.as_ref(), ..PackOptions::default() };
    if session.compilation.schedules.is_none() {
        return Err(load::cyclic(&session.compilation));
    }
    if !args.take {
        session.tell_missing();
    }
    let stated = args.window.map_or_else(session::window, |window| Ok(Some(window)))?;
    loop {
        let found = if args.take {
            take(&session, args, stated, &options)?
        } else {
            let log = session.read()?;
            let (run, progress) = stand(&session, &log, args);
            if progress.ready.is_empty() {
                nothing(&run, &progress)
            } else {
                show(&session, args, &run, &progress, global)?;
                return Ok(Exit::Clean);
            }
        };
        match found {
            Found::Taken(prompt) => {
                output::print_bytes(&prompt)?;
                return Ok(Exit::Clean);
            }
            Found::Nothing { more_to_come: true, .. } if args.wait => std::thread::sleep(PAUSE),
            Found::Nothing { why, .. } => {
                if !args.take {
                    let (run, progress) = stand(&session, &session.read()?, args);
                    show(&session, args, &run, &progress, global)?;
                }
                output::notice(&format!("note: nothing may start now: {why}"));
                return Ok(Exit::Findings);
            }
        }
    }
}

/// What asking gave.
enum Found {
    /// A subtask was claimed; its prompt.
    Taken(Vec<u8>),
    /// Nothing may start.
    Nothing {
        /// Whether that can change without a decision of a person.
        more_to_come: bool,
        why: String,
    },
}

fn stand(session: &Session, log: &RunLog, args: &Next) -> (Run, Progress) {
    let plan = &session.compilation.plan;
    let run = replay(plan, log);
    let graph = session.compilation.graph();
    let gate = session.need_gate(args.gate);
    let mut progress = runlog::progress(plan, graph, &locks(plan), &run, gate, &session.tails());
    if args.phases {
        progress.keep_closed(&Barriers::of(plan).open(&progress, session.phase_gate(args.gate)));
    }
    if run.paused_since().is_some() {
        progress.ready.clear();
    }
    (run, progress)
}

/// Claims the most urgent subtask while nobody else writes the log.
fn take(
    session: &Session,
    args: &Next,
    stated: Option<u32>,
    options: &PackOptions<'_>,
) -> Result<Found, Failure> {
    let plan = &session.compilation.plan;
    let material = load::material(&session.compilation, Mode::Dataflow);
    session.prepare()?;
    io::append_log(session.log(), Unlocked::Refused, |bytes| {
        let now = clock::now();
        let (run, progress) = stand(session, &session.look()?, args);
        let window = stated.map_or_else(|| free(&run), Ok)?;
        if let Some(&busy) = run.in_window(window).first() {
            let name = plan.name(busy);
            return Err(Failure(format!(
                "window {window} works on {name}; log how that ended first: planc log done {name}, or planc log fail {name}"
            )));
        }
        let Some(ix) = best(session, &run, &progress, window) else {
            return Ok((Vec::new(), nothing(&run, &progress)));
        };
        let common = Common { note: None, at: None };
        let key = Some(plan.subtask(ix).key.clone());
        let mut event = log::blank(EventKind::Start, key, Some(window), &common, now)?;
        event.seq = next_seq(bytes);
        // What cannot be printed is not claimed.
        let prompt = pack::prompt(&material, ix, Some(window), options).map_err(template::failure)?;
        Ok((vec![runlog::line(&event)], Found::Taken(prompt.unwrap_or_default())))
    })
}

/// The lowest window in which nothing runs.
fn free(run: &Run) -> Result<u32, Failure> {
    let busy: std::collections::BTreeSet<u32> = run
        .subtasks
        .iter()
        .filter(|subtask| subtask.is_running())
        .filter_map(|subtask| subtask.last().and_then(|attempt| attempt.window))
        .collect();
    (1..=u32::MAX)
        .find(|window| !busy.contains(window))
        .ok_or_else(|| Failure("no window is free".to_owned()))
}

/// The most urgent subtask; of equally urgent ones the one that needs what this window ran last.
fn best(session: &Session, run: &Run, progress: &Progress, window: u32) -> Option<SubtaskIx> {
    let tails = session.tails();
    let first = *progress.ready.first()?;
    let ran = |ix: SubtaskIx| run.of(ix).last().is_some_and(|attempt| attempt.window == Some(window));
    let needs = session.compilation.graph().needs();
    let subtasks = session.compilation.plan.subtasks.len();
    let warm = |ix: &SubtaskIx| {
        needs.row(ix.index()).iter().any(|&need| (need as usize) < subtasks && ran(SubtaskIx(need)))
    };
    let mut equal = progress.ready.iter().copied().take_while(|ix| tails[ix.index()] == tails[first.index()]);
    Some(equal.find(warm).unwrap_or(first))
}

/// Nothing may start: why, and whether it is worth waiting.
fn nothing(run: &Run, progress: &Progress) -> Found {
    let left = progress.states.iter().any(|state| !state.is_over());
    if let Some(since) = run.paused_since().filter(|_| left) {
        let why = format!("the run is paused since {} UTC; `planc log resume` goes on", since.clock(0));
        return Found::Nothing { more_to_come: true, why };
    }
    Found::Nothing { more_to_come: more_to_come(progress), why: why(progress) }
}

/// Whether something may start later without a decision of a person.
fn more_to_come(progress: &Progress) -> bool {
    progress.states.iter().any(|state| matches!(state, State::Running | State::Waiting))
}

fn why(progress: &Progress) -> String {
    let count = |wanted: &[State]| progress.states.iter().filter(|state| wanted.contains(state)).count();
    let left = progress.states.iter().filter(|state| !state.is_over()).count();
    if left == 0 {
        return match count(&[State::Done]) {
            0 => "everything is done".to_owned(),
            reported => format!("everything is done, {reported} of it not yet validated"),
        };
    }
    let parts = [
        (count(&[State::Running]), "running"),
        (count(&[State::Waiting]), "waiting"),
        (count(&[State::Failed]), "failed"),
        (count(&[State::Blocked, State::Held]), "blocked"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
    parts.join(", ")
}

fn show(
    session: &Session,
    args: &Next,
    run: &Run,
    progress: &Progress,
    global: &Global,
) -> Result<(), Failure> {
    let material = load::material(&session.compilation, Mode::Dataflow);
    let view = NextView::new(&material, run, progress, &session.tails(), session.phase_gate(args.gate));
    let text = match args.format {
        TextFormat::Json => to_json(&view),
        TextFormat::Text => tty::clean(&terminal::next(&view, output::look(global))).into_owned(),
    };
    output::print(&text)
}
