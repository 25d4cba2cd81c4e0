//! What happened in a run, as lines and as messages of chat services.

mod chat;
mod line;

pub use chat::{Message, discord, plain, slack};
pub use line::notice_line;
