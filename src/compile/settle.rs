//! One step of fixing: everything that can be applied together, less what does harm.

use std::collections::{BTreeMap, BTreeSet};

use super::edit::apply;
use super::{Compilation, CompileError, FixOptions, Input, Mended, Options, RefusedFix, compile};
use crate::diag::{Diagnostic, Subject};

/// Files and what follows from them.
pub(super) struct State {
    pub(super) inputs: Vec<Input>,
    pub(super) compilation: Compilation,
}

pub(super) fn compiled(inputs: &[Input], options: &FixOptions) -> Result<Compilation, CompileError> {
    compile(inputs.to_vec(), &Options { schedule_up_to: 0, ..options.compile.clone() })
}

pub(super) type Done = BTreeMap<usize, Vec<Mended>>;

/// Fixes are applied again until nothing changes, at most this often.
pub(super) const ROUNDS: usize = 8;

/// Fixes that are left out: all of a rule in a file, or those of single findings.
#[derive(Clone, Default)]
struct Blocked {
    rules: BTreeSet<Suspect>,
    findings: BTreeSet<Key>,
}

impl Blocked {
    fn holds(&self, finding: &Diagnostic) -> bool {
        self.rules.contains(&(finding.primary.file.index(), finding.code))
            || self.findings.contains(&key(finding))
    }
}

/// Results that are read and checked to find out which fixes of a rule do harm; behind it all others of the rule are
/// left out.
pub(super) const TRIES: usize = 24;

/// Fixes rounds on end, leaves out one fix after the other until the result is better than `before`.
/// Nothing where no fix is left.
pub(super) fn settle(
    before: &State,
    options: &FixOptions,
    tries: &mut usize,
) -> Result<(Option<State>, Done, Vec<RefusedFix>), CompileError> {
    let mut blocked = Blocked::default();
    let mut refused = Vec::new();
    loop {
        let Attempt { after, done, mended, groups } = attempt(before, options, &blocked)?;
        let Some(after) = after else { return Ok((None, Done::new(), refused)) };
        let Some((file, reason)) = worse(&before.compilation, &after.compilation, &mended) else {
            return Ok((Some(after), done, refused));
        };
        let culprit = culprit(&before.inputs, &done, file);
        let path = before.inputs[culprit.0].path.clone();
        let groups: Vec<Group> =
            groups.into_iter().filter(|((of, _), _)| *of == culprit).map(|(_, g)| g).collect();
        let harmful = harmful(before, options, &blocked, culprit, &groups, tries)?;
        let fixes = if harmful.is_empty() { groups.len() } else { harmful.len() };
        refused.push(RefusedFix { path, code: culprit.1, fixes, reason });
        if harmful.is_empty() && !blocked.rules.insert(culprit) {
            return Ok((None, Done::new(), refused));
        }
        blocked.findings.extend(harmful.iter().flat_map(|group| group.iter().cloned()));
    }
}

/// Which fixes of a rule in a file make the result worse, by halves; none where that cannot be told, or where it is
/// all of them.
fn harmful<'a>(
    before: &State,
    options: &FixOptions,
    blocked: &Blocked,
    culprit: Suspect,
    groups: &'a [Group],
    tries: &mut usize,
) -> Result<Vec<&'a Group>, CompileError> {
    let mut out = vec![true; groups.len()];
    let mut open = Vec::from([(0, groups.len())]);
    while let Some((start, end)) = open.pop() {
        let part = start..end;
        // All of them together are known to be too many.
        if part.len() < groups.len() {
            if *tries == 0 {
                break;
            }
            *tries -= 1;
            let mut trial = blocked.clone();
            let others = groups.iter().enumerate().filter(|(at, _)| out[*at] && !part.contains(at));
            trial.findings.extend(others.flat_map(|(_, group)| group.iter().cloned()));
            if is_harmless(before, options, &trial, culprit)? {
                out[part].fill(false);
                continue;
            }
        }
        if end - start > 1 {
            let middle = start.midpoint(end);
            open.extend([(middle, end), (start, middle)]);
        }
    }
    let some = out.contains(&false);
    Ok(groups.iter().zip(out).filter(|(_, out)| *out && some).map(|(group, _)| group).collect())
}

fn is_harmless(
    before: &State,
    options: &FixOptions,
    blocked: &Blocked,
    suspect: Suspect,
) -> Result<bool, CompileError> {
    let Attempt { after, done, mended, .. } = attempt(before, options, blocked)?;
    let Some(after) = after else { return Ok(true) };
    let found = worse(&before.compilation, &after.compilation, &mended);
    Ok(found.is_none_or(|(file, _)| culprit(&before.inputs, &done, file) != suspect))
}

/// Findings that one fix mends.
type Group = BTreeSet<Key>;

