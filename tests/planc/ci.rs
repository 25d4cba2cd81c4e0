//! What a job of a CI system sees: formats, reports, annotations, the step summary, colours, broken pipes.

use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::command_line::{Folder, PLAN, code, planc, stderr};

const FORMATS: [&str; 11] =
    ["auto", "full", "concise", "grouped", "json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown"];

/// Two subtasks in one phase of which one needs the other, and a count that is wrong.
const BROKEN: &str = "# Feature 1: Ferry\n\n## PHASE 1 (3 windows)\nWindow 1: SUBTASK 1.1.1 - Timetable\n\
    Window 2: SUBTASK 1.1.2 - Fares (needs 1.1.1)\n\n## PHASE 2\nWindow 1: INTEGRATION TEST\n";

fn in_job(folder: &Folder, args: &[&str], variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_planc"))
        .args(args)
        .current_dir(&folder.0)
        .env_clear()
        .env("COLUMNS", "100")
        .envs(variables.iter().copied())
        .output()
        .expect("planc starts")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

#[test]
fn every_format_ends_with_the_same_codes() {
    let folder = Folder::new("ci-codes");
    folder.write("broken/plan.md", BROKEN);
    folder.write("clean/plan.md", &PLAN.replace("Duration", "**Agent Prompt:**\n```\nx\n```\nDuration"));
    for format in FORMATS {
        for (path, wanted) in [("broken", 1), ("clean", 0), ("nowhere", 2)] {
            let output = planc(&folder.0, &["check", path, "--format", format]);
            assert_eq!(code(&output), wanted, "{format} {path}: {}", stderr(&output));
            assert!(wanted != 2 || output.stdout.is_empty(), "{format}");
        }
        let output = planc(&folder.0, &["check", "broken", "--format", format, "--fail-on", "never"]);
        assert_eq!(code(&output), 0, "{format}");
        assert!(output.stdout.ends_with(b"\n"), "{format} ends with a line end");
    }
    for command in ["plan", "schedule"] {
        for format in ["text", "json"] {
            assert_eq!(code(&planc(&folder.0, &[command, "broken", "--format", format])), 0);
            assert_eq!(code(&planc(&folder.0, &[command, "nowhere", "--format", format])), 2);
        }
    }
}

#[test]
fn auto_annotates_in_a_job_and_nowhere_else() {
    let folder = Folder::new("ci-auto");
    folder.write("plan.md", BROKEN);
    let usual = stdout(&in_job(&folder, &["check"], &[]));
    let full = stdout(&in_job(&folder, &["check", "--format", "full"], &[("GITHUB_ACTIONS", "true")]));
    assert_eq!(usual, full);
    let job = stdout(&in_job(&folder, &["check"], &[("GITHUB_ACTIONS", "true")]));
    let lines: Vec<&str> = job.lines().collect();
    assert_eq!(lines[0], "::group::planc check");
    let end = lines.iter().position(|line| *line == "::endgroup::").expect("an end of the group");
    assert!(lines[1..end].iter().all(|line| !line.trim_start().starts_with("::")));
    let commands: Vec<&&str> = lines[end + 1..].iter().filter(|line| line.starts_with("::")).collect();
    assert!(commands[0].starts_with("::error file=plan.md,line="), "{job}");
    let kinds: Vec<&str> = commands.iter().filter_map(|line| line[2..].split([' ', ':']).next()).collect();
    assert!(kinds.is_sorted(), "the worst come first: {kinds:?}");
}

#[test]
fn no_plan_gives_commands_to_a_log() {
    let folder = Folder::new("ci-hostile");
    let titles =
        ["::error file=a::owned", "##[group]owned", "\u{1b}[31m::stop-commands::x", "a\r::add-mask::b"];
    let mut text = "# Feature 1: ::warning::owned\n\n## PHASE 1: ::debug::x\n".to_owned();
    for (n, title) in titles.iter().enumerate() {
        let _ = writeln!(text, "Window 1: SUBTASK 1.1.{n} - {title} (needs 1.1.9, {title})");
    }
    folder.write("plan.md", &text);
    for format in FORMATS {
        let output = in_job(&folder, &["check", "--format", format], &[("GITHUB_ACTIONS", "true")]);
        let shown = stdout(&output);
        assert!(
            !shown.is_empty() && !shown.contains("##[") && !shown.contains('\u{1b}'),
            "{format}: {shown}"
        );
        for line in shown.split(['\n', '\r']).filter(|line| line.trim_start().starts_with("::")) {
            let ours =
                ["::group::planc check", "::endgroup::", "::error file=plan.md,", "::warning file=plan.md,"];
            let is_ours =
                ours.iter().any(|ours| line.starts_with(ours)) || line.starts_with("::notice title=planc::");
            assert!(["auto", "github"].contains(&format) && is_ours, "{format}: {line}");
        }
    }
}

#[test]
fn no_more_annotations_than_github_shows() {
    let folder = Folder::new("ci-limit");
    let mut text = "# Feature 1: Ferry\n\n## PHASE 1\n".to_owned();
    for n in 1..31 {
        let _ = writeln!(text, "Window {n}: SUBTASK 1.1.{n} - T (needs 1.9.{n})");
    }
    folder.write("plan.md", &text);
    let job = stdout(&in_job(&folder, &["check", "--format", "github"], &[]));
    let count = |kind: &str| job.lines().filter(|line| line.starts_with(kind)).count();
    assert_eq!((count("::error "), count("::notice ")), (10, 1), "{job}");
    assert!(count("::warning ") <= 10);
    assert_eq!(job.lines().count(), count("::"));
    assert!(job.contains("more findings%2C see the log or the summary"), "{job}");
}

#[test]
fn reports_are_written_beside_the_format() {
    let folder = Folder::new("ci-reports");
    folder.write("plan.md", BROKEN);
    let mut args = vec!["check", "--format", "concise"];
    let reports: Vec<String> =
        FORMATS[1..].iter().map(|format| format!("--report={format}=out.{format}.txt")).collect();
    args.extend(reports.iter().map(String::as_str));
    let output = planc(&folder.0, &args);
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    for format in &FORMATS[1..] {
        let report = fs::read_to_string(folder.0.join(format!("out.{format}.txt"))).expect("a report");
        let printed = stdout(&planc(&folder.0, &["check", "--format", format]));
        assert_eq!(report, printed, "{format}");
    }
    for refused in ["sarif=-", "sarif=", "sarif", "auto=x", "odd=x", "json=plan.md"] {
        let output = planc(&folder.0, &["check", "--report", refused]);
        assert_eq!(code(&output), 2, "{refused}");
        assert!(output.stdout.is_empty(), "{refused}");
    }
    let twice = planc(&folder.0, &["check", "--report", "json=a", "--report", "sarif=a"]);
    assert_eq!(code(&twice), 2);
    assert!(stderr(&twice).contains("a file of its own") && !folder.0.join("a").exists());
    assert_eq!(fs::read_to_string(folder.0.join("plan.md")).expect("the plan"), BROKEN);
}

#[test]
fn what_is_left_out_is_told_to_reviewers_and_on_request_to_programs() {
    let folder = Folder::new("ci-left-out");
    let comment = "<!-- planc-disable-file P201 -- a draft -->\n\n";
    folder.write("plan.md", &format!("{comment}{BROKEN}"));
    assert_eq!(code(&planc(&folder.0, &["check", "--write-baseline", "known.json"])), 0);
    folder.write("plan.md", &format!("{comment}{}", BROKEN.replace("(needs 1.1.1)", "(needs 1.1.1, 1.9.9)")));
    let read =
        |args: &[&str]| -> Value { serde_json::from_slice(&planc(&folder.0, args).stdout).expect("json") };
    let sarif = read(&["check", "--format", "sarif", "--baseline", "known.json"]);
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results.len(), 1, "{results:?}");
    assert_eq!((&results[0]["ruleId"], &results[0]["baselineState"]), (&"P102".into(), &"new".into()));
    let sarif = read(&["check", "--format", "sarif", "--baseline", "known.json", "--show-suppressed"]);
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let of = |rule: &str| results.iter().find(|result| result["ruleId"] == rule).expect("a result");
    assert_eq!(of("P501")["baselineState"], "unchanged");
    assert_eq!(of("P201")["suppressions"][0]["justification"], "a draft");
    assert_eq!(of("P102")["suppressions"], Value::Null);
    let json = read(&["check", "--format", "json", "--show-suppressed"]);
    let findings = json["findings"].as_array().expect("findings");
    let left_out = findings.iter().find(|finding| finding["rule"] == "P201").expect("the finding");
    assert_eq!(left_out["suppression"], serde_json::json!({"kind": "comment", "reason": "a draft"}));
    let people = stdout(&planc(&folder.0, &["check", "--baseline", "known.json"]));
    assert!(people.contains("1 finding is left out by comments,"), "{people}");
    let summary = stdout(&planc(&folder.0, &["check", "--format", "markdown"]));
    assert!(summary.contains("| P201 same-phase-need | a draft |"), "{summary}");
}

