//! Maps that `planc fix --unsafe` rewrites, over random plans in several forms.

use std::collections::BTreeSet;
use std::fmt::Write;

use planc::compile::{FixOptions, Fixed, Input, Options, check_text, compile, fix};
use planc::diag::Diagnostic;

/// A generator of numbers that is the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }
}

/// How a plan is written.
#[derive(Clone, Copy, Debug)]
enum Form {
    Fence,
    /// Windows behind tabs, in two sub-phases.
    Parts,
    Tree,
    List,
    Bullets,
    Bold,
    Headed,
    Table,
    Sections,
}

const FORMS: [Form; 9] = [
    Form::Fence,
    Form::Parts,
    Form::Tree,
    Form::List,
    Form::Bullets,
    Form::Bold,
    Form::Headed,
    Form::Table,
    Form::Sections,
];

/// Names around the word that tests look for.
const NAMES: [&str; 4] = ["Pier", "Größe, Pier", "桟橋 Pier", "`deck` – Pier 🚢"];

/// A subtask: its number, what it needs, and its file.
struct Subtask {
    number: usize,
    needs: Vec<usize>,
    file: usize,
}

/// Phases of subtasks whose needs have no cycle, and may stand anywhere.
fn phases(random: &mut Random) -> Vec<Vec<Subtask>> {
    let count = 4 + random.below(14);
    let mut order: Vec<usize> = (1..=count).collect();
    for at in (1..count).rev() {
        order.swap(at, random.below(at + 1));
    }
    let mut phases: Vec<Vec<Subtask>> = (0..2 + random.below(3)).map(|_| Vec::new()).collect();
    let last = phases.len();
    for (rank, &number) in order.iter().enumerate() {
        let mut needs: BTreeSet<usize> = BTreeSet::new();
        for _ in 0..random.below(3).min(rank) {
            needs.insert(order[random.below(rank)]);
        }
        // Mostly in a sensible phase.
        let phase = if random.below(4) == 0 { random.below(last) } else { rank * last / count };
        let needs = needs.into_iter().collect();
        phases[phase].push(Subtask { number, needs, file: random.below(12) });
    }
    phases.retain(|phase| !phase.is_empty());
    phases
}

fn written(form: Form, phases: &[Vec<Subtask>]) -> String {
    let ids = |needs: &[usize]| needs.iter().map(|n| format!("1.1.{n}")).collect::<Vec<_>>().join(", ");
    let mut text = "# Feature 1: Ferry\n\nSome words about boats.\n".to_owned();
    for (at, phase) in phases.iter().enumerate() {
        let count = phase.len();
        let phase_number = at + 1;
        let heading = match at % 3 {
            0 => format!("## PHASE {phase_number} ({count} parallel windows)"),
            1 => format!("#### **Phase {phase_number}: Boats ({count} windows, 40 minutes)**"),
            _ => format!("### Phase {phase_number} - Boats ({count} tasks)"),
        };
        let _ = write!(text, "\n{heading}\n\nWords of phase {at} stay.\n\n");
        if matches!(form, Form::Fence | Form::Parts | Form::Tree) {
            text += "```\n";
        }
        if matches!(form, Form::Table) {
            text += "| Subtask | Title | Window | Depends on | Files |\n|---|---|---|---|---|\n";
        }
        for (index, Subtask { number, needs, file }) in phase.iter().enumerate() {
            let window = index + 1;
            let name = NAMES[number % NAMES.len()];
            let clause = if needs.is_empty() { String::new() } else { format!(" (needs {})", ids(needs)) };
            let glyph = if window == count { '└' } else { '├' };
            let line = match form {
                Form::Fence => format!("Window {window}: SUBTASK 1.1.{number} - {name} {number}{clause}\n"),
                Form::Parts => {
                    let half = count.div_ceil(2);
                    let part = match index {
                        0 if count > 2 => format!("Sub-phase {phase_number}a\n"),
                        i if i == half && count > 2 => {
                            format!("\nSub-phase {phase_number}b (start after {phase_number}a)\n")
                        }
                        _ => String::new(),
                    };
                    let window = if count > 2 && index >= half { window - half } else { window };
                    format!("{part}\tWindow {window}:\tSUBTASK 1.1.{number} - {name} {number}{clause}\n")
                }
                Form::Bullets => {
                    format!("* **Window {window}:** SUBTASK 1.1.{number} - {name} {number}{clause}\n")
                }
                Form::Headed => format!(
                    "##### Window {window}: SUBTASK 1.1.{number} - {name} {number}\n\n**Depends on:** {}\n\n",
                    ids(needs)
                ),
                Form::Tree => format!("{glyph}─ 1.1.{number}: {name} {number}{clause}\n"),
                Form::List => format!("- [ ] 1.1.{number} {name} {number}\n  - Needs: {}\n", ids(needs)),
                Form::Bold => format!(
                    "**Window {window}:** SUBTASK 1.1.{number} - {name} {number}\n```\nFile: src/f{file}.rs\n\
                     Depends on: {}\n```\n\n",
                    ids(needs)
                ),
                Form::Table => {
                    format!(
                        "| 1.1.{number} | {name} {number} | {window} | {} | src/f{file}.rs |\n",
                        ids(needs)
                    )
                }
                Form::Sections => format!(
                    "### SUBTASK 1.1.{number}: {name} {number}\n\n**Needs:** {}\n\nBuild pier {number}.\n\n",
                    ids(needs)
                ),
            };
            text.push_str(&line);
        }
        if matches!(form, Form::Fence | Form::Parts | Form::Tree) {
            text += "```\n";
        }
        // Below a window in a heading it would be the window's.
        if !matches!(form, Form::Headed) {
            let _ = write!(text, "\n**Duration:** ~{} minutes\n", 10 + at);
        }
    }
    let last = phases.len() + 1;
    text + &format!(
        "\n## PHASE {last}\n\n```\nWindow 1: INTEGRATION TEST (needs everything)\n```\n\nThe end.\n"
    )
}

