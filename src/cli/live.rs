//! `planc watch`.

use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::args::Global;
use super::build::Asked;
use super::configuration::configuration;
use super::exit::{Exit, Failure};
use super::log_args::{Notify, NotifyFormat, RunPlace};
use super::pack_args::{Form, Screens};
use super::project::project;
use super::replayed::recorded;
use super::root_settings::log_place;
use super::run_args::RunFlags;
use super::session::{self, Session};
use super::watch_args::Watch;
use super::write::Work;
use super::{build, clock, launch, load, notify, output, status, template, write};
use crate::emit::finding::{Omitted, concise, summary};
use crate::emit::{Artifact, Places, html};
use crate::io::{self, WriteOptions};
use crate::schedule::Mode;

/// Findings that are listed.
const FINDINGS: usize = 20;

/// Clears the screen and goes to its top; only a terminal is told so.
const TOP: &str = "\u{1b}[H\u{1b}[2J";

/// `planc watch`.
#[expect(clippy::disallowed_methods, reason = "how long to watch is counted from here")]
pub(super) fn run(args: &Watch, global: &Global) -> Result<Exit, Failure> {
    let length = args.length.as_deref().map(clock::length).transpose()?;
    let end = length.map(|length| Instant::now() + length);
    let place = Place::new(args, global)?;
    if args.notify {
        notify::ready(&telling(args), global, &place.plan)?;
    }
    if let Some(out) = &args.output.out {
        // A folder that is not ours is refused once and not after every change.
        io::write(out, &[], &WriteOptions { force: true, dry_run: true, ..WriteOptions::default() })?;
    }
    if args.once {
        return refresh(args, global, &place, &mut false).map(|made| Exit::findings(made.failing));
    }
    let mut watch = io::Watch::new()?;
    let (mut last, mut was_read) = (Made::default(), false);
    loop {
        // Watched before it is read, so that no change between the two is missed.
        while watch.follow(place.folders())? {}
        match refresh(args, global, &place, &mut was_read) {
            Ok(made) => last = made,
            // Who watches where there is no plan named the wrong folder.
            Err(failure) if !was_read => return Err(failure),
            // The next change may mend it.
            Err(failure) => output::complain(&failure.to_string()),
        }
        if !watch.wait(end, |path| place.matters(path, last.any_file)) {
            return Ok(Exit::findings(last.failing));
        }
    }
}

/// What a look at everything found.
#[derive(Default)]
struct Made {
    /// Whether the configuration names files of any ending.
    any_file: bool,
    /// Whether there are findings at or above `--fail-on`.
    failing: bool,
}

/// Where what is watched stands.
struct Place {
    /// Files and folders of the plan, as they were named.
    plan: Vec<PathBuf>,
    /// The same without links.
    real: Vec<PathBuf>,
    logs: Vec<PathBuf>,
    out: Option<PathBuf>,
}

impl Place {
    fn new(args: &Watch, global: &Global) -> Result<Place, Failure> {
        let here = std::env::current_dir().map_err(|error| Failure(format!("no current folder: {error}")))?;
        let plan = if args.paths.is_empty() { vec![io::plan_root(&here)] } else { args.paths.clone() };
        let real = |path: &PathBuf| {
            path.canonicalize().map_err(|error| Failure(format!("cannot watch {}: {error}", path.display())))
        };
        let known = configuration(global, &plan)?;
        let logs = session::logs(&args.logs, log_place(&known.settings, &known.folder))?.0;
        let real = plan.iter().map(real).collect::<Result<_, _>>()?;
        let out = args.output.out.as_deref().map(|out| here.join(out));
        Ok(Place { plan, real, logs: logs.iter().map(|log| absolute(&here.join(log))).collect(), out })
    }

    /// Every folder in which something may change that matters.
    fn folders(&self) -> Vec<PathBuf> {
        let mut folders = Vec::new();
        for path in &self.real {
            if path.is_dir() {
                folders.extend(io::plan_folders(path));
            }
            let start = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(path) };
            let root = io::plan_root(start);
            folders.extend([start.to_owned(), root.join(".config"), root]);
        }
        folders.extend(self.logs.iter().map(|log| io::parts_folder(log)).filter(|parts| parts.is_dir()));
        let logs = self.logs.iter().filter_map(|log| log.parent());
        folders.extend(
            logs.filter_map(|folder| folder.ancestors().find(|folder| folder.is_dir())).map(Path::to_owned),
        );
        folders.retain(|folder| !self.is_output(folder));
        folders
    }

    fn is_output(&self, path: &Path) -> bool {
        self.out.as_ref().is_some_and(|out| path.starts_with(absolute(out)))
    }

    /// Whether a changed path may change what is shown; `any` where the configuration names files of any ending.
    fn matters(&self, path: &Path, any: bool) -> bool {
        let is_log = |log: &PathBuf| {
            log == path || log.parent() == Some(path) || path.starts_with(io::parts_folder(log))
        };
        if self.logs.iter().any(is_log) {
            return true;
        }
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if self.is_output(path) || name.starts_with(".planc-") {
            return false;
        }
        let configuration =
            name == ".gitignore" || io::CONFIG_NAMES.iter().any(|known| known.ends_with(name));
        let known = self.real.iter().any(|real| real == path);
        let hidden = name.starts_with('.');
        configuration
            || known
            || !hidden && (any || io::may_hold_plan(path) || !name.contains('.') || path.is_dir())
    }
}

