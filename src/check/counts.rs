use rustc_hash::FxHashMap;

use super::words::{counted, listed};
use super::{DocumentMap, Facts, phase_groups, windows};
use crate::plan::SubtaskIx;
use crate::syntax::{ClaimEntity, PhaseIx};

/// What was counted: any of the values makes the claim true.
pub(super) struct Counts {
    pub(super) values: Vec<usize>,
    /// Whose they are.
    pub(super) entity: String,
    /// Words behind the first value.
    pub(super) remark: String,
}

/// Subtasks that one document states, counted once for all of its claims.
pub(super) struct Tally<'a> {
    own: Vec<SubtaskIx>,
    tracks: FxHashMap<&'a str, Vec<SubtaskIx>>,
}

impl<'a> Tally<'a> {
    /// Counts what a document states.
    pub(super) fn new(facts: &Facts<'a>, map: &DocumentMap) -> Tally<'a> {
        let links = facts.plan.documents.get(map.file.index());
        let mut own: Vec<SubtaskIx> =
            links.iter().flat_map(|links| &links.subtasks).copied().flatten().collect();
        own.sort_unstable();
        own.dedup();
        let mut tracks: FxHashMap<&str, Vec<SubtaskIx>> = FxHashMap::default();
        for &ix in &own {
            if let Some(track) = &facts.plan.subtask(ix).group {
                tracks.entry(track).or_default().push(ix);
            }
        }
        Tally { own, tracks }
    }
}

/// Subtasks; an author may count the integration test or leave it out.
pub(super) fn subtasks(
    facts: &Facts<'_>,
    map: &DocumentMap,
    tally: &Tally<'_>,
    entity: &ClaimEntity,
) -> Option<Counts> {
    let plan = facts.plan;
    let everywhere: Vec<SubtaskIx>;
    let (counted, entity): (&[SubtaskIx], String) = match entity {
        ClaimEntity::Plan if tally.own.is_empty() => {
            everywhere = plan.indices().collect();
            (&everywhere, "the plan".to_owned())
        }
        ClaimEntity::Plan => (&tally.own, "the plan of this file".to_owned()),
        ClaimEntity::Feature(id) => {
            let feature = phase_groups::feature(facts, map, id)?;
            let start = plan.sorted.partition_point(|&ix| plan.subtask(ix).feature < feature);
            let end = plan.sorted.partition_point(|&ix| plan.subtask(ix).feature <= feature);
            (&plan.sorted[start..end], format!("feature {id}"))
        }
        ClaimEntity::Track(id) => (tally.tracks.get(id.as_str())?, format!("track {id}")),
        ClaimEntity::Phase(ix) => {
            everywhere = in_phase(facts, map, *ix)?;
            (&everywhere, phase_words(facts, map, *ix))
        }
        ClaimEntity::NamedPhase(name) => (&map.phases[named(map, name)?].members, format!("phase {name}")),
        ClaimEntity::Features(_) | ClaimEntity::Column(_) => return None,
        ClaimEntity::Branch { name, drawn } => {
            let remark = " below it".to_owned();
            return Some(Counts { values: vec![*drawn as usize], entity: format!("`{name}`"), remark });
        }
    };
    let tests = counted.iter().filter(|ix| plan.subtask(**ix).integration).count();
    let (all, without) = (counted.len(), counted.len() - tests);
    let (values, remark) = match (tests, without) {
        (0, 0) => return None,
        (0, _) | (_, 0) => (vec![all], String::new()),
        _ => (vec![without, all], format!(" ({all} with the integration test)")),
    };
    Some(Counts { values, entity, remark })
}

/// Subtasks that stand in one statement of a phase; where it lists none, in the phase of its name.
fn in_phase(facts: &Facts<'_>, map: &DocumentMap, ix: PhaseIx) -> Option<Vec<SubtaskIx>> {
    let links = &facts.plan.documents.get(map.file.index())?.subtasks;
    let mut own: Vec<SubtaskIx> = map.by_stated.get(ix.index())?.iter().filter_map(|&at| links[at]).collect();
    own.sort_unstable();
    own.dedup();
    if own.is_empty() { Some(map.phases[joined(facts, map, ix)?].members.clone()) } else { Some(own) }
}

/// The only joined phase of a name; features of one file may repeat names.
pub(super) fn named(map: &DocumentMap, name: &str) -> Option<usize> {
    let mut found = (0..map.phases.len()).filter(|&at| map.phases[at].name == name);
    found.next().filter(|_| found.next().is_none())
}

/// The joined phase that has the name of a stated top-level phase.
fn joined(facts: &Facts<'_>, map: &DocumentMap, ix: PhaseIx) -> Option<usize> {
    let stated = facts.documents[map.file.index()].phases.get(ix.index()).filter(|p| p.parent.is_none())?;
    map.phases.iter().position(|phase| phase.name == stated.name)
}

fn phase_words(facts: &Facts<'_>, map: &DocumentMap, ix: PhaseIx) -> String {
    let phase = &facts.documents[map.file.index()].phases[ix.index()];
    format!("{} {}", if phase.parent.is_some() { "sub-phase" } else { "phase" }, phase.name)
}

/// Top-level phases in which subtasks stand.
pub(super) fn phases(facts: &Facts<'_>, map: &DocumentMap, entity: &ClaimEntity) -> Option<Counts> {
    let plan = facts.plan;
    let of_feature = |feature| {
        plan.phases.iter().filter(|p| p.parent.is_none() && p.feature == feature).collect::<Vec<_>>()
    };
    let (values, entity, phases): (Vec<usize>, String, Vec<&str>) = match entity {
        ClaimEntity::Feature(id) => {
            let feature = phase_groups::feature(facts, map, id)?;
            let phases = of_feature(feature);
            (vec![phases.len()], format!("feature {id}"), phases.iter().map(|p| p.name.as_str()).collect())
        }
        ClaimEntity::Plan => {
            let names: Vec<&str> = map.phases.iter().map(|phase| phase.name.as_str()).collect();
            // Of several features in one file the claim may mean all or each.
            let mut values = vec![names.len()];
            values.extend(phase_groups::scopes(map).iter().map(Vec::len));
            (values, "the plan of this file".to_owned(), names)
        }
        _ => return None,
    };
    if phases.is_empty() {
        return None;
    }
    let names = phases.iter().map(|&name| name.to_owned());
    let remark = if phases.len() == 1 { String::new() } else { format!(" ({})", listed(names)) };
    Some(Counts { values, entity, remark })
}

/// Windows of a phase, buffers included; where no window has a number, one for each subtask.
pub(super) fn windows(facts: &Facts<'_>, map: &DocumentMap, entity: &ClaimEntity) -> Option<Counts> {
    let ix = match entity {
        ClaimEntity::Phase(ix) => *ix,
        ClaimEntity::NamedPhase(name) => return Some(of_windows(facts, map, named(map, name)?)),
        _ => return None,
    };
    let mut windows = windows::of_statement(facts, map, ix);
    if !windows.is_numbered()
        && let Some(phase) = joined(facts, map, ix)
    {
        let whole = windows::of_phase(facts, map, phase);
        if whole.is_numbered() {
            windows = whole;
        }
    }
    let buffers = windows.buffers();
    let used =
        if windows.is_numbered() { windows.count() - buffers } else { in_phase(facts, map, ix)?.len() };
    let remark = if buffers == 0 {
        String::new()
    } else {
        format!(" ({used} in use and {})", counted(buffers, "buffer"))
    };
    Some(Counts { values: vec![used + buffers], entity: phase_words(facts, map, ix), remark })
}

/// Windows of a joined phase; a table may count those in use or all.
fn of_windows(facts: &Facts<'_>, map: &DocumentMap, phase: usize) -> Counts {
    let windows = windows::of_phase(facts, map, phase);
    let members = map.phases[phase].members.len();
    let used = if windows.is_numbered() { windows.count() - windows.buffers() } else { members };
    let values = vec![used, used + windows.buffers(), members];
    Counts { values, entity: format!("phase {}", map.phases[phase].name), remark: String::new() }
}
