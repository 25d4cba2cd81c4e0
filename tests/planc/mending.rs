//! `planc fix` and the files that `planc check` writes, over the real command.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A plan whose prompt ends early for every other reader.
const BROKEN: &str = include_str!("../../fixtures/small/nested-fence.md");

/// A folder of its own with the broken plan, which goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("planc-mending-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        fs::write(path.join("plan.md"), BROKEN).expect("a file");
        Folder(path)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_planc"));
        command.args(args).current_dir(&self.0).env_clear().env("COLUMNS", "100");
        command
    }

    /// Exit code, standard output and standard error.
    fn run(&self, args: &[&str]) -> (i32, String, String) {
        said(&self.command(args).output().expect("planc starts"))
    }

    fn plan(&self) -> String {
        self.read("plan.md")
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).expect("a file")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("an exit code"), text(&output.stdout), text(&output.stderr))
}

fn mended() -> String {
    let (first, rest) = BROKEN.split_once("```\n").expect("a fence");
    let (prompt, behind) = rest.split_once("\n```\n\n---").expect("its end");
    format!("{first}````\n{prompt}\n````\n\n---{behind}")
}

#[test]
fn a_fix_changes_two_lines_once() {
    let folder = Folder::new("once");
    let (code, shown, _) = folder.run(&["fix", "--diff"]);
    assert_eq!((code, folder.plan().as_str()), (1, BROKEN));
    assert_eq!(shown.lines().filter(|line| *line == "+````").count(), 2, "{shown}");
    let (code, shown, _) = folder.run(&["fix", "plan.md", "--check"]);
    assert_eq!((code, folder.plan().as_str()), (1, BROKEN));
    assert!(shown.starts_with("plan.md: 1 would be mended\n"), "{shown}");
    let (code, shown, _) = folder.run(&["fix"]);
    assert_eq!((code, folder.plan()), (0, mended()));
    assert_eq!(shown, "plan.md: 1 mended\n  P402 lengthen the outer fence to 4 characters\n");
    assert_eq!(folder.run(&["fix", "--check"]), (0, "nothing to mend\n".to_owned(), String::new()));
    assert_eq!(fs::read_dir(&folder.0).expect("a folder").count(), 1, "nothing is left beside the plan");
}

