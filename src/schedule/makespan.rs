use crate::syntax::Minutes;

/// What is known about the shortest way to run something: a schedule, and what no schedule beats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Makespan {
    /// The length of the best schedule found.
    pub found: Minutes,
    /// What no schedule beats.
    pub lower_bound: Minutes,
}

impl Makespan {
    /// Whether both are equal: nothing is shorter.
    pub fn is_proven(self) -> bool {
        self.found == self.lower_bound
    }
}

/// What a restriction costs: the makespan with it against the makespan without it.
///
/// A price is a difference of two makespans, so it is exact only where both are proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// With the restriction.
    pub with: Makespan,
    /// Without it.
    pub without: Makespan,
    /// Whether it is known to change nothing.
    free: bool,
}

impl Price {
    /// The price of a restriction. Every schedule with it holds without it as well, so what is known about one
    /// side bounds the other.
    pub fn new(with: Makespan, without: Makespan) -> Price {
        let lower_bound = with.lower_bound.max(without.lower_bound);
        let found = without.found.min(with.found);
        Price { with: Makespan { lower_bound, ..with }, without: Makespan { found, ..without }, free: false }
    }

    /// Nothing: the makespan is the same without the restriction.
    pub fn nothing(with: Makespan) -> Price {
        Price { with, without: with, free: true }
    }

    /// It costs at least this much.
    pub fn least(&self) -> Minutes {
        self.with.lower_bound - self.without.found
    }

    /// It costs at most this much.
    pub fn most(&self) -> Minutes {
        if self.free { Minutes::ZERO } else { self.with.found - self.without.lower_bound }
    }

    /// What the schedules found differ by; the price where it is exact.
    pub fn found(&self) -> Minutes {
        self.with.found - self.without.found
    }

    /// Whether it is known exactly.
    pub fn is_exact(&self) -> bool {
        self.least() == self.most()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn makespan(lower_bound: u64, found: u64) -> Makespan {
        Makespan { found: Minutes::new(found), lower_bound: Minutes::new(lower_bound) }
    }

    #[test]
    fn a_price_is_exact_only_between_proven_makespans() {
        let price = Price::new(makespan(108, 108), makespan(88, 88));
        assert_eq!(
            (price.least(), price.most(), price.is_exact()),
            (Minutes::new(20), Minutes::new(20), true)
        );
        let price = Price::new(makespan(100, 108), makespan(90, 95));
        assert_eq!(
            (price.least(), price.most(), price.is_exact()),
            (Minutes::new(5), Minutes::new(18), false)
        );
    }

    #[test]
    fn each_side_bounds_the_other() {
        // Found longer without the restriction than with it: the schedule with it holds as well.
        let price = Price::new(makespan(80, 90), makespan(85, 95));
        assert_eq!(price.without.found, Minutes::new(90));
        assert_eq!(price.with.lower_bound, Minutes::new(85));
        assert_eq!((price.least(), price.most()), (Minutes::ZERO, Minutes::new(5)));
        let same = Price::nothing(makespan(80, 90));
        assert!(same.is_exact() && same.most().is_zero());
    }
}