fn mended(text: &str) -> Fixed {
    let input = Input { path: "a.md".to_owned(), bytes: text.as_bytes().to_vec(), root: 0, named: true };
    fix(vec![input], &FixOptions { allow_unsafe: true, ..FixOptions::default() }).expect("text")
}

fn after(text: &str) -> String {
    let fixed = mended(text);
    let bytes = fixed.files.into_iter().next().map(|file| file.after);
    bytes.map_or_else(|| text.to_owned(), |bytes| String::from_utf8(bytes).expect("text"))
}

fn keys(findings: &[Diagnostic]) -> Vec<(&str, String)> {
    let mut keys: Vec<_> = findings.iter().map(|f| (f.code, format!("{:?}", f.subject))).collect();
    keys.sort();
    keys
}

/// The lines that a rewrite may not touch: those that are no map lines, headings, counts or new sub-phases.
fn untouched(text: &str) -> Vec<&str> {
    let moves = |line: &str| {
        let line = line.trim_start_matches([' ', '\t', '*', '#']);
        line.is_empty()
            || line.starts_with("Phase")
            || ["Window", "├", "└", "- [ ]", "- Needs", "- Phase", "Phase:", "|", "Sub-phase", "PHASE", "```"]
                .iter()
                .any(|start| line.starts_with(start))
            || ["File:", "Depends", "Needs", "SUBTASK", "Build pier"]
                .iter()
                .any(|start| line.starts_with(start))
    };
    text.lines().filter(|line| !moves(line)).collect()
}

/// Words of every subtask, wherever they stand.
fn words(text: &str) -> Vec<String> {
    let strip = |line: &str| {
        let line = line.trim_start_matches(['├', '└', '─', ' ', '\t', '*', '#']);
        match line.strip_prefix("Window ") {
            Some(rest) => rest.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned(),
            None => line.to_owned(),
        }
    };
    let mut all: Vec<String> = text.lines().filter(|line| line.contains("Pier")).map(strip).collect();
    all.sort();
    all
}

