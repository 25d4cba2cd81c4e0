use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::source::SourceFile;

/// The first `length` characters of the SHA-256 of bytes, in hexadecimal digits.
pub fn hash(bytes: &[u8], length: usize) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text.truncate(length);
    text
}

/// What a plan was made from, as `sha256:…` over paths and bytes of all sources in their order.
pub fn fingerprint(sources: &[SourceFile]) -> String {
    let mut hash = Sha256::new();
    for source in sources {
        for part in [source.path().as_bytes(), source.bytes()] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    let mut text = String::from("sha256:");
    for byte in hash.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
