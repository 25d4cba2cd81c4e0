//! The shape of the source: imports go one way, foreign crates stay behind their doors, files stay short.

use std::fs;
use std::path::{Path, PathBuf};

/// Stages from left to right: a module imports only what stands left of it.
const STAGES: [&str; 12] = [
    "source", "syntax", "plan", "graph", "schedule", "runlog", "diag", "check", "emit", "compile", "io",
    "cli",
];

/// Foreign crates and the only places that name them.
const DOORS: [(&str, &[&str]); 18] = [
    ("pulldown_cmark", &["src/syntax/events.rs"]),
    ("petgraph", &["src/graph/"]),
    ("minijinja", &["src/emit/engine.rs"]),
    ("csv", &["src/runlog/import/cells.rs"]),
    ("jiff", &["src/runlog/moment.rs"]),
    ("crc32fast", &["src/runlog/record.rs"]),
    ("annotate_snippets", &["src/emit/finding/"]),
    ("clap", &["src/cli/"]),
    ("clap_complete", &["src/cli/"]),
    ("clap_mangen", &["src/cli/"]),
    ("anstream", &["src/cli/"]),
    ("ignore", &["src/io/"]),
    ("regex", &["src/source/redaction.rs"]),
    ("toml", &["src/cli/settings/"]),
    ("walkdir", &["src/io/"]),
    ("rustix", &["src/io/", "src/cli/"]),
    // The command of that name lives in `cli`.
    ("notify", &["src/io/watch.rs", "src/cli/"]),
    ("ureq", &["src/io/webhook.rs"]),
];

/// The only file that opens network connections, and what does so.
const SOCKETS: (&str, [&str; 6]) =
    ("src/io/webhook.rs", ["ureq", "std::net", "TcpStream", "TcpListener", "UdpSocket", "UnixStream"]);

/// Lines that a file may have without saying why.
const LONG: usize = 250;

/// Longer files and the reason.
const LONG_WITH_REASON: [(&str, &str); 22] = [
    ("src/cli/args.rs", "the whole command line at a glance"),
    ("src/emit/engine.rs", "everything that names minijinja: pages, and plain text"),
    ("src/emit/page_facts.rs", "everything that pages look up, worked out once"),
    ("src/emit/sample.rs", "a plan made by hand, used by the tests of every output"),
    ("src/emit/svg/gantt.rs", "one picture from lanes to labels"),
    ("src/emit/svg/graph.rs", "one picture from columns to edges"),
    ("src/emit/svg/run_lanes.rs", "one picture from lanes to idle time and labels"),
    ("src/plan/lower.rs", "the join of all statements, read from top to bottom"),
    ("src/plan/resolve.rs", "one way from an operand to what it means"),
    ("src/schedule/engine/forward_search.rs", "one search with its branching rules"),
    ("src/syntax/duration.rs", "one grammar of lengths of time with its table of forms"),
    ("src/syntax/fence.rs", "one algorithm whose tests show every way a fence goes wrong"),
    ("src/syntax/field.rs", "every field of a unit, and the lines that it goes on in"),
    ("src/syntax/heading.rs", "every heading that opens a scope"),
    ("src/syntax/item.rs", "the vocabulary of statements in one place"),
    ("src/syntax/label.rs", "every word of every language in one table"),
    ("src/syntax/mark.rs", "the lines that shape a document, told apart in one place"),
    ("src/syntax/need.rs", "one grammar with its table of forms"),
    ("src/syntax/phase.rs", "every way to open a phase, and its names in every script"),
    ("src/syntax/reader.rs", "the walk over a document with the scope of each line"),
    ("src/syntax/table.rs", "columns by their words, and what each kind of row states"),
    ("src/syntax/unit.rs", "one grammar of announcements with its table of forms"),
];

#[test]
fn imports_go_one_way() {
    let mut offenders = Vec::new();
    for file in sources() {
        let module = module_of(&file);
        let Some(own) = STAGES.iter().position(|stage| module.first().is_some_and(|first| first == stage))
        else {
            continue;
        };
        for (line, path) in paths_in(&text(&file), &module) {
            let Some(other) = path.first().and_then(|first| STAGES.iter().position(|stage| stage == first))
            else {
                continue;
            };
            if other > own {
                offenders.push(format!(
                    "{}:{line}: {} names {}",
                    file.display(),
                    STAGES[own],
                    path.join("::")
                ));
            }
        }
    }
    assert!(offenders.is_empty(), "imports against the order of the stages:\n{}", offenders.join("\n"));
}