#[test]
fn the_step_summary_links_to_lines_below_the_workspace() {
    let folder = Folder::new("ci-summary");
    folder.write("docs/plan.md", BROKEN);
    let commit = "0123456789abcdef0123456789abcdef01234567";
    let top = folder.0.display().to_string();
    let summary = folder.0.join("summary.md").display().to_string();
    let variables = [
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_STEP_SUMMARY", summary.as_str()),
        ("GITHUB_WORKSPACE", top.as_str()),
        ("GITHUB_SERVER_URL", "https://github.com"),
        ("GITHUB_REPOSITORY", "ferry/plans"),
        ("GITHUB_SHA", commit),
    ];
    let below = Folder(folder.0.join("docs"));
    assert_eq!(code(&in_job(&below, &["check"], &variables)), 1);
    let text = fs::read_to_string(&summary).expect("a summary");
    let link = format!("<a href=\"https://github.com/ferry/plans/blob/{commit}/docs/plan.md?plain=1#L5\">");
    assert!(text.contains(&link) && text.contains("### Waves"), "{text}");
    fs::write(&summary, "x".repeat(999_900)).expect("a nearly full summary");
    let output = in_job(&below, &["check"], &variables);
    assert!(stderr(&output).contains("the step summary is full"), "{}", stderr(&output));
    assert_eq!(fs::metadata(&summary).expect("a summary").len(), 999_900);
}

