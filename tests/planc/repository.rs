//! What planc does with git. The tests need the command `git`; `.ci/run` runs them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A repository that goes away with the test.
struct Repository(PathBuf);

impl Repository {
    fn new(name: &str) -> Repository {
        let path = std::env::temp_dir().join(format!("planc-git-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        let repository = Repository(path);
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository
    }

    fn git(&self, args: &[&str]) {
        let output = command("git", &self.0)
            .args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"])
            .args(args)
            .output()
            .expect("git starts");
        assert!(output.status.success(), "{args:?} {}", String::from_utf8_lossy(&output.stderr));
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "a"]);
    }

    fn planc(&self, args: &[&str]) -> Output {
        command(env!("CARGO_BIN_EXE_planc"), &self.0).args(args).output().expect("planc starts")
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn command(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    // Settings of the machine do not count.
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    command
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
#[ignore = "needs git"]
fn hook_and_workflow_are_written_for_their_folder() {
    let repository = Repository::new("init");
    repository.write("plans/one/a.md", "");
    let output = repository.planc(&["init", "--hook", "--workflow", "plans/one"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let read = |path: &str| fs::read_to_string(repository.0.join(path)).expect(path);
    assert!(read(".git/hooks/pre-commit").ends_with("exec planc check --only-plans -- plans/one\n"));
    assert!(read(".github/workflows/planc.yml").ends_with("      - run: planc check -- plans/one\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let hook = repository.0.join(".git/hooks/pre-commit").metadata().expect("a hook");
        assert_eq!(hook.permissions().mode() & 0o777, 0o755);
    }
    for flag in ["--hook", "--workflow"] {
        let output = repository.planc(&["init", flag]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("it is there already"), "{}", stderr(&output));
    }
    repository.write("$(touch x)/a.md", "");
    let output = repository.planc(&["init", "--hook", "--dry-run", "$(touch x)"]);
    assert_eq!((output.status.code(), stdout(&output)), (Some(2), String::new()));
}

/// A plan with one error, about the feature.
fn plan(feature: u32) -> String {
    format!(
        "# Feature {feature}: Ferry\n\n## PHASE 1\n\n```\nWindow 1: SUBTASK {feature}.1.1 - Timetable\nWindow 2: SUBTASK {feature}.1.2 - Fares (needs {feature}.1.1)\n```\n"
    )
}

/// Paths of files with errors.
fn found(repository: &Repository, args: &[&str]) -> Vec<String> {
    let output = repository.planc(&[&["check", "--format", "concise", "--select", "P201"], args].concat());
    assert_ne!(output.status.code(), Some(2), "{}", stderr(&output));
    let text = stdout(&output);
    text.lines().map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
}

#[test]
#[ignore = "needs git"]
fn only_changed_files_are_reported() {
    let repository = Repository::new("changed");
    for feature in 1..=4 {
        repository.write(&format!("plans/{feature}.md"), &plan(feature));
    }
    assert_eq!(found(&repository, &["--changed"]).len(), 4, "without a commit everything is new");
    repository.commit();
    assert_eq!(found(&repository, &["--changed"]), [""; 0]);
    repository.git(&["switch", "--quiet", "--create", "work"]);
    repository.write("plans/2.md", &format!("{}\n", plan(2)));
    repository.commit();
    repository.write("plans/3.md", &format!("{}\n", plan(3)));
    repository.git(&["add", "plans/3.md"]);
    repository.write("plans/new é.md", &plan(5));
    let changed = ["plans/2.md", "plans/3.md", "plans/new é.md"];
    assert_eq!(found(&repository, &["--changed"]), changed, "since main");
    assert_eq!(found(&repository, &["--changed=HEAD"]), changed[1..]);
    assert_eq!(found(&repository, &["--changed", "plans/1.md", "plans/2.md"]), changed[..1]);
    let inside = command(env!("CARGO_BIN_EXE_planc"), &repository.0.join("plans"))
        .args(["check", "--format", "concise", "--select", "P201", "--changed=main"])
        .output()
        .expect("planc starts");
    assert_eq!(stdout(&inside).lines().count(), 3);
    repository.write(".gitignore", "*.log\n");
    assert_eq!(repository.planc(&["check", "--changed", "--add-ignore=known"]).status.code(), Some(0));
    assert_eq!(found(&repository, &[]), ["plans/1.md", "plans/4.md"], "others are not written to");
}

#[test]
#[ignore = "needs git"]
fn names_of_commits_are_never_options() {
    let repository = Repository::new("names");
    repository.write("a.md", &plan(1));
    repository.commit();
    for name in ["--output=x", "-h", "nowhere", "HEAD:a.md", "--help"] {
        let output = repository.planc(&["check", &format!("--changed={name}")]);
        assert_eq!((output.status.code(), stdout(&output)), (Some(2), String::new()), "{name}");
        assert!(stderr(&output).contains("git knows no commit"), "{}", stderr(&output));
    }
    assert!(!repository.0.join("x").exists());
}

#[test]
fn without_git_or_a_repository_nothing_is_guessed() {
    let folder = std::env::temp_dir().join(format!("planc-git-{}-none", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("a.md"), plan(1)).expect("a file");
    let output = command(env!("CARGO_BIN_EXE_planc"), &folder)
        .args(["check", "--changed"])
        .env("PATH", "")
        .output()
        .expect("planc starts");
    assert_eq!((output.status.code(), stdout(&output)), (Some(2), String::new()));
    assert!(stderr(&output).contains("--changed cannot tell what changed: "), "{}", stderr(&output));
    let _ = fs::remove_dir_all(&folder);
}
