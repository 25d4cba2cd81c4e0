//! A small plan made by hand, for the tests of every renderer.

use crate::diag::{Applicability, Diagnostic, Edit, Fix, Label, Severity, Subject};
use crate::emit::Material;
use crate::graph::{self, Estimate, Graph, NeedsMode};
use crate::plan::{
    Feature, FeatureIx, FileTouch, Members, Need, NeedTarget, Origin, Phase, Place, Plan, PlanPhaseIx,
    Prompt, SetIx, Subtask, SubtaskIx, SubtaskSet, Track,
};
use crate::schedule::{
    self, Answers, Argument, Blocked, Change, Curve, CurvePoint, Execution, Limits, Mode, Proof, Schedules,
    Slack, Slot, Step, WhatIf,
};
use crate::source::{FileIx, SourceFile, Span};
use crate::syntax::{
    Claim, ClaimEntity, Document, Minutes, Quantity, StatedEstimate, StatedPrompt, Status, TouchMode,
};

const MAP: &str = "\
# Feature 1: Ferry
Total: ~48 minutes

## PHASE 1 (~20 min)
Window 1: SUBTASK 1.1.1 - Timetable
Window 2: SUBTASK 1.1.2 - Fares (needs 1.1.1)

## PHASE 2 (~20 min)
Window 1: SUBTASK 1.2.1 - Booking (needs all 1.1.*)
Window 2: INTEGRATION TEST
";

const SPEC: &str = "\
## SUBTASK 1.1.2: Fares
Needs: 1.1.1
```
Write src/fares.rs.
```
";

/// Everything that a [`Material`] borrows.
pub(super) struct Sample {
    pub(super) sources: Vec<SourceFile>,
    pub(super) documents: Vec<Document>,
    pub(super) plan: Plan,
    pub(super) graph: Graph,
    pub(super) estimates: Vec<Estimate>,
    pub(super) schedules: Option<Schedules>,
    pub(super) findings: Vec<Diagnostic>,
}

impl Sample {
    /// Three subtasks and an integration test in two phases; map and spec; one error with a fix.
    pub(super) fn new() -> Sample {
        let sources = vec![source("MAP.md", MAP), source("SPEC.md", SPEC)];
        let claim = Claim {
            entity: ClaimEntity::Plan,
            quantity: Quantity::ParallelMinutes,
            min: 48.0,
            max: 48.0,
            approximate: true,
            precision: 1.0,
            text: "~48 minutes".to_owned(),
            span: find(MAP, "~48 minutes"),
            number: find(MAP, "48"),
            scale: 1.0,
            section: 0,
        };
        let documents = vec![
            Document { file: FileIx(0), claims: vec![claim], ..Document::default() },
            Document { file: FileIx(1), ..Document::default() },
        ];
        Sample::of(sources, documents, plan())
    }

    /// The same plan with `text` in every place that an author fills.
    pub(super) fn hostile(text: &str) -> Sample {
        let body = format!("before\n{text}\nafter\n{text}");
        let sources = vec![source(text, &body), source("SPEC.md", &body)];
        let mut plan = plan();
        plan.features[0].title = text.to_owned();
        plan.features[0].id = text.to_owned();
        for phase in &mut plan.phases {
            (phase.title, phase.name) = (text.to_owned(), text.to_owned());
        }
        plan.sets[0].label = text.to_owned();
        for (at, subtask) in plan.subtasks.iter_mut().enumerate() {
            subtask.id = format!("{text}{at}");
            (subtask.key, subtask.title) = (subtask.id.clone(), text.to_owned());
            subtask.prerequisites = vec![text.to_owned()];
        }
        let mut sample = Sample::of(sources, vec![Document::default()], plan);
        let line = Span::new(7, 7 + text.len());
        for finding in &mut sample.findings {
            finding.message = text.to_owned();
            finding.help = text.to_owned();
            finding.primary = Label { file: FileIx(0), span: line, text: text.to_owned() };
            finding.related = vec![Label { file: FileIx(1), span: line, text: text.to_owned() }];
            finding.subject = Subject::from([("subtask", text.to_owned())]);
            if let Some(fix) = &mut finding.fix {
                fix.title = text.to_owned();
            }
        }
        if let Some(schedules) = &mut sample.schedules {
            for step in schedules.executions.iter_mut().flat_map(|execution| &mut execution.steps) {
                (step.name, step.title) = (text.to_owned(), text.to_owned());
            }
        }
        sample
    }

