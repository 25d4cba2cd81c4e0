use super::args::{Global, Limits};
use super::exit::{Exit, Failure};
use super::log_args::RunPlace;
use super::session::{self, Session};
use super::status_args::{RestMode, Status, StatusFormat};
use super::{clock, output, require, watch, write};
use crate::compile::Options;
use crate::emit::view::{StatusView, to_json};
use crate::emit::{Clocks, pack, terminal, tty};
use crate::io;
use crate::runlog::{self, FilesCheck, Forecast, Moment, Progress, Run, RunLog, Standing, replay};
use crate::schedule::{self, Lock, Mode};

/// `planc status`: exit 1 where `--require` or `--files` is not satisfied.
pub(super) fn run(args: &Status, global: &Global) -> Result<Exit, Failure> {
    let place = RunPlace { logs: args.logs.clone(), plan: args.paths.clone() };
    let session = session::open(&place, global, |project| {
        let limits = Limits { windows: args.windows, ..Limits::default() };
        // As many windows as the pages of the same plan follow.
        let windows = write::schedule(project, None, &limits).1.windows;
        Options { schedule_up_to: 0, windows, ..project.scheduled(&limits, Mode::Dataflow) }
    })?;
    let offset = session.offset(args.zone.as_deref())?;
    session.tell_missing();
    if args.watch {
        return watch::run(&session, args, &|live| text(&session, args, offset, live, global));
    }
    let (text, satisfied) = text(&session, args, offset, false, global)?;
    output::print(&text)?;
    Ok(Exit::findings(!satisfied))
}

/// What `planc status` prints about the present where nothing else is asked.
pub(super) fn brief(session: &Session, global: &Global) -> Result<String, Failure> {
    Ok(text(session, &Status::default(), session.offset(None)?, true, global)?.0)
}

/// What to print, and whether everything that was asked for holds.
///
/// `live` makes it about the present where no moment is stated.
fn text(
    session: &Session,
    args: &Status,
    offset: i32,
    live: bool,
    global: &Global,
) -> Result<(String, bool), Failure> {
    let state = RunState::new(session, args, live)?;
    let standing = state.standing(session);
    let forecast = state.forecast(session, args)?;
    let files = args.files.then(|| checked(session, &state));
    let phase_gate = session.phase_gate(args.gate);
    let view = StatusView::new(&standing, forecast.as_ref(), phase_gate, files.as_ref());
    let foretold = forecast.iter().flat_map(|forecast| {
        let ends = [forecast.p80, Some(crate::syntax::Minutes::from_parts(forecast.course.end))];
        ends.into_iter().flatten().filter_map(|left| Some(state.now?.after(left)))
    });
    let shown = state.run.began.into_iter().chain(state.now);
    let mut text = match args.format {
        StatusFormat::Json => to_json(&view),
        StatusFormat::Csv => pack::run_csv(&view, Clocks::new(offset, shown), args.csv_raw),
        StatusFormat::Markdown => pack::run_markdown(&view, Clocks::new(offset, shown)),
        StatusFormat::Full => {
            let clocks = Clocks::new(offset, shown.chain(foretold));
            tty::guard(terminal::status(&view, clocks, output::look(global)))
        }
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let clean = files.is_none_or(|files| files.missing.is_empty() && files.clashes.is_empty());
    let reached = match &args.require {
        Some(requirement) => require::reached(&session.compilation.plan, &state.progress, requirement)?,
        None => true,
    };
    Ok((text, clean && reached))
}

/// The log related to the plan at a moment.
pub(super) struct RunState {
    run: Run,
    progress: Progress,
    locks: Vec<Lock>,
    now: Option<Moment>,
}

impl RunState {
    fn new(session: &Session, args: &Status, live: bool) -> Result<RunState, Failure> {
        let plan = &session.compilation.plan;
        let stated = args.now.as_deref().or(live.then_some("now"));
        let stated = stated.map(|text| clock::at(text, clock::now())).transpose()?;
        let log = until(session.read()?, stated);
        let run = replay(plan, &log);
        let locks = if session.options.file_locks { schedule::locks(plan) } else { Vec::new() };
        let gate = session.need_gate(args.gate);
        let progress =
            runlog::progress(plan, session.compilation.graph(), &locks, &run, gate, &session.tails());
        let now = stated.or(run.last);
        Ok(RunState { run, progress, locks, now })
    }

    fn standing<'a>(&'a self, session: &'a Session) -> Standing<'a> {
        let compilation = &session.compilation;
        Standing {
            plan: &compilation.plan,
            graph: compilation.graph(),
            locks: &self.locks,
            estimates: &compilation.estimates,
            run: &self.run,
            progress: &self.progress,
            now: self.now,
        }
    }

    fn forecast(&self, session: &Session, args: &Status) -> Result<Option<Forecast>, Failure> {
        let barriers = args.mode.map(|mode| mode == RestMode::Phases);
        let standing = self.standing(session);
        Ok(match session.options.windows {
            Some(windows) => runlog::forecast_shared(&standing, windows, barriers),
            None => runlog::forecast(&standing, self.windows(session)?, barriers),
        })
    }

    /// The plan's largest window, else the number worth opening; no less than ran at all.
    fn windows(&self, session: &Session) -> Result<u32, Failure> {
        let planned = session.compilation.plan.largest_window();
        Ok(planned.map_or_else(|| worthwhile(session), Ok)?.max(self.run.windows()))
    }
}

/// Plans of more subtasks are not scheduled for a status: their widest level says how many windows help.
const LARGE: usize = 1_000;

/// The number of windows worth opening, for a plan that states none.
fn worthwhile(session: &Session) -> Result<u32, Failure> {
    let (plan, graph) = (&session.compilation.plan, session.compilation.graph());
    if plan.subtasks.len() > LARGE {
        let mut levels = vec![0; graph.height() as usize + 1];
        plan.indices().for_each(|ix| levels[graph.level(ix) as usize] += 1);
        return Ok(levels.into_iter().max().unwrap_or(1));
    }
    let file_locks = session.options.file_locks;
    let limits = schedule::Limits { file_locks, rough: true, ..schedule::Limits::default() };
    match schedule::schedules(plan, graph, &session.compilation.estimates, &limits) {
        Ok(schedules) => Ok(schedules.windows),
        Err(schedule::ScheduleError::Cycle) => Ok(1),
        Err(error) => Err(Failure(format!("internal error, please report it: {error}"))),
    }
}

/// The log without what happened later.
fn until(mut log: RunLog, stated: Option<Moment>) -> RunLog {
    if let Some(now) = stated {
        let all = log.events.len();
        log.events.retain(|event| event.at <= now);
        let later = all - log.events.len();
        if later > 0 {
            let events = if later == 1 { "event is" } else { "events are" };
            output::notice(&format!("note: {later} later {events} left out, since --now is {now}"));
        }
    }
    log
}

/// Looks at the files of finished subtasks below the plan root.
fn checked(session: &Session, state: &RunState) -> FilesCheck {
    let plan = &session.compilation.plan;
    let paths = runlog::finished_files(plan, &state.progress);
    let faults = io::written(session.root(), paths.iter().map(|(_, path)| *path));
    let missing = paths.iter().zip(faults);
    FilesCheck {
        checked: paths.len(),
        missing: missing.filter_map(|((ix, path), fault)| Some((*ix, (*path).to_owned(), fault?))).collect(),
        clashes: runlog::clashes(&schedule::locks(plan), &state.run, state.now),
    }
}
