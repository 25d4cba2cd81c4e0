use std::collections::BTreeMap;

use super::Markup;
use super::page::shell;
use super::parts::counted;
use super::policy::fingerprint;
use super::prompt_card::card;
use crate::emit::engine::{Context, Engine, RenderError};
use crate::emit::page_facts::PageFacts;
use crate::emit::{Artifact, Material};
use crate::plan::SubtaskIx;
use crate::syntax::Minutes;

/// `prompts.html` with the built-in templates.
///
/// # Errors
/// The page would be larger than 32 MiB.
pub fn prompts(material: &Material<'_>) -> Result<Artifact, RenderError> {
    prompts_with(&Engine::new(&BTreeMap::new())?, material)
}

/// `prompts.html` with the templates of `engine`.
///
/// # Errors
/// A template names a value that is not given, runs too long, or writes more than 32 MiB.
pub fn prompts_with(engine: &Engine, material: &Material<'_>) -> Result<Artifact, RenderError> {
    let facts = PageFacts::new(material);
    let mut texts = BTreeMap::new();
    let mut steps = Vec::new();
    for group in groups(&facts) {
        let mut cards = Markup::new();
        let mut copied = 0usize;
        for &ix in &group.subtasks {
            let prompt = facts.prompt(ix);
            card(&mut cards, &facts, ix, prompt.as_deref());
            if let Some(prompt) = prompt {
                texts.insert(facts.material.plan.subtask(ix).key.as_str(), prompt);
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
                .markup("cards", cards),
        );
    }
    let json = serde_json::to_string(&texts).unwrap_or_default();
    let mut island = Markup::new();
    island.island("prompts", &json);
    let counts = match texts.len() {
        n if n == facts.len() => format!("{} in {}", counted(n, "prompt"), counted(steps.len(), "phase")),
        n => format!(
            "{} for {} in {}",
            counted(n, "prompt"),
            counted(facts.len(), "subtask"),
            counted(steps.len(), "phase")
        ),
    };
    let context = shell(engine, material, "pack")
        .text("counts", counts)
        .text(
            "page_key",
            fingerprint(
                facts
                    .material
                    .plan
                    .subtasks
                    .iter()
                    .map(|s| s.key.as_str())
                    .collect::<Vec<_>>()
                    .join("\n")
                    .as_bytes(),
                12,
            ),
        )
        .text("mode", facts.execution.map_or("", |execution| execution.mode.name()))
        .rows("steps", steps)
        .markup("data", island);
    Ok(Artifact { path: "prompts.html".to_owned(), bytes: engine.render("prompts.html", context)? })
}

/// Subtasks that are handed out together.
struct Group {
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
