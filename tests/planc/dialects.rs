//! Plans as other projects write them, beyond the forms of docs/format.md.

use std::fmt::Write as _;

use planc::compile::{Compilation, Input, Options, compile};
use planc::plan::Origin;
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

/// One line for each subtask: key, title, phase, minutes, state, needs.
fn reads(files: &[(&str, &str)]) -> Vec<String> {
    let compilation = compiled(files);
    let plan = &compilation.plan;
    let mut lines = Vec::new();
    for &ix in &plan.sorted {
        let subtask = plan.subtask(ix);
        let mut line = format!("{} {}", subtask.key, subtask.title);
        for phase in subtask.phase.into_iter().chain(subtask.sub_phase) {
            let _ = write!(line, " /{}", plan.phase(phase).name);
        }
        line += &subtask.estimate.map_or(String::new(), |(time, _)| format!(" {}m", time.likely()));
        line += &subtask.status.map_or(String::new(), |status| format!(" {}", status.name()));
        let mut needs = compilation.graph().direct_needs(plan, ix, |need| need.origin != Origin::Implied);
        needs.sort_by_key(|ix| plan.position(*ix));
        for need in needs {
            let _ = write!(line, " <{}", plan.subtask(need).key);
        }
        lines.push(line);
    }
    lines
}

fn check(text: &str, wanted: &[&str]) {
    assert_eq!(reads(&[("p.md", text)]), wanted, "{text}");
}

#[test]
fn stories_that_count_from_one_are_told_apart() {
    let text = "## Story 2.1: Search\n\n**Status:** Approved\n\n### Tasks / Subtasks\n\
        - [x] Task 1: Query (AC: 1)\n  - [x] Subtask 1.1: Statement\n  - [x] Subtask 1.2: Index\n\
        - [ ] Task 2: Show results (AC: 1, 2)\n  - Depends on: Task 1\n\n\
        ## Story 2.2: Book\n\n**Depends on:** Story 2.1\n\n### Tasks / Subtasks\n- [ ] Task 1: Form (AC: 1)\n";
    check(
        text,
        &[
            "2.1-1.1 Statement done",
            "2.1-1.2 Index done",
            "2.1-2 Show results todo <2.1-1.1 <2.1-1.2",
            "2.2-1 Form todo <2.1-1.1 <2.1-1.2 <2.1-2",
        ],
    );
}

#[test]
fn a_story_may_hold_a_subtask_with_its_own_number() {
    let text = "# Story 1.1: Workspace\n\n## Status\nDone\n\n## Tasks / Subtasks\n- [x] Task 1: Packages (AC: 1)\n  \
        - [x] Subtask 1.1: api\n  - [x] Subtask 1.2: web\n- [x] Task 2: Linter (AC: 2)\n";
    check(text, &["1.1-1.1 api done", "1.1-1.2 web done", "1.1-2 Linter done"]);
}

#[test]
fn phases_may_have_parts_behind_a_point() {
    check(
        "## Phase 3.1: Setup\n- [ ] T001 Crate\n## Phase 3.2: Tests First\n- [ ] T002 Bucket test\n",
        &["p-T001 Crate /3.1 todo", "p-T002 Bucket test /3.2 todo"],
    );
    check(
        "## Phase 3: Core\n### Phase 3.1: Types\n- [ ] T001 One\n### Phase 3.2: Code (after Phase 3.1)\n- [ ] T002 Two\n",
        &["p-T001 One /3 /3.1 todo", "p-T002 Two /3 /3.2 todo"],
    );
}

#[test]
fn waves_inside_phases_are_parts_of_them() {
    let text = "## Phase 1: Base\n### Wave 1\n- [ ] 1.1 Repo\n### Wave 2 (after Wave 1)\n- [ ] 1.2 Script\n\
        ## Phase 2: Features\n### Wave 1\n- [ ] 2.1 Cart\n### Wave 2\n- [ ] 2.2 Checkout (needs 2.1)\n";
    check(
        text,
        &[
            "p-1.1 Repo /1 /Wave 1 todo",
            "p-1.2 Script /1 /Wave 2 todo",
            "p-2.1 Cart /2 /Wave 1 todo",
            "p-2.2 Checkout /2 /Wave 2 todo <p-2.1",
        ],
    );
    assert!(!codes(&compiled(&[("p.md", text)])).contains(&"P201"));
}

