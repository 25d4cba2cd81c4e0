//! Launchers: tmux, VS Code, GNU make, ninja and GitHub Actions start the prompts of a pack.
//!
//! A launcher holds labels, numbers and paths relative to itself, made of `A-Z a-z 0-9 . _ -`; no other text of a
//! plan. Prompts go by file, over one fixed script, which also logs and hands over by git.

mod course;
mod github;
mod labels;
mod make;
mod ninja;
mod script;
mod table;
mod vscode;

pub use labels::Labels;

use super::{Artifact, Material};
use course::Course;

/// What launchers are to do.
#[derive(Clone, Debug, Default)]
pub struct Launch {
    /// The agent and its arguments, with the placeholders `{prompt}`, `{file}` and `{label}`; empty to show prompts only.
    pub agent: Vec<String>,
    /// Whether each subtask works on a branch of its own.
    pub worktrees: bool,
    /// Where the plan stands, as lines of `launch/plan.txt`; empty where that cannot be said.
    pub place: String,
}

/// The files of the folder `launch`.
#[derive(Clone, Debug, Default)]
pub struct Launchers {
    /// The files; none if the execution that packs follow cannot run.
    pub files: Vec<Artifact>,
    /// What is not among them, and why, as a sentence without its end.
    pub left_out: Option<&'static str>,
}

/// Makes the launchers of the execution that packs follow.
pub fn launchers(material: &Material, launch: &Launch) -> Launchers {
    let Some(course) = Course::new(material) else { return Launchers::default() };
    let file =
        |name: &str, text: String| Artifact { path: format!("launch/{name}"), bytes: text.into_bytes() };
    let mut files = vec![
        file("Makefile", make::makefile(&course)),
        file("build.ninja", ninja::build(&course)),
        file("start-subtask.sh", script::start(launch)),
        file("subtasks.tsv", table::table(&course)),
        file("tmux.sh", script::tmux()),
        file("vscode-tasks.json", vscode::tasks(&course)),
    ];
    if !launch.place.is_empty() {
        files.push(file("plan.txt", launch.place.clone()));
    }
    let workflow = github::workflow(&course);
    let left_out = workflow.is_none().then_some(github::TOO_MANY);
    files.extend(workflow.map(|text| file("github-workflow.yml", text)));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Launchers { files, left_out }
}
