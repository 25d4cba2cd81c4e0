use std::sync::LazyLock;

use super::label::{OPENERS, PHASES, PLURALS, UNITS};

/// Rows of a table of words by the first byte of the word, in any case: of many words most lines begin like none.
pub(super) struct ByFirst {
    /// Where the rows of each byte begin in `rows`; the last entry is the end.
    starts: [u16; 257],
    rows: Vec<u16>,
}

/// [`OPENERS`] by their first byte.
pub(super) static OPENERS_BY: LazyLock<ByFirst> = LazyLock::new(|| ByFirst::new(OPENERS.iter().copied()));
/// [`PHASES`] by their first byte.
pub(super) static PHASES_BY: LazyLock<ByFirst> =
    LazyLock::new(|| ByFirst::new(PHASES.iter().map(|(word, _)| *word)));
/// [`PLURALS`] by their first byte.
pub(super) static PLURALS_BY: LazyLock<ByFirst> = LazyLock::new(|| ByFirst::new(PLURALS.iter().copied()));
/// [`UNITS`] by their first byte.
pub(super) static UNITS_BY: LazyLock<ByFirst> =
    LazyLock::new(|| ByFirst::new(UNITS.iter().map(|(word, _)| *word)));

impl ByFirst {
    /// The rows of words, which keep their order.
    pub(super) fn new<'w>(words: impl Iterator<Item = &'w str>) -> ByFirst {
        let first = |word: &str| word.bytes().next().map_or(0, |byte| byte.to_ascii_lowercase());
        let mut pairs: Vec<(u8, u16)> =
            words.enumerate().map(|(row, word)| (first(word), row as u16)).collect();
        pairs.sort_unstable();
        let mut starts = [0; 257];
        for byte in 0..=255u8 {
            starts[usize::from(byte)] = pairs.partition_point(|&(first, _)| first < byte) as u16;
        }
        starts[256] = pairs.len() as u16;
        ByFirst { starts, rows: pairs.into_iter().map(|(_, row)| row).collect() }
    }

    /// The rows whose word may stand at the start of `text`.
    pub(super) fn of(&self, text: &str) -> impl Iterator<Item = usize> + '_ {
        let first = usize::from(text.bytes().next().map_or(0, |byte| byte.to_ascii_lowercase()));
        let (from, to) = (self.starts[first], self.starts[first + 1]);
        self.rows[usize::from(from)..usize::from(to)].iter().map(|&row| usize::from(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_order() {
        let by = ByFirst::new(["needs", "after", "need", "依赖"].into_iter());
        assert_eq!(by.of("Needs 1").collect::<Vec<_>>(), [0, 2]);
        assert_eq!(by.of("依赖：1").collect::<Vec<_>>(), [3]);
        assert_eq!(by.of("").count() + by.of("then").count(), 0);
    }
}
