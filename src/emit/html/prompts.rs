use std::collections::BTreeMap;

use super::Markup;
use super::labels::labels;
use super::monitors::monitors;
use super::page::shell;
use super::parts::counted;
use super::prompt_card::card;
use crate::emit::engine::{Context, Engine};
use crate::emit::hash;
use crate::emit::pack::Stand;
use crate::emit::page_facts::PageFacts;
use crate::emit::slug;
use crate::emit::{Artifact, Material, Monitors, RenderError};
use crate::plan::{FeatureIx, SubtaskIx};
use crate::syntax::Minutes;

/// Prompts of one page in bytes; more are split by feature. A page is about twice as large as its prompts.
const SPLIT: usize = 2_400_000;

/// `prompts.html` with the built-in templates, with all prompts.
///
/// # Errors
/// The page would be larger than 32 MiB.
pub fn prompts(material: &Material<'_>) -> Result<Artifact, RenderError> {
    prompts_with(&Engine::new(&BTreeMap::new())?, material)
}

/// `prompts.html` with the templates of `engine`, with all prompts.
///
/// # Errors
/// A template names a value that is not given, runs too long, or writes more than 32 MiB.
pub fn prompts_with(engine: &Engine, material: &Material<'_>) -> Result<Artifact, RenderError> {
    let facts = PageFacts::new(material);
    page(engine, &facts, "prompts.html", &Part::all(None, None))
}

/// `prompts.html`; where all prompts would make it larger than about 5 MB, a page per feature, and `prompts.html`
/// leads to them.
///
/// # Errors
/// As [`prompts_with`].
pub fn prompt_pages(engine: &Engine, material: &Material<'_>) -> Result<Vec<Artifact>, RenderError> {
    prompt_pages_on(engine, material, None, None)
}

/// The same, saying on which monitor each window sits, and what of a run is done already.
///
/// # Errors
/// As [`prompts_with`].
pub fn prompt_pages_on(
    engine: &Engine,
    material: &Material<'_>,
    monitors: Option<Monitors>,
    stand: Option<Stand<'_>>,
) -> Result<Vec<Artifact>, RenderError> {
    let facts = PageFacts::new(material);
    let prompts = material.plan.subtasks.iter().filter_map(|subtask| subtask.prompt.as_ref());
    let size: usize = prompts.map(|prompt| prompt.stated.span.len()).sum();
    if size <= SPLIT || material.plan.features.len() < 2 {
        return Ok(vec![page(engine, &facts, "prompts.html", &Part::all(monitors, stand))?]);
    }
    let mut pages = Vec::new();
    let mut links: Vec<(String, String)> = Vec::new();
    for (at, feature) in material.plan.features.iter().enumerate() {
        let mut path = format!("prompts-{}.html", slug(&feature.prefix));
        if links.iter().any(|(other, _)| other.eq_ignore_ascii_case(&path)) {
            path = format!("prompts-{}-{}.html", at + 1, slug(&feature.prefix));
        }
        let part = Part { feature: Some(FeatureIx(at as u32)), ..Part::all(monitors, stand) };
        pages.push(page(engine, &facts, &path, &part)?);
        links.push((path, format!("Feature {} {}", feature.id, feature.title)));
    }
    pages.insert(0, page(engine, &facts, "prompts.html", &Part { links, ..Part::all(monitors, stand) })?);
    Ok(pages)
}

/// What one page holds.
#[derive(Default)]
struct Part<'a> {
    /// Only this feature.
    feature: Option<FeatureIx>,
    /// Only links to other pages.
    links: Vec<(String, String)>,
    /// Where windows sit.
    monitors: Option<Monitors>,
    /// How far the run is.
    stand: Option<Stand<'a>>,
}

