use super::Look;
use super::fact::{fact, listed};
use crate::emit::tty;
use crate::plan::Plan;
use crate::runlog::{Progress, State};

/// Names of each list.
const NAMES: usize = 12;

/// Where a run stands, in few lines: how much is done, what runs, what failed, what may start.
pub fn standing(plan: &Plan, progress: &Progress, look: Look) -> String {
    let mut out = String::new();
    let over = progress.states.iter().filter(|state| state.is_over()).count();
    fact(&mut out, "done", &format!("{over} of {}", progress.states.len()), look);
    for (name, wanted) in [
        ("running", State::Running),
        ("waiting", State::Waiting),
        ("failed", State::Failed),
        ("held", State::Held),
    ] {
        let all: Vec<_> = plan.indices().filter(|ix| progress.states[ix.index()] == wanted).collect();
        if !all.is_empty() {
            let names = all.iter().take(NAMES).map(|&ix| plan.name(ix).to_owned());
            fact(&mut out, name, &listed(names, all.len()), look);
        }
    }
    if !progress.ready.is_empty() {
        let names = progress.ready.iter().take(NAMES).map(|&ix| plan.name(ix).to_owned());
        fact(&mut out, "may start now", &listed(names, progress.ready.len()), look);
    }
    tty::guard(out)
}
