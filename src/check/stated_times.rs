use std::collections::BTreeMap;

use super::said::short;
use super::words::way;
use super::{DocumentMap, Facts};
use crate::graph::EstimateSource;
use crate::plan::SubtaskIx;
use crate::syntax::{Claim, Minutes, StatedEstimate};

/// Least and most minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub(super) min: Minutes,
    pub(super) max: Minutes,
}

impl Span {
    pub(super) fn of(estimate: &StatedEstimate) -> Span {
        Span { min: estimate.min, max: estimate.max }
    }

    pub(super) fn plus(self, other: Span) -> Span {
        Span { min: self.min + other.min, max: self.max + other.max }
    }

    /// The larger of both ends.
    pub(super) fn no_less_than(self, other: Span) -> Span {
        Span { min: self.min.max(other.min), max: self.max.max(other.max) }
    }

    fn words(self, minutes: f64) -> String {
        let value = |time: Minutes| short(time.as_f64() / minutes);
        if self.min == self.max {
            value(self.min)
        } else {
            format!("{}-{}", value(self.min), value(self.max))
        }
    }
}

/// One time after another.
pub(super) fn total(times: &[Span]) -> Span {
    times.iter().copied().fold(Span::default(), Span::plus)
}

/// Minutes of a working day.
const DAY: f64 = 480.0;

/// `15 + 20 + 30 = 65 minutes`; a single time stands alone. What takes longer than ten hours is told in hours, or in
/// days if the author writes days, whose unit has `scale` minutes.
pub(super) fn sum_words(times: &[Span], scale: f64) -> String {
    let total = total(times);
    let (minutes, unit) = match total.max.as_f64() {
        most if most > 600.0 && scale >= DAY => (DAY, "day"),
        most if most > 600.0 => (60.0, "hour"),
        _ => (1.0, "minute"),
    };
    let (sum, parts) = (total.words(minutes), times.iter().map(|time| time.words(minutes)));
    let ending = if sum == "1" { "" } else { "s" };
    if times.len() < 2 {
        return format!("{sum} {unit}{ending}");
    }
    format!("{} = {sum} {unit}{ending}", parts.collect::<Vec<_>>().join(" + "))
}

/// Whether a claim of a document agrees with a computed time, rounded as the claim is; what is approximate may be off
/// by the tolerance.
pub(super) fn agrees(facts: &Facts<'_>, map: &DocumentMap, claim: &Claim, time: Span) -> bool {
    facts.said(map.file, claim).rounds(time.min.as_f64(), time.max.as_f64())
}

/// The time of each phase of a scope as the document states it; `None` unless every phase has one.
pub(super) fn of_phases(facts: &Facts<'_>, map: &DocumentMap, phases: &[usize]) -> Option<Vec<Span>> {
    phases.iter().map(|&phase| of_phase(facts, map, phase)).collect()
}

fn of_phase(facts: &Facts<'_>, map: &DocumentMap, phase: usize) -> Option<Span> {
    let document = &facts.documents[map.file.index()];
    let mut stated = map.phases[phase].stated.iter();
    let own = stated.find_map(|ix| document.phases[ix.index()].estimate.as_ref());
    own.map(Span::of)
        .or_else(|| Some(of_sub_phases(facts, map, phase)?.into_iter().fold(Span::default(), Span::plus)))
}

/// The times of a phase's sub-phases; `None` unless there are some and every one has one.
pub(super) fn of_sub_phases(facts: &Facts<'_>, map: &DocumentMap, phase: usize) -> Option<Vec<Span>> {
    let document = &facts.documents[map.file.index()];
    let joined = &map.phases[phase];
    if joined.sub_phases.is_empty() {
        return None;
    }
    joined
        .sub_phases
        .iter()
        .map(|name| {
            let mut of_name = document.phases.iter().filter(|sub| {
                sub.name == *name && sub.parent.is_some_and(|parent| joined.stated.contains(&parent))
            });
            of_name.find_map(|sub| sub.estimate.as_ref()).map(Span::of)
        })
        .collect()
}