impl<'a> Part<'a> {
    fn all(monitors: Option<Monitors>, stand: Option<Stand<'a>>) -> Part<'a> {
        Part { monitors, stand, ..Part::default() }
    }
}

fn page(
    engine: &Engine,
    facts: &PageFacts<'_>,
    path: &str,
    part: &Part<'_>,
) -> Result<Artifact, RenderError> {
    let plan = facts.material.plan;
    let seated = part.monitors.zip(facts.execution);
    let places = seated.map(|(monitors, execution)| monitors.places(execution)).unwrap_or_default();
    let layout = seated.map(|(monitors, execution)| self::monitors(execution, monitors));
    let mut texts = BTreeMap::new();
    let mut steps: Vec<Context> = Vec::new();
    let mut shown: Vec<Shown> = Vec::new();
    let mut subtasks = 0;
    for mut group in groups(facts) {
        if let Some(feature) = part.feature {
            group.subtasks.retain(|&ix| plan.subtask(ix).feature == feature);
        }
        if group.subtasks.is_empty() || !part.links.is_empty() {
            continue;
        }
        subtasks += group.subtasks.len();
        let before = shown.iter().rev().find(|other| other.feature == group.feature);
        let after = before.filter(|other| !other.over).map_or(String::new(), |other| other.name.clone());
        let state = |ix: SubtaskIx| part.stand.map_or("", |stand| stand.state(ix));
        let over = group.subtasks.iter().all(|&ix| state(ix) == "validated");
        shown.push(Shown { feature: group.feature, name: group.name.clone(), over });
        let mut cards = Markup::new();
        let mut copied = 0usize;
        for &ix in &group.subtasks {
            let prompt = facts.prompt(ix);
            let place = facts.slot(ix).and_then(|slot| places.get(&slot.window)).map(String::as_str);
            card(&mut cards, facts, ix, prompt.as_deref(), place, part.feature.is_none(), state(ix));
            if let Some(prompt) = prompt {
                texts.insert(plan.subtask(ix).key.as_str(), prompt);
                copied += 1;
            }
        }
        let size = match copied {
            n if n == group.subtasks.len() => counted(n, "prompt"),
            n => format!("{}, {}", counted(group.subtasks.len(), "subtask"), counted(n, "prompt")),
        };
        steps.push(
            Context::default()
                .text("id", format!("p-{}", steps.len() + 1))
                .text("name", &group.name)
                .text("title", &group.title)
                .text("when", &group.when)
                .text("size", size)
                .text("prompts", copied.to_string())
                .text("after", after)
                .markup("cards", cards),
        );
    }
    // Only a phase that another one follows, and that the log does not say to be validated, is waited for.
    let leads =
        |at: usize| !shown[at].over && shown[at + 1..].iter().any(|other| other.feature == shown[at].feature);
    let steps: Vec<Context> = steps
        .into_iter()
        .enumerate()
        .map(|(at, step)| step.text("leads", if leads(at) { "yes" } else { "" }))
        .collect();
    let mut island = Markup::new();
    island.island("prompts", &serde_json::to_string(&texts).unwrap_or_default());
    let phases = counted(steps.len(), "phase");
    let counts = match texts.len() {
        _ if !part.links.is_empty() => {
            format!("{}, a page for each feature", counted(facts.len(), "subtask"))
        }
        n if n == subtasks => format!("{} in {phases}", counted(n, "prompt")),
        n => format!("{} for {} in {phases}", counted(n, "prompt"), counted(subtasks, "subtask")),
    };
    let back = ("prompts.html".to_owned(), "All features".to_owned());
    let links = if part.feature.is_none() { part.links.iter() } else { std::slice::from_ref(&back).iter() };
    let links = links.map(|(path, words)| Context::default().text("path", path).text("words", words));
    let keys: Vec<&str> = plan.subtasks.iter().map(|subtask| subtask.key.as_str()).collect();
    let context = shell(engine, facts.material, &["page", "pack"], &["page", "pack"])
        .text("counts", counts)
        .text("page_key", hash(keys.join("\n").as_bytes(), 12))
        .text("mode", facts.execution.map_or("", |execution| execution.mode.name()))
        .rows("links", links.collect())
        .rows("steps", steps)
        .markup("monitors", layout.unwrap_or_default())
        .markup("labels", if part.links.is_empty() { labels(facts, part.feature) } else { Markup::new() })
        .markup("data", island);
    Ok(Artifact { path: path.to_owned(), bytes: engine.render("prompts.html", context)? })
}

/// A group that stands on the page.
struct Shown {
    feature: Option<FeatureIx>,
    name: String,
    /// Whether the log says that all of it is validated.
    over: bool,
}

/// Subtasks that are handed out together.
struct Group {
    /// Whose phase it is, where features have phases of their own.
    feature: Option<FeatureIx>,
    name: String,
    title: String,
    start: Minutes,
    when: String,
    subtasks: Vec<SubtaskIx>,
}

/// A group per step of the execution, by window; one group in plan order where nothing can run.
fn groups(facts: &PageFacts<'_>) -> Vec<Group> {
    let Some(execution) = facts.execution else {
        return vec![Group {
            feature: None,
            name: String::new(),
            start: Minutes::ZERO,
            title: "not scheduled: needs go in a circle".to_owned(),
            when: String::new(),
            subtasks: facts.material.plan.sorted.clone(),
        }];
    };
    let mut groups: Vec<Group> = execution
        .steps
        .iter()
        .map(|step| Group {
            feature: step.feature,
            name: facts.step_label(step),
            start: step.start,
            title: step.title.clone(),
            when: format!("minute {} to {}", step.start, step.end),
            subtasks: Vec::new(),
        })
        .collect();
    let mut slots: Vec<_> = execution.slots.iter().collect();
    slots.sort_by_key(|slot| (slot.step, slot.window, slot.start, slot.subtask));
    for slot in slots {
        if let Some(group) = groups.get_mut(slot.step as usize) {
            group.subtasks.push(slot.subtask);
        }
    }
    groups.retain(|group| !group.subtasks.is_empty());
    // Phases of several features run side by side; whoever opens windows goes by time.
    groups.sort_by_key(|group| group.start);
    groups
}
