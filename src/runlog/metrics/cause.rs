use crate::syntax::Minutes;

/// Why a subtask did not run at some time, or a window did nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Something that it needs was not done.
    Needs,
    /// Its needs were done, but an earlier phase was not.
    Barrier,
    /// Somebody logged that it waits for something outside of the plan.
    Outside,
    /// Another subtask wrote one of its files.
    File,
    /// Its window worked on something else.
    Window,
    /// Nothing stood in the way; nobody started it.
    Start,
    /// The window had nothing left to do.
    Nothing,
}

impl Cause {
    /// All of them, in the order in which one hides the next.
    pub const ALL: [Cause; 7] = [
        Cause::Needs,
        Cause::Barrier,
        Cause::Outside,
        Cause::File,
        Cause::Window,
        Cause::Start,
        Cause::Nothing,
    ];

    /// The word of the contracts.
    pub fn name(self) -> &'static str {
        match self {
            Cause::Needs => "needs",
            Cause::Barrier => "barrier",
            Cause::Outside => "outside",
            Cause::File => "file-lock",
            Cause::Window => "window-busy",
            Cause::Start => "not-started",
            Cause::Nothing => "no-work",
        }
    }
}

/// Minutes by cause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split([Minutes; Cause::ALL.len()]);

impl Split {
    /// The minutes of one cause.
    pub fn of(&self, cause: Cause) -> Minutes {
        self.0[cause as usize]
    }

    /// All minutes.
    pub fn total(&self) -> Minutes {
        self.0.iter().copied().sum()
    }

    /// Adds minutes to a cause.
    pub(super) fn add(&mut self, cause: Cause, minutes: Minutes) {
        let own = &mut self.0[cause as usize];
        *own = *own + minutes;
    }

    /// Adds another split.
    pub(super) fn add_all(&mut self, other: &Split) {
        for cause in Cause::ALL {
            self.add(cause, other.of(cause));
        }
    }
}
