//! Whole packs of small plans, and of the fixtures.

use std::collections::{BTreeMap, BTreeSet};

use super::{Layout, pack};
use crate::emit::{Artifact, Material};
use crate::graph::{Graph, NeedsMode, estimates};
use crate::plan::{Plan, SubtaskIx, lower};
use crate::schedule::{Curve, Execution, Mode, Proof, Schedules, Slot, Step};
use crate::source::{FileIx, SourceFile};
use crate::syntax::{Document, Minutes, parse};

/// Reads files, plans them with at most `windows` windows and hands the material over.
fn with_material<T>(files: &[(&str, &[u8])], windows: u32, use_it: impl FnOnce(&Material) -> T) -> T {
    let read = |(path, bytes): &(&str, &[u8])| SourceFile::new(*path, bytes.to_vec()).expect("text");
    let sources: Vec<SourceFile> = files.iter().map(read).collect();
    let documents: Vec<Document> =
        sources.iter().enumerate().map(|(at, source)| parse(FileIx(at as u32), source)).collect();
    let plan = lower(&sources, &documents, &vec![0; sources.len()]);
    let graph = Graph::build(&plan, NeedsMode::Union);
    let estimates = estimates(&plan, &graph, Minutes::new(15));
    let execution =
        in_phases(&plan, &graph, &estimates.iter().map(|e| e.likely).collect::<Vec<_>>(), windows);
    let schedules = Schedules {
        windows,
        needs: NeedsMode::Union,
        file_locks: true,
        executions: vec![execution],
        work: Minutes::ZERO,
        sequential: Minutes::ZERO,
        track: Minutes::ZERO,
        curve: Curve::default(),
    };
    use_it(&Material {
        sources: &sources,
        documents: &documents,
        plan: &plan,
        graph: &graph,
        estimates: &estimates,
        schedules: Some(&schedules),
        mode: Mode::Phases,
        findings: &[],
    })
}

/// A plain stand-in for the scheduler: the stated phases, split and moved where needs demand, with barriers,
/// windows and file locks.
fn in_phases(plan: &Plan, graph: &Graph, minutes: &[Minutes], windows: u32) -> Execution {
    let mut place: Vec<(u32, u32)> = vec![(0, 0); graph.needs().len()];
    for &node in graph.order() {
        let v = node as usize;
        let own = (v < graph.subtasks()).then(|| plan.subtask(SubtaskIx(node)));
        let mut at = own.and_then(|s| s.phase).map_or((0, 0), |phase| (plan.phase(phase).order, 0));
        for &need in graph.needs().row(v) {
            let (phase, part) = place[need as usize];
            let after = (phase, part + u32::from((need as usize) < graph.subtasks()));
            at = at.max(after);
        }
        if own.is_some_and(|s| s.integration) {
            at = at.max((90, 0));
        }
        place[v] = at;
    }
    let used: BTreeSet<(u32, u32)> = plan.indices().map(|ix| place[ix.index()]).collect();
    let (mut steps, mut slots, mut now) = (Vec::new(), Vec::new(), Minutes::ZERO);
    for (step, &(phase, part)) in used.iter().enumerate() {
        let split = used.iter().filter(|(other, _)| *other == phase).count() > 1;
        let letter = if split { char::from(b'a' + part as u8).to_string() } else { String::new() };
        let mut free: Vec<Minutes> = Vec::new();
        let mut locked: BTreeMap<&str, Minutes> = BTreeMap::new();
        let start = now;
        for ix in plan.indices().filter(|ix| place[ix.index()] == (phase, part)) {
            let files = &plan.subtask(ix).files;
            let lock =
                files.iter().filter_map(|f| locked.get(f.path.as_str())).max().copied().unwrap_or(start);
            if (free.len() as u32) < windows {
                free.push(start);
            }
            let window = (0..free.len()).min_by_key(|&w| (free[w].max(lock), w)).expect("window");
            let begin = free[window].max(lock);
            let end = begin + minutes[ix.index()];
            free[window] = end;
            locked.extend(files.iter().map(|f| (f.path.as_str(), end)));
            now = now.max(end);
            slots.push(Slot { subtask: ix, window: window as u32 + 1, start: begin, end, step: step as u32 });
        }
        steps.push(Step {
            feature: None,
            name: format!("{}{letter}", phase + 1),
            title: String::new(),
            start,
            end: now,
        });
    }
    slots.sort_by_key(|slot| (slot.start, slot.window, slot.subtask));
    Execution {
        complete: true,
        mode: Mode::Phases,
        blocked: Vec::new(),
        makespan: Some(now),
        lower_bound: Minutes::ZERO,
        proof: Proof::None,
        critical_path: Vec::new(),
        steps,
        slots,
    }
}