#[test]
fn every_folder_of_the_source_is_a_stage() {
    for entry in fs::read_dir(root().join("src")).expect("src").map(|entry| entry.expect("entry")) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            assert!(STAGES.contains(&name.as_str()), "src/{name} is no stage of the list in this test");
        }
    }
}

#[test]
fn foreign_crates_stay_behind_their_doors() {
    let mut offenders = Vec::new();
    for file in sources() {
        let shown = file.to_string_lossy().replace('\\', "/");
        for (name, doors) in DOORS {
            let named = text(&file).lines().any(|line| {
                let code = line.trim_start();
                !code.starts_with("//")
                    && (code.contains(&format!("{name}::")) || code.contains(&format!("use {name}")))
            });
            if named && !doors.iter().any(|door| shown.starts_with(door)) {
                offenders.push(format!("{shown} names {name}, which belongs into {}", doors.join(" or ")));
            }
        }
    }
    assert!(offenders.is_empty(), "{}", offenders.join("\n"));
}

#[test]
fn one_file_opens_sockets_and_one_command_uses_it() {
    let (door, ways) = SOCKETS;
    for file in sources() {
        let (shown, text) = (file.to_string_lossy().replace('\\', "/"), text(&file));
        let named = ways.iter().find(|name| text.contains(**name));
        assert!(named.is_none() || shown == door, "{shown} names {named:?}");
        let sends = text.contains("Webhook::new") || text.contains(".post(");
        let allowed = [door, "src/cli/notify.rs"].contains(&shown.as_str());
        assert!(!sends || allowed, "{shown} sends");
    }
}

#[test]
fn files_are_short_or_say_why() {
    let mut offenders = Vec::new();
    for file in sources() {
        let shown = file.to_string_lossy().replace('\\', "/");
        let tested = text(&file);
        let code = tested.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().lines().count();
        let excused = LONG_WITH_REASON.iter().any(|(path, _)| *path == shown);
        if code > LONG && !excused && !shown.contains("/tests") {
            offenders
                .push(format!("{shown} has {code} lines; split it, or add it with a reason to this test"));
        }
    }
    assert!(offenders.is_empty(), "{}", offenders.join("\n"));
}

#[test]
fn nothing_is_left_unfinished() {
    // Put together here, so that this file does not hold the marks that it looks for.
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X"),
        concat!("dbg", "!("),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
    ];
    for file in sources() {
        for (at, line) in text(&file).lines().enumerate() {
            let found = marks.iter().find(|mark| line.contains(**mark));
            assert!(found.is_none(), "{}:{}: {found:?}", file.display(), at + 1);
        }
    }
}

/// All source files, relative to the package, in order.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("folder").map(|entry| entry.expect("entry").path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "rs") {
                found.push(entry.strip_prefix(root()).expect("below the package").to_owned());
            }
        }
    }
    found.sort();
    assert!(found.len() > 50, "the source is not where this test looks");
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(file: &Path) -> String {
    fs::read_to_string(root().join(file)).expect("a source file")
}

/// `src/emit/html/index.rs` is `["emit", "html", "index"]`, `src/emit/mod.rs` is `["emit"]`.
fn module_of(file: &Path) -> Vec<String> {
    let mut parts: Vec<String> =
        file.with_extension("").iter().skip(1).map(|p| p.to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| last == "mod" || last == "lib" || last == "main") {
        parts.pop();
    }
    parts
}

/// Every `crate::…` and `super::…` path with its line, as a path from the crate's root.
fn paths_in(text: &str, module: &[String]) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        for start in ["crate::", "super::"] {
            for (offset, _) in code.match_indices(start) {
                let before = code[..offset].chars().next_back();
                if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' && start == "super::") {
                    continue;
                }
                found.push((at + 1, resolve(&code[offset..], module)));
            }
        }
    }
    found
}

fn resolve(path: &str, module: &[String]) -> Vec<String> {
    let mut base = module.to_vec();
    let mut parts = path
        .split("::")
        .map(|part| part.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or(""));
    let mut resolved = Vec::new();
    for part in parts.by_ref() {
        match part {
            "crate" => base.clear(),
            "super" => {
                base.pop();
            }
            _ => {
                resolved.push(part.to_owned());
                break;
            }
        }
    }
    base.extend(resolved);
    base
}

#[test]
fn the_reader_of_paths_reads_paths() {
    let module: Vec<String> = ["emit", "html", "index"].map(str::to_owned).to_vec();
    let text = "use crate::compile::Options;\nuse super::super::view::X;\nlet x = super::y();\n";
    let paths: Vec<String> = paths_in(text, &module).into_iter().map(|(_, path)| path.join("::")).collect();
    assert_eq!(paths, ["compile", "emit::view", "emit::html::y"].map(str::to_owned));
}
