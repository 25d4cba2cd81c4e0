//! docs/format.md: every example is read, and what it says below must be what was read.

use std::fmt::Write as _;

use planc::graph::{Graph, NeedsMode};
use planc::plan::{Origin, Plan, lower};
use planc::source::{FileIx, SourceFile};
use planc::syntax::{Document, parse};

#[test]
fn every_example_reads_as_the_page_says() {
    let page = include_str!("../../docs/format.md");
    let mut failed = String::new();
    let mut files: Vec<(String, String)> = Vec::new();
    let mut examples = 0;
    for block in blocks(page) {
        if let Some(name) = block.info.strip_prefix("plan") {
            let name = if name.trim().is_empty() { "example.md" } else { name.trim() };
            files.push((name.to_owned(), block.text));
        } else if block.info == "reads" {
            examples += 1;
            let found = reads(&std::mem::take(&mut files));
            if found != block.text {
                let _ = writeln!(
                    failed,
                    "docs/format.md:{}\n--- the page\n{}--- planc\n{found}",
                    block.line, block.text
                );
            }
        }
    }
    assert!(files.is_empty(), "an example has no `reads`");
    assert!(examples > 30, "{examples} examples");
    assert!(failed.is_empty(), "{failed}");
}

#[test]
fn text_that_is_no_plan_has_no_subtasks() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = vec![root.join("fixtures/small/no-plan.md"), root.join("fixtures/README.md")];
    for folder in ["docs", "docs/rules", "docs/decisions"] {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else { continue };
        texts.extend(entries.map(|entry| entry.expect("entry").path()));
    }
    texts.extend(
        ["README.md", "CHANGELOG.md"].map(|name| root.join(name)).into_iter().filter(|path| path.exists()),
    );
    for path in texts.iter().filter(|path| path.extension().is_some_and(|e| e == "md")) {
        let text = std::fs::read_to_string(path).expect("text");
        // Examples of whole plans in a fence with a language are text like any other.
        let (plan, _) = plan(&[("page.md".to_owned(), text)]);
        let names: Vec<&str> = plan.indices().map(|ix| plan.subtask(ix).id.as_str()).collect();
        assert!(names.is_empty(), "{}: {names:?}", path.display());
    }
}

fn plan(files: &[(String, String)]) -> (Plan, Vec<Document>) {
    let sources: Vec<SourceFile> = files
        .iter()
        .map(|(path, text)| SourceFile::new(path.as_str(), text.clone().into_bytes()).expect("text"))
        .collect();
    let documents: Vec<_> =
        sources.iter().enumerate().map(|(at, source)| parse(FileIx(at as u32), source)).collect();
    (lower(&sources, &documents, &vec![0; documents.len()]), documents)
}

/// One line for each subtask, in order of ids.
fn reads(files: &[(String, String)]) -> String {
    let (plan, documents) = plan(files);
    let graph = Graph::build(&plan, NeedsMode::Union);
    let mut lines = Vec::new();
    for &ix in &plan.sorted {
        let subtask = plan.subtask(ix);
        let mut line = format!("{} \"{}\"", subtask.id, subtask.title);
        if let Some(phase) = subtask.phase {
            let _ = write!(line, " phase {}", plan.phase(phase).name);
        }
        if let Some(window) = subtask.window {
            let _ = write!(line, " window {window}");
        }
        if let Some((estimate, _)) = &subtask.estimate {
            let _ = write!(line, " minutes {}", estimate.min);
            if estimate.min != estimate.max {
                let _ = write!(line, "-{}", estimate.max);
            }
        }
        if let Some(status) = subtask.status {
            let _ = write!(line, " status {}", status.name());
        }
        let mut needs = graph.direct_needs(&plan, ix, |need| need.origin != Origin::Implied);
        needs.sort_by_key(|ix| plan.position(*ix));
        let needs: Vec<&str> = needs.iter().map(|ix| plan.subtask(*ix).id.as_str()).collect();
        if !needs.is_empty() {
            let _ = write!(line, " needs {}", needs.join(", "));
        }
        for condition in &subtask.prerequisites {
            let _ = write!(line, " waits for \"{condition}\"");
        }
        for tool in &subtask.tools {
            let _ = write!(line, " tool \"{tool}\"");
        }
        let files: Vec<&str> = subtask.files.iter().map(|file| file.path.as_str()).collect();
        if !files.is_empty() {
            let _ = write!(line, " touches {}", files.join(", "));
        }
        let stated = documents.iter().flat_map(|document| &document.groups).map(|group| &group.unit.id.text);
        if let Some(group) = stated.into_iter().find(|id| subtask.group.as_ref() == Some(id)) {
            let _ = write!(line, " in {group}");
        }
        lines.push(line);
    }
    lines.join("\n") + if lines.is_empty() { "" } else { "\n" }
}

struct Block {
    info: String,
    text: String,
    line: usize,
}

/// Fenced blocks of a page.
fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<(usize, Block)> = None;
    for (at, line) in page.lines().enumerate() {
        let ticks = line.bytes().take_while(|b| *b == b'`').count();
        match &mut open {
            Some((length, block)) => {
                if ticks >= *length && line.len() == ticks {
                    found.extend(open.take().map(|(_, block)| block));
                } else {
                    block.text.push_str(line);
                    block.text.push('\n');
                }
            }
            None if ticks >= 3 => {
                let info = line[ticks..].trim().to_owned();
                open = Some((ticks, Block { info, text: String::new(), line: at + 1 }));
            }
            None => {}
        }
    }
    found
}
