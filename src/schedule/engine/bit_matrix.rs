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

    /// Adds all bits of an earlier row to a later one.
    pub(super) fn absorb(&mut self, row: usize, earlier: usize) {
        let (head, tail) = self.bits.split_at_mut(row * self.words);
        let from = &head[earlier * self.words..(earlier + 1) * self.words];
        for (to, from) in tail.iter_mut().zip(from) {
            *to |= from;
        }
    }
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
        assert!(table.has(1, 69) && table.has(1, 3) && !table.has(2, 69));
        assert_eq!(table.row(0), [0, 1 << 5]);
    }
}
