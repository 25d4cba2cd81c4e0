use std::cmp::Reverse;

use super::assemble::Shared;
use super::engine::Problem;
use super::pricer::Pricer;
use super::{Lock, Makespan, Price};

/// What it costs that a file has one writer at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockPrice {
    /// The file and its writers.
    pub lock: Lock,
    /// Dataflow with every lock against dataflow without this one; `None` where it was left out.
    pub price: Option<Price>,
}

/// The price of each lock, dearest first, and of all together; `None` where there are none.
pub(super) fn lock_prices(shared: &Shared<'_>, base: Makespan) -> (Vec<LockPrice>, Option<Price>) {
    if shared.locks.is_empty() {
        return (Vec::new(), None);
    }
    let problem = shared.problem();
    let mut pricer = Pricer::new(shared, &problem, base, shared.locks.len() + 1);
    let nothing = Price::nothing(base);
    let idle = pricer.work_proves() || pricer.chain_proves();
    let all =
        if idle { Some(nothing) } else { pricer.price(|| Problem { locks: Vec::new(), ..problem.clone() }) };
    let mut order: Vec<usize> = (0..shared.locks.len()).collect();
    let work = |at: usize| -> u64 { problem.locks[at].iter().map(|&v| problem.durations[v as usize]).sum() };
    order.sort_by_cached_key(|&at| Reverse(work(at)));
    let mut found: Vec<LockPrice> = Vec::with_capacity(order.len());
    for at in order {
        let price = if all.is_some_and(|all| all.most().is_zero()) {
            Some(nothing)
        } else {
            pricer.price(|| {
                let mut variant = problem.clone();
                variant.locks.swap_remove(at);
                variant
            })
        };
        found.push(LockPrice { lock: shared.locks[at].clone(), price });
    }
    found.sort_by(|a, b| rank(a.price).cmp(&rank(b.price)).then_with(|| a.lock.path.cmp(&b.lock.path)));
    (found, all)
}

/// Dearest first, what was left out last.
pub(super) fn rank(price: Option<Price>) -> impl Ord {
    let known = price.map(|price| (price.found(), price.most()));
    (known.is_none(), Reverse(known))
}
