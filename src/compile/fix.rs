use std::collections::BTreeMap;

use super::settle::{ROUNDS, State, TRIES, compiled, settle};
use super::{CompileError, Input, Options};

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

/// Fixes of one rule in one file, and why they were left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedFix {
    /// The file.
    pub path: String,
    /// The rule.
    pub code: &'static str,
    /// How many fixes these are; others of the rule may be applied.
    pub fixes: usize,
    /// What would have been wrong with the result.
    pub reason: String,
}

/// Applies the fixes of all findings until nothing changes, reads and checks the result, and leaves out what would
/// leave a finding that it mends or add one. Running it on its own result changes nothing.
///
/// # Errors
/// As [`compile`](super::compile()).
pub fn fix(inputs: Vec<Input>, options: &FixOptions) -> Result<Fixed, CompileError> {
    let mut fixed = Fixed::default();
    let mut state = State { compilation: compiled(&inputs, options)?, inputs };
    fixed.subtasks = state.compilation.plan.subtasks.len();
    let mut changed: BTreeMap<usize, FixedFile> = BTreeMap::new();
    let mut tries = TRIES;
    // What was left out is tried once more on the result: it may fit now.
    for _ in 0..ROUNDS {
        let (next, mended, refused) = settle(&state, options, &mut tries)?;
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
    fn one_fix_that_does_harm_does_not_hold_up_the_others_of_its_rule() {
        // Taken into the map, the words of one section would be a needs clause there.
        let names = [("1.1.1", "Buoys"), ("1.1.2", "Piers"), ("1.1.3", "Lamps"), ("1.1.4", "Bells")];
        let line = |(window, (id, name)): (usize, &(&str, &str))| {
            format!("Window {}: SUBTASK {id} - {name}\n", window + 1)
        };
        let lines: Vec<String> = names.iter().enumerate().map(line).collect();
        let text = format!(
            "# Feature 1: Ferry\n\n```\n## PHASE 1\n{}```\n\n## SUBTASK 1.1.1: Timetable\n\n\
             ## SUBTASK 1.1.2: Fares\n\n## SUBTASK 1.1.3: Ticket, needs 1.1.9\n\n## SUBTASK 1.1.4: Booking\n",
            lines.concat()
        );
        let options = FixOptions { allow_unsafe: true, ..FixOptions::default() };
        let fixed = fix(vec![input("ferry.md", text.as_bytes())], &options).expect("text");
        let after = String::from_utf8(fixed.files[0].after.clone()).expect("text");
        for (id, title) in
            [("1.1.1", "Timetable"), ("1.1.2", "Fares"), ("1.1.3", "Lamps"), ("1.1.4", "Booking")]
        {
            assert!(after.contains(&format!("SUBTASK {id} - {title}\n")), "{after}{:?}", fixed.refused);
        }
        let refused: Vec<(&str, usize)> = fixed.refused.iter().map(|r| (r.code, r.fixes)).collect();
        assert_eq!(refused, [("P406", 1)]);
        let again = fix(vec![input("ferry.md", after.as_bytes())], &options).expect("text");
        assert!(again.files.is_empty());
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
