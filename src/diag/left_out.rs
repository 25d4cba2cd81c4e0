use super::Diagnostic;

/// A finding that a comment of the author leaves out.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// The finding.
    pub finding: Diagnostic,
    /// Why, in the author's words; never empty.
    pub reason: String,
}
