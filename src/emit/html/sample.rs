//! Plans with everything that pages are made of, for tests.

use std::fmt::Write as _;

use crate::check::{self, Facts};
use crate::diag::Diagnostic;
use crate::emit::Material;
use crate::graph::{Estimate, Graph, NeedsMode, estimates};
use crate::plan::{self, Plan};
use crate::schedule::{self, Limits, Mode, Schedules};
use crate::source::{FileIx, SourceFile};
use crate::syntax::{self, Document, Minutes};

/// Owns what a [`Material`] borrows.
pub(super) struct Sample {
    pub(super) sources: Vec<SourceFile>,
    pub(super) documents: Vec<Document>,
    pub(super) plan: Plan,
    pub(super) graph: Graph,
    pub(super) estimates: Vec<Estimate>,
    pub(super) schedules: Option<Schedules>,
    pub(super) findings: Vec<Diagnostic>,
}

/// A feature with a wrong claim, a need inside a phase, a shared file and prompts that are hard to copy.
const FERRY: &str = "# Feature 1: Ferry\n\n5 subtasks in 2 phases.\n\n## PHASE 1 (~15 minutes)\n
Window 1: SUBTASK 1.1.1 - Timetable\nWindow 2: SUBTASK 1.1.2 - Fares (needs 1.1.1)\nWindow 3: SUBTASK 1.2.1 - Quays
\n## PHASE 2 (~20 minutes)\n\nWindow 1: SUBTASK 1.2.2 - Tickets (needs 1.1.2, 1.2.1)\n
Window 2: Run INTEGRATION TEST prompt (needs everything)\n
## SUBTASK 1.1.1: Timetable\n\n**Agent Prompt:**\n```\n\n\tWrite it.\r\n</script></pre> & `x`\nCREATE THIS FILE:\nsrc/plan.rs\n
VALIDATION:\n- [ ] `cargo test` is green\n- [ ] a day has departures\n```\n
## SUBTASK 1.2.1: Quays\n\n**Agent Prompt:**\n```\nUPDATE THIS FILE:\nsrc/plan.rs\n\nVALIDATION:\n- [ ] it draws\n```\n";

impl Sample {
    /// A small plan with a few mistakes.
    pub(super) fn ferry() -> Sample {
        Sample::read(&[("ferry.md", FERRY)])
    }

    /// The same plan, in which every word of the author is `words`.
    pub(super) fn hostile(words: &str) -> Sample {
        let mut sample = Sample::ferry();
        for phase in &mut sample.plan.phases {
            words.clone_into(&mut phase.title);
        }
        for feature in &mut sample.plan.features {
            words.clone_into(&mut feature.title);
        }
        for subtask in &mut sample.plan.subtasks {
            words.clone_into(&mut subtask.title);
            subtask.prerequisites = vec![words.to_owned()];
            for file in &mut subtask.files {
                words.clone_into(&mut file.path);
            }
            subtask.validation = Some(vec![words.to_owned()]);
            subtask.key.push_str(words);
        }
        for finding in &mut sample.findings {
            words.clone_into(&mut finding.message);
            words.clone_into(&mut finding.help);
            finding.subject.insert("subtask", words.to_owned());
        }
        for claim in sample.documents.iter_mut().flat_map(|document| &mut document.claims) {
            words.clone_into(&mut claim.text);
        }
        for step in sample.schedules.iter_mut().flat_map(|s| &mut s.executions).flat_map(|e| &mut e.steps) {
            words.clone_into(&mut step.title);
        }
        sample
    }

    /// `n` subtasks, twelve in a phase, each with up to three needs in the phase before.
    pub(super) fn ropes(n: usize) -> Sample {
        let mut text = "# Feature 1: Ropes\n".to_owned();
        let id = |at: usize| format!("1.{}.{}", at % 12 / 3 + 1, at / 12 * 3 + at % 3 + 1);
        for at in 0..n {
            if at % 12 == 0 {
                let _ = write!(text, "\n## PHASE {} (~20 minutes)\n\n", at / 12 + 1);
            }
            let _ = write!(text, "Window {}: SUBTASK {} - Sort the ropes by length", at % 12 + 1, id(at));
            let needs: Vec<String> = (0..at % 4)
                .filter(|_| at >= 12)
                .map(|k| id(at / 12 * 12 - 12 + (at * 7 + k * 5) % 12))
                .collect();
            if !needs.is_empty() {
                let _ = write!(text, " (needs {})", needs.join(", "));
            }
            text.push('\n');
        }
        Sample::read(&[("ropes.md", &text)])
    }

    /// Reads texts as the compiler does.
    pub(super) fn read(files: &[(&str, &str)]) -> Sample {
        let sources: Vec<SourceFile> = files
            .iter()
            .map(|(path, text)| SourceFile::new(*path, text.as_bytes().to_vec()).expect("text"))
            .collect();
        let documents: Vec<Document> =
            (0..).zip(&sources).map(|(at, source)| syntax::parse(FileIx(at), source)).collect();
        let plan = plan::lower(&sources, &documents, &vec![0; sources.len()]);
        let graph = Graph::build(&plan, NeedsMode::Union);
        let estimates = estimates(&plan, &graph, Minutes::new(15));
        let check::Findings { kept: findings, .. } = check::run(&Facts {
            sources: &sources,
            documents: &documents,
            plan: &plan,
            graph: &graph,
            estimates: &estimates,
            named: &vec![true; sources.len()],
            roots: &vec![0; sources.len()],
            maps: &[],
            settings: &check::Settings::default(),
            record: None,
        });
        let limits = Limits { file_locks: true, rough: true, ..Limits::default() };
        let schedules = schedule::schedules(&plan, &graph, &estimates, &limits).ok();
        Sample { sources, documents, plan, graph, estimates, schedules, findings }
    }

    /// What the pages borrow.
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
}
