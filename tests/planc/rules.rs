//! Every rule has a page, and every example of a page is checked.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use planc::check::{self, Rule};
use planc::compile::{Compilation, Input, Options, RecordOptions, compile};
use planc::runlog::{Gate, Moment};

/// Headings of a page, in this order; the options are left out where a rule has none.
const SECTIONS: [&str; 7] =
    ["What it checks", "Why it matters", "Bad", "Good", "How to fix", "Options", "Since"];

/// An example of a page.
struct Example {
    /// The line of its opening fence.
    line: usize,
    good: bool,
    /// Code and line of every finding.
    expected: Vec<(String, u32)>,
    text: String,
    /// Whether the file is saved with one byte for each character.
    latin: bool,
    /// The run log that follows it, if one does.
    log: Option<String>,
}

/// The fences of a page whose info string begins with `plan`.
fn examples(page: &str) -> Vec<Example> {
    let mut found: Vec<Example> = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let length = line.bytes().take_while(|&b| b == b'`').count();
        if length < 3 {
            continue;
        }
        let fence = &line[..length];
        let mut text = String::new();
        for (_, line) in lines.by_ref().take_while(|(_, line)| line.trim_end() != fence) {
            text.push_str(line);
            text.push('\n');
        }
        let mut words = line[length..].split_whitespace();
        let (form, kind) = (words.next(), words.next().unwrap_or_default());
        let is_log = (form, kind) == (Some("jsonl"), "log");
        if form != Some("plan") && !is_log {
            continue;
        }
        let latin = words.clone().any(|word| word == "encoding=latin-1");
        let expected = words.filter_map(|word| word.strip_prefix("expect=")).flat_map(|list| list.split(','));
        let expected = expected
            .filter_map(|item| item.split_once(':'))
            .map(|(code, line)| (code.to_owned(), line.parse().expect("a line number")));
        match found.last_mut().filter(|_| is_log) {
            Some(plan) => {
                plan.expected.extend(expected);
                plan.log = Some(text);
            }
            None => found.push(Example {
                line: at + 1,
                good: kind == "good",
                expected: expected.collect(),
                text,
                latin,
                log: None,
            }),
        }
    }
    found
}

fn file_name(rule: &Rule) -> String {
    format!("docs/rules/{}-{}.md", rule.code, rule.name)
}

/// An example as a file that was named, with its log.
fn compiled(example: &Example) -> Compilation {
    let log = example.log.iter().map(|log| ("run.jsonl".to_owned(), log.clone().into_bytes()));
    let record = RecordOptions {
        logs: log.collect(),
        clock: Moment::from_millis(1 << 50),
        phase_gate: Some(Gate::Validated),
        ..RecordOptions::default()
    };
    let bytes = if example.latin {
        let byte = |c: char| u8::try_from(u32::from(c)).expect("a character of Latin-1");
        example.text.chars().map(byte).collect()
    } else {
        example.text.clone().into_bytes()
    };
    let input = Input { path: "ferry.md".to_owned(), bytes, root: 0, named: true };
    let options = Options { schedule_up_to: 0, record: Some(record), ..Options::default() };
    compile(vec![input], &options).expect("text")
}

/// Findings of an example as code and line, in the plan or in its log, with the message of each for people.
fn findings(example: &Example) -> (Vec<(String, u32)>, String) {
    let mut found = Vec::new();
    let mut words = String::new();
    let compilation = compiled(example);
    for finding in &compilation.findings {
        let text = compilation.sources[finding.primary.file.index()].text();
        let line =
            text.get(..finding.primary.span.start as usize).unwrap_or(text).matches('\n').count() as u32 + 1;
        let _ = writeln!(words, "  {}:{line} {} [{}]", finding.code, finding.message, finding.help);
        found.push((finding.code.to_owned(), line));
    }
    found.sort();
    (found, words)
}

