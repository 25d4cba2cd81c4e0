use std::collections::BTreeMap;

use super::args::{Build, Global};
use super::exit::{Exit, Failure};
use super::project::project;
use super::{load, pack, template, write};
use crate::emit::{self, Engine, PackOptions, html, json_files};

/// `planc build`.
pub(super) fn run(args: &Build, global: &Global) -> Result<Exit, Failure> {
    let project = project(global, &args.paths, None)?;
    let expanded = project.settings.limits.expanded_needs.value.0 as usize;
    let work = write::compiled(project, &args.paths, &args.output, &args.form, None)?;
    let template = template::read(work.template.as_deref())?;
    let material = load::material(&work.compilation, work.mode);
    let monitors = args.screens.monitors;
    let options = PackOptions {
        template: template.as_ref(),
        style: args.form.style.style(),
        monitors,
        chains: args.screens.bundle_chains,
        ..PackOptions::default()
    };
    let mut artifacts = emit::pack(&material, &options).map_err(template::failure)?;
    artifacts.extend(json_files(&material, expanded));
    artifacts.push(html::index(&material)?);
    artifacts.extend(html::prompt_pages_on(&Engine::new(&BTreeMap::new())?, &material, monitors)?);
    let settings = pack::settings(&options)?;
    work.write(&args.output, &artifacts, &work.options(&args.output, &settings))
}
