use std::collections::BTreeMap;
use std::fmt;

use rayon::prelude::*;

use super::Options;
use crate::check::{self, Facts, Record};
use crate::diag::{Diagnostic, LeftOut};
use crate::graph::{Estimate, EstimateSource, Graph, NeedsMode, calibrated, estimates};
use crate::plan::{self, Plan};
use crate::schedule::{self, Limits, ScheduleError, Schedules};
use crate::source::{DecodeError, FileIx, SourceFile};
use crate::syntax::{self, Document};

/// A file as it was read.
#[derive(Clone, Debug)]
pub struct Input {
    /// The path that people see, relative and with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The plan root it belongs to. Roots never join.
    pub root: u32,
    /// Whether it was named on the command line and not found in a folder.
    pub named: bool,
}

/// Everything that follows from the sources.
#[derive(Debug)]
pub struct Compilation {
    /// The files, in the order of inputs.
    pub sources: Vec<SourceFile>,
    /// What each file states.
    pub documents: Vec<Document>,
    /// The joined plan.
    pub plan: Plan,
    /// The graph over the union of all stated needs.
    pub union: Graph,
    /// The graph over the needs that the options keep, where that is not the union.
    pub narrowed: Option<Graph>,
    /// Minutes per subtask, in plan order.
    pub estimates: Vec<Estimate>,
    /// The executions side by side; `None` where a cycle leaves the plan without one, or none were asked for.
    pub schedules: Option<Schedules>,
    /// How prompt files are called, see [`Material`](crate::emit::Material).
    pub prompt_name: String,
    /// Findings of all rules, sorted.
    pub findings: Vec<Diagnostic>,
    /// Findings that comments leave out, in the same order.
    pub left_out: Vec<LeftOut>,
}

/// Why nothing could be compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompileError {
    /// A file is no text.
    Decode {
        /// The file.
        path: String,
        /// What is wrong with it.
        reason: DecodeError,
    },
    /// A plan is larger than the limits of its root.
    TooMany {
        /// Where it goes too far: `path:line`.
        place: String,
        /// The limit in words.
        limit: String,
    },
    /// The verifier refused a schedule: a mistake of planc.
    Schedule(String),
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CompileError::Decode { path, reason } => write!(f, "cannot read {path}: {reason}"),
            CompileError::TooMany { place, limit } => write!(f, "{place}: {limit}"),
            CompileError::Schedule(reason) => write!(f, "internal error, please report it: {reason}"),
        }
    }
}

impl std::error::Error for CompileError {}

/// Below this many bytes or files one thread is faster than starting a pool.
const PARALLEL_BYTES: usize = 1 << 20;
const PARALLEL_FILES: usize = 64;

