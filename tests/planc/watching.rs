//! `planc watch`, with files that really change.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::workplace::Workplace;

const PLAN: &str = "# Feature 1: Ferry

## PHASE 1
Window 1: SUBTASK 1.1.1 - Timetable
Window 2: SUBTASK 1.1.2 - Fares
";

fn ferry(name: &str) -> Workplace {
    let place = Workplace::new(name);
    place.write("docs/plan.md", PLAN);
    place.write("planc.toml", "");
    place
}

/// A watch that ends by itself, or with the test.
struct Watching<'a> {
    place: &'a Workplace,
    child: Child,
}

impl<'a> Watching<'a> {
    fn new(place: &'a Workplace, args: &[&str]) -> Watching<'a> {
        let out = std::fs::File::create(place.path().join("said.txt")).expect("a file");
        let mut command = place.command(&[&["watch", "--for", "40s"], args].concat());
        let child = command.stdout(out.try_clone().expect("a file")).stderr(out).stdin(Stdio::null()).spawn();
        Watching { place, child: child.expect("planc starts") }
    }

    /// Waits until `holds`, which has to come true.
    fn until(&self, what: &str, holds: impl Fn() -> bool) {
        let end = Instant::now() + Duration::from_secs(30);
        while !holds() {
            assert!(Instant::now() < end, "{what} did not happen; it said:\n{}", self.said());
            std::thread::yield_now();
        }
    }

    fn said(&self) -> String {
        self.place.read("said.txt")
    }

    fn page(&self) -> String {
        std::fs::read_to_string(self.place.path().join("out/index.html")).unwrap_or_default()
    }
}

impl Drop for Watching<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn pages_findings_and_status_follow_files_and_log() {
    let place = ferry("watch");
    let watching = Watching::new(&place, &["docs", "-o", "out"]);
    watching.until("a page", || watching.page().contains("Fares"));
    assert!(watching.page().contains("location.reload()"));
    watching.until("the verdict", || watching.said().contains("\n2 subtasks, "));
    // An editor that writes beside the file and renames.
    place.write("docs/plan.md~", &PLAN.replace("Fares", "Discounts"));
    std::fs::rename(place.path().join("docs/plan.md~"), place.path().join("docs/plan.md")).expect("renamed");
    watching.until("the new title", || watching.page().contains("Discounts"));
    // The same file once more, in place.
    place.write("docs/plan.md", &PLAN.replace("Fares", "Season tickets"));
    watching.until("the third title", || watching.page().contains("Season tickets"));
    // A folder and a file in it at once.
    place.write("docs/more/deep/plan.md", "# Feature 2: Harbour\n\n## SUBTASK 2.1.1: Cranes\n");
    watching.until("the new file", || watching.page().contains("Cranes"));
    // The log comes into being, and grows.
    assert_eq!(place.run(&["log", "start", "1.1.1"]).code, 0);
    watching.until("the start", || watching.said().contains("1 running"));
    assert_eq!(place.run(&["log", "done", "1.1.1"]).code, 0);
    watching.until("the end", || watching.said().contains("1 of 3 subtasks done"));
    // What cannot be compiled is told, and the next change mends it.
    place.write("docs/more/deep/plan.md", "# Feature 2: Harbour\n\n## SUBTASK 2.1.1: Cranes\nNeeds: 2.1.2\n\n## SUBTASK 2.1.2: Quay\nNeeds: 2.1.1\n");
    watching.until("the circle", || watching.said().contains("go in a circle"));
    std::fs::remove_file(place.path().join("docs/more/deep/plan.md")).expect("removed");
    watching.until("a page without it", || !watching.page().contains("Cranes"));
    assert!(!watching.said().contains('\u{1b}'), "only a terminal is cleared");
}

#[test]
fn own_outputs_are_no_change() {
    let place = ferry("watch-loop");
    assert_eq!(place.run(&["log", "start", "1.1.1"]).code, 0);
    let said = place.run(&["watch", ".", "-o", "out", "--for", "2s"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(
        said.out.matches("out: ").count() + said.out.matches("out is up to date").count(),
        1,
        "{}",
        said.out
    );
    let names = std::fs::read_dir(place.path().join("out"))
        .expect("out")
        .map(|entry| entry.expect("entry").file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().starts_with(".planc-")));
}

#[test]
fn once_is_enough_for_scripts() {
    let place = ferry("watch-once");
    let said = place.run(&["watch", "docs", "--once"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.contains("2 subtasks") && !said.out.contains("done  "), "{}", said.out);
    assert_eq!(place.run(&["watch", "nowhere", "--once"]).code, 2);
    place.write("empty/words.md", "No plan.\n");
    let nothing = place.run(&["watch", "empty"]);
    assert!(nothing.code == 2 && nothing.err.contains("no subtask is stated here"), "{}", nothing.err);
    assert_eq!(place.run(&["watch", "docs", "--for", "soon"]).code, 2);
    let refused = place.run(&["watch", "docs", "-o", "docs", "--once"]);
    assert!(refused.code == 2 && refused.err.contains("holds no planc-manifest.json"), "{}", refused.err);
    let failing = place.run(&["watch", "docs", "--once", "--fail-on", "warning"]);
    assert_eq!(failing.code, 1);
    let unsent = place.run(&["watch", "docs", "--once", "--notify"]);
    assert!(unsent.code == 2 && unsent.err.contains("PLANC_WEBHOOK"), "{}", unsent.err);
}
