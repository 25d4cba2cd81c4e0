//! A run of the sample plan with something in every field, for the tests of every renderer.

use super::StatusView;
use crate::emit::sample::Sample;
use crate::plan::SubtaskIx;
use crate::runlog::{
    Clash, Event, EventKind, FileFault, FilesCheck, Gate, Moment, Progress, Run, RunLog, Standing, Validated,
    forecast, progress, replay,
};
use crate::schedule::{Lock, locks};
use crate::syntax::Minutes;

pub(in crate::emit) struct RunSample {
    sample: Sample,
    locks: Vec<Lock>,
    run: Run,
    progress: Progress,
    files: FilesCheck,
}

impl RunSample {
    /// The first subtask is done and the second one runs late in window 2; the third one waits; `words` stand in
    /// every place that somebody who logs can fill.
    pub(in crate::emit) fn new(sample: Sample, words: &str) -> RunSample {
        let key = |at: usize| Some(sample.plan.subtasks[at].key.clone());
        let event = |minute: i64, kind, subtask, window, validated| Event {
            at: Moment::from_millis(1_769_853_600_000 + minute * 60_000),
            kind,
            subtask,
            window,
            note: Some(words.to_owned()),
            validated,
            undoes: None,
            writer: words.to_owned(),
            seq: 0,
        };
        let half = Some(Validated { passed: 1, total: 2 });
        let events = vec![
            event(0, EventKind::Begin, None, None, None),
            event(0, EventKind::Start, key(0), Some(1), None),
            event(9, EventKind::Done, key(0), Some(1), half),
            event(10, EventKind::Start, key(1), Some(2), None),
            event(11, EventKind::Start, Some(words.to_owned()), Some(9), None),
            event(12, EventKind::Wait, key(2), None, None),
            event(60, EventKind::Note, key(1), None, None),
        ];
        let run = replay(&sample.plan, &RunLog { events, bad: Vec::new() });
        let locks = locks(&sample.plan);
        let progress = progress(&sample.plan, &sample.graph, &locks, &run, Gate::Done, &[]);
        let clash = Clash {
            path: words.to_owned(),
            first: SubtaskIx(0),
            second: SubtaskIx(1),
            from: Moment::from_millis(0),
            until: Moment::from_millis(60_000),
        };
        let missing = vec![(SubtaskIx(0), words.to_owned(), FileFault::Missing)];
        RunSample {
            locks,
            run,
            progress,
            files: FilesCheck { checked: 1, missing, clashes: vec![clash] },
            sample,
        }
    }

    pub(in crate::emit) fn json(&self) -> String {
        self.look(|view| crate::emit::view::to_json(view))
    }

    pub(in crate::emit) fn look<R>(&self, see: impl FnOnce(&StatusView<'_>) -> R) -> R {
        let standing = Standing {
            plan: &self.sample.plan,
            graph: &self.sample.graph,
            locks: &self.locks,
            estimates: &self.sample.estimates,
            run: &self.run,
            progress: &self.progress,
            now: self.run.last,
        };
        let forecast = forecast(&standing, 2, None);
        let mut view = StatusView::new(&standing, forecast.as_ref(), Gate::Validated, Some(&self.files));
        // The plan of this sample has no subtask that is only kept up by a file.
        if let Some(subtask) = view.subtasks.last_mut() {
            subtask.file =
                Some(super::subtasks::FileHold { path: Some("src/fares.rs"), held_by: "F1-1.1.2" });
        }
        see(&view)
    }
}

#[test]
fn a_view_says_how_far_a_run_is() {
    RunSample::new(Sample::new(), "words").look(|view| {
        assert_eq!((view.counts.over(), view.counts.running, view.counts.waiting), (1, 1, 1));
        assert_eq!(view.elapsed_minutes.map(|elapsed| elapsed.0), Some(Minutes::new(60)));
        let late = &view.subtasks[1];
        assert_eq!(late.actual_minutes.map(|took| took.0), Some(Minutes::new(50)));
        assert!(late.late_minutes.is_some() && late.forecast_end.is_some() && late.forecast_start.is_none());
        assert_eq!(view.windows[1].running, [late.key]);
        assert_eq!(view.forecast.as_ref().map(|forecast| forecast.measured), Some(1));
        assert_eq!(view.unknown, ["words"]);
        assert_eq!(view.subtasks[2].blocks_count, 1);
    });
}
