use sha2::{Digest, Sha256};

/// The content security policy of a page with one style and one script, or none where that is empty: nothing else
/// runs or loads.
pub(super) fn policy(style: &str, script: &str) -> String {
    let script = if script.is_empty() {
        "'none'".to_owned()
    } else {
        format!("'sha256-{}'", base64(&Sha256::digest(script)))
    };
    format!(
        "default-src 'none'; script-src {script}; style-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(style)),
    )
}

/// Base64 with padding (RFC 4648).
pub(super) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0u32, |group, &byte| group << 8 | u32::from(byte));
        let group = group << (8 * (3 - chunk.len()));
        for digit in 0..4 {
            if digit <= chunk.len() {
                out.push(char::from(DIGITS[(group >> (18 - 6 * digit)) as usize & 63]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_has_the_vectors_of_the_standard() {
        for (plain, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
        ] {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn the_policy_names_the_hash_of_what_stands_in_the_page() {
        // printf '%s' 'x' | openssl dgst -sha256 -binary | base64
        let hash = "'sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE='";
        let both = policy("x", "x");
        assert!(both.contains(&format!("style-src {hash};")), "{both}");
        assert!(both.contains(&format!("script-src {hash};")), "{both}");
        assert!(policy("x", "").contains("script-src 'none';"));
    }
}
