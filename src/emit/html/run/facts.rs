use crate::emit::page_facts::PageFacts;
use crate::emit::{Clocks, RunMaterial};
use crate::plan::SubtaskIx;
use crate::runlog::metrics::{Cause, Metrics, Try};
use crate::runlog::{Moment, Outcome, State};
use crate::source::Mask;
use crate::syntax::Minutes;

/// What every part of the page looks up.
pub(in crate::emit) struct RunFacts<'a> {
    /// The plan's side.
    pub(in crate::emit) plan: &'a PageFacts<'a>,
    /// The run's side.
    pub(in crate::emit) run: &'a RunMaterial<'a>,
    /// How clocks are written, in UTC.
    clocks: Clocks,
    /// Per try, whether it is on the run's own critical path.
    critical: Vec<bool>,
}

impl<'a> RunFacts<'a> {
    /// Looks at everything once.
    pub(in crate::emit) fn new(plan: &'a PageFacts<'a>, run: &'a RunMaterial<'a>) -> RunFacts<'a> {
        let mut critical = vec![false; run.metrics.timeline.tries.len()];
        run.metrics.chain.iter().for_each(|link| critical[link.attempt] = true);
        let clocks = Clocks::new(0, run.log.events.iter().map(|event| event.at));
        RunFacts { plan, run, clocks, critical }
    }

    /// The figures.
    pub(in crate::emit) fn metrics(&self) -> &'a Metrics {
        self.run.metrics
    }

    /// `09:05`, with the date before it where the run has several days. In UTC.
    pub(super) fn clock(&self, at: Moment) -> String {
        self.clocks.short(at)
    }

    /// `2026-03-02 09:05 UTC`.
    pub(super) fn full(&self, at: Moment) -> String {
        self.clocks.full(at)
    }

    /// Whether a try is on the chain that explains the end of the run.
    pub(in crate::emit) fn is_critical(&self, attempt: usize) -> bool {
        self.critical[attempt]
    }

    /// Where a subtask stands.
    pub(super) fn state(&self, ix: SubtaskIx) -> State {
        self.run.progress.state(ix)
    }
}

/// Words of a log without the secrets in them.
pub(super) fn words_of(words: &str) -> String {
    Mask::text(words).into_owned()
}

/// What a bar says beyond its name.
pub(in crate::emit) fn described(attempt: &Try) -> String {
    let window = attempt.window.map_or("no window".to_owned(), |window| format!("window {window}"));
    let number = if attempt.number > 1 { format!(", try {}", attempt.number) } else { String::new() };
    let from = attempt.start.map_or("start not logged".to_owned(), |start| format!("minute {start}"));
    format!("{}{number}, {window}, {from} to {}", outcome(attempt.outcome), attempt.until)
}

/// Colour, glyph and word of a state.
pub(super) fn state_words(state: State) -> (&'static str, &'static str) {
    match state {
        State::Running => ("info", "▶ running"),
        State::Waiting => ("warn", "… waiting"),
        State::Failed => ("bad", "✕ failed"),
        State::Ready => ("info", "○ may start"),
        State::Held => ("warn", "… file in use"),
        State::Blocked => ("info", "· blocked"),
        State::Done => ("ok", "✓ done"),
        State::Validated => ("ok", "✓ validated"),
        State::Skipped => ("info", "– skipped"),
    }
}

/// Glyph and word of how a try ended.
pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Running => "▶ running",
        Outcome::Done => "✓ done",
        Outcome::Failed => "✕ failed",
        Outcome::Abandoned => "✕ given up",
    }
}

/// What a cause is called.
pub(in crate::emit) fn cause_words(cause: Cause) -> &'static str {
    match cause {
        Cause::Needs => "a need not done",
        Cause::Barrier => "an earlier phase not done",
        Cause::Outside => "something outside the plan",
        Cause::File => "a file in use",
        Cause::Window => "its window busy",
        Cause::Start => "nobody started it",
        Cause::Nothing => "no work left",
    }
}

/// `+2.5`, `−3`, `0`: how much more the first is than the second.
pub(super) fn difference(actual: Minutes, planned: Minutes) -> String {
    match actual.cmp(&planned) {
        std::cmp::Ordering::Less => format!("−{}", planned - actual),
        std::cmp::Ordering::Equal => "0".to_owned(),
        std::cmp::Ordering::Greater => format!("+{}", actual - planned),
    }
}

/// The minutes, or a dash for none.
pub(super) fn or_dash(minutes: Option<Minutes>) -> String {
    minutes.map_or("–".to_owned(), |minutes| minutes.to_string())
}

/// `62 %` of a whole; a dash where the whole is nothing.
pub(super) fn percent(part: Minutes, whole: Minutes) -> String {
    if whole.is_zero() {
        return "–".to_owned();
    }
    format!("{:.0} %", 100.0 * part.as_f64() / whole.as_f64())
}
