//! No prefix and no mutation of a fixture makes the reading stages panic, and every span stays in bounds.

use std::path::{Path, PathBuf};

use planc::graph::{Graph, NeedsMode};
use planc::plan::lower;
use planc::source::{FileIx, SourceFile};
use planc::syntax::parse;

#[test]
fn any_prefix_and_any_mutation_is_read() {
    let texts = texts();
    assert!(texts.len() > 20, "the fixtures are not where this test looks");
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for (path, bytes) in &texts {
        let step = (bytes.len() / 40).max(1);
        for end in (0..bytes.len()).step_by(step) {
            read(path, &bytes[..end]);
        }
        for _ in 0..60 {
            read(path, &mutated(bytes, &texts, &mut random));
        }
    }
}

fn read(path: &str, bytes: &[u8]) {
    let Ok(source) = SourceFile::new(path, bytes.to_vec()) else { return };
    let document = parse(FileIx(0), &source);
    let length = source.text().len() as u32;
    let groups = document.groups.iter().map(|group| &group.unit);
    for statement in document.subtasks.iter().chain(groups) {
        let needs = statement.needs.iter().map(|need| need.span);
        for span in needs.chain([statement.span, statement.section, statement.id.span]) {
            assert!(span.start <= span.end && span.end <= length, "{path}: {span:?} of {length}");
            assert!(
                source.text().get(span.start as usize..span.end as usize).is_some(),
                "{path}: {span:?} cuts a letter"
            );
        }
    }
    for group in &document.groups {
        assert!(
            group.members.iter().all(|member| (*member as usize) < document.subtasks.len()),
            "{path}: members"
        );
    }
    let plan = lower(&[source], &[document], &[0]);
    Graph::build(&plan, NeedsMode::Union);
}

/// A text with bytes changed, lines moved, cut, doubled, or taken from another text.
fn mutated(bytes: &[u8], others: &[(String, Vec<u8>)], random: &mut Random) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
    for _ in 0..=random.below(6) {
        if lines.is_empty() {
            break;
        }
        let at = random.below(lines.len());
        match random.below(8) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[random.below(lines.len())].clone()),
            2 => {
                let other = random.below(lines.len());
                lines.swap(at, other);
            }
            3 => {
                let other = &others[random.below(others.len())].1;
                let from = random.below(other.len().max(1));
                let to = (from + random.below(200)).min(other.len());
                lines.insert(at, other[from.min(to)..to].to_vec());
            }
            4 => {
                let end = random.below(lines[at].len() + 1);
                lines[at].truncate(end);
            }
            5 => {
                const PARTS: [&str; 24] = [
                    "- [ ] ",
                    "### ",
                    "Task 1",
                    "SUBTASK 1.1.1: ",
                    "（",
                    "）",
                    "```",
                    "~~~~",
                    "|",
                    "**",
                    "needs ",
                    "→",
                    "1-9999999999",
                    "阶段",
                    "十",
                    "├─ ",
                    "===",
                    "depends on",
                    "Phase ",
                    "[",
                    "]",
                    "T-001-004",
                    "\u{FE0F}",
                    "~2h",
                ];
                let part = PARTS[random.below(PARTS.len())];
                let place = random.below(lines[at].len() + 1);
                lines[at].splice(place..place, part.bytes());
            }
            _ => {
                let place = random.below(lines[at].len().max(1));
                if let Some(byte) = lines[at].get_mut(place) {
                    *byte = random.below(256) as u8;
                }
            }
        }
    }
    lines.concat()
}

/// Xorshift (G. Marsaglia 2003): the same bytes on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

/// The fixtures, the page of forms, and what `PLANC_TEXTS` names.
fn texts() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = vec![root.join("fixtures")];
    folders.extend(std::env::var_os("PLANC_TEXTS").map(PathBuf::from));
    let mut found = vec![(
        String::from("format.md"),
        std::fs::read(root.join("docs/format.md")).expect("the page of forms"),
    )];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("folder").map(|entry| entry.expect("entry").path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "md") {
                let name = entry.to_string_lossy().into_owned();
                found.push((name, std::fs::read(&entry).expect("text")));
            }
        }
    }
    found.sort();
    found
}