#[test]
fn every_example_of_a_page_has_the_findings_that_it_lists() {
    let mut wrong = String::new();
    for rule in check::all() {
        for example in examples(rule.page) {
            let (found, words) = findings(&example);
            let mut expected = example.expected;
            expected.sort();
            if found != expected {
                let _ = writeln!(
                    wrong,
                    "{}:{} expects {expected:?}, but these are found:\n{words}",
                    file_name(rule),
                    example.line
                );
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_rule_is_shown_at_work() {
    for rule in check::all() {
        let examples = examples(rule.page);
        let shown = |example: &Example| example.expected.iter().any(|(code, _)| code == rule.code);
        assert!(
            examples.iter().any(|e| !e.good && shown(e)),
            "{} shows no finding of its own",
            file_name(rule)
        );
        assert!(examples.iter().any(|e| e.good), "{} has no good example", file_name(rule));
        assert!(
            examples.iter().all(|e| e.good == e.expected.is_empty()),
            "{}: good lists nothing",
            file_name(rule)
        );
    }
}

#[test]
fn pages_have_their_sections_in_order() {
    for rule in check::all() {
        let file = file_name(rule);
        let first = rule.page.lines().next();
        assert_eq!(first, Some(format!("# {} {}", rule.code, rule.name).as_str()), "{file}");
        let mut fence: Option<&str> = None;
        let mut headings = Vec::new();
        for line in rule.page.lines() {
            let length = line.bytes().take_while(|&b| b == b'`').count();
            match fence {
                Some(open) if line.trim_end() == open => fence = None,
                None if length >= 3 => fence = Some(&line[..length]),
                None => headings.extend(line.strip_prefix("## ")),
                Some(_) => {}
            }
        }
        let expected: Vec<&str> = SECTIONS
            .iter()
            .copied()
            .filter(|section| *section != "Options" || headings.contains(section))
            .collect();
        assert_eq!(headings, expected, "{file}");
        assert!(
            rule.page.trim_end().ends_with("\n## Since\n\n0.1.0"),
            "{file} does not end with its release"
        );
    }
}

/// A meta-test: the row of the registry, the module, the page and the names belong together.
#[test]
fn a_rule_has_a_row_a_module_and_a_page() {
    let root = env!("CARGO_MANIFEST_DIR");
    let listed = |folder: &str, ending: &str| -> BTreeSet<String> {
        let entries = std::fs::read_dir(format!("{root}/{folder}")).expect(folder);
        let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        names.filter_map(|name| Some(name.strip_suffix(ending)?.to_owned())).collect()
    };
    let (modules, pages) = (listed("src/check/rules", ".rs"), listed("docs/rules", ".md"));
    let codes: Vec<&str> = check::all().iter().map(|rule| rule.code).collect();
    assert!(codes.is_sorted(), "rows of src/check/registry.rs are not sorted by code: {codes:?}");
    let names: BTreeSet<&str> = check::all().iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), codes.len(), "two rules have one name");
    let mut missing = Vec::new();
    for rule in check::all() {
        let (code, name) = (rule.code, rule.name);
        assert!(
            code.len() == 4 && code.starts_with('P') && code[1..].bytes().all(|b| b.is_ascii_digit()),
            "{code}"
        );
        assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{name} is not in kebab case");
        if !modules.contains(&name.replace('-', "_")) {
            missing.push(format!("add src/check/rules/{}.rs for {code}", name.replace('-', "_")));
        }
        if !pages.contains(&format!("{code}-{name}")) {
            missing.push(format!("add docs/rules/{code}-{name}.md"));
        }
    }
    for module in modules.iter().filter(|module| *module != "mod") {
        if !names.contains(module.replace('_', "-").as_str()) {
            missing.push(format!("add `&rules::{module}::RULE,` to src/check/registry.rs"));
        }
    }
    for page in &pages {
        let known = check::all().iter().any(|rule| *page == format!("{}-{}", rule.code, rule.name));
        if page.starts_with('P') && !known {
            missing.push(format!(
                "docs/rules/{page}.md belongs to no rule; add its row to src/check/registry.rs"
            ));
        }
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

#[test]
fn messages_read_like_messages() {
    for rule in check::all() {
        for example in examples(rule.page) {
            for finding in compiled(&example).findings {
                let texts = [&finding.message, &finding.help, &finding.primary.text];
                let related = finding.related.iter().map(|label| &label.text);
                for text in texts.into_iter().chain(related) {
                    let first = text.chars().next();
                    assert!(first.is_some_and(|c| !c.is_uppercase()), "{}: {text}", finding.code);
                    assert!(!text.ends_with('.') && !text.contains('\n'), "{}: {text}", finding.code);
                }
                assert!(!finding.subject.is_empty(), "{} has no subject", finding.code);
            }
        }
    }
}
