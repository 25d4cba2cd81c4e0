/// Rows of `u32` targets in one allocation (compressed sparse rows).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Csr {
    offsets: Vec<u32>,
    targets: Vec<u32>,
}

impl Csr {
    /// Copies rows that are given one by one.
    pub fn from_rows<R: AsRef<[u32]>>(rows: &[R]) -> Csr {
        let mut offsets = Vec::with_capacity(rows.len() + 1);
        let mut targets = Vec::with_capacity(rows.iter().map(|r| r.as_ref().len()).sum());
        offsets.push(0);
        for row in rows {
            targets.extend_from_slice(row.as_ref());
            offsets.push(targets.len() as u32);
        }
        Csr { offsets, targets }
    }

    /// Groups `(row, target)` pairs by row with a counting sort; the order within a row is kept.
    pub fn from_pairs(rows: usize, pairs: &[(u32, u32)]) -> Csr {
        let mut offsets = vec![0u32; rows + 1];
        for &(row, _) in pairs {
            offsets[row as usize + 1] += 1;
        }
        for i in 0..rows {
            offsets[i + 1] += offsets[i];
        }
        let mut next = offsets.clone();
        let mut targets = vec![0u32; pairs.len()];
        for &(row, target) in pairs {
            let slot = &mut next[row as usize];
            targets[*slot as usize] = target;
            *slot += 1;
        }
        Csr { offsets, targets }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The targets of row `i`.
    pub fn row(&self, i: usize) -> &[u32] {
        &self.targets[self.offsets[i] as usize..self.offsets[i + 1] as usize]
    }

    /// How many targets all rows have together.
    pub fn targets_len(&self) -> usize {
        self.targets.len()
    }

    /// Rows and targets exchanged; rows of the result are in ascending order.
    #[must_use]
    pub fn reversed(&self) -> Csr {
        let mut offsets = vec![0u32; self.len() + 1];
        for &target in &self.targets {
            offsets[target as usize + 1] += 1;
        }
        for i in 0..self.len() {
            offsets[i + 1] += offsets[i];
        }
        let mut next = offsets.clone();
        let mut targets = vec![0u32; self.targets.len()];
        for row in 0..self.len() {
            for &target in self.row(row) {
                let slot = &mut next[target as usize];
                targets[*slot as usize] = row as u32;
                *slot += 1;
            }
        }
        Csr { offsets, targets }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_become_rows_and_back() {
        let csr = Csr::from_pairs(3, &[(2, 0), (0, 1), (2, 1)]);
        assert_eq!((csr.row(0), csr.row(1), csr.row(2)), (&[1][..], &[][..], &[0, 1][..]));
        assert_eq!(csr.reversed().row(1), &[0, 2]);
        assert_eq!(csr, Csr::from_rows(&[vec![1], vec![], vec![0, 1]]));
    }
}
