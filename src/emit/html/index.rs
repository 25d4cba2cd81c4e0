use std::collections::BTreeMap;

use super::claims::claims;
use super::conflicts::conflicts;
use super::critical::critical;
use super::curve_table::curve_table;
use super::executions::executions;
use super::features::features;
use super::figures::figures;
use super::findings::findings;
use super::lanes::lanes;
use super::needs_map::needs_map;
use super::page::shell;
use super::phases::phases;
use super::stated_times::{stated_times, words};
use super::subtasks::subtasks;
use super::verdict::verdict;
use super::{Markup, parts};
use crate::emit::engine::Engine;
use crate::emit::page_facts::{HUES, PageFacts};
use crate::emit::{Artifact, Material, RenderError, svg};

/// Subtasks up to which a page carries all needs for highlighting.
const LINKED: usize = 1000;

/// `index.html` with the built-in templates.
///
/// # Errors
/// The page would be larger than 32 MiB.
pub fn index(material: &Material<'_>) -> Result<Artifact, RenderError> {
    index_with(&Engine::new(&BTreeMap::new())?, material, Beside::default())
}

/// Which other pages stand beside the one of the plan; it links to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// `run.html`.
    pub run: bool,
    /// `prompts.html`.
    pub prompts: bool,
    /// `plan.json`, `schedule.json`, `findings.json`, `map.md` and `tracking.csv`.
    pub files: bool,
}

/// `index.html` with the templates of `engine`.
///
/// # Errors
/// A template names a value that is not given, runs too long, or writes more than 32 MiB.
pub fn index_with(engine: &Engine, material: &Material<'_>, beside: Beside) -> Result<Artifact, RenderError> {
    let facts = PageFacts::new(material);
    let stated = material.schedules.map_or_else(Vec::new, |schedules| stated_times(&facts, schedules));
    let context = shell(engine, material, &["page", "plan"], &["page", "controls", "plan"])
        .text("verdict", verdict(&facts))
        .text("run", if beside.run { "run.html" } else { "" })
        .text("prompts", if beside.prompts { "prompts.html" } else { "" })
        .text("files", if beside.files { "yes" } else { "" })
        .text("mode", facts.execution.map_or("", |execution| execution.mode.name()))
        .text("needs", material.schedules.map_or("union", |schedules| schedules.needs.name()))
        .text("locks", material.schedules.map_or("", |s| if s.file_locks { "yes" } else { "" }))
        .text("barred", if facts.len() > 300 { facts.len().to_string() } else { String::new() })
        .markup("figures", figures(&facts))
        .markup("executions", executions(&facts))
        .markup("findings", findings(&facts))
        .markup("gantt", lanes(&facts))
        .markup("legend", legend(&facts))
        .markup("curve", material.schedules.map_or_else(Markup::new, |s| svg::curve(s, &stated)))
        .text("stated", words(&stated))
        .markup("curve_table", material.schedules.map_or_else(Markup::new, curve_table))
        .markup("critical", critical(&facts))
        .markup("graph", needs_map(&facts))
        .markup("phases", phases(&facts))
        .markup("conflicts", conflicts(&facts))
        .markup("features", features(&facts))
        .markup("claims", claims(&facts))
        .markup("subtasks", subtasks(&facts))
        .markup("data", data(&facts));
    Ok(Artifact { path: "index.html".to_owned(), bytes: engine.render("index.html", context)? })
}

/// What the colours of bars and boxes mean.
fn legend(facts: &PageFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let plan = facts.material.plan;
    let names: Vec<(String, &str)> = match plan.features.as_slice() {
        [one] => {
            one.tracks.iter().map(|track| (format!("Track {}", track.id), track.title.as_str())).collect()
        }
        many => many.iter().map(|f| (format!("Feature {}", f.id), f.title.as_str())).collect(),
    };
    out.raw("<ul class=\"legend\">");
    for (at, (name, title)) in names.iter().enumerate().take(HUES) {
        let class = format!("key c{at}");
        out.raw("<li>").element("i", &[("class", &class)], "").raw(" ").text(name);
        if !title.is_empty() {
            out.raw(" ").text(title);
        }
    }
    if names.len() > HUES {
        out.raw("<li>colours repeat after ").text(&parts::counted(HUES, "name"));
    }
    out.raw("<li><i class=\"key k\"></i> critical: determines the makespan</ul>");
    out
}

/// Direct needs by row of the table of all subtasks, for highlighting what leads to a subtask and what follows from it.
fn data(facts: &PageFacts<'_>) -> Markup {
    let mut out = Markup::new();
    if facts.len() > LINKED {
        return out;
    }
    let rows: Vec<String> = facts
        .material
        .plan
        .sorted
        .iter()
        .map(|&ix| {
            let needs = facts.direct(ix, 200).first;
            let rows: Vec<String> =
                needs.iter().map(|&n| facts.material.plan.position(n).to_string()).collect();
            format!("[{}]", rows.join(","))
        })
        .collect();
    out.island("needs", &format!("[{}]", rows.join(",")));
    out
}
