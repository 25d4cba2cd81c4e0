//! The library's front door: sources and options in, everything that follows from them out.

mod comment;
mod compilation;
mod edit;
mod fix;
mod harm;
mod leave_out;
mod options;
mod settle;

pub use compilation::{Compilation, CompileError, Input, check_text, compile};
pub use fix::{FixOptions, Fixed, FixedFile, Mended, RefusedFix, fix};
pub use leave_out::{LeftOut, leave_out};
pub use options::{Most, Options, RecordOptions};
