//! `run.html`: a run beside its plan.

mod accuracy;
mod attention;
mod chain;
mod doubts;
mod events;
mod facts;
mod figures;
mod load;
mod phases;
mod subtasks;
mod tries;
mod verdict;
mod waiting;
mod windows;

use std::collections::BTreeMap;

use super::page::shell;
use crate::emit::engine::Engine;
use crate::emit::page_facts::PageFacts;
use crate::emit::{Artifact, Material, RenderError, RunMaterial, svg};

use facts::words_of;
pub(in crate::emit) use facts::{RunFacts, cause_words, described};

/// `run.html` with the built-in templates.
///
/// # Errors
/// The page would be larger than 32 MiB.
pub fn run(material: &Material<'_>, run: &RunMaterial<'_>) -> Result<Artifact, RenderError> {
    run_with(&Engine::new(&BTreeMap::new())?, material, run)
}

/// `run.html` with the templates of `engine`.
///
/// # Errors
/// A template names a value that is not given, runs too long, or writes more than 32 MiB.
pub fn run_with(
    engine: &Engine,
    material: &Material<'_>,
    run: &RunMaterial<'_>,
) -> Result<Artifact, RenderError> {
    let plan = PageFacts::new(material);
    let facts = &RunFacts::new(&plan, run);
    let rows = plan.len();
    let logs = run.logs.iter().map(|(path, hash)| {
        crate::emit::engine::Context::default().text("path", path.as_str()).text("hash", hash.as_str())
    });
    let context = shell(engine, material, &["page", "plan", "run"], &["page", "controls", "run"])
        .text("name", run.run.name.as_deref().map_or(String::new(), words_of))
        .text("verdict", verdict::verdict(facts))
        .text("asof", facts.full(run.metrics.timeline.as_of))
        .text("mode", plan.execution.map_or("", |execution| execution.mode.name()))
        .text("barred", if rows > 300 { rows.to_string() } else { String::new() })
        .rows("logs", logs.collect())
        .markup("figures", figures::figures(facts))
        .markup("attention", attention::attention(facts))
        .markup("lanes", svg::run_lanes(facts))
        .markup("legend", svg::run_legend())
        .markup("load", load::load(facts))
        .markup("windows", windows::windows(facts))
        .markup("chain", chain::chain(facts))
        .markup("planned_chain", chain::planned(facts))
        .markup("waiting", waiting::waiting(facts))
        .markup("phases", phases::phases(facts))
        .markup("accuracy", accuracy::accuracy(facts))
        .markup("subtasks", subtasks::subtasks(facts))
        .markup("tries", tries::tries(facts))
        .markup("doubts", doubts::doubts(facts))
        .markup("events", events::events(facts));
    Ok(Artifact { path: "run.html".to_owned(), bytes: engine.render("run.html", context)? })
}
