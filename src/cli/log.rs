use super::args::Global;
use super::clock;
use super::exit::{Exit, Failure};
use super::log_args::{Action, Common, Log, What};
use super::session::{self, Session};
use super::targets::{Target, targets};
use super::{objections, output, undo};
use crate::emit::{Labels, length, terminal};
use crate::io::{self, Unlocked};
use crate::runlog::{self, Event, EventKind, Gate, MAX_NOTE, Moment, Run, Validated, next_seq, replay};

/// `planc log`.
pub(super) fn run(args: &Log, global: &Global) -> Result<Exit, Failure> {
    let session = session::open(&args.place, global, |project| project.unscheduled(None))?;
    let now = clock::now();
    match &args.action {
        None if args.states => states(&session),
        None => show(&session, args.lines, global),
        Some(Action::Start(what)) => about(&session, EventKind::Start, what, None, now),
        Some(Action::Done(done)) => about(&session, EventKind::Done, &done.what, done.validated, now),
        Some(Action::Fail(what)) => about(&session, EventKind::Fail, what, None, now),
        Some(Action::Wait(what)) => about(&session, EventKind::Wait, what, None, now),
        Some(Action::Note(what)) => note(&session, what, now),
        Some(Action::Undo(what)) => undo::run(&session, what, now),
        Some(Action::Begin(begin)) => {
            let common = Common { note: Some(begin.name.clone()), at: begin.at.clone() };
            whole(&session, EventKind::Begin, &common, begin.force, now)
        }
        Some(Action::Pause(common)) => whole(&session, EventKind::Pause, common, false, now),
        Some(Action::Resume(common)) => whole(&session, EventKind::Resume, common, false, now),
    }
}

fn show(session: &Session, lines: usize, global: &Global) -> Result<Exit, Failure> {
    let log = session.read()?;
    if log.events.is_empty() {
        output::notice("note: nothing is logged yet; `planc log start SUBTASK` begins");
    }
    let from = log.events.len().saturating_sub(lines);
    output::print(&terminal::events(&log.events[from..], output::look(global)))?;
    Ok(Exit::Clean)
}

/// A line per subtask: the label that launchers know it by, and where it stands.
fn states(session: &Session) -> Result<Exit, Failure> {
    let plan = &session.compilation.plan;
    let run = replay(plan, &session.read()?);
    let graph = session.compilation.graph();
    let progress = runlog::progress(plan, graph, &crate::schedule::locks(plan), &run, Gate::Done, &[]);
    let labels = Labels::new(plan);
    let line = |ix| format!("{}\t{}\n", labels.label(ix), progress.state(ix).name());
    output::print(&plan.indices().map(line).collect::<String>())?;
    Ok(Exit::Clean)
}

/// Events about subtasks, all of them or none.
fn about(
    session: &Session,
    kind: EventKind,
    what: &What,
    validated: Option<Validated>,
    now: Moment,
) -> Result<Exit, Failure> {
    let plan = &session.compilation.plan;
    let run = replay(plan, &session.read()?);
    let targets = targets(plan, &run, kind, what)?;
    let stated = what.window.map_or_else(session::window, |window| Ok(Some(window)))?;
    let event = |target: &Target| -> Result<Event, Failure> {
        let planned = target.ix.and_then(|ix| plan.subtask(ix).window);
        let window = if kind == EventKind::Start { stated.or(planned) } else { stated };
        let key = target.ix.map_or(target.name.clone(), |ix| plan.subtask(ix).key.clone());
        Ok(Event { validated, ..blank(kind, Some(key), window, &what.common, now)? })
    };
    let events: Vec<Event> = targets.iter().map(event).collect::<Result<_, _>>()?;
    if kind == EventKind::Start {
        objections::tell(session, &run, &targets);
    }
    add(session, events, now)?;
    let after = replay(plan, &session.read()?);
    output::print(&said(session, kind, &targets, &after))?;
    Ok(Exit::Clean)
}

