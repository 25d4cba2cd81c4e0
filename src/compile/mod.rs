//! The library's front door: sources and options in, everything that follows from them out.

mod compilation;
mod options;

pub use compilation::{Compilation, CompileError, Input, check_text, compile};
pub use options::Options;