#[test]
fn trees_hold_phases_states_and_arrows() {
    let text = "```\nHouse\n├── Phase 1: Ground (2 tasks, 40 min)\n│   ├── [x] 1.1 Level (25 min)\n│   └── [ ] 1.2 Pour (15 min) ← 1.1\n\
        └── Phase 2: Walls\n    └── 2.1 North (needs 1.*)\n```\n";
    check(
        text,
        &["p-1.1 Level /1 25m done", "p-1.2 Pour /1 15m todo <p-1.1", "p-2.1 North /2 <p-1.1 <p-1.2"],
    );
}

#[test]
fn tables_by_other_names() {
    check(
        "| Ticket | Summary | Predecessors | Estimate | State |\n|:--|:--|:--|:--|:--|\n\
         | MIG-1 | Dump | — | 2h | Done |\n| MIG-2 | Load | MIG-1 | 1d | Todo |\n",
        &["p-MIG-1 Dump 120m done", "p-MIG-2 Load 480m todo <p-MIG-1"],
    );
    check(
        "| # | Work item | Blocked by | Blocks | Duration (min) |\n|---|---|---|---|---|\n| 1 | Sketch | - | 3 | 30 |\n\
         | 2 | Model | 1 | - | 45 |\n| 3 | Render | 2 | - | 60 |\n",
        &["p-1 Sketch 30m", "p-2 Model 45m <p-1", "p-3 Render 60m <p-1 <p-2"],
    );
    check(
        "| 任务编号 | 任务名称 | 依赖 | 工时 |\n|---|---|---|---|\n| 2.1 | 登录 | 无 | 3小时 |\n| 2.2 | 注销 | 2.1 | 30分钟 |\n",
        &["p-2.1 登录 180m", "p-2.2 注销 30m <p-2.1"],
    );
}

#[test]
fn bars_of_a_gantt_chart_have_times() {
    let text = "- [x] T1 Compile\n- [ ] T2 Pack (10 min)\n- [ ] T3 Sign\n\n```mermaid\ngantt\n    section Ship\n    \
        T1 Compile :done, t1, 2026-01-01, 2d\n    T2 Pack :t2, after t1, 4h\n    T3 Sign :crit, t3, after t1 t2, 90m\n```\n";
    check(text, &["p-T1 Compile 960m done", "p-T2 Pack 10m todo <p-T1", "p-T3 Sign 90m todo <p-T1 <p-T2"]);
}

#[test]
fn steps_and_agents_are_work_where_they_need_each_other() {
    check(
        "## Step 1: Backup\nTime: 10 min\n\n## Step 2: Upgrade\nDepends on: Step 1\n\n## Step 3: Verify\nDepends on: Step 2\n",
        &["p-1 Backup 10m", "p-2 Upgrade <p-1", "p-3 Verify <p-2"],
    );
    check(
        "## Agent 1: Api\n- **Depends on**: nothing\n\n## Agent 2: Web\n- **Depends on**: Agent 1\n",
        &["p-1 Api", "p-2 Web <p-1"],
    );
    check("## Step 1: Install (5 min)\n\n## Step 2: Run (2 min)\n\n## Agent 1: the writer\n", &[]);
}

#[test]
fn words_of_other_languages() {
    check(
        "# 구현 계획\n## 1단계: 준비\n### 작업 1: 설정\n- **상태**: 완료\n- **예상 시간**: 30분\n## 2단계: 개발\n### 작업 2: 구현\n- **선행 작업**: 작업 1\n",
        &["p-1 설정 /1 30m done", "p-2 구현 /2 <p-1"],
    );
    check(
        "## フェーズ1：準備\n- [x] タスク1：環境（30分）\n## フェーズ2：開発\n- [ ] タスク2：実装\n  - 前提：タスク1\n  - 所要時間：1日\n",
        &["p-1 環境 /1 30m done", "p-2 実装 /2 480m todo <p-1"],
    );
    check(
        "## Phase 1: Umzug\n### Aufgabe 1.1: Packen\n- **Abhängigkeiten:** keine\n### Aufgabe 1.2: Laden\n- **Voraussetzungen:** Aufgabe 1.1\n- **Dauer:** 1,5 Stunden\n",
        &["p-1.1 Packen /1", "p-1.2 Laden /1 90m <p-1.1"],
    );
    check(
        "## Fase 1: Base\n- [ ] Tarefa 1: Terreno\n- [ ] Tarefa 2: Fundação\n  - Depende de: Tarefa 1\n  - Duração: 3 dias\n",
        &["p-1 Terreno /1 todo", "p-2 Fundação /1 1440m todo <p-1"],
    );
    check(
        "## 第一阶段：基础\n### 任务 1.1：数据库\n- **前置任务**：无\n- **预计耗时**：2个工作日\n### 任务 1.2：模型\n- **依赖任务**：1.1\n",
        &["p-1.1 数据库 /1 960m", "p-1.2 模型 /1 <p-1.1"],
    );
}