fn texts(artifacts: &[Artifact]) -> BTreeMap<&str, String> {
    artifacts.iter().map(|a| (a.path.as_str(), String::from_utf8_lossy(&a.bytes).into_owned())).collect()
}

const MAP: &str = "# Feature 1: Harbour

## Phase 1 (15 min)

```
Window 1: SUBTASK 1.1.1 - Berth model
Window 2: SUBTASK 1.1.2 - Ship | model
Window 3: SUBTASK 1.1.3 - Crane `model`
```

## Phase 2

```
Window 1: SUBTASK 1.1.4 - Berth plan (needs 1.1.1-1.1.3)
Window 2: SUBTASK 1.2.1 - Service (needs 1.1.4, 1.1.1)
```
";

const SPEC: &str = "# Feature 1: Harbour

## SUBTASK 1.1.1: Berth model

**Agent Prompt:**
````
Make it.

CREATE THIS FILE:
src/berth.rs

```rust
struct Berth;
```

VALIDATION:
- [ ] it builds
- [ ] tests <pass>
````

---

## SUBTASK 1.1.2: Ship model

**Agent Prompt:**
```
UPDATE THIS FILE:
src/berth.rs
```

## SUBTASK 1.1.3: Crane model

**Agent Prompt:**
```
CREATE THIS FILE:
src/crane.rs
```
";

fn harbour<T>(windows: u32, use_it: impl FnOnce(&Material) -> T) -> T {
    with_material(
        &[("FEATURE_1_MAP.md", MAP.as_bytes()), ("FEATURE_1_SPEC.md", SPEC.as_bytes())],
        windows,
        use_it,
    )
}

#[test]
fn a_pack_has_every_file_where_the_design_says() {
    harbour(12, |material| {
        let artifacts = pack(material);
        let paths: Vec<&str> = artifacts.iter().map(|a| a.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "F1/phases/1/bundle.md",
                "F1/phases/1/window-01-F1-1.1.1.md",
                "F1/phases/1/window-01-F1-1.1.2.md",
                "F1/phases/1/window-02-F1-1.1.3.md",
                "F1/phases/2a/bundle.md",
                "F1/phases/2a/window-01-F1-1.1.4.md",
                "F1/phases/2b/bundle.md",
                "F1/phases/2b/window-01-F1-1.2.1.md",
                "F1/windows/window-01.md",
                "F1/windows/window-02.md",
                "map.md",
                "tracking.csv",
                "tracking.md",
            ]
        );
        let layout = Layout::new(material).expect("layout");
        let first = material.plan.find("1.1.1").expect("subtask");
        assert_eq!(layout.prompt(first), Some("F1/phases/1/window-01-F1-1.1.1.md"));
    });
}

