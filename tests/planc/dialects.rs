//! Plans as other projects write them, beyond the forms of docs/format.md.

use planc::compile::{Compilation, Input, Options, compile};
use planc::schedule::{Mode, locks};
use planc::syntax::Minutes;

fn compiled(files: &[(&str, &str)]) -> Compilation {
    let inputs = files.iter().map(|(path, text)| Input {
        path: (*path).to_owned(),
        bytes: text.as_bytes().to_vec(),
        root: 0,
        named: true,
    });
    compile(inputs.collect(), &Options::default()).expect("text")
}

fn codes(compilation: &Compilation) -> Vec<&str> {
    compilation.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn subtasks_in_conflict_take_turns() {
    let file = |name: &str, more: &str| {
        format!("---\nname: {name}\nstatus: open\nestimate: 1h\n{more}---\n\nDo it.\n")
    };
    let (one, two, three) = (
        file("Sand", "parallel: true\nconflicts_with: [003, 099]\n"),
        file("Paint", "depends_on: []\nparallel: false\n"),
        file("Varnish", "depends_on: []\nparallel: true\n"),
    );
    let compilation = compiled(&[("yard/001.md", &one), ("yard/002.md", &two), ("yard/003.md", &three)]);
    let found = locks(&compilation.plan);
    let ids: Vec<&str> =
        found[0].writers.iter().map(|ix| compilation.plan.subtask(*ix).id.as_str()).collect();
    assert_eq!((found.len(), ids), (1, vec!["001", "003"]));
    let schedules = compilation.schedules.expect("schedules");
    let dataflow =
        schedules.executions.iter().find(|execution| execution.mode == Mode::Dataflow).expect("dataflow");
    assert_eq!(dataflow.makespan, Some(Minutes::new(120)));
}

#[test]
fn a_damaged_task_list_is_read_up_to_the_damage() {
    let text = r#"{"tasks": [
  {"id": 1, "title": "Sow", "dependencies": []},
  {"id": 2, "title": "Reap", "dependencies": [1]}
  {"id": 3, "title": "Bake", "dependencies": [2]}
]}"#;
    let compilation = compiled(&[("tasks.json", text)]);
    let ids: Vec<&str> = compilation.plan.subtasks.iter().map(|subtask| subtask.id.as_str()).collect();
    assert_eq!(ids, ["1", "2"]);
    let damage = compilation.findings.iter().find(|finding| finding.code == "P002").expect("P002");
    assert_eq!(compilation.sources[0].position(damage.primary.span.start).line, 4);
}

#[test]
fn findings_in_a_task_list_point_at_its_lines() {
    let text = "{\"tasks\": [\n{\"id\": 1, \"title\": \"Sow\",\n\"dependencies\": [7]}]}";
    let compilation = compiled(&[("tasks.json", text)]);
    let finding = compilation.findings.iter().find(|finding| finding.code == "P102").expect("P102");
    let at = compilation.sources[0].position(finding.primary.span.start);
    assert_eq!((at.line, at.column), (3, 18));
}

#[test]
fn other_json_is_no_plan() {
    for text in [
        r#"{"version": "2.0.0", "tasks": [{"label": "build", "type": "shell", "command": "make"}]}"#,
        r#"{"master": {"tasks": []}}"#,
        "[1, 2]",
        "",
        "{",
        "tasks",
    ] {
        let compilation = compiled(&[("tasks.json", text)]);
        assert_eq!(codes(&compilation), ["P001"], "{text}");
    }
}

#[test]
fn hostile_json_is_only_text() {
    let deep = format!("{{\"tasks\": [{}", r#"{"id": 1, "title": "a", "subtasks": ["#.repeat(5_000));
    let titles =
        r#"{"tasks": [{"id": "1;rm -rf", "title": "x"}, {"id": 2, "title": "a\nb\u0000\u001b[31m\ud800c"}]}"#;
    compiled(&[("tasks.json", &deep)]);
    let compilation = compiled(&[("tasks.json", titles)]);
    assert_eq!(compilation.plan.subtasks.len(), 1);
    assert_eq!(compilation.plan.subtasks[0].title, "a b [31m\u{FFFD}c");
    assert!(codes(&compilation).contains(&"P002"));
}
