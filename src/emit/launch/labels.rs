use crate::emit::pack::{Names, slug};
use crate::plan::{Plan, SubtaskIx};

/// What launchers call subtasks, in plan order. All names of a kind differ, also where upper and lower case are equal.
#[derive(Debug)]
pub struct Labels {
    plain: Vec<String>,
    handles: Vec<String>,
    jobs: Vec<String>,
}

/// Words that launchers need for themselves.
const TAKEN: [&str; 10] = [
    "all",
    "joined",
    "launch",
    "makefile",
    "reset",
    "sets",
    "state",
    "start-subtask.sh",
    "verdict",
    "windows",
];

impl Labels {
    /// The names of all subtasks of a plan.
    pub fn new(plan: &Plan) -> Labels {
        let (mut labels, mut handles, mut jobs) =
            (Names::with(&TAKEN), Names::with(&TAKEN), Names::with(&TAKEN));
        let mut kept: Vec<Option<String>> = plan.subtasks.iter().map(|_| None).collect();
        for (name, subtask) in kept.iter_mut().zip(&plan.subtasks) {
            let keeps = branch_name(&subtask.key) == subtask.key && labels.take(&subtask.key);
            *name = keeps.then(|| subtask.key.clone());
        }
        // No other label is what the log takes for another subtask.
        for subtask in &plan.subtasks {
            labels.take(&subtask.key);
            labels.take(&subtask.id);
        }
        let mut found = Labels { plain: Vec::new(), handles: Vec::new(), jobs: Vec::new() };
        for (name, subtask) in kept.into_iter().zip(&plan.subtasks) {
            let label = name.unwrap_or_else(|| labels.unique(&branch_name(&subtask.key)));
            found.handles.push(handles.unique(&label.replace('.', "-")));
            found.jobs.push(jobs.unique(&format!("t_{}", label.replace(['.', '-'], "_"))));
            found.plain.push(label);
        }
        found
    }

    /// Names a subtask to the script, make, ninja, VS Code and git: its key, where that is made of `A-Z a-z 0-9 . _ -`
    /// only and may end the name of a branch.
    pub fn label(&self, ix: SubtaskIx) -> &str {
        &self.plain[ix.index()]
    }

    /// Names a window of tmux: as the label, without dots.
    pub fn handle(&self, ix: SubtaskIx) -> &str {
        &self.handles[ix.index()]
    }

    /// Names a job of GitHub Actions: letters, digits, underscores and dashes.
    pub fn job(&self, ix: SubtaskIx) -> &str {
        &self.jobs[ix.index()]
    }

    /// The subtask of a label.
    pub fn find(&self, label: &str) -> Option<SubtaskIx> {
        self.plain.iter().position(|known| known == label).map(|at| SubtaskIx(at as u32))
    }
}

/// A slug that git takes as the last part of a branch: no two dots in a row, no `.lock` at the end.
fn branch_name(key: &str) -> String {
    let mut name = slug(key);
    while name.contains("..") {
        name = name.replace("..", ".");
    }
    match name.len().checked_sub(".lock".len()) {
        Some(at) if name.as_bytes()[at..].eq_ignore_ascii_case(b".lock") => format!("{}_lock", &name[..at]),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::sample::Sample;
    use std::collections::BTreeSet;

    fn labels(keys: &[&str]) -> Labels {
        let mut plan = Sample::new().plan;
        let subtask = plan.subtasks[0].clone();
        plan.subtasks = keys
            .iter()
            .map(|key| {
                let mut subtask = subtask.clone();
                (*key).clone_into(&mut subtask.key);
                subtask
            })
            .collect();
        Labels::new(&plan)
    }

    #[test]
    fn plain_keys_stay_and_odd_ones_never_meet() {
        let found = labels(&[
            "F1-1.1.7", "f1-1-1.7", "F1-1.1-7", "F1-1_1_7", "a..b", "x.lock", "all", "../x", "$(x)",
        ]);
        assert_eq!(
            found.plain,
            ["F1-1.1.7", "f1-1-1.7", "F1-1.1-7", "F1-1_1_7", "a.b", "x_lock", "all-2", "x", "x-2"]
        );
        assert_eq!(found.handles[..4], ["F1-1-1-7", "f1-1-1-7-2", "F1-1-1-7-3", "F1-1_1_7"]);
        assert_eq!(found.jobs[..4], ["t_F1_1_1_7", "t_f1_1_1_7-2", "t_F1_1_1_7-3", "t_F1_1_1_7-4"]);
        assert_eq!(found.find("x-2"), Some(SubtaskIx(8)));
    }

    #[test]
    fn no_label_is_the_key_of_another() {
        let found = labels(&["F1-a", "F1-A", "F1-A-2", "../x", "x"]);
        assert_eq!(found.plain, ["F1-a", "F1-A-3", "F1-A-2", "x-2", "x"]);
    }

    #[test]
    fn any_keys_give_names_that_every_launcher_takes() {
        let keys = [
            "",
            ".",
            "..",
            "-rf",
            "a b",
            "#(touch x)",
            "`x`",
            "%",
            "x:y",
            "a;",
            "a\nb",
            "日本",
            "CON",
            "x.LOCK",
            "a_2",
            "a",
            "A",
            "a-2",
            "t_a",
            "@{x}",
            "a.",
            "--",
            "1",
            "no",
            "1e3",
            "0o7",
            "t_F1_1_1",
            "F1.1.1",
            "F1-1-1",
            "F1_1_1",
        ];
        let found = labels(&keys);
        for names in [&found.plain, &found.handles, &found.jobs] {
            let folded: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
            assert_eq!(folded.len(), keys.len(), "{names:?}");
            for name in names {
                assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)), "{name}");
                assert!(!name.starts_with(['-', '.']) && !name.contains(".."), "{name}");
            }
        }
        assert!(found.handles.iter().all(|name| !name.contains('.')));
        assert!(found.jobs.iter().all(|name| name.starts_with("t_") && !name.contains('.')));
    }
}
