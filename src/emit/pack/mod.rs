//! The prompt pack: a file per subtask, bundles, window queues, the corrected map and tracking sheets.

mod slug;

pub use slug::{is_reserved, slug};