/// The time of each phase as written, with a window for every subtask: the longest chain of the document's own
/// needs and estimates inside the phase; where a subtask has no estimate, what the phase is said to take.
/// `steps` is used up by one for each need that is looked at; with none left, no chain is followed.
pub(super) fn as_written(
    facts: &Facts<'_>,
    map: &DocumentMap,
    phases: &[usize],
    steps: &mut u64,
) -> Option<Vec<Span>> {
    if !facts.graph.cycles().is_empty() {
        return None;
    }
    let estimates = own_estimates(facts, map);
    phases
        .iter()
        .map(|&phase| {
            let chain = longest_chain(facts, map, phase, &estimates, steps);
            chain.map(|chain| chain.time).or_else(|| of_phase(facts, map, phase))
        })
        .collect()
}

/// The longest chain of needs inside one phase, by the estimates stated in it, else in other places.
/// `steps` is used up as in [`as_written`].
pub(super) fn chain(facts: &Facts<'_>, map: &DocumentMap, phase: usize, steps: &mut u64) -> Option<Chain> {
    if !facts.graph.cycles().is_empty() {
        return None;
    }
    let mut estimates = BTreeMap::new();
    for (ix, statement) in map.statements(facts, phase) {
        if let Some(estimate) = &statement.estimate {
            estimates.entry(ix).or_insert_with(|| Span::of(estimate));
        }
    }
    for &ix in &map.phases[phase].members {
        let known = facts.estimates[ix.index()];
        if known.source == EstimateSource::Stated {
            estimates.entry(ix).or_insert(Span { min: known.min, max: known.max });
        }
    }
    longest_chain(facts, map, phase, &estimates, steps)
}

/// The estimates that the document itself states.
fn own_estimates(facts: &Facts<'_>, map: &DocumentMap) -> BTreeMap<SubtaskIx, Span> {
    let at = map.file.index();
    let links: &[Option<SubtaskIx>] = facts.plan.documents.get(at).map_or(&[], |links| &links.subtasks);
    let mut found = BTreeMap::new();
    for (statement, &ix) in facts.documents[at].subtasks.iter().zip(links) {
        if let (Some(estimate), Some(ix)) = (&statement.estimate, ix) {
            found.entry(ix).or_insert_with(|| Span::of(estimate));
        }
    }
    found
}

/// Subtasks of one phase each of which needs the one before it.
pub(super) struct Chain {
    pub(super) time: Span,
    pub(super) subtasks: Vec<SubtaskIx>,
}

impl Chain {
    /// "the longest chain of needs inside it, `1.3.6` → `1.3.7`, takes 18 minutes".
    pub(super) fn words(&self, facts: &Facts<'_>, scale: f64) -> String {
        let (way, time) = (way(facts.plan, &self.subtasks), sum_words(&[self.time], scale));
        match self.subtasks.len() {
            1 => format!("{way} inside it takes {time}"),
            _ => format!("the longest chain of needs inside it, {way}, takes {time}"),
        }
    }
}

fn longest_chain(
    facts: &Facts<'_>,
    map: &DocumentMap,
    phase: usize,
    estimates: &BTreeMap<SubtaskIx, Span>,
    steps: &mut u64,
) -> Option<Chain> {
    let members = &map.phases[phase].members;
    if *steps == 0 || !members.iter().all(|ix| estimates.contains_key(ix)) {
        return None;
    }
    // Levels of the whole graph order the subtasks so that needs come first.
    let mut order = members.clone();
    order.sort_by_key(|&ix| facts.graph.level(ix));
    let mut ends: BTreeMap<SubtaskIx, Span> = BTreeMap::new();
    let mut before: BTreeMap<SubtaskIx, SubtaskIx> = BTreeMap::new();
    for ix in order {
        let needed = map.needed(facts, ix, steps);
        let needed = needed.iter().filter_map(|(needed, _)| Some((*needed, *ends.get(needed)?)));
        let mut start = Span::default();
        let mut latest: Option<(Span, SubtaskIx)> = None;
        for (needed, end) in needed {
            start = start.no_less_than(end);
            if latest.is_none_or(|(span, _)| span.max < end.max) {
                latest = Some((end, needed));
            }
        }
        before.extend(latest.map(|(_, needed)| (ix, needed)));
        ends.insert(ix, start.plus(estimates[&ix]));
    }
    let min = ends.values().map(|end| end.min).max()?;
    // Of equal ends the first.
    let (mut last, end) = ends.iter().rev().max_by_key(|(_, end)| end.max)?;
    let max = end.max;
    let mut subtasks = vec![*last];
    while let Some(needed) = before.get(last) {
        subtasks.push(*needed);
        last = needed;
    }
    subtasks.reverse();
    (*steps > 0).then_some(Chain { time: Span { min, max }, subtasks })
}

