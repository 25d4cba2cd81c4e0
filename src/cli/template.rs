use std::path::Path;

use super::exit::Failure;
use crate::emit::{RenderError, TextTemplate};
use crate::io::{self, Input, InputOrigin};

/// The template of prompt files that the user names.
pub(super) fn read(path: Option<&Path>) -> Result<Option<TextTemplate>, Failure> {
    let Some(path) = path else { return Ok(None) };
    let display = path.display().to_string();
    let input = Input { display: display.clone(), origin: InputOrigin::File(path.to_owned()) };
    let text = String::from_utf8(io::read(&[input])?.concat())
        .map_err(|_| Failure(format!("{display}: a template has to be UTF-8 text")))?;
    if text.contains('\0') {
        return Err(Failure(format!("{display}: a template may not hold a zero byte")));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    TextTemplate::new(&display, text).map(Some).map_err(failure)
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
