use std::collections::BTreeSet;
use std::fmt::Write;

use super::course::{Course, Needed};
use crate::plan::SubtaskIx;

/// How many pairs of a subtask and what it needs a workflow may list.
const PAIRS: usize = 50_000;

/// What is said where there are more.
pub(super) const TOO_MANY: &str = "launch/github-workflow.yml is left out, since the plan has more than 50,000 pairs of a subtask and what it needs";

/// `github-workflow.yml`: a job per subtask, which waits for the jobs of what it needs, and one that joins their
/// branches; `None` where there are too many needs to list.
pub(super) fn workflow(course: &Course) -> Option<String> {
    let mut text = HEAD.to_owned();
    let mut pairs = 0;
    let mut needed_by_none: BTreeSet<SubtaskIx> = course.slots.iter().map(|slot| slot.subtask).collect();
    let mut sets: Vec<Option<BTreeSet<SubtaskIx>>> = Vec::new();
    for (at, slot) in course.slots.iter().enumerate() {
        for &set in course.sets_before(at) {
            let members = flat(course.members(set), &sets);
            pairs += members.len();
            sets.resize(sets.len().max(set as usize + 1), None);
            sets[set as usize] = Some(members);
        }
        let needs = flat(course.needs(slot.subtask), &sets);
        let turns: Vec<SubtaskIx> =
            course.turns(slot.subtask).iter().copied().filter(|ix| !needs.contains(ix)).collect();
        pairs += needs.len() + turns.len();
        if pairs > PAIRS {
            return None;
        }
        for ix in needs.iter().chain(&turns) {
            needed_by_none.remove(ix);
        }
        job(&mut text, course, slot.subtask, &needs, &turns);
    }
    let last: Vec<&str> = course
        .slots
        .iter()
        .filter(|slot| needed_by_none.contains(&slot.subtask))
        .map(|slot| course.labels.job(slot.subtask))
        .collect();
    let _ =
        write!(text, "  joined:\n    name: \"joined\"\n    needs: [{}]\n{JOB}{CHECKOUT}", last.join(", "));
    step(&mut text, "Join all branches", "--join", true);
    Some(text)
}

fn flat(all: impl Iterator<Item = Needed>, sets: &[Option<BTreeSet<SubtaskIx>>]) -> BTreeSet<SubtaskIx> {
    let mut found = BTreeSet::new();
    for one in all {
        match one {
            Needed::Subtask(ix) => {
                found.insert(ix);
            }
            Needed::Set(set) => found.extend(sets.get(set as usize).into_iter().flatten().flatten()),
        }
    }
    found
}

fn job(text: &mut String, course: &Course, ix: SubtaskIx, needs: &BTreeSet<SubtaskIx>, turns: &[SubtaskIx]) {
    let name = |ix: &SubtaskIx| course.labels.job(*ix);
    let _ = writeln!(text, "  {}:\n    name: \"{}\"", name(&ix), course.label(ix));
    let all: Vec<&str> = needs.iter().chain(turns).map(name).collect();
    if !all.is_empty() {
        let _ = writeln!(text, "    needs: [{}]", all.join(", "));
    }
    if !turns.is_empty() {
        // Whoever only takes turns with a job that failed runs all the same.
        let done = needs.iter().map(|need| format!(" && needs.{}.result == 'success'", name(need)));
        let _ = writeln!(text, "    if: \"!cancelled(){}\"", done.collect::<String>());
    }
    text.push_str(JOB);
    text.push_str(CHECKOUT);
    let label = course.label(ix);
    step(text, "Take over the branches of what it needs", &format!("--prepare {label}"), true);
    step(text, "Start the agent", &format!("--agent {label}"), false);
    step(text, "Hand over the branch", &format!("--publish {label}"), true);
}

/// Only steps that talk to the repository get the token; the agent does not.
fn step(text: &mut String, name: &str, arguments: &str, token: bool) {
    let _ = writeln!(text, "      - name: {name}");
    if token {
        text.push_str("        env:\n          GH_TOKEN: ${{ github.token }}\n");
    }
    let _ = writeln!(text, "        run: |\n          {FIND}\n          bash \"$script\" {arguments}");
}

/// The one folder of launchers in the repository, or that of `PLANC_OUT`.
const FIND: &str = "script=$(git ls-files -- \"${PLANC_OUT:+$PLANC_OUT/}*launch/start-subtask.sh\")";

const HEAD: &str = "\
# Made by planc. Copy it to .github/workflows and commit the folder that it was made in.
name: planc
on:
  workflow_dispatch:
permissions: {}
concurrency:
  group: planc
  cancel-in-progress: false
env:
  # The folder that planc wrote, where the repository has several; empty where it has one.
  PLANC_OUT: \"\"
  # The jobs are the log of the run; name planc here to keep one of its own.
  PLANC: \"true\"
defaults:
  run:
    shell: bash
jobs:
";

const JOB: &str = "    runs-on: ubuntu-latest
    timeout-minutes: 120
    permissions:
      contents: write # pushes the branch of the subtask
";

const CHECKOUT: &str = "    steps:
      - name: Check out
        uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          fetch-depth: 0
          persist-credentials: false
";
