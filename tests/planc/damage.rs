//! Damaged files never make planc panic, and every span of a finding lies inside its file.

use std::fs;
use std::path::{Path, PathBuf};

use planc::compile::{Input, Options, compile};

/// A small deterministic generator (splitmix64), so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}

fn fixtures() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md" || extension == "json") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn check(fixture: &Path, bytes: Vec<u8>) {
    let name = fixture.file_name().expect("a name").to_string_lossy().into_owned();
    let input = Input { path: name, bytes, root: 0, named: true };
    let options = Options { rough: true, schedule_up_to: 60, ..Options::default() };
    let Ok(compilation) = compile(vec![input], &options) else { return };
    let length = compilation.sources[0].text().len();
    for finding in &compilation.findings {
        for label in std::iter::once(&finding.primary).chain(&finding.related) {
            assert!(label.span.start <= label.span.end && label.span.end as usize <= length, "{finding:?}");
        }
    }
}

#[test]
fn every_prefix_of_a_fixture_is_read() {
    for path in fixtures() {
        let bytes = fs::read(&path).expect("a fixture");
        let step = (bytes.len() / 24).max(1);
        for end in (0..bytes.len()).step_by(step) {
            check(&path, bytes[..end].to_vec());
        }
    }
}

#[test]
fn damaged_fixtures_are_read() {
    let inserts: [&[u8]; 15] = [
        b"```",
        b"\n```\n",
        b"#",
        b"\n## SUBTASK 1.1.1: x\n",
        b"\xFF",
        b"\xE2\x94\x9C",
        b"(needs all 1.1.*)",
        b"|",
        b"\r",
        b"\0",
        b"1.1.9-1.1.1",
        b"{\"tasks\": [",
        b"\"",
        b"\\u12",
        b"\xEF\xBB\xBF",
    ];
    let mut random = Random(7);
    for path in fixtures() {
        let original = fs::read(&path).expect("a fixture");
        for _ in 0..12 {
            let mut bytes = original.clone();
            for _ in 0..=random.below(6) {
                let at = random.below(bytes.len() + 1);
                match random.below(3) {
                    0 => drop(bytes.splice(at..at, inserts[random.below(inserts.len())].iter().copied())),
                    1 => {
                        let end = (at + random.below(40)).min(bytes.len());
                        bytes.drain(at..end);
                    }
                    _ => {
                        if let Some(byte) = bytes.get_mut(at) {
                            *byte = random.below(256) as u8;
                        }
                    }
                }
            }
            check(&path, bytes);
        }
    }
}
