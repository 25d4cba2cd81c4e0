use super::Moment;

/// One thing that somebody said happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Moment,
    /// What.
    pub kind: EventKind,
    /// The key of the subtask (`F1-1.1.4`); none where it is about the whole run.
    pub subtask: Option<String>,
    /// The window that it happened in.
    pub window: Option<u32>,
    /// The words of whoever said it.
    pub note: Option<String>,
    /// How many points of the validation list held.
    pub validated: Option<Validated>,
    /// What an undo takes back.
    pub undoes: Option<Undoes>,
    /// Who wrote it: host, process and start of the process.
    pub writer: String,
    /// Its number in the file, from 1; 0 where nobody counted.
    pub seq: u64,
}

/// What an [`Event`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A run begins; its note is the run's name.
    Begin,
    /// A window starts to work on a subtask.
    Start,
    /// A subtask is reported done.
    Done,
    /// A subtask failed.
    Fail,
    /// Only words.
    Note,
    /// A subtask waits for something outside of the plan.
    Wait,
    /// An earlier event is taken back.
    Undo,
    /// Everybody stops.
    Pause,
    /// Everybody goes on.
    Resume,
}

/// The record that an undo takes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undoes {
    /// Its number in its file.
    pub seq: u64,
    /// Who wrote it: the same number may stand in several logs. None in logs of planc that did not say so.
    pub writer: Option<String>,
}

/// The result of a validation: `4/5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validated {
    /// Points that held.
    pub passed: u32,
    /// All points.
    pub total: u32,
}

impl EventKind {
    /// All kinds, in the order of a run.
    pub const ALL: [EventKind; 9] = [
        EventKind::Begin,
        EventKind::Start,
        EventKind::Done,
        EventKind::Fail,
        EventKind::Note,
        EventKind::Wait,
        EventKind::Undo,
        EventKind::Pause,
        EventKind::Resume,
    ];

    /// The word of the log format.
    pub fn name(self) -> &'static str {
        match self {
            EventKind::Begin => "begin",
            EventKind::Start => "start",
            EventKind::Done => "done",
            EventKind::Fail => "fail",
            EventKind::Note => "note",
            EventKind::Wait => "wait",
            EventKind::Undo => "undo",
            EventKind::Pause => "pause",
            EventKind::Resume => "resume",
        }
    }

    /// The kind with that name.
    pub fn named(name: &str) -> Option<EventKind> {
        EventKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Validated {
    /// Reads `4/5`; more points than there are is no result.
    pub fn parse(text: &str) -> Option<Validated> {
        let (passed, total) = text.trim().split_once('/')?;
        let result = Validated { passed: passed.trim().parse().ok()?, total: total.trim().parse().ok()? };
        (result.passed <= result.total).then_some(result)
    }

    /// Whether every point held.
    pub fn is_complete(self) -> bool {
        self.passed == self.total
    }
}

impl std::fmt::Display for Validated {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.passed, self.total)
    }
}
