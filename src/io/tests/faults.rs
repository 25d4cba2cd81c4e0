use super::super::folder::fault::{self, Fault};
use super::*;

const OLD: [(&str, &str); 4] =
    [("map.md", "map"), ("F1/1/a.md", "a"), ("F1/1/b.md", "b"), ("F1/2/c.md", "c")];
const NEW: [(&str, &str); 4] =
    [("map.md", "map 2"), ("F1/1/a.md", "a 2"), ("F1/1/b.md", "b"), ("F2/1/d.md", "d")];

/// Runs `after` for every change at which a write can fail.
fn at_every_change(old: Option<&[(&str, &str)]>, fault: Fault, after: impl Fn(&Scratch, u32, &WriteResult)) {
    for at in 0..1000 {
        let scratch = Scratch::new("fault");
        scratch.write("beside.txt", "mine");
        if let Some(old) = old {
            write(&scratch, old).expect("old state");
            scratch.write("out/beside.txt", "mine");
        }
        fault::set(at, fault);
        let result = write(&scratch, &NEW);
        let reached = fault::clear();
        after(&scratch, at, &result);
        if !reached {
            assert!(at > 10, "nothing was tested");
            return;
        }
    }
    panic!("the write never ends");
}

type WriteResult = Result<WriteReport, WriteError>;

#[test]
fn a_failure_at_any_change_leaves_the_old_state() {
    for old in [Some(&OLD[..]), None] {
        at_every_change(old, Fault::Once, |scratch, at, result| {
            let mut expected = texts(if result.is_ok() { &NEW } else { old.unwrap_or(&[]) });
            if old.is_some() {
                expected.insert("beside.txt".into(), "mine".into());
            }
            assert_eq!(files(scratch), expected, "change {at}, {result:?}");
            if result.is_err() && old.is_none() {
                assert!(!scratch.path().join("out").exists(), "change {at} leaves {:?}", scratch.tree());
            }
            assert!(write(scratch, &NEW).is_ok(), "change {at}");
        });
    }
}

#[test]
fn a_kill_at_any_change_leaves_old_or_new_files_and_the_next_run_ends_it() {
    for old in [Some(&OLD[..]), None] {
        at_every_change(old, Fault::Forever, |scratch, at, result| {
            let (before, new) = (texts(old.unwrap_or(&[])), texts(&NEW));
            for (path, text) in files(scratch) {
                let known = [before.get(&path), new.get(&path)];
                let ours = !path.ends_with("beside.txt");
                assert!(!ours || known.contains(&Some(&text)), "change {at} leaves {path} as {text:?}");
            }
            // The next run may want yet another state: everything half done is known as ours.
            let third = [("map.md", "map 3"), ("F3/e.md", "e")];
            let report = write(scratch, &third).unwrap_or_else(|e| panic!("change {at}, {result:?}: {e}"));
            let mut expected = texts(&third);
            if old.is_some() {
                expected.insert("beside.txt".into(), "mine".into());
            }
            assert_eq!(files(scratch), expected, "change {at}, {report:?}");
            let folders: Vec<String> =
                scratch.tree().into_keys().filter(|path| path.ends_with('/')).collect();
            assert_eq!(folders, ["out/", "out/F3/"], "change {at}");
            assert!(write(scratch, &third).expect("write").is_unchanged());
        });
    }
}

#[test]
fn two_kills_in_a_row_are_ended_too() {
    for first in (0..30).step_by(6) {
        for second in (first % 4..40).step_by(4) {
            let scratch = Scratch::new("kills");
            write(&scratch, &OLD).expect("old state");
            fault::set(first, Fault::Forever);
            let _ = write(&scratch, &NEW);
            fault::set(second, Fault::Forever);
            let _ = write(&scratch, &[("map.md", "map 3"), ("F1/1/a.md", "a 3"), ("F3/e.md", "e")]);
            fault::clear();
            write(&scratch, &OLD).unwrap_or_else(|e| panic!("kills at {first} and {second}: {e}"));
            assert_eq!(files(&scratch), texts(&OLD), "kills at {first} and {second}");
        }
    }
}

#[test]
fn a_staging_folder_of_a_killed_run_is_cleaned_up_but_nothing_else() {
    let scratch = Scratch::new("staging");
    write(&scratch, &OLD).expect("write");
    scratch.write("out/.planc-staging-0123456789abcdef/new-0", "half");
    scratch.write("out/.planc-staging-mine/new-0", "mine");
    write(&scratch, &NEW).expect("write");
    assert!(!scratch.path().join("out/.planc-staging-0123456789abcdef").exists());
    assert_eq!(scratch.read("out/.planc-staging-mine/new-0"), "mine");
}