/// One line per subtask, and what may start now.
fn said(session: &Session, kind: EventKind, targets: &[Target], run: &Run) -> String {
    use std::fmt::Write;
    let plan = &session.compilation.plan;
    let mut text = String::new();
    for target in targets {
        let Some(ix) = target.ix else {
            let _ = writeln!(text, "{} {}", kind.name(), crate::emit::tty::line(&target.name));
            continue;
        };
        let _ = write!(text, "{} {}", kind.name(), crate::emit::tty::line(plan.name(ix)));
        let last = run.of(ix).last();
        if let Some(window) = last.and_then(|attempt| attempt.window) {
            let _ = write!(text, " in window {window}");
        }
        if let Some(took) = last.and_then(|attempt| run.worked(attempt)) {
            let planned = session.compilation.estimates[ix.index()].likely;
            let _ = write!(text, ", {} (planned {})", length(took), length(planned));
        }
        text.push('\n');
    }
    if kind == EventKind::Done {
        let locks = crate::schedule::locks(plan);
        let progress =
            runlog::progress(plan, session.compilation.graph(), &locks, run, Gate::Done, &session.tails());
        let ready = if run.paused_since().is_some() { &[] } else { progress.ready.as_slice() };
        let names: Vec<_> = ready.iter().take(12).map(|&ix| crate::emit::tty::line(plan.name(ix))).collect();
        if !names.is_empty() {
            let more = if ready.len() > 12 { ", …" } else { "" };
            let _ = writeln!(text, "may start now: {}{more}", names.join(", "));
        }
    }
    text
}

/// `planc log note` without subtasks is about the run.
fn note(session: &Session, what: &What, now: Moment) -> Result<Exit, Failure> {
    if what.common.note.is_none() {
        return Err(Failure("a note needs words: planc log note 1.1.4 --note TEXT".to_owned()));
    }
    if what.subtasks.is_empty() && what.phase.is_none() && what.feature.is_none() && what.window.is_none() {
        return whole(session, EventKind::Note, &what.common, false, now);
    }
    about(session, EventKind::Note, what, None, now)
}

/// An event about the whole run.
fn whole(
    session: &Session,
    kind: EventKind,
    common: &Common,
    force: bool,
    now: Moment,
) -> Result<Exit, Failure> {
    let event = blank(kind, None, None, common, now)?;
    let run = replay(&session.compilation.plan, &session.read()?);
    let paused = run.paused_since().is_some();
    match kind {
        EventKind::Begin if !force && run.began.is_some() => {
            return Err(Failure(format!(
                "{} already holds a run; move it away, name another file with --log, or use --force",
                session.shown()
            )));
        }
        EventKind::Pause if paused => return Err(Failure("the run is paused already".to_owned())),
        EventKind::Resume if !paused => return Err(Failure("the run is not paused".to_owned())),
        _ => {}
    }
    add(session, vec![event], now)?;
    output::print(&format!("{}\n", kind.name()))?;
    Ok(Exit::Clean)
}

/// Adds events to the log, all of them or none.
fn add(session: &Session, events: Vec<Event>, now: Moment) -> Result<(), Failure> {
    session.prepare()?;
    io::append_log(session.log(), Unlocked::Apart(&clock::writer(now)), |bytes| {
        let first = next_seq(bytes);
        let numbered = events.into_iter().zip(first..).map(|(event, seq)| Event { seq, ..event });
        Ok((numbered.map(|event| runlog::line(&event)).collect(), ()))
    })
}

/// An event of this process.
pub(super) fn blank(
    kind: EventKind,
    subtask: Option<String>,
    window: Option<u32>,
    common: &Common,
    now: Moment,
) -> Result<Event, Failure> {
    if let Some(note) = common.note.as_ref().filter(|note| note.len() > MAX_NOTE) {
        return Err(Failure(format!(
            "the note has {} bytes, and a log takes at most {MAX_NOTE}; keep the words in a file and name it",
            note.len()
        )));
    }
    let at = common.at.as_deref().map_or(Ok(now), |text| clock::at(text, now))?;
    Ok(Event {
        at,
        kind,
        subtask,
        window,
        note: common.note.clone(),
        validated: None,
        undoes: None,
        writer: clock::writer(now),
        seq: 0,
    })
}