#[test]
fn milestones_group_like_phases() {
    check(
        "## Milestone 1: Alpha\n### 1.1 Parser\n**Effort**: 2 days\n## Milestone 2: Beta\n### 2.1 Docs\n**Effort**: 4 hours\n**Dependencies**: Milestone 1\n",
        &["p-1.1 Parser /1 960m", "p-2.1 Docs /2 240m <p-1.1"],
    );
}

#[test]
fn steps_inside_tasks_are_steps() {
    let text = "### Task 1: Store\n\n**Files:**\n- Create: `src/store.ts`\n- Modify: `src/index.ts:12-20`\n\n\
        **Step 1: Write the failing test**\n\n**Step 2: Commit**\n\n### Task 2: Reader\n\n**Depends on:** Task 1\n\n\
        **Step 1: Write the failing test**\n";
    check(text, &["p-1 Store", "p-2 Reader <p-1"]);
    let compilation = compiled(&[("p.md", text)]);
    let files: Vec<&str> = compilation.plan.subtasks[0].files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(files, ["src/store.ts", "src/index.ts"]);
}

#[test]
fn numbers_of_issues_in_boxes_are_work_where_they_need_each_other() {
    check(
        "## Batch 1\n- [ ] #12 — Cache headers (2h)\n## Batch 2 (after Batch 1)\n- [ ] #15 — Rules (depends on #12)\n",
        &["p-#12 Cache headers /1 120m todo", "p-#15 Rules /2 todo <p-#12"],
    );
    check("## Changes\n- [x] #12 Cache headers\n- [x] #14 Images\n- [ ] #15 Rules\n", &[]);
    check(
        "## Tasks Created\n- [ ] 001.md - Harness (parallel: true)\n- [x] **#14** - Reins (M, 2-3h, sequential after 001)\n",
        &["p-#14 Reins 150m done", "p-001 Harness todo"],
    );
}

#[test]
fn lists_whose_subtasks_take_turns() {
    check(
        "- [ ] T008 Saw\n- [ ] T009 Plane\n- [ ] T010 Glue\n- [ ] T011 Oil\n\n## Dependencies\n- T008-T010 are sequential (same bench)\n- T010, T011 are sequential after the holidays\n",
        &["p-T008 Saw todo", "p-T009 Plane todo <p-T008", "p-T010 Glue todo <p-T009", "p-T011 Oil todo"],
    );
}

#[test]
fn sentences_with_several_numbers_and_later_words() {
    check(
        "- [ ] Task 1: Mehl\n- [ ] Task 2: Teig\n- [ ] Task 3: Brot\n- [ ] Task 4: Ofen\n# Task Dependencies\n- [Task 2-3] 可并行开发，但依赖 [Task 1]（面粉）\n- Task 4 依赖面团（Task 2/3）\n",
        &["p-1 Mehl todo", "p-2 Teig todo <p-1", "p-3 Brot todo <p-1", "p-4 Ofen todo <p-2 <p-3"],
    );
    check(
        "## Phase 1: Field\n- [ ] T001 Plough\n## Phase 2: Seed\n- [ ] T002 Sow\n- [ ] T003 Roll\n- [ ] T004 Rest\n## Phase 3: End\n- [ ] T005 Reap\n## Dependencies\n- **End (Phase 3)**: Depends on Phases 1 and 2\n- T002 [P] can start immediately after T001\n- T004 ∥ (then T005 depends on T004)\n- T003 (roller) can run in parallel with each other and after T002\n",
        &[
            "p-T001 Plough /1 todo",
            "p-T002 Sow /2 todo <p-T001",
            "p-T003 Roll /2 todo <p-T002",
            "p-T004 Rest /2 todo",
            "p-T005 Reap /3 todo <p-T004",
        ],
    );
    check(
        "- [ ] 1.1 Grind (P)\n- [ ] 1.2 Knead\n  - _Depends: 1.1_\n",
        &["p-1.1 Grind todo", "p-1.2 Knead todo <p-1.1"],
    );
}

