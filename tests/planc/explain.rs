//! `planc plan --explain`: every line of every fixture has a reading.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn planc(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_planc"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .env("COLUMNS", "400")
        .output()
        .expect("planc starts")
}

fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn fixtures() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = walkdir::WalkDir::new(root.join("fixtures"))
        .into_iter()
        .map(|entry| entry.expect("an entry").into_path());
    let mut found: Vec<PathBuf> =
        found.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    found.sort();
    found
}

#[test]
fn every_line_of_a_fixture_has_a_reading() {
    for path in fixtures() {
        let name = path.display().to_string();
        let bytes = std::fs::read(&path).expect("a fixture");
        let table = stdout(&planc(&["plan", &name, "--explain", &name]));
        let rows: Vec<&str> = table.lines().skip(1).collect();
        assert_eq!(rows.len(), String::from_utf8_lossy(&bytes).lines().count(), "{name}");
        let plan = planc(&["plan", "--format", "json", &name]);
        let Ok(plan) = serde_json::from_slice::<serde_json::Value>(&plan.stdout) else { continue };
        for subtask in plan["subtasks"].as_array().expect("subtasks") {
            let (id, line) = (subtask["id"].as_str().expect("an id"), subtask["source"]["line"].as_u64());
            let row = rows[line.expect("a line") as usize - 1];
            assert!(
                row.contains(&format!("subtask {id}")) || row.contains(&format!("-{id}")),
                "{name}: {row}"
            );
        }
    }
}

#[test]
fn one_line_says_how_it_was_read() {
    let file = "fixtures/harbour/FEATURE_1_MAP.md";
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("a fixture");
    let line = text.lines().position(|line| line.contains("(needs")).expect("a window line") + 1;
    let place = format!("{file}:{line}");
    for output in [
        planc(&["plan", file, "--explain", &line.to_string()]),
        planc(&["plan", "fixtures", "--explain", &place]),
    ] {
        let said = stdout(&output);
        assert!(
            said.starts_with("fixtures/harbour/FEATURE_1_MAP.md:")
                || said.starts_with("harbour/FEATURE_1_MAP.md:"),
            "{said}"
        );
        assert!(said.contains("a window line, window") && said.contains("(from map)"), "{said}");
    }
}

#[test]
fn what_cannot_be_explained_is_said() {
    let file = "fixtures/small/tree.md";
    for (args, words) in [
        (vec!["plan", file, "--explain", "99999"], "has no line 99999"),
        (vec!["plan", file, "--explain", "other.md:1"], "not among the files"),
        (vec!["plan", "fixtures", "--explain", "3"], "write the file before the line"),
        (vec!["plan", "fixtures", "--explain", "FEATURE_1_MAP.md:3"], "several files"),
    ] {
        let output = planc(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(words), "{args:?}");
    }
}
