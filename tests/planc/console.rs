//! The README's terminal pictures are what the command prints.
//!
//! In a ```` ```console ```` block a line `$ planc …` runs the command in the package's folder; what follows must be
//! its standard output. A line `...` stands for any lines.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs planc in the package's folder with a plain environment; returns standard output and the exit code.
pub(crate) fn planc(args: &[&str]) -> (String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_planc"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .env("COLUMNS", "100")
        .output()
        .expect("planc starts");
    (String::from_utf8(output.stdout).expect("text"), output.status.code())
}

#[test]
fn console_blocks_show_what_is_printed() {
    let mut seen = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).expect("a page");
        for block in blocks(&text) {
            for (command, wanted) in block {
                let Some(args) = command.strip_prefix("planc ") else { continue };
                let args: Vec<&str> = args.split_whitespace().collect();
                let (found, _) = planc(&args);
                assert!(
                    matches(&found, &wanted),
                    "{}: `{command}` prints\n{found}\nand not\n{wanted}",
                    page.display()
                );
                seen += 1;
            }
        }
    }
    assert!(seen >= 3, "the README has lost its terminal pictures");
}

fn pages() -> Vec<std::path::PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = vec![root.join("README.md")];
    for entry in fs::read_dir(root.join("docs")).expect("docs").map(|entry| entry.expect("entry").path()) {
        if entry.extension().is_some_and(|extension| extension == "md") {
            pages.push(entry);
        }
    }
    pages.sort();
    pages
}

/// Commands and their outputs of each console block.
fn blocks(text: &str) -> Vec<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line != "```console" {
            continue;
        }
        let mut block: Vec<(String, String)> = Vec::new();
        for line in lines.by_ref().take_while(|line| *line != "```") {
            if let Some(command) = line.strip_prefix("$ ") {
                block.push((command.to_owned(), String::new()));
            } else if let Some((_, output)) = block.last_mut() {
                output.push_str(line);
                output.push('\n');
            }
        }
        found.push(block);
    }
    found
}

/// Whether `found` is `wanted`, in which a line `...` stands for any lines.
fn matches(found: &str, wanted: &str) -> bool {
    let mut rest = found;
    let mut parts = wanted.split("...\n").peekable();
    let mut first = true;
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        let at = match (first, last) {
            (true, true) => return rest == part,
            (true, false) => rest.starts_with(part).then_some(0),
            (false, true) => rest.ends_with(part).then(|| rest.len() - part.len()),
            (false, false) => rest.find(part),
        };
        let Some(at) = at else { return false };
        rest = &rest[at + part.len()..];
        first = false;
    }
    true
}
