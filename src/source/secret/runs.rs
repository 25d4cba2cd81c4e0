use crate::source::Span;

/// No secret is shorter than this where it is all letters, digits, `_`, `-`, `+` and `/`.
pub(super) const SHORTEST: usize = 16;

/// Bytes that are looked at together.
const BLOCK: usize = 64;

/// Runs of letters, digits, `_`, `-`, `+` and `/` that are long enough for a secret. Blocks overlap by one byte less than such a
/// run, and their bytes are judged without branches, so that a text without long words costs a few instructions a
/// block.
pub(super) fn runs(text: &str) -> impl Iterator<Item = Span> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let begins = begins(mask(&bytes[at..]));
            if begins == 0 {
                at += BLOCK - SHORTEST + 1;
                continue;
            }
            let inside = at + begins.trailing_zeros() as usize;
            let start = inside - bytes[..inside].iter().rev().take_while(|b| holds(**b)).count();
            let end = inside + bytes[inside..].iter().take_while(|b| holds(**b)).count();
            at = end;
            return Some(Span::new(start, end));
        }
        None
    })
}

#[expect(clippy::needless_bitwise_bool, reason = "branches would keep the loop out of vector registers")]
fn holds(byte: u8) -> bool {
    let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    // `-`, `.`, `/` and the digits follow each other.
    let digit = (byte.wrapping_sub(b'-') < 13) & (byte != b'.');
    letter | digit | (byte == b'_') | (byte == b'+')
}

/// One bit for each of the first bytes that a run holds.
fn mask(bytes: &[u8]) -> u64 {
    if let Some(block) = bytes.first_chunk() {
        return mask_of(block);
    }
    let mut block = [0; BLOCK];
    block[..bytes.len()].copy_from_slice(bytes);
    mask_of(&block)
}

fn mask_of(block: &[u8; BLOCK]) -> u64 {
    let flags = block.map(|byte| u8::from(holds(byte)));
    let mut mask = 0;
    for (at, eight) in flags.as_chunks::<8>().0.iter().enumerate() {
        // Gathers the lowest bits of eight bytes in the highest byte.
        let bits = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask |= bits << (8 * at);
    }
    mask
}

/// The bits from which on a mask has [`SHORTEST`] bits set.
fn begins(mask: u64) -> u64 {
    let two = mask & mask >> 1;
    let four = two & two >> 2;
    let eight = four & four >> 4;
    eight & eight >> 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_long_run_is_found_once_wherever_it_stands() {
        for before in 0..200 {
            for length in [15, 16, 17, 40, 64, 150] {
                let text =
                    format!("{} {} x", "w ".repeat(before / 2) + &" ".repeat(before % 2), "a".repeat(length));
                let found: Vec<usize> = runs(&text).map(Span::len).collect();
                assert_eq!(found, if length < SHORTEST { vec![] } else { vec![length] }, "{before} {length}");
            }
        }
        let text = "short words only, and some/more-of_them+x1 é日本語 0123456789abcdef";
        let found: Vec<&str> = runs(text).map(|span| span.of(text)).collect();
        assert_eq!(found, ["some/more-of_them+x1", "0123456789abcdef"]);
    }
}
