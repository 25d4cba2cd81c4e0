//! Findings as data: code, severity, message, labels, help and fix. Only `check` fills them with words.

mod diagnostic;
mod left_out;
mod severity;

pub use diagnostic::{Applicability, Diagnostic, Edit, Fix, Label, Subject};
pub use left_out::LeftOut;
pub use severity::Severity;
