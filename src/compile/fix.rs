use std::collections::{BTreeMap, BTreeSet};

use super::edit::apply;
use super::{Compilation, CompileError, Input, Options, compile};
use crate::diag::{Diagnostic, Subject};

/// Which fixes are applied.
#[derive(Clone, Debug, Default)]
pub struct FixOptions {
    /// Those that decide something for the author, too.
    pub allow_unsafe: bool,
    /// Only those in files that state subtasks.
    pub only_plans: bool,
    /// How files are read and checked; schedules are left out whatever it says.
    pub compile: Options,
}

/// What fixes make of the files.
#[derive(Debug, Default)]
pub struct Fixed {
    /// How many subtasks the files state.
    pub subtasks: usize,
    /// Files that change, in the order of inputs.
    pub files: Vec<FixedFile>,
    /// Fixes that were left out, because the result would not have been better.
    pub refused: Vec<RefusedFix>,
}

/// A file that fixes change.
#[derive(Clone, Debug)]
pub struct FixedFile {
    /// Its index among the inputs.
    pub input: usize,
    /// Its path.
    pub path: String,
    /// The bytes it had.
    pub before: Vec<u8>,
    /// The bytes it gets.
    pub after: Vec<u8>,
    /// What was mended, in order of place and round.
    pub mended: Vec<Mended>,
}

/// A finding that is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// `P402`.
    pub code: &'static str,
    /// `truncated-prompt`.
    pub name: &'static str,
    /// What was done: the title of the fix.
    pub title: String,
}

/// The fixes of one rule in one file, and why they were left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedFix {
    /// The file.
    pub path: String,
    /// The rule.
    pub code: &'static str,
    /// What would have been wrong with the result.
    pub reason: String,
}

/// Fixes are applied again until nothing changes, at most this often.
const ROUNDS: usize = 8;

/// Applies the fixes of all findings until nothing changes, reads and checks the result, and leaves out what would
/// leave a finding that it mends or add one. Running it on its own result changes nothing.
///
/// # Errors
/// As [`compile`].
pub fn fix(inputs: Vec<Input>, options: &FixOptions) -> Result<Fixed, CompileError> {
    let mut fixed = Fixed::default();
    let mut state = State { compilation: compiled(&inputs, options)?, inputs };
    fixed.subtasks = state.compilation.plan.subtasks.len();
    let mut changed: BTreeMap<usize, FixedFile> = BTreeMap::new();
    // What was left out is tried once more on the result: it may fit now.
    for _ in 0..ROUNDS {
        let (next, mended, refused) = settle(&state, options)?;
        fixed.refused = refused;
        let Some(next) = next else { break };
        for (input, mended) in mended {
            let file = changed.entry(input).or_insert_with(|| FixedFile {
                input,
                path: state.inputs[input].path.clone(),
                before: state.inputs[input].bytes.clone(),
                after: Vec::new(),
                mended: Vec::new(),
            });
            file.mended.extend(mended);
        }
        state = next;
    }
    for (input, mut file) in changed {
        file.after.clone_from(&state.inputs[input].bytes);
        if file.after != file.before {
            fixed.files.push(file);
        }
    }
    Ok(fixed)
}

/// Files and what follows from them.
struct State {
    inputs: Vec<Input>,
    compilation: Compilation,
}

fn compiled(inputs: &[Input], options: &FixOptions) -> Result<Compilation, CompileError> {
    compile(inputs.to_vec(), &Options { schedule_up_to: 0, ..options.compile.clone() })
}

type Done = BTreeMap<usize, Vec<Mended>>;

