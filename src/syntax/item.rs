//! What a document can state. `Stated…` types hold the author's words; nothing here is resolved.

use super::Minutes;
use crate::source::Span;

/// Index of a phase or sub-phase in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhaseIx(pub u32);

impl PhaseIx {
    /// The index as a number.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// How a statement is written; an earlier form wins over a later one where both state the same fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// The subtask's own section (`## SUBTASK 1.1.1: …`).
    Section,
    /// A window line (`Window 3: SUBTASK 1.1.3 - …`).
    WindowLine,
    /// A row of a table.
    TableRow,
    /// An item of a check list (`- [ ] 1.1.3 …`).
    Item,
    /// A line of a drawn tree (`├─ 1.1.6: …`).
    Tree,
    /// A list item without a check box that names a unit of work.
    Bullet,
    /// A line that only points at a subtask (`Window 1: Run INTEGRATION TEST prompt`, `Tab 4: F1-1.1.4`,
    /// `Search for "## SUBTASK 1.1.3: …"`). It places a subtask; its words are a title of last resort.
    Reference,
}

impl Form {
    /// Whether the statement stands in the subtask's own section (origin `spec`) or in a map (origin `map`).
    pub fn is_spec(self) -> bool {
        self == Form::Section
    }
}

/// Words of the author with their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedText {
    /// The words, trimmed.
    pub text: String,
    /// Where they stand.
    pub span: Span,
}

/// An id as written, without marks around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedId {
    /// `1.1.6`, `T001`, `INTEGRATION`.
    pub text: String,
    /// The feature number where the id carries one (`F1-1.1.6`).
    pub feature: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// `# Feature 1: Title`.
#[derive(Clone, Debug)]
pub struct StatedFeature {
    /// The number or name, as written.
    pub id: String,
    /// The words behind it; empty where there are none.
    pub title: String,
    /// The heading's line.
    pub span: Span,
}

/// `# TRACK 1.1: Title` with its estimate.
#[derive(Clone, Debug)]
pub struct StatedTrack {
    /// First two components, as written.
    pub id: String,
    /// The words behind it; empty where there are none.
    pub title: String,
    /// The time that the track is said to take.
    pub estimate: Option<StatedEstimate>,
    /// The heading's line.
    pub span: Span,
}

/// A phase or sub-phase of one document.
#[derive(Clone, Debug)]
pub struct StatedPhase {
    /// The name: `2`, `2a`; numerals of other scripts are read as numbers.
    pub name: String,
    /// The words behind it; empty where there are none.
    pub title: String,
    /// The phase that a sub-phase belongs to.
    pub parent: Option<PhaseIx>,
    /// The time that it is said to take.
    pub estimate: Option<StatedEstimate>,
    /// What the author calls it.
    pub kind: PhaseKind,
    /// A second name that needs may use: the user story that the phase delivers (`US2`).
    pub alias: Option<String>,
    /// Names of phases after which it runs, where stated.
    pub after: Vec<StatedText>,
    /// Whether it is written in a drawn tree, which repeats the phases of the window lines.
    pub in_tree: bool,
    /// Whether only a field of a subtask names it (`Phase: 2`), whose place says nothing about the order of phases.
    pub by_field: bool,
    /// Whether brackets at the end of another heading name it (`B. Title (Phase 7b)`), as those of several may.
    pub in_brackets: bool,
    /// The line that opens it.
    pub span: Span,
}

/// Words for a stretch of a plan. Where a document groups its subtasks in several ways, the kind that holds most
/// of them counts, and of equals the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PhaseKind {
    /// `Phase`, `阶段`, `フェーズ`.
    Phase,
    /// `Wave`, `Batch`, `Sprint`.
    Wave,
    /// `Level` of a graph.
    Level,
}

/// The window of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatedWindow {
    /// Its number, counted as the author counts.
    pub number: u32,
    /// Where the number stands.
    pub span: Span,
}

