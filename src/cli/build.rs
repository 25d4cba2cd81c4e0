use std::collections::BTreeMap;

use super::args::{Build, Global};
use super::exit::{Exit, Failure};
use super::{load, pack, template, write};
use crate::emit::{self, Engine, PackOptions, html, json_files};

/// `planc build`.
pub(super) fn run(args: &Build, _global: &Global) -> Result<Exit, Failure> {
    let template = template::read(args.form.template.as_deref())?;
    let compilation = write::compiled(&args.paths, &args.output)?;
    let material = load::material(&compilation, args.output.mode.mode());
    let monitors = args.screens.monitors;
    let options = PackOptions {
        template: template.as_ref(),
        style: args.form.style.style(),
        monitors,
        ..PackOptions::default()
    };
    let mut artifacts = emit::pack(&material, &options).map_err(template::failure)?;
    artifacts.extend(json_files(&material));
    artifacts.push(html::index(&material)?);
    artifacts.extend(html::prompt_pages_on(&Engine::new(&BTreeMap::new())?, &material, monitors)?);
    let settings = pack::settings(&args.form, &args.screens)?;
    write::write(
        &compilation,
        &args.output,
        &artifacts,
        &write::options(&compilation, &args.output, &settings),
    )
}