    /// The sample with two writers of one file, whose path is `path`, and what is asked about it.
    pub(super) fn asked(mut self, path: &str) -> (Sample, Answers, WhatIf) {
        for subtask in &mut self.plan.subtasks[..2] {
            let (path, mode) = (path.to_owned(), TouchMode::Update);
            subtask.files = vec![FileTouch { path, mode, place: Place::default() }];
        }
        self.estimates[0].max = Minutes::new(30);
        let limits = Limits { windows: Some(2), file_locks: true, ..Limits::default() };
        let made =
            schedule::schedules(&self.plan, &self.graph, &self.estimates, &limits).expect("a schedule");
        let graphs = [&self.graph, &self.graph];
        let answers = schedule::answers(&self.plan, &[], graphs, &self.estimates, &limits, &made, 1);
        let change = Change { subtask: SubtaskIx(1), min: Minutes::new(5), max: Minutes::new(6) };
        let before = self.schedules.replace(made).expect("schedules");
        let without_locks = vec![path.to_owned()];
        (self, answers.expect("answers"), WhatIf { changes: vec![change], without_locks, before })
    }

    /// What artifacts are made of.
    pub(super) fn material(&self) -> Material<'_> {
        Material {
            sources: &self.sources,
            documents: &self.documents,
            plan: &self.plan,
            graph: &self.graph,
            estimates: &self.estimates,
            schedules: self.schedules.as_ref(),
            mode: Mode::Phases,
            prompt_name: crate::emit::PROMPT_NAME,
            findings: &self.findings,
        }
    }

    fn of(sources: Vec<SourceFile>, documents: Vec<Document>, plan: Plan) -> Sample {
        let graph = Graph::build(&plan, NeedsMode::Union);
        let estimates = graph::estimates(&plan, &graph, Minutes::new(15));
        let schedules = Some(schedules());
        Sample { sources, documents, plan, graph, estimates, schedules, findings: vec![finding()] }
    }
}

fn source(path: &str, text: &str) -> SourceFile {
    SourceFile::new(path, text.as_bytes().to_vec()).expect("text")
}

fn find(text: &str, words: &str) -> Span {
    let start = text.find(words).expect("words of the sample");
    Span::new(start, start + words.len())
}

fn map(words: &str) -> Place {
    Place { file: FileIx(0), span: find(MAP, words) }
}

fn finding() -> Diagnostic {
    let label = |words, text: &str| {
        let place = map(words);
        Label { file: place.file, span: place.span, text: text.to_owned() }
    };
    let edit = Edit { file: FileIx(0), span: find(MAP, "## PHASE 2"), text: "## PHASE 3".to_owned() };
    Diagnostic {
        code: "P201",
        name: "same-phase-need",
        severity: Severity::Error,
        message: "1.1.2 needs 1.1.1, but both are in phase 1".to_owned(),
        primary: label("needs 1.1.1", "needs 1.1.1"),
        related: vec![
            label("Window 1: SUBTASK 1.1.1 - Timetable", "1.1.1 is here"),
            Label { file: FileIx(1), span: find(SPEC, "Needs: 1.1.1"), text: "stated here too".to_owned() },
        ],
        help: "move 1.1.2 to a later phase".to_owned(),
        subject: Subject::from([("subtask", "1.1.2".to_owned()), ("needs", "1.1.1".to_owned())]),
        fix: Some(Fix {
            applicability: Applicability::Unsafe,
            title: "move 1.1.2 to a new phase".to_owned(),
            edits: vec![edit],
        }),
    }
}

