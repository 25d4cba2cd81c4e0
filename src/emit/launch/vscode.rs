use serde_json::{Value, json};

use super::course::Course;

/// Terminals beside each other in one group.
const COLUMNS: u32 = 4;

/// `vscode-tasks.json`: a task per subtask, in the terminal group of its window; a compound task per phase and one for
/// each window's queue. Windows 1 to 4 share a group, 5 to 8 the next: twelve windows are three rows of four.
pub(super) fn tasks(course: &Course) -> String {
    let mut tasks: Vec<Value> = course
        .slots
        .iter()
        .map(|slot| {
            let label = course.label(slot.subtask);
            task(label, &["--wait", label], slot.window)
        })
        .collect();
    for (name, inside) in course.steps() {
        let labels: Vec<&str> = inside.iter().map(|&ix| course.label(ix)).collect();
        tasks.push(compound(&name, &labels));
    }
    let mut windows: Vec<u32> = course.slots.iter().map(|slot| slot.window).collect();
    windows.sort_unstable();
    windows.dedup();
    let queues: Vec<String> = windows.iter().map(|window| format!("window {window}")).collect();
    for (window, name) in windows.iter().zip(&queues) {
        tasks.push(task(name, &["--window", &window.to_string()], *window));
    }
    tasks.push(compound("all windows", &queues.iter().map(String::as_str).collect::<Vec<_>>()));
    let lines: Vec<String> = tasks.iter().map(Value::to_string).collect();
    format!("{{\"version\":\"2.0.0\",\n\"tasks\":[\n{}\n]}}\n", lines.join(",\n"))
}

fn task(label: &str, arguments: &[&str], window: u32) -> Value {
    let mut args = vec!["${workspaceFolder}/launch/start-subtask.sh"];
    args.extend(arguments);
    json!({
        "label": label,
        "type": "process",
        "command": "bash",
        "args": args,
        "problemMatcher": [],
        "presentation": {
            "reveal": "always",
            "panel": "dedicated",
            "focus": false,
            "echo": false,
            "showReuseMessage": false,
            "group": format!("windows {}", window.saturating_sub(1) / COLUMNS + 1),
        },
    })
}

fn compound(label: &str, parts: &[&str]) -> Value {
    json!({ "label": label, "dependsOn": parts, "dependsOrder": "parallel", "problemMatcher": [] })
}