#[test]
fn phases_hold_after_a_fix() {
    let mut random = Random(11);
    let (mut rewritten, mut late) = (0, 0);
    for round in 0..240 {
        let form = FORMS[round % FORMS.len()];
        let before = written(form, &phases(&mut random));
        let found = check_text("a.md", &before).expect("text");
        let after = after(&before);
        let left = check_text("a.md", &after).expect("text");
        let broken = left.iter().find(|f| matches!(f.code, "P201" | "P202"));
        assert!(
            broken.is_none(),
            "{form:?} {} {:?}\n{before}\n{after}",
            broken.map_or("", |f| &f.help),
            mended(&after).refused
        );
        let (old, new) = (keys(&found), keys(&left));
        let added: Vec<_> = new.iter().filter(|key| !old.contains(key)).collect();
        // Where the only subtask of a phase would start late, that is said in place of the error.
        // A subtask that was one of many late ones before may stand out now.
        let id =
            |subject: &str| Some(subject.split_once("{\"subtask\": \"")?.1.split('"').next()?.to_owned());
        let was_late =
            |id: &String| old.iter().any(|(code, subject)| *code == "P204" && subject.contains(id));
        let of_late = added.iter().filter(|(code, _)| *code == "P204");
        late += of_late.filter_map(|(_, subject)| id(subject)).filter(|id| !was_late(id)).count();
        let added: Vec<_> = added.into_iter().filter(|(code, _)| *code != "P204").collect();
        assert!(added.is_empty(), "{form:?} {added:?}\n{before}\n{after}");
        assert_eq!(self::after(&after), after, "{form:?}");
        assert_eq!(untouched(&before), untouched(&after), "{form:?}\n{before}\n{after}");
        if !matches!(form, Form::Table) && old.iter().all(|(code, _)| !matches!(*code, "P108" | "P105")) {
            assert_eq!(words(&before), words(&after), "{form:?}");
        }
        rewritten += usize::from(before != after);
    }
    assert!(rewritten > 120 && late < 5, "{rewritten} plans had something to rewrite, {late} start late");
}

#[test]
fn line_ends_marks_and_the_last_line_stay() {
    let mut random = Random(5);
    for round in 0..30 {
        let text = written(FORMS[round % FORMS.len()], &phases(&mut random));
        let whole = after(&text);
        let windows = format!("\u{FEFF}{}", text.replace('\n', "\r\n"));
        assert_eq!(after(&windows), format!("\u{FEFF}{}", whole.replace('\n', "\r\n")));
        assert_eq!(after(text.trim_end()), whole.trim_end());
        let invalid = [text.as_bytes(), b"\xFF\n"].concat();
        let input = Input { path: "a.md".to_owned(), bytes: invalid, root: 0, named: true };
        let fixed = fix(vec![input], &FixOptions { allow_unsafe: true, ..FixOptions::default() });
        assert!(fixed.expect("text").files.is_empty());
    }
}

#[test]
fn needs_in_a_circle_leave_the_map_alone() {
    let text = "# Feature 1: Ferry\n\n## PHASE 1\n```\nWindow 1: SUBTASK 1.1.1 - Pier (needs 1.1.2)\n\
                Window 2: SUBTASK 1.1.2 - Boat (needs 1.1.1)\n```\n\n## PHASE 2\n```\nWindow 1: INTEGRATION TEST\n```\n";
    assert_eq!(after(text), text);
    let found = check_text("a.md", text).expect("text");
    let broken = found.iter().find(|f| f.code == "P201").expect("a finding");
    assert!(broken.help.contains("its needs go in a circle"), "{}", broken.help);
}

#[test]
fn documents_of_one_plan_stay_in_step() {
    let map = "# Feature 1: Ferry\n\n## PHASE 1\n\n```\nWindow 1: SUBTASK 1.1.1 - Pier\n\
               Window 2: SUBTASK 1.1.2 - Boat\n```\n\n## PHASE 2\n\n```\nWindow 1: INTEGRATION TEST (needs everything)\n```\n";
    let spec = "# Feature 1: Ferry\n\n## SUBTASK 1.1.1: Pier\n\nPhase: 1\n\n## SUBTASK 1.1.2: Boat\n\nPhase: 1\n\
                Needs: 1.1.1\n\n## INTEGRATION TEST\n\nPhase: 2\n";
    let input = |path: &str, text: &str| Input {
        path: path.to_owned(),
        bytes: text.as_bytes().to_vec(),
        root: 0,
        named: true,
    };
    let fixed = fix(
        vec![input("map.md", map), input("spec.md", spec)],
        &FixOptions { allow_unsafe: true, ..FixOptions::default() },
    )
    .expect("text");
    let of =
        |path: &str| fixed.files.iter().find(|f| f.path == path).map(|f| String::from_utf8_lossy(&f.after));
    let spec = of("spec.md").unwrap_or_else(|| panic!("the spec changes: {:?}", fixed.refused));
    assert!(spec.contains("Phase: 1a\n") && spec.contains("Phase: 1b\n"), "{spec}");
}

