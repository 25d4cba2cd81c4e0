use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::layout::Layout;
use super::options::PackOptions;
use super::text::{code, counted, fence, inline, visible};
use super::tool::{named, programs};
use super::wanted::Wanted;
use crate::emit::Material;
use crate::plan::{FeatureIx, SubtaskIx};
use crate::schedule::{Execution, Slot};
use crate::syntax::TouchMode;

/// `INDEX.md`: what to prepare before the start, where windows sit, and a check list for opening them by hand.
pub(super) fn index(
    material: &Material,
    execution: &Execution,
    layout: &Layout,
    slots: &[Vec<Slot>],
    chains: &[Vec<Slot>],
    options: &PackOptions,
) -> Vec<u8> {
    let mut parts: Vec<&[Slot]> =
        slots.iter().flat_map(|slots| slots.chunk_by(|a, b| a.step == b.step)).collect();
    // Phases of several features run side by side; whoever opens windows goes by time.
    parts.sort_by_key(|part| part.iter().map(|slot| slot.start).min());
    let mut text = String::from("# Prompt pack\n\n");
    let _ = write!(text, "{}", counted(execution.slots.len(), "subtask"));
    if execution.steps.len() > 1 {
        let _ = write!(text, " in {}", counted(parts.len(), "phase"));
    }
    let _ = write!(text, ", {}", counted(execution.windows_used() as usize, "window"));
    if let Some(makespan) = execution.makespan {
        let _ = write!(text, ", {makespan} minutes");
    }
    text.push_str(".\n");
    before_the_start(&mut text, material, execution);
    if let Some(monitors) = options.monitors {
        text.push_str("\n## Monitors\n");
        text.push_str(&monitors.to_markdown(execution));
    }
    text.push_str(
        "\n## Windows\n\nOpen a window for each line, name its tab by the label, and paste the prompt.\n",
    );
    text.push_str("Begin a phase when every subtask of the phase before it is validated.\n");
    if let Some(words) = options.no_launcher {
        let _ = write!(text, "\nLaunchers stand in `launch`; {words}.\n");
    }
    let names = options.monitors.map(|monitors| monitors.places(execution)).unwrap_or_default();
    for part in parts {
        phase(&mut text, material, execution, layout, part, &names);
    }
    if !chains.is_empty() {
        text.push_str("\n## Chains\n\nOne window can work through these without waiting for others: paste the file instead of its prompts.\n\n");
    }
    for slots in chains {
        let names: Vec<String> =
            slots.iter().map(|slot| code(&material.plan.subtask(slot.subtask).key)).collect();
        let path = layout.chain(slots[0].subtask);
        let name = path.rsplit('/').next().unwrap_or("");
        let _ = writeln!(
            text,
            "- [ ] Window {}: {} [{}]({path})",
            slots[0].window,
            names.join(", "),
            inline(name)
        );
    }
    text.into_bytes()
}

/// Who asks for something, in plan order; nobody where a whole document does.
type Askers<'a> = BTreeMap<&'a str, Vec<SubtaskIx>>;

