use super::*;

/// The error as people see it, without the scratch folder; nothing may have changed.
fn refused(scratch: &Scratch, files: &[(&str, &str)]) -> String {
    let before = scratch.tree();
    let error = write(scratch, files).expect_err("written").to_string();
    assert_eq!(scratch.tree(), before, "something was written in spite of: {error}");
    error.replace(&format!("{}/", scratch.path().display()), "")
}

#[test]
fn a_folder_of_the_user_is_refused() {
    let scratch = Scratch::new("foreign");
    scratch.write("out/thesis.txt", "years of work");
    assert_eq!(
        refused(&scratch, &[("map.md", "map")]),
        "out is not empty and holds no planc-manifest.json; name a new or empty folder, planc never writes among \
         other files"
    );
    let scratch = Scratch::new("file");
    scratch.write("out", "a file");
    assert_eq!(refused(&scratch, &[]), "out is no folder; name a folder for the output");
}

#[test]
fn a_file_of_the_user_in_our_way_is_refused_even_with_force() {
    let scratch = Scratch::new("in-our-way");
    write(&scratch, &[("map.md", "map")]).expect("write");
    scratch.write("out/F1/a.md", "mine");
    let new = [("map.md", "new"), ("F1/a.md", "ours")];
    assert_eq!(
        refused(&scratch, &new),
        "out/F1/a.md was not written by planc; move it away or name another output"
    );
    assert!(matches!(force(&scratch, &new), Err(WriteError::Foreign { .. })));
    assert_eq!(files(&scratch), texts(&[("map.md", "map"), ("F1/a.md", "mine")]));
}

#[test]
fn a_file_changed_by_hand_is_refused_without_force() {
    let scratch = Scratch::new("by-hand");
    write(&scratch, &[("map.md", "map"), ("a.md", "a"), ("b.md", "b")]).expect("write");
    scratch.write("out/map.md", "my map");
    scratch.write("out/a.md", "A");
    let new = [("map.md", "map 2"), ("b.md", "b")];
    assert_eq!(
        refused(&scratch, &new),
        "out/a.md (and 1 more) was changed by hand; keep a copy, then use --force"
    );
    force(&scratch, &new).expect("forced");
    assert_eq!(files(&scratch), texts(&new));
}

#[test]
fn a_file_put_back_by_hand_is_taken_as_ours() {
    let scratch = Scratch::new("put-back");
    write(&scratch, &[("map.md", "map")]).expect("write");
    scratch.write("out/map.md", "map 2");
    assert_eq!(write(&scratch, &[("map.md", "map 2")]).expect("write").kept, ["map.md"]);
    std::fs::remove_file(scratch.path().join("out/map.md")).expect("remove");
    assert_eq!(write(&scratch, &[("map.md", "map 2")]).expect("write").created, ["map.md"]);
}

#[cfg(unix)]
#[test]
fn links_below_the_output_are_never_followed() {
    use std::os::unix::fs::symlink;
    let out = |scratch: &Scratch, link: &str| scratch.path().join("out").join(link);
    for (link, target) in [("F1", "home"), ("F1/phases", "home"), ("F1/phases", "nowhere")] {
        let scratch = Scratch::new("link-folder");
        scratch.write("home/a.md", "mine");
        write(&scratch, &[("map.md", "map"), ("F1/x.md", "x")]).expect("write");
        if link == "F1" {
            std::fs::rename(out(&scratch, "F1"), scratch.path().join("away")).expect("rename");
        }
        symlink(scratch.path().join(target), out(&scratch, link)).expect("link");
        let new = [("map.md", "new"), ("F1/x.md", "x"), ("F1/phases/a.md", "ours")];
        let expected =
            format!("out/{link} is a link, which planc neither follows nor replaces; remove it first");
        assert_eq!(refused(&scratch, &new), expected);
        assert!(force(&scratch, &new).is_err());
        assert_eq!(scratch.read("home/a.md"), "mine");
    }
    for target in ["home/a.md", "nowhere"] {
        let scratch = Scratch::new("link-file");
        scratch.write("home/a.md", "mine");
        write(&scratch, &[("a.md", "mine"), ("b.md", "b")]).expect("write");
        std::fs::remove_file(out(&scratch, "a.md")).expect("remove");
        symlink(scratch.path().join(target), out(&scratch, "a.md")).expect("link");
        assert!(refused(&scratch, &[("a.md", "ours")]).starts_with("out/a.md is a link"));
        assert!(
            refused(&scratch, &[("b.md", "b")]).starts_with("out/a.md is a link"),
            "removed through a link"
        );
        assert!(force(&scratch, &[("a.md", "ours")]).is_err());
        assert_eq!(scratch.read("home/a.md"), "mine");
    }
    let scratch = Scratch::new("link-manifest");
    write(&scratch, &[("a.md", "a")]).expect("write");
    std::fs::rename(out(&scratch, "planc-manifest.json"), scratch.path().join("m")).expect("rename");
    symlink(scratch.path().join("m"), out(&scratch, "planc-manifest.json")).expect("link");
    assert!(refused(&scratch, &[("a.md", "b")]).contains("it is no regular file"));
    let scratch = Scratch::new("link-lock");
    scratch.write("home/lock", "mine");
    std::fs::create_dir(scratch.path().join("out")).expect("folder");
    symlink(scratch.path().join("home/lock"), out(&scratch, ".planc-lock")).expect("link");
    assert!(refused(&scratch, &[("a.md", "b")]).starts_with("failed to lock"));
}