#[test]
fn clauses_and_arrows_in_other_dress() {
    check(
        "- [ ] 1.1 Lexer\n- [ ] 2.1 Parser (depends: 1.1)\n- [ ] 2.2 Printer [depends on 2.1]\n- [ ] 3.1 Tag (requires all above)\n",
        &[
            "p-1.1 Lexer todo",
            "p-2.1 Parser todo <p-1.1",
            "p-2.2 Printer todo <p-2.1",
            "p-3.1 Tag todo <p-1.1 <p-2.1 <p-2.2",
        ],
    );
    check(
        "- [ ] T1: Mix\n- [ ] T2: Bake\n- [ ] T3: Eat\n\n## Dependency graph\n\n```\nT1 ──► T2 ──► T3\n```\n",
        &["p-T1 Mix todo", "p-T2 Bake todo <p-T1", "p-T3 Eat todo <p-T2"],
    );
    check(
        "| Task | Title | Depends | Est. |\n|---|---|---|---|\n| P0.1 | Freeze | — | 15m |\n| P1.1 | Split | P0.1 | 1h |\n| P1.2 | Test | P0.* | 1h |\n",
        &["p-P0.1 Freeze 15m", "p-P1.1 Split 60m <p-P0.1", "p-P1.2 Test 60m <p-P0.1"],
    );
    check(
        "## Phase 1 : Base\n### Tâche 1 : Analyse\n- **Durée** : 2 heures\n### Tâche 2 : Maquette\n- **Dépend de** : Tâche 1\n",
        &["p-1 Analyse /1 120m", "p-2 Maquette /1 <p-1"],
    );
}

#[test]
fn times_and_needs_behind_titles() {
    check(
        "**Subtask 1.1 - Header** (15 min)\nDepends on: none\n\n**Subtask 1.2 - Body** (25 min)\nDepends on: 1.1\n",
        &["p-1.1 Header 15m", "p-1.2 Body 25m <p-1.1"],
    );
    check(
        "1. [x] **T1: Read** _(est: 30m)_\n2. [ ] **T2: Watch** _(est: 1h, depends: T1)_\n",
        &["p-T1 Read 30m done", "p-T2 Watch 60m todo <p-T1"],
    );
    check(
        "## Phase 1: Base\n### 1.1 Auth\n- [ ] 1.1.1 Login - 4h\n- [ ] 1.1.2 Logout - 1h (blocked by 1.1.1)\n",
        &["p-1.1.1 Login /1 240m todo", "p-1.1.2 Logout /1 60m todo <p-1.1.1"],
    );
    check(
        "- T-1: Open the gate (no deps)\n- T-2: Feed the goat (needs T-1)\n",
        &["p-T-1 Open the gate", "p-T-2 Feed the goat <p-T-1"],
    );
}

#[test]
fn ids_of_two_parts_and_columns_of_phases() {
    check(
        "### M1-T01: Workspace\n- deps: []\n### M1-T02: Crates\n- deps: [M1-T01]\n### M2-T01: Tests\n- deps: [M1-T01, M1-T02]\n",
        &["p-M1-T01 Workspace", "p-M1-T02 Crates <p-M1-T01", "p-M2-T01 Tests <p-M1-T01 <p-M1-T02"],
    );
    check(
        "| ID | Task | Est. | Deps | Status | Phase |\n|---|---|---|---|---|---|\n| 1.1 | Model | 1h | None | ✅ Done | 1 |\n| 2.1 | View | 2h | 1.1 | 🔲 | 2 |\n",
        &["p-1.1 Model /1 60m done", "p-2.1 View /2 120m todo <p-1.1"],
    );
}

#[test]
fn groups_with_letters_are_needed_as_a_whole() {
    check(
        "## Group A (Parallel)\n### Task A1: Schema\n**Dependencies**: None\n### Task A2: Seeds\n## Group B\n### Task B1: Admin\n**Dependencies**: Group A\n",
        &["p-A1 Schema /A", "p-A2 Seeds /A", "p-B1 Admin /B <p-A1 <p-A2"],
    );
}

