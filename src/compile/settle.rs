//! One step of fixing: everything that can be applied together, less what does harm.

use std::collections::{BTreeMap, BTreeSet};

use super::edit::apply;
use super::harm::{Done, Key, Suspect, key, suspects, worse};
use super::{Compilation, CompileError, FixOptions, Input, Mended, Options, RefusedFix, compile};
use crate::diag::Diagnostic;
use crate::source::FileIx;

/// Files and what follows from them.
pub(super) struct State {
    pub(super) inputs: Vec<Input>,
    pub(super) compilation: Compilation,
}

pub(super) fn compiled(inputs: &[Input], options: &FixOptions) -> Result<Compilation, CompileError> {
    compile(inputs.to_vec(), &Options { schedule_up_to: 0, ..options.compile.clone() })
}

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

/// Rules whose fix is one rewrite of the map.
const REWRITE: [&str; 3] = ["P201", "P202", "P407"];

/// Fixes rounds on end, leaves out one fix after the other until the result is better than `before`.
/// Nothing where no fix is left.
pub(super) fn settle(
    before: &State,
    options: &FixOptions,
    tries: &mut usize,
) -> Result<(Option<State>, Done, Vec<RefusedFix>), CompileError> {
    let mut blocked = Blocked::default();
    let mut refused = Vec::new();
    let (asked, mut options, mut partly) = (options, options.clone(), None);
    loop {
        let state = partly.as_ref().unwrap_or(before);
        let Attempt { after, done, mended, groups } = attempt(state, &options, &blocked)?;
        let Some(after) = after else { return Ok((None, Done::new(), refused)) };
        let Some((file, reason)) = worse(&before.compilation, &after.compilation, &mended) else {
            let State { inputs, mut compilation } = after;
            if partly.is_some() {
                compilation = compiled(&inputs, asked)?;
            }
            return Ok((Some(State { inputs, compilation }), done, refused));
        };
        let suspects = suspects(&before.inputs, &done, file);
        let harm = (file, reason);
        let culprit = culprit(state, &options, &blocked, &suspects, &harm, tries)?;
        let (_, reason) = harm;
        let path = before.inputs[culprit.0].path.clone();
        let groups: Vec<Group> =
            groups.into_iter().filter(|((of, _), _)| *of == culprit).map(|(_, g)| g).collect();
        // Findings about phases share one rewrite; without this rule it is another one, which may do no harm.
        if REWRITE.contains(&culprit.1) && blocked.rules.insert(culprit) {
            options.compile.checks.leave_unfixed(FileIx(culprit.0 as u32), culprit.1);
            let inputs = before.inputs.clone();
            partly = Some(State { compilation: compiled(&inputs, &options)?, inputs });
            refused.push(RefusedFix { path, code: culprit.1, fixes: groups.len(), reason });
            continue;
        }
        let harmful = harmful(state, &options, &blocked, culprit, &groups, tries)?;
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
    Ok(found.is_none_or(|(file, _)| suspects(&before.inputs, &done, file).first() != Some(&suspect)))
}

/// Findings that one fix mends.
type Group = BTreeSet<Key>;

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

/// Whose fixes are left out next: the first without which that harm is not done, else the first of all.
fn culprit(
    before: &State,
    options: &FixOptions,
    blocked: &Blocked,
    suspects: &[Suspect],
    harm: &(usize, String),
    tries: &mut usize,
) -> Result<Suspect, CompileError> {
    // Something was applied, or there would be no result to judge.
    let Some((&first, others)) = suspects.split_first() else { return Ok((harm.0, "")) };
    for &suspect in suspects.iter().take(if others.is_empty() { 0 } else { suspects.len() }) {
        if *tries == 0 {
            break;
        }
        *tries -= 1;
        let mut trial = blocked.clone();
        trial.rules.insert(suspect);
        let Attempt { after, mended, .. } = attempt(before, options, &trial)?;
        let left = after.and_then(|after| worse(&before.compilation, &after.compilation, &mended));
        if left.as_ref() != Some(harm) {
            return Ok(suspect);
        }
    }
    Ok(first)
}