#[test]
fn paths_that_leave_the_folder_are_refused() {
    for path in ["../x", "/etc/x", "a/../../x", "a/.git/x", "NUL", "C:x", "a//b", ".planc-lock", "a\\b"] {
        let scratch = Scratch::new("paths");
        let error = refused(&scratch, &[("map.md", "map"), (path, "x")]);
        assert!(error.starts_with(&format!("cannot write {path:?}")), "{error}");
    }
}

#[test]
fn two_artifacts_in_one_place_are_refused() {
    for pair in [["a.md", "A.md"], ["a", "a/b"], ["x/planc-manifest.json", "planc-manifest.json"]] {
        let scratch = Scratch::new("twice");
        let error = refused(&scratch, &[(pair[0], ""), (pair[1], "")]);
        assert!(error.contains("twice"), "{error}");
    }
}

#[test]
fn a_manifest_from_a_stranger_gives_no_power_outside() {
    let scratch = Scratch::new("stranger");
    scratch.write("victim.md", "mine");
    write(&scratch, &[("a.md", "mine")]).expect("write");
    let manifest = scratch.read("out/planc-manifest.json").replace("\"a.md\"", "\"../victim.md\"");
    scratch.write("out/planc-manifest.json", &manifest);
    let error = refused(&scratch, &[]);
    assert!(error.contains("lists a path that"), "{error}");
    scratch.write("out/planc-manifest.json", "{}");
    assert!(refused(&scratch, &[]).starts_with("cannot use out/planc-manifest.json: missing field"));
}

#[test]
fn a_second_writer_is_told_to_wait() {
    let scratch = Scratch::new("busy");
    write(&scratch, &[("a.md", "a")]).expect("write");
    let file = std::fs::File::create(scratch.path().join("out/.planc-lock")).expect("lock file");
    file.lock().expect("lock");
    assert_eq!(refused(&scratch, &[("a.md", "b")]), "another planc writes to out; wait for it and run again");
    drop(file);
    write(&scratch, &[("a.md", "b")]).expect("the file alone is no lock");
    assert!(!scratch.path().join("out/.planc-lock").exists());
}

/// Root may read everything, so this shows something only for other users.
#[cfg(unix)]
#[test]
fn an_unreadable_folder_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::new("unreadable");
    write(&scratch, &[("F1/a.md", "a")]).expect("write");
    let folder = scratch.path().join("out/F1");
    std::fs::set_permissions(&folder, PermissionsExt::from_mode(0o000)).expect("mode");
    let result = write(&scratch, &[("F1/a.md", "b")]);
    let root = std::fs::read_dir(&folder).is_ok();
    std::fs::set_permissions(&folder, PermissionsExt::from_mode(0o755)).expect("mode");
    match result {
        Ok(_) => assert!(root),
        Err(error) => assert!(error.to_string().contains("out/F1"), "{error}"),
    }
}
