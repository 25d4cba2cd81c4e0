use serde::Serialize;

use super::feature_times::FeatureView;
use super::makespan::{MakespanView, PriceView};
use super::number::Number;
use crate::plan::{Plan, SubtaskIx};
use crate::schedule::{Answers, Disagreement, LockPrice, Makespan, Percentiles, Price, Risk, Shortening};
use crate::syntax::Minutes;

/// The answers beside the schedules; all are null where nobody asked.
#[derive(Clone, Debug, Serialize)]
pub(super) struct AnswersView<'a> {
    locks: Option<Vec<LockView<'a>>>,
    /// All locks together; null where there are none, too.
    all_locks: Option<PriceView>,
    barriers: Option<Vec<BarrierView>>,
    disagreements: Option<Vec<DisagreementView<'a>>>,
    /// Whether every disagreement is listed.
    disagreements_complete: Option<bool>,
    /// Dataflow with the needs of both, of maps and of specs.
    by_needs: Option<Vec<ByNeedsView>>,
    shortening: Option<Vec<ShorteningView<'a>>>,
    unpriced: Option<UnpricedView>,
    /// Null where no estimate is a range, too, and where the plan is too large.
    risk: Option<RiskView<'a>>,
    features: Option<Vec<FeatureView<'a>>>,
}

#[derive(Clone, Debug, Serialize)]
struct LockView<'a> {
    path: &'a str,
    writers: Vec<&'a str>,
    price: Option<PriceView>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct BarrierView {
    mode: &'static str,
    price: PriceView,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct DisagreementView<'a> {
    subtask: &'a str,
    needs: &'a str,
    stated_by: &'static str,
    price: Option<PriceView>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct ByNeedsView {
    needs: &'static str,
    #[serde(flatten)]
    makespan: MakespanView,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct ShorteningView<'a> {
    id: &'a str,
    key: &'a str,
    minutes: Number,
    half_minutes: Number,
    price: Option<PriceView>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct UnpricedView {
    locks: usize,
    disagreements: usize,
    shortening: usize,
}

#[derive(Clone, Debug, Serialize)]
struct RiskView<'a> {
    seed: u64,
    samples: u32,
    percentiles: Vec<PercentilesView>,
    criticality: Vec<CriticalityView<'a>>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct PercentilesView {
    mode: &'static str,
    p50_minutes: Number,
    p80_minutes: Number,
    p95_minutes: Number,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct CriticalityView<'a> {
    id: &'a str,
    key: &'a str,
    /// From 0 to 1.
    share: f64,
}

impl<'a> AnswersView<'a> {
    pub(super) fn new(plan: &'a Plan, answers: Option<&'a Answers>) -> AnswersView<'a> {
        let unpriced = |answers: &Answers| {
            let [locks, disagreements, shortening] = answers.unpriced();
            UnpricedView { locks, disagreements, shortening }
        };
        let by_needs = |answers: &'a Answers| {
            let makespans = &answers.disagreements.makespans;
            let view = |(needs, makespan): &(crate::graph::NeedsMode, Makespan)| ByNeedsView {
                needs: needs.name(),
                makespan: MakespanView::new(*makespan),
            };
            makespans.iter().map(view).collect()
        };
        let barriers = |answers: &'a Answers| {
            let view = |(mode, price): &(crate::schedule::Mode, Price)| BarrierView {
                mode: mode.name(),
                price: PriceView::new(*price),
            };
            answers.barriers.iter().map(view).collect()
        };
        AnswersView {
            locks: answers.map(|a| a.locks.iter().map(|lock| lock_view(plan, lock)).collect()),
            all_locks: answers.and_then(|a| a.all_locks).map(PriceView::new),
            barriers: answers.map(barriers),
            disagreements: answers
                .map(|a| a.disagreements.needs.iter().map(|need| disagreement_view(plan, need)).collect()),
            disagreements_complete: answers.map(|a| !a.disagreements.cut),
            by_needs: answers.map(by_needs),
            shortening: answers.map(|a| a.shortenings.iter().map(|s| shortening_view(plan, s)).collect()),
            unpriced: answers.map(unpriced),
            risk: answers.and_then(|a| a.risk.as_ref()).map(|risk| risk_view(plan, risk)),
            features: answers.map(|a| a.features.iter().map(|row| FeatureView::new(plan, row)).collect()),
        }
    }
}

pub(super) fn names(plan: &Plan, ix: SubtaskIx) -> (&str, &str) {
    let subtask = plan.subtask(ix);
    (&subtask.id, &subtask.key)
}

fn lock_view<'a>(plan: &'a Plan, found: &'a LockPrice) -> LockView<'a> {
    LockView {
        path: found.lock.label(),
        writers: found.lock.writers.iter().map(|&ix| plan.name(ix)).collect(),
        price: found.price.map(PriceView::new),
    }
}

fn disagreement_view<'a>(plan: &'a Plan, need: &Disagreement) -> DisagreementView<'a> {
    DisagreementView {
        subtask: plan.name(need.subtask),
        needs: plan.name(need.needed),
        stated_by: need.stated_by.name(),
        price: need.price.map(PriceView::new),
    }
}

fn shortening_view<'a>(plan: &'a Plan, found: &Shortening) -> ShorteningView<'a> {
    let (id, key) = names(plan, found.subtask);
    let half = Minutes::from_parts(found.minutes.parts() / 2);
    let price = found.price.map(PriceView::new);
    ShorteningView { id, key, minutes: Number(found.minutes), half_minutes: Number(half), price }
}

fn risk_view<'a>(plan: &'a Plan, risk: &Risk) -> RiskView<'a> {
    let percentiles = |p: &Percentiles| PercentilesView {
        mode: p.mode.name(),
        p50_minutes: Number(p.p50),
        p80_minutes: Number(p.p80),
        p95_minutes: Number(p.p95),
    };
    let criticality = |&(ix, count): &(SubtaskIx, u32)| {
        let (id, key) = names(plan, ix);
        CriticalityView { id, key, share: f64::from(count) / f64::from(risk.samples.max(1)) }
    };
    RiskView {
        seed: risk.seed,
        samples: risk.samples,
        percentiles: risk.executions.iter().map(percentiles).collect(),
        criticality: risk.criticality.iter().map(criticality).collect(),
    }
}
