//! `launch/` of a pack: what stands in launchers, and one subtask started by the script.

use super::workplace::Workplace;

const PLAN: &str = "# Feature 1: Ferry

## PHASE 1
Window 1: SUBTASK 1.1.1 - Timetable
Window 2: SUBTASK 1.1.2 - Fares

## PHASE 2
Window 1: SUBTASK 1.1.3 - Booking (needs 1.1.1)
";

const FILES: [&str; 7] = [
    "Makefile",
    "build.ninja",
    "github-workflow.yml",
    "start-subtask.sh",
    "subtasks.tsv",
    "tmux.sh",
    "vscode-tasks.json",
];

fn packed(name: &str, plan: &str, args: &[&str]) -> Workplace {
    let place = Workplace::new(name);
    place.write("planc.toml", "");
    place.write("plan.md", plan);
    let said = place.run(&[&["pack", "-o", "out"], args].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    place
}

fn bash(place: &Workplace, args: &[&str]) -> (i32, String) {
    let output = std::process::Command::new("bash")
        .args(args)
        .current_dir(place.path())
        .env("PLANC", env!("CARGO_BIN_EXE_planc"))
        .output()
        .expect("bash starts");
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    (output.status.code().expect("an exit code"), text)
}

#[test]
fn launchers_hold_labels_and_paths_only() {
    let plain = packed("launch-plain", PLAN, &[]);
    for title in [
        "$(touch canary)",
        "#(touch canary)",
        "${{ secrets.X }}",
        "`touch canary`",
        "$(shell touch canary)\\",
    ] {
        let hostile = packed("launch-hostile", &PLAN.replace("Booking", title), &[]);
        for file in FILES {
            let path = format!("out/launch/{file}");
            assert_eq!(hostile.read(&path), plain.read(&path), "{title}: {file}");
        }
    }
}

#[test]
fn needs_are_prerequisites() {
    let place = packed("launch-needs", PLAN, &[]);
    assert!(place.read("out/launch/Makefile").contains("\n$(DONE)F1-1.1.3: $(DONE)F1-1.1.1\n"));
    assert!(
        place
            .read("out/launch/build.ninja")
            .contains("\nbuild state/done/F1-1.1.3: subtask state/done/F1-1.1.1\n")
    );
    assert!(
        place
            .read("out/launch/github-workflow.yml")
            .contains("  t_F1_1_1_3:\n    name: \"F1-1.1.3\"\n    needs: [t_F1_1_1_1]\n")
    );
    let tasks: serde_json::Value =
        serde_json::from_str(&place.read("out/launch/vscode-tasks.json")).expect("JSON");
    let labels: Vec<&str> =
        tasks["tasks"].as_array().expect("tasks").iter().filter_map(|task| task["label"].as_str()).collect();
    assert_eq!(
        labels,
        [
            "F1-1.1.1",
            "F1-1.1.2",
            "F1-1.1.3",
            "phase-F1-1",
            "phase-F1-2",
            "window 1",
            "window 2",
            "all windows"
        ]
    );
}

/// Three subtasks write one file; only the last one needs the first.
const WRITERS: &str = "# Feature 1: Ferry

## PHASE 1
Window 1: SUBTASK 1.1.1 - Fares
Window 2: SUBTASK 1.1.2 - Taxes

## PHASE 2
Window 1: SUBTASK 1.1.3 - Refunds (needs 1.1.1)

## SUBTASK 1.1.1: Fares
Files: `src/fares.rs`

## SUBTASK 1.1.2: Taxes
Files: `src/fares.rs`

## SUBTASK 1.1.3: Refunds
Files: `src/fares.rs`
";

#[test]
fn writers_of_one_file_take_turns() {
    let place = packed("launch-writers", WRITERS, &[]);
    let makefile = place.read("out/launch/Makefile");
    assert!(makefile.contains("\n$(DONE)F1-1.1.2: | $(DONE)F1-1.1.1\n"), "{makefile}");
    assert!(makefile.contains("\n$(DONE)F1-1.1.3: $(DONE)F1-1.1.1 | $(DONE)F1-1.1.2\n"), "{makefile}");
    let ninja = place.read("out/launch/build.ninja");
    assert!(
        ninja.contains("\nbuild state/done/F1-1.1.2: subtask || state/done/F1-1.1.1\n")
            && ninja.contains(
                "\nbuild state/done/F1-1.1.3: subtask state/done/F1-1.1.1 || state/done/F1-1.1.2\n"
            ),
        "{ninja}"
    );
    let table = place.read("out/launch/subtasks.tsv");
    let turns: Vec<&str> = table.lines().skip(1).filter_map(|line| line.rsplit('\t').next()).collect();
    assert_eq!(turns, ["-", "F1-1.1.1", "F1-1.1.2"]);
    let workflow = place.read("out/launch/github-workflow.yml");
    assert!(
        workflow.contains(
            "    needs: [t_F1_1_1_1, t_F1_1_1_2]\n    if: \"!cancelled() && needs.t_F1_1_1_1.result == 'success'\"\n"
        ),
        "{workflow}"
    );
    let free = packed("launch-free-writers", WRITERS, &["--no-file-locks"]);
    assert!(!free.read("out/launch/Makefile").contains(" | $(DONE)"));
    assert!(!free.read("out/launch/build.ninja").contains(" || "));
}

#[cfg(unix)]
#[test]
fn scripts_can_be_run_and_prompts_cannot() {
    use std::os::unix::fs::PermissionsExt;

    let place = packed("launch-modes", PLAN, &[]);
    let mode = |path: &str| {
        let found = std::fs::metadata(place.path().join("out").join(path)).expect("a file");
        found.permissions().mode() & 0o111
    };
    assert_eq!((mode("launch/tmux.sh") & 0o100, mode("launch/start-subtask.sh") & 0o100), (0o100, 0o100));
    let others = ["launch/Makefile", "launch/subtasks.tsv", "INDEX.md", "F1/phases/1/window-01-F1-1.1.1.md"];
    assert_eq!(others.map(mode), [0; 4]);
    let first = place.path().join("out/launch/tmux.sh");
    std::fs::set_permissions(&first, PermissionsExt::from_mode(0o600)).expect("mode");
    std::fs::write(place.path().join("out/launch/Makefile"), "").expect("a file");
    assert_eq!(place.run(&["pack", "-o", "out", "--force"]).code, 0);
    assert_eq!(mode("launch/tmux.sh"), 0, "what people closed stays closed");
}

#[test]
fn a_workflow_that_is_left_out_is_told() {
    let lines = |track: u32, words: &str| {
        let lines = (1..=250).map(|n| format!("Window {n}: SUBTASK 1.{track}.{n} - {words}\n"));
        lines.collect::<Vec<_>>().concat()
    };
    let (first, second) = (lines(1, "A"), lines(2, "B (needs all 1.1.*)"));
    let plan = format!("# Feature 1: Ferry\n\n## PHASE 1\n{first}\n## PHASE 2\n{second}");
    let place = Workplace::new("launch-large");
    place.write("planc.toml", "");
    place.write("plan.md", &plan);
    let said = place.run(&["pack", "-o", "out"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("note: launch/github-workflow.yml is left out"), "{}", said.err);
    assert!(!place.path().join("out/launch/github-workflow.yml").exists());
    assert!(
        place
            .read("out/INDEX.md")
            .contains("\nLaunchers stand in `launch`; launch/github-workflow.yml is left out")
    );
    let small = packed("launch-small", PLAN, &[]);
    assert!(!small.read("out/INDEX.md").contains("Launchers stand"));
}

#[test]
fn the_script_asks_the_log_and_tells_it() {
    let agent = "[\"sh\", \"-c\", \"cat >\\\"$0\\\"\", \"{label}.got\"]";
    let place = packed("launch-script", PLAN, &["--agent", agent]);
    let script = "out/launch/start-subtask.sh";
    let (code, said) = bash(&place, &[script, "F1-1.1.3"]);
    assert_eq!((code, said.as_str()), (1, "F1-1.1.3 is left out: it needs F1-1.1.1\n"));
    let (code, said) = bash(&place, &[script, "F1-1.1.1"]);
    assert_eq!((code, said.as_str()), (0, "F1-1.1.1 starts in window 1\nF1-1.1.1 is done\n"));
    assert_eq!(place.read("F1-1.1.1.got"), place.read("out/F1/phases/1/window-01-F1-1.1.1.md"));
    assert_eq!(bash(&place, &[script, "F1-1.1.1"]).1, "F1-1.1.1 is done\n");
    assert_eq!(
        place.run(&["log", "--states"]).out,
        "F1-1.1.1\tvalidated\nF1-1.1.2\tready\nF1-1.1.3\tready\n"
    );
    assert_eq!(bash(&place, &[script, "F9-9.9.9"]).0, 2);
}

#[test]
fn without_a_root_agents_work_and_log_where_planc_was_started() {
    let place = Workplace::new("launch-bare");
    place.write("docs/plan/plan.md", PLAN);
    let agent = "[\"touch\", \"{label}.made\"]";
    assert_eq!(place.run(&["pack", "docs/plan", "-o", "out", "--agent", agent]).code, 0);
    assert_eq!(place.read("out/launch/plan.txt"), "root ../..\nplan docs/plan\n");
    assert_eq!(bash(&place, &["out/launch/start-subtask.sh", "F1-1.1.1"]).0, 0);
    assert_eq!(place.read("F1-1.1.1.made"), "");
    let states = place.run(&["log", "--states", "--plan", "docs/plan"]).out;
    assert!(states.starts_with("F1-1.1.1\tvalidated\n"), "{states}");
    // A root of the plan's own wins.
    place.write("docs/planc.toml", "");
    assert_eq!(place.run(&["pack", "docs/plan", "-o", "out"]).code, 0);
    assert_eq!(place.read("out/launch/plan.txt"), "root ../../docs\nplan plan\n");
}

#[test]
fn the_agent_comes_from_the_configuration() {
    let place = Workplace::new("launch-config");
    place.write("planc.toml", "[launch]\nagent = [\"claude\", \"{prompt}\"]\nworktrees = true\n");
    place.write("plan.md", PLAN);
    assert_eq!(place.run(&["pack", "-o", "out"]).code, 0);
    let script = place.read("out/launch/start-subtask.sh");
    assert!(script.contains("\nagent=('claude' '{prompt}')\nworktrees=yes\n"));
    assert_eq!(place.run(&["pack", "-o", "out", "--agent", "[1]"]).code, 2);
}