#[test]
fn tags_and_boxes_behind_labels() {
    check(
        "## T001: Setup [P]\n**Status**: [x] Done\n## T002 [P] [US1] Core\n**Status**: [ ]\n**Deps**: T001\n",
        &["p-T001 Setup done", "p-T002 Core todo <p-T001"],
    );
    check(
        "### PR 1: Types\n**Depends on:** nothing\n### PR 2: Store\n**Depends on:** PR 1\n",
        &["p-1 Types", "p-2 Store <p-1"],
    );
}

#[test]
fn sentences_outside_a_chapter_about_needs() {
    check(
        "## Phase 1: A\n- [ ] T001 One\n- [ ] T002 Two\n\nT001-T002 MUST be completed and FAILING before starting T003-T004\n\n\
         ## Phase 2: B\n- [ ] T003 Three\n- [ ] T004 Four\n- [ ] T005 Five - this task depends on T003\n\n\
         ## Notes\n\n- **Secrets**: T001 must exist before T005\n- **Secrets**: keep T002 and T004 apart\n- T002 must exist before T005\n",
        &[
            "p-T001 One /1 todo",
            "p-T002 Two /1 todo",
            "p-T003 Three /2 todo <p-T001 <p-T002",
            "p-T004 Four /2 todo <p-T001 <p-T002",
            "p-T005 Five /2 todo <p-T001 <p-T002 <p-T003",
        ],
    );
}

#[test]
fn ids_with_two_numbers_and_ranges_like_them() {
    check(
        "- [ ] **T-01-02** One\n- [x] **T-01-03** Two\n  - **Deps**: T-01-02\n- [ ] **T-02-01** Three\n  - **Deps**: T-01-02, T-01-03\n",
        &[
            "p-T-01-02 One todo",
            "p-T-01-03 Two done <p-T-01-02",
            "p-T-02-01 Three todo <p-T-01-02 <p-T-01-03",
        ],
    );
    check(
        "- [ ] **T-01** One\n- [ ] **T-02** Two\n- [ ] **T-03** Three\n  - **Deps**: T-01-02\n",
        &["p-T-01 One todo", "p-T-02 Two todo", "p-T-03 Three todo <p-T-01 <p-T-02"],
    );
}

/// What of six tasks in two phases is needed, by sentences about dependencies.
fn needs_of(sentences: &str) -> String {
    let mut text = String::from("## Phase 1: A\n");
    for number in 1..=6 {
        if number == 4 {
            text.push_str("## Phase 2: B\n");
        }
        let _ = writeln!(text, "- [ ] T00{number} Part {number}");
    }
    let _ = write!(
        text,
        "\n## Dependencies & Execution Order\n\n### Phase Dependencies\n\n### Within\n{sentences}\n"
    );
    let lines = reads(&[("p.md", &text)]);
    let needs =
        lines.iter().filter_map(|line| line.split_once(" <").map(|(start, needs)| (&start[5..6], needs)));
    let pairs = needs.map(|(who, needs)| format!("{who}<{}", needs.replace(" <", ",").replace("p-T00", "")));
    pairs.collect::<Vec<_>>().join(" ")
}