#[test]
fn colours_follow_the_flag_then_the_environment() {
    let folder = Folder::new("ci-colour");
    folder.write("plan.md", BROKEN);
    let colored = |args: &[&str], variables: &[(&str, &str)]| {
        let output = in_job(&folder, &[&["check", "--format", "concise"], args].concat(), variables);
        output.stdout.contains(&0x1b)
    };
    assert!(!colored(&[], &[]), "a pipe has no colours");
    assert!(colored(&["--color", "always"], &[]));
    assert!(colored(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(colored(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&[], &[("NO_COLOR", "1")]));
    for format in ["json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown"] {
        let output = planc(&folder.0, &["check", "--format", format, "--color", "always"]);
        assert!(!output.stdout.contains(&0x1b), "{format} is for programs");
    }
    let output = planc(&folder.0, &["check", "--color", "always", "--report", "full=out.txt"]);
    assert_eq!(code(&output), 1);
    assert!(!fs::read(folder.0.join("out.txt")).expect("a report").contains(&0x1b), "files have no colours");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = Folder::new("ci-pipe");
    // More than a pipe holds.
    let mut text = "# Feature 1: Ferry\n\n".to_owned();
    for n in 1..2000 {
        let _ = writeln!(text, "## SUBTASK 1.1.{n}: T\nNeeds: 1.9.{n}\n");
    }
    folder.write("plan.md", &text);
    let mut child = Command::new(env!("CARGO_BIN_EXE_planc"))
        .args(["check", "--format", "jsonl"])
        .current_dir(&folder.0)
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("planc starts");
    let mut first = [0; 10];
    child.stdout.take().expect("a pipe").read_exact(&mut first).expect("some bytes");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((code(&output), stderr(&output).as_str()), (1, ""));
}

#[test]
fn the_command_line_describes_itself() {
    let folder = Folder::new("ci-self");
    let short = stdout(&planc(&folder.0, &["-V"]));
    let long = stdout(&planc(&folder.0, &["--version"]));
    assert_eq!(short.trim(), format!("planc {}", env!("CARGO_PKG_VERSION")));
    let commit = long.trim().strip_prefix(short.trim()).expect("the long version goes on");
    let commit = commit.trim().trim_matches(['(', ')']);
    assert!(
        commit.is_empty() || commit.len() == 12 && commit.bytes().all(|b| b.is_ascii_hexdigit()),
        "{long}"
    );
    let help = stdout(&planc(&folder.0, &["--help"]));
    let at = |word: &str| help.find(word).unwrap_or_else(|| panic!("{word} is missing in\n{help}"));
    let order =
        ["Check:", "  fix ", "Plan:", "  schedule ", "Run:", "  pack ", "Set up:", "  man ", "Options:"];
    assert!(order.map(at).is_sorted(), "{help}");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = stdout(&planc(&folder.0, &["completions", shell]));
        assert!(script.contains("planc") && script.contains("show-suppressed"), "{shell}");
    }
    assert!(stdout(&planc(&folder.0, &["man"])).contains(".TH planc 1"));
    assert!(stdout(&planc(&folder.0, &["man", "check"])).contains(".TH planc-check 1"));
    assert_eq!(code(&planc(&folder.0, &["man", "nothing"])), 2);
    for name in ["diff", "findings", "plan", "schedule"] {
        let schema: Value =
            serde_json::from_slice(&planc(&folder.0, &["schema", name]).stdout).expect("json");
        assert_eq!(schema["title"], format!("planc.{name}/1"));
        assert!(stdout(&planc(&folder.0, &["schema"])).contains(name));
    }
    assert_eq!(code(&planc(&folder.0, &["schema", "nothing"])), 2);
}
