//! Sets of tasks as rows of bits.

/// A square or oblong table of bits, one row per task.
#[derive(Clone, Debug, Default)]
pub(super) struct BitMatrix {
    words: usize,
    bits: Vec<u64>,
}

impl BitMatrix {
    /// All bits clear.
    pub(super) fn new(rows: usize, columns: usize) -> Self {
        let words = columns.div_ceil(64);
        Self { words, bits: vec![0; rows * words] }
    }

    pub(super) fn row(&self, row: usize) -> &[u64] {
        &self.bits[row * self.words..(row + 1) * self.words]
    }

    pub(super) fn has(&self, row: usize, column: usize) -> bool {
        self.bits[row * self.words + column / 64] >> (column % 64) & 1 == 1
    }

    pub(super) fn set(&mut self, row: usize, column: usize) {
        self.bits[row * self.words + column / 64] |= 1 << (column % 64);
    }

    pub(super) fn clear(&mut self, row: usize, column: usize) {
        self.bits[row * self.words + column / 64] &= !(1 << (column % 64));
    }

    /// Adds all bits of an earlier row to a later one.
    pub(super) fn absorb(&mut self, row: usize, earlier: usize) {
        let (head, tail) = self.bits.split_at_mut(row * self.words);
        let from = &head[earlier * self.words..(earlier + 1) * self.words];
        for (to, from) in tail.iter_mut().zip(from) {
            *to |= from;
        }
    }

    /// Adds all bits of a later row to an earlier one.
    pub(super) fn absorb_later(&mut self, row: usize, later: usize) {
        let (head, tail) = self.bits.split_at_mut(later * self.words);
        for (to, from) in head[row * self.words..].iter_mut().zip(&tail[..self.words]) {
            *to |= from;
        }
    }

    /// Columns set in a row, ascending.
    pub(super) fn ones(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        ones(self.row(row))
    }

    /// Number of columns set in a row.
    pub(super) fn count(&self, row: usize) -> usize {
        self.row(row).iter().map(|word| word.count_ones() as usize).sum()
    }
}

/// Places of the bits set in a slice of words, ascending.
pub(super) fn ones(words: &[u64]) -> impl Iterator<Item = usize> + '_ {
    words.iter().enumerate().flat_map(|(place, &word)| {
        let mut rest = word;
        std::iter::from_fn(move || {
            if rest == 0 {
                return None;
            }
            let bit = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            Some(place * 64 + bit)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_to_themselves() {
        let mut table = BitMatrix::new(3, 70);
        table.set(0, 69);
        table.set(1, 3);
        table.absorb(1, 0);
        table.absorb_later(0, 1);
        assert_eq!(table.ones(1).collect::<Vec<_>>(), [3, 69]);
        assert_eq!(table.ones(0).collect::<Vec<_>>(), [3, 69]);
        assert_eq!((table.count(2), table.has(1, 69), table.has(2, 69)), (0, true, false));
    }
}
