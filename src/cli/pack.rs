use std::fmt::Write;

use super::args::Global;
use super::exit::{Exit, Failure};
use super::pack_args::Pack;
use super::project::project;
use super::rerun::{self, RunState};
use super::root_settings::log_place;
use super::{launch, load, output, part, stale, template, write};
use crate::emit::pack::{NoPart, Rerun};
use crate::emit::{self, Launchers, PackOptions};

/// `planc pack`.
pub(super) fn run(args: &Pack, global: &Global) -> Result<Exit, Failure> {
    let project = project(global, &args.paths, None)?;
    let out = project.settings.pack.out.value.as_ref().map(|out| project.path(&out.0));
    let limits = project.settings.limits.clone();
    let log = log_place(&project.settings, &project.folder);
    let launch = {
        let out = args.output.out.as_deref().or(out.as_deref());
        launch::launch(&project, &args.paths, &args.launch, out)?
    };
    let mut work = write::compiled(project, &args.paths, &args.output, Some(&args.form), out)?;
    let template = template::read(work.template.as_deref(), &limits)?;
    let run = rerun::state(&args.logs, log, &args.part, &work.compilation)?;
    if let Some(run) = &run {
        rerun::resume(&mut work.compilation, run, work.mode);
    }
    let material = load::material(&work.compilation, work.mode);
    let wanted = part::part(&args.part, &work.compilation.plan, run.as_ref())?;
    let part = match wanted.as_ref().map(|part| part.choose(&material)).transpose() {
        Err(NoPart::Nothing) => {
            output::notice(&format!("note: nothing to pack: {}", part::nothing(&args.part)));
            return Ok(Exit::Findings);
        }
        Err(error) => return Err(part::failure(&error)),
        Ok(part) => part,
    };
    let stand = run.as_ref().map(RunState::stand);
    let failed = run.as_ref().zip(stand).filter(|(run, _)| run.again);
    // Launchers start every subtask, so a part has none.
    let launchers = if part.is_none() { launch::files(&material, &launch) } else { Launchers::default() };
    let options = PackOptions {
        template: template.as_ref(),
        style: args.form.style.style(),
        monitors: args.screens.monitors,
        chains: args.screens.bundle_chains,
        run: stand,
        part: part.as_deref(),
        rerun: failed.map(|(run, stand)| Rerun { stand, failed: &run.failed, blocked: &run.blocked }),
        no_launcher: launchers.left_out,
    };
    let mut artifacts = emit::pack(&material, &options).map_err(template::failure)?;
    artifacts.extend(launchers.files);
    let settings = settings(&options, run.as_ref())?;
    let mut options = work.options(&args.output, &settings);
    options.part = wanted.map(|_| part::words(&args.part));
    if args.check {
        return stale::check(&work.out, &artifacts, &options);
    }
    work.write(&args.output, &artifacts, &options)
}

/// What prompt files are made with, in words of the command line; template and log by their bytes.
pub(super) fn settings(options: &PackOptions, run: Option<&RunState>) -> Result<String, Failure> {
    let mut text = format!(" style={}", options.style.name());
    if let Some(template) = options.template {
        write!(text, " template={}", template.digest())?;
    }
    if let Some(monitors) = options.monitors {
        write!(text, " monitors={monitors}")?;
    }
    if options.chains {
        text.push_str(" chains=on");
    }
    if let Some(run) = run {
        write!(text, " log={}", run.digest)?;
    }
    Ok(text)
}