#[test]
fn standard_input_comes_out_mended() {
    let folder = Folder::new("stdin");
    for (given, expected) in [(BROKEN.to_owned(), mended()), (mended(), mended())] {
        let mut command = folder.command(&["fix", "-"]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("planc");
        child.stdin.take().expect("stdin").write_all(given.as_bytes()).expect("written");
        let (code, out, _) = said(&child.wait_with_output().expect("planc ends"));
        assert_eq!((code, out), (0, expected));
    }
    assert_eq!(folder.run(&["fix", "-", "plan.md"]).0, 2);
}

#[cfg(unix)]
#[test]
fn a_link_is_no_way_to_a_file() {
    let folder = Folder::new("link");
    std::os::unix::fs::symlink(folder.0.join("plan.md"), folder.0.join("link.md")).expect("a link");
    let (code, _, error) = folder.run(&["fix", "link.md"]);
    assert!(code == 2 && error.contains("link.md is a link"), "{error}");
    assert_eq!(folder.plan(), BROKEN);
}

#[test]
fn reports_are_written_beside_the_format() {
    let folder = Folder::new("reports");
    let reports = ["sarif", "junit", "gitlab", "markdown", "json", "full", "grouped"];
    let list: Vec<String> = reports.iter().map(|name| format!("--report={name}=out.{name}")).collect();
    let mut args = vec!["check", "--format", "concise"];
    args.extend(list.iter().map(String::as_str));
    let (code, shown, _) = folder.run(&args);
    assert!(code == 1 && shown.lines().all(|line| line.starts_with("plan.md:")), "{shown}");
    for name in reports {
        assert!(folder.read(&format!("out.{name}")).contains("P402"), "{name}");
    }
    for wrong in ["sarif=-", "sarif=", "nothing=x", "sarif", "auto=x"] {
        assert_eq!(folder.run(&["check", "--report", wrong]).0, 2, "{wrong}");
    }
    let (code, _, error) = folder.run(&["check", "--report", "sarif=./plan.md"]);
    assert!(code == 2 && error.contains("is a file of the plan"), "{error}");
    assert_eq!(folder.plan(), BROKEN);
}

#[test]
fn on_github_lines_are_annotated_and_the_summary_grows() {
    let folder = Folder::new("github");
    let mut command = folder.command(&["check"]);
    command.env("GITHUB_ACTIONS", "true").env("GITHUB_STEP_SUMMARY", folder.0.join("summary"));
    let (code, shown, _) = said(&command.output().expect("planc starts"));
    assert_eq!(code, 1);
    assert!(shown.starts_with("::group::planc check\nerror[P402]"), "{shown}");
    assert!(
        shown.contains("\n::endgroup::\n") && shown.contains("\n::error file=plan.md,line=10,"),
        "{shown}"
    );
    command.output().expect("planc starts");
    assert_eq!(folder.read("summary").matches("## planc check\n").count(), 2);
}

#[test]
fn a_baseline_knows_what_was_there() {
    let folder = Folder::new("baseline");
    assert_eq!(folder.run(&["check"]).0, 1);
    assert_eq!(folder.run(&["check", "--write-baseline", "known.json"]).0, 0);
    let (code, shown, notes) = folder.run(&["check", "--baseline", "known.json", "--format", "concise"]);
    assert_eq!((code, shown.as_str(), notes.as_str()), (0, "", ""));
    let (_, json, _) = folder.run(&["check", "--baseline", "known.json", "--format", "jsonl"]);
    assert!(json.lines().count() > 0 && json.lines().all(|line| line.contains(r#""baseline":"known""#)));
    // Lines move, and one finding comes.
    fs::write(folder.0.join("plan.md"), format!("\n\n{BROKEN}\n## SUBTASK 1.1.3: Sound\n\nNeeds: 1.1.9\n"))
        .expect("written");
    let (code, shown, _) = folder.run(&["check", "--baseline", "known.json", "--format", "concise"]);
    assert!(code == 1 && shown.contains("P102") && !shown.contains("P402"), "{shown}");
    folder.run(&["fix"]);
    let (_, _, notes) = folder.run(&["check", "--baseline", "known.json"]);
    assert!(notes.contains("match nothing any more"), "{notes}");
    for wrong in ["plan.md", "gone.json", "."] {
        assert_eq!(folder.run(&["check", "--baseline", wrong]).0, 2, "{wrong}");
    }
    assert_eq!(folder.run(&["check", "--write-baseline", "plan.md"]).0, 2);
}

#[test]
fn only_plans_are_looked_at() {
    let folder = Folder::new("only");
    // Damaged, and no plan.
    fs::write(folder.0.join("notes.md"), "caf\u{C3}\u{A9}\n").expect("written");
    assert_eq!(folder.run(&["check", "notes.md"]).0, 1);
    assert_eq!(folder.run(&["check", "notes.md", "--only-plans"]), (0, String::new(), String::new()));
    let (code, shown, _) =
        folder.run(&["check", "plan.md", "notes.md", "--only-plans", "--format", "concise"]);
    assert!(code == 1 && !shown.contains("notes.md"), "{shown}");
    assert_eq!(folder.run(&["fix", "notes.md", "--only-plans"]), (0, String::new(), String::new()));
    assert_eq!(folder.run(&["fix", "notes.md"]).0, 2);
    folder.run(&["fix", ".", "--only-plans"]);
    assert_eq!((folder.plan(), folder.read("notes.md").as_str()), (mended(), "caf\u{C3}\u{A9}\n"));
}

#[test]
fn standard_input_can_have_a_name() {
    let folder = Folder::new("name");
    let mut command =
        folder.command(&["check", "-", "--stdin-filename", "./docs/a.md", "--format", "concise"]);
    command.stdin(fs::File::open(folder.0.join("plan.md")).expect("a file"));
    let (code, shown, _) = said(&command.output().expect("planc starts"));
    assert!(code == 1 && shown.starts_with("docs/a.md:"), "{shown}");
    assert_eq!(folder.run(&["check", "plan.md", "--stdin-filename", "a.md"]).0, 2);
}

/// A map whose phase 1 cannot run as it stands.
const BUSY: &str = "# Feature 1: Ferry\r\n\r\n## PHASE 1 (3 parallel windows)\r\n\r\n```\r\nWindow 1: SUBTASK 1.1.1 - Pier\r\n\
                    Window 2: SUBTASK 1.1.2 - Boat (needs 1.1.1) # planc: ignore[isolated-task] it is needed\r\n\
                    Window 3: SUBTASK 1.1.3 - Bell\r\n```\r\n\r\n## PHASE 2\r\n\r\n```\r\n\
                    Window 1: INTEGRATION TEST (needs everything)\r\n```";

#[test]
fn a_diff_is_a_patch() {
    let folder = Folder::new("patch");
    fs::write(folder.0.join("map.md"), BUSY).expect("a file");
    let (code, patch, _) = folder.run(&["fix", "--unsafe", "--diff", "map.md"]);
    assert!(code == 1 && patch.starts_with("--- a/map.md\n+++ b/map.md\n@@ -"), "{patch}");
    assert!(patch.contains("+Sub-phase 1b (start after 1a)\r\n"), "{patch}");
    fs::write(folder.0.join("changes.patch"), &patch).expect("a file");
    assert_eq!(folder.run(&["fix", "--unsafe", "map.md"]).0, 0);
    let mended = folder.read("map.md");
    assert!(mended.contains("(2 parallel windows)\r\n") && mended.ends_with("```"), "{mended}");
    fs::write(folder.0.join("map.md"), BUSY).expect("a file");
    let mut git = Command::new("git");
    git.args(["apply", "-p1", "--whitespace=nowarn", "changes.patch"]).current_dir(&folder.0);
    if let Ok(output) = git.output() {
        assert!(output.status.success(), "{}", said(&output).2);
        assert_eq!(folder.read("map.md"), mended);
    }
}

#[test]
fn a_map_is_printed_and_read_back() {
    let folder = Folder::new("map");
    fs::remove_file(folder.0.join("plan.md")).expect("gone");
    let spec = "# Feature 1: Ferry\n\n## SUBTASK 1.1.1: Pier\nDuration: 10 min\n\n## SUBTASK 1.1.2: Boat\nNeeds: 1.1.1\n\
                Duration: 5 min\n\n## SUBTASK 1.1.3: Bell\nDuration: 5 min\n\n## SUBTASK 1.1.4: Bridge\nNeeds: 1.1.2, 1.1.3\n";
    fs::write(folder.0.join("spec.md"), spec).expect("a file");
    let said: fn(&str) -> Vec<serde_json::Value> = |json| {
        let plan: serde_json::Value = serde_json::from_str(json).expect("JSON");
        plan["subtasks"].as_array().expect("subtasks").clone()
    };
    let needs = |subtask: &serde_json::Value| {
        let needs = subtask["needs"].as_array().expect("needs").iter().map(ToString::to_string);
        needs.collect::<std::collections::BTreeSet<_>>()
    };
    for mode in ["phases", "dataflow"] {
        let (code, map, error) = folder.run(&["map", "--mode", mode, "--windows", "2", "spec.md"]);
        assert!(code == 0 && map.starts_with("# PARALLELIZATION MAP\n"), "{error}");
        fs::write(folder.0.join("map.md"), &map).expect("a file");
        let (_, found, _) = folder.run(&["check", "map.md", "--format", "concise"]);
        assert!(!found.contains("error") && !found.contains("P204"), "{found}\n{map}");
        let (read, stated) = (
            said(&folder.run(&["plan", "map.md", "--format", "json"]).1),
            said(&folder.run(&["plan", "spec.md", "--format", "json"]).1),
        );
        for subtask in stated {
            let again = read.iter().find(|other| other["id"] == subtask["id"]).expect("it is in the map");
            assert_eq!(needs(again), needs(&subtask), "{map}");
            assert!(again["phase"].is_string() && again["window"].as_u64() <= Some(2), "{map}");
        }
        let again = folder.run(&["map", "--windows", "2", "map.md"]).1;
        fs::write(folder.0.join("again.md"), &again).expect("a file");
        let places = |subtasks: &[serde_json::Value]| {
            let place = |s: &serde_json::Value| {
                [&s["id"], &s["phase"], &s["sub_phase"], &s["window"], &s["needs"]].map(ToString::to_string)
            };
            subtasks.iter().map(place).collect::<Vec<_>>()
        };
        let twice = said(&folder.run(&["plan", "again.md", "--format", "json"]).1);
        assert_eq!(places(&read), places(&twice), "{again}");
    }
    let (code, _, error) = folder.run(&["map", "nowhere.md"]);
    assert!(code == 2 && error.contains("nowhere.md"), "{error}");
}
