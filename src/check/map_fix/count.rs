//! New counts in headings of phases.

use std::collections::{BTreeMap, BTreeSet};

use super::rewrite::Piece;
use crate::source::Span;
use crate::syntax::{Claim, ClaimEntity, Document, PhaseIx, Quantity};

/// Writes counts of phases and of branches anew that changed.
pub(super) fn recount(old: &Document, new: &Document, text: &str, pieces: &mut [Piece]) {
    if old.claims.len() != new.claims.len() {
        return;
    }
    let (old, new_index) = (Index::new(old), Index::new(new));
    let starts: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let mut lines: Vec<(usize, Span, String)> = Vec::new();
    for (before, after) in old.document.claims.iter().zip(&new.claims) {
        let (Some(was), Some(is)) = (old.counted(before), new_index.counted(after)) else { continue };
        // What was true stays true; what was false already does not become false in another way.
        let Some(stated) = number_of(before).filter(|stated| was != is && !is.contains(stated)) else {
            continue;
        };
        let digits = stated.to_string();
        let Some(found) = after.span.of(text).find(&digits) else { continue };
        let start = after.span.start as usize + found;
        let line = starts.partition_point(|&end| end < start);
        let now = if was[0] == stated { is[0] } else { is[usize::from(was[1] == stated)] };
        lines.push((line, Span::new(start, start + digits.len()), now.to_string()));
    }
    lines.sort_by_key(|(_, span, _)| std::cmp::Reverse(span.start));
    for (line, span, number) in lines {
        let start = text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1);
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let whole = match &pieces[line] {
            Piece::New(line) => line.clone(),
            Piece::Keep(_) => text[start..end].trim_end_matches('\r').to_owned(),
        };
        let (from, to) = (span.start as usize - start, span.end as usize - start);
        let behind = counted_words(&whole[to..], number == "1");
        pieces[line] = Piece::New(format!("{}{number}{behind}", &whole[..from]));
    }
}

/// The words behind a number: ` parallel windows)`, or ` parallel window)` behind a 1.
pub(super) fn counted_words(behind: &str, one: bool) -> String {
    let end = behind.find([')', ',', ';', '.']).unwrap_or(behind.len());
    let lower = behind[..end].to_ascii_lowercase();
    let last = |noun: &str| {
        let at = lower.find(noun)? + noun.len();
        let ends = !lower[at..].starts_with(|c: char| c.is_ascii_alphabetic() && c != 's');
        ends.then_some(at)
    };
    let Some(at) = ["window", "task"].iter().find_map(|noun| last(noun)) else { return behind.to_owned() };
    let plural = lower[at..].starts_with('s');
    match (one, plural) {
        (true, true) => format!("{}{}", &behind[..at], &behind[at + 1..]),
        (false, false) => format!("{}s{}", &behind[..at], &behind[at..]),
        _ => behind.to_owned(),
    }
}

pub(super) fn number_of(claim: &Claim) -> Option<u64> {
    let whole = claim.min.fract() == 0.0 && claim.min >= 0.0 && claim.min < 1e9;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked on the line above")]
    (whole && claim.min.to_bits() == claim.max.to_bits()).then_some(claim.min as u64)
}

/// Buffers of more windows than this are a slip of the pen.
const WIDEST: u32 = 10_000;

/// What stands in each phase or sub-phase of a document.
struct Index<'a> {
    document: &'a Document,
    /// Indices of statements, by phase.
    members: Vec<Vec<usize>>,
    by_name: BTreeMap<&'a str, Vec<PhaseIx>>,
}

impl<'a> Index<'a> {
    fn new(document: &'a Document) -> Index<'a> {
        let mut members = vec![Vec::new(); document.phases.len()];
        for (at, statement) in document.subtasks.iter().enumerate() {
            for ix in statement.phase.into_iter().chain(statement.sub_phase) {
                members[ix.index()].push(at);
            }
        }
        let mut by_name: BTreeMap<&str, Vec<PhaseIx>> = BTreeMap::new();
        for (at, phase) in document.phases.iter().enumerate() {
            by_name.entry(&phase.name).or_default().push(PhaseIx(at as u32));
        }
        Index { document, members, by_name }
    }

    fn windows(&self, statements: &[usize]) -> BTreeSet<u32> {
        statements.iter().filter_map(|&at| Some(self.document.subtasks[at].window?.number)).collect()
    }

    /// How many windows are kept free; those of a tree are the numbered ones of the window lines again.
    fn kept_free(&self, mut numbers: BTreeSet<u32>, phases: &[PhaseIx]) -> u64 {
        let (mut numbered, mut unnumbered) = (0, 0);
        for phase in phases {
            let mut here = 0;
            for buffer in self.document.buffers.iter().filter(|buffer| buffer.phase == Some(*phase)) {
                match buffer.windows.filter(|(first, last)| last.saturating_sub(*first) < WIDEST) {
                    Some((first, last)) => {
                        numbered += (first..=last).filter(|&number| numbers.insert(number)).count() as u64;
                    }
                    None => here += u64::from(buffer.count),
                }
            }
            unnumbered = here.max(unnumbered);
        }
        numbered + unnumbered.saturating_sub(numbered)
    }

    /// What a claim about a phase counts, without and with the integration test.
    fn counted(&self, claim: &Claim) -> Option<[u64; 2]> {
        let ix = match claim.entity {
            ClaimEntity::Branch { drawn, .. } => return Some([u64::from(drawn); 2]),
            ClaimEntity::Phase(ix) => ix,
            _ => return None,
        };
        let same = self.by_name.get(self.document.phases.get(ix.index())?.name.as_str())?;
        let of_name = || same.iter().flat_map(|ix| &self.members[ix.index()]).copied().collect::<Vec<_>>();
        let own = &self.members[ix.index()];
        let stated = if own.is_empty() { of_name() } else { own.clone() };
        let id = |&at: &usize| {
            let id = &self.document.subtasks[at].id;
            (id.feature.as_deref(), id.text.as_str())
        };
        let ids: BTreeSet<_> = stated.iter().map(id).collect();
        let tests = ids.iter().filter(|(_, id)| *id == "INTEGRATION").count();
        match claim.quantity {
            Quantity::Subtasks => Some([(ids.len() - tests) as u64, ids.len() as u64]),
            Quantity::Windows => {
                let (numbers, phases) = match self.windows(&stated) {
                    none if none.is_empty() => (self.windows(&of_name()), same.as_slice()),
                    own => (own, std::slice::from_ref(&ix)),
                };
                let all = if numbers.is_empty() {
                    ids.len() as u64 + self.kept_free(numbers, phases)
                } else {
                    numbers.len() as u64 + self.kept_free(numbers, phases)
                };
                Some([all, all])
            }
            _ => None,
        }
    }
}
