use std::path::{Path, PathBuf};

use super::args::{Limits, NeedsKind};
use super::exit::Failure;
use super::output;
use crate::compile::{self, Compilation, Input, Options};
use crate::emit::Material;
use crate::io::{self, InputOrigin};
use crate::schedule::Mode;

/// Finds, reads and compiles the plans below `paths`.
pub(super) fn compile(paths: &[PathBuf], options: &Options) -> Result<Compilation, Failure> {
    let (inputs, _) = read(paths)?;
    Ok(compile::compile(inputs, options)?)
}

/// Finds and reads the files below `paths`; each input with where it comes from.
pub(super) fn read(paths: &[PathBuf]) -> Result<(Vec<Input>, Vec<InputOrigin>), Failure> {
    let roots = io::discover(Path::new("."), paths)?;
    let (mut inputs, mut origins) = (Vec::new(), Vec::new());
    for (number, root) in roots.into_iter().enumerate() {
        root.notices.iter().for_each(|text| output::notice(text));
        if let Some(config) = &root.config {
            let name = config.file_name().unwrap_or_default().to_string_lossy();
            output::notice(&format!(
                "note: {name} makes its folder the plan root; this version reads no settings from it"
            ));
        }
        if root.inputs.is_empty() {
            // A folder without a file is a path without a plan: the finding stands at the folder.
            let path = format!("{}/", if root.display().is_empty() { "." } else { root.display() });
            inputs.push(Input { path, bytes: Vec::new(), root: number as u32, named: true });
            origins.push(InputOrigin::File(root.folder.clone()));
        }
        let bytes = io::read(&root.inputs)?;
        for (input, bytes) in root.inputs.iter().zip(bytes) {
            let named = input.origin == InputOrigin::Stdin || root.is_named(input);
            inputs.push(Input { path: input.display.clone(), bytes, root: number as u32, named });
            origins.push(input.origin.clone());
        }
    }
    Ok((inputs, origins))
}

/// As [`read`], with standard input under the name that it is to have.
pub(super) fn read_named(
    paths: &[PathBuf],
    stdin: Option<&Path>,
) -> Result<(Vec<Input>, Vec<InputOrigin>), Failure> {
    let (mut inputs, origins) = read(paths)?;
    if let Some(name) = stdin {
        let Some(at) = origins.iter().position(|origin| *origin == InputOrigin::Stdin) else {
            return Err(Failure(
                "--stdin-filename names standard input, which is read only for the path `-`".to_owned(),
            ));
        };
        inputs[at].path = io::slashes(name);
    }
    Ok((inputs, origins))
}

/// The plans below `paths` as they were at a revision; empty where there were none.
pub(super) fn compile_past(
    paths: &[PathBuf],
    revision: &io::Revision,
    options: &Options,
) -> Result<Compilation, Failure> {
    let mut inputs = Vec::new();
    for (number, root) in io::roots(Path::new("."), paths)?.iter().enumerate() {
        let mut notices = Vec::new();
        for file in revision.collect(root, &io::Filter::default(), &mut notices)? {
            let io::PastFile { display: path, bytes, named } = file;
            inputs.push(Input { path, bytes, root: number as u32, named });
        }
        for text in &notices {
            output::notice(text);
        }
    }
    Ok(compile::compile(inputs, options)?)
}

/// As [`compile`], but paths without any plan are refused.
pub(super) fn compile_plan(paths: &[PathBuf], options: &Options) -> Result<Compilation, Failure> {
    let compilation = compile(paths, options)?;
    if compilation.plan.subtasks.is_empty() {
        return Err(no_plan(paths));
    }
    apart(&compilation);
    for choice in &compilation.plan.maps {
        if !choice.others.is_empty() {
            let path = |file: &crate::source::FileIx| compilation.sources[file.index()].path();
            let others: Vec<&str> = choice.others.iter().map(path).collect();
            output::notice(&format!(
                "note: feature {}: phases and windows are those of {}, not of {}",
                compilation.plan.feature(choice.feature).id,
                path(&choice.chosen),
                others.join(", ")
            ));
        }
    }
    Ok(compilation)
}

/// The failure of paths without any plan.
pub(super) fn no_plan(paths: &[PathBuf]) -> Failure {
    Failure(format!(
        "{}: no subtask is stated here; a plan has lines such as `Window 1: SUBTASK 1.1.1 - Title` or headings \
         such as `## SUBTASK 1.1.1: Title`",
        list(paths)
    ))
}

/// Says which features stand in several roots: people expect files that they name together to join.
pub(super) fn apart(compilation: &Compilation) {
    let mut ids: Vec<&str> = compilation.plan.features.iter().map(|feature| feature.id.as_str()).collect();
    ids.sort_unstable();
    for same in ids.chunk_by(|a, b| a == b).filter(|same| same.len() > 1) {
        output::notice(&format!(
            "note: {} paths define feature {} apart from each other; name their folder to join them",
            same.len(),
            same[0]
        ));
    }
}

/// The failure of a plan whose needs go in a circle.
pub(super) fn cyclic(compilation: &Compilation) -> Failure {
    let plan = &compilation.plan;
    let cycle = compilation.graph().cycles().first();
    let names: Vec<&str> = cycle.iter().flat_map(|cycle| &cycle.subtasks).map(|&ix| plan.name(ix)).collect();
    let place = cycle.and_then(|cycle| cycle.subtasks.first()).map(|&ix| plan.subtask(ix).place);
    let at = place.map_or(String::new(), |place| {
        let source = &compilation.sources[place.file.index()];
        format!("{}:{}: ", source.path(), source.line(place.span.start))
    });
    let first = names.first().copied().unwrap_or_default();
    Failure(format!(
        "{at}needs go in a circle, so nothing can be scheduled: {} → {first}; remove one of these needs \
         (`planc check` shows where each stands)",
        names.join(" → ")
    ))
}

/// The compile options that limits ask for.
pub(super) fn options(limits: &Limits, mode: Mode) -> Options {
    Options {
        windows: limits.windows,
        needs: limits.needs.needs.mode(),
        file_locks: !limits.no_file_locks,
        mode,
        ..Options::default()
    }
}

/// The options of commands without a schedule.
pub(super) fn unscheduled(needs: NeedsKind) -> Options {
    Options { needs: needs.mode(), schedule_up_to: 0, ..Options::default() }
}

/// What outputs are made of.
pub(super) fn material(compilation: &Compilation, mode: Mode) -> Material<'_> {
    Material {
        sources: &compilation.sources,
        documents: &compilation.documents,
        plan: &compilation.plan,
        graph: compilation.graph(),
        estimates: &compilation.estimates,
        schedules: compilation.schedules.as_ref(),
        mode,
        findings: &compilation.findings,
    }
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}
