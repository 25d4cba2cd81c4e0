//! Whatever a plan says, no format of `planc check` lets it act on a terminal, a log, a page or a parser.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Titles, ids, paths and needs that try to be more than text.
fn hostile() -> Vec<String> {
    let short = [
        "\u{1b}[2J\u{1b}[31mred",
        "\u{1b}]8;;https://evil.example\u{7}link\u{1b}]8;;\u{7}",
        "\u{9b}31mc1\u{85}",
        "back\u{8}\u{8}space\u{7f}",
        "over\rwritten",
        "a\u{202E}cod\u{2066}e\u{2069}\u{200F}",
        "zero\u{200B}width\u{FEFF}\u{2060}tag\u{E0041}\u{E007F}",
        "line\u{2028}separator",
        "::error title=owned::x",
        "  ::add-mask::owned",
        "##[group]owned",
        "##[error]owned %0A::error title=owned::x",
        "<script>owned()</script>",
        "]]><owned/>",
        "--><!-- owned",
        "| owned | `owned` ``` owned",
        "[owned](javascript:owned()) ![x](x) @owned #1",
        "\"owned\" 'owned' & &lt; \\u0000 {{ owned }} ${owned}",
    ];
    let mut all: Vec<String> = short.iter().map(|text| (*text).to_owned()).collect();
    all.push("long ".repeat(2000));
    all.push("unbroken".repeat(1250));
    all
}

/// A plan that says `x` wherever a plan can say something, and that many rules have something to say about.
fn plan(x: &str) -> String {
    format!(
        "# Feature 1: {x}\n\n**Total: 9 subtasks, ~5 hours** {x}\n\n```\nPHASE 1: {x} (7 tasks - {x})\n\
         Window 1: SUBTASK 1.1.1 - {x} (needs {x})\nWindow 1: SUBTASK 1.1.2 - {x} (needs 1.1.1, 9.9.9, {x})\n\
         Window 40: SUBTASK 1.1.3 - {x} (needs 1.1.3)\nWindow {x}: SUBTASK 1.1.4\nPHASE 1: {x}\n```\n\n\
         | Id | Title | Needs |\n|---|---|---|\n| {x} | {x} | {x} |\n| {x}9 | {x} | 1.1.1 |\n\n\
         ## SUBTASK 1.1.1: {x}\nNeeds: {x}\nFiles: `{x}.rs`\n\n**Agent Prompt:**\n```\nUPDATE THIS FILE: {x}/a.rs\n\
         cd /home/ada/{x}\nSECRET_KEY=dev-only-{x}-key-for-tests\n```text\n{x}\n```\nVALIDATION:\n- [ ] {x}\n```\n\n\
         ## SUBTASK 1.1.2: {x}\nNeeds: 1.1.1–1.1.2\n\n**Agent Prompt:**\n```\nUPDATE THIS FILE: {x}/a.rs\n```\n\n\
         ## SUBTASK 1.1.l: {x}\n\n## SUBTASK 1.1.1: {x}\n\nSearch for \"## SUBTASK 1.1.2: {x}\"\n\
         <!-- planc-disable-next-line {x} -- {x} -->\n<!-- planc-disable P101 -->\n"
    )
}

/// A folder of its own that goes away with the test.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const FORMATS: [&str; 10] =
    ["full", "concise", "grouped", "json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown"];

