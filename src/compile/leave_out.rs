use std::collections::{BTreeMap, BTreeSet};

use super::comment::{Comment, Places, prompts, text};
use super::edit::{is_exact, written};
use super::harm::{Key, counted, key};
use super::{Compilation, CompileError, Input, Options, compile};
use crate::diag::{Diagnostic, Edit};
use crate::source::{FileIx, Span};

/// What comments make of the files.
#[derive(Debug, Default)]
pub struct LeftOut {
    /// Files that change, in the order of inputs: the index of each and its new bytes.
    pub files: Vec<(usize, Vec<u8>)>,
    /// How many findings are left out.
    pub findings: usize,
    /// Findings about which no comment can be written, by their index.
    pub left: Vec<usize>,
}

/// As many results are looked at; comments about what is left then are not written.
const TRIES: usize = 400;

/// Writes comments that leave `wanted` out, which are findings of `before`, the compilation of `inputs`.
///
/// The result is read and checked: a comment is not written if its finding stays, if another finding comes, or if
/// subtasks or prompts change. Bytes outside of comments stay.
///
/// # Errors
/// As [`compile`].
pub fn leave_out(
    inputs: &[Input],
    before: &Compilation,
    options: &Options,
    wanted: &[Diagnostic],
    reason: &str,
) -> Result<LeftOut, CompileError> {
    let options = Options { schedule_up_to: 0, ..options.clone() };
    let mut work = Work {
        inputs,
        before,
        options: &options,
        wanted,
        reason,
        counts: counted(&before.findings),
        tries: TRIES,
    };
    let choices = work.choices();
    let mut taken: Vec<Pair> = Vec::new();
    let mut open: Vec<usize> = (0..wanted.len()).collect();
    for round in 0.. {
        let pairs = open.iter().filter_map(|&at| Some((at, *choices[at].get(round)?)));
        let mut pairs: Vec<Pair> = pairs.collect();
        if pairs.is_empty() {
            break;
        }
        // Findings of one line stay together.
        pairs.sort_by_key(|&(at, comment)| (comment, at));
        work.take(&mut taken, &pairs)?;
        let done: BTreeSet<usize> = taken.iter().map(|&(at, _)| at).collect();
        open.retain(|at| !done.contains(at));
    }
    Ok(LeftOut { files: work.files(&taken).into_iter().collect(), findings: taken.len(), left: open })
}

/// A finding, by its index, and the comment about it.
type Pair = (usize, Comment);

struct Work<'a> {
    inputs: &'a [Input],
    before: &'a Compilation,
    options: &'a Options,
    wanted: &'a [Diagnostic],
    reason: &'a str,
    counts: BTreeMap<Key, usize>,
    tries: usize,
}

impl Work<'_> {
    /// The comments that could leave each finding out.
    fn choices(&self) -> Vec<Vec<Comment>> {
        let mut places: BTreeMap<usize, Places<'_>> = BTreeMap::new();
        let mut choices = Vec::new();
        for finding in self.wanted {
            let file = finding.primary.file.index();
            let source = &self.before.sources[file];
            let places =
                places.entry(file).or_insert_with(|| Places::new(source, &self.before.documents[file]));
            let mut found = places.candidates(finding);
            found.retain(|comment| {
                let span = Span { start: comment.at, end: comment.until };
                is_exact(source, &Edit { file: comment.file, span, text: String::new() })
            });
            choices.push(found);
        }
        choices
    }

    /// Takes all of `pairs`, or as many as go together, by halves.
    fn take(&mut self, taken: &mut Vec<Pair>, pairs: &[Pair]) -> Result<(), CompileError> {
        if self.tries == 0 {
            return Ok(());
        }
        self.tries -= 1;
        let length = taken.len();
        taken.extend(pairs);
        if self.holds(taken)? {
            return Ok(());
        }
        taken.truncate(length);
        if let (first @ [_, ..], second @ [_, ..]) = pairs.split_at(pairs.len() / 2) {
            self.take(taken, first)?;
            self.take(taken, second)?;
        }
        Ok(())
    }

    /// Whether the findings of `taken` go, nothing else comes, and the plan stays.
    fn holds(&self, taken: &[Pair]) -> Result<bool, CompileError> {
        let mut inputs = self.inputs.to_vec();
        for (file, bytes) in self.files(taken) {
            inputs[file].bytes = bytes;
        }
        let after = compile(inputs, self.options)?;
        let mut allowed = self.counts.clone();
        for (at, _) in taken {
            if let Some(count) = allowed.get_mut(&key(&self.wanted[*at])) {
                *count = count.saturating_sub(1);
            }
        }
        let found = counted(&after.findings);
        let names = |plan: &crate::plan::Plan| -> Vec<String> {
            plan.subtasks.iter().map(|s| s.key.clone()).collect()
        };
        Ok(found.iter().all(|(key, count)| allowed.get(key).is_some_and(|allowed| count <= allowed))
            && names(&self.before.plan) == names(&after.plan)
            && prompts(&self.before.plan, &self.before.sources) == prompts(&after.plan, &after.sources))
    }

    /// The bytes that files have with these comments.
    fn files(&self, taken: &[Pair]) -> BTreeMap<usize, Vec<u8>> {
        let mut codes: BTreeMap<Comment, BTreeSet<&str>> = BTreeMap::new();
        for (at, comment) in taken {
            codes.entry(*comment).or_default().insert(self.wanted[*at].code);
        }
        let mut edits: BTreeMap<FileIx, Vec<Edit>> = BTreeMap::new();
        for (comment, codes) in &codes {
            let source = &self.before.sources[comment.file.index()];
            let text = text(source, *comment, codes, self.reason);
            let span = Span { start: comment.at, end: comment.until };
            edits.entry(comment.file).or_default().push(Edit { file: comment.file, span, text });
        }
        let bytes = |(file, edits): (FileIx, Vec<Edit>)| {
            (file.index(), written(&self.before.sources[file.index()], edits.iter()))
        };
        edits.into_iter().map(bytes).collect()
    }
}
