//! Adjacency rows in one allocation.

/// Rows of `u32` targets, kept in one allocation (compressed sparse rows).
///
/// Row `i` lists what task `i` points at, for example what it needs.
/// The order inside a row is the order in which the targets were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Csr {
    /// Start of each row in `targets`, and the end of the last row.
    offsets: Vec<u32>,
    targets: Vec<u32>,
}

impl Default for Csr {
    fn default() -> Self {
        Self { offsets: vec![0], targets: Vec::new() }
    }
}

impl Csr {
    /// Takes one slice of targets per row.
    pub fn from_rows<R: AsRef<[u32]>>(rows: &[R]) -> Self {
        let mut offsets = Vec::with_capacity(rows.len() + 1);
        let mut targets = Vec::with_capacity(rows.iter().map(|row| row.as_ref().len()).sum());
        offsets.push(0);
        for row in rows {
            targets.extend_from_slice(row.as_ref());
            offsets.push(targets.len() as u32);
        }
        Self { offsets, targets }
    }

    /// Takes `(row, target)` pairs in any order, by counting sort.
    ///
    /// Pairs of one row keep their order. Every row must be below `rows`.
    pub fn from_pairs(rows: usize, pairs: &[(u32, u32)]) -> Self {
        Self::from_pair_iter(rows, || pairs.iter().copied())
    }

    /// The counting sort behind [`Csr::from_pairs`]; walks the pairs twice.
    fn from_pair_iter<I: Iterator<Item = (u32, u32)>>(rows: usize, pairs: impl Fn() -> I) -> Self {
        let mut offsets = vec![0_u32; rows + 1];
        for (row, _) in pairs() {
            offsets[row as usize + 1] += 1;
        }
        for row in 0..rows {
            offsets[row + 1] += offsets[row];
        }
        let mut next: Vec<u32> = offsets[..rows].to_vec();
        let mut targets = vec![0; offsets[rows] as usize];
        for (row, target) in pairs() {
            let place = &mut next[row as usize];
            targets[*place as usize] = target;
            *place += 1;
        }
        Self { offsets, targets }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Whether there is no row at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Targets of row `i`.
    pub fn row(&self, i: usize) -> &[u32] {
        &self.targets[self.offsets[i] as usize..self.offsets[i + 1] as usize]
    }

    /// All `(row, target)` pairs, row by row.
    pub fn pairs(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        (0..self.len()).flat_map(|row| self.row(row).iter().map(move |&target| (row as u32, target)))
    }

    /// The same pairs with row and target exchanged; rows come out sorted.
    ///
    /// Every target must be below the number of rows.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self::from_pair_iter(self.len(), || self.pairs().map(|(row, target)| (target, row)))
    }

    /// Number of targets in all rows together.
    pub fn targets_len(&self) -> usize {
        self.targets.len()
    }
}

#[cfg(test)]
mod tests {
    use super::Csr;

    #[test]
    fn rows_and_pairs_agree() {
        let rows: [&[u32]; 4] = [&[], &[0], &[0, 1], &[2, 0]];
        let csr = Csr::from_rows(&rows);
        assert_eq!(csr.len(), 4);
        assert_eq!(csr.targets_len(), 5);
        assert_eq!(csr.row(3), [2, 0]);
        let pairs: Vec<_> = csr.pairs().collect();
        assert_eq!(Csr::from_pairs(4, &pairs), csr);
    }

    #[test]
    fn reversing_turns_needs_into_followers() {
        let rows: [&[u32]; 4] = [&[], &[0], &[0, 1], &[2, 0]];
        let back = Csr::from_rows(&rows).reversed();
        assert_eq!(back.row(0), [1, 2, 3]);
        assert_eq!(back.row(2), [3]);
        assert!(back.row(3).is_empty());
        assert!(Csr::default().is_empty());
        assert!(Csr::default().reversed().is_empty());
    }
}
