/// Where a subtask stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// A window works on it.
    Running,
    /// It waits for something outside of the plan.
    Waiting,
    /// Its last try failed.
    Failed,
    /// It may start now.
    Ready,
    /// Everything it needs is done, but another window writes one of its files.
    Held,
    /// Something that it needs is not done.
    Blocked,
    /// Reported done; its validation is not complete.
    Done,
    /// Done, and every point of its validation held, or it has none.
    Validated,
    /// The plan leaves it out.
    Skipped,
}

impl State {
    /// The word of the contracts.
    pub fn name(self) -> &'static str {
        match self {
            State::Running => "running",
            State::Waiting => "waiting",
            State::Failed => "failed",
            State::Ready => "ready",
            State::Held => "held",
            State::Blocked => "blocked",
            State::Done => "done",
            State::Validated => "validated",
            State::Skipped => "skipped",
        }
    }

    /// Whether nothing is left to do.
    pub fn is_over(self) -> bool {
        matches!(self, State::Done | State::Validated | State::Skipped)
    }
}
