use std::path::PathBuf;

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// What people see: relative, with `/`.
    pub display: String,
    /// Where the bytes come from.
    pub origin: InputOrigin,
}

/// Where the bytes of an [`Input`] come from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InputOrigin {
    /// Standard input, `-` on the command line.
    Stdin,
    /// A file.
    File(PathBuf),
}