/// Fixes rounds on end, leaves out one rule of one file after the other until the result is better than `before`.
/// Nothing where no fix is left.
fn settle(
    before: &State,
    options: &FixOptions,
) -> Result<(Option<State>, Done, Vec<RefusedFix>), CompileError> {
    let mut blocked: BTreeSet<(usize, &'static str)> = BTreeSet::new();
    let mut refused = Vec::new();
    loop {
        let Attempt { after, done, mended } = attempt(before, options, &blocked)?;
        let Some(after) = after else { return Ok((None, Done::new(), refused)) };
        let Some((file, reason)) = worse(&before.compilation, &after.compilation, &mended) else {
            return Ok((Some(after), done, refused));
        };
        let culprit = culprit(&before.inputs, &done, file);
        let path = before.inputs[culprit.0].path.clone();
        refused.push(RefusedFix { path, code: culprit.1, reason });
        if !blocked.insert(culprit) {
            return Ok((None, Done::new(), refused));
        }
    }
}

struct Attempt {
    /// Nothing where nothing was fixed.
    after: Option<State>,
    done: Done,
    /// How many findings of a key were mended.
    mended: BTreeMap<Key, usize>,
}

fn attempt(
    before: &State,
    options: &FixOptions,
    blocked: &BTreeSet<(usize, &'static str)>,
) -> Result<Attempt, CompileError> {
    let mut attempt = Attempt { after: None, done: Done::new(), mended: BTreeMap::new() };
    for _ in 0..ROUNDS {
        let State { inputs, compilation } = attempt.after.as_ref().unwrap_or(before);
        let findings = &compilation.findings;
        let free = |finding: &Diagnostic| {
            let file = finding.primary.file.index();
            !blocked.contains(&(file, finding.code))
                && (!options.only_plans || compilation.documents[file].is_plan())
        };
        let mut applied = apply(&compilation.sources, findings, options.allow_unsafe, free);
        applied.files.retain(|&file, bytes| inputs[file].bytes != *bytes);
        if applied.files.is_empty() {
            break;
        }
        let mut inputs = inputs.clone();
        for &at in &applied.findings {
            let finding = &findings[at];
            let title = finding.fix.as_ref().map_or(String::new(), |fix| fix.title.clone());
            let mended = Mended { code: finding.code, name: finding.name, title };
            attempt.done.entry(finding.primary.file.index()).or_default().push(mended);
            *attempt.mended.entry(key(finding)).or_default() += 1;
        }
        for (file, bytes) in applied.files {
            inputs[file].bytes = bytes;
        }
        attempt.after = Some(State { compilation: compiled(&inputs, options)?, inputs });
    }
    Ok(attempt)
}

/// A finding without its place: rule, file and subject.
pub(super) type Key = (usize, &'static str, Subject);

pub(super) fn key(finding: &Diagnostic) -> Key {
    (finding.primary.file.index(), finding.code, finding.subject.clone())
}

/// How many findings there are of each key.
pub(super) fn counted(findings: &[Diagnostic]) -> BTreeMap<Key, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(key(finding)).or_default() += 1;
    }
    counts
}

/// The first file, by its index, in which the result is no better, and why.
fn worse(
    before: &Compilation,
    after: &Compilation,
    mended: &BTreeMap<Key, usize>,
) -> Option<(usize, String)> {
    let names = |compilation: &Compilation| -> Vec<String> {
        let mut keys: Vec<String> = compilation.plan.subtasks.iter().map(|s| s.key.clone()).collect();
        keys.sort_unstable();
        keys
    };
    let (old, new) = (counted(&before.findings), counted(&after.findings));
    // The only subtask of a phase may start late where nothing else keeps a need before who needs it, and another
    // document may give a window that moved its old number: less than a need that cannot hold.
    let rewritten = |key: &Key| matches!(key.1, "P201" | "P202");
    let is_price = |file: usize, code: &str| match code {
        "P204" => mended.keys().any(|key| key.0 == file && rewritten(key)),
        "P305" => mended.keys().any(rewritten),
        _ => false,
    };
    for (key, &count) in &new {
        let (file, code, _) = key;
        let had = old.get(key).copied().unwrap_or(0);
        if count > had && !is_price(*file, code) {
            return Some((*file, format!("{code} would be found in the result")));
        }
        let left = had.saturating_sub(mended.get(key).copied().unwrap_or(0));
        if count > left && !is_price(*file, code) {
            return Some((*file, format!("{code} would still be found in the result")));
        }
    }
    let file = mended.keys().next().map_or(0, |key| key.0);
    (names(before) != names(after)).then(|| (file, "the result would state other subtasks".to_owned()))
}

/// Whose fixes are left out next: those that only move subtasks to an earlier phase, then rules that change needs, the
/// last of them first, since others make no findings elsewhere; in the file itself if it was fixed, else in another
/// one of its plan.
fn culprit(inputs: &[Input], done: &Done, file: usize) -> (usize, &'static str) {
    let near = |other: usize| (other != file, inputs[other].root != inputs[file].root);
    let all = done.iter().flat_map(|(&file, mended)| mended.iter().map(move |mended| (file, mended.code)));
    let found = all.min_by_key(|&(file, code)| {
        (near(file), code != "P204", !code.starts_with("P1"), std::cmp::Reverse(code), file)
    });
    // Something was applied, or there would be no result to judge.
    found.unwrap_or((file, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileIx, SourceFile};
    use crate::syntax;

    const NESTED: &str = "\
# Feature 1: Ferry

## SUBTASK 1.1.1: Timetable

**Agent Prompt:**
```
Write timetable.md:

```text
Port | Time
```

VALIDATION:
- [ ] it lists every sailing
```

## SUBTASK 1.1.2: Fares

**Agent Prompt:**
```
Needs: 1.1.1
Write fares.md:

```bash
make fares
```

VALIDATION:
- [ ] prices add up
```

## SUBTASK 1.1.3: Booking

**Agent Prompt:**
````
Write booking.md:

````json
{}
````

VALIDATION:
- [ ] a seat is sold once
````
";

    fn input(path: &str, bytes: &[u8]) -> Input {
        Input { path: path.to_owned(), bytes: bytes.to_vec(), root: 0, named: true }
    }

    fn fixed(bytes: &[u8]) -> Fixed {
        fix(vec![input("ferry.md", bytes)], &FixOptions::default()).expect("text")
    }

    /// The text after fixing, which a second run leaves alone.
    #[track_caller]
    fn after(text: &str) -> String {
        let fixed = fixed(text.as_bytes());
        let bytes = fixed.files.first().map_or(text.as_bytes().to_vec(), |file| file.after.clone());
        assert!(self::fixed(&bytes).files.is_empty(), "a second run changes something");
        String::from_utf8(bytes).expect("text")
    }

    fn changed_lines(before: &str, after: &str) -> usize {
        assert_eq!(before.lines().count(), after.lines().count());
        before.lines().zip(after.lines()).filter(|(a, b)| a != b).count()
    }

    #[test]
    fn broken_prompts_become_whole_for_every_reader() {
        let after = after(NESTED);
        let source = SourceFile::new("ferry.md", after.clone().into_bytes()).expect("text");
        let document = syntax::parse(FileIx(0), &source);
        let blocks = syntax::strict_code_blocks(&after);
        let mut prompts = 0;
        for prompt in document.subtasks.iter().filter_map(|subtask| subtask.prompt.as_ref()) {
            assert!(blocks.contains(&prompt.span), "{:?}", prompt.span.of(&after));
            prompts += 1;
        }
        assert_eq!((prompts, changed_lines(NESTED, &after)), (3, 6));
    }

    #[test]
    fn line_ends_and_marks_stay() {
        let windows = format!("\u{FEFF}{}", NESTED.replace('\n', "\r\n"));
        assert_eq!(after(&windows), format!("\u{FEFF}{}", after(NESTED).replace('\n', "\r\n")));
        let open = NESTED.trim_end();
        assert_eq!(after(open), after(NESTED).trim_end());
    }

    #[test]
    fn a_damaged_file_is_restored_and_fixed_at_once() {
        let whole = NESTED.replace("Ferry", "F\u{E9}rry \u{2192} \u{2713}");
        let damaged: String = whole
            .chars()
            .map(|c| match c {
                '\u{E9}' => "\u{221A}\u{00A9}".to_owned(),
                '\u{2192}' => "\u{201A}\u{00DC}\u{00ED}".to_owned(),
                '\u{2713}' => "\u{201A}\u{00FA}\u{00EC}".to_owned(),
                c => c.to_string(),
            })
            .collect();
        assert_ne!(damaged, whole);
        assert_eq!(after(&damaged), after(&whole));
    }

    #[test]
    fn files_with_invalid_bytes_are_never_fixed() {
        let bytes = [NESTED.as_bytes(), b"\xFF\n"].concat();
        assert!(fixed(&bytes).files.is_empty());
    }

    #[test]
    fn what_adds_a_finding_is_refused_and_the_rest_is_applied() {
        let text = format!(
            "{NESTED}\n### PARALLELIZATION MAP\n\n## PHASE 1\nWindow 1: SUBTASK 1.1.1 - Timetable (needs 1.1.1, 1.1.9)\n"
        );
        let fixed = fixed(text.as_bytes());
        let codes: Vec<&str> = fixed.files[0].mended.iter().map(|mended| mended.code).collect();
        assert!(codes.contains(&"P402"), "{codes:?} {:?}", fixed.refused);
        after(&text);
    }

    #[test]
    fn hostile_text_is_left_as_it_is() {
        for text in ["", "\u{0}", "```", "\u{FEFF}", "a\rb", "::error::x\n", "\u{1b}]0;x\u{7}\n"] {
            assert_eq!(after(text), text);
            let inside = NESTED.replace("Timetable", &format!("Time{}table", text.replace('\n', " ")));
            let before = inside.clone();
            // Six fences, and the title where it holds what nobody sees.
            assert!(changed_lines(&before, &after(&inside)) <= 7);
        }
    }

    #[test]
    fn every_cut_of_a_plan_settles() {
        for at in (0..NESTED.len()).step_by(37).filter(|&at| NESTED.is_char_boundary(at)) {
            after(&NESTED[..at]);
        }
    }
}
