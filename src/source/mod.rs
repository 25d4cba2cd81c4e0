//! Bytes to text: decoding, spans and positions.
//!
//! Promise: every offset of the reading text can be shown to a person as a line and column of the file as
//! it is on disk, and what must not be shown is known.

mod decode;
mod letter;
mod mojibake;
mod odd;
mod position;
mod redaction;
mod secret;
mod source_file;
mod span;

pub use decode::DecodeError;
pub use letter::{is_invisible, is_part_of_emoji};
pub use mojibake::{Encoding, MojibakeNote};
pub use odd::{Odd, OddKind};
pub use position::Position;
pub use redaction::{Masker, Redaction};
pub use secret::{Mask, SHOWN, Secret};
pub use source_file::{FileIx, SourceFile};
pub use span::Span;
