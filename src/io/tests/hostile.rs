//! A pack of the worst names, written beside files that must not change.

use super::*;
use crate::compile::{Compilation, Input, Options, compile};
use crate::emit::{Material, PackOptions, pack};
use crate::schedule::Mode;

const NAMES: [&str; 24] = [
    "../x",
    "../../etc/passwd",
    "/etc/x",
    "C:\\x",
    "\\\\srv\\x",
    "a/b",
    "a\0b",
    ".",
    "..",
    "",
    "x.",
    "x ",
    "CON",
    "NUL.txt",
    "COM\u{b9}",
    "aux.md",
    "a:b",
    ".git",
    ".GIT",
    "git~1",
    "-rf",
    "bundle",
    "launch",
    "map.md",
];

/// Twenty-four subtasks of two features, whose ids, titles, features and phases are all `NAMES`.
fn hostile() -> Compilation {
    let window = |feature: u32, n: u32| format!("Window {n}: SUBTASK {feature}.1.{n} - x\n");
    let part = |feature: u32| {
        let windows: String = (1..=12).map(|n| window(feature, n)).collect();
        format!("# Feature {feature}: x\n\n## Phase 1\n\n```\n{windows}```\n\n")
    };
    let text = part(1) + &part(2);
    let input = Input { path: "map.md".into(), bytes: text.into_bytes(), root: 0, named: true };
    let mut compilation = compile(vec![input], &Options::default()).expect("a plan");
    let plan = &mut compilation.plan;
    assert!(plan.subtasks.len() == NAMES.len() && plan.features.len() == 2);
    for (subtask, name) in plan.subtasks.iter_mut().zip(NAMES) {
        (subtask.id, subtask.key, subtask.title) = (name.into(), name.into(), name.into());
    }
    for (feature, name) in plan.features.iter_mut().zip(["../x", "map.md"]) {
        (feature.prefix, feature.title) = (name.into(), name.into());
    }
    let executions = compilation.schedules.iter_mut().flat_map(|schedules| &mut schedules.executions);
    for step in executions.flat_map(|execution| &mut execution.steps) {
        step.name = "../../..".into();
    }
    compilation
}

#[test]
fn a_pack_of_hostile_names_stays_inside_its_folder() {
    let compilation = hostile();
    let material = Material {
        sources: &compilation.sources,
        documents: &compilation.documents,
        plan: &compilation.plan,
        graph: compilation.graph(),
        estimates: &compilation.estimates,
        schedules: compilation.schedules.as_ref(),
        mode: Mode::Phases,
        prompt_name: crate::emit::PROMPT_NAME,
        findings: &compilation.findings,
    };
    let artifacts = pack(&material, &PackOptions::default()).expect("a pack");
    let scratch = Scratch::new("hostile");
    scratch.write("beside.txt", "mine");
    scratch.write("x/beside.txt", "mine");
    let out = scratch.path().join("deep/out");
    let report = super::super::write(&out, &artifacts, &WriteOptions::default()).expect("write");
    assert_eq!(report.created.len(), artifacts.len());
    let prompts = report.created.iter().filter(|path| path.contains("/phases/") && path.contains("/window-"));
    assert_eq!(prompts.count(), NAMES.len());
    let outside: Vec<String> =
        scratch.tree().into_keys().filter(|path| !path.starts_with("deep/out/") && path != "deep/").collect();
    assert_eq!(outside, ["beside.txt", "x/", "x/beside.txt"]);
    assert!(super::super::write(&out, &artifacts, &WriteOptions::default()).expect("write").is_unchanged());
}
