use crate::diag::LeftOut;

/// What does not count although rules found it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Omitted<'a> {
    /// What comments leave out.
    pub comments: &'a [LeftOut],
    /// How many findings a baseline knows.
    pub known: usize,
}

impl Omitted<'_> {
    /// `2 findings are left out by comments, 3 are known by the baseline`; nothing where all count.
    pub(super) fn words(self) -> Option<String> {
        let are = |count: usize| if count == 1 { "is" } else { "are" };
        let findings = |count: usize| if count == 1 { "finding" } else { "findings" };
        let (comments, known) = (self.comments.len(), self.known);
        let by_comments = format!("{comments} {} {} left out by comments", findings(comments), are(comments));
        let by_baseline = format!("{} known by the baseline", are(known));
        match (comments, known) {
            (0, 0) => None,
            (_, 0) => Some(by_comments),
            (0, _) => Some(format!("{known} {} {by_baseline}", findings(known))),
            _ => Some(format!("{by_comments}, {known} {by_baseline}")),
        }
    }
}