#[test]
fn sentences_in_every_order() {
    let forms = [
        ("- T001 must complete before all other tasks", "2<1 3<1 4<1 5<1 6<1"),
        ("- T001 must complete before any Phase 2 task", "4<1 5<1 6<1"),
        ("- T002 and T003 can run in parallel after T001", "2<1 3<1"),
        ("- **Within Phase 1**: T002, T003 can run in parallel after T001 complete", "2<1 3<1"),
        ("- In B, T004-T005 start after T003; T006 runs before T005", "4<3 5<3,6"),
        ("- T001 before T002/T003", "2<1 3<1"),
        ("- The adapter (T001) before the wiring (T002/T003)", "2<1 3<1"),
        ("- One by one (T001 → T002 → T003)", "2<1 3<2"),
        ("- **B (Phase 2)**: Depends on Phase 1 (T001 must complete before T004)", "4<1"),
        ("- All tests (T001-T002) must complete and fail before the code (T003)", "3<1,2"),
        ("- T003 ⟵ T001, T002；T005 ⟵ T003", "3<1,2 5<3"),
        ("- [T004] depends on [T001] through [T003]", "4<1,2,3"),
        ("- [T004] depends on [T001] [T003]", "4<1,3"),
        ("- T003 changes the door, depends on T001", "3<1"),
        ("- T004 依赖所有前置任务", "4<1,2,3"),
        ("- T004 依赖于 T001 ~ T003 全部完成", "4<1,2,3"),
        ("- T002完成后才能开始 T003", "3<2"),
        ("- T001 必须在 T002 之前完成", "2<1"),
        ("- T004〜T005は別の部屋なので T001-T002 完了後に着手可能", "4<1,2 5<1,2"),
        ("- 扉（T003）は床（T002）の前", "2<3"),
        ("- T003는 T001 완료 후 시작", "3<1"),
        ("- T004 dépend de T001 à T003", "4<1,2,3"),
        ("- T003 debe completarse antes de T004", "4<3"),
        ("- T004 kann erst nach T003 starten", "4<3"),
        ("- T003 is independent of T001-T002", ""),
        ("- T002 and T003 touch other files, so they can run in parallel", ""),
        ("- T001 是基础，完成后 T003 可简化", ""),
        ("- T002, T003 互不依赖，可并行执行", ""),
    ];
    for (sentence, wanted) in forms {
        assert_eq!(needs_of(sentence), wanted, "{sentence}");
    }
}

#[test]
fn times_and_states_in_other_languages() {
    check(
        "### Aufgabe 1: Keller\n**Aufwand**: ein halber Tag\n**Status**: abgeschlossen\n\
        ### Aufgabe 2: Dach\n**Voraussetzungen**: Aufgabe 1\n**Status**: in Bearbeitung\n",
        &["p-1 Keller 240m done", "p-2 Dach in-progress <p-1"],
    );
    check(
        "### Tâche 1 : Cave\n**Temps estimé :** 1h30\n**Statut :** terminé\n\
        ### Tâche 2 : Toit\n**Prérequis :** Tâche 1\n**Statut :** bloqué\n",
        &["p-1 Cave 90m done", "p-2 Toit blocked <p-1"],
    );
    check(
        "### 任务1：数据\n- 预期时间：半天\n- 状态：已完成\n### 任务2：接口\n- 前置任务：任务1完成\n- 工作量：两小时\n- 状态：已取消\n",
        &["p-1 数据 240m done", "p-2 接口 120m skipped <p-1"],
    );
    check(
        "### タスク1: 基盤\n**想定時間**: 1〜2時間\n### タスク2: 画面\n**前提タスク**: タスク1の完了\n**状態**: 対応中\n",
        &["p-1 基盤 90m", "p-2 画面 in-progress <p-1"],
    );
    check(
        "### 태스크 1: 기반\n**예상 시간**: 1시간 30분\n### 태스크 2: 화면\n**의존성**: 태스크 1\n**상태**: 예정\n",
        &["p-1 기반 90m", "p-2 화면 todo <p-1"],
    );
}

#[test]
fn marks_and_tags_beside_ids() {
    check(
        "### T001 ✅ Baseline\n### T002 [P1] Text\n**Depends on**: T001\n",
        &["p-T001 Baseline done", "p-T002 Text <p-T001"],
    );
    check(
        "## APP-M8-TASK-7: Ship\n**Acceptance**: it sails\n\n- [ ] **APP-M8-TASK-7.1**: Caulk\n\
        - [x] **APP-M8-TASK-7.2**: Launch\n- [ ] **APP-M8-TASK-7.3**: Moor\n",
        &["p-APP-M8-TASK-7.1 Caulk todo", "p-APP-M8-TASK-7.2 Launch done", "p-APP-M8-TASK-7.3 Moor todo"],
    );
}

#[test]
fn phases_without_a_sign_behind_their_number() {
    check(
        "## Phase 3 Plan\n## Phase 1 Hull\n### 1.1 Plank\n**Status**: done\n## Phase 2 Complete\n## 第二阶段 桅杆\n### 1.2 Step\n**Status**: todo\n",
        &["p-1.1 Plank /1 done", "p-1.2 Step /2 todo"],
    );
}