#[test]
fn a_prompt_file_names_neighbours_and_files() {
    harbour(12, |material| {
        let artifacts = pack(material);
        let texts = texts(&artifacts);
        let first = &texts["F1/phases/1/window-01-F1-1.1.1.md"];
        for part in [
            "# `F1-1.1.1` Berth model\n\nWindow 1, phase 1, ",
            "## Waits for\n\nNothing: start at once.\n",
            "## Waits for this\n\n- `F1-1.1.4` Berth plan\n- `F1-1.2.1` Service\n\
             - `F1-1.1.2` Ship model, which edits `src/berth.rs` next\n",
            "## Files you may edit\n\n- `src/berth.rs` (create)\n",
            "## Files of other windows\n\nOther windows edit these files at the same time. Leave them alone.\n\n\
             - `src/crane.rs` (window 2, `F1-1.1.3`)\n",
            "## Prompt\n\n````text\nMake it.\n",
            "- [ ] tests <pass>\n````\n\n## Report\n",
            "  - [ ] tests \\<pass\\>\n",
            "planc log done F1-1.1.1 --validated 2/2\n",
        ] {
            assert!(first.contains(part), "{part}\n is not in\n{first}");
        }
        let second = &texts["F1/phases/1/window-01-F1-1.1.2.md"];
        let wait = "## Waits for\n\n- `F1-1.1.1` Berth model, which edits `src/berth.rs` before\n\n";
        assert!(second.contains(wait), "{second}");
        let service = &texts["F1/phases/2b/window-01-F1-1.2.1.md"];
        assert!(service.contains("## No prompt\n\nThe plan holds no prompt for this subtask."), "{service}");
        let waits = "- every subtask of phase 2a\n- `F1-1.1.1` Berth model\n- `F1-1.1.4` Berth plan\n";
        assert!(service.contains(waits), "{service}");
    });
}

#[test]
fn bundles_and_queues_hold_the_same_files() {
    harbour(12, |material| {
        let artifacts = pack(material);
        let texts = texts(&artifacts);
        let bundle = &texts["F1/phases/1/bundle.md"];
        assert!(bundle.starts_with("# Feature 1, phase 1\n\n3 subtasks in 2 windows. "), "{bundle}");
        for (path, text) in texts.iter().filter(|(path, _)| path.starts_with("F1/phases/1/window")) {
            assert!(bundle.contains(text.as_str()), "{path} is not in the bundle");
        }
        let queue = &texts["F1/windows/window-01.md"];
        assert!(queue.starts_with("# Window 1 of feature 1\n\n4 subtasks, one after another."), "{queue}");
        let links: Vec<&str> =
            queue.split("](../").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        assert!(links.iter().all(|link| texts.contains_key(format!("F1/{link}").as_str())), "{links:?}");
        assert_eq!(links.len(), 4);
        assert!(texts["tracking.csv"].starts_with(
            "Window,Subtask,Status,Start time,End time,Duration,Notes\r\n1,F1-1.1.1,todo,,,,Berth model\r\n"
        ));
        assert!(texts["tracking.md"].contains("| 1 | `F1-1.1.2` | todo |  |  |  | Ship model |\n"));
    });
}

#[test]
fn the_map_splits_what_cannot_run_at_once() {
    harbour(12, |material| {
        let artifacts = pack(material);
        let map = texts(&artifacts).remove("map.md").expect("map");
        assert_eq!(
            map,
            "# PARALLELIZATION MAP

# Feature 1: Harbour

## PHASE 1 (3 subtasks)

### Sub-phase 1a

```
Window 1: SUBTASK 1.1.1 - Berth model (~15 min)
Window 2: SUBTASK 1.1.3 - Crane model (~15 min)
```

### Sub-phase 1b (start after 1a)

```
Window 1: SUBTASK 1.1.2 - Ship model (~15 min)
```

**Duration:** ~30 minutes

## PHASE 2 (2 subtasks)

Run after Phase 1 completes.

### Sub-phase 2a

```
Window 1: SUBTASK 1.1.4 - Berth plan (needs 1.1.1-1.1.3) (~15 min)
```

### Sub-phase 2b (start after 2a)

```
Window 1: SUBTASK 1.2.1 - Service (needs 1.1.1, 1.1.4) (~15 min)
```

**Duration:** ~30 minutes

## PHASE 3: Integration test (1 subtask)

Run after Phase 2 completes.
The plan states no closing test; this phase is where it goes.

```
Window 1: INTEGRATION TEST (needs everything)
```
"
        );
    });
}