/// The path without links, where what it names or its folder exists.
fn absolute(path: &Path) -> PathBuf {
    let folder = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(folder).unwrap_or_else(|| path.to_owned())
}

/// Makes everything anew; `was_read` says from then on that there is a plan.
fn refresh(args: &Watch, global: &Global, place: &Place, was_read: &mut bool) -> Result<Made, Failure> {
    let project = project(global, &place.plan, None)?;
    let settings = project.settings.clone();
    let gate = project.log_gate();
    let out = args.output.out.as_deref();
    let launch = launch::launch(&project, &place.plan, &args.launch, out)?;
    let (_, options) = write::schedule(&project, args.output.mode, &args.output.limits);
    let template = template::configured(&project);
    let logs = session::logs(&args.logs, log_place(&project.settings, &project.folder))?;
    let compilation = load::compile_plan(project.inputs, &place.plan, &options)?;
    *was_read = true;
    let limits = settings.limits.clone();
    let any_file = !settings.top.include.value.0.is_empty();
    let session = session::of(compilation, options.clone(), settings, logs)?;
    let text = shown(&session, global)?;
    output::print(&format!("{}{text}", if std::io::stdout().is_terminal() { TOP } else { "" }))?;
    if args.notify {
        notify::tell(&telling(args), &session)?;
    }
    let findings = &session.compilation.findings;
    let failing = findings.iter().any(|finding| args.output.fail_on.fails(finding.severity));
    if let Some(out) = &args.output.out {
        let logs = if session.is_logged() { session.logs.clone() } else { Vec::new() };
        let recorded = recorded(&RunFlags { logs: logs.clone(), now: None })?;
        let (form, screens) = (Form::default(), Screens::default());
        let mut work = Work::new(session.compilation, &options, out.clone(), template)?;
        let asked = Asked {
            launch: &launch,
            form: &form,
            screens: &screens,
            recorded: recorded.as_ref(),
            logs: &logs,
            gate,
            limits: &limits,
        };
        let (artifacts, made_with) = build::artifacts(&mut work, &asked)?;
        let pages: Vec<Artifact> = artifacts.into_iter().map(live).collect();
        work.write(&args.output, &pages, &work.options(&args.output, &made_with))?;
    }
    Ok(Made { any_file, failing })
}

fn live(artifact: Artifact) -> Artifact {
    match (artifact.path.strip_suffix(".html").is_some(), std::str::from_utf8(&artifact.bytes)) {
        (true, Ok(page)) => Artifact { bytes: html::live(page).into_bytes(), path: artifact.path },
        _ => artifact,
    }
}

/// Findings, the verdict, and where the run stands if there is one.
fn shown(session: &Session, global: &Global) -> Result<String, Failure> {
    let compilation = &session.compilation;
    let (material, look) = (load::material(compilation, Mode::Phases), output::look(global));
    let findings = &compilation.findings;
    let listed = &findings[..findings.len().min(FINDINGS)];
    let mut text = concise(&Places::new(&compilation.sources), listed, look.ink);
    if findings.len() > FINDINGS {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "… and {} more, `planc check` shows them", findings.len() - FINDINGS);
    }
    text += &summary(&material, Omitted { comments: &[], known: 0 }, look.ink);
    if session.is_logged() {
        let _ = write!(text, "\n{}", status::brief(session, global)?);
    }
    Ok(text)
}

/// What `planc notify --send` is told.
fn telling(args: &Watch) -> Notify {
    Notify {
        place: RunPlace { logs: args.logs.clone(), plan: args.paths.clone() },
        format: args.notify_format.unwrap_or(NotifyFormat::Text),
        since: None,
        all: false,
        keep: false,
        send: true,
        url_variable: None,
        zone: None,
    }
}