/// Runs all stages.
///
/// # Errors
/// A file that is no text (UTF-16, UTF-32) or too large.
pub fn compile(inputs: Vec<Input>, options: &Options) -> Result<Compilation, CompileError> {
    let mut roots: Vec<u32> = inputs.iter().map(|input| input.root).collect();
    let mut named: Vec<bool> = inputs.iter().map(|input| input.named).collect();
    let bytes: usize = inputs.iter().map(|input| input.bytes.len()).sum();
    let parallel = inputs.len() > 1 && (bytes >= PARALLEL_BYTES || inputs.len() >= PARALLEL_FILES);
    let read = |(at, input): (usize, Input)| -> Result<(SourceFile, Document), CompileError> {
        let Input { path, bytes, root, .. } = input;
        let source =
            SourceFile::new(path.clone(), bytes).map_err(|reason| CompileError::Decode { path, reason })?;
        let file = FileIx(at as u32);
        let document = match options.reading.get(&root) {
            Some(reading) => syntax::parse_with(file, &source, reading),
            None => syntax::parse(file, &source),
        };
        Ok((source, document))
    };
    let read: Vec<(SourceFile, Document)> = if parallel {
        let inputs: Vec<(usize, Input)> = inputs.into_iter().enumerate().collect();
        inputs.into_par_iter().map(read).collect::<Result<_, _>>()?
    } else {
        inputs.into_iter().enumerate().map(read).collect::<Result<_, _>>()?
    };
    let (mut sources, mut documents): (Vec<SourceFile>, Vec<Document>) = read.into_iter().unzip();
    // A log is a source in which findings may stand, and a document that states nothing.
    let mut logs = Vec::new();
    for (path, bytes) in options.record.iter().flat_map(|record| &record.logs) {
        let file = FileIx(sources.len() as u32);
        sources.push(
            SourceFile::new(path.clone(), bytes.clone())
                .map_err(|reason| CompileError::Decode { path: path.clone(), reason })?,
        );
        documents.push(Document { file, ..Document::default() });
        roots.push(roots.last().copied().unwrap_or_default());
        named.push(false);
        logs.push(file);
    }
    let plan = plan::lower_with(&sources, &documents, &roots, &options.roles);
    within(&plan, &sources, &roots, options)?;
    let union = Graph::build(&plan, NeedsMode::Union);
    let mut estimates = estimates(&plan, &union, options.default_estimate);
    replace_defaults(&mut estimates, &plan, &roots, options);
    let narrowed = (options.needs != NeedsMode::Union).then(|| Graph::build(&plan, options.needs));
    let record = options.record.as_ref();
    let record =
        record.map(|own| Record::new(&plan, &sources, &logs, own.now, own.clock, (own.gate, own.phase_gate)));
    let facts = Facts {
        sources: &sources,
        documents: &documents,
        plan: &plan,
        graph: &union,
        estimates: &estimates,
        named: &named,
        roots: &roots,
        maps: &[],
        settings: &options.checks,
        record: record.as_ref(),
    };
    let check::Findings { kept: findings, left_out } = check::run(&facts);
    if !options.calibration.is_empty() {
        estimates = calibrated(&plan, &estimates, &options.calibration);
    }
    let schedules = if (1..=options.schedule_up_to).contains(&plan.subtasks.len()) {
        let limits = Limits {
            windows: options.windows,
            needs: options.needs,
            file_locks: options.file_locks,
            curve: options.curve,
            rough: options.rough,
            ..Limits::default()
        };
        match schedule::schedules(&plan, narrowed.as_ref().unwrap_or(&union), &estimates, &limits) {
            Ok(schedules) => Some(schedules),
            Err(ScheduleError::Cycle) => None,
            Err(error) => return Err(CompileError::Schedule(error.to_string())),
        }
    } else {
        None
    };
    Ok(Compilation {
        sources,
        documents,
        plan,
        union,
        narrowed,
        estimates,
        schedules,
        prompt_name: options.prompt_name.clone(),
        findings,
        left_out,
    })
}

/// Refuses a plan that is larger than its root may be.
fn within(plan: &Plan, sources: &[SourceFile], roots: &[u32], options: &Options) -> Result<(), CompileError> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for ix in plan.indices() {
        let place = plan.subtask(ix).place;
        let root = roots[place.file.index()];
        let most = options.most.get(&root).copied().unwrap_or_default();
        let count = counts.entry(root).or_default();
        *count += 1;
        let limit = if *count > most.subtasks {
            format!("the plan has more than {} subtasks (`subtasks` of [limits])", most.subtasks)
        } else if plan.needs_of(ix).len() > most.needs {
            format!(
                "{} states more than {} needs (`needs-per-task` of [limits]); name a phase or a range instead",
                plan.name(ix),
                most.needs
            )
        } else {
            continue;
        };
        let source = &sources[place.file.index()];
        let place = format!("{}:{}", source.path(), source.line(place.span.start));
        return Err(CompileError::TooMany { place, limit });
    }
    Ok(())
}

/// Subtasks without any estimate get the one of their root.
fn replace_defaults(estimates: &mut [Estimate], plan: &Plan, roots: &[u32], options: &Options) {
    if options.root_estimates.is_empty() {
        return;
    }
    for (estimate, subtask) in estimates.iter_mut().zip(&plan.subtasks) {
        let root = roots[subtask.place.file.index()];
        if let (EstimateSource::Default, Some(&minutes)) =
            (estimate.source, options.root_estimates.get(&root))
        {
            (estimate.min, estimate.likely, estimate.max) = (minutes, minutes, minutes);
        }
    }
}

/// The findings of one text, as if it were a file that was named.
///
/// # Errors
/// As [`compile`].
pub fn check_text(path: &str, text: &str) -> Result<Vec<Diagnostic>, CompileError> {
    let input = Input { path: path.to_owned(), bytes: text.as_bytes().to_vec(), root: 0, named: true };
    let options = Options { schedule_up_to: 0, ..Options::default() };
    compile(vec![input], &options).map(|compilation| compilation.findings)
}

impl Compilation {
    /// The graph over the needs that count.
    pub fn graph(&self) -> &Graph {
        self.narrowed.as_ref().unwrap_or(&self.union)
    }
}
