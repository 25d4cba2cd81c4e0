use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::plan::{Plan, SubtaskIx};
use crate::syntax::ProblemKind;

#[test]
fn the_map_splits_what_cannot_run_at_once() {
    harbour(None, |material| {
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
fn assert_maps_hold(files: &[(&str, &[u8])], windows: Option<u32>) {
    let likely = |material: &Material| -> Vec<String> {
        material.estimates.iter().map(|estimate| estimate.likely.to_string()).collect()
    };
    let (maps, stated) = with_material(files, windows, |material| {
        let maps: Vec<Artifact> = corrected_maps(material);
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
            // A title may hold the words of a needs clause; they are the author's.
            let title =
                |kind: &ProblemKind| matches!(kind, ProblemKind::Unparsed { looks_like: "needs clause", .. });
            assert!(document.problems.iter().all(|p| title(&p.kind)), "{:?}\n{text}", document.problems);
        }
        let bad = ["P2", "P301", "P302", "P407", "P501", "P503"];
        let findings: Vec<String> = material
            .findings
            .iter()
            .filter(|finding| bad.iter().any(|code| finding.code.starts_with(code)))
            .map(|finding| format!("{} {}", finding.code, finding.message))
            .collect();
        assert!(findings.is_empty(), "{findings:#?}\n{text}");
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
            let closing =
                plan.subtasks.iter().filter(|s| s.integration && plan.feature(s.feature).id == feature.id);
            assert_eq!(closing.count(), 1, "{}", feature.id);
        }
    });
}

#[test]
fn maps_are_read_back_as_they_are_meant() {
    for windows in [Some(1), Some(2), Some(3), None] {
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

#[test]
fn maps_of_the_fixtures_hold() {
    for folder in ["fixtures/harbour", "fixtures/harbour-clean"] {
        let files = fixtures(folder);
        assert_maps_hold(&borrowed(&files), None);
        assert_maps_hold(&borrowed(&files), Some(3));
    }
    for file in fixtures("fixtures/small") {
        let file = [file];
        let runs = |material: &Material| material.schedules.is_some() && !material.plan.subtasks.is_empty();
        if with_material(&borrowed(&file), None, runs) {
            assert_maps_hold(&borrowed(&file), None);
            assert_maps_hold(&borrowed(&file), Some(2));
        }
    }
}
