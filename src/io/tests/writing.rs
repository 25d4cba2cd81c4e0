use super::*;

const FIRST: [(&str, &str); 3] = [("map.md", "map"), ("F1/phases/1/a.md", "a"), ("F1/phases/2/b.md", "b")];

#[test]
fn a_new_folder_is_made_with_all_that_is_above_it() {
    let scratch = Scratch::new("write");
    let out = scratch.path().join("deep/er/out");
    let report = super::super::write(&out, &artifacts(&FIRST), &WriteOptions::default()).expect("write");
    assert_eq!(report.created, ["F1/phases/1/a.md", "F1/phases/2/b.md", "map.md"]);
    let tree: Vec<String> = scratch.tree().into_keys().filter(|path| path.contains("out/")).collect();
    let expected =
        ["", "F1/", "F1/phases/", "F1/phases/1/", "F1/phases/1/a.md", "F1/phases/2/", "F1/phases/2/b.md"];
    let expected: Vec<String> = expected
        .iter()
        .chain(&["map.md", "planc-manifest.json"])
        .map(|path| format!("deep/er/out/{path}"))
        .collect();
    assert_eq!(tree, expected);
}

#[test]
fn a_second_run_touches_nothing() {
    let scratch = Scratch::new("rerun");
    write(&scratch, &FIRST).expect("write");
    let times = |scratch: &Scratch| -> Vec<std::time::SystemTime> {
        let paths = scratch.tree().into_keys().map(|path| scratch.path().join(path.trim_end_matches('/')));
        paths.map(|path| path.metadata().expect("metadata").modified().expect("time")).collect()
    };
    // Old times on purpose: a rewrite within one tick of the clock would not show.
    for path in ["out/map.md", "out/F1/phases/1/a.md", "out/planc-manifest.json"] {
        let file = std::fs::File::options().append(true).open(scratch.path().join(path)).expect("open");
        file.set_modified(std::time::UNIX_EPOCH).expect("time");
    }
    let (tree, before) = (scratch.tree(), times(&scratch));
    let report = write(&scratch, &FIRST).expect("write");
    assert!(report.is_unchanged());
    assert_eq!(report.kept.len(), 3);
    assert_eq!(scratch.tree(), tree);
    // The lock file comes and goes, which changes the time of the output folder itself: the first entry.
    assert_eq!(times(&scratch)[1..], before[1..]);
}

#[test]
fn what_differs_is_replaced_and_the_rest_is_kept() {
    let scratch = Scratch::new("replace");
    write(&scratch, &FIRST).expect("write");
    let second = [("map.md", "map 2"), ("F1/phases/1/a.md", "a"), ("F2/c.md", "c")];
    let report = write(&scratch, &second).expect("write");
    assert_eq!(report.created, ["F2/c.md"]);
    assert_eq!(report.replaced, ["map.md"]);
    assert_eq!(report.kept, ["F1/phases/1/a.md"]);
    assert_eq!(report.removed, ["F1/phases/2/b.md"]);
    assert_eq!(files(&scratch), texts(&second));
    assert!(!scratch.path().join("out/F1/phases/2").exists(), "an empty folder of ours is left");
}

#[test]
fn the_users_files_beside_ours_are_never_touched() {
    let scratch = Scratch::new("beside");
    write(&scratch, &FIRST).expect("write");
    scratch.write("out/notes.txt", "mine");
    scratch.write("out/F1/phases/2/mine.md", "mine too");
    let report = write(&scratch, &[("map.md", "map")]).expect("write");
    assert_eq!(report.removed, ["F1/phases/1/a.md", "F1/phases/2/b.md"]);
    let left = [("map.md", "map"), ("notes.txt", "mine"), ("F1/phases/2/mine.md", "mine too")];
    assert_eq!(files(&scratch), texts(&left));
    write(&scratch, &[]).expect("write");
    assert_eq!(files(&scratch), texts(&left[1..]));
}

#[test]
fn a_folder_that_the_user_made_stays() {
    let scratch = Scratch::new("folders");
    write(&scratch, &[("map.md", "map")]).expect("write");
    std::fs::create_dir(scratch.path().join("out/F1")).expect("folder");
    write(&scratch, &FIRST).expect("write");
    write(&scratch, &[("map.md", "map")]).expect("write");
    assert!(scratch.path().join("out/F1").is_dir());
    assert!(!scratch.path().join("out/F1/phases").exists());
}

#[test]
fn a_dry_run_writes_nothing() {
    let scratch = Scratch::new("dry");
    let options = WriteOptions { dry_run: true, ..WriteOptions::default() };
    let out = scratch.path().join("out");
    let report = super::super::write(&out, &artifacts(&FIRST), &options).expect("write");
    assert_eq!(report.created.len(), 3);
    assert!(scratch.tree().is_empty());
    write(&scratch, &FIRST).expect("write");
    let tree = scratch.tree();
    let report = super::super::write(&out, &artifacts(&FIRST[..2]), &options).expect("write");
    assert_eq!((report.kept.len(), report.removed.len()), (2, 1));
    assert_eq!(scratch.tree(), tree);
}

#[cfg(unix)]
#[test]
fn permissions_are_never_widened() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::new("mode");
    write(&scratch, &FIRST).expect("write");
    let path = scratch.path().join("out/map.md");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).expect("mode");
    write(&scratch, &[("map.md", "new")]).expect("write");
    assert_eq!(path.metadata().expect("metadata").permissions().mode() & 0o777, 0o600);
}

#[test]
fn runs_at_once_leave_the_state_of_one_of_them() {
    let scratch = Scratch::new("parallel");
    let out = scratch.path().join("out");
    std::thread::scope(|scope| {
        for run in 0..8 {
            let out = &out;
            scope.spawn(move || {
                let text = format!("run {run}");
                let files: Vec<(String, &str)> =
                    (0..6).map(|n| (format!("d{n}/f.md"), text.as_str())).collect();
                let files: Vec<(&str, &str)> =
                    files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
                write_patiently(out, &artifacts(&files), &WriteOptions::default(), 200).expect("write");
            });
        }
    });
    let found: std::collections::BTreeSet<String> = files(&scratch).into_values().collect();
    assert_eq!((found.len(), files(&scratch).len()), (1, 6));
    assert!(!scratch.tree().keys().any(|path| path.contains(".planc")), "{:?}", scratch.tree().keys());
}
