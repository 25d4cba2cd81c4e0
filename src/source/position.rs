/// A place in a file as it is on disk, as editors count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, counted from 1.
    pub line: u32,
    /// Column in Unicode scalars, counted from 1.
    pub column: u32,
    /// Byte offset in the file, counted from 0.
    pub byte: u32,
}