#[cfg(test)]
mod tests {
    use super::super::said::Said;
    use super::super::{Rounding, RuleSettings};
    use super::*;
    use crate::source;
    use crate::syntax::{ClaimEntity, Quantity};

    fn claim(min: f64, max: f64, approximate: bool, precision: f64) -> Claim {
        let (entity, quantity) = (ClaimEntity::Plan, Quantity::ParallelMinutes);
        let span = source::Span::default();
        let (number, text) = (span, String::new());
        Claim {
            entity,
            quantity,
            min,
            max,
            approximate,
            precision,
            text,
            span,
            number,
            scale: 1.0,
            section: 0,
        }
    }

    fn minutes(n: u64) -> Span {
        Span { min: Minutes::new(n), max: Minutes::new(n) }
    }

    #[test]
    fn a_claim_is_judged_at_its_own_precision() {
        let agrees = |claim: &Claim, minutes: f64| Said::from(claim).rounds(minutes, minutes);
        assert!(!agrees(&claim(90.0, 90.0, false, 6.0), 100.0));
        assert!(agrees(&claim(96.0, 96.0, false, 6.0), 100.0), "rounded down to 1.6 h");
        assert!(agrees(&claim(102.0, 102.0, false, 6.0), 100.0), "rounded to 1.7 h");
        assert!(agrees(&claim(90.0, 120.0, false, 30.0), 100.0));
        assert!(agrees(&claim(105.0, 105.0, true, 1.0), 100.0));
        assert!(!agrees(&claim(115.0, 115.0, true, 1.0), 100.0));
    }

    #[test]
    fn the_configuration_chooses_tolerance_and_rounding() {
        let hour_and_a_half = claim(90.0, 90.0, false, 6.0);
        let rounds = |rounding, minutes| {
            let rules = RuleSettings { rounding, ..RuleSettings::default() };
            Said::from(&hour_and_a_half).under(&rules).rounds(minutes, minutes)
        };
        let each = [Rounding::Either, Rounding::Nearest, Rounding::Down];
        assert_eq!(each.map(|rounding| rounds(rounding, 88.0)), [true, true, false], "rounded up");
        assert_eq!(each.map(|rounding| rounds(rounding, 94.0)), [true, false, true], "rounded down");
        let about = claim(115.0, 115.0, true, 1.0);
        let within = |tolerance| {
            let rules = RuleSettings { tolerance, ..RuleSettings::default() };
            Said::from(&about).under(&rules).rounds(100.0, 100.0)
        };
        assert_eq!([0.1, 0.2].map(within), [false, true]);
    }

    #[test]
    fn sums_show_their_arithmetic() {
        let range = Span { min: Minutes::new(10), max: Minutes::new(12) };
        assert_eq!(sum_words(&[minutes(15), minutes(20)], 60.0), "15 + 20 = 35 minutes");
        assert_eq!(sum_words(&[minutes(15), range], 1.0), "15 + 10-12 = 25-27 minutes");
        assert_eq!(sum_words(&[range], 1.0), "10-12 minutes");
        assert_eq!(sum_words(&[minutes(450), minutes(600)], 1.0), "7.5 + 10 = 17.5 hours");
        assert_eq!(sum_words(&[minutes(4800), minutes(1200)], 480.0), "10 + 2.5 = 12.5 days");
    }
}