/// Every format of a check of `plan` under the name `path`, with the default format as a GitHub log shows it.
fn outputs(folder: &Folder, plan: &str, path: &str) -> Vec<(&'static str, String)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_planc"));
    command.args(["check", "-", &format!("--stdin-filename={path}")]).current_dir(&folder.0).env_clear();
    command.env("GITHUB_ACTIONS", "true");
    for format in FORMATS {
        command.arg("--report").arg(format!("{format}={format}.out"));
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("planc starts");
    child.stdin.take().expect("a pipe").write_all(plan.as_bytes()).expect("planc reads");
    let output = child.wait_with_output().expect("planc ends");
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{errors}");
    let mut found = vec![("auto", String::from_utf8(output.stdout).expect("text")), ("notices", errors)];
    for format in FORMATS {
        found.push((format, fs::read_to_string(folder.0.join(format!("{format}.out"))).expect("a report")));
    }
    found
}

#[test]
fn no_format_lets_a_plan_act() {
    let folder = Folder(std::env::temp_dir().join(format!("planc-hostile-{}", std::process::id())));
    fs::create_dir_all(&folder.0).expect("a folder");
    let mut wrong = String::new();
    for text in hostile() {
        let path = format!("{}.md", text.chars().take(60).collect::<String>());
        for (format, output) in outputs(&folder, &plan(&text), &path) {
            for fault in faults(format, &output) {
                let _ =
                    writeln!(wrong, "{format} of {:?}: {fault}", text.chars().take(40).collect::<String>());
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What is wrong with an output.
fn faults(format: &str, output: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let hidden = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
    };
    faults.extend(output.chars().find(hidden).map(|c| format!("hidden character {c:?}")));
    for line in output.lines() {
        let start = line.trim_start();
        let ours = matches!(format, "auto" | "github")
            && start.len() == line.len()
            && ["::group::", "::endgroup::", "::error file=", "::warning file=", "::notice"]
                .iter()
                .any(|s| start.starts_with(s));
        if start.starts_with("::") && !ours || line.contains("##[") {
            faults.push(format!("a command: {}", line.chars().take(80).collect::<String>()));
        }
        let for_people = matches!(format, "full" | "concise" | "grouped" | "markdown");
        if for_people && line.chars().count() > 1500 {
            faults.push(format!(
                "a line of {} characters: {}",
                line.chars().count(),
                line.chars().take(200).collect::<String>()
            ));
        }
    }
    match format {
        "json" | "sarif" | "gitlab" => faults.extend(json(output)),
        "jsonl" => faults.extend(output.lines().filter_map(json)),
        "junit" => faults.extend(xml(output)),
        _ => {}
    }
    if matches!(format, "junit" | "markdown") && output.contains("<script") {
        faults.push("a script".to_owned());
    }
    faults
}

fn json(text: &str) -> Option<String> {
    serde_json::from_str::<serde_json::Value>(text).err().map(|error| error.to_string())
}

/// Why a text is no well-formed XML: elements that do not nest, attributes without quotes, a bare `&` or `]]>`.
fn xml(text: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    let bare = |text: &str| {
        let entity = |behind: &str| {
            let name = behind.split(';').next().unwrap_or_default();
            matches!(name, "amp" | "lt" | "gt" | "quot" | "apos")
                || name.strip_prefix('#').is_some_and(|n| n.len() < 8)
        };
        text.contains("]]>") || text.split('&').skip(1).any(|behind| !entity(behind))
    };
    while let Some((words, tag)) = rest.split_once('<') {
        if bare(words) {
            return Some(format!("bare & or ]]>: {words:.80}"));
        }
        let Some((tag, behind)) = tag.split_once('>') else { return Some("a tag without an end".to_owned()) };
        rest = behind;
        if tag.starts_with('?') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Some(format!("</{name}> closes nothing"));
            }
            continue;
        }
        let name = tag.split([' ', '/', '\n']).next().unwrap_or_default();
        let attributes = &tag[name.len()..];
        if attributes.matches('"').count() % 2 == 1 || attributes.contains('<') || bare(attributes) {
            return Some(format!("attributes: {tag:.80}"));
        }
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    (!open.is_empty() || bare(rest)).then(|| format!("not closed: {open:?}"))
}

#[test]
fn the_checkers_see_what_is_wrong() {
    assert_eq!(xml("<?xml?><a b=\"&lt;\"><c/>x &amp; y</a>"), None);
    for text in ["<a>", "<a></b>", "<a b=\"></a>", "<a>&x</a>", "<a>]]></a>", "<a"] {
        assert!(xml(text).is_some(), "{text}");
    }
    for text in ["a\u{1b}b", "  ::error::x", "x ##[group]", "\u{202E}"] {
        assert_eq!(faults("full", text).len(), 1, "{text:?}");
    }
    assert_eq!(faults("github", "::error file=a.md::x\n").len(), 0);
    assert_eq!(faults("github", " ::error file=a.md::x\n").len(), 1);
}