fn plan() -> Plan {
    let estimate = |minutes: f64, words| StatedEstimate {
        min: Minutes::from_f64(minutes),
        max: Minutes::from_f64(minutes),
        approximate: true,
        span: find(MAP, words),
    };
    let phase = |name: &str, after: &[&str], order, words| Phase {
        feature: FeatureIx(0),
        name: name.to_owned(),
        title: if order == 0 { "Base".to_owned() } else { String::new() },
        parent: None,
        after: after.iter().map(|&name| name.to_owned()).collect(),
        estimate: Some(estimate(20.0, "~20 min")),
        order,
        place: map(words),
    };
    let subtask = |id: &str, title: &str, phase, window, words| Subtask {
        id: id.to_owned(),
        key: format!("F1-{id}"),
        title: title.to_owned(),
        feature: FeatureIx(0),
        group: id.rsplit_once('.').map(|(group, _)| group.to_owned()),
        integration: id == "INTEGRATION",
        phase: Some(PlanPhaseIx(phase)),
        sub_phase: None,
        window: Some(window),
        estimate: None,
        status: None,
        files: Vec::new(),
        prerequisites: Vec::new(),
        tools: Vec::new(),
        conflicts: Vec::new(),
        parallel: None,
        validation: None,
        prompt: None,
        place: map(words),
        statements: Vec::new(),
    };
    let mut subtasks = vec![
        subtask("1.1.1", "Timetable", 0, 1, "Window 1: SUBTASK 1.1.1"),
        subtask("1.1.2", "Fares", 0, 2, "Window 2: SUBTASK 1.1.2"),
        subtask("1.2.1", "Booking", 1, 1, "Window 1: SUBTASK 1.2.1"),
        subtask("INTEGRATION", "", 1, 2, "Window 2: INTEGRATION TEST"),
    ];
    let stated = Some((estimate(7.5, "~20 min"), FileIx(0)));
    subtasks[0].status = Some(Status::Done);
    subtasks[1].files = vec![FileTouch {
        path: "src/fares.rs".to_owned(),
        mode: TouchMode::Create,
        place: Place { file: FileIx(1), span: find(SPEC, "src/fares.rs") },
    }];
    subtasks[1].prompt = Some(Prompt {
        file: FileIx(1),
        stated: StatedPrompt {
            span: find(SPEC, "Write src/fares.rs.\n"),
            opening: None,
            closing: None,
            inner_fence: 0,
            cut_at: None,
            decoded: None,
        },
    });
    subtasks[1].validation = Some(vec!["prices add up".to_owned()]);
    subtasks[2].prerequisites = vec!["a database".to_owned()];
    subtasks[2].estimate = stated;
    let track = |id: &str, title: &str| Track {
        id: id.to_owned(),
        title: title.to_owned(),
        estimate: None,
        place: Place::default(),
    };
    let set = |label: &str, members| SubtaskSet { label: label.to_owned(), feature: FeatureIx(0), members };
    let need = |subtask, target, origin| Need {
        subtask: SubtaskIx(subtask),
        target,
        origin,
        place: Place::default(),
    };
    let needs = vec![
        need(1, NeedTarget::One(SubtaskIx(0)), Origin::Map),
        need(1, NeedTarget::One(SubtaskIx(0)), Origin::Spec),
        need(2, NeedTarget::Wildcard(SetIx(0)), Origin::Map),
        need(3, NeedTarget::Wildcard(SetIx(1)), Origin::Implied),
    ];
    let mut plan = Plan::default();
    plan.features = vec![Feature {
        id: "1".to_owned(),
        prefix: "F1".to_owned(),
        title: "Ferry".to_owned(),
        tracks: vec![track("1.1", "Prices"), track("1.2", "Sales")],
    }];
    plan.subtasks = subtasks;
    plan.sorted = (0..4).map(SubtaskIx).collect();
    plan.phases = vec![phase("1", &[], 0, "## PHASE 1"), phase("2", &["1"], 1, "## PHASE 2")];
    plan.sets = vec![set("1.1.*", Members::Interval(0, 2)), set("everything", Members::Interval(0, 4))];
    plan.assembled(needs)
}

/// As written the second phase waits; dataflow needs the same time with one window.
fn schedules() -> Schedules {
    let m = Minutes::from_f64;
    let slot = |subtask, window, start, end, step| Slot {
        subtask: SubtaskIx(subtask),
        window,
        start: m(start),
        end: m(end),
        step,
    };
    let step = |name: &str, start, end| Step {
        feature: (!name.is_empty()).then_some(FeatureIx(0)),
        name: name.to_owned(),
        title: String::new(),
        start: m(start),
        end: m(end),
    };
    let execution = |mode, proof| Execution {
        mode,
        blocked: Vec::new(),
        makespan: Some(m(47.5)),
        lower_bound: m(47.5),
        proof,
        argument: Argument::Chain((0..4).map(SubtaskIx).collect()),
        complete: true,
        critical_path: (0..4).map(SubtaskIx).collect(),
        steps: vec![step("1", 0.0, 20.0), step("2", 20.0, 47.5)],
        slots: vec![
            slot(0, 1, 0.0, 10.0, 0),
            slot(1, 2, 10.0, 20.0, 0),
            slot(2, 1, 20.0, 27.5, 1),
            slot(3, 2, 27.5, 47.5, 1),
        ],
    };
    let written = Execution {
        mode: Mode::AsWritten,
        blocked: vec![Blocked { subtask: SubtaskIx(1), needed: SubtaskIx(2) }],
        makespan: None,
        lower_bound: Minutes::ZERO,
        proof: Proof::None,
        argument: Argument::Other,
        complete: true,
        critical_path: Vec::new(),
        steps: Vec::new(),
        slots: Vec::new(),
    };
    let mut dataflow = execution(Mode::Dataflow, Proof::CriticalPath);
    dataflow.steps = vec![step("", 0.0, 47.5)];
    dataflow.slots.iter_mut().for_each(|slot| (slot.window, slot.step) = (1, 0));
    Schedules {
        windows: 2,
        needs: NeedsMode::Union,
        file_locks: true,
        executions: vec![written, execution(Mode::Phases, Proof::CriticalPath), dataflow],
        work: m(47.5),
        sequential: m(47.5),
        track: m(47.5),
        tracks: 3,
        curve: Curve {
            points: vec![CurvePoint { windows: 1, makespan: m(47.5), lower_bound: m(47.5) }],
            worthwhile: 1,
            floor: m(47.5),
            tried: 4,
        },
        slack: (0..4)
            .map(|at| Slack { subtask: SubtaskIx(at), free: Minutes::ZERO, scheduled: Minutes::ZERO })
            .collect(),
        left_out: Vec::new(),
        groups: Vec::new(),
        shared: None,
    }
}