fn input(path: &str, text: &str) -> Input {
    Input { path: path.to_owned(), bytes: text.as_bytes().to_vec(), root: 0, named: true }
}

/// The texts of files after a fix, and what is found in them together then.
fn together(files: &[(&str, &str)], allow_unsafe: bool) -> (Vec<String>, Vec<Diagnostic>) {
    let inputs: Vec<Input> = files.iter().map(|(path, text)| input(path, text)).collect();
    let options = FixOptions { allow_unsafe, ..FixOptions::default() };
    let fixed = fix(inputs.clone(), &options).expect("text");
    let mut after = inputs;
    for file in fixed.files {
        after[file.input].bytes = file.after;
    }
    assert!(fix(after.clone(), &options).expect("text").files.is_empty(), "a second run changes something");
    let texts = after.iter().map(|file| String::from_utf8(file.bytes.clone()).expect("text")).collect();
    (texts, compile(after, &Options::default()).expect("text").findings)
}

#[test]
fn windows_of_one_subtask_agree_in_all_documents() {
    let map = "# Feature 1: Ferry\n\n## PHASE 1\n\n```\nWindow 1: SUBTASK 1.1.1 - Pier\n\
               Window 2: SUBTASK 1.1.2 - Boat (needs 1.1.1)\nWindow 3: SUBTASK 1.1.3 - Rope\n\
               Window 4: SUBTASK 1.1.4 - Bell (needs 1.1.1)\n```\n";
    let tabs = "# Feature 1: Ferry\n\n## PHASE 1\n\n### Sub-phase 1a\n\n**Window 1:** SUBTASK 1.1.3 - Rope\n\n\
                **Window 2:** SUBTASK 1.1.1 - Pier\n\n### Sub-phase 1b\n\n**Window 3:** SUBTASK 1.1.4 - Bell\n\n\
                **Window 4:** SUBTASK 1.1.2 - Boat\n";
    let (texts, found) = together(&[("map.md", map), ("tabs.md", tabs)], true);
    let wrong: Vec<&Diagnostic> =
        found.iter().filter(|f| matches!(f.code, "P201" | "P301" | "P305")).collect();
    assert!(wrong.is_empty(), "{wrong:?}\n{}\n{}", texts[0], texts[1]);
    assert_eq!(
        texts[1],
        "# Feature 1: Ferry\n\n## PHASE 1\n\n### Sub-phase 1a\n\n**Window 1:** SUBTASK 1.1.1 - Pier\n\n\
         **Window 2:** SUBTASK 1.1.3 - Rope\n\n### Sub-phase 1b\n\n**Window 1:** SUBTASK 1.1.2 - Boat\n\n\
         **Window 2:** SUBTASK 1.1.4 - Bell\n"
    );
}

#[test]
fn windows_that_two_subtasks_would_share_stay() {
    let map = "# Feature 1: Ferry\n\n## PHASE 1\n\n```\nWindow 1: SUBTASK 1.1.1 - Pier\n\
               Window 2: SUBTASK 1.1.2 - Boat\n```\n";
    let other =
        "# Feature 1: Ferry\n\n## PHASE 1\n\n```\nWindow 2: SUBTASK 1.1.1 - Pier\nWindows 1: Buffer\n```\n";
    let (texts, found) = together(&[("map.md", map), ("other.md", other)], true);
    assert_eq!(texts, [map, other]);
    assert!(found.iter().any(|finding| finding.code == "P305"));
}