/// A rule in a file.
type Suspect = (usize, &'static str);

/// A fix by its finding, if it is the only one that it mends, and its title.
type Name = (Option<Key>, String);

struct Attempt {
    /// Nothing where nothing was fixed.
    after: Option<State>,
    done: Done,
    /// How many findings of a key were mended.
    mended: BTreeMap<Key, usize>,
    /// The fixes of each rule in each file, in order.
    groups: BTreeMap<(Suspect, Name), Group>,
}

fn attempt(before: &State, options: &FixOptions, blocked: &Blocked) -> Result<Attempt, CompileError> {
    let mut attempt =
        Attempt { after: None, done: Done::new(), mended: BTreeMap::new(), groups: BTreeMap::new() };
    for _ in 0..ROUNDS {
        let State { inputs, compilation } = attempt.after.as_ref().unwrap_or(before);
        let findings = &compilation.findings;
        let free = |finding: &Diagnostic| {
            let file = finding.primary.file.index();
            !blocked.holds(finding) && (!options.only_plans || compilation.documents[file].is_plan())
        };
        let mut applied = apply(&compilation.sources, findings, options.allow_unsafe, free);
        applied.files.retain(|&file, bytes| inputs[file].bytes != *bytes);
        if applied.files.is_empty() {
            break;
        }
        let mut inputs = inputs.clone();
        let without_edits = applied.findings.iter().filter_map(|&at| findings[at].fix.as_ref());
        let shared: BTreeSet<&str> =
            without_edits.filter(|fix| fix.edits.is_empty()).map(|fix| fix.title.as_str()).collect();
        for &at in &applied.findings {
            let finding = &findings[at];
            let title = finding.fix.as_ref().map_or(String::new(), |fix| fix.title.clone());
            let of = (finding.primary.file.index(), finding.code);
            let own = (!shared.contains(title.as_str())).then(|| key(finding));
            attempt.groups.entry((of, (own, title.clone()))).or_default().insert(key(finding));
            let mended = Mended { code: finding.code, name: finding.name, title };
            attempt.done.entry(finding.primary.file.index()).or_default().push(mended);
            *attempt.mended.entry(key(finding)).or_default() += 1;
        }
        for (file, bytes) in applied.files {
            inputs[file].bytes = bytes;
        }
        attempt.after = Some(State { compilation: compiled(&inputs, options)?, inputs });
    }
    Ok(attempt)
}

/// A finding without its place: rule, file and subject.
pub(super) type Key = (usize, &'static str, Subject);

pub(super) fn key(finding: &Diagnostic) -> Key {
    (finding.primary.file.index(), finding.code, finding.subject.clone())
}

/// How many findings there are of each key.
pub(super) fn counted(findings: &[Diagnostic]) -> BTreeMap<Key, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(key(finding)).or_default() += 1;
    }
    counts
}

/// The first file, by its index, in which the result is no better, and why.
fn worse(
    before: &Compilation,
    after: &Compilation,
    mended: &BTreeMap<Key, usize>,
) -> Option<(usize, String)> {
    let names = |compilation: &Compilation| -> Vec<String> {
        let mut keys: Vec<String> = compilation.plan.subtasks.iter().map(|s| s.key.clone()).collect();
        keys.sort_unstable();
        keys
    };
    let (old, new) = (counted(&before.findings), counted(&after.findings));
    // The only subtask of a phase may start late where nothing else keeps a need before who needs it, and another
    // document may give a window that moved its old number: less than a need that cannot hold.
    let rewritten = |key: &Key| matches!(key.1, "P201" | "P202");
    let is_price = |file: usize, code: &str| match code {
        "P204" => mended.keys().any(|key| key.0 == file && rewritten(key)),
        "P305" => mended.keys().any(rewritten),
        _ => false,
    };
    for (key, &count) in &new {
        let (file, code, _) = key;
        let had = old.get(key).copied().unwrap_or(0);
        if count > had && !is_price(*file, code) {
            return Some((*file, format!("{code} would be found in the result")));
        }
        let left = had.saturating_sub(mended.get(key).copied().unwrap_or(0));
        if count > left && !is_price(*file, code) {
            return Some((*file, format!("{code} would still be found in the result")));
        }
    }
    let file = mended.keys().next().map_or(0, |key| key.0);
    (names(before) != names(after)).then(|| (file, "the result would state other subtasks".to_owned()))
}

/// Whose fixes are left out next: those that only move subtasks to an earlier phase, then rules that change needs, the
/// last of them first, since others make no findings elsewhere; in the file itself if it was fixed, else in another
/// one of its plan.
fn culprit(inputs: &[Input], done: &Done, file: usize) -> Suspect {
    let near = |other: usize| (other != file, inputs[other].root != inputs[file].root);
    let all = done.iter().flat_map(|(&file, mended)| mended.iter().map(move |mended| (file, mended.code)));
    let found = all.min_by_key(|&(file, code)| {
        (near(file), code != "P204", !code.starts_with("P1"), std::cmp::Reverse(code), file)
    });
    // Something was applied, or there would be no result to judge.
    found.unwrap_or((file, ""))
}
