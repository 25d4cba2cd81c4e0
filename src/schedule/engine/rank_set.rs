//! A set of small numbers that gives up its smallest quickly.

/// Numbers below a fixed limit, as a tree of 64-bit words.
///
/// Insert and remove-smallest cost one step per level: four levels hold 16 million numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct RankSet {
    /// The numbers themselves first; each further level marks the words of the one below that are not empty.
    levels: Vec<Vec<u64>>,
}

impl RankSet {
    /// Empties the set and makes room for numbers below `limit`.
    pub(super) fn reset(&mut self, limit: usize) {
        let mut words = limit.div_ceil(64).max(1);
        if self.levels.first().is_some_and(|level| level.len() == words) {
            self.levels.iter_mut().for_each(|level| level.fill(0));
            return;
        }
        self.levels.clear();
        loop {
            self.levels.push(vec![0; words]);
            if words == 1 {
                return;
            }
            words = words.div_ceil(64);
        }
    }

    /// Adds a number.
    pub(super) fn insert(&mut self, number: u32) {
        let mut at = number as usize;
        for level in &mut self.levels {
            let word = &mut level[at / 64];
            let was_empty = *word == 0;
            *word |= 1 << (at % 64);
            if !was_empty {
                return;
            }
            at /= 64;
        }
    }

    /// Takes the smallest number out.
    pub(super) fn pop(&mut self) -> Option<u32> {
        let mut at = 0;
        for level in self.levels.iter().rev() {
            let word = level[at];
            if word == 0 {
                return None;
            }
            at = at * 64 + word.trailing_zeros() as usize;
        }
        let mut place = at;
        for level in &mut self.levels {
            let word = &mut level[place / 64];
            *word &= !(1 << (place % 64));
            if *word != 0 {
                break;
            }
            place /= 64;
        }
        Some(at as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_numbers_in_order() {
        let mut set = RankSet::default();
        set.reset(300_000);
        for number in [299_999, 0, 64, 63, 4_096, 70_000, 64] {
            set.insert(number);
        }
        let drained: Vec<u32> = std::iter::from_fn(|| set.pop()).collect();
        assert_eq!(drained, [0, 63, 64, 4_096, 70_000, 299_999]);
        set.insert(5);
        assert_eq!(set.pop(), Some(5));
        assert_eq!(set.pop(), None);
    }
}