#[test]
fn only_counts_that_describe_a_list_are_safe_to_write() {
    let text = "# Feature 1: Ferry\n\n**Total subtasks**: 4\n\n## PHASE 1 (3 tasks)\n\n### SUBTASK 1.1.1: Pier\n\n\
                ### SUBTASK 1.1.2: Boat\n";
    let safe = text.replace("3 tasks", "2 tasks");
    assert_eq!(together(&[("a.md", text)], false).0, [safe.as_str()]);
    assert_eq!(together(&[("a.md", text)], true).0, [safe.replace("subtasks**: 4", "subtasks**: 2")]);
}

#[test]
fn writers_are_kept_apart_where_that_can_be_written() {
    let text = "# Feature 1: Ferry\n\n```\nPHASE 1 (2 tasks - run at once)\n├─ 1.1.1: Pier\n└─ 1.1.2: Boat\n\n\
                PHASE 2 (3 tasks - run after Phase 1)\n├─ 1.2.1: Rope ──┐\n├─ 1.2.2: Bell ──┤──► 1.3.1\n\
                └─ 1.2.3: Lamp ──┘\n\nPHASE 3 (1 task)\n└─ 1.3.1: Deck\n```\n\n\
                ## SUBTASK 1.1.1: Pier\n\n**File:** a.rs\n\n## SUBTASK 1.1.2: Boat\n\n**File:** a.rs\n\n\
                ## SUBTASK 1.2.1: Rope\n\n**File:** b.rs\n\n## SUBTASK 1.2.2: Bell\n\n**File:** b.rs\n";
    let found = check_text("a.md", text).expect("text");
    assert_eq!(found.iter().filter(|f| f.code == "P407").count(), 2, "{found:?}");
    let (texts, left) = together(&[("a.md", text)], true);
    let left: Vec<&Diagnostic> = left.iter().filter(|f| f.code == "P407").collect();
    assert_eq!(left.len(), 1, "{left:?}\n{}", texts[0]);
    assert!(left[0].help.contains("`planc fix` leaves the map as it is"), "{}", left[0].help);
}

#[test]
fn who_waits_for_what_moved_earlier_moves_along() {
    let row = |id: &str, needs: &str| format!("| {id} | Part of it | {needs} |\n");
    let head = "| ID | Title | Needs |\n|---|---|---|\n";
    let phase =
        |at: usize, rows: &[String]| format!("\n## PHASE {at} (in parallel)\n\n{head}{}", rows.concat());
    let text = "# Feature 1: Ferry\n".to_owned()
        + &phase(1, &[row("1.1.1", "None")])
        + &phase(2, &[row("1.1.2", "1.1.1")])
        + &phase(3, &[row("1.1.3", "1.1.1"), row("1.1.4", "1.1.2")])
        + &phase(4, &[row("1.1.5", "1.1.3"), row("1.1.6", "1.1.4")]);
    let (texts, found) = together(&[("a.md", &text)], true);
    let late: Vec<&Diagnostic> =
        found.iter().filter(|f| matches!(f.code, "P204" | "P201" | "P202")).collect();
    assert!(late.is_empty(), "{late:?}\n{}", texts[0]);
    assert!(texts[0].contains(&(row("1.1.2", "1.1.1") + &row("1.1.3", "1.1.1"))), "{}", texts[0]);
    assert!(texts[0].contains(&(row("1.1.4", "1.1.2") + &row("1.1.5", "1.1.3"))), "{}", texts[0]);
}

#[test]
fn a_phase_is_split_although_another_move_would_do_harm() {
    let item = |id: &str, needs: &str| format!("- [ ] {id} Part\n  - Needs: {needs}\n  - Duration: 10 min\n");
    let text = format!(
        "# Feature 1: Ferry\n\n## PHASE 1 (3 windows, 20 minutes)\n\n{}{}{}\n## PHASE 2 (1 windows, 10 minutes)\n\n{}",
        item("1.1.1", "None"),
        item("1.1.2", "1.1.1"),
        item("1.1.3", "1.1.4"),
        item("1.1.4", "None")
    );
    let (texts, found) = together(&[("a.md", &text)], true);
    let codes: Vec<&str> =
        found.iter().map(|f| f.code).filter(|code| *code != "P401" && *code != "P205").collect();
    assert_eq!(codes, ["P202"], "{}", texts[0]);
    assert!(texts[0].contains("Sub-phase 1b"), "{}", texts[0]);
}