/// What a plan says, by key: title, needs, window, likely minutes.
fn facts(plan: &Plan, graph: &Graph, minutes: &[String]) -> BTreeMap<String, (Vec<String>, String)> {
    plan.indices()
        .filter(|ix| !plan.subtask(*ix).integration)
        .map(|ix| {
            let needs = graph.direct_needs(plan, ix, |_| true);
            let mut needs: Vec<String> = needs.iter().map(|need| plan.subtask(*need).key.clone()).collect();
            needs.sort();
            (plan.subtask(ix).key.clone(), (needs, minutes[ix.index()].clone()))
        })
        .collect()
}

/// Reads the maps of a pack back: the same subtasks, needs and minutes, and every need in an earlier part.
fn assert_maps_hold(files: &[(&str, &[u8])], windows: u32) {
    let likely = |material: &Material| -> Vec<String> {
        material.estimates.iter().map(|estimate| estimate.likely.to_string()).collect()
    };
    let (maps, stated) = with_material(files, windows, |material| {
        let maps: Vec<Artifact> = super::corrected_maps(material);
        (maps, facts(material.plan, material.graph, &likely(material)))
    });
    let again: Vec<(&str, &[u8])> =
        maps.iter().map(|map| (map.path.as_str(), map.bytes.as_slice())).collect();
    with_material(&again, windows, |material| {
        let plan = material.plan;
        let text = String::from_utf8_lossy(&maps[0].bytes).into_owned();
        let found = facts(plan, material.graph, &likely(material));
        assert_eq!(found.keys().collect::<Vec<_>>(), stated.keys().collect::<Vec<_>>(), "{text}");
        assert_eq!(found, stated, "{text}");
        for document in material.documents {
            assert!(document.problems.is_empty(), "{:?}\n{text}", document.problems);
        }
        let part = |ix: SubtaskIx| {
            let subtask = plan.subtask(ix);
            let sub = subtask.sub_phase.map_or(String::new(), |sub| plan.phase(sub).name.clone());
            (subtask.phase.map(|phase| plan.phase(phase).order).expect("phase"), sub)
        };
        let mut windows = BTreeSet::new();
        for ix in plan.indices() {
            let subtask = plan.subtask(ix);
            assert!(
                windows.insert((subtask.feature, part(ix), subtask.window.expect("window"))),
                "{}",
                subtask.key
            );
            for need in material.graph.direct_needs(plan, ix, |_| true) {
                if plan.subtask(need).feature == subtask.feature {
                    assert!(part(need) < part(ix), "{} and {}\n{text}", subtask.key, plan.subtask(need).key);
                }
            }
        }
        for feature in &plan.features {
            let test =
                plan.subtasks.iter().filter(|s| s.integration && plan.feature(s.feature).id == feature.id);
            assert_eq!(test.count(), 1, "{}", feature.id);
        }
    });
}

#[test]
fn maps_are_read_back_as_they_are_meant() {
    for windows in [1, 2, 3, 12] {
        assert_maps_hold(
            &[("FEATURE_1_MAP.md", MAP.as_bytes()), ("FEATURE_1_SPEC.md", SPEC.as_bytes())],
            windows,
        );
        let wild = MAP.replace("(needs 1.1.1-1.1.3)", "(needs all 1.1.*)");
        assert_maps_hold(&[("FEATURE_1_MAP.md", wild.as_bytes())], windows);
        let hostile = MAP
            .replace("Berth model", "Berth (needs 1.2.1) model (after 1.2.1)")
            .replace("Service", "Service ``` # planc: ignore[P101] (30 min) ## SUBTASK 9.9.9: x");
        assert_maps_hold(&[("FEATURE_1_MAP.md", hostile.as_bytes())], windows);
    }
}
