use std::collections::BTreeSet;

/// Longest name in bytes, so that an extension of four bytes keeps it at 100.
const LONGEST: usize = 96;

/// One component of a path for any text: `0-9 A-Z a-z . _ -` only, at most 96 bytes, never empty, no dot or dash
/// at either end, and no name that Windows keeps for devices. The same text gives the same name.
pub fn slug(text: &str) -> String {
    let mut name = String::with_capacity(text.len().min(LONGEST));
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '_' | '-' => name.push(c),
            _ if name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let mut name = name.trim_matches(['.', '-']).to_owned();
    if name.len() > LONGEST - 1 {
        name.truncate(LONGEST - 10);
        name = format!("{}-{}", name.trim_end_matches(['.', '-']), hash(text));
    }
    if name.is_empty() {
        name = format!("id-{}", hash(text));
    }
    if is_reserved(&name) {
        let stem = name.find('.').unwrap_or(name.len());
        name.insert(stem, '_');
    }
    name
}

/// Whether Windows keeps a name for a device, with any extension: `con`, `NUL.txt`, `com1.md`.
pub fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or("").trim_end().to_ascii_lowercase();
    match stem.as_str() {
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$" | "clock$" => true,
        _ => ["com", "lpt"].iter().any(|port| {
            stem.strip_prefix(port).is_some_and(|n| {
                let mut n = n.chars();
                matches!((n.next(), n.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
            })
        }),
    }
}

/// The names of one folder, unique also where upper and lower case are the same.
#[derive(Debug, Default)]
pub(in crate::emit) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A folder that holds files of these names already.
    pub(in crate::emit) fn with(taken: &[&str]) -> Names {
        Names { taken: taken.iter().map(|name| name.to_ascii_lowercase()).collect() }
    }

    /// Takes a name, if nobody has it.
    pub(in crate::emit) fn take(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_ascii_lowercase())
    }

    /// The slug of `text`; twins get `-2`, `-3` and so on.
    pub(in crate::emit) fn unique(&mut self, text: &str) -> String {
        let base = slug(text);
        let mut name = base.clone();
        let mut twin = 1;
        while !self.taken.insert(name.to_ascii_lowercase()) {
            twin += 1;
            let end = format!("-{twin}");
            let keep = base.len().min(LONGEST - end.len());
            name = format!("{}{end}", &base[..keep]);
        }
        name
    }
}

/// FNV-1a, 32 bits (G. Fowler, L. C. Noll, K.-P. Vo): enough to tell names apart that lost their letters.
fn hash(text: &str) -> String {
    let hash = text.bytes().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    format!("{hash:08x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a name may be on Linux, macOS and Windows.
    fn assert_portable(name: &str, from: &str) {
        assert!(!name.is_empty() && name.len() <= LONGEST, "{from:?} gives {name:?}");
        assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)), "{from:?}: {name:?}");
        assert!(!name.starts_with(['.', '-']) && !name.ends_with('.'), "{from:?} gives {name:?}");
        assert!(!is_reserved(name), "{from:?} gives {name:?}");
    }

    const HOSTILE: [&str; 34] = [
        "",
        ".",
        "..",
        "...",
        "../x",
        "../../etc/passwd",
        "/etc/x",
        "C:\\x",
        "\\\\srv\\x",
        "a/b",
        "a\0b",
        " ",
        "x. ",
        "x.",
        "CON",
        "con",
        "NUL.txt",
        "COM\u{b9}",
        "com1",
        "LPT9.log",
        "aux.md",
        "a:b",
        ".git",
        ".GIT",
        "git~1",
        "-rf",
        "--",
        "日本",
        "阶段",
        "👩\u{200d}🚀",
        "\u{202e}x",
        "a\nb",
        "$(touch x)",
        "`x`",
    ];

    #[test]
    fn plain_ids_stay_as_they_are() {
        for id in ["1.1.6", "F1-1.1.6", "F1-INTEGRATION", "tasks-T001", "2a", "console", "COM10", "a_b"] {
            assert_eq!(slug(id), id);
        }
        assert_eq!(slug("a/b c"), "a-b-c");
        assert_eq!(slug("NUL.txt"), "NUL_.txt");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
    }

    #[test]
    fn hostile_ids_become_one_portable_component() {
        for id in HOSTILE {
            assert_portable(&slug(id), id);
        }
        for length in 80..320 {
            for unit in ["a", "a.", ".-", "é", "con."] {
                let id: String = unit.chars().cycle().take(length).collect();
                assert_portable(&slug(&id), &id);
            }
        }
    }

    #[test]
    fn any_set_of_ids_gets_different_names_under_case_folding() {
        let parts =
            ["1", ".", "..", "/", "-", "CON", "con", "A", "a", "\u{301}", "é", " ", "-2", "\\", "日", "\0"];
        let mut state = 7_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize
        };
        for _ in 0..300 {
            let mut names = Names::with(&["launch", "map.md"]);
            let mut seen = BTreeSet::from(["launch".to_owned(), "map.md".to_owned()]);
            let fixed = HOSTILE.iter().map(|id| (*id).to_owned());
            let random = (0..40).map(|_| {
                let repeat = if next() % 9 == 0 { 60 } else { 1 };
                (0..next() % 6).map(|_| parts[next() % parts.len()].repeat(repeat)).collect::<String>()
            });
            let ids: Vec<String> = fixed.chain(random).chain(["a".repeat(200), "A".repeat(200)]).collect();
            for id in ids {
                let name = names.unique(&id);
                assert_portable(&name, &id);
                assert!(seen.insert(name.to_lowercase()), "{id:?} gives {name:?} again");
            }
        }
    }
}
