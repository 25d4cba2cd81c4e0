use std::fmt::Write;

use super::args::Global;
use super::exit::{Exit, Failure};
use super::pack_args::{Form, Pack, Screens};
use super::rerun::{self, RunState};
use super::{load, output, part, stale, template, write};
use crate::emit::pack::{NoPart, Rerun};
use crate::emit::{self, PackOptions};
use crate::io::{self, Entry};

/// `planc pack`.
pub(super) fn run(args: &Pack, _global: &Global) -> Result<Exit, Failure> {
    let template = template::read(args.form.template.as_deref())?;
    let mut compilation = write::compiled(&args.paths, &args.output)?;
    let mode = args.output.mode.mode();
    let run = rerun::state(args, &compilation)?;
    if let Some(run) = &run {
        rerun::resume(&mut compilation, run, mode);
    }
    let material = load::material(&compilation, mode);
    let wanted = part::part(&args.part, &compilation.plan, run.as_ref())?;
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
    let options = PackOptions {
        template: template.as_ref(),
        style: args.form.style.style(),
        monitors: args.screens.monitors,
        run: stand,
        part: part.as_deref(),
        rerun: failed.map(|(run, stand)| Rerun { stand, failed: &run.failed, blocked: &run.blocked }),
    };
    let artifacts = emit::pack(&material, &options).map_err(template::failure)?;
    let mut settings = settings(&args.form, &args.screens)?;
    if let Some(run) = &run {
        let _ = write!(settings, " log={}", run.digest);
    }
    let mut options = write::options(&compilation, &args.output, &settings);
    options.part = wanted.map(|_| part::words(&args.part));
    if args.check {
        return stale::check(&args.output.out, &artifacts, &options);
    }
    write::write(&compilation, &args.output, &artifacts, &options)
}

/// What prompt files are made with, in words of the command line; a template by its bytes.
pub(super) fn settings(form: &Form, screens: &Screens) -> Result<String, Failure> {
    let mut text = format!(" style={}", form.style.style().name());
    if let Some(path) = &form.template {
        let display = path.display().to_string();
        let input = io::Input { display, origin: io::InputOrigin::File(path.clone()) };
        let _ = write!(text, " template={}", &Entry::of("", &io::read(&[input])?.concat()).sha256[..12]);
    }
    if let Some(monitors) = screens.monitors {
        let _ = write!(text, " monitors={monitors}");
    }
    Ok(text)
}
