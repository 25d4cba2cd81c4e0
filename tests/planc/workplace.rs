//! A folder of its own for one test, and planc run in it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A plan of two phases.
pub(crate) const FERRY: &str = "# Feature 1: Ferry

## PHASE 1
Window 1: SUBTASK 1.1.1 - Timetable
Window 2: SUBTASK 1.1.2 - Fares

## PHASE 2
Window 1: SUBTASK 1.1.3 - Booking (needs 1.1.1)
Window 2: SUBTASK 1.1.4 - Refunds (needs all 1.1.*)
";

/// A folder that goes away with the test.
pub(crate) struct Workplace(PathBuf);

impl Workplace {
    pub(crate) fn new(name: &str) -> Workplace {
        let path = std::env::temp_dir().join(format!("planc-work-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Workplace(path)
    }

    /// The same with the files of a folder of this package.
    pub(crate) fn with(name: &str, fixture: &str) -> Workplace {
        let place = Workplace::new(name);
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(fixture);
        for entry in fs::read_dir(from).expect("a fixture") {
            let entry = entry.expect("an entry");
            if entry.path().extension().is_some_and(|extension| extension == "md") {
                fs::copy(entry.path(), place.0.join(entry.file_name())).expect("a copy");
            }
        }
        place
    }

    /// A folder with a configuration and the ferry plan.
    pub(crate) fn ferry(name: &str) -> Workplace {
        let place = Workplace::new(name);
        place.write("planc.toml", "");
        place.write("plan.md", FERRY);
        place
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).expect("a file")
    }

    /// planc with a plain environment, in this folder.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_planc"));
        command.args(args).current_dir(&self.0).env_clear().env("COLUMNS", "100");
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Said {
        Said::new(&self.command(args).output().expect("planc starts"))
    }

    /// planc with bytes on its standard input.
    pub(crate) fn run_with(&self, args: &[&str], input: &[u8]) -> Said {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("planc starts");
        child.stdin.take().expect("a pipe").write_all(input).expect("planc reads");
        Said::new(&child.wait_with_output().expect("planc ends"))
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a command said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    pub(crate) fn new(output: &Output) -> Said {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said {
            code: output.status.code().expect("an exit code"),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }
}
