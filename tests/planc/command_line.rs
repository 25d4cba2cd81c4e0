//! Exit codes, errors and the split of outputs, over the real command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of its own that goes away with the test.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("planc-test-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn planc(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_planc"))
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("COLUMNS", "100")
        .output()
        .expect("planc starts")
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub(crate) const PLAN: &str = "# Feature 1: Ferry\n\n## SUBTASK 1.1.1: Timetable\nDuration: 10 min\n\n## SUBTASK 1.1.2: Fares\nNeeds: 1.1.1\nDuration: 5 min\n";

#[test]
fn a_missing_path_is_named() {
    let folder = Folder::new("missing");
    for command in ["check", "plan", "schedule"] {
        let output = planc(&folder.0, &[command, "nowhere.md"]);
        assert_eq!(code(&output), 2, "{command}");
        assert!(stderr(&output).contains("nowhere.md"), "{command}: {}", stderr(&output));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_file_without_a_plan_is_a_finding_for_check_and_a_refusal_elsewhere() {
    let folder = Folder::new("no-plan");
    folder.write("notes.md", "# Notes\n\nNothing is planned here.\n");
    for path in ["notes.md", "."] {
        let output = planc(&folder.0, &["check", path, "--format", "concise"]);
        assert_eq!(code(&output), 1, "{path}");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.starts_with("notes.md:1:1: error[P001]"), "{text}");
        for command in [&["plan", path][..], &["schedule", path], &["build", path, "-o", "OUT"]] {
            let output = planc(&folder.0, command);
            assert_eq!(code(&output), 2, "{command:?}");
            assert!(!folder.0.join("OUT").exists());
        }
    }
}

#[test]
fn an_empty_folder_is_told() {
    let folder = Folder::new("empty");
    let output = planc(&folder.0, &["check", "--format", "concise"]);
    assert_eq!(code(&output), 1);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("error[P001] the folder holds no markdown file"), "{text}");
    assert_eq!(code(&planc(&folder.0, &["plan"])), 2);
}

#[test]
fn an_output_that_is_a_link_is_refused() {
    let folder = Folder::new("link");
    folder.write("plan.md", PLAN);
    folder.write("real/.keep", "");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.0.join("real"), folder.0.join("OUT")).expect("a link");
        let output = planc(&folder.0, &["build", "plan.md", "-o", "OUT"]);
        assert_eq!(code(&output), 2);
        assert!(stderr(&output).contains("link"), "{}", stderr(&output));
        assert_eq!(fs::read_dir(folder.0.join("real")).expect("real").count(), 1);
    }
}

#[test]
fn a_cycle_is_checked_and_not_built() {
    let folder = Folder::new("cycle");
    folder.write("plan.md", &PLAN.replace("Timetable\n", "Timetable\nNeeds: 1.1.2\n"));
    let output = planc(&folder.0, &["check", "--format", "concise"]);
    assert_eq!(code(&output), 1);
    for command in [&["schedule"][..], &["build", "-o", "OUT"], &["pack", "-o", "OUT"]] {
        let output = planc(&folder.0, command);
        assert_eq!(code(&output), 2, "{command:?}");
        let text = stderr(&output);
        assert!(text.contains("plan.md:3") && text.contains("1.1.1 → 1.1.2 → 1.1.1"), "{text}");
        assert!(!folder.0.join("OUT").exists(), "nothing is written");
    }
}

#[test]
fn a_folder_of_the_user_is_not_written_to() {
    let folder = Folder::new("mine");
    folder.write("plan.md", PLAN);
    folder.write("OUT/mine.txt", "mine");
    let output = planc(&folder.0, &["build", "plan.md", "-o", "OUT"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("OUT"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(folder.0.join("OUT/mine.txt")).expect("mine"), "mine");
    assert_eq!(fs::read_dir(folder.0.join("OUT")).expect("OUT").count(), 1);
}

#[test]
fn a_second_build_changes_nothing_and_its_output_is_no_plan() {
    let folder = Folder::new("twice");
    folder.write("plan.md", PLAN);
    assert_eq!(code(&planc(&folder.0, &["build", ".", "-o", "OUT"])), 0);
    let files = |folder: &Folder| {
        let manifest = folder.0.join("OUT/planc-manifest.json");
        (
            fs::read(&manifest).expect("manifest"),
            fs::metadata(&manifest).expect("manifest").modified().expect("time"),
        )
    };
    let first = files(&folder);
    let output = planc(&folder.0, &["build", ".", "-o", "OUT"]);
    assert_eq!(code(&output), 0);
    assert!(String::from_utf8_lossy(&output.stdout).contains("up to date"), "{output:?}");
    assert_eq!(files(&folder), first);
}

#[test]
fn findings_fail_as_asked() {
    let folder = Folder::new("fail-on");
    folder.write(
        "plan.md",
        &PLAN.replace("## SUBTASK 1.1.2", "## SUBTASK 1.1.3: Poster\nDuration: 5 min\n\n## SUBTASK 1.1.2"),
    );
    for (level, wanted) in [("error", 0), ("warning", 0), ("info", 1), ("never", 0)] {
        let output = planc(&folder.0, &["check", "--fail-on", level]);
        assert_eq!(code(&output), wanted, "{level}: {}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn usage_errors_exit_with_two_and_help_with_zero() {
    let folder = Folder::new("usage");
    assert_eq!(code(&planc(&folder.0, &["chekc"])), 2);
    assert_eq!(code(&planc(&folder.0, &["check", "--fail-on", "sometimes"])), 2);
    assert_eq!(code(&planc(&folder.0, &["rule", "P999"])), 2);
    for args in [
        &["--help"][..],
        &["--version"],
        &["check", "--help"],
        &["rule", "--all"],
        &["rule", "same-phase-need"],
    ] {
        let output = planc(&folder.0, args);
        assert_eq!(code(&output), 0, "{args:?}");
        assert!(!output.stdout.is_empty());
    }
}

#[test]
fn standard_input_is_a_plan_too() {
    use std::io::Write;
    use std::process::Stdio;
    let folder = Folder::new("stdin");
    let mut child = Command::new(env!("CARGO_BIN_EXE_planc"))
        .args(["plan", "-", "--format", "json"])
        .current_dir(&folder.0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("planc starts");
    child.stdin.take().expect("a pipe").write_all(PLAN.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("it ends");
    let plan: serde_json::Value = serde_json::from_slice(&output.stdout).expect("json");
    assert_eq!(plan["subtasks"][1]["needs"][0], "1.1.1");
}
