use sha2::{Digest, Sha256};

use crate::diag::Diagnostic;
use crate::emit::tty;

/// `sha256:…` of rule, path and subject: the same finding after edits that move it.
///
/// Hashed are the code, the path and each key and value of the subject in order of keys, every one of them
/// followed by a zero byte.
pub fn fingerprint(path: &str, finding: &Diagnostic) -> String {
    let mut hash = Sha256::new();
    let subject = finding.subject.iter().flat_map(|(key, value)| [*key, value.as_str()]);
    for part in [finding.code, path].into_iter().chain(subject) {
        hash.update(part);
        hash.update([0]);
    }
    let mut text = String::with_capacity(71);
    text.push_str("sha256:");
    for byte in hash.finalize() {
        tty::add(&mut text, format_args!("{byte:02x}"));
    }
    text
}
