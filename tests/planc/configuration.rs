//! Settings of `planc.toml`, over the real command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of its own that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("planc-config-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        // A repository of its own: nothing above it counts.
        fs::create_dir_all(path.join(".git")).expect("a folder");
        Folder(path)
    }

    fn write(&self, name: &str, text: &str) -> &Folder {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
        self
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).expect("a file")
    }

    fn run(&self, args: &[&str]) -> Output {
        planc(&self.0, args)
    }

    /// Codes of findings with their places, and the exit code.
    #[track_caller]
    fn check(&self, args: &[&str]) -> (Vec<String>, i32) {
        let output = self.run(&[&["check", "--format", "concise"], args].concat());
        let code = output.status.code().expect("a code");
        assert_ne!(code, 2, "{}", stderr(&output));
        let found = stdout(&output);
        let short = |line: &str| {
            let (place, rest) = line.split_once(": ").expect("a place");
            let path = place.rsplitn(3, ':').nth(2).expect("a path");
            format!("{path} {}", rest.split(']').next().expect("a code").replace('[', " "))
        };
        (found.lines().map(short).collect(), code)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn planc(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_planc"))
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("COLUMNS", "100")
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .output()
        .expect("planc starts")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// An error (P201), a warning (P205) and two infos (P109, P401).
const PLAN: &str = "\
# Feature 1: Ferry

## PHASE 1 (20 min)

```
Window 1: SUBTASK 1.1.1 - Timetable
Window 2: SUBTASK 1.1.2 - Fares (needs 1.1.1)
Window 3: SUBTASK 1.1.3 - Poster
```
";

const ALL: [&str; 4] =
    ["plan.md error P201", "plan.md info P109", "plan.md info P401", "plan.md warning P205"];

fn ferry(name: &str, config: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("plan.md", PLAN).write("planc.toml", config);
    folder
}

#[track_caller]
fn codes(config: &str, args: &[&str], expected: &[&str], code: i32) {
    static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let count = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let folder = ferry(&format!("codes-{count}"), config);
    let (mut found, exit) = folder.check(args);
    found.sort();
    assert_eq!(
        (found.iter().map(String::as_str).collect::<Vec<_>>(), exit),
        (expected.to_vec(), code),
        "{config}"
    );
}

#[test]
fn rules_are_chosen() {
    codes("", &[], &ALL, 1);
    codes("lint.select = [\"P1\"]", &[], &ALL[1..2], 0);
    codes(
        "lint.select = [\"P1\"]\nlint.extend-select = [\"same-phase-need\"]",
        &[],
        &["plan.md error P201", "plan.md info P109"],
        1,
    );
    codes("lint.ignore = [\"P2\"]", &[], &ALL[1..3], 0);
    codes(
        "[lint.severity]\nP201 = \"info\"",
        &[],
        &["plan.md info P109", "plan.md info P201", "plan.md info P401", "plan.md warning P205"],
        0,
    );
    codes("[lint.per-file-ignores]\n\"pl*.md\" = [\"ALL\"]", &[], &[], 0);
    codes("[lint.per-file-ignores]\n\"archive/\" = [\"ALL\"]", &[], &ALL, 1);
    codes("fail-on = \"never\"", &[], &ALL, 0);
}

#[test]
fn flags_win() {
    codes(
        "lint.select = [\"P1\"]\nlint.ignore = [\"P201\"]",
        &["--select", "P201,P205"],
        &[ALL[0], ALL[3]],
        1,
    );
    codes("lint.ignore = [\"P2\"]", &["--extend-select", "P205"], &ALL[1..], 0);
    codes("lint.select = [\"P2\"]", &["--ignore", "P201"], &ALL[3..], 0);
    codes("fail-on = \"never\"", &["--fail-on", "error"], &ALL, 1);
    codes("nonsense = 1", &["--isolated"], &ALL, 1);
}

#[test]
fn a_file_of_settings_can_be_named() {
    let folder = ferry("named", "nonsense = 1");
    folder
        .write("ci/strict.toml", "lint.select = [\"P2\"]\n[lint.per-file-ignores]\n\"plan.md\" = [\"P205\"]");
    assert_eq!(folder.check(&["--config", "ci/strict.toml"]).0, ["plan.md error P201"]);
    let output = folder.run(&["check", "--config", "missing.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("missing.toml"), "{}", stderr(&output));
}

#[test]
fn mistakes_are_told_with_their_line_and_nothing_runs() {
    for (config, expected) in [
        (
            "\n[lint]\nselct = []\n",
            "planc: planc.toml:3: there is no setting `selct` in [lint]; did you mean `select`?\n",
        ),
        (
            "[lint.severity]\nwindow-gp = \"info\"\n",
            "planc: planc.toml:2: `severity` has to be a rule, which this is not; did you mean window-gap?\n",
        ),
        ("required-version = \">=99\"\n", "for other versions of planc"),
        ("include = [\"[\"]\n", "cannot be used"),
        ("lint.per-file-ignores.\"a{\" = [\"P2\"]", "cannot be used"),
    ] {
        let folder = ferry("mistake", config);
        for command in
            [&["check"][..], &["plan"], &["schedule"], &["fix"], &["config"], &["build", "-o", "OUT"]]
        {
            if command[0] == "config" && expected == "cannot be used" {
                continue;
            }
            let output = folder.run(command);
            assert_eq!(
                (output.status.code(), stdout(&output)),
                (Some(2), String::new()),
                "{command:?} {config}"
            );
            assert!(stderr(&output).contains(expected), "{}", stderr(&output));
        }
        assert!(!folder.0.join("OUT").exists());
    }
}

#[test]
fn unknown_rules_to_leave_out_are_a_note() {
    let folder = ferry("note", "lint.ignore = [\"P998\", \"P2\"]");
    let output = folder.run(&["check", "--format", "concise"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        stderr(&output).starts_with("note: planc.toml:1: this names a rule that is not known"),
        "{}",
        stderr(&output)
    );
    let output = folder.run(&["check", "--ignore", "P997"]);
    assert!(stderr(&output).contains("--ignore names P997"));
    assert_eq!(folder.run(&["check", "--select", "P997"]).status.code(), Some(2));
}

#[test]
fn files_are_included_and_excluded() {
    let folder = ferry("files", "exclude = [\"old/\"]\n");
    folder
        .write("old/plan.md", PLAN)
        .write("notes.txt", PLAN)
        .write(".gitignore", "drafts/\n")
        .write("drafts/plan.md", &PLAN.replace('1', "2"));
    assert_eq!(folder.check(&[]).0.len(), 4);
    folder.write("planc.toml", "include = [\"*.txt\"]\n");
    assert!(folder.check(&[]).0.iter().all(|found| found.starts_with("notes.txt")));
    folder.write("planc.toml", "exclude = [\"old/\"]\nrespect-gitignore = false\n");
    assert!(folder.check(&[]).0.iter().any(|found| found.starts_with("drafts/plan.md")));
    folder.write("planc.toml", "[limits]\nfiles = 1\n");
    assert!(stderr(&folder.run(&["check"])).contains("holds more than 1 files"));
    folder.write("planc.toml", "[limits]\nfile-size = \"20B\"\n");
    assert!(stderr(&folder.run(&["check"])).contains("is larger than 20 bytes"));
}

#[test]
fn the_nearest_configuration_up_to_the_repository_counts() {
    let folder = Folder::new("nearest");
    folder.write("planc.toml", "lint.select = [\"P1\"]").write("a/plan.md", PLAN);
    folder.write("b/.planc.toml", "lint.select = [\"P205\"]").write("b/deep/plan.md", PLAN);
    folder.write("c/.git/HEAD", "").write("c/plan.md", PLAN);
    assert_eq!(folder.check(&["a"]).0, ["a/plan.md info P109"]);
    assert_eq!(folder.check(&["b/deep/plan.md"]).0, ["b/deep/plan.md warning P205"]);
    assert_eq!(folder.check(&["c"]).0.len(), 4);
    let output = folder.run(&["check", "a", "b", "--format", "concise"]);
    assert_eq!(stdout(&output).lines().count(), 2, "each root follows its own: {}", stdout(&output));
    assert!(stderr(&output).contains("those of planc.toml"), "{}", stderr(&output));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_repository_is_not_read() {
    let folder = Folder::new("link");
    folder.write("secret", "password = \"hunter2\"").write("repo/.git/HEAD", "").write("repo/plan.md", PLAN);
    std::os::unix::fs::symlink(folder.0.join("secret"), folder.0.join("repo/planc.toml")).expect("a link");
    let output = planc(&folder.0.join("repo"), &["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        stderr(&output),
        "planc: planc.toml leads out of its repository, so it is not read; put the settings into the file itself\n"
    );
    folder.write("repo/conf.toml", "lint.ignore = [\"P2\"]");
    fs::remove_file(folder.0.join("repo/planc.toml")).expect("removed");
    std::os::unix::fs::symlink("conf.toml", folder.0.join("repo/planc.toml")).expect("a link");
    assert_eq!(planc(&folder.0.join("repo"), &["check"]).status.code(), Some(0));
}

#[test]
fn standard_input_follows_the_configuration_too() {
    use std::io::Write;
    let folder = ferry("stdin", "[lint.per-file-ignores]\n\"docs/**\" = [\"P2\"]\n");
    for (name, expected) in [("docs/x.md", 2), ("x.md", 4)] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_planc"))
            .args(["check", "-", "--stdin-filename", name, "--format", "concise"])
            .current_dir(&folder.0)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("planc starts");
        child.stdin.take().expect("a pipe").write_all(PLAN.as_bytes()).expect("written");
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(stdout(&output).lines().count(), expected, "{name}");
    }
}

#[test]
fn options_of_rules_and_claims_count() {
    let folder = ferry("options", "plan.max-windows = 2\n[plan]\n");
    folder.write("planc.toml", "[plan]\nmax-windows = 2\nintegration-test = \"Poster\"\n");
    let (found, _) = folder.check(&[]);
    assert!(
        found.contains(&"plan.md warning P303".to_owned()) && !found.contains(&ALL[3].to_owned()),
        "{found:?}"
    );
    folder.write("planc.toml", "[plan]\nmax-windows = 2\n[lint.options.too-many-windows]\nmax = 3\n");
    assert_eq!(folder.check(&[]).0.len(), 4);
    let claim = "# Feature 1: Ferry\n\n**Estimated total time:** ~20 minutes\n\n## PHASE 1 (15 min)\n\n### SUBTASK 1.1.1: Timetable\n\n## PHASE 2 (10 min)\n\n### INTEGRATION TEST\nNeeds: everything\n";
    folder.write("plan.md", claim);
    assert_eq!(folder.check(&["--select", "P503"]).0, ["plan.md warning P503"]);
    folder.write("planc.toml", "plan.duration-tolerance = \"25%\"");
    assert_eq!(folder.check(&["--select", "P503"]).0, [""; 0]);
}

#[test]
fn reasons_can_be_left_out_if_nobody_asks_for_them() {
    let folder = ferry("reasons", "lint.require-reason = false");
    folder.write("plan.md", &format!("<!-- planc-disable-file P201 -->\n{PLAN}"));
    assert_eq!(folder.check(&["--select", "P2,P0"]).0, ["plan.md warning P205"]);
    let (found, _) = folder.check(&["--select", "P2,P0", "--isolated"]);
    assert_eq!(found, ["plan.md warning P004", "plan.md warning P205", "plan.md error P201"]);
}

#[test]
fn suppressed_findings_can_be_shown() {
    let folder = ferry("shown", "");
    folder.write("plan.md", &format!("<!-- planc-disable-file P201 -- known -->\n{PLAN}"));
    assert_eq!(folder.check(&["--select", "P201,P003"]).0, [""; 0]);
    assert_eq!(folder.check(&["--select", "P201,P003", "--no-ignores"]).0, ["plan.md error P201"]);
}

#[test]
fn the_map_can_be_chosen() {
    let folder = Folder::new("map");
    folder
        .write("a.md", PLAN)
        .write("b.md", "# Feature 1: Ferry\n\n## PHASE 7\n\n```\nWindow 9: SUBTASK 1.1.1 - Timetable\n```\n");
    let phase = |folder: &Folder| {
        let output = folder.run(&["plan", "--format", "json"]);
        let plan: serde_json::Value = serde_json::from_slice(&output.stdout).expect("json");
        plan["subtasks"][0]["phase"].as_str().map(str::to_owned)
    };
    assert_eq!(phase(&folder).as_deref(), Some("1"));
    folder.write("planc.toml", "plan.map = \"b.md\"");
    assert_eq!(phase(&folder).as_deref(), Some("7"));
    assert_eq!(stderr(&folder.run(&["plan"])), "");
    folder.write("planc.toml", "plan.specs = [\"a*\"]");
    assert_eq!(phase(&folder).as_deref(), Some("7"));
}

#[test]
fn schedules_and_packs_follow_the_configuration() {
    let folder = ferry(
        "packs",
        "[plan]\ndefault-estimate = 40\n[schedule]\nwindows = 1\n[pack]\nout = \"build/prompts\"\nmode = \"dataflow\"\n",
    );
    folder.write("sub/.keep", "").write("plan.md", &PLAN.replace(" (20 min)", ""));
    let json = |args: &[&str]| -> serde_json::Value {
        serde_json::from_slice(&folder.run(&[&["schedule", "--format", "json"], args].concat()).stdout)
            .expect("json")
    };
    let schedule = json(&[]);
    assert_eq!((schedule["windows"].as_u64(), schedule["sequential_minutes"].as_u64()), (Some(1), Some(120)));
    assert_eq!(json(&["--windows", "2"])["windows"].as_u64(), Some(2));
    let output = planc(&folder.0.join("sub"), &["pack", ".."]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(folder.0.join("build/prompts/planc-manifest.json").is_file());
    folder.write("planc.toml", "");
    let output = folder.run(&["pack"]);
    assert_eq!((output.status.code(), stderr(&output).contains("-o")), (Some(2), true));
}

#[test]
fn fixes_and_baselines_follow_the_configuration() {
    let folder = ferry(
        "baseline",
        "[baseline]\npath = \"known.json\"\nfail-on-stale = true\n[fix]\nunfixable = [\"P003\"]\n",
    );
    folder.write("plan.md", &format!("<!-- planc-disable-file P302 -- known -->\n{PLAN}"));
    let output = folder.run(&["check"]);
    assert!(stderr(&output).starts_with("note: known.json does not exist; write it with --write-baseline"));
    assert_eq!(output.status.code(), Some(1), "nothing is known yet");
    assert_eq!(folder.run(&["check", "--write-baseline", "known.json"]).status.code(), Some(0));
    assert_eq!(folder.check(&[]), (Vec::new(), 0));
    let before = folder.read("plan.md");
    assert_eq!(folder.run(&["fix"]).status.code(), Some(0));
    assert_eq!(folder.read("plan.md"), before, "P003 is not mended");
    folder.write("plan.md", &before.replace(" (needs 1.1.1)", ""));
    let (found, code) = folder.check(&["--select", "P201"]);
    assert_eq!((found, code), (Vec::new(), 1), "an entry is stale");
}

#[test]
fn settings_are_shown_with_their_places() {
    let folder = ferry("show", "fail-on = \"info\"\n\n[lint]\nignore = [\"P2\"]\n");
    folder.write("sub/.keep", "").write("plan.md", &PLAN.replace(" (20 min)", ""));
    let shown = stdout(&planc(&folder.0.join("sub"), &["config"]));
    for line in [
        "fail-on = \"info\"  # ../planc.toml:1",
        "ignore = [\"P2\"]  # ../planc.toml:4",
        "max-windows = 15  # default",
        "# max is not set",
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line}\n{shown}");
    }
    let again = Folder::new("shown-again");
    again.write("planc.toml", &shown).write("plan.md", PLAN);
    assert_eq!(again.run(&["check"]).status.code(), Some(1), "what is shown is a configuration");
    let json: serde_json::Value =
        serde_json::from_slice(&folder.run(&["config", "--format", "json"]).stdout).expect("json");
    assert_eq!(json["schema"], "planc.config/1");
    let fail_on = json["settings"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|setting| setting["key"] == "fail-on")
        .expect("it");
    assert_eq!((&fail_on["value"], &fail_on["line"]), (&serde_json::json!("info"), &serde_json::json!(1)));
    let schema: serde_json::Value =
        serde_json::from_slice(&folder.run(&["schema", "config"]).stdout).expect("json");
    assert_eq!(schema["properties"]["fail-on"]["default"], "error");
    assert!(stdout(&folder.run(&["schema"])).contains("config"));
}

#[test]
fn a_first_configuration_is_written_once() {
    let folder = Folder::new("init");
    folder.write("plan.md", PLAN);
    let dry = folder.run(&["init", "--dry-run"]);
    assert!(stdout(&dry).contains("#fail-on = \"error\"") && !folder.0.join("planc.toml").exists());
    let output = folder.run(&["init"]);
    assert_eq!((output.status.code(), stdout(&output)), (Some(0), "planc.toml is written\n".to_owned()));
    assert_eq!(folder.check(&[]).0.len(), 4);
    let before = folder.read("planc.toml");
    let output = folder.run(&["init"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("planc.toml is there already; edit it"), "{}", stderr(&output));
    assert_eq!(folder.read("planc.toml"), before);
    fs::rename(folder.0.join("planc.toml"), folder.0.join(".planc.toml")).expect("renamed");
    assert_eq!(folder.run(&["init"]).status.code(), Some(2), "another name of the same");
}

#[test]
fn the_log_and_its_clocks_follow_the_configuration() {
    let folder = ferry("log", "[log]\npath = \"runs/ferry.jsonl\"\ntimezone = \"+02:00\"\n");
    folder.write("sub/.keep", "").write("other.jsonl", "");
    let run = |args: &[&str]| planc(&folder.0.join("sub"), args);
    let output = run(&["log", "start", "1.1.1", "--at", "2026-03-02T09:00:00Z"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(folder.read("runs/ferry.jsonl").contains("1.1.1") && !folder.0.join(".planc").exists());
    let status = |args: &[&str]| stdout(&run(&[&["status"], args].concat()));
    assert!(status(&[]).contains("11:00"), "{}", status(&[]));
    assert!(
        status(&["--zone", "+00:00"]).contains("09:00")
            && !status(&["--log", "../other.jsonl"]).contains("11:00")
    );
    assert!(stdout(&run(&["notify", "--all", "--keep"])).starts_with("11:00"));
    let next = |args: &[&str]| stdout(&run(&[&["next"], args].concat()));
    assert_eq!(next(&[]), next(&["--log", "../runs/ferry.jsonl"]));
    assert_ne!(next(&[]), next(&["--log", "../other.jsonl"]));
    folder.write("sub/notes.txt", "11:20 - Window 1: ✅ SUBTASK 1.1.1 complete\n");
    let output = run(&["import", "notes.txt", "--date", "2026-03-02"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
    assert!(
        folder.read("runs/ferry.jsonl").contains("2026-03-02T09:20:00Z"),
        "{}",
        folder.read("runs/ferry.jsonl")
    );
    let output = folder.run(&["pack", "-o", "OUT", "--only", "ready"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(!stdout(&folder.run(&["calibrate"])).is_empty());
    for (config, expected) in [
        ("log.timezone = \"Europe/Paris\"", "planc has no database of time zones"),
        ("log.timezone = \"+25:00\"", "such as \"+02:00\""),
        ("log.path = \"../run.jsonl\"", "has to be a path below the plan root"),
    ] {
        folder.write("planc.toml", config);
        let output = folder.run(&["status"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
}

#[test]
fn published_pages_follow_the_configuration() {
    let config = "[report]\nout = \"build/pages\"\ntitle = \"Ferry <2>\"\nscript = false\nredact = ['(?i)fare\\w*', 'pier-\\d+']\n";
    let folder = ferry("report", config);
    folder.write(
        "pier-7/plan.md",
        &PLAN.replace("Feature 1", "Feature 2").replace("Poster", "Poster at pier-7"),
    );
    folder.write("run.jsonl", "");
    let note = "at pier-9 and pier-7";
    let output = folder.run(&[
        "log",
        "--log",
        "run.jsonl",
        "start",
        "F1-1.1.1",
        "--note",
        note,
        "--at",
        "2026-03-02T09:00:00Z",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let output = folder.run(&["report", "--log", "run.jsonl", "--with-prompts"]);
    assert_ne!(output.status.code(), Some(2), "{}", stderr(&output));
    for page in ["index.html", "run.html", "prompts.html", "status.json"] {
        let text = folder.read(&format!("build/pages/{page}"));
        let lower = text.to_lowercase();
        assert!(!lower.contains("fare") && !lower.contains("pier-"), "{page}");
        assert!(lower.contains("masked-") || page == "prompts.html", "{page}");
        if page != "status.json" {
            assert!(!lower.contains("<script") && lower.contains("script-src &#39;none&#39;"), "{page}");
            assert!(text.contains("Ferry &lt;2&gt;"), "{page}");
        }
    }
    assert!(!folder.read("build/pages/planc-manifest.json").contains("pier-"));
    folder
        .write("planc.toml", "report.template = \"page.html\"\n")
        .write("page.html", "<p>{{ title }}</p>\n");
    let output = folder.run(&["report", "-o", "OUT"]);
    assert_ne!(output.status.code(), Some(2), "{}", stderr(&output));
    let page = folder.read("OUT/index.html");
    assert!(page.starts_with("<p>") && page.contains("Ferry") && page.len() < 60, "{page}");
}

#[test]
fn pages_of_broken_settings_are_refused() {
    for (config, expected) in [
        ("report.redact = [\"(\"]", "has to be a list of regular expressions"),
        ("report.redact = ['(\\w{100}){100}']", "limited to 1 MiB"),
        ("limits.output-size = \"2KiB\"", "`index.html`: it is larger than 2048 bytes"),
        ("limits.template-fuel = 3", "ran out of fuel"),
        ("report.template = \"page.html\"", "page.html"),
        ("report.template = \"../page.html\"", "a path below the plan root"),
        ("report.title = \"\"", "a line of text"),
    ] {
        let folder = ferry("refused", config);
        let output = folder.run(&["report", "-o", "OUT"]);
        assert_eq!(output.status.code(), Some(2), "{config}: {}", stderr(&output));
        assert!(stderr(&output).contains(expected), "{config}: {}", stderr(&output));
        assert!(!folder.0.join("OUT").exists());
    }
}

#[test]
fn prompt_files_are_called_as_the_configuration_says() {
    let folder = ferry("name", "pack.name = \"{id}\"\n");
    let output = folder.run(&["pack", "-o", "OUT", "--bundle-chains"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(folder.read("OUT/F1/phases/1a/1.1.1.md").contains("Timetable"));
    for name in ["../{id}", "{window}", "{id}/x", "{title}-{id}", "-{id}"] {
        folder.write("planc.toml", &format!("\npack.name = \"{name}\"\n"));
        let output = folder.run(&["pack", "-o", "OUT"]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(stderr(&output).contains("planc.toml:2: `name` has to be"), "{}", stderr(&output));
    }
}

#[test]
fn buffers_are_known_by_their_labels() {
    let folder = ferry("buffers", "");
    folder.write("plan.md", &PLAN.replace("Window 3", "Window 3: Reserve\nWindow 4"));
    assert!(folder.check(&[]).0.iter().any(|found| found.ends_with("P302")), "{:?}", folder.check(&[]));
    folder.write("planc.toml", "plan.buffer-labels = [\"reserve\"]\nlint.preview = true\n");
    assert_eq!(folder.check(&[]).0.len(), 4, "{:?}", folder.check(&[]));
}

#[test]
fn plans_beyond_the_limits_are_refused() {
    let folder = ferry("limits", "limits.subtasks = 2\n");
    for (config, expected) in [
        ("limits.subtasks = 2", "plan.md:8: the plan has more than 2 subtasks"),
        ("limits.needs-per-task = 1", "plan.md:7: 1.1.2 states more than 1 needs"),
    ] {
        folder
            .write("planc.toml", config)
            .write("plan.md", &PLAN.replace("(needs 1.1.1)", "(needs 1.1.1, 1.1.3)"));
        for command in [&["check"][..], &["plan"], &["schedule"], &["fix", "--diff"]] {
            let output = folder.run(command);
            assert_eq!(output.status.code(), Some(2), "{command:?} {}", stderr(&output));
            assert!(stderr(&output).contains(expected), "{}", stderr(&output));
        }
    }
    let list = r#"{"tasks": [{"id": 1, "title": "Timetable", "x": {"y": 1}}, {"id": 2, "title": "Fares"}]}"#;
    let nested = Folder::new("nesting");
    nested.write("plan.json", list).write("planc.toml", "limits.nesting = 3\n");
    assert!(nested.check(&["plan.json"]).0.iter().any(|found| found.ends_with("P005")));
    nested.write("planc.toml", "");
    assert!(!nested.check(&["plan.json"]).0.iter().any(|found| found.ends_with("P005")));
}

#[test]
fn a_configuration_with_everything_is_taken() {
    let folder = ferry("everything", EVERYTHING);
    let output = folder.run(&["config"]);
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), String::new()));
    assert_eq!(folder.check(&[]).1, 1);
}

const EVERYTHING: &str = r#"
include = ["**/*plan*.md"]
required-version = ">=0.1"
[plan]
buffer-labels = ["BUFFER", "buffer windows"]
[lint]
preview = false
[pack]
out = "build/prompts"
name = "{id}"
[report]
out = "build/report"
title = "Plan"
template = ""
script = true
redact = ["(?i)token=\\S+"]
[log]
path = ".planc/run.jsonl"
timezone = "UTC"
[limits]
file-size = "256MiB"
files = 100000
subtasks = 1000000
needs-per-task = 2000
nesting = 64
template-fuel = 1000000
output-size = "32MiB"
"#;
