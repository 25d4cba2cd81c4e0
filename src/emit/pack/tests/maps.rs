use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::*;
use crate::diag::Diagnostic;
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

/// A generator of numbers that is the same on every machine.
fn below(state: &mut u64, limit: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((*state >> 33) as usize) % limit.max(1)
}

/// A spec of one or two features whose needs have no cycle, without a map.
fn spec(state: &mut u64) -> String {
    const NAMES: [&str; 6] = ["Pier", "Größe", "桟橋 🚢", "a `deck` – it", "Window 3: bell", "| rope |"];
    let mut text = String::new();
    let count = 1 + below(state, 20);
    for feature in 1..=1 + below(state, 2) {
        let _ = writeln!(text, "# Feature {feature}: Ferry\n");
        for number in 1..=count {
            // Odd steps around the circle of numbers give an order that is not the document's.
            let rank = |number: usize| number * 7 % 23;
            let needs: BTreeSet<String> = (0..below(state, 4))
                .map(|_| 1 + below(state, count))
                .filter(|&other| rank(other) < rank(number))
                .map(|other| format!("{feature}.1.{other}"))
                .collect();
            let needs: Vec<String> = needs.into_iter().collect();
            let minutes = 5 * (1 + below(state, 6));
            let file = below(state, 8);
            let name = NAMES[below(state, NAMES.len())];
            let _ = writeln!(
                text,
                "## SUBTASK {feature}.1.{number}: {name} {number}\n\n**Depends on:** {}\n\
                 **Estimated time:** {minutes} minutes\n**File:** src/f{file}.rs\n\n**Agent Prompt:**\n```\nBuild.\n\n\
                 VALIDATION:\n- [ ] it works\n```\n",
                if needs.is_empty() { "None".to_owned() } else { needs.join(", ") }
            );
        }
        text +=
            "## INTEGRATION TEST\n\n**Agent Prompt:**\n```\nTry it.\n\nVALIDATION:\n- [ ] it works\n```\n\n";
    }
    text
}

#[test]
fn maps_of_random_specs_hold_and_can_be_pasted_back() {
    let mut state = 3;
    for round in 0..40 {
        let windows = [None, Some(1), Some(2), Some(3), Some(12)][round % 5];
        let spec = spec(&mut state);
        assert_maps_hold(&[("FEATURES.md", spec.as_bytes())], windows);
        let known = |found: &[Diagnostic]| -> BTreeSet<(&'static str, String)> {
            found.iter().map(|f| (f.code, format!("{:?}", f.subject))).collect()
        };
        let (map, before) = with_material(&[("FEATURES.md", spec.as_bytes())], windows, |material| {
            let maps = corrected_maps(material);
            assert_eq!(maps.len(), 1);
            (String::from_utf8_lossy(&maps[0].bytes).into_owned(), known(material.findings))
        });
        let pasted = format!("{spec}\n{map}");
        with_material(&[("FEATURES.md", pasted.as_bytes())], windows, |material| {
            let after = known(material.findings);
            let new: Vec<_> = after.difference(&before).collect();
            assert!(new.is_empty(), "{new:?}\n{map}");
            let most = material.plan.subtasks.iter().filter_map(|subtask| subtask.window).max();
            assert!(windows.is_none_or(|windows| most <= Some(windows)), "{most:?}\n{map}");
        });
    }
}
