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
fn the_agent_comes_from_the_configuration() {
    let place = Workplace::new("launch-config");
    place.write("planc.toml", "[launch]\nagent = [\"claude\", \"{prompt}\"]\nworktrees = true\n");
    place.write("plan.md", PLAN);
    assert_eq!(place.run(&["pack", "-o", "out"]).code, 0);
    let script = place.read("out/launch/start-subtask.sh");
    assert!(script.contains("\nagent=('claude' '{prompt}')\nworktrees=yes\n"));
    assert_eq!(place.run(&["pack", "-o", "out", "--agent", "[1]"]).code, 2);
}
