use super::exit::{Exit, Failure};
use super::log_args::What;
use super::session::Session;
use super::{clock, log, output, targets};
use crate::io::{self, Unlocked};
use crate::runlog::{self, Event, EventKind, Moment, Undoes, next_seq};

/// Takes back the last event, or the last one about each subtask.
pub(super) fn run(session: &Session, what: &What, now: Moment) -> Result<Exit, Failure> {
    if what.phase.is_some() || what.feature.is_some() || what.window.is_some() {
        return Err(Failure(
            "undo takes ids: planc log undo 1.1.4 takes back the last event about it".to_owned(),
        ));
    }
    let plan = &session.compilation.plan;
    let mut names: Vec<Option<String>> = Vec::new();
    for name in &what.subtasks {
        let ix = targets::find(plan, name, what.force)?;
        names.push(Some(ix.map_or(name.clone(), |ix| plan.subtask(ix).key.clone())));
    }
    if session.read()?.events.is_empty() {
        return Err(Failure("nothing that was logged is left to take back".to_owned()));
    }
    session.prepare()?;
    let taken = io::append_log(session.log(), Unlocked::Apart(&clock::writer(now)), |bytes| {
        let log = session.look()?;
        let (mut lines, mut taken) = (Vec::new(), Vec::new());
        let wanted: Vec<Option<&String>> =
            if names.is_empty() { vec![None] } else { names.iter().map(Option::as_ref).collect() };
        let mut gone = runlog::undone(&log);
        for (seq, name) in (next_seq(bytes)..).zip(wanted) {
            let about = |event: &Event| name.is_none() || event.subtask.as_ref() == name;
            let last = log.events.iter().enumerate().rev().find(|(at, event)| !gone[*at] && about(event));
            let Some((at, event)) = last else {
                let about = name.map_or(String::new(), |name| format!(" about {name}"));
                return Err(Failure(format!("nothing that was logged{about} is left to take back")));
            };
            gone[at] = true;
            let subtask = event.subtask.clone();
            let undo = Event {
                undoes: (event.seq > 0).then(|| Undoes { seq: event.seq, writer: writer(event) }),
                seq,
                ..log::blank(EventKind::Undo, subtask, None, &what.common, now)?
            };
            lines.push(runlog::line(&undo));
            taken.push(event.clone());
        }
        Ok((lines, taken))
    })?;
    let words: Vec<String> = taken.iter().map(|event| format!("took back {}\n", named(event))).collect();
    output::print(&words.concat())?;
    Ok(Exit::Clean)
}

fn writer(event: &Event) -> Option<String> {
    Some(event.writer.clone()).filter(|writer| !writer.is_empty())
}

fn named(event: &Event) -> String {
    let about = event.subtask.as_deref().map_or(String::new(), |subtask| format!(" {subtask}"));
    crate::emit::tty::line(&format!("{}{about} of {}", event.kind.name(), event.at)).into_owned()
}