#[test]
fn needs_of_stories_elsewhere_are_conditions() {
    check(
        "# Story 2.3: Settings\n\n## Tasks\n- [ ] Task 1: Form\n  - [ ] Subtask 1.1: Fields\n- [ ] Task 2: Store\n  - [ ] Subtask 2.1: Table\n\n## Notes\n- Depends on Story 2.1\n",
        &["p-1.1 Fields todo", "p-2.1 Table todo"],
    );
}

#[test]
fn an_overview_repeats_the_files_beside_it() {
    let task = "---\nname: >-\n  Lay the\n  keel\nstatus: open\ndepends_on: []\n---\n";
    let epic = "---\nname: boat\nstatus: backlog\nprogress: 0%\nprd: boat.md\n---\n- [ ] Task 1: Keel\n- [ ] Task 2: Mast\n";
    assert_eq!(reads(&[("boat/001.md", task), ("boat/epic.md", epic)]), ["boat-001 Lay the keel todo"]);
    assert_eq!(reads(&[("boat/epic.md", epic)]), ["epic-1 Keel todo", "epic-2 Mast todo"]);
}

#[test]
fn numbers_of_lists_that_go_on() {
    check(
        "## Phase 1: Hull (2 tasks)\n1. [x] Plank\n   1. [ ] Saw\n2. [ ] Caulk\n## Phase 2: Rig\n3. [ ] Step the mast\n",
        &["p-1 Plank /1 done", "p-2 Caulk /1 todo", "p-3 Step the mast /2 todo"],
    );
    check(
        "1. [ ] Plank\n2. [ ] Caulk\n3. [ ] Launch\n\n## Dependencies\n- Tasks 2-3 can start after Task 1\n",
        &["p-1 Plank todo", "p-2 Caulk todo <p-1", "p-3 Launch todo <p-1"],
    );
    // Checks that count from 1 each, or that nothing relates.
    check("## Phase 1\n1. [ ] Dry\n2. [ ] Tight\n## Phase 2\n1. [ ] Upright\n2. [ ] Stayed\n", &[]);
    check("# Before you sail\n1. [ ] Water\n2. [ ] Bread\n3. [ ] Charts\n", &[]);
    check("## Phase 1\n### Task 1: Plank\n1. [ ] Saw\n2. [ ] Plane\n3. [ ] Nail\n", &["p-1 Plank /1"]);
}

#[test]
fn tables_of_packages_and_ids_with_a_letter() {
    check(
        "## Wave 1\n| WP | Title | Key files |\n|---|---|---|\n| WP01 | Plank | `a.rs` |\n## Wave 2\n\
        | WP | Title | Depends On |\n|---|---|---|\n| WP02 | Ring the 6:30 bell | WP01 |\n",
        &["p-WP01 Plank /1", "p-WP02 Ring the 6:30 bell /2 <p-WP01"],
    );
    check(
        "| Task ID | Task | Deps | Status |\n|---|---|---|---|\n| G.1 | Plank | - | ✅ |\n| G.2 | Caulk | G.1 | todo |\n",
        &["p-G.1 Plank done", "p-G.2 Caulk todo <p-G.1"],
    );
}

#[test]
fn needs_in_matrices_of_words() {
    check(
        "- [ ] 1. Plank\n- [ ] 2. Caulk\n- [ ] 3. Launch\n\n### Dependency Matrix\n- **Task 1**: None → Blocks: Task 2 (its seams)\n\
        - **Task 2**: Task 1 (seams) → Blocks: Task 3\n",
        &["p-1 Plank todo", "p-2 Caulk todo <p-1", "p-3 Launch todo <p-2"],
    );
    check(
        "### Task 1: Plank\n### Task 2: Caulk\n### Task 3: Launch\n\n## Parallelism Map\n```\nTask 1 → independent\n\
        Tasks 2, 3 → depend on 1\n```\n",
        &["p-1 Plank", "p-2 Caulk <p-1", "p-3 Launch <p-1"],
    );
}

#[test]
fn needs_and_priorities_in_brackets() {
    check(
        "### Task 1: Plank (Priority: High)\n**Priority**: High (of the boat)\n### Task 2: Caulk [P with Task 3]\n\
        **Status:** Pending (blocked by Task 1)\n### Task 3: Paint\n**Priority**: Low (depends on Task 1)\n",
        &["p-1 Plank", "p-2 Caulk todo <p-1", "p-3 Paint <p-1"],
    );
}
