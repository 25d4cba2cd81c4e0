use std::collections::BTreeSet;

use super::super::Layout;
use super::*;

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
                "INDEX.md",
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

/// Every prompt of the plan stands in its own file byte for byte.
fn assert_prompts_are_whole(material: &Material) -> usize {
    let artifacts = pack(material);
    let layout = Layout::new(material).expect("layout");
    let mut count = 0;
    for ix in material.plan.indices() {
        let path = layout.prompt(ix).expect("a file");
        let file = artifacts.iter().find(|artifact| artifact.path == path).expect("artifact");
        let Some(prompt) = &material.plan.subtask(ix).prompt else { continue };
        let bytes = prompt.bytes(material.sources);
        if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let fence = super::super::text::fence(bytes);
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
    }
}

#[test]
fn packs_of_small_plans_hold() {
    for file in fixtures("fixtures/small") {
        with_material(&borrowed(&[file]), None, |material| {
            if material.schedules.is_some() && !material.plan.subtasks.is_empty() {
                assert_prompts_are_whole(material);
            }
        });
    }
}

#[test]
fn without_barriers_there_is_one_phase() {
    harbour(None, |material| {
        let material = Material { mode: Mode::Dataflow, ..*material };
        let artifacts = pack(&material);
        let phases: BTreeSet<&str> =
            artifacts.iter().filter_map(|a| a.path.strip_prefix("F1/phases/")?.split('/').next()).collect();
        assert_eq!(phases, BTreeSet::from(["all"]));
        assert_eq!(assert_prompts_are_whole(&material), 3);
        let bundle = &texts(&artifacts)["F1/phases/all/bundle.md"];
        assert!(bundle.starts_with("# Feature 1\n\n5 subtasks in "), "{bundle}");
        assert!(!bundle.contains("every subtask of phase") && !bundle.contains(", phase"), "{bundle}");
    });
    let circle = MAP.replace("Berth model", "Berth model (needs 1.2.1)");
    with_material(&[("map.md", circle.as_bytes())], None, |material| assert!(pack(material).is_empty()));
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