/// One statement about one subtask.
#[derive(Clone, Debug)]
pub struct StatedSubtask {
    /// How it is written.
    pub form: Form,
    /// The id.
    pub id: StatedId,
    /// A second id of the same unit (`Task 1.2: Title [KERNEL-T002]`).
    pub alias: Option<StatedId>,
    /// The id of the group that it is a leaf of, where a group states it.
    pub group: Option<String>,
    /// The list that its id belongs to, where one file holds several lists that each count from 1.
    pub list: Option<String>,
    /// The title, if the statement has one.
    pub title: Option<StatedText>,
    /// The phase (never a sub-phase) that the statement stands in.
    pub phase: Option<PhaseIx>,
    /// The sub-phase that the statement stands in.
    pub sub_phase: Option<PhaseIx>,
    /// The phase of another kind that it stands in: the wave, where the phases of the document count.
    pub other_phase: Option<PhaseIx>,
    /// The window that it is given.
    pub window: Option<StatedWindow>,
    /// What it needs.
    pub needs: Vec<StatedNeed>,
    /// Conditions that name no subtask.
    pub prerequisites: Vec<StatedText>,
    /// Programs that have to be there.
    pub tools: Vec<StatedText>,
    /// Subtasks that it must not run beside.
    pub conflicts: Vec<StatedId>,
    /// Whether it may run beside others at all, where stated: front matter, or the `[P]` of a check list.
    pub parallel: Option<bool>,
    /// Its turn among the subtasks of its phase, where a column of the table gives one (`Slot`).
    pub slot: Option<u32>,
    /// Whether it is stated that it needs nothing (`Depends on: None`).
    pub needs_nothing: bool,
    /// Its estimate.
    pub estimate: Option<StatedEstimate>,
    /// Files it creates or updates.
    pub files: Vec<StatedFile>,
    /// Check items behind `VALIDATION`; `None` where there is no such list.
    pub validation: Option<Vec<StatedText>>,
    /// The prompt.
    pub prompt: Option<StatedPrompt>,
    /// The status, if stated.
    pub status: Option<StatedStatus>,
    /// The line that makes the statement.
    pub span: Span,
    /// The whole section, for [`Form::Section`]; else the line.
    pub section: Span,
}

/// What a whole document asks for before anybody starts.
#[derive(Clone, Debug)]
pub struct StatedPreparation {
    /// The words.
    pub text: StatedText,
    /// Whether it is a program.
    pub is_tool: bool,
}

/// The operand of a need, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NeedOperand {
    /// One subtask, or a group such as `1.1`.
    Id(StatedId),
    /// `1.1.1-1.1.5`, both ends included.
    Range(StatedId, StatedId),
    /// `1.1.*`, `all 1.1.*`: the prefix before the star, without the last dot (empty for a bare `*`).
    Wildcard(StatedId),
    /// `Phase 2`: the name.
    Phase(String),
    /// `everything`, `all tracks`: the whole feature.
    Everything,
    /// `all above`: what the same phase states before the subtask.
    Above,
    /// `everything except 1.1.3`: a set of subtasks without some.
    Except(Box<NeedOperand>, Vec<StatedId>),
    /// A word that is an id only if the plan defines it (`Agent4`, stream `A`, a node of a drawing).
    Name(StatedId),
}

/// One operand of a needs clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedNeed {
    /// What is needed.
    pub operand: NeedOperand,
    /// Words behind it that were kept as a note (`complete (models exist)`).
    pub note: Option<String>,
    /// Where the operand stands.
    pub span: Span,
}

/// A parent of subtasks: where there are several levels, only the leaves are subtasks.
#[derive(Clone, Debug)]
pub struct StatedGroup {
    /// What its own heading or item states; needs of a group hold for each of its leaves.
    pub unit: StatedSubtask,
    /// Its leaves, as indices of the document's statements.
    pub members: Vec<u32>,
}

/// A statement about needs that stands apart from the subtasks: a sentence, an arrow, a reversed list, a drawing.
#[derive(Clone, Debug)]
pub struct StatedRelation {
    /// Who needs: subtasks, groups or phases.
    pub who: Vec<NeedOperand>,
    /// What they need.
    pub needs: Vec<StatedNeed>,
    /// Whether it is drawn: a name in it that the plan does not define says nothing.
    pub drawn: bool,
    /// Where it stands.
    pub span: Span,
}

/// Minutes as stated: a single value has equal ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatedEstimate {
    /// Least.
    pub min: Minutes,
    /// Most.
    pub max: Minutes,
    /// Whether a `~` or the like makes it approximate.
    pub approximate: bool,
    /// Where it stands.
    pub span: Span,
}

impl StatedEstimate {
    /// The middle of the range.
    pub fn likely(&self) -> Minutes {
        self.min.middle(self.max)
    }
}

/// What a subtask does to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TouchMode {
    /// It makes the file.
    Create,
    /// It changes or extends the file.
    Update,
}

/// A file that a subtask touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedFile {
    /// The path as written.
    pub path: String,
    /// What happens to it.
    pub mode: TouchMode,
    /// Where the path stands.
    pub span: Span,
}

/// The author's prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedPrompt {
    /// The text between the outer fences, as the recovering reading bounds it (with its last line end).
    pub span: Span,
    /// Lines of the opening and closing fence; `None` where a prompt has no fence or no closing one.
    pub opening: Option<Span>,
    /// The closing fence's line.
    pub closing: Option<Span>,
    /// The longest fence inside, in characters (0 where there is none).
    pub inner_fence: u32,
    /// Where a CommonMark parser ends the prompt, if that is earlier: the line of the inner fence.
    pub cut_at: Option<Span>,
    /// The text, where the file holds it in escapes (a string of JSON).
    pub decoded: Option<String>,
}

