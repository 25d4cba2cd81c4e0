use std::path::PathBuf;

use super::exit::Failure;
use super::output;
use crate::compile::{self, Compilation, Input, Options};
use crate::emit::Material;
use crate::plan::FileRole;
use crate::schedule::Mode;

/// Compiles what was read; paths without any plan are refused.
pub(super) fn compile_plan(
    inputs: Vec<Input>,
    paths: &[PathBuf],
    options: &Options,
) -> Result<Compilation, Failure> {
    let compilation = compile::compile(inputs, options)?;
    if compilation.plan.subtasks.is_empty() {
        return Err(no_plan(paths));
    }
    apart(&compilation);
    for choice in &compilation.plan.maps {
        // A map that the configuration names surprises nobody.
        let role = options.roles.get(choice.chosen.index()).copied().unwrap_or_default();
        if !choice.others.is_empty() && role != FileRole::Map {
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
        prompt_name: &compilation.prompt_name,
        findings: &compilation.findings,
    }
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}
