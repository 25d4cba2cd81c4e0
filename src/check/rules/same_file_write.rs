#![doc = include_str!("../../../docs/rules/P407-same-file-write.md")]

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::check::at_once::AtOnce;
use crate::check::rule::label;
use crate::check::rules::limit_reached::{cut_map, part_of};
use crate::check::words::{names, subject};
use crate::check::{DocumentMap, Facts, MapPlace, Rule};
use crate::diag::{Diagnostic, Severity};
use crate::plan::{Need, SubtaskIx};

pub(in crate::check) static RULE: Rule = Rule {
    code: "P407",
    name: "same-file-write",
    severity: Severity::Error,
    page: include_str!("../../../docs/rules/P407-same-file-write.md"),
    check,
};

/// Needs looked at in one document.
const STEPS: u64 = 4_000_000;
/// Of more writers only neighbours are compared.
const PAIRS: usize = 64;

fn check(rule: &Rule, facts: &Facts<'_>, found: &mut Vec<Diagnostic>) {
    for map in facts.maps {
        let (mut steps, mut crowded) = (STEPS, false);
        let at_once = AtOnce::of(facts, map);
        for phase in 0..map.phases.len() {
            let mut writers: BTreeMap<&str, Vec<&MapPlace>> = BTreeMap::new();
            let open = map.phases[phase].members.iter().filter(|&&ix| !map.is_over(facts, ix));
            for place in open.filter_map(|&ix| map.place(ix)) {
                for touch in &facts.plan.subtask(place.subtask).files {
                    let writers = writers.entry(touch.path.as_str()).or_default();
                    if writers.last().is_none_or(|last| last.subtask != place.subtask) {
                        writers.push(place);
                    }
                }
            }
            for (path, writers) in writers.iter().filter(|(_, writers)| writers.len() > 1) {
                crowded |= writers.len() > PAIRS;
                let together = unordered(facts, map, &at_once, writers, &mut steps);
                if !together.is_empty() {
                    found.push(finding(rule, facts, map, path, &together));
                }
            }
        }
        if steps == 0 {
            found.push(cut_map(rule, map, STEPS, "writers behind them were not compared"));
        } else if crowded {
            let left_out = "of more than 64 writers of one file only neighbours were compared";
            found.push(part_of(rule, map, left_out));
        }
    }
}

/// Writers that neither needs nor sub-phases of this document keep apart from some other writer.
fn unordered<'a>(
    facts: &Facts<'_>,
    map: &DocumentMap,
    at_once: &AtOnce,
    writers: &[&'a MapPlace],
    steps: &mut u64,
) -> Vec<&'a MapPlace> {
    let mut meets = vec![false; writers.len()];
    for a in 0..writers.len() {
        let end = if writers.len() > PAIRS { a + 2 } else { writers.len() };
        for b in a + 1..end.min(writers.len()) {
            let (one, other) = (writers[a], writers[b]);
            let apart =
                (one.sub_phase.is_some() && other.sub_phase.is_some() && one.sub_phase != other.sub_phase)
                    || !at_once.meet(facts, map, one, other)
                    || waits(facts, map, one.subtask, other.subtask, steps)
                    || waits(facts, map, other.subtask, one.subtask, steps);
            // A search that was cut short shows nothing.
            if !apart && *steps > 0 {
                meets[a] = true;
                meets[b] = true;
            }
        }
    }
    writers.iter().zip(meets).filter(|(_, meets)| *meets).map(|(writer, _)| *writer).collect()
}

/// Whether `a` waits for `b` by the needs of this document, directly or over others.
fn waits(facts: &Facts<'_>, map: &DocumentMap, a: SubtaskIx, b: SubtaskIx, steps: &mut u64) -> bool {
    let level = |ix| facts.graph.level(ix);
    // On a cycle there are no levels; everything is searched.
    let leads = |ix: SubtaskIx| level(ix) == 0 || level(b) == 0 || level(ix) > level(b);
    let mut seen = FxHashSet::default();
    let mut open = vec![a];
    while let Some(ix) = open.pop().filter(|&ix| leads(ix)) {
        for need in map.needs(facts.plan, ix) {
            for needed in facts.graph.targets(facts.plan, need) {
                if needed == b {
                    return true;
                }
                if *steps == 0 {
                    return false;
                }
                *steps -= 1;
                if leads(needed) && seen.insert(needed) {
                    open.push(needed);
                }
            }
        }
    }
    false
}

fn finding(
    rule: &Rule,
    facts: &Facts<'_>,
    map: &DocumentMap,
    path: &str,
    writers: &[&MapPlace],
) -> Diagnostic {
    let plan = facts.plan;
    let subtasks: Vec<SubtaskIx> = writers.iter().map(|writer| writer.subtask).collect();
    let phase = map.phases[writers[0].phase].name.as_str();
    let (first, second) = (plan.name(subtasks[0]), plan.name(subtasks[1]));
    let ordering = other_need(facts, map, &subtasks);
    let help = match &ordering {
        Some((subtask, needed, _)) => {
            let (subtask, needed) = (plan.name(*subtask), plan.name(*needed));
            format!(
                "another statement says that `{subtask}` needs `{needed}`: say so here too and move `{subtask}` to a later phase"
            )
        }
        None => format!(
            "let one wait for the other (`{second}` needs `{first}`) in a later phase, or give each a file of its own"
        ),
    };
    let mut finding = rule.finding(
        format!("{} write `{path}` at the same time in phase {phase}", names(plan, &subtasks)),
        map.line(facts, writers[1]),
        format!("`{second}` writes it too"),
        help,
    );
    finding.related.push(label(map.line(facts, writers[0]), format!("`{first}` writes `{path}`")));
    for writer in writers.iter().skip(2).take(6) {
        finding
            .related
            .push(label(map.line(facts, writer), format!("`{}` writes it too", plan.name(writer.subtask))));
    }
    if let Some((subtask, needed, need)) = ordering {
        let text = format!("`{}` needs `{}` here", plan.name(subtask), plan.name(needed));
        finding.related.push(label(need.place, text));
    }
    finding.subject.insert("file", path.to_owned());
    finding.subject.insert("phase", phase.to_owned());
    finding.subject.insert("subtasks", subject(plan, &subtasks));
    finding
}

/// A need that another document states and that would keep two of the writers apart.
fn other_need<'a>(
    facts: &Facts<'a>,
    map: &DocumentMap,
    writers: &[SubtaskIx],
) -> Option<(SubtaskIx, SubtaskIx, &'a Need)> {
    writers.iter().take(PAIRS).find_map(|&ix| {
        let mut needs = facts.plan.needs_of(ix).iter().filter(|need| need.place.file != map.file);
        needs.find_map(|need| {
            let mut targets = facts.graph.targets(facts.plan, need);
            targets.find(|target| writers.binary_search(target).is_ok()).map(|needed| (ix, needed, need))
        })
    })
}
