use std::collections::BTreeSet;
use std::fmt::Write;

use super::layout::Layout;
use super::map_need::{MapNeeds, id_in, is_numbered};
use super::map_phase::{MapPhase, map_phases};
use super::text::{counted, inline, visible};
use crate::emit::{Artifact, Material};
use crate::plan::FeatureIx;
use crate::schedule::{Execution, Slot};

/// The corrected map: the phases of the repaired execution in planc's own notation, so that reading it back gives
/// the same needs, phases and windows.
///
/// Numbered features share `map.md`; a feature with a name has one of its own beside its prompts if there are
/// others, since only the path of a map can say its name.
pub(super) fn maps(
    material: &Material,
    execution: &Execution,
    layout: &Layout,
    slots: &[Vec<Slot>],
) -> Vec<Artifact> {
    let plan = material.plan;
    let mut needs = MapNeeds::new(material);
    let mut common = String::new();
    let mut others = Vec::new();
    let mut numbers = BTreeSet::new();
    for (at, slots) in slots.iter().enumerate().filter(|(_, slots)| !slots.is_empty()) {
        let ix = FeatureIx(at as u32);
        let feature = plan.feature(ix);
        let shared =
            if is_numbered(&feature.id) { numbers.insert(&feature.id) } else { plan.features.len() == 1 };
        let mut text = String::new();
        self::feature(material, execution, ix, slots, &mut needs, &mut text);
        if shared {
            common.push_str(&text);
        } else {
            let path = layout.own_map(ix);
            let _ = write!(common, "\n[Map of {}]({path})\n", inline(&feature.id));
            others.push(Artifact { path, bytes: headed(&text) });
        }
    }
    let mut maps = vec![Artifact { path: "map.md".to_owned(), bytes: headed(&common) }];
    maps.append(&mut others);
    maps
}

fn headed(text: &str) -> Vec<u8> {
    format!("# PARALLELIZATION MAP\n{text}").into_bytes()
}

fn feature(
    material: &Material,
    execution: &Execution,
    ix: FeatureIx,
    slots: &[Slot],
    needs: &mut MapNeeds,
    text: &mut String,
) {
    let plan = material.plan;
    let feature = plan.feature(ix);
    if is_numbered(&feature.id) {
        let _ = write!(text, "\n# Feature {}", feature.id);
        if !feature.title.is_empty() {
            let _ = write!(text, ": {}", inline(&feature.title));
        }
        text.push('\n');
    }
    let phases = map_phases(material, execution, slots);
    for (at, phase) in phases.iter().enumerate() {
        let number = at + 1;
        let count = phase.parts.iter().map(Vec::len).sum();
        let title = heading_words(&phase.title);
        let colon = if title.is_empty() { "" } else { ": " };
        let _ = write!(text, "\n## PHASE {number}{colon}{title} ({})\n", counted(count, "subtask"));
        if at > 0 {
            let _ = write!(text, "\nRun after Phase {at} completes.\n");
        }
        parts(material, phase, number, needs, text);
        let derived =
            phase.parts.iter().flatten().any(|s| material.estimates[s.subtask.index()].is_derived());
        let _ = write!(text, "\n**Duration:** {}{} minutes\n", if derived { "~" } else { "" }, phase.minutes);
    }
    if !phases.last().is_some_and(|phase| ends_with_test(material, phase)) {
        let (number, before) = (phases.len() + 1, phases.len());
        let _ = write!(
            text,
            "\n## PHASE {number}: Integration test (1 subtask)\n\nRun after Phase {before} completes.\n"
        );
        text.push_str("The plan states no closing test; this phase is where it goes.\n");
        text.push_str("\n```\nWindow 1: INTEGRATION TEST (needs everything)\n```\n");
    }
}

fn parts(material: &Material, phase: &MapPhase, number: usize, needs: &mut MapNeeds, text: &mut String) {
    for (part, slots) in phase.parts.iter().enumerate() {
        if phase.parts.len() > 1 {
            let letter = |part: usize| char::from(b'a' + part as u8);
            let after =
                if part > 0 { format!(" (start after {number}{})", letter(part - 1)) } else { String::new() };
            let _ = write!(text, "\n### Sub-phase {number}{}{after}\n", letter(part));
        }
        let mut lines: Vec<(u32, String)> =
            slots.iter().map(|slot| (slot.window, line(material, slot, needs))).collect();
        if part == 0 {
            lines.extend(idle(phase).into_iter().map(|window| (window, format!("Window {window}: Buffer"))));
            lines.sort_by_key(|(window, _)| *window);
        }
        text.push_str("\n```\n");
        for (_, line) in lines {
            let _ = writeln!(text, "{line}");
        }
        text.push_str("```\n");
    }
}

/// Windows between the first and the last of a phase that have nothing to do in it.
fn idle(phase: &MapPhase) -> Vec<u32> {
    let used: BTreeSet<u32> = phase.parts.iter().flatten().map(|slot| slot.window).collect();
    let all = used.first().copied().unwrap_or(0)..=used.last().copied().unwrap_or(0);
    all.filter(|window| !used.contains(window)).collect()
}

/// `Window 2: SUBTASK 1.1.7 - Title (needs 1.1.6) (10 min)`.
fn line(material: &Material, slot: &Slot, needs: &mut MapNeeds) -> String {
    let plan = material.plan;
    let subtask = plan.subtask(slot.subtask);
    let title = line_words(&subtask.title);
    let mut line = format!("Window {}: ", slot.window);
    if subtask.integration {
        let named = title.get(..16).is_some_and(|start| start.eq_ignore_ascii_case("integration test"));
        line.push_str(if named { "" } else { "INTEGRATION TEST - " });
    } else {
        let _ = write!(line, "SUBTASK {} - ", id_in(plan, slot.subtask, None));
    }
    line.push_str(&title);
    line.truncate(line.trim_end_matches([' ', '-']).len());
    let needed = needs.of(slot.subtask);
    if !needed.is_empty() {
        let _ = write!(line, " (needs {needed})");
    }
    let estimate = &material.estimates[slot.subtask.index()];
    let _ = write!(line, " ({}{} min)", if estimate.is_derived() { "~" } else { "" }, estimate.likely);
    line
}

/// A title on a map line says nothing but itself: no needs, no directive, no end of the fence.
fn line_words(title: &str) -> String {
    const OPENERS: [&str; 8] =
        ["need", "depend", "require", "block", "after", "run after", "start after", "wait"];
    let shown = visible(title).replace("# planc:", "#planc:");
    let lower = shown.to_lowercase();
    let opens = lower.split(['(', '（']).skip(1).any(|inside| {
        let inside = inside.trim_start();
        OPENERS.iter().any(|word| inside.starts_with(word))
    });
    if opens { shown.replace(['(', '（'], "[").replace([')', '）'], "]") } else { shown }
}

/// A title in a heading, where brackets at the end would be read as remarks.
fn heading_words(title: &str) -> String {
    inline(&visible(title).replace(['(', '（'], "[").replace([')', '）'], "]"))
}

/// Whether the phase holds a test that closes the feature.
fn ends_with_test(material: &Material, phase: &MapPhase) -> bool {
    phase.parts.iter().flatten().any(|slot| material.plan.subtask(slot.subtask).integration)
}
