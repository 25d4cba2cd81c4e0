//! Whole packs of small plans, and of the fixtures.

use std::collections::{BTreeMap, BTreeSet};

use super::{Layout, pack};
use crate::check::{self, Facts};
use crate::emit::{Artifact, Material};
use crate::graph::{Graph, NeedsMode, estimates};
use crate::plan::{Plan, SubtaskIx, lower};
use crate::schedule::{Limits, Mode, schedules};
use crate::source::{FileIx, SourceFile};
use crate::syntax::{Document, Minutes, parse};

/// Reads files, schedules them (`windows`: `None` for the plan's own number) and hands the material over.
fn with_material<T>(files: &[(&str, &[u8])], windows: Option<u32>, use_it: impl FnOnce(&Material) -> T) -> T {
    let read = |(path, bytes): &(&str, &[u8])| SourceFile::new(*path, bytes.to_vec()).expect("text");
    let sources: Vec<SourceFile> = files.iter().map(read).collect();
    let documents: Vec<Document> =
        sources.iter().enumerate().map(|(at, source)| parse(FileIx(at as u32), source)).collect();
    let plan = lower(&sources, &documents, &vec![0; sources.len()]);
    let graph = Graph::build(&plan, NeedsMode::Union);
    let estimates = estimates(&plan, &graph, Minutes::new(15));
    let named = vec![true; sources.len()];
    let findings = check::run(&Facts {
        sources: &sources,
        documents: &documents,
        plan: &plan,
        graph: &graph,
        estimates: &estimates,
        named: &named,
        roots: &vec![0; sources.len()],
        maps: &[],
    });
    let limits = Limits { windows, needs: NeedsMode::Union, file_locks: true, curve: Some(1), rough: true };
    let schedules = schedules(&plan, &graph, &estimates, &limits).ok();
    use_it(&Material {
        sources: &sources,
        documents: &documents,
        plan: &plan,
        graph: &graph,
        estimates: &estimates,
        schedules: schedules.as_ref(),
        mode: Mode::Phases,
        findings: &findings,
    })
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

fn harbour<T>(windows: Option<u32>, use_it: impl FnOnce(&Material) -> T) -> T {
    with_material(
        &[("FEATURE_1_MAP.md", MAP.as_bytes()), ("FEATURE_1_SPEC.md", SPEC.as_bytes())],
        windows,
        use_it,
    )
}

#[test]
fn a_pack_has_every_file_where_the_design_says() {
    harbour(None, |material| {
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
    harbour(None, |material| {
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
            "  - [ ] tests \\<pass>\n",
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
    harbour(None, |material| {
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

/// The files of a folder of fixtures, each with its path.
#[expect(clippy::disallowed_methods, reason = "tests read fixtures")]
fn fixtures(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .expect("fixtures")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| {
            let name = path.file_name().expect("name").to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("fixture"))
        })
        .collect();
    files.sort();
    files
}

fn borrowed(files: &[(String, Vec<u8>)]) -> Vec<(&str, &[u8])> {
    files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect()
}

/// Every prompt of the plan stands in its own file byte for byte.
fn assert_prompts_are_whole(material: &Material) -> usize {
    let artifacts = pack(material);
    let layout = Layout::new(material).expect("layout");
    let mut count = 0;
    for ix in material.plan.indices() {
        let path = layout.prompt(ix).expect("a file");
        let file = artifacts.iter().find(|artifact| artifact.path == path).expect("artifact");
        let Some(prompt) = &material.plan.subtask(ix).prompt else { continue };
        let bytes = material.sources[prompt.file.index()].disk_bytes(prompt.stated.span);
        if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let fence = super::text::fence(bytes);
        let mut expected = format!("\n## Prompt\n\n{fence}text\n").into_bytes();
        expected.extend_from_slice(bytes);
        if !bytes.ends_with(b"\n") {
            expected.push(b'\n');
        }
        expected.extend_from_slice(format!("{fence}\n").as_bytes());
        assert!(file.bytes.windows(expected.len()).any(|part| part == expected), "{path}");
        count += 1;
    }
    count
}

#[test]
fn packs_of_the_fixtures_hold() {
    for (folder, prompts) in [("fixtures/harbour", 20), ("fixtures/harbour-clean", 20)] {
        let files = fixtures(folder);
        assert!(with_material(&borrowed(&files), None, assert_prompts_are_whole) > prompts);
        assert_maps_hold(&borrowed(&files), None);
        assert_maps_hold(&borrowed(&files), Some(3));
    }
}

#[test]
fn packs_of_small_plans_hold() {
    for file in fixtures("fixtures/small") {
        let file = [file];
        let runs = with_material(&borrowed(&file), None, |material| {
            let runs = material.schedules.is_some() && !material.plan.subtasks.is_empty();
            if runs {
                assert_prompts_are_whole(material);
            }
            runs
        });
        if runs {
            assert_maps_hold(&borrowed(&file), None);
            assert_maps_hold(&borrowed(&file), Some(2));
        }
    }
}

#[test]
fn every_feature_has_phases_of_its_own() {
    with_material(&borrowed(&fixtures("fixtures/harbour-clean")), None, |material| {
        let artifacts = pack(material);
        for path in ["F1/phases/1/bundle.md", "F2/phases/1/bundle.md", "F3/phases/1/bundle.md"] {
            let part = path.replace("/1/", "/1a/");
            assert!(artifacts.iter().any(|a| a.path == path || a.path == part), "no {path}");
        }
        let first = artifacts.iter().filter(|a| a.path.contains("/phases/1") && a.path.contains("window"));
        for file in first {
            let text = String::from_utf8_lossy(&file.bytes);
            let part = file.path.contains("/phases/1/") || file.path.contains("/phases/1a/");
            assert_eq!(text.contains("- every subtask of phase"), !part, "{}\n{text}", file.path);
        }
    });
}
