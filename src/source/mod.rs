//! Bytes to text: decoding, spans and positions.
//!
//! Promise: every offset of the reading text can be shown to a person as a line and column of the file as
//! it is on disk.

mod decode;
mod mojibake;
mod position;
mod source_file;
mod span;

pub use decode::DecodeError;
pub use mojibake::{Encoding, MojibakeNote};
pub use position::Position;
pub use source_file::{FileIx, SourceFile};
pub use span::Span;