/// Prerequisites, tools and files of all subtasks.
fn before_the_start(text: &mut String, material: &Material, execution: &Execution) {
    let plan = material.plan;
    let mut packed: Vec<SubtaskIx> = execution.slots.iter().map(|slot| slot.subtask).collect();
    packed.sort_unstable();
    let (mut prerequisites, mut tools) = (Wanted::default(), Wanted::default());
    let mut run: BTreeMap<String, Vec<SubtaskIx>> = BTreeMap::new();
    let mut updated = Askers::new();
    let mut created: BTreeSet<&str> = BTreeSet::new();
    for stated in material.documents.iter().flat_map(|document| &document.preparations) {
        let list = if stated.is_tool { &mut tools } else { &mut prerequisites };
        list.add(&stated.text.text, None);
    }
    for &ix in &packed {
        let subtask = plan.subtask(ix);
        for words in &subtask.prerequisites {
            prerequisites.add(words, Some(ix));
        }
        for words in &subtask.tools {
            tools.add(words, Some(ix));
        }
        let mut found = BTreeSet::new();
        for words in &subtask.prerequisites {
            named(words, &mut found);
        }
        let prompt =
            subtask.prompt.as_ref().map(|prompt| String::from_utf8_lossy(prompt.bytes(material.sources)));
        let listed = subtask.prerequisites.iter().chain(subtask.validation.iter().flatten());
        for words in listed.map(String::as_str).chain(prompt.as_deref()) {
            programs(words, &mut found);
        }
        for name in found {
            run.entry(name).or_default().push(ix);
        }
        for touch in &subtask.files {
            match touch.mode {
                TouchMode::Create => drop(created.insert(&touch.path)),
                TouchMode::Update => updated.entry(&touch.path).or_default().push(ix),
            }
        }
    }
    updated.retain(|path, _| !created.contains(path));
    let mut programs: Vec<(String, Vec<SubtaskIx>)> = Vec::new();
    for (name, who) in run {
        if !tools.join(&name, &who) {
            programs.push((code(&name), who));
        }
    }
    text.push_str("\n## Before the start\n");
    if prerequisites.is_empty() && tools.is_empty() && programs.is_empty() && updated.is_empty() {
        text.push_str("\nThe plan asks for nothing.\n");
    }
    list(text, material, "Prerequisites", "", prerequisites.lines());
    let stated = tools.lines().chain(programs.iter().map(|(name, who)| (name.clone(), who.as_slice())));
    list(
        text,
        material,
        "Tools",
        "Programs that the plan asks for, and that prompts and validation lists run.",
        stated,
    );
    let lines = updated.iter().map(|(path, who)| (code(path), who.as_slice()));
    list(text, material, "Files that must exist", "Subtasks update them, and none creates them.", lines);
}

/// A check list with who asks for each line.
fn list<'a>(
    text: &mut String,
    material: &Material,
    title: &str,
    lead: &str,
    lines: impl Iterator<Item = (String, &'a [SubtaskIx])>,
) {
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return;
    }
    let _ = write!(text, "\n### {title}\n\n");
    if !lead.is_empty() {
        let _ = write!(text, "{lead}\n\n");
    }
    for (words, who) in lines {
        let names: Vec<String> = who.iter().take(3).map(|&ix| code(&material.plan.subtask(ix).key)).collect();
        let more = if who.len() > 3 { format!(" and {} more", who.len() - 3) } else { String::new() };
        let asked = if who.is_empty() { String::new() } else { format!(" ({}{more})", names.join(", ")) };
        let _ = writeln!(text, "- [ ] {words}{asked}");
    }
}

/// One phase of a feature: a line per window and subtask, and the labels alone.
fn phase(
    text: &mut String,
    material: &Material,
    execution: &Execution,
    layout: &Layout,
    slots: &[Slot],
    places: &BTreeMap<u32, String>,
) {
    let Some(first) = slots.first() else { return };
    let plan = material.plan;
    let feature: FeatureIx = plan.subtask(first.subtask).feature;
    let _ = write!(text, "\n### Feature {}", inline(&plan.feature(feature).id));
    if let Some(step) = execution.steps.get(first.step as usize).filter(|step| !step.name.is_empty()) {
        let _ = write!(text, ", phase {}", inline(&step.name));
        if !step.title.is_empty() {
            let _ = write!(text, ": {}", inline(&step.title));
        }
        let _ = write!(text, " (minute {} to {})", step.start, step.end);
    }
    let bundle = layout.bundle(feature, first.step);
    let _ = write!(text, "\n\nAll prompts in one file: [{}]({bundle})\n\n", inline(&bundle));
    let mut labels = String::new();
    for slot in slots {
        let subtask = plan.subtask(slot.subtask);
        let path = layout.prompt(slot.subtask).unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or("");
        let place = places.get(&slot.window).map_or(String::new(), |place| format!(" ({place})"));
        let what = format!("{} {}", code(&subtask.key), inline(&subtask.title));
        let _ = writeln!(
            text,
            "- [ ] Window {}{place}: {} [{}]({path})",
            slot.window,
            what.trim_end(),
            inline(name)
        );
        let _ = writeln!(labels, "{}", visible(&subtask.key));
    }
    let fence = fence(labels.as_bytes());
    let _ = write!(text, "\nLabels to copy:\n\n{fence}text\n{labels}{fence}\n");
}
