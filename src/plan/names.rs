use std::cmp::Ordering;

/// Compares ids as people count: `1.1.9` before `1.1.10`, `T002` before `T010`, digits before letters.
pub fn natural_cmp(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    loop {
        match (a.first(), b.first()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (number_a, rest_a) = split_digits(a);
                let (number_b, rest_b) = split_digits(b);
                let order = number_a.len().cmp(&number_b.len()).then_with(|| number_a.cmp(number_b));
                // `01` and `1` are equal as numbers; the shorter spelling comes first in the end.
                let order = order.then_with(|| (a.len() - rest_a.len()).cmp(&(b.len() - rest_b.len())));
                if order != Ordering::Equal {
                    return order;
                }
                (a, b) = (rest_a, rest_b);
            }
            (Some(x), Some(y)) => {
                let order = x.cmp(y);
                if order != Ordering::Equal {
                    return order;
                }
                (a, b) = (&a[1..], &b[1..]);
            }
        }
    }
}

/// Leading digits without leading zeros, and what follows.
fn split_digits(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    let zeros = text[..end].iter().position(|&b| b != b'0').unwrap_or(end);
    (&text[zeros..end], &text[end..])
}

/// The names most like `wanted`: at most three, best first, none that differs in more than a third of its
/// characters (but always one character). Distance: F. Damerau 1964, V. Levenshtein 1966 (adjacent swaps count one).
pub fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let wanted: Vec<char> = wanted.chars().take(LONGEST).collect();
    let limit = (wanted.len() / 3).max(1);
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut name: Vec<char> = Vec::new();
    for (at, candidate) in names.enumerate() {
        name.clear();
        name.extend(candidate.chars().take(LONGEST));
        if name.len().abs_diff(wanted.len()) > limit {
            continue;
        }
        let distance = distance(&wanted, &name);
        if distance <= limit {
            found.push((distance, at));
        }
    }
    found.sort_unstable();
    found.into_iter().take(3).map(|(_, at)| at).collect()
}

/// Characters of a name that are compared.
const LONGEST: usize = 40;

fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = [[0usize; LONGEST + 1]; 3];
    for (at, cell) in rows[1].iter_mut().enumerate() {
        *cell = at;
    }
    for i in 1..=a.len() {
        let [before, last, row] = &mut rows;
        row[0] = i;
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row[j] = best;
        }
        rows.rotate_left(1);
    }
    rows[1][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_as_numbers() {
        let mut ids = vec!["1.1.10", "1.1.9", "1.10.1", "1.2.1", "T010", "T2", "1.1"];
        ids.sort_by(|a, b| natural_cmp(a, b));
        assert_eq!(ids, ["1.1", "1.1.9", "1.1.10", "1.2.1", "1.10.1", "T2", "T010"]);
    }

    #[test]
    fn typing_slips_are_near() {
        let names = ["1.1.1", "1.2.4", "2.1.4", "INTEGRATION"];
        assert_eq!(nearest("1.2.5", names.iter().copied()), [1]);
        assert_eq!(nearest("INTERGATION", names.iter().copied()), [3]);
        assert!(nearest("9.9.9", names.iter().copied()).is_empty());
    }
}
