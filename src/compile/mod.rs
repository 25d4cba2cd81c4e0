//! The library's front door: sources and options in, everything that follows from them out.

mod compilation;
mod edit;
mod fix;
mod options;

pub use compilation::{Compilation, CompileError, Input, check_text, compile};
pub use fix::{FixOptions, Fixed, FixedFile, Mended, RefusedFix, fix};
pub use options::Options;
