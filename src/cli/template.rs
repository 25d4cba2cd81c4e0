use std::path::{Path, PathBuf};

use super::exit::Failure;
use super::project::Project;
use super::settings::Limits;
use crate::emit::{EngineOptions, RenderError, TextTemplate};
use crate::io::{self, Input, InputOrigin};

/// The largest template that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// The template of prompt files that the user names.
pub(super) fn read(path: Option<&Path>, limits: &Limits) -> Result<Option<TextTemplate>, Failure> {
    let Some(path) = path else { return Ok(None) };
    let limits = limited(limits);
    let template = TextTemplate::new(&path.display().to_string(), &text(path)?).map_err(failure)?;
    Ok(Some(template.within(limits.fuel, limits.cap)))
}

/// Pages within the limits of the configuration.
pub(super) fn limited(limits: &Limits) -> EngineOptions {
    EngineOptions {
        fuel: u64::from(limits.template_fuel.value.0),
        cap: limits.output_size.value.0 as usize,
        ..EngineOptions::default()
    }
}

/// The text of a template.
pub(super) fn text(path: &Path) -> Result<String, Failure> {
    let display = path.display().to_string();
    let input = Input { display: display.clone(), origin: InputOrigin::File(path.to_owned()) };
    let text = String::from_utf8(io::read(&[input], LARGEST)?.concat())
        .map_err(|_| Failure(format!("{display}: a template has to be UTF-8 text")))?;
    if text.contains('\0') {
        return Err(Failure(format!("{display}: a template may not hold a zero byte")));
    }
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}

/// The template that the configuration names.
pub(super) fn configured(project: &Project) -> Option<PathBuf> {
    project.settings.pack.template.value.as_ref().map(|path| project.path(&path.0))
}

/// What is wrong with a template, with file and line where they are known.
pub(super) fn failure(error: RenderError) -> Failure {
    match error {
        RenderError::Template { name, line: Some(line), reason } => {
            Failure(format!("{name}:{line}: {reason}"))
        }
        RenderError::Template { name, line: None, reason } => Failure(format!("{name}: {reason}")),
        other => Failure(format!("failed to {other}")),
    }
}
