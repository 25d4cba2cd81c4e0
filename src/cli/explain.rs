use std::fs;
use std::path::{Path, PathBuf};

use super::args::{Global, Plan};
use super::exit::{Exit, Failure};
use super::project::project;
use super::{load, output};
use crate::compile::{self, Input};
use crate::emit::terminal;
use crate::io::InputOrigin;
use crate::schedule::Mode;
use crate::syntax;

/// What `--explain` asks about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// The file; without one the only file that is read.
    file: Option<PathBuf>,
    /// A line, counted from 1; without one the whole file.
    line: Option<u32>,
}

/// `12`, `plan.md`, `plan.md:12`.
pub(super) fn asked(text: &str) -> Result<Asked, String> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|&line| line > 0);
    if let Some(line) = number(text) {
        return Ok(Asked { file: None, line: Some(line) });
    }
    let (file, line) = match text.rsplit_once(':').and_then(|(file, line)| Some((file, number(line)?))) {
        Some((file, line)) => (file, Some(line)),
        None => (text, None),
    };
    if file.is_empty() || file == "0" {
        return Err("write a line, a file, or both, such as 12, plan.md or plan.md:12".to_owned());
    }
    Ok(Asked { file: Some(PathBuf::from(file)), line })
}

/// `planc plan --explain`.
pub(super) fn run(asked: &Asked, args: &Plan, global: &Global) -> Result<Exit, Failure> {
    let project = project(global, &args.paths, None)?;
    let options = project.unscheduled(args.needs.needs);
    let at = file(asked, &project.inputs, &project.origins)?;
    let reading = options.reading.get(&project.inputs[at].root).cloned().unwrap_or_default();
    let compilation = compile::compile(project.inputs, &options)?;
    let source = &compilation.sources[at];
    let trace = syntax::trace(compilation.documents[at].file, source, &reading);
    let material = load::material(&compilation, Mode::Phases);
    let look = output::look(global);
    let text = match asked.line {
        None => terminal::explain_file(&material, &trace, look),
        Some(line) => terminal::explain_line(&material, &trace, line, look).ok_or_else(|| {
            Failure(format!("{} has no line {line}; its last one is {}", source.path(), trace.lines.len()))
        })?,
    };
    output::print(&text)?;
    Ok(Exit::Clean)
}

/// The index of the file that is asked about: the file of that path, else the only one whose path ends like it.
fn file(asked: &Asked, inputs: &[Input], origins: &[InputOrigin]) -> Result<usize, Failure> {
    let Some(file) = &asked.file else {
        return match inputs.len() {
            1 => Ok(0),
            count => Err(Failure(format!(
                "{count} files are read; write the file before the line, as in FILE:LINE"
            ))),
        };
    };
    let real = fs::canonicalize(file).ok().map(InputOrigin::File);
    if let Some(at) = real.and_then(|real| origins.iter().position(|origin| *origin == real)) {
        return Ok(at);
    }
    let name = file.display();
    let ends = |path: &str| Path::new(path).ends_with(file);
    let mut alike = (0..inputs.len()).filter(|&at| ends(&inputs[at].path));
    match (alike.next(), alike.next()) {
        (Some(at), None) => Ok(at),
        (Some(_), Some(_)) => Err(Failure(format!("several files end with {name}; write more of the path"))),
        (None, _) => Err(Failure(format!(
            "{name} is not among the files that are read; name it, or its folder, as a path too"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_a_file_or_both() {
        let both = |file: Option<&str>, line| Ok(Asked { file: file.map(PathBuf::from), line });
        assert_eq!(asked("12"), both(None, Some(12)));
        assert_eq!(asked("a/plan.md"), both(Some("a/plan.md"), None));
        assert_eq!(asked("C:\\plan.md:7"), both(Some("C:\\plan.md"), Some(7)));
        assert!(asked("0").is_err() && asked("").is_err() && asked(":4").is_err());
    }
}
