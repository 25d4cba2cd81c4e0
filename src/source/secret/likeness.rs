//! Whether a value looks drawn by lot, made up, or left to be filled in.

/// Words that tell the reader to put something else here, or that the place is an example.
const PLACEHOLDERS: [&str; 22] = [
    "your",
    "example",
    "placeholder",
    "xxxx",
    "....",
    "…",
    "***",
    "<",
    ">",
    "${",
    "$(",
    "{{",
    "{",
    "%(",
    "changeme",
    "change-me",
    "change_me",
    "replace",
    "insert-",
    "insert_",
    "redacted",
    "goes-here",
];
/// Words of values that are for development alone.
const DEVELOPMENT: [&str; 12] = [
    "dev",
    "development",
    "test",
    "testing",
    "local",
    "localhost",
    "insecure",
    "dummy",
    "demo",
    "sample",
    "fake",
    "sandbox",
];

/// Whether a value stands for another one: `your-api-key-here`, `${KEY}`, `sk-...`.
pub(super) fn is_placeholder(value: &str) -> bool {
    let small = value.to_ascii_lowercase();
    let distinct = small.bytes().fold([false; 256], |mut seen, byte| {
        seen[byte as usize] = true;
        seen
    });
    value.starts_with(['$', '%'])
        || distinct.iter().filter(|seen| **seen).count() < 5
        || PLACEHOLDERS.iter().any(|word| small.contains(word))
}

/// Whether the words of a value say that it is for development: `dev-secret-key-not-for-production`.
pub(super) fn is_for_development(value: &str) -> bool {
    let words = value.split(|c: char| !c.is_ascii_alphabetic());
    words.into_iter().any(|word| DEVELOPMENT.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// Whether a value looks drawn by lot: letters and digits change places far more often than in words with numbers,
/// and no character prevails.
pub(super) fn is_random(value: &str) -> bool {
    let bytes = value.as_bytes();
    let has = |test: fn(&u8) -> bool| bytes.iter().any(test);
    let length = bytes.iter().filter(|b| b.is_ascii_alphanumeric()).count();
    length >= 16
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && !is_uuid(value)
        && length * 2 < chunks(bytes) * 7
        && entropy(bytes) >= 3.0
}

/// Runs of digits and of letters; a capital behind a small letter begins one too, as a word in a name does. Separators
/// only part what is written apart.
fn chunks(bytes: &[u8]) -> usize {
    let begins = |pair: &&[u8]| match (pair[0], pair[1]) {
        (b'a'..=b'z', b'A'..=b'Z') => true,
        (a, b) => {
            a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric() && a.is_ascii_digit() != b.is_ascii_digit()
        }
    };
    1 + bytes.windows(2).filter(begins).count()
}

/// Shannon's entropy of the bytes, in bits per byte.
#[expect(clippy::cast_precision_loss, reason = "values are short")]
fn entropy(bytes: &[u8]) -> f64 {
    let mut counts = [0u32; 256];
    for &byte in bytes {
        counts[byte as usize] += 1;
    }
    let all = bytes.len() as f64;
    let part = |&count: &u32| f64::from(count) / all;
    counts.iter().filter(|count| **count > 0).map(part).map(|part| -part * part.log2()).sum()
}

/// `123e4567-e89b-12d3-a456-426614174000`: a name, no secret.
fn is_uuid(value: &str) -> bool {
    let parts: Vec<&str> = value.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_not_drawn_by_lot() {
        let words = [
            "access_token_expire_minutes_30",
            "therapybridge_access_token_v2",
            "TestPassword123456789",
            "dev-secret-key-not-for-production-use-only",
            "123e4567-e89b-12d3-a456-426614174000",
            "2024-01-15-20-30-45-release",
            "getUserTokenFromRequestV2Handler",
            "aaaaaaaaaaaaaaaa1",
        ];
        for word in words {
            assert!(!is_random(word), "{word}");
        }
        for random in [
            "9f86d081884c7d659a2feaa0c55ad015",
            "kJ8s0Qz1mP4xW7vT2bN5",
            "wq3Zt/9uYk+2LmB0cVx7Rg==",
            "h7d2k9x4m1p6q3w8",
        ] {
            assert!(is_random(random), "{random}");
        }
    }

    #[test]
    fn places_to_fill_in_are_known() {
        for value in [
            "your-api-key-here",
            "${API_KEY}",
            "$TOKEN",
            "sk-...",
            "<token>",
            "xxxxxxxxxxxxxxxx",
            "AKIAIOSFODNN7EXAMPLE",
        ] {
            assert!(is_placeholder(value), "{value}");
        }
        assert!(!is_placeholder("dev-secret-key-not-for-production-use-only"));
        assert!(is_for_development("dev-secret-key-not-for-production-use-only"));
        assert!(!is_for_development("device-latest-contest"));
    }
}
