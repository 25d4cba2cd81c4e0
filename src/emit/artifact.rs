/// A file to be written below an output folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Relative path with `/`; every component is made of `A-Z a-z 0-9 . _ -` and begins with no dot.
    pub path: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}
