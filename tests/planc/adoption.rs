//! `check --add-ignore`: comments that leave today's findings out.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A folder of its own that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, text: &[u8]) -> Folder {
        let path = std::env::temp_dir().join(format!("planc-adopt-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join(".git")).expect("a folder");
        fs::write(path.join("plan.md"), text).expect("a file");
        Folder(path)
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_planc"))
            .args(args)
            .current_dir(&self.0)
            .env_clear()
            .output()
            .expect("planc starts")
    }

    fn text(&self) -> Vec<u8> {
        fs::read(self.0.join("plan.md")).expect("the plan")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const PLAN: &str = "\
# Feature 1: Ferry

## PHASE 1 (4 tasks)

```
Window 1: SUBTASK 1.1.1 - Timetable
Window 2: SUBTASK 1.1.2 - Fares (needs 1.1.1)
Window 4: SUBTASK 1.1.3 - Poster (needs 1.1.1)  # planc: ignore[P201] the timetable is known
```

Total: 3 minutes
**Estimated total time:** 2 hours

| subtask | needs |
|---|---|
| 1.1.3 | 1.9.9 |

## SUBTASK 1.1.1: Timetable
Duration: 10 min

**Agent Prompt:**
```
Write timetable.md:

```text
Port | Time
```

Done.
```
";

/// Lines that are new or changed.
fn added(before: &[u8], after: &[u8]) -> Vec<String> {
    let old: Vec<&[u8]> = before.split(|&byte| byte == b'\n').collect();
    let new = after.split(|&byte| byte == b'\n').filter(|line| !old.contains(line));
    new.map(|line| String::from_utf8_lossy(line).into_owned()).collect()
}

/// Adds comments; nothing is found then, and a second run changes nothing.
#[track_caller]
fn adopt(name: &str, text: &[u8]) -> Vec<u8> {
    let folder = Folder::new(name, text);
    let plan = |folder: &Folder| {
        let plan: serde_json::Value =
            serde_json::from_slice(&folder.run(&["plan", "--format", "json"]).stdout).expect("json");
        let subtasks = plan["subtasks"].as_array().expect("subtasks").clone();
        subtasks
            .into_iter()
            .map(|mut subtask| {
                subtask["source"] = serde_json::Value::Null;
                subtask
            })
            .collect::<Vec<_>>()
    };
    let before = plan(&folder);
    let output = folder.run(&[
        "check",
        "--add-ignore=known since the start",
        "--format",
        "concise",
        "--fail-on",
        "info",
    ]);
    assert_eq!(
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned()),
        (Some(0), String::new()),
        "{}",
        stderr(&output)
    );
    assert_eq!(plan(&folder), before, "the plan is the same");
    let after = folder.text();
    assert!(folder.run(&["check", "--add-ignore=again"]).status.success());
    assert_eq!(folder.text(), after, "a second run changes something");
    after
}

#[test]
fn comments_stand_where_readers_do_not_trip_over_them() {
    let after = adopt("places", PLAN.as_bytes());
    let added = added(PLAN.as_bytes(), &after).join("\n");
    insta::assert_snapshot!(added, @r"
    <!-- planc-disable-next-line P205, P501 -- known since the start -->
    Window 2: SUBTASK 1.1.2 - Fares (needs 1.1.1)  # planc: ignore[same-phase-need, missing-prompt] known since the start
    Window 4: SUBTASK 1.1.3 - Poster (needs 1.1.1)  # planc: ignore[P201, P302, P401] the timetable is known; P302, P401: known since the start
    | 1.1.3 | 1.9.9 | <!-- planc-disable-line P102 -- known since the start -->
    <!-- planc-disable-next-block P402, P403 -- known since the start -->
    ");
    for line in PLAN.lines() {
        let kept = String::from_utf8_lossy(&after)
            .lines()
            .any(|new| new.starts_with(line.split("] the").next().unwrap_or(line)));
        assert!(kept, "{line}");
    }
}

#[test]
fn line_ends_and_marks_stay() {
    let windows = format!("\u{FEFF}{}", PLAN.replace('\n', "\r\n"));
    let after = adopt("windows", windows.as_bytes());
    let plain = adopt("unix", PLAN.as_bytes());
    let expected = format!("\u{FEFF}{}", String::from_utf8(plain).expect("text").replace('\n', "\r\n"));
    assert_eq!(String::from_utf8(after).expect("text"), expected);
    adopt("open", PLAN.trim_end().as_bytes());
}

#[test]
fn a_file_without_a_plan_gets_a_comment_about_the_file() {
    let folder = Folder::new("none", b"# Notes\n\nNothing is planned here.\n");
    let output = folder.run(&["check", "--add-ignore=only notes", "--format", "concise"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(folder.text().starts_with(b"<!-- planc-disable-file P001 -- only notes -->\n# Notes\n"));
    let folder = Folder::new("front", b"---\ntitle: Notes\n---\nNothing is planned here.\n");
    assert_eq!(folder.run(&["check", "--add-ignore=only notes"]).status.code(), Some(0));
    assert!(
        folder
            .text()
            .starts_with(b"---\ntitle: Notes\n---\n<!-- planc-disable-file P001 -- only notes -->\nNothing")
    );
    fs::create_dir(folder.0.join("empty")).expect("a folder");
    let output = folder.run(&["check", "empty", "--add-ignore=nothing yet", "--format", "concise"]);
    assert_eq!(output.status.code(), Some(1), "a folder holds no comment");
}

#[test]
fn what_cannot_be_left_out_is_reported() {
    // A directive in a prompt belongs to the agent, and P004 about it cannot be left out.
    let text = PLAN.replace("Done.", "<!-- planc-disable-file P201 -- x -->");
    let folder = Folder::new("left", text.as_bytes());
    let output = folder.run(&["check", "--add-ignore=known", "--format", "concise"]);
    let found = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(found.lines().count() == 1 && found.contains("[P004]"), "{found}");
    assert!(stderr(&output).contains("about 1 no comment can be written"), "{}", stderr(&output));
    let prompt = |text: &[u8]| {
        String::from_utf8_lossy(text)
            .split_once("**Agent Prompt:**")
            .map(|(_, rest)| rest.replace("<!-- planc-disable-next-block P402, P403 -- known -->\n", ""))
    };
    assert!(folder.text().len() > text.len());
    assert_eq!(prompt(&folder.text()), prompt(text.as_bytes()), "nothing is written into a prompt");
    let bytes = [PLAN.as_bytes(), b"\xFF\n"].concat();
    let folder = Folder::new("bytes", &bytes);
    folder.run(&["check", "--add-ignore=known"]);
    assert_eq!(folder.text(), bytes, "a file that is no text stays");
}

#[test]
fn only_reported_findings_are_left_out() {
    let folder = Folder::new("chosen", PLAN.as_bytes());
    folder.run(&["check", "--add-ignore=known", "--select", "P201"]);
    let lines = added(PLAN.as_bytes(), &folder.text());
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].ends_with("# planc: ignore[same-phase-need] known"), "{lines:?}");
}

#[test]
fn reasons_that_could_end_the_comment_are_refused() {
    let folder = Folder::new("reasons", PLAN.as_bytes());
    for reason in ["", "  ", "a --> b", "a -- b", "a\nb", "a\u{202E}b"] {
        let output = folder.run(&["check", &format!("--add-ignore={reason}")]);
        assert_eq!(output.status.code(), Some(2), "{reason:?}");
    }
    assert_eq!(folder.run(&["check", "--add-ignore=x", "-"]).status.code(), Some(2));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("plan.md", folder.0.join("link.md")).expect("a link");
        assert_eq!(folder.run(&["check", "--add-ignore=x", "link.md"]).status.code(), Some(2));
    }
    assert_eq!(folder.text(), PLAN.as_bytes());
}
