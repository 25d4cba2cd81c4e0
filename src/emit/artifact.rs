/// A file to be written below an output folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Relative path with `/`; every component is made of `A-Z a-z 0-9 . _ -` and begins with no dot.
    pub path: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Artifact {
    /// Whether people may want to run it. Nothing that a plan names ends in `.sh`.
    pub fn is_program(&self) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, ending)| ending == "sh")
    }
}