/// States that a subtask can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Not begun, or nothing is stated.
    Todo,
    /// May begin.
    Ready,
    /// Begun.
    InProgress,
    /// Cannot go on.
    Blocked,
    /// Finished.
    Done,
    /// Tried and not finished.
    Failed,
    /// Left out on purpose.
    Skipped,
}

impl Status {
    /// The word of the contracts: `todo`, `in-progress`, ….
    pub fn name(self) -> &'static str {
        match self {
            Status::Todo => "todo",
            Status::Ready => "ready",
            Status::InProgress => "in-progress",
            Status::Blocked => "blocked",
            Status::Done => "done",
            Status::Failed => "failed",
            Status::Skipped => "skipped",
        }
    }
}

/// A status with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatedStatus {
    /// The state.
    pub status: Status,
    /// Where it is stated.
    pub span: Span,
}

/// Windows that are kept free (`Windows 13-15: Buffer`, `[2 buffer windows]`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buffer {
    /// First and last window, where numbered.
    pub windows: Option<(u32, u32)>,
    /// How many windows.
    pub count: u32,
    /// The phase it stands in.
    pub phase: Option<PhaseIx>,
    /// Where it stands.
    pub span: Span,
}

/// Windows that are kept for a feature (`Windows 1-12: Feature 1`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedWindowGroup {
    /// The first window.
    pub first: u32,
    /// The last window.
    pub last: u32,
    /// The feature's number.
    pub feature: String,
    /// Where it stands.
    pub span: Span,
}

/// What a claim is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimEntity {
    /// The plan of the document, or the only feature it holds.
    Plan,
    /// A feature by its number or name.
    Feature(String),
    /// Several features that run at the same time or are summed, by their numbers.
    Features(Vec<String>),
    /// A track by its id.
    Track(String),
    /// A phase or sub-phase of the document.
    Phase(PhaseIx),
    /// A phase that a table names before or after the document opens it.
    NamedPhase(String),
    /// A column of a table, by the words of its head.
    Column(String),
    /// A group of a drawn tree: how many subtasks are drawn below it.
    Branch {
        /// The branch's words.
        name: String,
        /// Subtasks drawn below it.
        drawn: u32,
    },
}

/// What a claim counts or measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantity {
    /// How many subtasks.
    Subtasks,
    /// How many phases.
    Phases,
    /// How many windows at once.
    Windows,
    /// Minutes from start to end when run in parallel.
    ParallelMinutes,
    /// Minutes with one window.
    SequentialMinutes,
    /// Minutes with one window per track.
    TrackMinutes,
    /// The sum of a column of phase durations.
    TotalMinutes,
    /// Minutes of a way to work that is neither of these; only savings are measured against it.
    OtherMinutes,
    /// Minutes that an example of a run takes.
    ExampleMinutes,
    /// Minutes from the start of the plan to the end of a phase.
    ElapsedMinutes,
    /// How many windows are opened at once, not said to be the most that are needed.
    OpenedWindows,
    /// How many windows a person should open at most.
    WindowLimit,
    /// How many times faster than one window.
    Speedup,
    /// Minutes saved against one window.
    SavedMinutes,
    /// Percent saved against one window.
    SavedPercent,
    /// What stands in a row of totals.
    Total,
}

/// A count or time that the text states about the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// What it is about.
    pub entity: ClaimEntity,
    /// What is counted.
    pub quantity: Quantity,
    /// Least value: a count, or minutes.
    pub min: f64,
    /// Most value; equal to `min` for a single one.
    pub max: f64,
    /// Whether a `~` or the like makes it approximate.
    pub approximate: bool,
    /// Minutes that one step of the claim's last digit stands for (6 for `1.5 h`), or 1 for counts.
    pub precision: f64,
    /// The words that state it.
    pub text: String,
    /// Where they stand.
    pub span: Span,
    /// Where its only number stands; empty for ranges and mixed times such as `1 h 50`.
    pub number: Span,
    /// Minutes that a written 1 stands for: 60 for hours; 1 for all that is no time.
    pub scale: f64,
    /// Which stretch of the text between two headings it stands in, counted from 0.
    pub section: u32,
}

/// Windows that a text gives to a feature: `Windows 13-18: Feature 6 Phase 1 subtasks`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allotment {
    /// The feature's number.
    pub feature: String,
    /// The phase that is to run in them, where stated.
    pub phase: Option<String>,
    /// First window.
    pub first: u32,
    /// Last window.
    pub last: u32,
    /// Where the range stands.
    pub span: Span,
    /// Which stretch of the text between two headings it stands in, counted from 0.
    pub section: u32,
}
