use std::path::{Path, PathBuf};

use super::super::scratch::Scratch;
use super::super::{Filter, Search, collect, discover, roots};

/// Roots as text: `folder [config]: files`, the folder relative to the scratch folder.
fn seen(scratch: &Scratch, from: &str, paths: &[&str]) -> Vec<String> {
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    match discover(&scratch.path().join(from), &paths) {
        Ok(roots) => roots
            .iter()
            .flat_map(|root| {
                let below =
                    |path: &Path| path.strip_prefix(scratch.path()).expect("below").display().to_string();
                let files: Vec<&str> = root.inputs.iter().map(|input| input.display.as_str()).collect();
                let config = if root.config.is_some() { " with configuration" } else { "" };
                let line = format!("{}{config}: {}", below(&root.folder), files.join(" "));
                std::iter::once(line).chain(root.notices.clone())
            })
            .collect(),
        Err(error) => vec![error.to_string()],
    }
}

#[test]
fn every_argument_is_a_root_unless_a_configuration_joins_them() {
    let scratch = Scratch::new("roots");
    for path in ["a/map.md", "a/spec.markdown", "a/x.txt", "b/deep/map.md", "c.md"] {
        scratch.write(path, "");
    }
    assert_eq!(
        seen(&scratch, "", &["a", "b", "c.md", "a/spec.markdown"]),
        ["a: a/map.md a/spec.markdown", "b: b/deep/map.md", ": c.md",]
    );
    assert_eq!(seen(&scratch, "", &["a/map.md", "a/spec.markdown"]), ["a: a/map.md", "a: a/spec.markdown"]);
    assert_eq!(seen(&scratch, "b", &[".", "../a"]), ["b: deep/map.md", "a: ../a/map.md ../a/spec.markdown"]);
    scratch.write(".config/planc.toml", "");
    assert_eq!(
        seen(&scratch, "", &["a", "b/deep/map.md"]),
        [" with configuration: a/map.md a/spec.markdown b/deep/map.md"]
    );
    scratch.write("b/.planc.toml", "");
    assert_eq!(
        seen(&scratch, "b/deep", &["../../a", "map.md"]),
        [" with configuration: ../../a/map.md ../../a/spec.markdown", "b with configuration: map.md",]
    );
}

#[test]
fn lists_of_task_master_are_found_by_their_name() {
    let scratch = Scratch::new("lists");
    for path in ["a/tasks.json", "a/package.json", "a/.taskmaster/tasks/tasks.json"] {
        scratch.write(path, "");
    }
    assert_eq!(seen(&scratch, "", &["a"]), ["a: a/tasks.json"]);
    assert_eq!(seen(&scratch, "", &["a/.taskmaster"]), ["a/.taskmaster: a/.taskmaster/tasks/tasks.json"]);
    assert_eq!(seen(&scratch, "", &["a/package.json"]), ["a: a/package.json"]);
}

#[test]
fn a_configuration_above_the_repository_is_not_ours() {
    let scratch = Scratch::new("repository");
    scratch.write("planc.toml", "");
    scratch.write("repo/.git/HEAD", "");
    scratch.write("repo/plans/a.md", "");
    assert_eq!(seen(&scratch, "repo", &["plans"]), ["repo/plans: plans/a.md"]);
    scratch.write("repo/planc.toml", "");
    assert_eq!(seen(&scratch, "repo", &["plans"]), ["repo with configuration: plans/a.md"]);
}

#[test]
fn ignored_hidden_and_own_files_are_left_out_in_any_order() {
    let scratch = Scratch::new("ignored");
    scratch.write(".gitignore", "node_modules\n/build/\n");
    for path in [
        "b.md",
        "a.MD",
        "z/1.md",
        "node_modules/x/README.md",
        "build/x.md",
        ".hidden/x.md",
        "out/map.md",
        "out/planc-manifest.json",
        "out/F1/x.md",
        "sub/build/x.md",
    ] {
        scratch.write(path, "");
    }
    assert_eq!(seen(&scratch, "", &["."]), [": a.MD b.md sub/build/x.md z/1.md"]);
    assert_eq!(
        seen(&scratch, "", &["out", "out/map.md"]),
        ["out: out/map.md", "out is left out: it holds output of planc, which is no plan",]
    );
    assert_eq!(seen(&scratch, "", &[".hidden"]), [".hidden: .hidden/x.md"]);
}

#[test]
fn patterns_of_the_configuration_include_and_exclude() {
    let scratch = Scratch::new("patterns");
    for path in ["plans/a.md", "plans/old/b.md", "notes.txt", "README.md"] {
        scratch.write(path, "");
    }
    let files = |include: &[&str], exclude: &[&str]| -> Vec<String> {
        let own = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
        let mut root = roots(scratch.path(), &[PathBuf::from(".")], Search::Upward).expect("roots").remove(0);
        collect(&mut root, &Filter { include: own(include), exclude: own(exclude), ..Filter::default() })
            .expect("collect");
        root.inputs.into_iter().map(|input| input.display).collect()
    };
    assert_eq!(files(&[], &["README.md", "old/"]), ["plans/a.md"]);
    assert_eq!(files(&["/plans/**", "*.txt"], &["**/old"]), ["notes.txt", "plans/a.md"]);
    let mut root = roots(scratch.path(), &[PathBuf::from(".")], Search::Upward).expect("roots").remove(0);
    let error =
        collect(&mut root, &Filter { include: vec!["[".into()], ..Filter::default() }).expect_err("bad");
    assert!(error.to_string().starts_with("the pattern \"[\" cannot be used"), "{error}");
}

#[test]
fn standard_input_is_a_root_of_its_own() {
    let scratch = Scratch::new("stdin");
    scratch.write("a.md", "");
    assert_eq!(seen(&scratch, "", &["-", "a.md", "-"]), [": <stdin>", ": a.md"]);
}

#[test]
fn what_cannot_be_read_is_named_with_what_to_do() {
    let scratch = Scratch::new("unreadable");
    assert_eq!(
        seen(&scratch, "", &["nowhere"]),
        ["nowhere does not exist; name a markdown file or a folder of them"]
    );
    #[cfg(unix)]
    {
        assert_eq!(
            seen(&scratch, "", &["/dev/null"]),
            ["/dev/null is no regular file or folder; name a markdown file or a folder of them"]
        );
        scratch.write("a/x.md", "");
        std::os::unix::fs::symlink("x.md", scratch.path().join("a/y.md")).expect("link");
        std::fs::create_dir(scratch.path().join("a/folder.md")).expect("folder");
        assert_eq!(seen(&scratch, "", &["a"]), ["a: a/x.md", "a/y.md is left out: it is a link"]);
        assert_eq!(
            seen(&scratch, "", &["a/y.md"]),
            ["a: a/y.md"],
            "a link that the user names is the user's"
        );
    }
}
